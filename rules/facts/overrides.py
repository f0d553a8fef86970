"""Overrides of health: which one holds, when it ends by itself, what a form must say.

The score stays as it is computed, and so do ceilings, trend, alarm and cadence: an override is what people
are told in place of the band (source: DOMAIN, Health).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from ..phrase import Phrase, say
from ..records import Record, days
from .notes import first_words
from .overridden import BANDS, Override

FACT = "override"
USUAL, MOST = days(30), days(90)
"""For how long one holds unless somebody says so, and at most: a mood is forgotten after as long."""
FIELD = 300
"""Characters of a reason."""


def held(overrides: Sequence[Override], on: date) -> Override | None:
    """The one that holds at the end of a day, the newest."""
    if not overrides:
        return None
    return max((o for o in overrides if o.holds_on(on)), key=lambda o: o.id, default=None)


def turns(record: Record, first: date, last: date) -> list[date]:
    """When one begins, ends by itself, or was ended."""
    edges = ((o.from_on, o.ended_on or o.until_on + days(1)) for o in record.overrides)
    return [day for of_one in edges for day in of_one if first <= day <= last]


def told(override: Override) -> Phrase:
    """Who says so, until when and why; a reason whose time has passed is gone."""
    reason = first_words(override.reason, FIELD)
    if reason:
        return say("{who} until {on}: “{reason}”", who=override.by, on=override.until_on, reason=reason)
    return say("{who} until {on}", who=override.by, on=override.until_on)


def override_error(band: str, reason: str, until_on: date | None, today: date) -> tuple[str, Phrase] | None:
    """What is wrong with an override as somebody filled it in: (field, sentence); None when nothing is."""
    if band not in BANDS:
        return "band", say("How is it doing?")
    if not reason:
        return "reason", say("Why? One line is enough.")
    if len(reason) > FIELD:
        return "reason", say("It holds {most} characters; this one has {long}.", most=FIELD, long=len(reason))
    if until_on is None:
        return "until_on", say("Until when? It ends by itself that day.")
    if not today < until_on <= today + MOST:
        return "until_on", say("Choose a day from tomorrow to {on}.", on=today + MOST)
    return None


def over(override: Override, on: date) -> Phrase:
    """Why it can't be taken back any more."""
    if override.ended_on:
        return say("That override was taken back or replaced on {on}.", on=override.ended_on)
    return say("That override ended by itself on {on}.", on=override.until_on)
