"""Days of a line in numbers: "2026-11-20", "11/20", "20.11.", "11월 20일"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from .day import When, one_day

# numbers ----------------------------------------------------------------------------------------------------
_ISO = re.compile(r"(?<![\d-])(?P<y>20\d\d)-(?P<m>[01]?\d)-(?P<d>[0-3]?\d)(?![\d-])")


_CJK = re.compile(r"(?:(?P<y>20\d\d)[년年]\s?)?(?P<m>1?\d)[월月]\s?(?P<d>[1-3]?\d)[일日]")


_SLASHED = re.compile(
    r"(?<![\d/.$#])(?!24/7)(?P<a>[0-3]?\d)(?P<s>[/.])(?P<b>[0-3]?\d)(?:(?P=s)(?P<y>(?:20)?\d\d))?(?![\d/%])(?!\.\d)"
)


_NOT_A_DAY = re.compile(r"\s?(?:%|h(?:rs?|ours?)?\b|std\b|hours\b|x\b|k\b|m\b|min)", re.IGNORECASE)


def in_numbers(text: str, today: date, month_first: bool) -> Iterator[When]:
    for m in (*_ISO.finditer(text), *_CJK.finditer(text)):
        year = int(m["y"]) if m["y"] else None
        yield one_day(m.start(), m.end(), [(int(m["m"]), int(m["d"]))], year, today)
    for m in _SLASHED.finditer(text):
        a, b = int(m["a"]), int(m["b"])
        dotted = m["s"] == "."
        if (
            not 1 <= a <= 31
            or not 1 <= b <= 31
            or _NOT_A_DAY.match(text, m.end())
            or (dotted and not _is_dotted(text, m))
        ):
            continue
        orders = [(b, a)] if dotted else [(a, b), (b, a)] if month_first else [(b, a), (a, b)]
        year = int(m["y"]) % 100 + 2000 if m["y"] else None
        yield one_day(
            m.start(), m.end() + (dotted and text[m.end() : m.end() + 1] == "."), orders, year, today
        )


def _is_dotted(text: str, m: re.Match[str]) -> bool:
    """30.2. is a day, and 12.11 where a line begins with it; 1.5 is none."""
    if m.start() == 0 and len(m["b"]) == 2 and text[m.end() : m.end() + 1] in (" ", ","):
        return True
    return m["y"] is not None or text[m.end() : m.end() + 1] == "."
