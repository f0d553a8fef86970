"""What a customer lacks: the list with one tap each, the form to note a need and to put it right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.editing import major
from rules.facts.needed import LOST, MOVED, STATUSES, Need
from rules.facts.needs import FIELD, named, next_status
from rules.facts.notes import first_words
from rules.facts.offers import NAME
from rules.names import normalise
from rules.phrase import Phrase, say

from .blocks import Block, Message, actions, button, escape, field, message, modal, section
from .carried import AccountRef, Value
from .inputs import choice, day_input, text_input
from .needed import STATUS, in_short, need_button
from .opening import CARD_OPEN
from .sections import Section, lay_out
from .words import Viewer, count

NEED_FORM = "need.form"
NEED_NEXT = "need.next"
NEED_CHANGE = "need.change"
NEED_LOST = "need.lost"
NEED_VOID = "need.void"
LACK_LIKE = "lack.like"

SHOWN = 10  # that are closed
MOVES = {"yes": "a discount moves them", "no": "no discount moves them"}
DID = {"explored": "Explored", "offered": "Offered", "won": "Won 👏", "lost": "Lost", "heard": "Open again"}


@dataclass(frozen=True, slots=True)
class NeedRef(Value):
    """A need; `status`: what it becomes, or is about to."""

    need: int
    status: str = ""


@dataclass(frozen=True, slots=True)
class Needing(Value):
    """What the form was opened for: something new of an account, or a need that is put right. `token` is
    unique to this opening; `since`: the day that the form showed; `over`: the answer takes the place of the
    message at `response_url`."""

    token: str
    account: int
    need: int = 0
    since: str = ""
    response_url: str = ""
    over: bool | None = None


@dataclass(frozen=True, slots=True)
class Needs:
    """All needs of an account; `by` names people. `did`: what was just done with one, or meanwhile; `like`:
    so many other accounts lack the same as the need `won`."""

    account_id: int
    name: str
    all_of: Sequence[Need]
    by: Mapping[int, str]
    did: str = ""
    won: int = 0
    like: int = 0


def needs(n: Needs, viewer: Viewer) -> Message:
    """The answer to `/account acme needs`."""
    there = count(sum(x.is_open for x in n.all_of), "open need")
    return message(f"{n.did} {escape(n.name)}: {there}.".strip(), lay_out(LISTED, n, viewer))


def _head(n: Needs, viewer: Viewer) -> list[Block]:
    did = f"{n.did}\n" if n.did else ""
    said = "" if n.all_of else "\nNothing noted yet: ask what they want to reach, and what is in the way."
    return [section(f"{did}*What {escape(n.name)} needs*{said}")]


def _like(n: Needs, viewer: Viewer) -> list[Block] | None:
    """Once a need is met: who else lacks the same."""
    if not n.like:
        return None
    said = count(n.like, "other account lacks", "other accounts lack")
    return [
        section(f"{said} nearly the same.", button("Tell these customers", LACK_LIKE, NeedRef(n.won).pack()))
    ]


def _open(n: Needs, viewer: Viewer) -> list[Block]:
    """Each with how far it came, and what may be done with it."""
    blocks: list[Block] = []
    for x in (x for x in n.all_of if x.is_open):
        text, after = named(x), next_status(x)
        row = [
            button(
                DID[after].removesuffix(" 👏"),
                NEED_NEXT,
                NeedRef(x.id, after).pack(),
                style="primary",
                says=f"{after}: {text}",
            ),
            button("Lost…", NEED_LOST, NeedRef(x.id, LOST).pack(), says=f"Lost: {text}"),
            button("Change", NEED_CHANGE, NeedRef(x.id).pack(), says=f"Change: {text}"),
            button("Not so", NEED_VOID, NeedRef(x.id).pack(), says=f"Not so: {text}"),
        ]
        blocks += [section(_said(x, n, viewer)), actions(row)]
    return blocks


def _said(x: Need, n: Needs, viewer: Viewer) -> str:
    """What, its budget and days; what would fit, whether a discount moves them; who noted it."""
    lines = [in_short(x, viewer, bold=True)]
    fits = [f"would fit: {escape(first_words(x.offer, 160))}"] if x.offer else []
    fits += [MOVES[x.discount]] if x.discount in MOVES else []
    heard = f"heard {viewer.day(x.heard_on)}, " if x.status != "heard" else ""
    fits.append(f"{heard}{escape(n.by.get(x.by_id, 'somebody'))}")
    return "\n".join((*lines, " · ".join(fits)))


def _closed(n: Needs, viewer: Viewer) -> list[Block] | None:
    """The latest first."""
    those = sorted(
        (x for x in n.all_of if not x.is_open), key=lambda x: (x.closed_on or x.heard_on, x.id), reverse=True
    )
    if not those:
        return None
    blocks = [section("*Won and lost*")]
    for x in those[:SHOWN]:
        change = button("Change", NEED_CHANGE, NeedRef(x.id).pack(), says=f"Change: {named(x)}")
        why = f": “{escape(first_words(x.why, 200))}”" if x.why else ""
        blocks.append(section(f"• {in_short(x, viewer)}{why}", change))
    more = len(those) - SHOWN
    return [*blocks, section(f"and {more} more")] if more > 0 else blocks


def _buttons(n: Needs, viewer: Viewer) -> list[Block]:
    card = button("Card", CARD_OPEN, AccountRef(n.account_id).pack())
    return [actions([need_button(n.account_id, n.name, over=True), card])]


LISTED = (
    Section("needs", _head, rank=0),
    Section("who else lacks it", _like, rank=0),
    Section("open needs", _open),
    Section("won and lost", _closed, rank=2),
    Section("buttons", _buttons, rank=0),
)


def noted(need: Need, viewer: Viewer) -> str:
    """An act, confirmed."""
    return f"✅ Noted: {in_short(need, viewer)}."


def moved(need: Need, viewer: Viewer) -> str:
    """It is further on, or put right."""
    return f"✅ {DID[need.status]}: {in_short(need, viewer)}."


def put_right(need: Need, viewer: Viewer) -> str:
    return f"✅ Put right: {in_short(need, viewer)}."


def voided(need: Need) -> str:
    return f"↩️ Taken back: “{escape(named(need))}”."


def meanwhile(need: Need) -> Phrase:
    """A button that is no longer true, by how the need stands."""
    if need.since is None:
        return say("“{need}” is {status} by now.", need=named(need), status=STATUS[need.status])
    return say(
        "“{need}” is {status} since {on}.", need=named(need), status=STATUS[need.status], on=need.since
    )


def form(
    needing: Needing,
    name: str,
    need: Need | None,
    viewer: Viewer,
    *,
    status: str = "",
    since: date | None = None,
    sold: Sequence[str] = (),
) -> Block:
    """What they lack; filled when one is put right, with how far it came (`status`, since when). `sold`: what
    we sell now, proposed as what would fit."""
    text, offer, discount = (need.text, need.offer, need.discount) if need else ("", "", "")
    budget = (
        ""
        if need is None or need.budget is None
        else str(major(need.budget, need.currency or viewer.currency))
    )
    blocks = [
        section(f"*{escape(name)}*"),
        field("text", "What do they lack?", text_input("text", text, True, most=FIELD), optional=False),
        field("budget", "Budget", text_input("budget", budget, False, most=20), hint="In whole units: 20000"),
        field(
            "currency",
            "Currency",
            text_input("currency", need.currency if need else "", False, most=3),
            hint=f"Three letters. Empty: {viewer.currency}.",
        ),
        field("right_on", "Right from", day_input("right_on", need.right_on if need else None)),
        *_fits(offer, [name for name in sold if len(name) <= NAME]),
        field("discount", "Does a discount move them?", choice("discount", MOVED, _YES_NO, discount)),
    ]
    if need:
        blocks += _status(need, status or need.status, since)
    else:
        blocks.append(field("since", "Heard on", day_input("since", since), optional=False))
    title = "Change a need" if need else "They need"
    return modal(title, blocks, NEED_FORM, submit="Save", private_metadata=needing.pack())


def _fits(offer: str, sold: Sequence[str]) -> list[Block]:
    """What of ours would fit: one of those that are sold now, or words of one's own, which go before it."""
    one = next((name for name in sold if normalise(name) == normalise(offer)), "")
    words = text_input("offer", "" if one else offer, False, most=FIELD)
    if not sold:
        return [field("offer", "What of ours would fit", words)]
    names = {name: name for name in sold}
    return [
        field("sold", "What of ours would fit", choice("sold", list(names), names, one)),
        field("offer", "Or in your words", words, hint="Goes before what is chosen above."),
    ]


_YES_NO = {"yes": "yes", "no": "no"}


def _status(need: Need, status: str, since: date | None) -> list[Block]:
    return [
        field("status", "How far is it?", choice("status", STATUSES, STATUS, status), optional=False),
        field(
            "since", "Since", day_input("since", since), hint="Of a new status today, unless you change it."
        ),
        field(
            "why",
            "Why won or lost",
            text_input("why", need.why, True, most=FIELD),
            optional=status != LOST,
            hint="What was lost needs its reason.",
        ),
    ]
