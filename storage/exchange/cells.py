"""Cells of a file: what each may hold, and its value. Whatever a cell holds, it is a value or a sentence,
never an error."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Any

from babel.numbers import get_currency_precision

from rules.calendar import WEEK as EVERY_WEEK
from rules.calendar import is_zone
from rules.names import normalise
from rules.weeks import read_week, written

FIRST_YEAR, LAST_YEAR = 1900, 2200  # what a calendar, a zone or a cadence adds to these dates is still a date
# of what an index holds: PostgreSQL's takes 2,700 bytes, and a key may hold two names
MOST_SIGNS, MOST_BYTES = (500, 1200)
MOST_MAJOR = Decimal(10) ** 13
OUTSIDE = f"lies outside the years {FIRST_YEAR} to {LAST_YEAR}."
_LINES, _SPACES = str.maketrans("\r", "\n"), str.maketrans(dict.fromkeys("\r\n\t\v\f\x85", " "))
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
Check = Callable[[str], str | None]


def shown(value: Any) -> str:
    """A stored value as a cell."""
    return value.isoformat() if isinstance(value, date | datetime) else "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Cell:
    """A kind of cell. `wrong`: what is wrong with a text, if anything is; `read`: a text as a value, an
    empty one is `empty`; `show`: the value as a text. `fold`: what a name or address is known by; `tidy`:
    how its text is always written; `lines`: it may have several; `words`: the few that it may be."""

    wrong: Check | None = None
    read: Callable[[str], Any] = str
    show: Callable[[Any], str] = shown
    empty: Any = ""
    fold: Callable[[str], str] | None = None
    tidy: Callable[[str], str] | None = None
    lines: bool = False
    words: tuple[str, ...] = ()

    def value(self, text: str) -> Any:
        return self.read(text) if text else self.empty

    def said_as(self, text: str) -> str:
        """The word that is meant, in whatever capitals and however joined; another text as it is."""
        said = joined(text)
        meant = (w for w in self.words if said in (joined(w), f"tier {joined(w)}", f"{joined(w)} tier"))
        return next(meant, text)


def clean(text: str, lines: bool = False) -> str:
    """A cell without control characters (one of them separates cells where rows are remembered); with
    `lines` a text keeps its line ends and tabs, elsewhere each becomes a space."""
    if text.isprintable():
        return text
    text = text.replace("\r\n", "\n").translate(_LINES if lines else _SPACES)
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"}).strip()


@lru_cache(maxsize=100_000)
def _date_error(value: str) -> str | None:
    if as_date(value):
        return None
    return OUTSIDE if _DAY.fullmatch(value) and _is_day(value) else "is no date such as 2026-11-22."


@lru_cache(maxsize=100_000)
def _instant_error(value: str) -> str | None:
    if as_date(value) or as_instant(value):
        return None
    if _DAY.match(value[:10]) and not FIRST_YEAR <= int(value[:4]) <= LAST_YEAR:
        return OUTSIDE
    return "is no date, nor an instant with its offset such as 2026-11-22T09:30:00+01:00."


@lru_cache(maxsize=100_000)
def _email_error(value: str) -> str | None:
    return (
        None
        if "@" in value[1:-1] and " " not in value and len(value) <= MOST_SIGNS
        else "is no e-mail address."
    )


@lru_cache(maxsize=100_000)
def _amount_error(value: str) -> str | None:
    return None if as_decimal(value) is not None else "is no amount such as 1200.50."


def _positive_error(value: str) -> str | None:
    wrong = _amount_error(value)
    return wrong or ("can't be below 0." if (as_decimal(value) or 0) < 0 else None)


def _minutes_error(value: str) -> str | None:
    fits = value.isascii() and value.isdigit() and len(value) <= 4 and int(value) <= 1440
    return None if fits else "is no number of minutes from 0 to 1440."


def _currency_error(value: str) -> str | None:
    return None if len(value) == 3 and value.isascii() and value.isalpha() else "is no currency such as USD."


def _birthday_error(value: str) -> str | None:
    return (
        _date_error(value)
        and _date_error(f"2000-{value.lstrip('-')}")
        and "is no day such as 1980-05-12 or 05-12."
    )


@lru_cache(maxsize=100_000)
def _name_error(value: str) -> str | None:
    key = normalise(value)
    if len(value) > MOST_SIGNS or len(key.encode()) > MOST_BYTES:
        return f"is too long: at most {MOST_SIGNS} characters."
    return None if any(map(str.isalnum, key)) else "has no letter or digit."


def _names_error(value: str) -> str | None:
    return next(filter(None, map(_name_error, filter(str.strip, value.split(";")))), None)


def _id_error(value: str) -> str | None:
    return None if len(value) <= MOST_SIGNS else f"is too long: at most {MOST_SIGNS} characters."


def _is_day(value: str) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


@lru_cache(maxsize=100_000)
def as_date(value: str) -> date | None:
    """A date as in 2026-11-22 of the years that we know; None for everything else."""
    if not _DAY.fullmatch(value) or not _is_day(value):
        return None
    on = date.fromisoformat(value)
    return on if FIRST_YEAR <= on.year <= LAST_YEAR else None


def as_instant(value: str) -> datetime | None:
    """An instant with its offset, of the years that we know; None for everything else."""
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    if at.tzinfo is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
        return None
    return at if FIRST_YEAR <= at.astimezone(UTC).year <= LAST_YEAR else None


def as_decimal(value: str) -> Decimal | None:
    """A number of at most 40 digits, below 10^13 either way; None for everything else ("NaN", "1e999999",
    "١٢")."""
    if len(value) > 40 or not _NUMBER.fullmatch(value):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if abs(number) < MOST_MAJOR else None


@cache
def precision(currency: str) -> int:
    """Digits behind the point that a currency has: 2 for USD, 0 for JPY."""
    return int(get_currency_precision(currency or "USD"))


@lru_cache(maxsize=100_000)
def as_minor(value: str, currency: str) -> int | None:
    """An amount in major units as integer minor units; None when empty."""
    number = as_decimal(value) if value else None
    return None if number is None else round(number * 10 ** precision(currency))


def major(minor: int | None, currency: str) -> str:
    """Minor units as major ones with a decimal point, no trailing zeros."""
    if minor is None:
        return ""
    amount = Decimal(minor).scaleb(-precision(currency))
    return f"{amount:f}".rstrip("0").rstrip(".") if "." in f"{amount:f}" else f"{amount:f}"


def _zone_error(value: str) -> str | None:
    return None if is_zone(value) else "is no time zone such as Europe/Berlin."


def _week_error(value: str) -> str | None:
    return None if read_week(value) else "names no weekdays such as Mon to Thu, or Mon, Wed, Fri."


def _capitals(text: str) -> str:
    return text.upper() if text.isascii() else text


def one_of(known: Sequence[str], empty: str = "") -> Cell:
    """One of a few words; `empty` is what no word means."""
    allowed = frozenset(known)
    none = f"is none of: {', '.join(known)}."
    return Cell(lambda v: None if v in allowed else none, empty=empty, words=tuple(known))


def joined(text: str) -> str:
    """A word in small letters, its parts with a space between them."""
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())


TEXT, NOTE = Cell(), Cell(lines=True)
NAME, NAMES, ID = Cell(_name_error, fold=normalise), Cell(_names_error), Cell(_id_error)
EMAIL, ZONE = Cell(_email_error, fold=str.lower), Cell(_zone_error, empty="UTC")
DATE, BIRTHDAY, INSTANT = Cell(_date_error, as_date, empty=None), Cell(_birthday_error), Cell(_instant_error)
WEEK = Cell(_week_error, lambda v: read_week(v) or EVERY_WEEK, written, empty=EVERY_WEEK)
NUMBER, MINUTES = Cell(_amount_error), Cell(_minutes_error)
AMOUNT, POSITIVE = Cell(_amount_error, empty=None), Cell(_positive_error, empty=None)
CURRENCY = Cell(_currency_error, str.upper)
CAPITALS = Cell(_currency_error, tidy=_capitals)
"""A currency that is compared as currencies are written."""
