"""Which customers are loyal, ranked; when each was last thanked and last treated; what treats cost. Source:
DOMAIN, Revenue: loyal is who bought 5 times or more, or has been a customer for 3 years or more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from .calendar import months_between
from .facts.referred import RECEIVED
from .records import Record, days

PURCHASES, YEARS = 5, 3
THANKED_FOR = days(365)
"""For how long a thank-you, and a treat, counts."""


@dataclass(frozen=True, slots=True)
class Loyal:
    """A loyal account as of a day: days on which it bought, whole years as a customer since a day; when it
    was last thanked and last treated, None where never."""

    account_id: int
    name: str
    purchases: int
    years: int
    since: date
    owner: str = ""
    owner_id: int = 0
    thanked_on: date | None = None
    treated_on: date | None = None


def purchases(record: Record, on: date) -> int:
    """On how many days up to a date it bought something; a refund is no purchase."""
    return len({m.on for m in record.movements if m.kind == "purchase" and m.minor > 0 and m.on <= on})


def customer_since(record: Record) -> date:
    """Since when it has been a customer, as far as anybody knows."""
    return record.account.started_on or record.account.exists_on


def years_since(since: date, on: date) -> int:
    """Whole years as a customer."""
    return max(0, months_between(since, on) // 12)


def is_loyal(bought: int, years: int) -> bool:
    """By days with a purchase, or by years."""
    return bought >= PURCHASES or years >= YEARS


def loyal(record: Record, on: date) -> Loyal | None:
    """The account as a loyal one on a day; None when it is not active then, or not loyal (yet)."""
    then = record.at(on)
    since, bought = customer_since(record), purchases(record, on)
    years = years_since(since, on)
    if then.account.stands(on) != "active" or not is_loyal(bought, years):
        return None
    return Loyal(
        record.account.id,
        record.account.name,
        bought,
        years,
        since,
        owner=then.owner.name,
        owner_id=then.account.owner_id,
        thanked_on=last_thanked(record, on),
        treated_on=last_treated(record, on),
    )


def ranked(those: Iterable[Loyal]) -> list[Loyal]:
    """Who bought most first, then who has been a customer for longest, then by name."""
    return sorted(those, key=lambda x: (-x.purchases, x.since, x.name.casefold(), x.account_id))


def last_thanked(record: Record, on: date) -> date | None:
    """The last day up to a date on which they were thanked: for anything, or for whom they sent us."""
    thanked = [t.on for t in record.thanks if not t.is_treat]
    thanked += [r.thanked_on for r in record.referrals if r.kind == RECEIVED and r.thanked_on]
    return max((day for day in thanked if day <= on), default=None)


def last_treated(record: Record, on: date) -> date | None:
    """The last day up to a date on which they got a treat."""
    return max((t.on for t in record.thanks if t.is_treat and t.on <= on), default=None)


def is_past(day: date | None, on: date) -> bool:
    """Whether a thank-you or a treat of that day no longer counts on a date, or there was none."""
    return day is None or day + THANKED_FOR <= on


@dataclass(frozen=True, slots=True)
class Treated:
    """What treats of a span cost: minor units by currency (empty: the workspace's), how many treats, and how
    many of them have no cost on file: a sum is never taken for the whole while there is one."""

    costs: Mapping[str, int]
    treats: int
    unknown: int


def treats_cost(record: Record, first: date, last: date) -> Treated:
    """What the treats of an account cost from `first` to `last`, both included."""
    there = [t for t in record.thanks if t.is_treat and first <= t.on <= last]
    costs: dict[str, int] = {}
    for t in there:
        if t.cost is not None:
            costs[t.currency] = costs.get(t.currency, 0) + t.cost
    return Treated(costs, len(there), sum(t.cost is None for t in there))
