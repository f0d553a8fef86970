"""Days of the past written as 11/16 or 16/11, without a year: in the order of the writer's locale, and asked
where another day may be meant. English shorthand that is no day (24/7, 1/2 hour) is none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from ..phrase import Phrase, say
from .dates import month_first

SLASHED = re.compile(r"(?<![\d/$€£.,])\d{1,2}/\d{1,2}(?![\d/%])")
RECENT = timedelta(274)  # nine months: one longer ago may as well lie ahead
_NO_DAY = re.compile(  # a share, a mark, round the clock
    r"24/7\b|\d+/\d+ ?(?:of|an?|hours?|hrs?|days?|price|seats?|users?|done)\b", re.IGNORECASE
)
# the day of a thing that is merely told: "their renewal is 12/15", "the invoice of 11/2"
_TOLD = re.compile(
    r"\b(?:is|are|ends?|expires?|starts?|due|renews?|live|signed|since|until|till|by|before|dated|of|from)"
    r"(?: on)? $",
    re.IGNORECASE,
)
_MARK = re.compile(
    r"\b(?:nps|csat|scored?|rat(?:ed|ing)|marks?)(?: (?:us|is|was|of|at|it|a|an))*\W*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Slashed:
    """The first slashed day and where it begins; `refused` says why it must be asked, and `on` is None."""

    start: int
    on: date | None
    refused: Phrase | None = None


def slashed_day(text: str, today: date, language: str = "en-US") -> Slashed | None:
    """The first slashed day of a text, as one of the past; None where there is none."""
    for m in SLASHED.finditer(text):
        before = text[: m.start()]
        if not (_NO_DAY.match(text, m.start()) or _MARK.search(before) or _TOLD.search(before)):
            on, refused = _read(m.group(0), today, language)
            return Slashed(m.start(), on, refused)
    return None


def _read(typed: str, today: date, language: str) -> tuple[date | None, Phrase | None]:
    first, second = (int(n) for n in typed.split("/"))
    by_month, by_day = _latest(first, second, today), _latest(second, first, today)
    own, other = (by_month, by_day) if month_first(language) else (by_day, by_month)
    likely = {on for on in (own, other) if on and today - on <= RECENT}
    if len(likely) == 2 and own and other:
        return None, say(
            "“{typed}” may be {one} or {other}: which day was it?", typed=typed, one=own, other=other
        )
    meant = own or other
    if meant in likely:
        return meant, None
    return None, say("I can't read “{typed}” as a date.", typed=typed)


def _latest(month: int, day: int, today: date) -> date | None:
    """The latest such day that is not ahead; None: no calendar of this year or the last has it."""
    for year in (today.year, today.year - 1):
        try:
            on = date(year, month, day)
        except ValueError:
            continue
        if on <= today:
            return on
    return None
