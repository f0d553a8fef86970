"""Dates in free text: "yesterday", "last Tuesday", "3 Nov", "in 2 weeks". The date library reads; we
decide what to hand it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache
from itertools import islice
from typing import Any

_MONTHS = (
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_WEEKDAYS = (
    r"mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
)
_DAY_AND_MONTH = (
    rf"\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\.? (?:of )?(?:{_MONTHS})\b(?:,? \d{{4}})?"
    rf"|(?:{_MONTHS})\.? \d{{1,2}}(?:st|nd|rd|th)?\b(?:,? \d{{4}})?"
    rf"|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}}"
)
_CALENDAR = re.compile(_DAY_AND_MONTH, re.IGNORECASE)
_CANDIDATES = re.compile(
    rf"\b(?:{_DAY_AND_MONTH}"
    rf"|(?:(?:last|this|next|on) )?(?:{_WEEKDAYS})\b"
    r"|the day before yesterday|yesterday|today|tomorrow|this (?:morning|afternoon)|last night"
    r"|(?:an?|one|two|three|four|five|six|\d{1,3}) (?:days?|weeks?|months?) ago"
    r"|in (?:an?|one|two|three|four|five|six|\d{1,3}) (?:days?|weeks?|months?)"
    r"|(?:last|next) (?:week|month))",
    re.IGNORECASE,
)
_DAY_WORDS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_SAME_DAY = {"today", "this morning", "this afternoon"}


@cache
def _parser() -> Any:
    import dateparser  # heavy: loaded when the first date is read

    return dateparser


def warm_up(languages: Iterable[str]) -> None:
    """Load what reading dates in some languages takes (the library, its words of a language), so that no
    line waits for it."""
    for language in languages:
        for words in ("3 nov", "3 of no month"):  # what no language reads is looked up in each
            parse_date(words, date(2026, 11, 18), language)


def find_date(text: str, today: date, language: str = "en-US", future: bool = False) -> date | None:
    """The first date named in a text; None when there is none. Past is meant unless `future`."""
    for candidate in _CANDIDATES.finditer(text):
        parsed = parse_date(candidate.group(0), today, language, future=future)
        if parsed:
            return parsed
    if not language.startswith("en") and text:
        return parse_date(text, today, language, future=future)
    return None


def dates_in(
    text: str,
    today: date,
    language: str = "en-US",
    future: bool = False,
    most: int = 99,
    since: date | None = None,
) -> Iterator[tuple[int, int, date]]:
    """The first dates named in a text, where each begins and ends. A "last" one is past whatever is meant.
    Days and months are seen from `since`, where one is given. What reads them takes milliseconds, so it reads
    at most some."""
    for candidate in islice(_CANDIDATES.finditer(text), most):
        words = candidate.group(0)
        seen_from = since if since and of_the_calendar(words) else today
        future_meant = future and not words.casefold().startswith("last")
        parsed = parse_date(words, seen_from, language, future=future_meant)
        if parsed:
            yield candidate.start(), candidate.end(), parsed


def of_the_calendar(words: str) -> bool:
    """Whether words name a day and month, and count from no other day."""
    return bool(_CALENDAR.fullmatch(words))


def unreadable_date(text: str, today: date, language: str = "en-US") -> str:
    """A day and month that no calendar has (31 Feb), as it was typed; empty when there is none."""
    written = (m.group(0) for m in _CANDIDATES.finditer(text) if re.search(r"\d", m.group(0)))
    return next((typed for typed in written if parse_date(typed, today, language) is None), "")


def without_date(text: str) -> str:
    """A text without the date at its end: "demo on 12 May" is a demo."""
    shorter = re.sub(
        rf"[\s,;]*(?:\b(?:on|by|at|until|before)\s+)?{_CANDIDATES.pattern}[\s.,;]*$",
        "",
        text,
        flags=re.IGNORECASE,
    )
    return (shorter or text).strip(" ,;.")


def parse_date(text: str, today: date, language: str = "en-US", future: bool = False) -> date | None:
    """One date expression as a date, seen from `today`; None when it is none."""
    words = text.casefold().strip(" .,;").removeprefix("on ").strip()
    if words in _SAME_DAY:
        return today
    if words in {"yesterday", "last night"}:
        return date.fromordinal(today.toordinal() - 1)
    if words == "the day before yesterday":
        return date.fromordinal(today.toordinal() - 2)
    if re.fullmatch(rf"(?:(?:last|this|next) )?(?:{_WEEKDAYS})", words):
        return _weekday(words, today, future)
    return _read(words, today, language, future=future)


def _weekday(words: str, today: date, future: bool) -> date:
    """A weekday, "last" or bare, of a past event is the latest one before today; "next" the coming one."""
    day = _DAY_WORDS[words.split()[-1][:3]]
    ahead = (day - today.weekday()) % 7
    if future or words.startswith("next"):
        return date.fromordinal(today.toordinal() + (ahead or 7))
    back = (today.weekday() - day) % 7
    return date.fromordinal(today.toordinal() - (back or (0 if words.startswith("this") else 7)))


def month_first(language: str) -> bool:
    """Whether who writes in it puts the month before the day: 11/16."""
    return language in {"en", "en-US"} or language.split("-")[0] in {"ja", "ko", "zh"}


def _read(words: str, today: date, language: str, future: bool) -> date | None:
    languages = list(dict.fromkeys([language.split("-")[0], "en"]))
    order = "YMD" if languages[0] in {"ja", "ko", "zh"} else "MDY" if month_first(language) else "DMY"
    base = datetime(today.year, today.month, today.day, 12)  # noqa: DTZ001 - a wall clock, no instant
    # a day and month without a year: the nearest past one (or coming one); a written year or "ago" stands as
    # it is
    parsed = _parser().parse(
        words,
        languages=languages,
        settings={
            "RELATIVE_BASE": base,
            "PREFER_DATES_FROM": "future" if future else "past",
            "DATE_ORDER": order,
            "PARSERS": ["relative-time", "absolute-time", "custom-formats"],
        },
    )
    day = parsed.date() if parsed else None
    if day and (day.month, day.day) == (today.month, today.day) and str(day.year) not in words:
        return today  # a day and month that are today's mean today
    return day
