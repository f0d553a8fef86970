"""The factors of health, each one function and one line in FACTORS (source: DOMAIN, Health).

A factor returns None when nobody supplied its facts: its points are then shared out among the others.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from .cadence import due, own_cadence, renewal_uncovered
from .phrase import Phrase, say
from .policy import Policy
from .records import Record, days
from .revenue import growth

WINDOW = 180


class Part(NamedTuple):
    """One factor's verdict: the share earned (0..1), why, and what would turn it green (None when it is)."""

    share: float
    why: Phrase
    greener: Phrase | None = None


def recency(record: Record, on: date, policy: Policy) -> Part | None:
    cadence = own_cadence(record.account.tier, record.account.cadence_days, policy)
    last = record.last_touch(on)
    if last is None:
        when = due(record, on, policy).on
        if when is None or when > on:
            return None
        return Part(0.0, say("never touched, due {0}", when), say("make the first call"))
    silent = (on - last.on).days
    share = min(max((3 * cadence - silent) / (2 * cadence), 0.0), 1.0)
    why = say("touched today") if silent == 0 else say("{0} days silent (cadence {1})", silent, cadence)
    return Part(share, why, None if share == 1 else say("reach somebody there"))


def value_of_touches(record: Record, on: date, policy: Policy) -> Part | None:
    reached = value = 0
    first = on - days(WINDOW)
    for touch in record.touches:
        if touch.on < first:
            break
        if touch.on <= on and touch.outcome == "reached":
            reached += 1
            value += bool(touch.purpose and touch.purpose != "check_in" and touch.note)
    if not reached:
        return Part(0.0, say("no touch in {0} days", WINDOW), say("bring them something: an insight, a result, an introduction"))
    share = min(2 * value / reached, 1.0)
    why = say("{0} of {1} touches gave them something", value, reached)
    return Part(share, why, None if share == 1 else say("say what they got, next time you log"))


def breadth(record: Record, on: date, policy: Policy) -> Part | None:
    if not record.contacts:
        return None
    here = {c.id: c for c in record.contacts if c.here_on(on)}
    champions = {c.id for c in here.values() if c.role == "champion"}
    if not champions and any(c.role == "champion" and not c.here_on(on) for c in record.contacts):
        return Part(0.0, say("the champion left"), say("find a new champion"))
    if not here:
        return Part(0.0, say("everybody on file left"), say("find out who is there now"))
    met = {c for t in record.between(on - days(WINDOW), on) if t.outcome == "reached" for c in t.contact_ids} & here.keys()
    need = min({"A": 3, "B": 2, "C": 1}[record.account.tier], len(here))
    share = min(len(met) / need, 1.0)
    why = say("{0} of {1} people met in {2} days", min(len(met), need), need, WINDOW)
    if champions and not champions & met:
        return Part(min(share, 0.5), say("{0}, not the champion", why.template.format(*why.values)), say("talk to the champion"))
    return Part(share, why, None if share == 1 else say("talk to one more person there"))


def promises(record: Record, on: date, policy: Policy) -> Part | None:
    return None  # unknown until promises are recorded


def sentiment_and_concerns(record: Record, on: date, policy: Policy) -> Part | None:
    for touch in record.touches:
        if touch.on <= on and touch.sentiment:
            if (on - touch.on).days > 90:
                return None
            share = {"happy": 1.0, "neutral": 0.5, "worried": 0.0}[touch.sentiment]
            greener = None if share == 1 else say("ask what would make them happy")
            return Part(share, say("{0} on {1}", touch.sentiment, touch.on), greener)
    return None


def commercial(record: Record, on: date, policy: Policy) -> Part | None:
    change = growth(record.movements, on, policy)
    if change is None:
        return None
    if change > 0.005:
        return Part(1.0, say("revenue grew {0} % in 12 months", round(change * 100)))
    if change < -0.005:
        return Part(
            0.0, say("revenue fell {0} % in 12 months", round(-change * 100)), say("find out what they need less of, and why")
        )
    return Part(0.5, say("revenue is flat"), say("find a need that is not met"))


def onboarding_and_renewal(record: Record, on: date, policy: Policy) -> Part | None:
    renews = record.account.renews_on
    if renews is None or renews < on:
        return None
    if not renewal_uncovered(record, on):
        return Part(1.0, say("renews {0}", renews))
    share = 0.0 if (renews - on).days <= 30 else 0.5
    return Part(share, say("renews {0}, nothing of value given yet", renews), say("bring something of value before the renewal"))


FACTORS: tuple[tuple[str, Callable[[Record, date, Policy], Part | None]], ...] = (
    ("recency", recency),
    ("value of touches", value_of_touches),
    ("breadth", breadth),
    ("promises", promises),
    ("sentiment and concerns", sentiment_and_concerns),
    ("commercial", commercial),
    ("onboarding and renewal", onboarding_and_renewal),
)
