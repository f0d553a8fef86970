"""A loosening: asked of whoever decides, what became of it, on a card, in a history, in the digest with Take
back, the list behind `/account approvals`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.card import Card
from rules.facts.loosened import (
    APPROVED,
    EXPIRED,
    HELD,
    IMPORTED,
    OVERTAKEN,
    REFUSED,
    TAKEN_BACK,
    WITHDRAWN,
    Loosening,
    Shown,
)
from rules.loosening import differences, ended_with_its_day, meanwhile
from rules.records import Person
from rules.week import Digest

from . import decisions
from .blocks import Block, Message, actions, button, clip, escape, first_few, message, section
from .carried import Value
from .opening import open_button
from .words import Viewer, count

APPROVAL_YES = "approval.approve"
APPROVAL_NO = "approval.refuse"
APPROVAL_WITHDRAW = "approval.withdraw"
APPROVAL_BACK = "approval.take_back"
SHOWN = 10


@dataclass(frozen=True, slots=True)
class LooseningRef(Value):
    """A loosening, asked for or done."""

    loosening: int


def what(loosening: Loosening, viewer: Viewer) -> str:
    """What changes: tier A to C, cadence 60 days."""
    return ", ".join(viewer.plain(p) for p in differences(loosening.before, loosening.after)) or "as it is"


def ask(shown: Shown, until: date | None, viewer: Viewer) -> Message:
    """For whoever decides: what changes and why, with two buttons while it waits; then what became of it."""
    x = shown.loosening
    head = (
        f"{escape(x.by)} asks to change *{escape(shown.name)}* ({_whose(shown)}): {escape(what(x, viewer))}"
    )
    taps = None
    if until is not None and x.waits:
        taps = _answers(shown), f"It stays as it is until you approve, by {viewer.weekday(until)}."
    said = escape(viewer.plain(meanwhile(x))) if x.became else decisions.GOES_ON
    return decisions.ask(head, _why(x), taps, section(said, open_button(x.account_id, shown.name)))


def waits_for_manager(shown: Shown, until: date, viewer: Viewer) -> list[Block]:
    """Beside what else waits for them."""
    x = shown.loosening
    text = (
        f"{escape(x.by)} asks to change *{escape(shown.name)}* ({_whose(shown)}): "
        f"{escape(what(x, viewer))}, to decide by {viewer.weekday(until)}{_why(x)}"
    )
    return [section(text), actions(_answers(shown))]


def _whose(shown: Shown) -> str:
    tier = shown.loosening.before.tier
    mine = shown.owner == shown.loosening.by
    return tier if mine else f"{tier}, {escape(shown.owner)}’s"


def _why(x: Loosening) -> str:
    return f"\nWhy: “{escape(clip(x.why, 300))}”" if x.why else ""


def _answers(shown: Shown) -> list[Block]:
    x = shown.loosening
    opens = [open_button(x.account_id, shown.name)]
    return decisions.answers(APPROVAL_YES, APPROVAL_NO, LooseningRef(x.id).pack(), shown.name, opens)


def did(shown: Shown, became: str, viewer: Viewer) -> str:
    """The act, confirmed."""
    name, change = f"*{escape(shown.name)}*", escape(what(shown.loosening, viewer))
    by = escape(shown.loosening.by)
    return {
        APPROVED: f"✅ Approved: {name}, {change}. I tell {by}.",
        REFUSED: f"Refused: {name} stays as it is. I tell {by}.",
        WITHDRAWN: f"↩️ Withdrawn: {name} stays as it is.",
        TAKEN_BACK: f"↩️ Taken back: {name} is as it was before ({change}). I tell {by}.",
    }[became]


def waits_now(name: str, approver: str) -> str:
    """Said to whoever asked."""
    asked = f"{escape(approver)} is asked whether *{escape(name)}* may rest that long"
    return f"{asked}: until then it stays as it is."


def became(shown: Shown, became_: str, by: str, reader_id: int, viewer: Viewer) -> Message:
    """What whoever asked is told, and of one that nobody answered whoever was asked."""
    x, name, change = shown.loosening, f"*{escape(shown.name)}*", escape(what(shown.loosening, viewer))
    mine = reader_id == x.by_id
    nobody = decisions.nobody_did("answer", escape(by), mine)
    whose = "you asked" if mine else f"{escape(x.by)} asked"
    text = {
        APPROVED: f"{escape(by)} approved what you asked for {name}: {change}.",
        REFUSED: f"{escape(by)} refused what you asked for {name} ({change}): it stays as it is.",
        EXPIRED: f"{nobody} what {whose} for {name} ({change}): it stays as it is.",
        OVERTAKEN: _over(x, name, change),
        TAKEN_BACK: f"{escape(by)} took back what you changed of {name} ({change}): it is as it was before.",
    }[became_]
    return decisions.told(text, open_button(x.account_id, shown.name))


def _over(x: Loosening, name: str, change: str) -> str:
    if ended_with_its_day(x):
        return f"That day came before anybody approved what you asked for {name} ({change}): that is over."
    return f"{name} changed before anybody approved what you asked ({change}): that is over."


def line(card: Card, viewer: Viewer) -> str | None:
    """On a card: what waits, for whom."""
    waits = next((x for x in reversed(card.record.loosenings) if x.waits and x.waits_for), None)
    if waits is None:
        return None
    change = escape(what(waits, viewer))
    return f"*Waits for {escape(waits.waits_for)}*: {change}, asked by {escape(waits.by)}"


def in_history(all_of: Sequence[Loosening], viewer: Viewer) -> list[str]:
    """A line each, the newest first: what was loosened by whom, and what became of it."""
    return [
        f"🪢 {viewer.day(x.asked_on)}: {escape(what(x, viewer))}, {_how(x, viewer)}{_quoted(x)}"
        for x in sorted(all_of, key=lambda x: x.id, reverse=True)[:SHOWN]
    ]


def _how(x: Loosening, viewer: Viewer) -> str:
    by, ended_by = escape(x.by) or "a file", escape(x.ended_by)
    on = viewer.day(x.ended_on) if x.ended_on else ""
    over = "its day came" if ended_with_its_day(x) else "the account changed meanwhile"
    back = f"taken back by {ended_by}" if ended_by else "undone with it"
    return {
        "": f"asked by {by}, waits for {escape(x.waits_for)}",
        HELD: f"by {by}",
        IMPORTED: "by a file",
        APPROVED: f"asked by {by}, approved by {ended_by} {on}",
        REFUSED: f"asked by {by}, refused by {ended_by} {on}",
        EXPIRED: f"asked by {by}, not answered in time",
        WITHDRAWN: f"asked by {by}, withdrawn {on}",
        OVERTAKEN: f"asked by {by}, over: {over}",
        TAKEN_BACK: f"by {by}, {back} {on}",
    }[x.became]


def _quoted(x: Loosening) -> str:
    return f": “{escape(clip(x.why, 200))}”" if x.why else ""


def listed(
    mine: Sequence[Block],
    asked: Sequence[tuple[str, Loosening]],
    viewer: Viewer,
    said: str = "",
    beside: Sequence[Block] = (),
) -> Message:
    """The answer to `/account approvals`: what waits for the reader's tap, and what they wait for, of other
    kinds `beside` it."""
    blocks = [section(said)] if said else []
    blocks += list(mine) or [section("Nothing waits for your tap.")]
    if asked or beside:
        blocks.append(section(f"*You wait for*: {len(asked) + len(beside)}"))
    for name, x in asked[:SHOWN]:
        ref = LooseningRef(x.id).pack()
        text = f"{escape(x.waits_for)}: *{escape(name)}*, {escape(what(x, viewer))}"
        blocks.append(decisions.you_wait_for(text, APPROVAL_WITHDRAW, ref, name))
    blocks += beside[:SHOWN]
    head = said or ("Something waits for you." if mine else "Nothing waits for your tap.")
    return message(head.replace("*", ""), blocks)


def team_line(d: Digest, viewer: Viewer) -> str | None:
    """How many accounts were loosened at once in the week."""
    return f"*Loosened*: {count(len(d.loosened), 'account')}" if d.loosened else None


def of_team(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """Each with Take back, but what a file says."""
    if not d.loosened:
        return None

    def painted(one: tuple[str, Loosening]) -> Block:
        name, x = one
        text = f"*{escape(name)}*: {escape(what(x, viewer))}, {_how(x, viewer)}{_quoted(x)}"
        ref = LooseningRef(x.id).pack()
        back = button("Take back", APPROVAL_BACK, ref, says=f"Take back: {name}")
        return section(text, back if x.became == HELD else open_button(x.account_id, name))

    return [section(team_line(d, viewer) or ""), *first_few(d.loosened, SHOWN * 2, painted)]
