"""CSV files as typed rows, or as a list of what is wrong with them. Knows columns and values, nothing of the database."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from pathlib import Path

from babel.numbers import get_currency_precision

from rules.calendar import is_zone
from rules.records import CHANNELS, CONTACT_ROLES, DIRECTIONS, MOVEMENTS, OUTCOMES, PURPOSES, SEGMENTS, SENTIMENTS, STATUSES, TIERS

COLUMNS: dict[str, tuple[str, ...]] = {
    "people": ("email", "name", "role", "manager_email", "timezone", "country"),
    "accounts": (
        "name", "owner_email", "tier", "segment", "annual_revenue", "currency", "margin", "started_on", "renews_on", "services",
        "aliases", "industry", "country", "parent", "domain", "external_id", "status",
    ),
    "contacts": ("account", "name", "email", "title", "role", "prefers", "birthday", "left_on", "external_id"),
    "touches": (
        "account", "by_email", "at", "channel", "direction", "outcome", "purpose", "minutes", "contact", "sentiment", "note",
        "external_id",
    ),
    "revenue": ("account", "on", "kind", "amount", "currency", "service", "external_id"),
}  # fmt: skip
REQUIRED = {
    "people": ("email",), "accounts": ("name", "owner_email"), "contacts": ("account", "name"), "touches": ("account", "at"),
    "revenue": ("account", "on", "kind", "amount"),
}  # fmt: skip
_FORMULA = frozenset("@+-=|%\t\r")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where. `line` counts from 1, the header being line 1; 0 for the file as a whole."""

    file: str
    line: int
    column: str
    value: str
    what: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        shown = f", {self.column} “{self.value[:60]}”" if self.column else ""
        return f"{where}{shown}: {self.what}"


@dataclass(slots=True)
class Rows:
    """A file's rows in the order of COLUMNS, with their line numbers."""

    kind: str
    file: str
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_file(path: Path) -> Rows:
    """Read a file known by its name; what is wrong with it as a whole is in `problems`."""
    kind = path.stem.lower()
    found = Rows(kind, path.name)
    say = found.problems.append
    if kind not in COLUMNS:
        say(Problem(path.name, 0, "", "", f"no such file is known; the names are {', '.join(f'{k}.csv' for k in COLUMNS)}."))
        return found
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        say(Problem(path.name, 0, "", "", f"can't be read: {error.strerror}."))
        return found
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        say(Problem(path.name, line, "", "", "is not UTF-8 text. Save the file as “CSV UTF-8” and import it again."))
        return found
    _parse(found, content)
    return found


def _parse(found: Rows, content: str) -> None:
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    columns = COLUMNS[found.kind]
    try:
        header = [h.strip().lower() for h in next(reader, [])]
        missing = [c for c in REQUIRED[found.kind] if c not in header]
        if missing:
            found.problems.append(Problem(found.file, 1, "", "", f"the column {', '.join(missing)} is missing."))
            return
        found.unknown = [h for h in header if h not in columns]
        places = [header.index(c) if c in header else -1 for c in columns]
        width = len(header)
        for row in reader:
            if not any(row):
                continue
            if len(row) != width:
                what = f"the row has {len(row)} cells, the header {width}."
                found.problems.append(Problem(found.file, reader.line_num, "", "", what))
                continue
            found.rows.append([_cell(row[p]) if p >= 0 else "" for p in places])
            found.lines.append(reader.line_num)
    except csv.Error as error:
        found.problems.append(Problem(found.file, reader.line_num, "", "", f"is no CSV: {error}."))


def _cell(text: str) -> str:
    """A cell without surrounding space and without an export's guard against formulas."""
    text = text.strip()
    if len(text) > 1 and text[0] == "'" and text[1] in _FORMULA:
        text = text[1:].replace("\\|", "|")
    return text


Check = Callable[[str], str | None]


def _one_of(known: Sequence[str]) -> Check:
    allowed = frozenset(known)
    return lambda v: None if v in allowed else f"is none of: {', '.join(known)}."


