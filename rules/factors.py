"""The factors of health, each one function and one line in FACTORS (source: DOMAIN, Health).

A factor returns None when nobody supplied its facts: its points are then shared out among the others. Every factor is
given the record of the day asked about (`Record.at`), and counts touches and movements up to that day.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from math import log
from typing import NamedTuple

from .cadence import came_due_on, renewal_uncovered
from .phrase import Phrase, in_days, say
from .policy import Policy
from .records import Record, Tier, days, within
from .revenue import YOUNGEST, growth, is_recurring

WINDOW = 180
FRESH, GONE_QUIET = 7, 270  # days of silence that still keep every point, and that keep none
LOUDNESS = log(GONE_QUIET / FRESH)
OFTEN = 12  # days with a meaningful touch in the window that are as steady as it gets
STEADY = log(1 + OFTEN)
MOOD = {"happy": 1.0, "neutral": 0.5, "worried": 0.0}
FELT_FOR = 90  # days that a sentiment counts
YOUNG = 30  # days for which nothing can be said of an account's steadiness


class Part(NamedTuple):
    """One factor's verdict: the share earned (0..1), why, what would turn it green (None when it is), and the event
    that stands behind a bad one (DOMAIN: worry, contraction, champion left), which time alone never is."""

    share: float
    why: Phrase
    greener: Phrase | None = None
    event: str = ""


def _span(record: Record, on: date) -> int:
    """The days that a factor looks back on: the window, or the account's age where it is younger; at least 1."""
    return max(min((on - record.account.exists_on).days, WINDOW), 1)


def silence(record: Record, on: date, policy: Policy) -> Part | None:
    """Full up to 7 days, none from 270 on, by the logarithm between: 14 days keep 81 %, 30 days 60 %."""
    last = record.last_touch(on)
    if last is None:
        when = came_due_on(record, on, policy)
        if when is None or when > on:
            return None
        return Part(0.0, say("never touched, due {0}", when), say("make the first call"))
    silent = (on - last.on).days
    share = 1 - log(max(silent, FRESH) / FRESH) / LOUDNESS
    why = say("touched today") if silent == 0 else in_days("no contact for", silent)
    return Part(max(share, 0.0), why, None if silent <= FRESH else say("reach somebody there"))


def steadiness(record: Record, on: date, policy: Policy) -> Part | None:
    """Meaningful touches on 12 or more of the last 180 days; below, ln(1 + n) / ln(13). A younger account's n is scaled
    up to 180 days; one of under 30 days is unknown."""
    age = (on - record.account.exists_on).days
    if age < YOUNG:
        return None
    count = within(record.met_on, on - days(WINDOW), on)
    n = count * max(WINDOW / age, 1.0)
    share = min(log(1 + n) / STEADY, 1.0)
    return Part(share, _touched_on(count, min(age, WINDOW)), None if share >= 1 else say("be there a little more often"))


def _touched_on(count: int, span: int) -> Phrase:
    if not count:
        return say("not touched in {0} days", span)
    return say("touched on 1 day in {0}", span) if count == 1 else say("touched on {0} days in {1}", count, span)


def value_of_touches(record: Record, on: date, policy: Policy) -> Part | None:
    first = on - days(WINDOW)
    reached, value = within(record.reached_on, first, on), within(record.valued_on, first, on)
    if not reached:
        why = in_days("no meaningful touch in", _span(record, on))
        return Part(0.0, why, say("bring them something: an insight, a result, an introduction"))
    share = min(2 * value / reached, 1.0)
    if reached == 1:
        why = say("the one touch gave them something" if value else "the one touch says nothing of what they got")
    else:
        why = say("{0} of {1} touches gave them something", value, reached)
    return Part(share, why, None if share == 1 else say("say what they got, next time you log"))


def breadth(record: Record, on: date, policy: Policy) -> Part | None:
    if not record.contacts:
        return None
    here = {c.id: c for c in record.contacts if c.here_on(on)}
    champions = {c.id for c in here.values() if c.role == "champion"}
    if not champions and any(c.role == "champion" and not c.here_on(on) for c in record.contacts):
        return Part(0.0, say("the champion left"), say("find a new champion"), "champion left")
    if not here:
        return Part(0.0, say("everybody on file left"), say("find out who is there now"))
    met = {c for t in record.between(on - days(WINDOW), on) if t.outcome == "reached" for c in t.contact_ids} & here.keys()
    need = min({"A": 3, "B": 2, "C": 1}[record.account.tier], len(here))
    share = min(len(met) / need, 1.0)
    why = _met(len(met), need, len(here), record.account.tier, _span(record, on))
    if champions and not champions & met:
        why = say(why.template + ", not the champion", *why.values) if met else why
        return Part(min(share, 0.5), why, say("talk to the champion"))
    return Part(share, why, None if share == 1 else say("talk to one more person there"))


def _met(met: int, need: int, here: int, tier: Tier, span: int) -> Phrase:
    """How many were met; where they are too few, how many it takes: of those on file, or of more for the tier."""
    if not met:
        return in_days("met nobody in", span)
    if met == here:
        return in_days("met the only person on file in" if here == 1 else "met everybody on file in", span)
    people = "met 1 person" if met == 1 else "met {0} people"
    if met >= need:
        return in_days(f"{people} in", span, met)
    if need == here:
        return in_days("met {0} of {1} people in", span, met, here)
    an = "an" if tier == "A" else "a"
    return in_days(f"{people} (for {an} {{1}} it takes {{2}}) in", span, met, tier, need)


