"""Who was reached, as of any date: covered, neglected, per tier, by count and by revenue. Source: DOMAIN, Coverage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .cadence import due, grace_ends, own_cadence
from .policy import Policy
from .records import TIERS, Record, Standing, Tier, Touch, days


@dataclass(frozen=True, slots=True)
class Seen:
    """An account as of a date. `counted`: in coverage's denominator; `silent` days since the last meaningful touch, or
    since it exists when there was none; `revenue` in minor units, 0 when unknown."""

    id: int
    name: str
    tier: Tier
    owner_id: int
    status: str
    counted: bool
    covered: bool
    value_covered: bool
    neglected: bool
    touched: bool
    silent: int
    cadence: int
    revenue: int


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole` accounts; the same by revenue in minor units."""

    part: int = 0
    whole: int = 0
    revenue_part: int = 0
    revenue_whole: int = 0

    @property
    def by_count(self) -> float | None:
        return self.part / self.whole if self.whole else None

    @property
    def by_revenue(self) -> float | None:
        return self.revenue_part / self.revenue_whole if self.revenue_whole else None


def seen(record: Record, on: date, policy: Policy) -> Seen | None:
    """The account as of the end of `on`; None when it did not exist yet, or is served through its parent."""
    standing = record.standing(on)
    if standing is None or on < record.account.exists_on or record.account.served_through_parent:
        return None
    cadence = own_cadence(standing.tier, standing.cadence_days, policy)
    last = record.last_touch(on)
    value = next((t for t in record.touches if t.on <= on and t.value_adding), None)
    silent = (on - (last.on if last else record.account.exists_on)).days
    active = standing.status == "active" or (standing.until is not None and standing.until <= on)
    status = "active" if active and standing.status == "paused" else standing.status
    never_due = last is None and not _first_past(record, on, policy)
    return Seen(
        id=record.account.id, name=record.account.name, tier=standing.tier, owner_id=standing.owner_id, status=status,
        counted=status == "active" and not never_due, covered=_within(last, record, standing, on, cadence, policy),
        value_covered=_within(value, record, standing, on, cadence, policy), neglected=silent > 2 * cadence,
        touched=last is not None, silent=silent, cadence=cadence, revenue=record.account.annual or 0,
    )  # fmt: skip


def _first_past(record: Record, on: date, policy: Policy) -> bool:
    first = due(record, on, policy).on
    if record.touches and record.account.status == "active":  # touched since, but not yet by `on`
        return on >= record.account.exists_on + days(own_cadence(record.account.tier, None, policy))
    return first is not None and first <= on


def _within(last: Touch | None, record: Record, standing: Standing, on: date, cadence: int, policy: Policy) -> bool:
    """No more days since the touch than the cadence, or not yet past the third working day after due."""
    if last is None:
        first = due(record, on, policy).on
        return first is not None and first <= on <= grace_ends(first, record.owner.country, policy)
    if (on - last.on).days <= cadence:
        return True
    return on <= grace_ends(last.on + days(cadence), record.owner.country, policy)


def coverage(accounts: Iterable[Seen], value: bool = False) -> Share:
    """Covered of counted accounts, by count and revenue; `value` asks for value-adding touches."""
    counted = [a for a in accounts if a.counted]
    covered = [a for a in counted if (a.value_covered if value else a.covered)]
    return Share(len(covered), len(counted), sum(a.revenue for a in covered), sum(a.revenue for a in counted))


def by_tier(accounts: Sequence[Seen]) -> dict[Tier, Share]:
    return {tier: coverage(a for a in accounts if a.tier == tier) for tier in TIERS}


def untouched(accounts: Iterable[Seen]) -> list[Seen]:
    """Counted accounts that are not covered: A before B before C, longest silence first."""
    return sorted((a for a in accounts if a.counted and not a.covered), key=lambda a: (a.tier, -a.silent, a.name))


def neglect(accounts: Iterable[Seen]) -> list[Seen]:
    """Accounts beyond twice their cadence, by revenue."""
    return sorted((a for a in accounts if a.counted and a.neglected), key=lambda a: (-a.revenue, -a.silent, a.name))
