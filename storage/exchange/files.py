"""CSV files as typed rows, or as a list of what is wrong with them. Knows columns and values, nothing of the database."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .cells import CHECKS, clean

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
LINES = frozenset({"note"})
"""Columns whose text may have several lines."""
_CURRENCY = COLUMNS["accounts"].index("currency")
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
    """A file's rows in the order of COLUMNS, with their line numbers; `raw` as they stood in the file, by which they are known.
    `has`: the columns that the file has; a cell of another one is empty and says nothing."""

    kind: str
    file: str
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    raw: list[list[str]] = field(default_factory=list)
    has: frozenset[str] = frozenset()


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
        if twice := [c for c in columns if header.count(c) > 1]:
            found.problems.append(Problem(found.file, 1, "", "", f"the column {', '.join(twice)} is there twice."))
            return
        found.unknown, found.has = [h for h in header if h not in columns], frozenset(columns).intersection(header)
        places = [header.index(c) if c in header else -1 for c in columns]
        width = len(header)
        for read in reader:
            if not any(read):
                continue
            if len(read) != width:
                what = f"the row has {len(read)} cells, the header {width}."
                found.problems.append(Problem(found.file, reader.line_num, "", "", what))
                continue
            cells = [_cell(read[p]) if p >= 0 else "" for p in places]
            tidy = "".join(cells).isprintable()
            found.raw.append(cells)
            row = cells if tidy else [clean(c, n in LINES) for n, c in zip(columns, cells, strict=True)]
            found.rows.append(_in_capitals(found.kind, row))
            found.lines.append(reader.line_num)
    except csv.Error as error:  # a cell of over 131,072 characters, too
        found.problems.append(Problem(found.file, reader.line_num, "", "", f"is no CSV: {error}."))


def _in_capitals(kind: str, row: list[str]) -> list[str]:
    """A row with the account's currency as currencies are written: "jpy" has the digits of JPY."""
    if kind != "accounts" or row[_CURRENCY].isupper() or not row[_CURRENCY].isascii():
        return row
    return [*row[:_CURRENCY], row[_CURRENCY].upper(), *row[_CURRENCY + 1 :]]


def _cell(text: str) -> str:
    """A cell without surrounding space and without an export's guard against formulas."""
    text = text.replace("\x00", "").strip()
    if len(text) > 1 and text[0] == "'" and text[1] in _FORMULA:
        text = text[1:].replace("\\|", "|")
    return text


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
