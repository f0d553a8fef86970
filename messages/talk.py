"""The talk track before a call, line by line; whom to ask for, and the time that an account took."""

from __future__ import annotations

from rules.card import Card
from rules.facts.notes import first_words
from rules.facts.people import unsucceeded
from rules.records import CONTACT_ROLES, Contact, Record
from rules.talk import KEPT, SPENT_IN, Brought, question, seen, spent, to_raise, worth_telling
from rules.talk import brought as brought_them

from .blocks import escape
from .card_lines import brings
from .words import PURPOSE, Viewer, count, duration, percent

MOST_RESULTS = 4
MOST_PEOPLE = 4
MOST_GONE = 3


def brought(card: Card, viewer: Viewer) -> str:
    """What it has brought them so far, documented."""
    results = brought_them(card.record, viewer.today)
    if not results:
        return "*Brought them so far:* no result on file in 12 months"
    more = [f"• and {len(results) - MOST_RESULTS} more"] if len(results) > MOST_RESULTS else []
    lines = [_result(b, viewer) for b in results[:MOST_RESULTS]]
    return "\n".join(("*Brought them so far*", *lines, *more))


def _result(b: Brought, viewer: Viewer) -> str:
    how = "Promise kept" if b.how == KEPT else PURPOSE[b.how]
    return f"• {viewer.day(b.on)} {how}: {escape(first_words(b.what, 140))}"


def inside(card: Card, viewer: Viewer) -> str | None:
    """What we see from the inside."""
    told = [escape(viewer.plain(why).rstrip(".")) for why in seen(card)]
    return f"*We see:* {' · '.join(told)}" if told else None


def hard_truth(card: Card, viewer: Viewer) -> str | None:
    """The hard truth or trend to raise, and what is worth telling them."""
    told = [escape(viewer.plain(f.why)) for f in to_raise(card)]
    if insight := worth_telling(card):
        told.append(escape(viewer.plain(insight).rstrip(".")))
    return f"*Raise:* {' · '.join(told)}" if told else None


def ask(card: Card, viewer: Viewer) -> str:
    return f"*Ask:* “{escape(viewer.plain(question(card)))}”"


def numbers(card: Card, viewer: Viewer) -> str:
    """*Numbers:* 2 h 10 in 90 days (60 % estimated), 7 touches, 5 of value · $84,000 a year"""
    s = spent(card.record, viewer.today)
    if not s.touches:
        return f"*Numbers:* no touch in {SPENT_IN} days · {_a_year(card, viewer)}"
    guessed = f" ({percent(s.estimated / s.minutes)} estimated)" if s.estimated else ""
    took = f"{duration(s.minutes)} in {SPENT_IN} days{guessed}"
    touches = f"{count(s.touches, 'touch', 'touches')}, {s.value_adding} of value"
    return f"*Numbers:* {took}, {touches} · {_a_year(card, viewer)}"


def _a_year(card: Card, viewer: Viewer) -> str:
    brings_ = brings(card, viewer)
    return brings_ if brings_ == viewer.money(None) else f"{brings_} a year"


def whom(card: Card, viewer: Viewer) -> str:
    """Whom to ask for, how they like to be reached, and when we last spoke: the champion first, then by role
    and by who was reached last."""
    here = [c for c in card.record.contacts if c.here_on(viewer.today)]
    gone = [c for c in card.record.contacts if not c.here_on(viewer.today)]
    if not here and not gone:
        return "*Ask for:* nobody on file yet"
    last = _last_reached(card.record)
    here.sort(key=lambda c: (CONTACT_ROLES.index(c.role), -last.get(c.id, 0)))
    lines = [_person(c, card.record, viewer) for c in here[:MOST_PEOPLE]]
    if len(here) > MOST_PEOPLE:
        lines.append(f"• and {len(here) - MOST_PEOPLE} more")
    asked = unsucceeded(card.record, viewer.today)[:MOST_GONE]
    lines += [f"• {escape(c.name)} ({c.role}) moved: successor?" for c in asked if c in here]
    for c in gone[:MOST_GONE]:
        if c.left_on:
            asks = ": successor?" if c in asked else ""
            lines.append(f"• {escape(c.name)}, left {viewer.day(c.left_on)}{asks}")
    return "\n".join(("*Ask for*", *lines))


def _person(c: Contact, record: Record, viewer: Viewer) -> str:
    title = f", {escape(c.title)}" if c.title else ""
    role = f" ({c.role})" if c.role != "other" and c.in_role_on(viewer.today) else ""
    prefers = f" · prefers {escape(c.prefers)}" if c.prefers else ""
    met = next((t for t in record.touches if t.meaningful and c.id in t.contact_ids), None)
    spoke = f" · last reached {viewer.day(met.on)}" if met else " · not reached yet"
    return f"• {escape(c.name)}{title}{role}{prefers}{spoke}"


def _last_reached(record: Record) -> dict[int, int]:
    """By contact: the day (as an ordinal) of the newest touch that reached them."""
    return {c: t.on.toordinal() for t in record.reached for c in t.contact_ids}
