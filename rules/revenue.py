"""Revenue from movements: recurring revenue, growth, what is kept. Amounts in minor units of one currency at
a time.

A figure whose input is missing is a Missing with its reason, never 0. Amounts in a currency without a rate
are never added to others: they stand beside, in their own.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .calendar import months_between
from .facts.movement import SIGN, Movement
from .phrase import Money, Phrase, say
from .policy import Policy
from .records import Record

YOUNGEST = 90  # days of recurring revenue from which growth can be told


@dataclass(frozen=True, slots=True)
class Missing:
    why: Phrase


@dataclass(frozen=True, slots=True)
class Retention:
    """NRR, the same without its largest single expansion, GRR (shares, 1.0 = 100 %) of one part of a team's
    revenue.

    `basis` is recurring or purchases; `currency` that of the amounts; `lost` of `cohort` accounts bring
    nothing any more (logo churn). `start` and `end`: what the cohort brought then and brings now, in minor
    units; `kept`: the part of it that is no growth.
    """

    nrr: float | Missing
    grr: float | Missing
    basis: str = "recurring"
    currency: str = ""
    nrr_without_largest: float | None = None
    largest_name: str = ""
    cohort: int = 0
    lost: int = 0
    start: int = 0
    end: int = 0
    kept: int = 0


def year_before(on: date) -> date:
    """The same day a year earlier (28 February for a leap day)."""
    try:
        return on.replace(year=on.year - 1)
    except ValueError:
        return on.replace(year=on.year - 1, day=28)


def is_recurring(movement: Movement) -> bool:
    return movement.is_recurring


def by_currency(movements: Iterable[Movement], policy: Policy) -> dict[str, list[Movement]]:
    """Movements by the currency they can be added up in: the workspace's where there is a rate, else their
    own."""
    sorted_by: dict[str, list[Movement]] = defaultdict(list)
    for m in movements:
        minor = policy.in_reporting_currency(m.minor, m.currency)
        currency = policy.currency if minor is not None else m.currency
        sorted_by[currency].append(m if minor in (None, m.minor) else m._replace(minor=minor or 0))
    return sorted_by


def _in_one(movements: Sequence[Movement], policy: Policy) -> tuple[str, Sequence[Movement]] | None:
    """The movements in the one currency that holds all of them; None where there is none (or several)."""
    sums = by_currency(movements, policy)
    return next(iter(sums.items())) if len(sums) == 1 else None


def recurring(movements: Iterable[Movement], on: date, ends: Collection[date] = ()) -> int:
    """Annual recurring revenue at the end of a date, from movements of one currency; never below 0 on any
    day. `ends`: days on which the account was marked churned, which end what it brought until then."""
    by_day: dict[date, int] = defaultdict(int, {day: 0 for day in ends if day <= on})
    for m in movements:
        if m.on <= on and m.kind in SIGN:
            by_day[m.on] += SIGN[m.kind] * m.minor
    total = 0
    for day in sorted(by_day):
        total = 0 if day in ends else max(total + by_day[day], 0)
    return total


def purchased(movements: Iterable[Movement], first: date, last: date) -> int:
    """One-off purchases, less refunds, after `first` up to and including `last`; movements of one
    currency. Refunds of what was bought before don't make it less than nothing."""
    return max(sum(m.minor for m in movements if m.kind == "purchase" and first < m.on <= last), 0)


def _telling(movements: Iterable[Movement], on: date, years: int) -> list[Movement]:
    """The movements that say what an account brings: recurring ones where there are any, else the
    purchases of some years."""
    until = [m for m in movements if m.on <= on and m.minor]
    repeats = [m for m in until if is_recurring(m)]
    first = year_before(on) if years == 1 else year_before(year_before(on))
    return repeats or [m for m in until if m.on > first]


def _as_they_stand(movements: Sequence[Movement], policy: Policy) -> bool:
    """Whether their amounts add up as they are: all in the workspace's currency, or in one without a rate."""
    currencies = {m.currency for m in movements}
    return currencies <= {policy.currency, ""} or (
        len(currencies) == 1 and currencies.isdisjoint(policy.rates)
    )


def level(record: Record, on: date) -> int:
    """Recurring revenue a year at the end of a date, as `recurring` says it of all of the repeats."""
    from_on, brings = record.levels
    at = bisect_right(from_on, on)
    return brings[at - 1] if at else 0


def growth(record: Record, on: date, policy: Policy) -> tuple[float, int] | None:
    """Change of revenue as a share, and over how many months: 12, or since the first recurring revenue
    where that is 90 days to a year ago. None where nothing can be compared."""
    repeats = record.repeats
    if repeats and repeats[0].on <= on and _as_they_stand(repeats, policy):
        since = max(repeats[0].on, year_before(on))
        if (on - since).days < YOUNGEST:
            return None
        start, end = level(record, since), level(record, on)
        return (end / start - 1, months_between(since, on)) if start > 0 else None
    telling = _in_one(_telling(record.movements, on, years=2), policy) if record.movements else None
    if telling is None:
        return None
    moves, then = telling[1], year_before(on)
    first = min((m.on for m in moves if is_recurring(m)), default=None)
    if first is None:
        start, end, since = purchased(moves, year_before(then), then), purchased(moves, then, on), then
    else:
        since = max(first, then)
        if (on - since).days < YOUNGEST:
            return None
        start, end = recurring(moves, since, record.ends), recurring(moves, on, record.ends)
    return (end / start - 1, months_between(since, on)) if start > 0 else None


