"""How the score of an account moved: against the 30 days before, and in the last 7 (source: DOMAIN, Health).

The 30 days are not looked at anew: a factor is asked again only on a day on which its answer may be another
one (`Rule.turns`). Knows no factor by name, but for the one event that time alone may bring.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from . import factors
from .factors import Parts, Weights, events, parts_on, weights_of
from .parts import Part, Rule
from .policy import Policy
from .records import Record, days

ALARM, ARROW = 10, 5  # points: a fall in 7 days that is told, a move against the 30 days before
MEAN, WEEK = 30, 7  # days before a date with which its score is compared


@dataclass(frozen=True, slots=True)
class Trend:
    """`change` against the mean of the 30 days before, `fall` over the last 7 days; points (not rounded)
    before any ceiling, on factors known both days. `caused`: something happened in these 7 days that explains
    a fall; `behind`: the factors that tell of it."""

    change: float = 0.0
    fall: float = 0.0
    caused: bool = False
    behind: tuple[str, ...] = ()

    @property
    def arrow(self) -> str:
        return "rising" if self.change >= ARROW else "falling" if self.change <= -ARROW else "steady"

    @property
    def alarm(self) -> bool:
        return self.caused and self.fall > ALARM


def moved(record: Record, on: date, policy: Policy, today: Parts) -> Trend:
    """The trend as of the end of a date, whose factors are `today`; days before the account existed are left
    out."""
    first = max(on - days(MEAN), record.account.exists_on)
    if first >= on or record.at(on).account.status == "churned":
        return Trend()
    a_week_ago, as_read = on - days(WEEK), record.as_read_since
    asking, weights = _when(record, first, on, stands=as_read <= first), weights_of(policy)
    then = _Then(policy, today, asking.daily)
    changes, fell, behind = list[float](), 0.0, tuple[str, ...]()
    for n in range((on - first).days):
        day = first + days(n)
        if n == 0 or day <= as_read or day in asking.turning or day in asking.settled:
            then.turn(day, record.at(day), asking)
        gained, possible = then.on(day)
        if possible:
            changes.append(100 * gained / possible)
        if day == a_week_ago:
            fell = -changes[-1] if possible else 0.0
            behind = _behind(record, then.parts(day), today, on, weights)
    if not changes:
        return Trend()
    # what floats add to exactly 10 is no fall
    return Trend(round(sum(changes) / len(changes), 6), round(fell, 6), bool(behind), behind)


def fall(record: Record, on: date, policy: Policy) -> Trend:
    """The fall of the last 7 days alone, for looking through many accounts: its `change` is that of these
    days."""
    then, weights = on - days(WEEK), weights_of(policy)
    if then < record.account.exists_on or record.at(on).account.status == "churned":
        return Trend()
    before, today = parts_on(record, then, policy), parts_on(record, on, policy)
    gained, possible = _gained(before, today, weights)
    if not possible:
        return Trend()
    change, behind = round(100 * gained / possible, 6), _behind(record, before, today, on, weights)
    return Trend(change, -change, bool(behind), behind)


class _Asking(NamedTuple):
    """Which factors are asked when: `daily` those that may change with any day, `steady` the others on the
    first, and `turning` those that may change on some day. Of the `settled` nothing changes any more from a
    day on: they say then what they say today, and nobody asks."""

    daily: list[Rule]
    steady: list[Rule]
    turning: dict[date, list[Rule]]
    settled: dict[date, list[Rule]]


def _when(record: Record, first: date, on: date, stands: bool) -> _Asking:
    """For the days from the first up to `on`, the day that is asked about. `stands`: the record stands on all
    of them as it does then."""
    asking = _Asking([], [], defaultdict(list), defaultdict(list))
    for rule in factors.FACTORS:
        turns = rule.turns and rule.turns(record, first, on)
        if turns is None:
            asking.daily.append(rule)
            continue
        days_of = {day for day in turns if first < day}
        if stands:
            asking.settled[max(days_of, default=first)].append(rule)
            days_of.discard(max(days_of, default=first))
        if not stands or rule not in asking.settled[first]:
            asking.steady.append(rule)
        for day in days_of:
            asking.turning[day].append(rule)
    return asking


class _Then:
    """What the factors said of a day, and what they earn since: taken on from one day to the next, so that a
    factor is asked again only when it turns, and each when the record stood otherwise than the day before."""

    def __init__(self, policy: Policy, today: Parts, daily: Sequence[Rule]) -> None:
        self._parts: Parts = {}
        self._policy, self._today, self._weights = policy, today, weights_of(policy)
        self._daily = daily
        self._counts = [
            (rule.share, self._weights[rule.name], today[rule.name].share)
            for rule in daily
            if rule.name in today
        ]
        self._stood: Record | None = None
        self._gained, self._possible = 0.0, 0

    def turn(self, day: date, stood: Record, asking: _Asking) -> None:
        """Ask what may say otherwise on this day than on the day before."""
        then = self._stood
        if then is stood or (
            then is not None and (stood.account, stood.contacts) == (then.account, then.contacts)
        ):
            asked: Sequence[Rule] = asking.turning.get(day, ())
        else:
            self._stood, asked = stood, asking.steady
        for rule in asked:
            self._put(rule, rule.share(stood, day, self._policy))
        for rule in asking.settled.get(day, ()):
            self._put(rule, self._today.get(rule.name))

    def on(self, day: date) -> tuple[float, int]:
        """Points earned today more than on this day, and points possible, of the factors known on both."""
        assert self._stood is not None
        gained, possible = self._gained, self._possible
        for share, weight, earned in self._counts:
            part = share(self._stood, day, self._policy)
            if part is not None:
                gained += weight * (earned - part.share)
                possible += weight
        return gained, possible

    def parts(self, day: date) -> Parts:
        """What is known of the day asked about last."""
        daily = (
            (rule.name, rule.share(self._stood, day, self._policy)) for rule in self._daily if self._stood
        )
        return self._parts | {name: part for name, part in daily if part}

    def _put(self, rule: Rule, part: Part | None) -> None:
        """Put what a factor says of a day in the place of what it said before."""
        name, now = rule.name, self._today.get(rule.name)
        before = self._parts.pop(name, None)
        if part is not None:
            self._parts[name] = part
        if now is None:
            return
        weight = self._weights[name]
        if before is not None:
            self._gained -= weight * (now.share - before.share)
            self._possible -= weight
        if part is not None:
            self._gained += weight * (now.share - part.share)
            self._possible += weight


def _gained(before: Parts, today: Parts, weights: Weights) -> tuple[float, int]:
    """Points earned today more than before, and points possible, of the factors known on both days."""
    gained, possible = 0.0, 0
    for name, part in before.items():
        if name in today:
            gained += weights[name] * (today[name].share - part.share)
            possible += weights[name]
    return gained, possible


def _behind(record: Record, before: Parts, today: Parts, on: date, weights: Weights) -> tuple[str, ...]:
    """The factors that count, were known a week ago, earn less now, and tell of an event that did not stand
    then."""
    stood = events(before, weights)
    return tuple(
        name
        for name, part in today.items()
        if part.event
        and part.event not in stood
        and weights[name]
        and name in before
        and part.share < before[name].share
        and _happened(record, part.event, on - days(WEEK), on=on)
    )


def _happened(record: Record, event: str, after: date, on: date) -> bool:
    """Whether a new event came of something that happened: a contraction may also come of an old gain
    turning a year old."""
    return event != "contraction" or any(after < m.on <= on and m.is_loss for m in record.movements)
