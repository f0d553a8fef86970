"""What a typed line tells of, wherever it was typed: the accounts and people on file beside the words."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from rules import phrase
from rules.captured import entry_error
from rules.facts.entries import Entry, long_ago, over_a_year_ago
from rules.language.log_line import Line, Matched, split_line
from rules.language.reading import CHAT, LOG, Doubt, Event, Reading
from rules.language.understand import Meaning, understand
from rules.phrase import Phrase
from storage import accounts, contacts

from .asked import Asked


def understood(asked: Asked, typed: str) -> Reading:
    """A typed line as the contacts it tells of. Nothing is stored by it."""
    if not typed:
        return Reading(typed)
    with asked.services.reading() as session:
        line = split_line(typed, lambda t: _match(session, asked, t), lambda t: _near(session, asked, t))
        people_there = (
            contacts.of_account(session, asked.ws.id, line.accounts[0].id) if len(line.accounts) == 1 else []
        )
    meaning = understand(line.text, asked.today, people_there, language=asked.person.locale)
    entry = _entry(line, meaning, asked.today)
    kind = LOG if entry.channel or entry.outcome else CHAT
    return Reading(typed, kind, (Event(entry, tuple(_doubts(line, meaning, entry, asked.today))),))


def _doubts(line: Line, meaning: Meaning, entry: Entry, today: date) -> list[Doubt]:
    wrong = entry_error(entry, today)
    nothing = phrase.say("What happened?") if line.accounts and not line.text else None
    asked: list[tuple[str, Phrase | None]] = [
        ("account", line.doubt),
        ("on", meaning.refused),
        ("channel", nothing),
        wrong if wrong else ("", None),
    ]
    doubts = [Doubt(field, why) for field, why in asked if why][:1]
    if not doubts and long_ago(entry.on, today):
        doubts.append(Doubt("on", over_a_year_ago(entry.on)))
    return doubts


def _match(session: Session, asked: Asked, typed: str) -> Matched | None:
    hits = accounts.starting(session, asked.ws.id, typed, own=asked.person.id, most=10)
    for group in ([h for h in hits if h.exact], hits if len(typed) >= 3 else []):
        mine = [h for h in group if h.owner_id == asked.person.id]
        if group:
            best = (mine or group)[0]
            return Matched(best.id, best.name, len(mine) == 1 or len(group) == 1)
    return None


def _near(session: Session, asked: Asked, typed: str) -> Matched | None:
    meant = accounts.find(session, asked.ws.id, typed, own=asked.person.id).meant
    return Matched(meant.id, meant.name, False, likeness=meant.likeness) if meant else None


def _entry(line: Line, meaning: Meaning, today: date) -> Entry:
    return Entry(
        tuple(m.id for m in line.accounts),
        meaning.on or today,
        meaning.channel,
        direction=meaning.direction,
        outcome=meaning.outcome,
        purpose=meaning.purpose,
        minutes=meaning.minutes,
        sentiment=meaning.sentiment,
        note=meaning.note,
        contact_ids=meaning.contact_ids,
        next_text=meaning.next_text,
        next_on=meaning.next_on,
        promise_text=meaning.promise_text,
        promise_on=meaning.promise_on,
    )