def annual_revenue(record: Record, on: date, policy: Policy) -> int | None:
    """Revenue a year in the workspace's currency: the one given, else recurring, else purchases of 12
    months; None when nothing is on file, or a rate is missing. Source: DOMAIN, Cadence."""
    brings = annual_money(record, on, policy)
    return brings.minor if brings is not None and brings.currency == policy.currency else None


def annual_money(record: Record, on: date, policy: Policy) -> Money | None:
    """The same, in its own currency where that has no rate; None when nothing is on file, or several have
    none."""
    account = record.account
    if account.annual_given is not None:
        minor = policy.in_reporting_currency(account.annual_given, account.currency)
        own = Money(account.annual_given, account.currency)
        return own if minor is None else Money(minor, policy.currency)
    telling = _telling(record.movements, on, years=1)
    if not telling:
        return Money(0, policy.currency) if any(m.minor and m.on <= on for m in record.movements) else None
    sum_of = _in_one(telling, policy)
    if sum_of is None:
        return None
    currency, moves = sum_of
    if any(is_recurring(m) for m in moves):
        return Money(recurring(moves, on, record.ends), currency)
    return Money(purchased(moves, year_before(on), on), currency)


def unrated(record: Record, on: date, policy: Policy) -> Money | None:
    """Revenue a year in its own currency, where the account has no figure in the workspace's: what is served
    through it may have one."""
    if record.account.annual is not None and not record.served:
        return None
    own = annual_money(record, on, policy)
    return None if record.served and own and own.currency == policy.currency else own


def retentions(
    records: Iterable[Record], ours: Collection[int], on: date, policy: Policy
) -> tuple[Retention, ...]:
    """What is kept of the revenue of 12 months before `on`, by the accounts of these people: each kind of
    revenue for its part, each currency without a rate by itself. Source: DOMAIN, Revenue (the cohort)."""
    groups: dict[str, list[tuple[Record, list[Movement]]]] = defaultdict(list)
    for record in records:
        if record.movements and belongs(record, ours, on):
            for currency, moves in by_currency(record.movements, policy).items():
                groups[currency].append((record, moves))
    kept = []
    for currency in sorted(groups, key=lambda c: (c != policy.currency, c)):
        kinds = {is_recurring(m) for _, moves in groups[currency] for m in moves if m.minor and m.on <= on}
        kept += [_recurring_part(groups[currency], on, currency)] if True in kinds else []
        kept += [_purchases_part(groups[currency], on, currency)] if False in kinds else []
    none = Missing(say("no revenue by date is on file"))
    return tuple(kept) or (Retention(none, none),)


def belongs(record: Record, ours: Collection[int], on: date) -> bool:
    """Owned by one of ours on that day, or, churned by then, owned by one of them when it was."""
    owner, gone = None, False
    for standing in record.standings:
        if standing.from_on > on:
            break
        if not (gone and standing.status == "churned"):
            owner = standing.owner_id
        gone = standing.status == "churned"
    return owner in ours


def gone_since(record: Record, on: date) -> date | None:
    """Since when an account that stands churned on a day has been so; None where it is a customer."""
    since = None
    for standing in reversed([s for s in record.standings if s.from_on <= on]):
        if standing.status != "churned":
            break
        since = standing.from_on
    return since


def _ends(record: Record, moves: Sequence[Movement], on: date) -> int:
    """Recurring revenue on a date; marking an account churned ends it."""
    return 0 if record.is_lost(on) else recurring(moves, on, record.ends)


def _recurring_part(cohort: Iterable[tuple[Record, list[Movement]]], on: date, currency: str) -> Retention:
    then = year_before(on)
    spans = [(r, moves, _ends(r, moves, then), _ends(r, moves, on)) for r, moves in cohort]
    return _kept(
        [s for s in spans if s[2] > 0],
        then,
        on,
        basis="recurring",
        currency=currency,
        none=say("no recurring revenue 12 months ago"),
    )


def _purchases_part(cohort: Iterable[tuple[Record, list[Movement]]], on: date, currency: str) -> Retention:
    then = year_before(on)
    spans = [(r, m, purchased(m, year_before(then), then), purchased(m, then, on)) for r, m in cohort]
    return _kept(
        [s for s in spans if s[2] > 0],
        then,
        on,
        basis="purchases",
        currency=currency,
        none=say("no purchases in the 12 months before"),
    )


Span = tuple[Record, list[Movement], int, int]


def _kept(spans: Sequence[Span], then: date, on: date, basis: str, currency: str, none: Phrase) -> Retention:
    start = sum(s for _, _, s, _ in spans)
    if not start:
        return Retention(Missing(none), Missing(none), basis, currency=currency)
    end = sum(e for _, _, _, e in spans)
    lost = sum(e <= 0 or record.is_lost(on) for record, _, _, e in spans)
    kept = sum(min(s, e) for _, _, s, e in spans)
    retention = Retention(
        end / start,
        kept / start,
        basis,
        currency=currency,
        cohort=len(spans),
        lost=lost,
        start=start,
        end=end,
        kept=kept,
    )
    grown = [(m, span) for span in spans for m in span[1] if m.kind == "expansion" and then < m.on <= on]
    if basis != "recurring" or not grown:
        return retention
    largest, (record, moves, _, brings) = max(grown, key=lambda g: (g[0].minor, g[1][0].account.name))
    without = end - brings + _ends(record, [m for m in moves if m is not largest], on)
    return replace(retention, nrr_without_largest=without / start, largest_name=record.account.name)
