"""All figures of a team as of a day, and its year by month ends. Which days can be asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..records import days
from .came import came
from .figure import Figure
from .kept import kept, retention_of
from .lifetime import Worth, clv, worths
from .relations import relations
from .spent import spent
from .team import Team

MONTHS = 24
"""Month ends that can be asked for."""
YEAR = 12
"""Those of the chart, and of the file."""


@dataclass(frozen=True, slots=True)
class Month:
    """A month end (or today) with some figures of it."""

    on: date
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """A team's figures as of a day. `year`: what is kept at each month end up to it, and on it; `days`: which
    can be asked for, today first; `worth`: what CLV rests on in the workspace's currency."""

    on: date
    figures: tuple[Figure, ...]
    worth: Worth
    customers: int
    year: tuple[Month, ...] = ()
    days: tuple[date, ...] = ()

    def of(self, key: str) -> list[Figure]:
        """A figure in each kind of revenue and currency that there is."""
        return [f for f in self.figures if f.key == key]


def figures(team: Team) -> tuple[Figure, ...]:
    """Every figure, in the order in which they are told."""
    parts = retention_of(team)
    return (*kept(parts), *clv(team, parts), *spent(team), *came(team), *relations(team))


def numbers(team: Team, year: Sequence[Team], asked: Sequence[date]) -> Numbers:
    """The page of a team; `year`: the same team at earlier month ends."""
    parts = retention_of(team)
    worth = worths(team, parts)[team.policy.currency]
    months = [Month(t.on, tuple(kept(retention_of(t)))) for t in (*year, team)]
    return Numbers(team.on, figures(team), worth, len(team.active), tuple(months), tuple(asked))


def month_ends(first: date, today: date, most: int = MONTHS) -> list[date]:
    """The last days of months that are over, the latest first, as far as the record goes back to `first`."""
    ends = list[date]()
    day = today.replace(day=1) - days(1)
    while day >= first and len(ends) < most:
        ends.append(day)
        day = day.replace(day=1) - days(1)
    return ends


def year_to(on: date, first: date) -> list[date]:
    """The month ends of the year before a day, the earliest first, as far as the record goes back."""
    return month_ends(first, on, YEAR - 1 if is_month_end(on) else YEAR)[::-1]


def is_month_end(on: date) -> bool:
    return (on + days(1)).day == 1
