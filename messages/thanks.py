"""How customers were thanked and treated: the page of an account, its form; and who is loyal, with one tap
each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.editing import major
from rules.facts.goodwill import FIELD
from rules.facts.notes import first_words
from rules.facts.thanked import KINDS, Thanks
from rules.loyal import PURCHASES, Loyal, is_past

from .blocks import Block, Message, actions, button, context, escape, field, message, modal, section
from .carried import AccountRef, Value
from .inputs import choice, day_input, text_input
from .opening import CARD_OPEN
from .sections import Section, lay_out
from .voiced import feedback_button, referrals_button
from .words import Viewer, count

THANKS_NOTE = "thanks.note"
THANKS_CHANGE = "thanks.change"
THANKS_FORM = "thanks.form"
THANKS_VOID = "thanks.void"
LOYAL_THANKED = "loyal.thanked"

SHOWN = 5
LISTED = 20  # loyal accounts in one message
KIND = {
    "thanks": "a thank-you",
    "upgrade": "an upgrade",
    "event": "a place at an event",
    "reward": "a reward for feedback",
    "tier": "a loyalty tier",
}


@dataclass(frozen=True, slots=True)
class ThanksRef(Value):
    """A thank-you, or a treat."""

    thanks: int


@dataclass(frozen=True, slots=True)
class Thanking(Value):
    """What the form was opened for: something new of an account, or what is put right. `token` is unique to
    this opening; `over`: the answer takes the place of the message at `response_url`."""

    token: str
    account: int
    thanks: int = 0
    response_url: str = ""
    over: bool | None = None


@dataclass(frozen=True, slots=True)
class LoyalRef(Value):
    """A loyal account in a list of somebody's."""

    account: int


@dataclass(frozen=True, slots=True)
class Thanked:
    """All thanks and treats of an account, latest first; `by` names people. `loyal`: that it is, and by what;
    `did`: what was just done, or meanwhile."""

    account_id: int
    name: str
    all_of: Sequence[Thanks]
    by: Mapping[int, str]
    loyal: Loyal | None = None
    did: str = ""


def page(t: Thanked, viewer: Viewer) -> Message:
    """The answer to `/account acme thanks`."""
    there = count(len(t.all_of), "thank-you or treat", "thanks and treats")
    return message(f"{t.did} {escape(t.name)}: {there}.".strip(), lay_out(PAGE, t, viewer))


def _head(t: Thanked, viewer: Viewer) -> list[Block]:
    lines = [t.did] if t.did else []
    lines.append(f"*How we thanked {escape(t.name)}*")
    if t.loyal:
        lines.append(f"Loyal: {by_what(t.loyal)}")
    if not t.all_of:
        lines.append("Nothing on file yet.")
    return [section("\n".join(lines))]


def _listed(t: Thanked, viewer: Viewer) -> list[Block]:
    blocks: list[Block] = []
    for x in t.all_of[:SHOWN]:
        ref = ThanksRef(x.id).pack()
        row = [
            button("Change", THANKS_CHANGE, ref, says=f"Change: {KIND[x.kind]}"),
            button("Not so", THANKS_VOID, ref, says=f"Not so: {KIND[x.kind]}"),
        ]
        said = f"• {in_short(x, viewer)} · {escape(t.by.get(x.by_id, 'somebody'))}"
        blocks += [section(said), actions(row)]
    more = len(t.all_of) - SHOWN
    return [*blocks, context(f"And {more} more.")] if more > 0 else blocks


def _buttons(t: Thanked, viewer: Viewer) -> list[Block]:
    ref = AccountRef(t.account_id).pack()
    note = button("Thanks or a treat…", THANKS_NOTE, ref, says=f"Note how {t.name} was thanked")
    others = [feedback_button(t.account_id, t.name), referrals_button(t.account_id)]
    return [actions([note, *others, button("Card", CARD_OPEN, ref)])]


PAGE = (
    Section("thanks", _head, rank=0),
    Section("thanks and treats", _listed, rank=2),
    Section("buttons", _buttons, rank=0),
)


def in_short(x: Thanks, viewer: Viewer) -> str:
    """Nov 4, a place at an event: “seat at the fair”, $250. Escaped; costs for whoever may see them."""
    text = f": “{escape(first_words(x.text, 160))}”" if x.text else ""
    cost = f", {viewer.money(x.cost, x.currency)}" if x.cost is not None and viewer.sees_costs else ""
    unknown = ", cost not given" if x.cost is None and x.is_treat and viewer.sees_costs else ""
    return f"{viewer.day(x.on)}, {KIND[x.kind]}{text}{cost}{unknown}"


