"""What many customers lack, rolled up by what they bring; and whom to tell once it is met, with one tap
each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.facts.lacking import Lack, Lacking
from rules.facts.needed import OFFERED, Need
from rules.facts.needs import FIELD, named
from rules.facts.notes import first_words

from .blocks import Block, Message, button, context, escape, field, first_few, message, modal, section
from .carried import Value
from .inputs import text_input
from .needed import about
from .words import Viewer, count, listed

LACK_MET = "lack.met"
LACK_FORM = "lack.form"
LACK_TOLD = "lack.told"

SHOWN = 12  # needs in one message
NAMED = 5  # accounts of one
TOLD = 40  # accounts in a list


@dataclass(frozen=True, slots=True)
class LackRef(Value):
    """Needs that say nearly the same as one."""

    need: int


@dataclass(frozen=True, slots=True)
class Telling(Value):
    """What the form was opened for: who lacks nearly the same as a need. `token` is unique to this opening;
    `over`: the answer takes the place of the message at `response_url`."""

    token: str
    need: int
    response_url: str = ""
    over: bool | None = None


@dataclass(frozen=True, slots=True)
class TellRef(Value):
    """A need whose account was told, in the list of those that say nearly the same as `of`."""

    need: int
    of: int


def rolled(groups: Sequence[Lacking], leads: bool, viewer: Viewer) -> Message:
    """The answer to `/account needs`."""
    whose = "your people's accounts" if leads else "your accounts"
    if not groups:
        said = f"No open need is on file for {whose}. `/account NAME needs` notes one."
        return message(said, [section(said)])
    head = f"What {whose} lack: {count(len(groups), 'need')}"
    blocks = [section(f"*What {whose} lack*, by what they bring a year. Near texts stand together.")]
    blocks += first_few(groups, SHOWN, lambda g: _group(g, viewer))
    return message(head, blocks)


def _group(g: Lacking, viewer: Viewer) -> Block:
    names = listed((_one(x, viewer) for x in g.lacks), NAMED)
    met = button("Met: tell them", LACK_MET, LackRef(g.lacks[0].need.id).pack(), says=f"Met: {g.text}")
    return section(f"*{sentence(g, viewer)}*\n{names}", met)


def sentence(g: Lacking, viewer: Viewer) -> str:
    """7 accounts, $640,000 a year, lack cold storage. Escaped; what nobody knows is said."""
    accounts, text = count(len(g.lacks), "account"), escape(first_words(g.text, 120))
    lacks = "lacks" if len(g.lacks) == 1 else "lack"
    unknown = g.unknown
    if not unknown:
        return f"{accounts}, {viewer.money(g.annual)} a year, {lacks} {text}"
    if len(unknown) == len(g.lacks):
        return f"{accounts}, revenue unknown, {lacks} {text}"
    return f"{accounts}, {viewer.money(g.annual)} a year (revenue of {len(unknown)} unknown), {lacks} {text}"


def _one(x: Lack, viewer: Viewer) -> str:
    """An account with what it brings and what its need may cost."""
    budget = f", budget {viewer.money(x.need.budget, x.need.currency)}" if x.need.budget is not None else ""
    return f"{escape(x.name)} ({viewer.money(x.annual)}{budget})"


def form(telling: Telling, text: str, offer: str) -> Block:
    """What meets it: said to each."""
    blocks = [
        section(f"*{escape(first_words(text, 200))}*"),
        field(
            "offer",
            "What meets it?",
            text_input("offer", offer, False, most=FIELD),
            optional=False,
            hint="It is kept with each of these needs that is yours to change and not offered yet.",
        ),
    ]
    return modal("Tell these customers", blocks, LACK_FORM, submit="List", private_metadata=telling.pack())


def to_tell(of: Need, offer: str, those: Sequence[Lack], viewer: Viewer, did: str = "") -> Message:
    """Each account that lacks it, with one tap: told. `of`: the need that they are near to."""
    left = sum(x.need.status != OFFERED for x in those)
    met = f"“{escape(first_words(offer, 160))}” meets " if offer else ""
    head = f"Tell these customers: {met}“{escape(named(of))}”"
    lines = [*([did] if did else []), f"*Tell these customers*: {met}“{escape(named(of))}”"]
    lines.append(f"{left} of {count(len(those), 'account')} to tell" if left else "All of them were told.")
    tail = "Told moves the need to offered, today. It is no touch: the talk itself is logged as any."
    blocks = [
        section("\n".join(lines)),
        *first_few(those, TOLD, lambda x: _tell(x, of, viewer)),
        context(tail),
    ]
    return message(head, blocks)


def _tell(x: Lack, of: Need, viewer: Viewer) -> Block:
    n = x.need
    said = (
        f"*{escape(x.name)}* ({x.tier}) · {escape(x.owner)} · {viewer.money(x.annual)}\n“{escape(named(n))}”"
    )
    known = ", ".join(about(n, viewer))
    if n.status == OFFERED:
        return section(f"✅ {said}, {known}")
    told = button("Told", LACK_TOLD, TellRef(n.id, of.id).pack(), style="primary", says=f"Told {x.name}")
    return section(f"{said}, {known}", told)


def told(name: str) -> str:
    """An act, confirmed."""
    return f"✅ {escape(name)}: told, offered today."
