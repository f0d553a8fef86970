"""Who was reached, as of any date: covered, neglected, per tier, by count and by revenue. Source: DOMAIN,
Coverage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from .cadence import after_pause, came_due_since, grace_ends, own_cadence
from .phrase import Money
from .policy import Policy
from .records import TIERS, Account, Person, Record, Tier, days
from .revenue import unrated


@dataclass(frozen=True, slots=True)
class Seen:
    """An account as of a date. `counted`: in coverage's denominator; `silent` days since the last
    meaningful touch, or since it exists when there was none; `revenue` in minor units of the workspace's
    currency, 0 when unknown; `brings` the same where it has no rate, in its own."""

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
    brings: Money | None = None
    known: bool = True
    """Whether its revenue is known, in some currency: 0 is then what it brings."""


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
    """The account as of the end of `on`; None when it did not exist yet, or was served through its
    parent then."""
    last = record.last_touch(on)
    value = next((t for t in record.touches if t.on <= on and t.value_adding), None)
    return seen_since(record, last.on if last else None, value.on if value else None, on, policy)


def seen_since(
    record: Record, last_on: date | None, value_on: date | None, on: date, policy: Policy
) -> Seen | None:
    """The same by the days of its last meaningful touch up to then, and of the last that gave them something:
    no other touch is asked for."""
    if on < record.account.exists_on or not record.stood(on):
        return None
    record = record.at(on)
    account = record.account
    if account.served_through_parent:
        return None
    cadence = own_cadence(account.tier, account.cadence_days, policy)
    silent = (on - (last_on or account.exists_on)).days
    brings = unrated(record, on, policy)
    due_on = came_due_since(account, record.owner, last_on, policy)
    not_due_yet = last_on is None and (due_on is None or due_on > on)
    covered = due_on is not None and (
        (last_on is not None and on <= due_on) or _in_grace(due_on, record, on, policy=policy)
    )
    neglected = due_on is not None and not covered and (on - due_on).days > cadence
    return Seen(
        id=account.id,
        name=account.name,
        tier=account.tier,
        owner_id=account.owner_id,
        status=account.status,
        counted=account.status == "active" and not not_due_yet,
        covered=covered,
        neglected=neglected,
        value_covered=value_on is not None
        and _in_rhythm(value_on, record, on, cadence=cadence, policy=policy),
        touched=last_on is not None,
        silent=silent,
        cadence=cadence,
        revenue=account.annual or 0,
        brings=brings,
        known=account.annual is not None or brings is not None,
    )


def seen_as_stored(
    account: Account, owner: Person, last_on: date | None, on: date, policy: Policy
) -> Seen | None:
    """The account today by its own row and the day of its last meaningful touch: what a list of many knows
    without reading their records. Of value and money it says nothing."""
    met_on = last_on if last_on and last_on <= on else None
    return seen_since(Record(account, owner, today=on), met_on, None, on, policy)


def _in_rhythm(touched_on: date, record: Record, on: date, cadence: int, policy: Policy) -> bool:
    """No more days since a touch than the cadence, or not yet past the third working day after due."""
    due_on = after_pause(record.account, touched_on + days(cadence))
    return on <= due_on or _in_grace(due_on, record, on, policy=policy)


def _in_grace(due_on: date, record: Record, on: date, policy: Policy) -> bool:
    return due_on <= on <= grace_ends(due_on, record.owner.public_days, policy)


def coverage(accounts: Iterable[Seen], value: bool = False) -> Share:
    """Covered of counted accounts, by count and revenue; `value` asks for value-adding touches."""
    counted = [a for a in accounts if a.counted]
    covered = [a for a in counted if (a.value_covered if value else a.covered)]
    return Share(
        len(covered),
        len(counted),
        sum(a.revenue for a in covered),
        revenue_whole=sum(a.revenue for a in counted),
    )


def by_tier(accounts: Sequence[Seen]) -> dict[Tier, Share]:
    return {tier: coverage(a for a in accounts if a.tier == tier) for tier in TIERS}


def untouched(accounts: Iterable[Seen]) -> list[Seen]:
    """Counted accounts that are not covered, by tier and rep, longest silence first: A before B before C,
    in each the rep with the longest first. Source: DOMAIN, The weekly digest."""
    out = [a for a in accounts if a.counted and not a.covered]
    longest = dict[tuple[Tier, int], int]()
    for a in out:
        book = (a.tier, a.owner_id)
        longest[book] = max(longest.get(book, 0), a.silent)
    return sorted(out, key=lambda a: (a.tier, -longest[a.tier, a.owner_id], a.owner_id, -a.silent, a.name))


def neglect(accounts: Iterable[Seen]) -> list[Seen]:
    """Accounts beyond twice their cadence, by revenue."""
    return sorted(
        (a for a in accounts if a.counted and a.neglected), key=lambda a: (-a.revenue, -a.silent, a.name)
    )
