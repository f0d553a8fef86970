"""How the score of an account moved: against the 30 days before, and in the last 7 (source: DOMAIN, Health).

The 30 days are not looked at anew: a factor is asked again only on a day on which its answer may be another
one (`Rule.turns`), or tells its course at once (`Rule.course`). Knows no factor by name, but for the one
event that time alone may bring.
"""

from __future__ import annotations

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
    weights = weights_of(policy)
    changes = _changes(record, first, on, _Asking(policy, today, weights))
    known = [change for change in changes if change is not None]
    if not known:
        return Trend()
    a_week_ago, fell, behind = on - days(WEEK), 0.0, tuple[str, ...]()
    if first <= a_week_ago:
        fell = -(changes[(a_week_ago - first).days] or 0.0)
        if events(today, weights):
            behind = _behind(record, parts_on(record, a_week_ago, policy), today, on, weights)
    # what floats add to exactly 10 is no fall
    return Trend(round(sum(known) / len(known), 6), round(fell, 6), bool(behind), behind)


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


STEPPING = tuple((n, rule) for n, rule in enumerate(factors.FACTORS) if rule.course is None)
GLIDING = tuple((rule, rule.course) for rule in factors.FACTORS if rule.course is not None)
"""The factors by how they are asked for many days: on those on which they turn, or for all at once."""


class _Asking(NamedTuple):
    """What is asked of each day: the points that an account has today, whose factors are `today`, more than
    on the day."""

    policy: Policy
    today: Parts
    weights: Weights


def _changes(record: Record, first: date, on: date, asking: _Asking) -> list[float | None]:
    """How many points of 100 it has today more than on each of the days from the first up to `on`, of the
    factors known on both; None for a day of which none is. Points are added up in the order of `_gained`, so
    that they are the same to the last digit as if each day were asked for by itself."""
    stood, changes = record.spans(first, on), list[float | None]()
    for n, (start, then) in enumerate(stood, 1):
        end = on if n == len(stood) else stood[n][0]
        gained, possible = _stepped(then, start, end, asking, stays=n == len(stood))
        for rule, course in GLIDING:
            if (now := asking.today.get(rule.name)) is not None:
                share, weight = now.share, asking.weights[rule.name]
                shares = course(then, start, end, asking.policy)
                gained = [
                    g if s is None else g + weight * (share - s) for g, s in zip(gained, shares, strict=True)
                ]
                possible = [p if s is None else p + weight for p, s in zip(possible, shares, strict=True)]
        changes += [100 * g / p if p else None for g, p in zip(gained, possible, strict=True)]
    return changes


def _stepped(
    record: Record, first: date, last: date, asking: _Asking, stays: bool
) -> tuple[list[float], list[int]]:
    """Points gained since each of the days from the first up to the last (not included), and points possible,
    of the factors that turn on some days: added up anew where one does. `stays`: it stands on the last day,
    which is today, as it does on all of them."""
    gains: list[float | None] = [None] * len(factors.FACTORS)
    turned: dict[date, list[tuple[int, float | None]]] = {first: []}
    for n, rule in STEPPING:
        now = asking.today.get(rule.name)
        if now is not None:
            gains[n], later = _gains(rule, record, first, last, asking, now if stays else None)
            for day, gain in later:
                turned.setdefault(day, []).append((n, gain))
    gained, possible, starts = list[float](), list[int](), sorted(turned)
    for day, until in zip(starts, [*starts[1:], last], strict=True):
        for n, gain in turned[day]:
            gains[n] = gain
        total, points = 0.0, 0
        for n, rule in STEPPING:
            if (known := gains[n]) is not None:
                total += known
                points += asking.weights[rule.name]
        count = (until - day).days
        gained += [total] * count
        possible += [points] * count
    return gained, possible


def _gains(
    rule: Rule, record: Record, first: date, last: date, asking: _Asking, now: Part | None
) -> tuple[float | None, Sequence[tuple[date, float | None]]]:
    """What a factor earns today more than on the first day, and than on later ones before the last, those
    alone on which that is another figure than the day before; None: unknown. Where it says `now` on the
    last, of the record as it stands on all of them, it says so since it turned last, and is not asked."""
    turns = rule.turns(record, first, last) if rule.turns else None
    if turns is None:
        turning, now = [first + days(n) for n in range(1, (last - first).days)], None
    else:
        turning = sorted({day for day in turns if first < day <= last})
        if now is not None and not turning:
            return 0.0, ()
    weight, earned = asking.weights[rule.name], asking.today[rule.name].share
    part = rule.share(record, first, asking.policy)
    at_first = before = None if part is None else weight * (earned - part.share)
    later = list[tuple[date, float | None]]()
    for day in turning:
        if day == last:
            break
        part = now if now is not None and day == turning[-1] else rule.share(record, day, asking.policy)
        gain = None if part is None else weight * (earned - part.share)
        if gain != before:
            later.append((day, gain))
            before = gain
    return at_first, later


def _gained(before: Parts, today: Parts, weights: Weights) -> tuple[float, int]:
    """Points earned today more than before, and points possible, of the factors known on both days."""
    gained, possible = 0.0, 0
    for rule in (*(rule for _, rule in STEPPING), *(rule for rule, _ in GLIDING)):
        then, now = before.get(rule.name), today.get(rule.name)
        if then is not None and now is not None:
            gained += weights[rule.name] * (now.share - then.share)
            possible += weights[rule.name]
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