def promises(record: Record, on: date, policy: Policy) -> Part | None:
    return None  # unknown until promises are recorded


def sentiment_and_concerns(record: Record, on: date, policy: Policy) -> Part | None:
    for touch in record.felt:
        if touch.on <= on:
            if (on - touch.on).days > FELT_FOR:
                return None
            share = MOOD[touch.sentiment]
            greener = None if share == 1 else say("ask what would make them happy")
            event = "worry" if touch.sentiment == "worried" else ""
            return Part(share, say("{0} on {1}", touch.sentiment, touch.on), greener, event)
    return None


def commercial(record: Record, on: date, policy: Policy) -> Part | None:
    found = growth(record, on, policy)
    if found is None:
        return None
    change, months = found
    if change > 0.005:
        return Part(1.0, say("revenue grew {0} % in {1} months", round(change * 100), months))
    if change < -0.005:
        return Part(
            0.0, say("revenue fell {0} % in {1} months", round(-change * 100), months),
            say("find out what they need less of, and why"), "contraction",
        )  # fmt: skip
    return Part(0.5, say("revenue is flat"), say("find a need that is not met"))


def onboarding_and_renewal(record: Record, on: date, policy: Policy) -> Part | None:
    renews = record.account.renews_on
    if renews is None or renews < on:
        return None
    if not renewal_uncovered(record, on):
        return Part(1.0, say("renews {0}", renews))
    share = 0.0 if (renews - on).days <= 30 else 0.5
    return Part(share, say("renews {0}, nothing of value given yet", renews), say("bring something of value before the renewal"))


def _window_turns(days_of: Sequence[date], first: date, last: date) -> list[date]:
    """The days of first..last on which one of these days (ascending) comes into the window, or leaves it."""
    gone = days(WINDOW + 1)
    left = (day + gone for day in days_of[bisect_left(days_of, first - gone) : bisect_right(days_of, last - gone)])
    return [*days_of[bisect_left(days_of, first) : bisect_right(days_of, last)], *left]


def _steadiness_turns(record: Record, first: date, last: date) -> list[date] | None:
    """A young account's days are scaled by its age: any day."""
    grown = record.account.exists_on + days(WINDOW) <= first
    return _window_turns(record.met_on, first, last) if grown else None


def _value_turns(record: Record, first: date, last: date) -> list[date]:
    return _window_turns(record.reached_on, first, last)


def _breadth_turns(record: Record, first: date, last: date) -> list[date]:
    return _window_turns(record.reached_on, first, last) + [c.left_on for c in record.contacts if c.left_on]


def _promises_turns(record: Record, first: date, last: date) -> tuple[()]:
    return ()


def _sentiment_turns(record: Record, first: date, last: date) -> list[date]:
    return [day for t in record.felt for day in (t.on, t.on + days(FELT_FOR + 1))]


def _commercial_turns(record: Record, first: date, last: date) -> list[date]:
    """Growth compares with something else: a movement starts to count, or becomes one or two years old."""
    if not record.movements:
        return []
    begun = min((m.on for m in record.movements if is_recurring(m) and m.minor), default=None)
    found = [begun + days(YOUNGEST)] if begun else []
    return found + [day + days(n) for day in (*(m.on for m in record.movements), *record.ends) for n in (0, 365, 366, 730, 731)]


def _renewal_turns(record: Record, first: date, last: date) -> list[date]:
    renews = record.account.renews_on
    if renews is None:
        return []
    return [renews - days(90), renews - days(30), renews + days(1), *record.valued_on]


class Rule(NamedTuple):
    """A factor: its name on screen, its points unless a setting says otherwise, what decides its share of them, and the
    days of first..last on which that may come out otherwise than the day before (others may be among them). Without
    such days, or None: any day, and then less from day to day while nothing happens."""

    name: str
    points: int
    share: Callable[[Record, date, Policy], Part | None]
    turns: Callable[[Record, date, date], Iterable[date] | None] | None = None


FACTORS: tuple[Rule, ...] = (
    Rule("silence", 25, silence),
    Rule("steadiness", 20, steadiness, _steadiness_turns),
    Rule("value of touches", 10, value_of_touches, _value_turns),
    Rule("breadth", 10, breadth, _breadth_turns),
    Rule("promises", 10, promises, _promises_turns),
    Rule("sentiment and concerns", 15, sentiment_and_concerns, _sentiment_turns),
    Rule("commercial", 5, commercial, _commercial_turns),
    Rule("onboarding and renewal", 5, onboarding_and_renewal, _renewal_turns),
)
OF_CONTACT = frozenset({"silence", "steadiness", "value of touches"})
"""Factors that a call mends: what else goes badly is trouble."""


def points_of(text: str) -> dict[str, int] | None:
    """Points by factor, those that differ from its own, from lines (or pieces between commas) such as `silence 25`. None when a piece can't be read or names no factor, or when no points are left at all."""
    own = {rule.name: rule.points for rule in FACTORS}
    found = dict[str, int]()
    for piece in text.replace(",", "\n").splitlines():
        name, _, points = piece.replace("=", " ").replace(":", " ").strip().lower().rpartition(" ")
        if not piece.strip():
            continue
        if name.strip() not in own or not (points.isascii() and points.isdigit() and len(points) <= 3):
            return None
        found[name.strip()] = int(points)
    return {name: points for name, points in found.items() if points != own[name]} if sum({**own, **found}.values()) else None
