"""How the customer said they feel, and what they are unhappy about (source: DOMAIN, Health, sentiment and
concerns)."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from ..parts import Part
from ..phrase import say
from ..policy import Policy
from ..records import Record, days
from . import concerns
from .notes import first_words

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
            there = tuple(c.name for c in record.contacts if c.id in touch.contact_ids)[:MOST_NAMED]
            return (
                _felt_by(touch.sentiment, touch.on, there)
                if there
                else _felt_alone(touch.sentiment, touch.on)
            )
    return None


def _felt_by(mood: str, on: date, who: tuple[str, ...] = ()) -> Part:
    """How they felt, when, and who was there."""
    share, event = MOOD[mood], "worry" if mood == "worried" else ""
    if who:
        why = say("{mood} on {on} ({who})", mood=mood, on=on, who=", ".join(first_words(n, 60) for n in who))
    else:
        why = say("{mood} on {on}", mood=mood, on=on)
    return Part(share, why, None if share == 1 else say("ask what would make them happy"), event=event)


@lru_cache(maxsize=1024)
def _felt_alone(mood: str, on: date) -> Part:
    """One mood is asked for on many days; whose it was is kept nowhere."""
    return _felt_by(mood, on)


def sentiment_turns(record: Record, first: date, last: date) -> list[date]:
    """When somebody says that they feel otherwise, and when the last word of it no longer counts."""
    turning, felt = concerns.turns(record, first, last), record.felt
    for n, touch in enumerate(felt):  # newest first
        if touch.on <= last:
            ends = touch.on + days(FELT_FOR + 1)
            if n == 0 or felt[n - 1].on > ends:
                turning.append(ends)
            before = felt[n + 1] if n + 1 < len(felt) else None
            if (
                before is None
                or before.sentiment != touch.sentiment
                or (touch.on - before.on).days > FELT_FOR
            ):
                turning.append(touch.on)
            if touch.on < first:
                break
    return turning
