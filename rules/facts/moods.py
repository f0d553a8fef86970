"""How the customer said they feel (source: DOMAIN, Health, sentiment and concerns)."""

from __future__ import annotations

from datetime import date

from ..parts import Part
from ..phrase import Phrase, say
from ..policy import Policy
from ..records import Record, Touch, days
from .notes import first_words

MOOD = {"happy": 1.0, "neutral": 0.5, "worried": 0.0}
FELT_FOR = 90  # days that a sentiment counts
MOST_NAMED = 2  # of those who were there


def sentiment_and_concerns(record: Record, on: date, policy: Policy) -> Part | None:
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
    return [day for t in record.felt for day in (t.on, t.on + days(FELT_FOR + 1))]
