"""What an account orders: its usual order, near or late, and the package it has had for long. Source: DOMAIN,
Revenue (usual order) and Nudges."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from statistics import median
from typing import NamedTuple

from ..calendar import months_between
from ..context import Context, Reason
from ..phrase import Days, say
from ..records import Record, days

OLD = 14  # months with the same package
CHANGED = frozenset({"new", "expansion", "contraction"})
"""Movements that change it, whatever the service."""
ENOUGH = 3  # days of purchases that tell a rhythm or a season
SHORTEST, SHORTEST_NEAR = 7, 28  # days between orders: below, each call is near one
SOON = days(14)
"""Before a season or an order, in which it is near."""
MISSED_FOR = days(90)
"""Behind a season without an order: from then on the next one is waited for."""
SEASON_MONTHS, SEASONS, SEASONS_OF = 3, 2, days(1127)
"""A season is at most so many months of a year, in at least so many years of the last three."""
NEAR, LATE = "usual order near", "usual order late"


class Season(NamedTuple):
    """The months in which an account orders, from `first` (1-12), `months` of them; `began`: the first order
    of the last season, `last` the year in which that season began."""

    first: int
    months: int
    began: date
    last: int

    def year(self, on: date) -> int:
        """The year in which the season began that a day lies in, or behind."""
        return on.year if on.month >= self.first else on.year - 1

    def ends(self, year: int) -> date:
        """Its last day."""
        return _first_of(year, self.first + self.months) - days(1)

    def usual(self, year: int) -> date:
        """The first day of the month in which they ordered first in the last one."""
        return _first_of(year, self.first + (self.began.month - self.first) % 12)


def ordered(record: Record, on: date) -> list[date]:
    """The days of purchases up to a day, oldest first. A refund is no order."""
    return sorted({m.on for m in record.movements if m.kind == "purchase" and m.minor > 0 and m.on <= on})


def season_of(bought: Sequence[date], on: date) -> Season | None:
    """Where all purchases of three years fall into the same one to three months of at least two years."""
    lately = [day for day in bought if day > on - SEASONS_OF]
    if len(lately) < ENOUGH:
        return None
    there = {day.month for day in lately}
    spans = ((max((month - first) % 12 for month in there) + 1, first) for first in there)
    months, first = min(spans)
    season = Season(first, months, began=lately[0], last=0)
    years = {season.year(day) for day in lately}
    if months > SEASON_MONTHS or len(years) < SEASONS:
        return None
    last = max(years)
    return season._replace(last=last, began=next(day for day in lately if season.year(day) == last))


def usual_order_late(record: Record, on: date, context: Context) -> Reason | None:
    """From 3 purchase days: late once the silence outgrows the usual gap by a quarter (at least 3 days); of
    who orders in a yearly season, once it is over without an order, and never between."""
    bought = ordered(record, on)
    if len(bought) < ENOUGH:
        return None
    if season := season_of(bought, on):
        year = season.year(on)
        if season.last == year or not season.ends(year) < on <= season.ends(year) + MISSED_FOR:
            return None
        why = say("no order this season: last time they ordered on {on}.", on=season.began)
    else:
        usual, late = _rhythm(bought, on)
        if usual < SHORTEST or late < _tolerance(usual):
            return None
        why = say("usually orders every {rhythm}, last on {on}.", rhythm=Days(usual), on=bought[-1])
    return Reason(LATE, why, say("What changed since your last order?"))


def usual_order_near(record: Record, on: date, context: Context) -> Reason | None:
    """In the days before the usual order is due and until it is late; of who orders in a yearly season, from
    before the month of last year's first order to the season's end."""
    bought = ordered(record, on)
    if len(bought) < ENOUGH:
        return None
    if season := season_of(bought, on):
        years = [year for year in (season.year(on), season.year(on) + 1) if year > season.last]
        if not any(season.usual(year) - SOON <= on <= season.ends(year) for year in years):
            return None
        why = say("their season comes: last time they ordered on {on}.", on=season.began)
    else:
        usual, late = _rhythm(bought, on)
        if usual < SHORTEST_NEAR or not -min(_tolerance(usual), SOON.days) <= late < _tolerance(usual):
            return None
        why = say(
            "usually orders every {rhythm}, last on {on}: the next is near.",
            rhythm=Days(usual),
            on=bought[-1],
        )
    return Reason(NEAR, why, say("What will you need in your next order?"))


def _rhythm(bought: Sequence[date], on: date) -> tuple[int, int]:
    """The usual gap in days, and by how many the silence outgrows it."""
    usual = int(median((b - a).days for a, b in zip(bought, bought[1:], strict=False)))
    return usual, (on - bought[-1]).days - usual


def _tolerance(usual: int) -> int:
    return max(3, usual // 4)


def _first_of(year: int, month: int) -> date:
    """The first day of a month, counted on into the next year."""
    return date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def same_package(record: Record, on: date, context: Context) -> Reason | None:
    """Same package for 14 months; restarts only when package or service changes."""
    months = package_months(record, on)
    if months is None:
        return None
    return Reason(
        "same package",
        say("same package for {months} months.", months=months),
        say("What do you do today that you didn't when you chose it?"),
    )


def may_be_old(record: Record, on: date) -> bool:
    """Whether an account may have had the same package for long, by its recurring movements and its start:
    purchases, which may not be told here one by one, make it no older than these do."""
    if not record.account.services:
        return False
    changed = [m.on for m in record.movements if m.on <= on and m.minor >= 0 and m.kind in CHANGED]
    return not changed or months_between(max(changed), on) >= OLD


def package_months(record: Record, on: date) -> int | None:
    """Months for which they have had the same package, from 14 on; None below, and where no service is on
    file."""
    changed, seen = record.account.started_on, set[str]()
    for m in sorted(record.movements, key=lambda m: m.on):
        if (
            m.on <= on
            and m.minor >= 0
            and (m.kind in CHANGED or (m.kind == "purchase" and m.service not in seen))
        ):
            changed = m.on
        seen.add(m.service)
    if changed is None or not record.account.services:
        return None
    months = months_between(changed, on)
    return months if months >= OLD else None
