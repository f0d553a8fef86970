"""What changed at a customer, as it is said beside other things: on a card, before a call, in the digest."""

from __future__ import annotations

from dataclasses import dataclass

from rules.card import Card
from rules.facts.changed import COMPETITOR, Change, named_in
from rules.facts.changes import Rival, open_changes
from rules.facts.notes import first_words
from rules.language.customer import Change as Told
from rules.records import Person
from rules.week import Digest

from .blocks import Block, button, clip, escape, section
from .carried import Value
from .words import Viewer, count

CHANGED_NOTE = "changed.note"
CHANGED_TOLD = "changed.told"

RIVALS = 5  # that are named in a digest
KIND = {
    "acquired": "acquired",
    "new line": "new line",
    "new country": "new country",
    "new rules": "new rules",
    "new team": "new team",
    COMPETITOR: "competitor seen",
}


@dataclass(frozen=True, slots=True)
class NoteRef(Value):
    """An account of which something is to be noted, of a `kind` where that was said; `over`: what is said of
    it then takes the place of the message with the button."""

    account: int
    over: bool | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ToldRef(Value):
    """A change that the line of a logged touch tells: of which kind."""

    batch: str
    kind: str


def note_button(account_id: int, name: str, *, over: bool = False) -> Block:
    """Opens the form, wherever an account is shown."""
    ref = NoteRef(account_id, over or None).pack()
    return button("Something changed", CHANGED_NOTE, ref, says=f"Something changed at {name}")


def told_label(told: Told) -> str:
    """What one tap notes."""
    who = f" ({first_words(told.name, 30)})" if told.name else ""
    return f"Note: {KIND[told.kind]}{who}"


def told(batch: str, account_id: int, change: Told) -> Block:
    """In the receipt of a touch whose line tells of a change: one tap notes it; a competitor whom
    nobody named is asked for in the form."""
    if change.kind == COMPETITOR and not change.name:
        return button(f"{told_label(change)}…", CHANGED_NOTE, NoteRef(account_id, kind=change.kind).pack())
    return button(told_label(change), CHANGED_TOLD, ToldRef(batch, change.kind).pack())


def line(card: Card, viewer: Viewer) -> str | None:
    """The newest one that nothing answered yet, and how many more. Nobody is called about those of a churned
    account."""
    if card.record.account.status == "churned":
        return None
    there = open_changes(card.record, viewer.today)
    if not there:
        return None
    more = f" · and {len(there) - 1} more" if len(there) > 1 else ""
    return f"*Changed there:* {in_short(there[0], viewer)}{more}"


def in_short(change: Change, viewer: Viewer, most: int = 120) -> str:
    """What changed and when, escaped: “acquired Oct 12: “by a larger group””;
    “new rules from Dec 23” of what is to come."""
    when = f"from {viewer.day(change.on)}" if change.on > viewer.today else viewer.day(change.on)
    name, text = named_in(change.text) if change.kind == COMPETITOR else ("", change.text)
    who = f" ({escape(name)})" if name else ""
    said = f": “{escape(first_words(text, most))}”" if text else ""
    return f"{KIND[change.kind]}{who} {when}{said}"


def team_line(d: Digest, viewer: Viewer) -> str | None:
    """How many competitors were seen."""
    return f"*Competitors seen* in 90 days: {len(d.rivals)}" if d.rivals else None


def of_team(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """Competitors seen at the team's accounts, rolled up."""
    if not d.rivals:
        return None
    lines = [_rival(r) for r in d.rivals[:RIVALS]]
    more = [f"and {len(d.rivals) - RIVALS} more"] if len(d.rivals) > RIVALS else []
    return [section("\n".join(("*Competitors seen* in 90 days", *lines, *more)))]


def _rival(r: Rival) -> str:
    where = ", ".join(clip(escape(first_words(name, 60)), 90) for name in r.accounts[:3])
    more = f" and {len(r.accounts) - 3} more" if len(r.accounts) > 3 else ""
    lately = ", lately this week" if r.lately else ""
    name = clip(escape(r.name), 120) or "not named"
    return f"• {name}: at {count(len(r.accounts), 'account')} ({where}{more}){lately}"