@cache
def _date_error(value: str) -> str | None:
    return None if as_date(value) else "is no date such as 2026-11-22."


@lru_cache(maxsize=100_000)
def _instant_error(value: str) -> str | None:
    if as_date(value):
        return None
    at = as_instant(value)
    return None if at and at.tzinfo else "is no date, nor an instant with its offset such as 2026-11-22T09:30:00+01:00."


@cache
def _email_error(value: str) -> str | None:
    return None if "@" in value[1:-1] and " " not in value else "is no e-mail address."


@lru_cache(maxsize=100_000)
def _amount_error(value: str) -> str | None:
    return None if as_decimal(value) is not None else "is no amount such as 1200.50."


def _minutes_error(value: str) -> str | None:
    return None if value.isdigit() and 0 <= int(value) <= 1440 else "is no number of minutes from 0 to 1440."


def _currency_error(value: str) -> str | None:
    return None if len(value) == 3 and value.isascii() and value.isalpha() else "is no currency such as USD."


def _birthday_error(value: str) -> str | None:
    return _date_error(value) and _date_error(f"2000-{value.lstrip('-')}") and "is no day such as 1980-05-12 or 05-12."


CHECKS: dict[str, dict[str, Check]] = {
    "people": {"email": _email_error, "role": _one_of(("rep", "manager", "admin")), "manager_email": _email_error,
               "timezone": lambda v: None if is_zone(v) else "is no time zone such as Europe/Berlin."},
    "accounts": {"owner_email": _email_error, "tier": _one_of(TIERS), "segment": _one_of(SEGMENTS), "annual_revenue": _amount_error,
                 "currency": _currency_error, "margin": _amount_error, "started_on": _date_error, "renews_on": _date_error,
                 "status": _one_of(STATUSES)},
    "contacts": {"role": _one_of(CONTACT_ROLES), "birthday": _birthday_error, "left_on": _date_error},
    "touches": {"by_email": _email_error, "at": _instant_error, "channel": _one_of(CHANNELS), "direction": _one_of(DIRECTIONS),
                "outcome": _one_of(OUTCOMES), "purpose": _one_of(PURPOSES), "minutes": _minutes_error,
                "sentiment": _one_of(SENTIMENTS)},
    "revenue": {"on": _date_error, "kind": _one_of(MOVEMENTS), "amount": _amount_error, "currency": _currency_error},
}  # fmt: skip


def check(found: Rows) -> Iterator[tuple[int, Problem]]:
    """(row number, problem) for every cell whose value can't be."""
    columns = COLUMNS[found.kind]
    checks = [(n, columns[n], test) for n, name in enumerate(columns) if (test := CHECKS[found.kind].get(name))]
    required = [(columns.index(c), c) for c in REQUIRED[found.kind]]
    good: set[tuple[int, str]] = set()
    for number, row in enumerate(found.rows):
        for n, name in required:
            if not row[n]:
                yield number, Problem(found.file, found.lines[number], name, "", "is required and empty.")
        for n, name, test in checks:
            value = row[n]
            if value and (n, value) not in good:
                wrong = test(value)
                if wrong:
                    yield number, Problem(found.file, found.lines[number], name, value, wrong)
                else:
                    good.add((n, value))


@lru_cache(maxsize=100_000)
def as_date(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if len(value) == 10 else None
    except ValueError:
        return None


def as_instant(value: str) -> datetime | None:
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return None


def as_decimal(value: str) -> Decimal | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < Decimal(10) ** 13 else None


@cache
def precision(currency: str) -> int:
    """Digits behind the point that a currency has: 2 for USD, 0 for JPY."""
    return int(get_currency_precision(currency or "USD"))


@lru_cache(maxsize=100_000)
def as_minor(value: str, currency: str) -> int | None:
    """An amount in major units as integer minor units; None when empty."""
    number = as_decimal(value) if value else None
    return None if number is None else round(number * 10 ** precision(currency))
