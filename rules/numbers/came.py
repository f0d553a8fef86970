"""Who came, who left and how long they stay: gained and lost customers, what the lost cost, mean tenure.
Source: DOMAIN, Revenue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from ..phrase import Money, Phrase, count, say
from ..records import days
from ..revenue import Missing
from .figure import COUNT, MONEY, YEARS, Figure
from .team import Customer, Team, brings

TENURE = say(
    "Years since they started (else since the first touch, purchase, or the day they were added), of those "
    "who are customers and those who left in the year, up to the day they left; the mean."
)
GAINED = say("Accounts that exist since a day in the year: started, first touched, first bought, or added.")
LOST = say("Accounts that stand churned since a day in the year. One that came back is not among them.")
COST = say("Their revenue a year on the day before they left, or before their revenue ended.")
YEAR = 365.25
ENDED = days(90)
"""Before an account was marked churned, in which its revenue may have ended."""


def came(team: Team) -> list[Figure]:
    """Tenure, gained, lost, and what the lost cost in each currency."""
    gained = sum(team.in_year(c.record.account.exists_on) for c in team.customers)
    gone = lost(team)
    left = count("1 customer left", "{count} customers left", len(gone))
    return [
        _tenure(team),
        Figure("gained", COUNT, gained, GAINED),
        Figure("lost", COUNT, len(gone), LOST, (left,)),
        *_cost(team, gone),
    ]


def lost(team: Team) -> list[Customer]:
    """Customers who left in the year and are still gone, the last first."""
    gone = [c for c in team.customers if c.gone_on and team.in_year(c.gone_on)]
    return sorted(gone, key=lambda c: (-(c.gone_on or team.on).toordinal(), c.name))


def brought(team: Team, customer: Customer) -> Money | None:
    """What a customer who left brought a year with those served through it, the day before; None when
    unknown. Where the revenue ended some days before it was marked churned, the day before that."""
    gone_on = customer.gone_on or team.on
    ended = (m.on for m in customer.record.movements if m.kind == "churn")
    first = min((day for day in ended if gone_on - ENDED <= day <= gone_on), default=gone_on)
    return brings((customer.record, *customer.served), first - days(1), team.policy)


def _cost(team: Team, gone: Iterable[Customer]) -> list[Figure]:
    sums = defaultdict[str, int](int)
    unknown = known = 0
    for customer in gone:
        money = brought(team, customer)
        if money is None:
            unknown += 1
        else:
            known += 1
            sums[money.currency] += money.minor
    own = team.policy.currency
    inputs: tuple[Phrase, ...] = (count("of 1 customer", "of {count} customers", known),)
    if unknown:
        inputs += (count("revenue of 1 is unknown", "revenue of {count} is unknown", unknown),)
    if unknown and not known:
        why = Missing(say("the revenue of those who left is not on file"))
        return [Figure("lost_cost", MONEY, why, COST, inputs, currency=own, whole=unknown)]
    whole = known + unknown
    return [
        Figure("lost_cost", MONEY, sums[currency], COST, inputs, currency=currency, part=known, whole=whole)
        for currency in sorted(sums.keys() or {own}, key=lambda c: (c != own, c))
    ]


def _tenure(team: Team) -> Figure:
    there = [c for c in team.customers if c.gone_on is None or team.in_year(c.gone_on)]
    if not there:
        return Figure("tenure", YEARS, Missing(say("no customer")), TENURE)
    stayed = [_days(c, team.on) for c in there]
    value = sum(stayed) / len(stayed) / YEAR
    given = sum(c.record.account.started_on is not None for c in there)
    inputs = (
        count("1 customer", "{count} customers", len(there)),
        say("the start of {given} is on file", given=given),
    )
    return Figure("tenure", YEARS, value, TENURE, inputs, whole=len(there))


def _days(customer: Customer, on: date) -> int:
    account = customer.record.account
    return max(((customer.gone_on or on) - (account.started_on or account.exists_on)).days, 0)
