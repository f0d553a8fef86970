"""What a line certainly tells that a customer lacks, what it may cost and from when it is right. It is
offered, never stored by this: what may be a paper that they want, an answer or a day is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from .countries import country_of
from .numbers import MOST_MAJOR
from .signs import CJK
from .words import lacks as words
from .words.customer import THEY_ALONE

MOST_WORDS = 9
SOUTH = frozenset({"AU", "NZ", "ZA", "AR", "CL", "UY"})
"""Countries in which spring begins in September."""
_TRIM = re.compile(r"^(?:an?|the|some|their)\s+", re.IGNORECASE)
_END = re.compile(
    r"[.;!?](?=\s|$)|\n|,(?!\d{3})|\s-\s|\b(?:but|because|although|though|since|so|which|urgently)\b"
    r"|\band (?:has|have|they)\b"
)


_APART = re.compile(r"[^\s,;:.(-]")
"""Between the need and what belongs to it nothing else is told."""


class Right(NamedTuple):
    """From when it is wanted: a month of a year (None: the next one), for so many months, from its `day` on.
    `season`: it turns with the half of the earth."""

    month: int
    months: int
    day: int = 1
    year: int | None = None
    season: bool = False
    next_year: bool = False


class Lack(NamedTuple):
    """`text` as typed; `amount` in major units of `currency` (ISO 4217, empty: nobody said which), None where
    nobody said what it may cost; `whole`: nothing else stands in the line."""

    text: str
    amount: Decimal | None = None
    currency: str = ""
    right: Right | None = None
    whole: bool = False


class Told(NamedTuple):
    """Where in a line its need begins, and what stands before."""

    lack: Lack
    start: int
    before: str


def lack(shown: str, text: str) -> Told | None:
    """The one need of a line, typed and folded; whether it is theirs and so, whoever asks looks at what
    stands `before`."""
    if not words.LIKELY.search(text) or words.OVER.search(text):
        return None
    if CJK.search(text):
        return _lack_cjk(shown, text)
    there = list(words.LACKS.finditer(text))
    if len(there) != 1:
        return None
    (m,) = there
    start, end = m.start("what"), _end(text, m.start("what"))
    if "?" in text[start:] or words.LACKS.search(m["what"]):
        return None
    when = words.WHEN.search(text, start)
    when = when if when and not _APART.search(text[end : when.start()]) else None
    money = _money(text, m.start(), when)
    if money and not (money["word"] or money["of"]) and _APART.search(_between(text, end, money, when)):
        money = None
    right = _right(when) if when else None
    if money and _amount(money)[0] >= MOST_MAJOR:
        money = None  # no budget: more than any book holds
    certain = m["sure"] or money or (m["maybe"] and right)
    if not certain:
        return None
    cuts = [end, *(x.start() for x in (money, when) if x and x.start() >= start)]
    what = _TRIM.sub("", shown[start : min(cuts)].strip(" ,;:.\"'"))
    folded = text[start : min(cuts)]
    if not 1 <= len(what.split()) <= MOST_WORDS or words.NOTHING.search(folded) or words.PAPER.search(folded):
        return None
    amount, currency = _amount(money) if money else (None, "")
    used = [(m.start(), min(cuts)), *(x.span() for x in (money, when) if x)]
    told = Lack(what, amount, currency, right, whole=not _left(text, m.start(), used))
    return Told(told, m.start(), THEY_ALONE if words.NAMES_THEM.match(m[0].strip()) else text[: m.start()])


def _between(text: str, end: int, money: re.Match[str], when: re.Match[str] | None) -> str:
    """What stands between the need and an amount, but from when it is right."""
    if when and end <= when.start() < money.start():
        return text[end : when.start()] + text[when.end() : money.start()]
    return text[max(end, when.end() if when else 0) : money.start()]


def _end(text: str, start: int) -> int:
    m = _END.search(text, start)
    return m.start() if m else len(text)


def _left(text: str, start: int, used: Sequence[tuple[int, int]]) -> bool:
    """Whether anything is told behind the need that its fields do not hold."""
    rest = "".join(" " if any(a <= n < b for a, b in used) else c for n, c in enumerate(text))
    return re.search(r"\w", rest[start:]) is not None


def _money(text: str, start: int, when: re.Match[str] | None) -> re.Match[str] | None:
    """The one amount behind it that is money for certain: with its currency, in thousands, or said to be the
    budget."""
    sure = [
        m
        for m in words.MONEY.finditer(text, start)
        if (m["sign"] or m["sign2"] or m["scale"] or m["word"] or m["of"])
        and not (when and m.start("n") < when.end() and when.start() < m.end("n"))
    ]
    around = text[max(0, sure[0].start() - 20) : sure[0].end() + 20] if sure else ""
    return sure[0] if len(sure) == 1 and not words.NO_MONEY.search(around) else None


def _amount(m: re.Match[str]) -> tuple[Decimal, str]:
    digits, said = m["n"], m["sign"] or m["sign2"] or ""
    if re.fullmatch(r"\d{1,3}(?:[,.' ]\d{3})+", digits):
        digits = re.sub(r"[,.' ]", "", digits)
    amount = Decimal(digits).scaleb(words.THOUSANDS.get(m["scale"] or "", 0))
    return amount, words.SIGNS.get(said, said.upper())


def _right(m: re.Match[str]) -> Right | None:
    """What a line says of from when; None of a day that there is not."""
    year = int(m["in_year"]) if m["in_year"] else None
    if m["season"]:
        return Right(words.SEASONS[m["season"]], 3, year=year, season=True)
    if m["quarter"]:
        return Right(int(m["quarter"][1]) * 3 - 2, 3, year=year)
    if m["half"]:
        return Right(int(m["half"][1]) * 6 - 5, 6, year=year)
    if m["year"]:
        return Right(1, 12, next_year=True) if " next " in f" {m[0]}" else None
    month, day = words.MONTHS[m["month"] or m["month2"]], int(m["day"] or m["day2"] or 1)
    return Right(month, 1, day, year) if 1 <= day <= 28 or _is_day(month, day) else None


def _is_day(month: int, day: int) -> bool:
    try:
        return bool(date(2024, month, day))
    except ValueError:
        return False


def right_on(right: Right, today: date, country: str = "") -> date:
    """The first day of what was said: of a season that goes on, or a month, today. `country` is the
    customer's."""
    south = right.season and (country_of(country.casefold()) or country.upper()) in SOUTH
    month = (right.month + 5) % 12 + 1 if south else right.month
    if right.next_year:
        return date(today.year + 1, 1, 1)
    years = [right.year] if right.year else range(today.year - 1, today.year + 3)
    for year in years:
        starts = _day(year, month, right.day)
        ends = _day(year + (month + right.months > 12), (month + right.months - 1) % 12 + 1, 1)
        if ends > today:
            return max(starts, today)
    return _day(right.year or today.year, month, right.day)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, 28)


def _lack_cjk(shown: str, text: str) -> Told | None:
    """In Korean and Japanese a need is certain with its budget alone."""
    there = [m for pattern in words.LACKS_CJK for m in pattern.finditer(text)]
    money = list(words.MONEY_CJK.finditer(text))
    if len(there) != 1 or len(money) != 1 or words.PAPER_CJK.search(there[0]["what"]):
        return None
    (m,), (paid,) = there, money
    start, end = m.span("what")
    start = max(start, paid.end()) if start <= paid.start() < end else start
    what = shown[start:end].strip(" ,、:\"'")
    amount = Decimal(paid["n"].replace(",", "")).scaleb(words.POWERS.get(paid["scale"] or "", 0))
    currency = words.SIGNS.get(paid["sign2"] or "", "")
    return Told(Lack(what, amount, currency), m.start(), "") if what and amount < MOST_MAJOR else None
