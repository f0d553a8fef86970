"""Whose figures they are: the accounts of a team as they stood on a day, with what each brings.

An account belongs to whoever owned it that day, or owned it when it churned. One that is served through its
parent is no customer by itself: what it brings is its parent's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..costs import Costs
from ..phrase import Money
from ..policy import Policy
from ..records import Record
from ..revenue import annual_money, belongs, gone_since, year_before


@dataclass(frozen=True, slots=True)
class Customer:
    """An account on a day. `annual`: what it and those that it stands for (`served`) bring a year, None when
    unknown, without what some of them bring in another currency (`is_part`); `gone_on`: since when it stands
    churned. `active`: neither churned nor paused."""

    record: Record
    active: bool
    annual: Money | None
    gone_on: date | None = None
    served: tuple[Record, ...] = ()
    is_part: bool = False

    @property
    def id(self) -> int:
        return self.record.account.id

    @property
    def name(self) -> str:
        return self.record.account.name


@dataclass(frozen=True, slots=True)
class Team:
    """A team's customers on a day; its year is the days after `since` up to `on`. `records`: all that were
    theirs, for what is kept of the revenue. `everybody`: active accounts of the whole workspace, of which
    costs that are the workspace's are shared out."""

    records: tuple[Record, ...]
    customers: tuple[Customer, ...]
    ours: frozenset[int]
    on: date
    policy: Policy
    everybody: int = 0

    @property
    def since(self) -> date:
        return year_before(self.on)

    @property
    def costs(self) -> Costs:
        return self.policy.cost

    @property
    def active(self) -> tuple[Customer, ...]:
        return tuple(c for c in self.customers if c.active)

    @property
    def part(self) -> float:
        """Its share of what is spent for the whole workspace: by active accounts."""
        return min(len(self.active) / self.everybody, 1.0) if self.everybody else 1.0

    def in_year(self, day: date) -> bool:
        return self.since < day <= self.on


def team_of(
    records: Iterable[Record], ours: Collection[int], on: date, policy: Policy, everybody: int = 0
) -> Team:
    """The accounts of these people as they stood at the end of a day; `everybody` 0: they are all there
    are."""
    there = [r for r in records if on >= r.account.exists_on and r.stood(on) and belongs(r, ours, on)]
    through = _through(there, on)
    served = defaultdict[int, list[Record]](list)
    for r in there:
        if (top := _top(r.account.id, through)) != r.account.id:
            served[top].append(r)
    apart = {r.account.id for those in served.values() for r in those}
    customers = [_customer(r, served[r.account.id], on, policy) for r in there if r.account.id not in apart]
    return Team(tuple(there), tuple(customers), frozenset(ours), on, policy, everybody=everybody)


def _through(there: Iterable[Record], on: date) -> dict[int, int]:
    """Of each of these that is served through another of them, through which."""
    accounts = [r.at(on).account for r in there]
    ids = {a.id for a in accounts}
    return {a.id: a.parent_id for a in accounts if a.served_through_parent and a.parent_id in ids}


def _top(account: int, through: Mapping[int, int]) -> int:
    """The one that an account is served through in the end; of several that files made each other's parent
    the one that was first on file."""
    path = [account]
    while (above := through.get(path[-1])) is not None:
        if above in path:
            return min(path[path.index(above) :])
        path.append(above)
    return path[-1]


def _customer(record: Record, served: Iterable[Record], on: date, policy: Policy) -> Customer:
    those = tuple(served)
    each = _brought((record, *those), on, policy)
    return Customer(
        record,
        active=record.at(on).account.stands(on) == "active",
        annual=_sum(each, policy.currency),
        gone_on=gone_since(record, on),
        served=those,
        is_part=len({m.currency for m in each}) > 1,
    )


def brings(records: Iterable[Record], on: date, policy: Policy) -> Money | None:
    """What an account and those served through it bring a year; of a lost one nothing counts."""
    return _sum(_brought(records, on, policy), policy.currency)


def _brought(records: Iterable[Record], on: date, policy: Policy) -> list[Money]:
    """What each of them brings that is no lost one, as far as it is known."""
    there = (r for r in records if r.at(on).account.status != "churned")
    return [m for r in there if (m := annual_money(r, on, policy))]


def _sum(each: Sequence[Money], own: str) -> Money | None:
    """What several bring: in our own currency where one does, as a card has it; else in theirs, where it is
    one. None where nothing is known, or a sum would mix currencies."""
    currencies = {m.currency for m in each}
    currency = own if own in currencies else next(iter(currencies), own)
    if not each or (currency != own and len(currencies) > 1):
        return None
    return Money(sum(m.minor for m in each if m.currency == currency), currency)


def margin_of(customer: Customer, costs: Costs) -> float | None:
    """What is left of its revenue, as a share: its own margin, else the setting's."""
    own = customer.record.account.margin
    return costs.margin if own is None else own