def noted(x: Thanks, viewer: Viewer) -> str:
    """An act, confirmed."""
    return f"✅ Noted: {in_short(x, viewer)}."


def voided(x: Thanks) -> str:
    return f"↩️ Taken back: {KIND[x.kind]}."


def form(thanking: Thanking, name: str, x: Thanks | None, on: date, viewer: Viewer) -> Block:
    """How they were thanked, or what they got; filled when it is put right. What something cost is asked of
    whoever notes it, and shown to whoever may see costs alone."""
    kind, text, currency = (x.kind, x.text, x.currency) if x else ("thanks", "", "")
    blocks = [
        section(f"*{escape(name)}*"),
        field("kind", "What was it?", choice("kind", KINDS, KIND, kind), optional=False),
        field(
            "text",
            "How, or what?",
            text_input("text", text, False, most=FIELD),
            hint="A card, a call; a seat at the fair.",
        ),
        field("on", "On", day_input("on", x.on if x else on), optional=False),
    ]
    if x is None or viewer.sees_costs:
        cost = "" if x is None or x.cost is None else str(major(x.cost, x.currency or viewer.currency))
        blocks += [
            field(
                "cost", "What it cost", text_input("cost", cost, False, most=20), hint="In whole units: 250"
            ),
            field(
                "currency",
                "Currency",
                text_input("currency", currency, False, most=3),
                hint=f"Three letters. Empty: {viewer.currency}.",
            ),
        ]
    title = "Change thanks" if x else "Thanks or a treat"
    return modal(title, blocks, THANKS_FORM, submit="Save", private_metadata=thanking.pack())


# who is loyal ----------------------------------------------------------------------------------------------
def by_what(x: Loyal) -> str:
    """Bought on 9 days, 4 years a customer."""
    said = [f"bought on {x.purchases} days"] if x.purchases >= PURCHASES else []
    said += [f"{count(x.years, 'year')} a customer"] if x.years else []
    return ", ".join(said)


def loyal(those: Sequence[Loyal], leads: bool, viewer: Viewer, did: str = "") -> Message:
    """The answer to `/account loyal`: ranked, each with one tap."""
    whose = "your people's accounts" if leads else "your accounts"
    if not those:
        said = f"None of {whose} is loyal yet: that takes 5 purchases, or 3 years."
        return message(said, [section(said)])
    waits = sum(is_past(x.thanked_on, viewer.today) for x in those)
    head = f"{len(those)} of {whose} {'is' if len(those) == 1 else 'are'} loyal"
    lines = [did] if did else []
    lines.append(f"*{head}*: 5 purchases or more, or 3 years. Who bought most stands first.")
    lines.append(f"{waits} not thanked in 12 months." if waits else "All of them were thanked in 12 months.")
    blocks = [section("\n".join(lines))]
    for n, x in enumerate(those[:LISTED], 1):
        blocks.append(section(_line(n, x, leads, viewer), _tap(x, viewer)))
    more = len(those) - LISTED
    tail = [f"And {more} more."] if more > 0 else []
    tail.append("Thanked is no touch: the talk itself is logged as any.")
    return message(f"{did} {head}.".strip(), [*blocks, context(" ".join(tail))])


def _line(n: int, x: Loyal, leads: bool, viewer: Viewer) -> str:
    owner = f" · {escape(x.owner)}" if leads else ""
    thanked = f"thanked {viewer.day(x.thanked_on)}" if x.thanked_on else "never thanked"
    treated = f", last treat {viewer.day(x.treated_on)}" if x.treated_on else ""
    mark = "🙏 " if is_past(x.thanked_on, viewer.today) else ""
    return f"{n}. *{escape(x.name)}*{owner}\n{by_what(x)} · {mark}{thanked}{treated}"


def _tap(x: Loyal, viewer: Viewer) -> Block:
    style = "primary" if is_past(x.thanked_on, viewer.today) else ""
    ref = LoyalRef(x.account_id).pack()
    return button("Thanked", LOYAL_THANKED, ref, style=style, says=f"Thanked {x.name}")


def just_thanked(name: str) -> str:
    return f"✅ {escape(name)}: thanked today."


def thanked_already(name: str) -> str:
    return f"{escape(name)} was thanked today already."
