"""Whom to grow: customers who are well, who are no money makers yet, and whose record says what they may buy;
ranked, with why. Source: DOMAIN, Segments (the upsell plan's target).

It asks no touch of the record, so that a digest, which lets touches go, asks the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .facts.concerns import open_concerns
from .facts.needed import Need
from .facts.needs import named, open_needs
from .facts.orders import package_months
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
    account = record.account
    if segment == SOLD_ENOUGH or not record.stood(on) or account.stands(on) != "active":
        return None
    if account.served_through_parent or not is_well(record, health, on):
        return None
    needs = open_needs(record.needs, on)
    there = [*_needs(needs, policy), *_grew(record, on, policy), *_package(record, on)]
    if not there:
        return None
    return Growth(
        account.id,
        account.name,
        there[0][0],
        why=tuple(why for _, why in there),
        band=health.band,
        may_bring=_budgets(needs, policy),
        annual=annual_revenue(record, on, policy),
        need=needs[0].id if needs else 0,
    )


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

    def order(g: Growth) -> tuple[int, int, int, str, int]:
        budget = next((m.minor for m in g.may_bring if m.currency == currency), 0)
        return KINDS.index(g.kind), -budget, -(g.annual or 0), g.name.casefold(), g.account_id

    return sorted(those, key=order)


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
