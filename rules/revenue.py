"""Revenue from movements: recurring revenue, growth, NRR and GRR. Amounts in minor units of the reporting currency.

A figure whose input is missing is a Missing with its reason, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from .policy import Policy
from .records import Movement, days

SIGN = {"new": 1, "expansion": 1, "contraction": -1, "churn": -1, "renewal": 0}


@dataclass(frozen=True, slots=True)
class Missing:
    why: str


@dataclass(frozen=True, slots=True)
class Retention:
    """NRR, the same without its largest single expansion, GRR (shares, 1.0 = 100 %), and what they rest on."""

    nrr: float | Missing
    grr: float | Missing
    nrr_without_largest: float | None = None
    largest_account: int | None = None
    basis: str = "recurring"
    left_out: int = 0


def year_before(on: date) -> date:
    """The same day a year earlier (28 February for a leap day)."""
    try:
        return on.replace(year=on.year - 1)
    except ValueError:
        return on.replace(year=on.year - 1, day=28)


def recurring(movements: Iterable[Movement], on: date, policy: Policy) -> int:
    """Annual recurring revenue at the end of a date; never below 0. Movements without a rate are left out."""
    total = 0
    for m in movements:
        if m.on <= on and m.kind in SIGN:
            total += SIGN[m.kind] * (policy.in_reporting_currency(m.minor, m.currency) or 0)
    return max(total, 0)


def purchased(movements: Iterable[Movement], first: date, last: date, policy: Policy) -> int:
    """One-off purchases after `first` up to and including `last`."""
    return sum(
        policy.in_reporting_currency(m.minor, m.currency) or 0 for m in movements if m.kind == "purchase" and first < m.on <= last
    )


def growth(movements: Sequence[Movement], on: date, policy: Policy) -> float | None:
    """Change of revenue over the last 12 months, as a share; None where a year cannot be compared."""
    if not movements:
        return None
    then = year_before(on)
    if any(m.kind in SIGN for m in movements):
        start, end = recurring(movements, then, policy), recurring(movements, on, policy)
    else:
        start, end = purchased(movements, year_before(then), then, policy), purchased(movements, then, on, policy)
    return None if start == 0 else end / start - 1


def annual_revenue(given: int | None, movements: Sequence[Movement], on: date, policy: Policy) -> int | None:
    """Revenue a year: the one given, else recurring, else purchases of 12 months. Source: DOMAIN, Cadence."""
    if given is not None:
        return given
    if any(m.kind in SIGN for m in movements):
        return recurring(movements, on, policy)
    if movements:
        return purchased(movements, year_before(on), on, policy)
    return None


def retention(by_account: Mapping[int, Sequence[Movement]], on: date, policy: Policy) -> Retention:
    """NRR and GRR of the 12 months to `on`, cohort of accounts with revenue at their start. Source: DOMAIN, Revenue."""
    then = year_before(on)
    left_out = sum(
        policy.in_reporting_currency(m.minor, m.currency) is None for ms in by_account.values() for m in ms if m.on <= on
    )
    if any(m.kind in SIGN for ms in by_account.values() for m in ms):
        starts = {a: recurring(ms, then, policy) for a, ms in by_account.items()}
        ends = {a: recurring(ms, on, policy) for a, ms in by_account.items()}
        basis, none = "recurring", "no recurring revenue 12 months ago"
    else:
        before = year_before(then)
        starts = {a: purchased(ms, before, then, policy) for a, ms in by_account.items()}
        ends = {a: purchased(ms, then, on, policy) for a, ms in by_account.items()}
        basis, none = "purchases", "no purchases in the 12 months before"
    cohort = [a for a, minor in starts.items() if minor > 0]
    start = sum(starts[a] for a in cohort)
    if not start:
        return Retention(Missing(none), Missing(none), basis=basis, left_out=left_out)
    nrr = sum(ends[a] for a in cohort) / start
    grr = sum(min(starts[a], ends[a]) for a in cohort) / start
    largest = max(((_largest_expansion(by_account[a], then, on, policy), a) for a in cohort), default=(0, 0))
    if basis == "purchases" or largest[0] == 0:
        return Retention(nrr, grr, basis=basis, left_out=left_out)
    return Retention(nrr, grr, nrr - largest[0] / start, largest[1], basis, left_out)


def _largest_expansion(movements: Iterable[Movement], first: date, last: date, policy: Policy) -> int:
    sizes = (
        policy.in_reporting_currency(m.minor, m.currency) or 0 for m in movements if m.kind == "expansion" and first < m.on <= last
    )
    return max(sizes, default=0)


def renewal_after(movements: Iterable[Movement], given: date | None) -> date | None:
    """The renewal date: the one given, moved on by a year for each later `renewal` movement that reaches it."""
    renews = given
    for m in sorted(movements, key=lambda m: m.on):
        if m.kind == "renewal" and renews is not None and m.on >= renews - days(90):
            renews = _year_after(renews)
    return renews


def _year_after(on: date) -> date:
    try:
        return on.replace(year=on.year + 1)
    except ValueError:
        return on.replace(year=on.year + 1, day=28)
