"""What a day in a line can mean: of something past, and of something to come."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

NONE, EITHER, VAGUE, CLASH = "no such day", "either order", "no one day", "weekday and date differ"


_A_YEAR = timedelta(days=366)


class When(NamedTuple):
    """`past` and `ahead`: the day if it is one gone by (today among them), and if it is to come; None where
    it can be none. `doubt`: why the past one can't be told; `by`: something is due by then; `sure`: its
    words say which of the two it is ("yesterday", "next week")."""

    start: int
    end: int
    past: date | None
    ahead: date | None
    doubt: str = ""
    by: bool = False
    sure: bool = False
    weekday: bool = False
    either: tuple[date, ...] = ()
    """The two days that it may be."""
    now: date | None = None
    """The day it is seen from, where it is written as a day and month."""
    swapped: bool = False
    """Its past day is read in the order that the writer does not use, whose own lies ahead."""

    @property
    def nearer_ahead(self) -> bool:
        """Whether a day and month without a year lies nearer ahead than behind us."""
        if self.weekday or self.sure or self.now is None or not (self.past and self.ahead):
            return False
        return self.ahead - self.now < self.now - self.past


def one_day(start: int, end: int, orders: list[tuple[int, int]], year: int | None, today: date) -> When:
    """A day from (month, day) in the orders in which it can be meant, the writer's own first."""
    past = [d for order in orders if (d := gone_by(order, year, today))]
    ahead = [d for order in orders if (d := to_come(order, year, today))]
    if not past and not ahead:
        return When(start, end, None, None, NONE)
    own, other = (gone_by(order, year, today) for order in (orders[0], orders[-1]))
    doubt = EITHER if len({*past}) > 1 else ""
    return When(
        start,
        end,
        None if doubt else past[0] if past else None,
        ahead[0] if ahead else None,
        doubt,
        either=tuple(past) if doubt else (),
        now=today,
        swapped=bool(other and not own and to_come(orders[0], year, today)),
    )


def gone_by(order: tuple[int, int], year: int | None, today: date) -> date | None:
    day = a_day(year or today.year, *order)
    if day and day > today and year is None:
        before = a_day(today.year - 1, *order)
        return before if before and today - before < timedelta(days=183) else None
    return day if day and day <= today else None


def to_come(order: tuple[int, int], year: int | None, today: date) -> date | None:
    day = a_day(year or today.year, *order)
    if day and day < today and year is None:
        day = a_day(today.year + 1, *order)
    return day if day and today <= day <= today + _A_YEAR else None


def a_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
