"""How the customer said they feel, and what they are unhappy about (source: DOMAIN, Health, sentiment and
concerns)."""

from __future__ import annotations

from datetime import date

from ..parts import Part
from ..phrase import Phrase, say
from ..policy import Policy
from ..records import Record, days
from . import concerns
from .notes import first_words
from .touch import Touch

MOOD = {"happy": 1.0, "neutral": 0.5, "worried": 0.0}
FELT_FOR = 90  # days that a sentiment counts
MOST_NAMED = 2  # of those who were there


def sentiment_and_concerns(record: Record, on: date, policy: Policy) -> Part | None:
    """The worse of the two, where both are known. A concern is named before a mood that costs as much; that
    they are worried is the event of both, so that no day passing makes a new one of it."""
    felt, unsettled = _felt(record, on), concerns.unsettled(record, on)
    if felt is None or unsettled is None:
        return unsettled if felt is None else felt
    worse = unsettled if unsettled.event and unsettled.share <= felt.share else felt
    return worse._replace(event=felt.event or unsettled.event)


def _felt(record: Record, on: date) -> Part | None:
    for touch in record.felt:
        if touch.on <= on:
            if (on - touch.on).days > FELT_FOR:
                return None
            share = MOOD[touch.sentiment]
            greener = None if share == 1 else say("ask what would make them happy")
            event = "worry" if touch.sentiment == "worried" else ""
            return Part(share, _felt_by(touch, record), greener, event=event)
    return None


def _felt_by(touch: Touch, record: Record) -> Phrase:
    """How they felt, when, and who was there."""
    there = [first_words(c.name, 60) for c in record.contacts if c.id in touch.contact_ids][:MOST_NAMED]
    if there:
        return say("{mood} on {on} ({who})", mood=touch.sentiment, on=touch.on, who=", ".join(there))
    return say("{mood} on {on}", mood=touch.sentiment, on=touch.on)


def sentiment_turns(record: Record, first: date, last: date) -> list[date]:
    """When somebody says how they feel, and when the last word of it no longer counts."""
    felt, newer = list[date](), last + days(1)
    for t in record.felt:  # newest first
        felt += [day for day in (t.on, min(t.on + days(FELT_FOR + 1), newer)) if first <= day <= last]
        newer = t.on
    return felt + concerns.turns(record, first, last)
