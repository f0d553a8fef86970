"""Figures of growth computed once more, from the rows of CSV files and in plain Python: what the tests hold
the product's own against. Nothing of rules/ is used here.

Amounts are in major units, of one currency; `rows` are those of accounts.csv, revenue.csv and touches.csv.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from statistics import median
from typing import Any

Row = Mapping[str, Any]
MINUTES = {"call": 15, "video": 30, "meeting": 45, "visit": 90, "email": 5, "message": 5}
YEARS = 10


def day_of(row: Row, column: str) -> date:
    return date.fromisoformat(str(row[column])[:10])


def year_back(on: date) -> date:
    return on.replace(year=on.year - 1, day=28 if (on.month, on.day) == (2, 29) else on.day)


def bought_on(revenue: Iterable[Row]) -> dict[str, list[date]]:
    """The days on which each account bought, each once, oldest first."""
    days = defaultdict[str, set[date]](set)
    for row in revenue:
        if row["kind"] == "purchase" and float(row["amount"]) > 0:
            days[row["account"]].add(day_of(row, "on"))
    return {name: sorted(of) for name, of in days.items()}


def return_on_relationships(
    accounts: Iterable[Row], revenue: Sequence[Row], touches: Iterable[Row], on: date
) -> dict[bool, tuple[int, int]]:
    """Of the accounts that somebody touched in the year (True), and of those that nobody did: how many bought
    again, how many were helped."""
    first, buys = year_back(on), bought_on(revenue)
    met = {t["account"] for t in touches if t["outcome"] == "reached" and first < day_of(t, "at") <= on}
    counts = {True: [0, 0], False: [0, 0]}
    for account in accounts:
        name = account["name"]
        in_window = [d for d in buys.get(name, []) if first < d <= on]
        if name not in met and not in_window:
            continue
        counts[name in met][1] += 1
        counts[name in met][0] += any(d > buys[name][0] for d in in_window)
    return {touched: (again, helped) for touched, (again, helped) in counts.items()}


def loyal(accounts: Iterable[Row], revenue: Sequence[Row], on: date) -> dict[str, int]:
    """Those who bought on five or more days, or are customers for three whole years: with those days."""
    buys = bought_on(revenue)
    until = {a["name"]: sum(d <= on for d in buys.get(a["name"], [])) for a in accounts}
    three = {a["name"] for a in accounts if a["started_on"] and _years(day_of(a, "started_on"), on) >= 3}
    return {name: count for name, count in until.items() if count >= 5 or name in three}


def _years(first: date, on: date) -> int:
    return on.year - first.year - ((on.month, on.day) < (first.month, first.day))


def concentration(accounts: Iterable[Row]) -> tuple[int, int]:
    """The fewest accounts that make 80 % of revenue, and of how many."""
    brings = sorted((float(a["annual_revenue"]) for a in accounts if a["annual_revenue"]), reverse=True)
    count, made = 0, 0.0
    while brings and made < 0.8 * sum(brings) - 1e-6:
        made += brings[count]
        count += 1
    return count, len(brings)


def segments(accounts: Iterable[Row], recurring: Iterable[str] = ()) -> dict[str, str]:
    """Money makers: of the first fifth by revenue, with three services or none known. Contributors: else of
    the first three fifths, or recurring with half of the median. Fillers: the rest."""
    known = [a for a in accounts if float(a["annual_revenue"] or 0) > 0]
    known.sort(key=lambda a: (-float(a["annual_revenue"]), a["name"]))
    middle = median(float(a["annual_revenue"]) for a in known) if known else 0.0
    said = {}
    for n, a in enumerate(known):
        services = [s for s in a["services"].split(";") if s]
        mid_size = a["name"] in set(recurring) and float(a["annual_revenue"]) >= middle / 2
        if n < 0.2 * len(known) and (not services or len(services) >= 3):
            said[a["name"]] = "money maker"
        else:
            said[a["name"]] = "contributor" if n < 0.6 * len(known) or mid_size else "filler"
    return said


def minutes(touches: Iterable[Row], on: date, back: int = 365) -> dict[str, int]:
    """Of each account in so many days up to `on`: as said, else by channel."""
    spent = defaultdict[str, int](int)
    for t in touches:
        if on - timedelta(days=back) < day_of(t, "at") <= on:
            spent[t["account"]] += int(t.get("minutes") or MINUTES.get(t["channel"], 0))
    return spent


def retention(accounts: Iterable[Row], revenue: Sequence[Row], on: date) -> tuple[float, float, int, int]:
    """Of purchases alone: what the cohort of the year before bought again (NRR), at most what it had bought
    (GRR), how many it was and how many are lost. Raises ZeroDivisionError without a cohort."""
    then = year_back(on)

    def sums(first: date, last: date) -> dict[str, float]:
        of = defaultdict[str, float](float)
        for r in revenue:
            if r["kind"] == "purchase" and first < day_of(r, "on") <= last:
                of[r["account"]] += float(r["amount"])
        return of

    before, now, names = sums(year_back(then), then), sums(then, on), {a["name"] for a in accounts}
    cohort = {name: start for name, start in before.items() if start > 0 and name in names}
    ends = {name: max(now.get(name, 0.0), 0.0) for name in cohort}
    start = sum(cohort.values())
    gross = sum(min(cohort[name], ends[name]) for name in cohort)
    lost = sum(end <= 0 for end in ends.values())
    return sum(ends.values()) / start, gross / start, len(cohort), lost


def lifetime_value(margin_a_year: float, retained: float, discount: float) -> float:
    """What an account leaves over ten years, the first of them whole."""
    return sum(margin_a_year * (retained / (1 + discount)) ** t for t in range(YEARS))


def late_orders(revenue: Sequence[Row], on: date) -> dict[str, tuple[int, int]]:
    """Accounts whose usual order is late by its own rhythm, from three on: usual gap, days over it."""
    late = {}
    for name, days in bought_on(revenue).items():
        until = [d for d in days if d <= on]
        if len(until) < 3:
            continue
        usual = int(median((b - a).days for a, b in zip(until, until[1:], strict=False)))
        over = (on - until[-1]).days - usual
        if usual >= 7 and over >= max(3, usual // 4):
            late[name] = usual, over
    return late
