"""Days to come in a text: "by fri", "eod", "tmrw", "next week", "12/1". What is named lies ahead, unless its
words say that it is past."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from .day import When
from .fold import fold
from .when import days_in


def _friday(today: date) -> date:
    return today + timedelta(4 - today.weekday() if today.weekday() < 5 else 11 - today.weekday())


def _next_friday(today: date) -> date:
    return _friday(today) + timedelta(7 if today.weekday() < 5 else 0)


def _month_end(today: date) -> date:
    return (today.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)


_OF_NONE = r"(?! (?:on )?(?:\w{3,6}day|mon|tue|wed|thu|fri|tm))"  # "eod thurs" is Thursday
FAR = timedelta(274)  # nine months: a day without a year that lies further ahead may be one of the past
# days that are only ever ahead: a week is kept until its Friday, a month until its last day
DAYS: tuple[tuple[re.Pattern[str], Callable[[date], date]], ...] = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), day)
    for words, day in (
        (rf"(?:eod|cob|end of (?:the )?day|tonight){_OF_NONE}", lambda today: today),
        (r"(?:the )?end of (?:the |this )?week|eow|this (?:week|wk)", _friday),
        (r"(?:the )?(?:end of )?next (?:week|wk)", _next_friday),
        (r"(?:the )?end of (?:the |this )?month|eom|this month", _month_end),
        (r"(?:the )?(?:end of )?next month", lambda today: _month_end(_month_end(today) + timedelta(1))),
    )
)  # fmt: skip


def month_first(locale: str) -> bool:
    """Whether who writes in it puts the month before the day: 11/16."""
    return locale in {"en", "en-US"} or locale.split("-")[0] in {"ja", "ko", "zh"}


class Day(NamedTuple):
    """A day where it stands in a text. `calendar`: a day and month, not counted from today; with a `year` or
    without."""

    start: int
    end: int
    on: date
    calendar: bool = False
    year: bool = False

    def far(self, since: date) -> bool:
        return self.calendar and not self.year and self.on - since > FAR


def days_ahead(text: str, today: date, month_first: bool = True, since: date | None = None) -> list[Day]:
    """The days named in a text, in its order; "thu 3 Dec" is one. A day and month is the first one from
    `since` on."""
    since = since or today
    folded = fold(text)
    own = [Day(m.start(), m.end(), day(today)) for words, day in DAYS for m in words.finditer(text)]
    read = [
        d
        for w in days_in(folded, today, ["en"], month_first)
        if (d := _ahead(w, folded, today, since, month_first=month_first))
    ]
    days = list[Day]()
    for d in sorted((*own, *(r for r in read if not any(o.start < r.end and r.start < o.end for o in own)))):
        beside = days and not text[days[-1].end : d.start].strip(" ,")
        days[-1:] = [d._replace(start=days[-1].start)] if beside else [*days[-1:], d]
    return days


def _ahead(w: When, text: str, today: date, since: date, month_first: bool) -> Day | None:
    typed = text[w.start : w.end]
    calendar = (
        not w.sure and not w.weekday or bool(re.search(r"\d", typed) and not re.search(r" ago|^in ", typed))
    )
    if calendar and since < today:
        seen = days_in(typed, since, ["en"], month_first)
        on = seen[0].ahead if seen else None
    else:
        on = w.ahead if w.ahead is not None else w.past
    if on is None:
        return None
    return Day(
        w.start, w.end, on, calendar and bool(re.search(r"\d", typed)), bool(re.search(r"\d{4}", typed))
    )
