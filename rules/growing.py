"""Whom to grow: customers who are well, who are no money makers yet, and whose record says what they may buy;
ranked, with why. Source: DOMAIN, Segments (the upsell plan's target).

It asks no touch of the record, so that a digest, which lets touches go, asks the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from .facts.concerns import open_concerns
from .facts.needed import Need
from .facts.needs import named, open_needs
from .facts.orders import may_be_old, package_months
from .health import Health
from .phrase import Money, Phrase, say
from .policy import Policy
from .records import Record
from .revenue import annual_revenue, growth

BUDGET, NEED, GREW, PACKAGE = "budget", "need", "growth", "package"
KINDS = (BUDGET, NEED, GREW, PACKAGE)
"""What speaks for growing an account; the first says most."""
SOLD_ENOUGH = "money maker"
GREW_FROM = 0.005
"""As health counts it: less is flat."""


@dataclass(frozen=True, slots=True)
class Growth:
    """An account to grow. `why`: all that speaks for it, the first says most, and is of `kind`. `may_bring`:
    the budgets of its open needs, a sum for each currency (the workspace's where there is a rate; first);
    empty when nobody named one. `annual`: what it brings a year in minor units of the workspace's currency,
    None when unknown. `need`: the open need that speaks first; 0: none."""

    account_id: int
    name: str
    kind: str
    why: tuple[Phrase, ...]
    band: str
    may_bring: tuple[Money, ...] = ()
    annual: int | None = None
    need: int = 0


def growth_of(record: Record, health: Health, segment: str, on: date, policy: Policy) -> Growth | None:
    """Why an account is one to grow, as of the end of a day; None when it is not. `segment`: how it earns,
    given or by default (empty: nobody knows)."""
    record = record.at(on)
    if not may_grow(record, segment, on) or not is_well(record, health, on):
        return None
    needs = open_needs(record.needs, on)
    there = [*_needs(needs, policy), *_grew(record, on, policy), *_package(record, on)]
    if not there:
        return None
    return Growth(
        record.account.id,
        record.account.name,
        there[0][0],
        why=tuple(why for _, why in there),
        band=health.band,
        may_bring=_budgets(needs, policy),
        annual=annual_revenue(record, on, policy),
        need=needs[0].id if needs else 0,
    )


def may_grow(record: Record, segment: str, on: date) -> bool:
    """Whether an account is a customer that is not sold enough, as it stood on a day; how it is doing is
    another question."""
    account = record.account
    if segment == SOLD_ENOUGH or not record.stood(on) or account.stands(on) != "active":
        return False
    return not account.served_through_parent


class Chance(NamedTuple):
    """What is known of an account before it is asked how it is doing: the first place that it may have among
    those to grow. Places go by this order."""

    kind: int
    budget: int
    annual: int
    name: str
    account_id: int


def chances_of(records: Iterable[tuple[Record, date]], policy: Policy) -> Iterator[Chance]:
    """The first place that each of these accounts may have, best first, looked for only as far as somebody
    asks: those with an open need; then those whose revenue grew; then those that may have had the same
    package for long. An account has at least the kind that it is yielded under, or none."""
    rest = list[tuple[Chance, Record, date]]()
    needing = list[Chance]()
    for record, on in records:
        needs = open_needs(record.needs, on)
        annual = annual_revenue(record, on, policy) or 0
        name, account_id = record.account.name.casefold(), record.account.id
        if needs:
            kind = KINDS.index(_needs(needs, policy)[0][0])
            needing.append(
                Chance(kind, -_budget(_budgets(needs, policy), policy.currency), -annual, name, account_id)
            )
        else:
            rest.append((Chance(KINDS.index(GREW), 0, -annual, name, account_id), record, on))
    yield from sorted(needing)
    rest.sort(key=lambda one: one[0])
    grew = set[int]()
    for chance, record, on in rest:
        if record.movements and _grew(record, on, policy):
            grew.add(chance.account_id)
            yield chance
    for chance, record, on in rest:
        if chance.account_id not in grew and may_be_old(record, on):
            yield chance._replace(kind=KINDS.index(PACKAGE))


def is_well(record: Record, health: Health, on: date) -> bool:
    """Healthy; or on watch where nothing happened, no ceiling holds and what a call does not mend goes well:
    a C that is touched as agreed earns too few points for silence to be called healthy. Nobody sells to whom
    is unhappy, or waits for what we promised."""
    calm = health.band == "watch" and not health.happened and not health.trouble and health.ceiling is None
    if health.band != "healthy" and not calm:
        return False
    return not open_concerns(record, on) and not any(p.late_on(on) for p in record.promises)


def ranked(those: Iterable[Growth], currency: str) -> list[Growth]:
    """By what speaks for each, then what it may bring (a budget without a rate behind those with one), then
    what it brings a year, then by name."""

    def order(g: Growth) -> Chance:
        kind, budget = KINDS.index(g.kind), _budget(g.may_bring, currency)
        return Chance(kind, -budget, -(g.annual or 0), g.name.casefold(), g.account_id)

    return sorted(those, key=order)


def _budget(may_bring: Iterable[Money], currency: str) -> int:
    return next((m.minor for m in may_bring if m.currency == currency), 0)


def _needs(there: list[Need], policy: Policy) -> list[tuple[str, Phrase]]:
    """The need that speaks first: one with a budget, where there is one."""
    if not there:
        return []
    need, text = there[0], named(there[0]).rstrip(".")
    if need.budget is None:
        return [(NEED, say("need “{need}”", need=text))]
    money = Money(need.budget, need.currency or policy.currency)
    return [(BUDGET, say("need “{need}”, budget {budget}", need=text, budget=money))]


def _grew(record: Record, on: date, policy: Policy) -> list[tuple[str, Phrase]]:
    grown = growth(record, on, policy)
    if grown is None or grown[0] <= GREW_FROM:
        return []
    change, months = grown
    percent = max(round(change * 100), 1)
    return [(GREW, say("revenue grew {percent} % in {months} months", percent=percent, months=months))]


def _package(record: Record, on: date) -> list[tuple[str, Phrase]]:
    months = package_months(record, on)
    return [] if months is None else [(PACKAGE, say("same package for {months} months", months=months))]


def _budgets(needs: list[Need], policy: Policy) -> tuple[Money, ...]:
    sums: dict[str, int] = {}
    for need in needs:
        if need.budget is None:
            continue
        own = need.currency or policy.currency
        minor = policy.in_reporting_currency(need.budget, own)
        currency = own if minor is None else policy.currency
        sums[currency] = sums.get(currency, 0) + (need.budget if minor is None else minor)
    return tuple(Money(sums[c], c) for c in sorted(sums, key=lambda c: (c != policy.currency, c)))
