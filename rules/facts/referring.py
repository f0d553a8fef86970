"""Referrals: a thank-you that is due, what of one can be stored. Source: DOMAIN, Words, referral.

Whoever sent us somebody is thanked: from the first working day after, it is a dated reason until it is done,
for a year.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ..appearances import wanted_on
from ..calendar import add_working_days
from ..context import Context, Reason
from ..phrase import say
from ..records import Record, days
from .entries import Wrong
from .notes import first_words
from .referred import KINDS, LOST, OUTCOMES, RECEIVED, WON, Referral

FACT = "referral"  # its kind, in reasons and stored mornings
FIELD = 120
"""Characters of who is sent, and to whom."""
DUE_FOR = days(365)
"""For how long a thank-you is due: one that nobody said in a year comes too late to be one."""


def due_thanks(those: Iterable[Referral], on: date) -> list[Referral]:
    """Those for which a thank-you is due on a day, the oldest first."""
    there = (r for r in those if r.due_thanks(on) and on <= r.on + DUE_FOR)
    return sorted(there, key=lambda r: (r.on, r.id))


def thanks_due(record: Record, on: date, context: Context) -> Reason | None:
    """They sent us somebody, and nobody thanked them; from the next working day on."""
    due = [r for r in due_thanks(record.referrals, on) if _from(r, record) <= on]
    if not due:
        return None
    one = due[0]
    if one.who:
        why = say("they sent us {who} on {on}: thank them.", who=named(one), on=one.on)
    else:
        why = say("they sent us somebody on {on}: thank them.", on=one.on)
    return Reason(FACT, why, say("What made you think of us?"), about=one.id)


def wants(record: Record, on: date) -> date | None:
    """The first working day after the oldest referral that nobody thanked them for."""
    due = due_thanks(record.referrals, on)
    if not due:
        return None
    return min(wanted_on(record, _from(r, record), FACT, on) for r in due)


def _from(referral: Referral, record: Record) -> date:
    return add_working_days(referral.on, 1, record.owner.workdays)


def named(referral: Referral) -> str:
    """Who is sent, in a line; empty where nobody said."""
    return first_words(referral.who, FIELD)


def received(those: Iterable[Referral]) -> list[Referral]:
    """Whom they sent us, the latest first."""
    return sorted((r for r in those if r.kind == RECEIVED), key=lambda r: (r.on, r.id), reverse=True)


def referral_error(to: Referral, on: date | None, today: date) -> Wrong | None:
    """What keeps a referral, as somebody filled it in, from being stored: (field, sentence)."""
    if to.kind not in KINDS:
        return "kind", say("Who sent whom?")
    if to.kind == RECEIVED and not to.who:
        return "who", say("Whom did they send us?")
    if on is None or not date(1990, 1, 1) <= on <= today:
        return "on", say("Choose today or a day before.")
    if to.outcome not in OUTCOMES:
        return "outcome", say("What came of it?")
    if to.thanked_on and to.thanked_on < on:
        return "on", say("They were thanked on {on}: choose that day or one before.", on=to.thanked_on)
    return None


def closes(outcome: str) -> bool:
    """Whether an outcome is the last word on it."""
    return outcome in (WON, LOST)
