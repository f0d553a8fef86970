"""Days to come in a text: "by fri", "eod", "tmrw", "next week", "12/1". What is named lies ahead, unless its
words say that it is past."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from .dates import dates_in, of_the_calendar, parse_date
from .slashed import SLASHED


def _friday(today: date) -> date:
    return today + timedelta(4 - today.weekday() if today.weekday() < 5 else 11 - today.weekday())


def _next_friday(today: date) -> date:
    return _friday(today) + timedelta(7 if today.weekday() < 5 else 0)


def _month_end(today: date) -> date:
    return (today.replace(day=28) + timedelta(4)).replace(day=1) - timedelta(1)


_OF_NONE = r"(?! (?:on )?(?:\w{3,6}day|mon|tue|wed|thu|fri|tm))"  # "eod thurs" is Thursday
MOST = 6  # dates that are read: it takes milliseconds each
FAR = timedelta(274)  # nine months: a day without a year that lies further ahead may be one of the past
# days that are only ever ahead: a week is kept until its Friday, a month until its last day
DAYS: tuple[tuple[re.Pattern[str], Callable[[date], date]], ...] = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), day)
    for words, day in (
        (r"tmrw|tmr|tmw|2moro", lambda today: today + timedelta(1)),
        (rf"(?:eod|cob|end of (?:the )?day|tonight){_OF_NONE}", lambda today: today),
        (r"(?:the )?end of (?:the |this )?week|eow|this week", _friday),
        (r"(?:the )?(?:end of )?next week", _next_friday),
        (r"(?:the )?end of (?:the |this )?month|eom|this month", _month_end),
        (r"(?:the )?(?:end of )?next month", lambda today: _month_end(_month_end(today) + timedelta(1))),
    )
)  # fmt: skip


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


def days_ahead(text: str, today: date, language: str = "en-US", since: date | None = None) -> list[Day]:
    """The days named in a text, in its order; "thu 3 Dec" is one. A day and month is the first one from
    `since` on."""
    since = since or today
    own = [Day(m.start(), m.end(), day(today)) for words, day in DAYS for m in words.finditer(text)]
    for m in islice(SLASHED.finditer(text), MOST):  # in the order of the writer's locale
        if on := parse_date(m.group(0), since, language, future=True):
            own.append(Day(m.start(), m.end(), on, calendar=True))
    read = [
        Day(start, end, on, of_the_calendar(text[start:end]), bool(re.search(r"\d{4}", text[start:end])))
        for start, end, on in dates_in(text, today, language, future=True, most=MOST, since=since)
    ]
    days = list[Day]()
    for d in sorted((*own, *(r for r in read if not any(o.start < r.end and r.start < o.end for o in own)))):
        beside = days and not text[days[-1].end : d.start].strip(" ,")
        days[-1:] = [d._replace(start=days[-1].start)] if beside else [*days[-1:], d]
    return days
