"""Why customers left, rolled up by reason, with what they brought; and what health had said of each 90, 60
and 30 days before: the false-green review. Works on the churn that the record knows. Source: DOMAIN, Health.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ..health import assess
from ..looks import known_on
from ..phrase import Money
from ..policy import Policy
from ..records import Record, days
from .came import brought, lost
from .team import Customer, Team

BEFORE = (90, 60, 30)  # days
NOT_THERE = ""
"""Of an account that did not exist yet."""
GREEN = "healthy"


@dataclass(frozen=True, slots=True)
class Gone:
    """A customer who left: when, why (empty: nobody said), what it brought a year (None: unknown), and the
    band that was shown 90, 60 and 30 days before."""

    id: int
    name: str
    on: date
    reason: str
    brought: Money | None
    bands: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Customers who left for one reason; empty: nobody said."""

    text: str
    gone: tuple[Gone, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """Who left in the year to a day, by reason, what brought most first; all of them, the last first."""

    on: date
    gone: tuple[Gone, ...]
    reasons: tuple[Reason, ...]

    def stood(self, band: str, before: int) -> tuple[Gone, ...]:
        """Those that health showed in a band so many days before."""
        at = BEFORE.index(before)
        return tuple(g for g in self.gone if g.bands[at : at + 1] == (band,))

    def looked_at(self, before: int) -> int:
        """Of how many there was something to show so many days before."""
        at = BEFORE.index(before)
        return sum(bool(g.bands) and g.bands[at] != NOT_THERE for g in self.gone)


def left(team: Team, before: Iterable[Record] = ()) -> Left:
    """Why customers left. `before`: their records with the touches of the days before, by which health is
    looked back at."""
    there = {r.account.id: r for r in before}
    gone = tuple(_gone(team, c, there.get(c.id)) for c in lost(team))
    return Left(team.on, gone, tuple(_by_reason(gone)))


def _gone(team: Team, customer: Customer, record: Record | None) -> Gone:
    on = customer.gone_on or team.on
    standing = customer.record.standing(team.on)
    return Gone(
        customer.id,
        customer.name,
        on,
        " ".join((standing.reason if standing else "").split()),
        brought(team, customer),
        bands_before(record, on, team.policy) if record else (),
    )


def bands_before(record: Record, on: date, policy: Policy) -> tuple[str, ...]:
    """The band that was shown 90, 60 and 30 days before a day, by what was known of the day."""
    return tuple(_band(record, on - days(n), policy) for n in BEFORE)


def _band(record: Record, day: date, policy: Policy) -> str:
    if day < record.account.exists_on or not record.stood(day):
        return NOT_THERE
    return assess(known_on(record, day), day, policy).band


def _by_reason(gone: Sequence[Gone]) -> list[Reason]:
    groups = dict[str, list[Gone]]()
    for one in gone:
        groups.setdefault(one.reason.casefold().rstrip("."), []).append(one)
    rolled = [Reason(those[0].reason, tuple(those)) for those in groups.values()]
    return sorted(rolled, key=lambda r: (not r.text, -_sum(r.gone), -len(r.gone), r.text.casefold()))


def _sum(gone: Sequence[Gone]) -> int:
    return sum(g.brought.minor for g in gone if g.brought)


def sums(gone: Iterable[Gone]) -> tuple[tuple[Money, ...], int]:
    """What they brought a year, a sum for each currency, and of how many it is unknown."""
    by = dict[str, int]()
    unknown = 0
    for one in gone:
        if one.brought is None:
            unknown += 1
        else:
            by[one.brought.currency] = by.get(one.brought.currency, 0) + one.brought.minor
    return tuple(Money(minor, currency) for currency, minor in by.items()), unknown
