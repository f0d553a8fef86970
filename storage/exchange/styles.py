"""Dates and numbers as other systems write them, brought to the one way in which our files have them. What
can be read two ways is asked, never guessed: 03/04/2026 and 1.200 are either."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

DAY, MONTH = "day", "month"
"""Which comes first in 03/04/2026."""
POINT, COMMA = "point", "comma"
"""What parts whole from fraction."""

_YEAR_FIRST = re.compile(
    r"(\d{4})\s*[-/.年년]\s*(\d{1,2})\s*[-/.月월]\s*(\d{1,2})\s*[日일.]?(?:\s*\([^)]{1,3}\))?(?:\s+\d.*)?",
    re.ASCII,
)
_YEAR_LAST = re.compile(r"(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4})(?:,?\s+\d.*)?", re.ASCII)
_DAY_NAMED = re.compile(r"(\d{1,2})[. -]+([A-Za-zäé]{3,9})\.?,?[ -]+(\d{4})")
_MONTH_NAMED = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})")
_MONTHS = {
    name: n
    for n, names in enumerate(
        (
            "jan",
            "feb",
            "mar mär mrz",
            "apr",
            "may mai",
            "jun",
            "jul",
            "aug",
            "sep",
            "oct okt",
            "nov",
            "dec dez",
        ),
        1,
    )
    for name in names.split()
}
_MONEY = re.compile(r"^[A-Z]{3}\s*|\s*[A-Z]{3}$|[$€£¥₩￥元円원\s\u00a0\u202f']|\+(?=\d)")
_MARKED = re.compile(r"-?\d[\d.,]*")
_GROUPED = re.compile(r"-?\d{1,3}(?:([.,])\d{3})+(?:([.,])\d*)?")


def date_order(values: Iterable[str]) -> tuple[str, str]:
    """(DAY, MONTH or "", an example that can be read both ways or ""): what the dates of one column tell of
    which comes first. Dots mean the day, a part above 12 tells for all."""
    seen, open_ = set[str](), ""
    for value in values:
        m = _YEAR_LAST.fullmatch(value)
        if not m or m[2] == ".":
            continue
        first, second = int(m[1]), int(m[3])
        if first > 12 >= second:
            seen.add(DAY)
        elif second > 12 >= first:
            seen.add(MONTH)
        elif first != second:
            open_ = open_ or value
    return (seen.pop() if len(seen) == 1 else "", open_)


def as_iso(value: str, order: str) -> str:
    """A date as 2026-11-22; the value itself where it is none that we read."""
    if m := _YEAR_FIRST.fullmatch(value):
        return _iso(value, m[1], m[2], m[3])
    if m := _YEAR_LAST.fullmatch(value):
        first, second = m[1], m[3]
        day_first = m[2] == "." or order == DAY or int(first) > 12 or (not order and first == second)
        if not day_first and not order and int(second) <= 12:
            return value
        return _iso(value, m[4], second, first) if day_first else _iso(value, m[4], first, second)
    if m := _DAY_NAMED.fullmatch(value):
        return _iso(value, m[3], str(_MONTHS.get(m[2][:3].lower(), 0)), m[1])
    if m := _MONTH_NAMED.fullmatch(value):
        return _iso(value, m[3], str(_MONTHS.get(m[1][:3].lower(), 0)), m[2])
    return value


def _iso(value: str, year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return value


def number_mark(values: Iterable[str]) -> tuple[str, str]:
    """(POINT, COMMA or "", an example that can be read both ways or ""): what the numbers of a file tell of
    what parts whole from fraction."""
    seen, open_ = set[str](), ""
    for value in values:
        bare = _bare(value)
        if mark := _tells(bare):
            seen.add(mark)
        elif _GROUPED.fullmatch(bare):
            open_ = open_ or value
    return (seen.pop() if len(seen) == 1 else "", open_)


def _bare(value: str) -> str:
    return _MONEY.sub("", value)


def _tells(bare: str) -> str:
    """The mark that a number shows by itself."""
    if not _MARKED.fullmatch(bare):
        return ""
    points, commas = bare.count("."), bare.count(",")
    if points and commas:
        return POINT if bare.rfind(".") > bare.rfind(",") else COMMA
    if points > 1 or commas > 1:
        return COMMA if points > 1 else POINT
    last = max(bare.rfind("."), bare.rfind(","))
    if last < 0 or _GROUPED.fullmatch(bare):
        return ""
    return POINT if points else COMMA


def as_plain(value: str, mark: str) -> str:
    """A number without currency and groups, its fraction behind a point; the value itself where it is
    none."""
    bare = _bare(value)
    if not _MARKED.fullmatch(bare):
        return value
    mark = _tells(bare) or mark
    if mark == COMMA:
        return bare.replace(".", "").replace(",", ".")
    return bare.replace(",", "") if mark == POINT or "," not in bare else value


def as_domain(value: str) -> str:
    """The domain of a website's address; another text as it is."""
    if "://" not in value and not value.lower().startswith("www."):
        return value
    bare = value.split("://")[-1].split("/")[0].split("?")[0].lower()
    return bare.removeprefix("www.") or value
