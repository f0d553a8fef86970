"""Days as admins type them, a line each: `JP: 12-29 to 01-03, 08-13 to 08-16`. A line without a country holds
for everybody; where a line may name a year, it holds in that year alone."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from .calendar import DAY
from .facts.templates import lines_of
from .language.countries import code_of
from .phrase import Phrase, say

MOST = 60  # days of one country
LEAP = 2000  # a year that has every day
_LINE = re.compile(r"(?:(?P<country>[^:]*):)?(?P<days>[^:]*)")
_DAY = r"(?:(?:\d{4}-)?\d{1,2}-\d{1,2})"
_SPAN = re.compile(rf"\s*(?P<first>{_DAY})(?:\s*(?:to|until|–|~|〜)\s*(?P<last>{_DAY}))?\s*", re.ASCII)


class Line(NamedTuple):
    """The days of a country (ISO code; empty: everybody's), as 12-29 or, of one year, as 2026-12-29."""

    country: str
    days: frozenset[str]


@lru_cache(maxsize=1024)
def days_of(text: str, country: str) -> frozenset[str]:
    """The days that hold in a country, by its code or its name; a line that can't be read is left out."""
    code = code_of(country)
    lines = (line for typed in lines_of(text) if (line := _line(typed, years=True)))
    return frozenset().union(*(line.days for line in lines if line.country in ("", code)))


def holds(text: str, country: str, on: date) -> bool:
    """Whether a day is among them."""
    days = days_of(text, country)
    return bool(days) and (f"{on:%m-%d}" in days or on.isoformat() in days)


def run_ends(text: str, country: str, on: date) -> date | None:
    """The last of the days in a row that a day is among; None where it is not."""
    last = on if holds(text, country, on) else None
    while last and (last - on).days <= MOST and holds(text, country, last + DAY):
        last += DAY
    return last


def days_error(text: str, setting: Phrase | str, years: bool = False) -> Phrase | None:
    """What is wrong with such lines, and in which; None when they can be read. `years`: a line may name
    one."""
    by_country: dict[str, frozenset[str]] = {}
    for typed in lines_of(text):
        line = _line(typed, years)
        if line is None:
            return say(
                "{setting}, “{line}”: a country and its days, such as: JP: 12-29 to 01-03, 08-13 to 08-16",
                setting=setting,
                line=typed[:60],
            )
        by_country[line.country] = by_country.get(line.country, frozenset()) | line.days
        if len(by_country[line.country] | by_country.get("", frozenset())) > MOST:
            return say(
                "{setting}, “{line}”: a country has at most {most} such days.",
                setting=setting,
                line=typed[:60],
                most=MOST,
            )
    everybody = by_country.get("", frozenset())
    over = next((c for c, days in by_country.items() if len(days | everybody) > MOST), None)
    if over is not None:
        return say(
            "{setting}, {country}: at most {most} such days.", setting=setting, country=over, most=MOST
        )
    return None


def _line(typed: str, years: bool) -> Line | None:
    read = _LINE.fullmatch(typed)
    named = read["country"] if read else None
    country = "" if named is None else code_of(named)
    if read is None or (named is not None and not country):
        return None
    days = set[str]()
    for piece in read["days"].split(","):
        span = _SPAN.fullmatch(piece)
        reached = _days(span["first"], span["last"] or span["first"], years) if span else None
        if reached is None:
            return None
        days |= reached
    return Line(country, frozenset(days))


def _days(first: str, last: str, years: bool) -> set[str] | None:
    """Each day of a span; the turn of a year may lie in one without a year. None where it can't be."""
    of_a_year = first.count("-") == 2
    if of_a_year != (last.count("-") == 2) or (of_a_year and not years):
        return None
    begins, ends = (_date(text) for text in (first, last))
    if begins is None or ends is None or (of_a_year and not 0 <= (ends - begins).days < MOST):
        return None
    count = (ends - begins).days if of_a_year or ends >= begins else (ends - begins).days + 366
    days = (begins + timedelta(n) for n in range(count + 1))
    return {d.isoformat() if of_a_year else f"{d:%m-%d}" for d in days}


def _date(text: str) -> date | None:
    *year, month, day = (int(n) for n in text.split("-"))
    try:
        return date(year[0] if year else LEAP, month, day)
    except ValueError:
        return None
