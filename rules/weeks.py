"""The weekdays that somebody works, as they are typed and as they are written: Mon to Thu."""

from __future__ import annotations

import re

from .phrase import say

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NAMES = tuple(name[:3] for name in WEEKDAYS)
NO_DAY = say("At least one day.")
_SIGNS = ("月", "火", "水", "木", "金", "土", "日"), ("월", "화", "수", "목", "금", "토", "일")

_JOINS = re.compile(r"\s*(?:\bto\b|\bthrough\b|-|–|~|〜|から|부터)\s*", re.IGNORECASE)
_PARTS = re.compile(r"[,;、・/&+\s]+|\band\b", re.IGNORECASE)


def read_week(typed: str) -> str | None:
    """The ISO weekdays of "Mon to Thu", "Mon, Wed, Fri", "月〜木" or 1234; None for what names none."""
    if typed.strip().isascii() and typed.strip().isdigit():
        return week_of(typed.strip())
    days = set[str]()
    for part in filter(None, _PARTS.split(_JOINS.sub("-", typed.strip()))):
        ends = [_day(name) for name in part.split("-")]
        if not all(ends) or len(ends) > 2:
            return None
        first, last = ends[0], ends[-1]
        days |= {str((first - 1 + n) % 7 + 1) for n in range((last - first) % 7 + 1)}
    return week_of(days)


def week_of(days: str | set[str]) -> str | None:
    """Chosen ISO weekdays in their order; None where there is none, or one that is no weekday."""
    chosen = set(days)
    return "".join(sorted(chosen)) if chosen and chosen <= set("1234567") else None


def written(week: str) -> str:
    """A week in words: three days in a row or more as their ends."""
    rows: list[list[int]] = []
    for day in map(int, week):
        if rows and rows[-1][-1] == day - 1:
            rows[-1].append(day)
        else:
            rows.append([day])
    return ", ".join(
        f"{NAMES[row[0] - 1]} to {NAMES[row[-1] - 1]}"
        if len(row) > 2
        else ", ".join(NAMES[d - 1] for d in row)
        for row in rows
    )


def _day(name: str) -> int:
    """The ISO weekday of a name; 0 for what is none."""
    word = name.strip().rstrip(".").removesuffix("曜日").removesuffix("曜").removesuffix("요일").casefold()
    for signs in _SIGNS:
        if word in signs:
            return signs.index(word) + 1
    return next(
        (n for n, long in enumerate(WEEKDAYS, 1) if len(word) >= 3 and long.lower().startswith(word)), 0
    )
