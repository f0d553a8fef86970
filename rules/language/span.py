"""Days from when to when, as people type them behind a word: "3-14 aug", "mon to thu", "until friday", "next
week", "8월 3일~14일". None where it is not certain: the form is there to ask."""

from __future__ import annotations

import re
from datetime import date, timedelta

from .day import CLASH, When
from .deadlines import month_first
from .fold import fold
from .when import days_in

LANGUAGES = ("en", "ko", "ja", "de", "fr", "es", "pt")
BEGAN = timedelta(days=60)  # ago at most, for days that are over soon
_TO = r"\s*(?:-|–|—|~|〜|to|till|until|through|thru|bis)\s*"
_DAY = r"\d{1,2}(?:st|nd|rd|th|\.)?"
_SHORT = (
    (re.compile(rf"\b({_DAY}){_TO}({_DAY})\s+([^\W\d]{{3,}})"), r"\1 \3 - \2 \3"),
    (re.compile(rf"\b([^\W\d]{{3,}})\s+({_DAY}){_TO}({_DAY})(?![\d/.:-])"), r"\1 \2 - \1 \3"),
    (
        re.compile(r"(\d{1,2}[月월])\s*(\d{1,2})[日일]?\s*(?:[-–~〜]|부터|から)\s*(\d{1,2})[日일]"),
        r"\1\2日 - \1\3日",
    ),
)
_WEEK = re.compile(r"\b(next|this|the rest of the|rest of the) week\b|(来週|今週|다음\s?주|이번\s?주)")
_THIS = ("this", "rest", "今", "이번")
_UNTIL = re.compile(r"\b(?:until|till|til|through|to|bis|jusqu\w*|hasta|ate)\b|까지|まで")


def span_in(typed: str, today: date, locale: str) -> tuple[date, date] | None:
    """The first and the last of the days that are meant, both ends counted; days to come, or such as run."""
    text = fold(typed)
    for pattern, long in _SHORT:
        text = pattern.sub(long, text)
    days = days_in(text, today, LANGUAGES, month_first(locale))
    if week := _WEEK.search(text):
        return _week(week[0], today) if not _beside(days, week) else None
    if any(w.doubt == CLASH or (w.doubt and w.ahead is None) for w in days) or not 1 <= len(days) <= 2:
        return None
    ends = [_to_come(w, today) for w in days]
    first, last = ends[0], ends[-1]
    if first is None or last is None:
        return None
    if len(days) == 1:
        return (today, last) if _UNTIL.search(text[: days[0].start]) else (first, last)
    if last < first and days[-1].weekday:
        last += timedelta(days=7)
    if last < first:  # they run already
        began = days[0].past
        return (began, last) if began and began >= today - BEGAN else None
    return first, last


def _to_come(w: When, today: date) -> date | None:
    return today if w.past == today else w.ahead or (w.past if w.past and w.past >= today - BEGAN else None)


def _beside(days: list[When], week: re.Match[str]) -> bool:
    """Whether other days are said than the week."""
    return any(w.end <= week.start() or w.start >= week.end() for w in days)


def _week(said: str, today: date) -> tuple[date, date]:
    monday = today - timedelta(days=today.weekday())
    friday = monday + timedelta(days=4)
    if any(word in said for word in _THIS):
        return today, max(friday, today)
    return monday + timedelta(days=7), friday + timedelta(days=7)
