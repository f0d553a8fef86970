"""What each segment is worth as of a day: accounts, revenue, profit and time, and which earns most an hour of
ours. Source: DOMAIN, Segments.

Amounts are minor units of the workspace's currency. What brings revenue in a currency without a rate, and
what nobody knows the revenue of, stands beside. A figure whose input is missing says which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from .costs import NAMES, Costs
from .facts.needs import open_needs
from .growing import GREW_FROM, Growth, growth_of
from .health import assess
from .phrase import Money, Phrase, count, say
from .policy import Policy
from .records import SEGMENTS, Record, days
from .revenue import Missing, annual_money, growth, is_recurring
from .segments import Earning

SPAN = days(365)
"""Time that counts: touches of so many days to the day, that day among them."""


@dataclass(frozen=True, slots=True)
class Spent:
    """Minutes of all touches on an account in SPAN, by whomever; `estimated` ones by channel among them."""

    minutes: int = 0
    estimated: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """An account as the report counts it. `segment`: empty where it has none; `chosen` by a person. `annual`:
    None when unknown, or without a rate (`brings`: in its own currency). `margin`: its own, else the
    setting's, else None. `health`: 0-100, None where not enough is known. `concerns` of SPAN."""

    id: int
    name: str
    tier: str
    segment: str = ""
    chosen: bool = False
    annual: int | None = None
    brings: Money | None = None
    services: tuple[str, ...] = ()
    spent: Spent = Spent()
    margin: float | None = None
    own_margin: bool = False
    cost: float | None = None
    health: int | None = None
    grows: Growth | None = None
    wants: bool = False
    """It has an open need, or grew: somebody works on it, well or not."""
    concerns: int = 0

    @property
    def profit(self) -> float | None:
        """Revenue x margin - time cost; None where one of them is missing."""
        if self.annual is None or self.margin is None or self.cost is None:
            return None
        return self.annual * self.margin - self.cost

    @property
    def per_hour(self) -> float | None:
        """Profit an hour; None where it is not known, or nobody spent any time."""
        return hourly(self.profit, self.spent.minutes)


@dataclass(frozen=True, slots=True)
class Part:
    """A segment, or all of them. `unknown` of its accounts bring nobody knows what (a person chose their
    segment): they are in none of its sums of money, nor is their time in what an hour earns."""

    segment: str
    accounts: int
    revenue: int
    profit: int | Missing
    spent: Spent
    paid: Spent
    """The time of those whose revenue is known."""
    unknown: int = 0

    @property
    def per_hour(self) -> float | None:
        return None if isinstance(self.profit, Missing) else hourly(self.profit, self.paid.minutes)

    @property
    def revenue_per_hour(self) -> float | None:
        return hourly(self.revenue, self.paid.minutes)


@dataclass(frozen=True, slots=True)
class OfService:
    """The accounts that use a service: one that uses several counts with each. `health`: the mean of those
    `scored`."""

    name: str
    accounts: int
    revenue: int
    profit: int | Missing
    health: float | None
    scored: int
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """Of a team's active accounts as of `on`. `parts`: a part a segment, in the order of SEGMENTS; `whole`:
    all that have one; `without`: those without one."""

    on: date
    accounts: tuple[Counted, ...]
    parts: tuple[Part, ...]
    whole: Part
    without: tuple[Counted, ...]
    paused: int
    costs: Costs
    ranked: int = 0
    """Accounts of the whole workspace that were ranked by revenue."""
    services: tuple[OfService, ...] = field(default=())

    def of(self, segment: str) -> list[Counted]:
        """Its accounts, what brings most first."""
        return by_revenue(a for a in self.accounts if a.segment == segment)

    @property
    def own_margins(self) -> int:
        return sum(a.own_margin for a in self.accounts if a.segment and a.annual is not None)

    @property
    def set_margins(self) -> int:
        """Accounts whose margin is the setting's."""
        known = (a for a in self.accounts if a.segment and a.annual is not None)
        return sum(a.margin is not None and not a.own_margin for a in known)

    @property
    def best(self) -> Part | None:
        """Which segment earns most an hour: by profit, where it is known of all that had any time; else by
        revenue. None where nobody spent any."""
        timed = [p for p in self.parts if p.paid.minutes]
        by_profit = all(p.per_hour is not None for p in timed)
        return max(timed, key=lambda p: (p.per_hour if by_profit else p.revenue_per_hour) or 0, default=None)


def hourly(amount: float | None, minutes: int) -> float | None:
    return None if amount is None or not minutes else amount * 60 / minutes


