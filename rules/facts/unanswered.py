"""Contacts of ours that nobody answers: another person or another channel is proposed, not one more of the
same; and when it may be too much (source: DOMAIN, Nudges). It moves no cadence and counts in no health."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ..context import Context, Reason
from ..phrase import Phrase, say
from ..records import CONTACT_ROLES, Contact, Record, days
from . import strain
from .notes import first_words
from .touch import Touch

FACT, TOO_MUCH = "unanswered", "too much"  # their kinds, in reasons and stored mornings
IN_A_ROW = 3
A_WEEK = 7  # days, the one asked about among them
MOST = {"A": 3, "B": 3, "C": 1}  # contacts in a week that bring nothing back
PROPOSED = {  # a channel that was not tried, the likeliest first
    "call": "no answer to the last {count} contacts: try a call instead.",
    "email": "no answer to the last {count} contacts: try an e-mail instead.",
    "visit": "no answer to the last {count} contacts: try a visit instead.",
    "message": "no answer to the last {count} contacts: try a message instead.",
    "video": "no answer to the last {count} contacts: try a video call instead.",
    "meeting": "no answer to the last {count} contacts: propose a meeting instead.",
}
CALLED = {"call": ("call", "phone"), "email": ("mail",), "message": ("message", "sms", "whatsapp", "text")}
"""Words by which somebody's wish for a channel is known."""


def nobody_answers(record: Record, on: date, context: Context) -> Reason | None:
    """Three contacts of ours in a row that brought nothing back, the last of them within half a year; while
    the whole relationship is asked about, that comes first."""
    tries = record.tried(on)
    if len(tries) < IN_A_ROW or (on - tries[0].on).days > strain.STALE or strain.revive(record, on, context):
        return None
    named = {n for t in tries for n in t.contact_ids}
    others = _others(record, named, on)
    if others and named:
        return _ask_another(others[0], len(tries))
    why = _wish(record, tries, named, on) or _channel(record, tries)
    if why is None and others:
        return _ask_another(others[0], len(tries))
    nobody = say("no answer to the last {count} contacts: who else there could be asked?", count=len(tries))
    return Reason(FACT, why or nobody)


def too_much(record: Record, on: date, context: Context) -> Reason | None:
    """More than one contact a week to a C, or three to anybody, that brought nothing back, with no next step
    ahead: from which day one more is none too many."""
    most, step = MOST[record.account.tier], record.next_step
    if step and not step.done and (step.on is None or step.on >= on):
        return None
    tries = [t for t in record.tried(on) if (on - t.on).days < A_WEEK]
    if len(tries) <= most:
        return None
    why = say(
        "{count} contacts in 7 days without an answer: one more may be too much before {on}.",
        count=len(tries),
        on=tries[most - 1].on + days(A_WEEK),
    )
    return Reason(TOO_MUCH, why)


def _others(record: Record, named: set[int], on: date) -> list[Contact]:
    """Who is on file and was not tried, by what they have to say there."""
    there = [c for c in record.contacts if c.known_on(on) and c.in_role_on(on) and c.id not in named]
    rank = {role: n for n, role in enumerate(CONTACT_ROLES)}
    return sorted(there, key=lambda c: (rank.get(c.role, len(rank)), c.name, c.id))


def _ask_another(contact: Contact, count: int) -> Reason:
    name, ask = first_words(contact.name, 60), say("Who is the right person to talk to about this?")
    if contact.role == "other":
        message = "no answer to the last {count} contacts: try {name}, who was not asked yet."
        return Reason(FACT, say(message, count=count, name=name), ask)
    message = "no answer to the last {count} contacts: try {name} ({role}), who was not asked yet."
    return Reason(FACT, say(message, count=count, name=name, role=contact.role), ask)


def _wish(record: Record, tries: Sequence[Touch], named: set[int], on: date) -> Phrase | None:
    """How somebody who was tried wants to be reached, where that was not tried."""
    words = {word for t in tries for word in CALLED.get(t.channel, (t.channel,))}
    for c in record.contacts:
        wish = c.prefers.lower()
        if c.id in named and c.in_role_on(on) and wish and not any(word in wish for word in words):
            return say(
                "no answer to the last {count} contacts: {name} prefers {wish}.",
                count=len(tries),
                name=first_words(c.name, 60),
                wish=first_words(c.prefers, 60),
            )
    return None


def _channel(record: Record, tries: Sequence[Touch]) -> Phrase | None:
    """By what they were reached last, else the likeliest, of what was not tried."""
    used = {t.channel for t in tries}
    reached = [t.channel for t in reversed(record.reached) if t.on <= tries[0].on]
    free = [channel for channel in (*reached, *PROPOSED) if channel in PROPOSED and channel not in used]
    return Phrase(PROPOSED[free[0]], (("count", len(tries)),)) if free else None
