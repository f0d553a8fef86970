"""How the score of an account moved: against the 30 days before, and in the last 7 (source: DOMAIN, Health).

The 30 days are not looked at one by one: a factor is asked again only on a day on which its answer may be
another one (`Rule.turns`), so they fall into a few steps. Knows no factor by name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from . import factors
from .factors import Parts, Weights, events, parts_on, weights_of
from .parts import Rule
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


class Step(NamedTuple):
    """The days in a row `first`..`last` on which the record stood as in `then`, and `parts` were what the
    factors said. Those that may change from day to day are not among them."""

    first: date
    last: date
    then: Record
    parts: Parts


def moved(record: Record, on: date, policy: Policy, today: Parts) -> Trend:
    """The trend as of the end of a date, whose factors are `today`; days before the account existed are left
    out."""
    first = max(on - days(MEAN), record.account.exists_on)
    if first >= on or record.at(on).account.status == "churned":
        return Trend()
    weights, week_ago = weights_of(policy), on - days(WEEK)
    asking = _when(record, first, on - days(1))
    changes, fell, behind = list[float](), 0.0, tuple[str, ...]()
    for step in _steps(record, first, on - days(1), policy=policy, asking=asking):
        held = _gained(step.parts, today, weights)
        for n in range((step.last - step.first).days + 1):
            day = step.first + days(n)
            others = _said(asking.daily, step.then, day, policy=policy)
            more = _gained(others, today, weights)
            if possible := held[1] + more[1]:
                changes.append(100 * (held[0] + more[0]) / possible)
            if day == week_ago:
                fell = -changes[-1] if possible else 0.0
                behind = _behind(record, {**step.parts, **others}, today, on, weights)
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
    """Which factors are asked when: `daily` those that may change with any day, `steady` the others, and
    `turning` those of them that may on some day."""

    daily: list[Rule]
    steady: list[Rule]
    turning: dict[date, list[Rule]]


def _when(record: Record, first: date, last: date) -> _Asking:
    asking = _Asking([], [], defaultdict(list))
    for rule in factors.FACTORS:
        turns = rule.turns and rule.turns(record, first, last)
        (asking.daily if turns is None else asking.steady).append(rule)
        for day in set(turns or ()):
            asking.turning[day].append(rule)
    return asking


def _steps(record: Record, first: date, last: date, policy: Policy, asking: _Asking) -> Iterator[Step]:
    """first..last in order; a factor is asked when it turns, and each when the record stood otherwise than
    the day before."""
    begun, then = first, record.at(first)
    parts = _said(asking.steady, then, first, policy=policy)
    for n in range(1, (last - first).days + 1):
        day = first + days(n)
        stood = record.at(day)
        same = stood is then or (stood.account, stood.contacts) == (then.account, then.contacts)
        asked = asking.turning.get(day, ()) if same else asking.steady
        if not asked:
            continue
        yield Step(begun, day - days(1), then, parts)
        begun, then = day, then if same else stood
        again = {rule.name for rule in asked}
        kept = {name: part for name, part in parts.items() if name not in again}
        parts = kept | _said(asked, then, day, policy=policy)
    yield Step(begun, last, then, parts)


def _said(rules: Sequence[Rule], then: Record, on: date, policy: Policy) -> Parts:
    """What factors say of a day, as far as they are known."""
    return {rule.name: part for rule in rules if (part := rule.share(then, on, policy)) is not None}


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