def earning_of(record: Record, on: date, annual: int | None) -> Earning:
    """What an account was ranked by on a day."""
    account = record.at(on).account
    return Earning(
        account.id,
        account.name,
        annual,
        services=len(account.services),
        recurring=any(is_recurring(m) and m.on <= on for m in record.movements),
        given=account.segment,
        active=account.stands(on) == "active" and not account.served_through_parent,
    )


def counted(record: Record, on: date, policy: Policy, annual: int | None, spent: Spent) -> Counted:
    """An account that is active on a day, with its revenue a year then; its segment is told later, once all
    are ranked."""
    record = record.at(on)
    account, costs, health = record.account, policy.cost, assess(record, on, policy)
    grown, since = growth(record, on, policy), on - SPAN
    return Counted(
        account.id,
        account.name,
        account.tier,
        chosen=bool(account.segment),
        annual=annual,
        brings=annual_money(record, on, policy) if annual is None else None,
        services=account.services,
        spent=spent,
        margin=costs.margin if account.margin is None else account.margin,
        own_margin=account.margin is not None,
        cost=None if costs.hour is None else costs.hour * spent.minutes / 60,
        health=health.score,
        grows=growth_of(record, health, "", on, policy),
        wants=bool(open_needs(record.needs, on)) or (grown is not None and grown[0] > GREW_FROM),
        concerns=sum(since < c.raised_on <= on for c in record.concerns),
    )


def with_theirs(a: Counted, annual: int | None, spent: Spent, costs: Costs) -> Counted:
    """An account with what those bring (None: nothing that is known, or it is in already) and take that are
    served through it."""
    took = _spent_of((a.spent, spent))
    cost = None if costs.hour is None else costs.hour * took.minutes / 60
    return replace(a, annual=a.annual if annual is None else (a.annual or 0) + annual, spent=took, cost=cost)


def report(
    accounts: Iterable[Counted],
    segment_of: Mapping[int, str],
    *,
    paused: int,
    on: date,
    costs: Costs,
    ranked: int,
) -> Report:
    """The figures of these accounts, each by its segment."""
    those = tuple(replace(a, segment=segment_of.get(a.id, "")) for a in accounts)
    segmented = [a for a in those if a.segment]
    return Report(
        on,
        those,
        parts=tuple(_part(s, [a for a in segmented if a.segment == s]) for s in SEGMENTS),
        whole=_part("", segmented),
        without=tuple(by_revenue(a for a in those if not a.segment)),
        paused=paused,
        costs=costs,
        ranked=ranked,
        services=_by_service(those),
    )


def by_revenue(those: Iterable[Counted]) -> list[Counted]:
    return sorted(those, key=lambda a: (-(a.annual or 0), a.annual is None, a.name.casefold(), a.id))


def _part(segment: str, those: Sequence[Counted]) -> Part:
    paid = [a for a in those if a.annual is not None]
    return Part(
        segment,
        len(those),
        sum(a.annual or 0 for a in paid),
        profit=_profit(paid),
        spent=_spent(those),
        paid=_spent(paid),
        unknown=len(those) - len(paid),
    )


def _spent(those: Iterable[Counted]) -> Spent:
    return _spent_of([a.spent for a in those])


def _spent_of(each: Sequence[Spent]) -> Spent:
    return Spent(sum(s.minutes for s in each), sum(s.estimated for s in each))


def _profit(paid: Sequence[Counted]) -> int | Missing:
    """What they leave together, or what is missing to say so."""
    if not paid:
        return Missing(say("what they bring a year"))
    lacking = list[Phrase]()
    if any(a.cost is None for a in paid):
        lacking.append(say("{cost} (settings)", cost=NAMES["hour"]))
    if bare := sum(a.margin is None for a in paid):
        lacking.append(count("margin of {count} account", "margin of {count} accounts", bare))
    if len(lacking) == 2:
        return Missing(say("{one} and {other}", one=lacking[0], other=lacking[1]))
    return Missing(lacking[0]) if lacking else round(sum(a.profit or 0 for a in paid))


def _by_service(those: Iterable[Counted]) -> tuple[OfService, ...]:
    """What most accounts use first."""
    users = defaultdict[str, list[Counted]](list)
    names: dict[str, str] = {}
    for a in those:
        for key, name in {s.casefold(): s for s in a.services}.items():
            users[key].append(a)
            names.setdefault(key, name)
    made = []
    for key, using in users.items():
        paid = [a for a in using if a.annual is not None]
        scores = [a.health for a in using if a.health is not None]
        made.append(
            OfService(
                names[key],
                len(using),
                sum(a.annual or 0 for a in paid),
                profit=_profit(paid),
                health=sum(scores) / len(scores) if scores else None,
                scored=len(scores),
                unknown=len(using) - len(paid),
            )
        )
    return tuple(sorted(made, key=lambda s: (-s.accounts, -s.revenue, s.name.casefold())))
