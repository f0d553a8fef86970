"""Days in a line, where they stand and what they can mean: "yest", "fri", "18 nov", "11/20", "2 days ago",
"by eod", "지난주 금요일", "先週金曜".

What a day belongs to is not decided here: each is told as it would be of something past and of something to
come, with a doubt where it can't be told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from .dates import in_numbers
from .day import CLASH, EITHER, NONE, VAGUE, When, a_day, gone_by, one_day
from .fold import before, with_digraphs
from .words.days import DAYS, Days

_DAY = r"(?P<d>[0-3]?\d)(?:st|nd|rd|th|er|\.|º|ª)?"


def days_in(text: str, today: date, languages: Iterable[str], month_first: bool) -> list[When]:
    """The days of a folded text, in its order; of two that overlap the longer, and a weekday beside its date
    is one with it."""
    tongues = [DAYS[name] for name in languages]
    found = [w for days in tongues for w in _of(days, text, today)]
    for w in in_numbers(text, today, month_first):
        found.append(w._replace(by=any(_is_due(days, text, w.start, w.end) for days in tongues)))
    kept: list[When] = []
    for w in sorted(found, key=lambda w: (w.start, -(w.end - w.start))):
        if not kept or w.start >= kept[-1].end:
            kept.append(w)
    return _joined(kept, text)


def _joined(days: list[When], text: str) -> list[When]:
    """ "thu 12/3" and "yesterday 11/24" are one day each, of which both must say the same."""
    joined: list[When] = []
    for w in days:
        last = joined[-1] if joined else None
        if last is None or not re.fullmatch(r"[\s,(]{0,3}", text[last.end : w.start]) or last.by < w.by:
            joined.append(w)
            continue
        past = last.past if last.past == w.past else _agreed(last, w)
        doubt = "" if past else CLASH
        ahead = w.ahead if last.weekday else last.ahead
        joined[-1] = When(last.start, w.end, past, ahead, doubt, last.by, last.sure or w.sure)
    return joined


def _agreed(one: When, other: When) -> date | None:
    """A weekday and a date agree when the date is such a weekday; other days must be the same."""
    weekday, day = (one, other) if one.weekday else (other, one)
    if weekday.weekday and not day.weekday and weekday.past and day.past:
        return day.past if weekday.past.weekday() == day.past.weekday() else None
    return None


# words ------------------------------------------------------------------------------------------------------
class _Ready(NamedTuple):
    near: tuple[tuple[re.Pattern[str], int], ...]
    weekdays: re.Pattern[str]
    weekdays_ago: re.Pattern[str] | None
    months: re.Pattern[str] | None
    ago: re.Pattern[str]
    ahead: re.Pattern[str]
    vague: re.Pattern[str]
    vague_month: re.Pattern[str] | None
    weeks: re.Pattern[str]
    ordinal: re.Pattern[str] | None
    by: re.Pattern[str] | None
    until: re.Pattern[str] | None


@cache
def _ready(days: Days) -> _Ready:
    left, right = (r"(?<![\w'])", r"(?![\w])") if days.bounded else ("", "")
    gap = r"\s+" if days.bounded else r"\s?"

    def words(pattern: str) -> re.Pattern[str]:
        return re.compile(with_digraphs(f"{left}(?:{pattern}){right}"))

    number = "|".join([r"\d{1,3}", *(w for w, _ in days.numbers)])
    unit = "|".join(w for w, _ in days.units)

    def counted(patterns: Iterable[str]) -> re.Pattern[str]:
        return words(
            "|".join(
                p.format(n=f"(?P<n{i}>{number})", unit=f"(?P<u{i}>{unit})") for i, p in enumerate(patterns)
            )
        )

    named = "|".join(f"(?P<w{n}>{w})" for n, w in enumerate(days.weekdays))
    beside = f"(?:(?P<last>{days.last}){gap})?(?:(?P<next>{days.next}){gap})?"
    behind = f"(?:{gap}(?P<last2>{days.last})|{gap}(?P<next2>{days.next}))?" if days.bounded else ""
    of_month = (
        rf"(?:{gap}(?:the |den |el |le |dia )?(?P<dom>[0-3]?\d)(?:st|nd|rd|th|\.)?"
        r"(?!\d|[:/.%]\d|\s?(?:am|pm|h|hrs?|hours?|m|mins?|minutes?|k|x|st|th|uhr|std|(?!meetings\b)[a-z]+s)\b"
        rf"|\s?(?:of |de )?(?:{'|'.join(days.months)})))?"
        if days.bounded
        else ""
    )
    months = None
    if days.months:
        month = "|".join(f"(?P<m{n}>{w})" for n, w in enumerate(days.months, 1))
        twice = "|".join(f"(?P<k{n}>{w})" for n, w in enumerate(days.months, 1))
        of = r"(?:\s+(?:of|de|do|da))?\.?\s*"
        year = r"(?:,?\s+(?:de\s+)?(?P<{0}>20\d\d))?"
        months = words(
            rf"(?:(?P<d0>[0-3]?\d)(?:st|nd|rd|th)?\s?(?:&|and|\+|und|et|y|e)\s?)?(?P<d1>[0-3]?\d)(?:st|nd|rd|th|er|\.)?{of}(?:{month})\.?{year.format('y1')}"
            rf"|(?:{twice})\.?\s*(?P<d2>[0-3]?\d)(?:st|nd|rd|th)?(?!\d|:|\s?[ap]m){year.format('y2')}"
        )
    return _Ready(
        near=tuple((words(w), n) for w, n in days.near),
        weekdays=words(f"{beside}(?:{named}){behind}{of_month}"),
        weekdays_ago=words(rf"(?P<n>{number})\s+(?:{named})\s+(?:{days.weekdays_ago})")
        if days.weekdays_ago
        else None,
        months=months,
        ago=counted(days.ago),
        ahead=counted(days.ahead),
        vague=words(days.vague),
        vague_month=words(days.vague_month.format(months="|".join(days.months)))
        if days.vague_month
        else None,
        weeks=words(
            f"(?:(?:the )?end of (?:the )?)?(?:{days.next}){gap}(?:week|wk|woche|semaine|semana)"
            "|eow|this (?:week|wk)|eom|(?:the )?end of (?:the |this )?month"
        )
        if days.bounded
        else words(days.next),
        ordinal=words(days.ordinal) if days.ordinal else None,
        by=re.compile(rf"{left}(?:{days.by})\s+(?:the\s+|the end of\s+|eod\s+|cob\s+)?$")
        if days.by
        else None,
        until=re.compile(rf"\s?(?:{days.until})") if days.until else None,
    )


def _of(days: Days, text: str, today: date) -> Iterator[When]:
    ready = _ready(days)

    def by(m: re.Match[str]) -> bool:
        return _is_due(days, text, m.start(), m.end())

    for words, away in ready.near:
        for m in words.finditer(text):
            day = today + timedelta(days=away)
            yield When(
                m.start(),
                m.end(),
                day if away <= 0 else None,
                day if away >= 0 else None,
                "",
                by(m),
                away != 0,
            )
    for m in ready.weekdays.finditer(text):
        yield _weekday(m, days, today, by(m))
    for m in ready.weekdays_ago.finditer(text) if ready.weekdays_ago else ():
        yield _weekdays_ago(m, days, today, by(m))
    for m in ready.months.finditer(text) if ready.months else ():
        month = next(n for n in range(1, 13) if m[f"m{n}"] or m[f"k{n}"])
        year = m["y1"] or m["y2"]
        w = one_day(
            m.start(), m.end(), [(month, int(m["d1"] or m["d2"]))], int(year) if year else None, today
        )
        first = gone_by((month, int(m["d0"])), None, today) if m["d0"] else None
        if first and w.past:  # "16 & 17 november"
            w = w._replace(past=None, doubt=EITHER, either=(first, w.past))
        yield w._replace(by=by(m))
    for pattern, sign in ((ready.ago, -1), (ready.ahead, 1)):
        for m in pattern.finditer(text):
            yield _counted(m, days, today, sign, by(m))
    for m in ready.vague.finditer(text):
        yield When(m.start(), m.end(), None, None, VAGUE, by(m), True)
    for m in ready.vague_month.finditer(text) if ready.vague_month else ():
        yield When(m.start(), m.end(), None, None, VAGUE, by(m))
    for m in ready.weeks.finditer(text):
        this = "this" in m[0] or m[0] == "eow"
        friday = today + timedelta(days=(4 - today.weekday()) % 7 + (0 if this or today.weekday() > 4 else 7))
        yield When(m.start(), m.end(), None, friday, VAGUE, by(m), not this)
    for m in ready.ordinal.finditer(text) if ready.ordinal else ():
        yield _ordinal(m, today, by(m))


def _is_due(days: Days, text: str, start: int, end: int) -> bool:
    """Whether its words say that something is due by the day that stands there."""
    ready = _ready(days)
    due = ready.by is not None and before(ready.by, text, start)
    return due or (ready.until is not None and ready.until.match(text, end) is not None)


def _weekday(m: re.Match[str], days: Days, today: date, by: bool) -> When:
    """The latest such day, today among them; a "last" one of yesterday or today is a week earlier, and in
    Korean and Japanese always the week's before. A "next" one lies in a week to come."""
    groups = m.groupdict()
    number = _weekday_of(m)
    back = (today.weekday() - number) % 7
    last, coming = groups.get("last") or groups.get("last2"), groups.get("next") or groups.get("next2")
    week = (days.of_a_week and re.fullmatch(days.of_a_week, last or coming or "")) or not m[0].isascii()
    if last:
        back = back + 7 if back <= 1 else back
        if week and back < today.weekday() + 1:  # the week before, by its own name
            back += 7
    if (dom := groups.get("dom")) and (dated := _of_month(number, int(dom), today)):
        past, ahead = dated
        return When(m.start(), m.end(), past, ahead, "", by, bool(last or coming), True)
    ahead = today + timedelta(days=7 - back % 7 if back % 7 else 7)
    if coming and week:
        ahead = today + timedelta(days=7 - today.weekday() + number)
    elif coming and number > today.weekday() and days.skips and re.fullmatch(days.skips, coming):
        ahead += timedelta(days=7)
    past = None if coming else today - timedelta(days=back)
    end = m.start("dom") if groups.get("dom") else m.end()
    return When(m.start(), end, past, None if last else ahead, "", by, bool(last or coming), True)


def _of_month(weekday: int, day: int, today: date) -> tuple[date | None, date | None] | None:
    """ "mon 16": the latest and the next such day within a month that is such a weekday; None: neither."""
    near = [today + timedelta(days=away) for away in range(-31, 32)]
    those = [on for on in near if (on.weekday(), on.day) == (weekday, day)]
    past = next((on for on in reversed(those) if on <= today), None)
    ahead = next((on for on in those if on > today), None)
    return (past, ahead) if those else None


def _weekday_of(m: re.Match[str]) -> int:
    """From 0, Monday."""
    return next(n for n in range(7) if m[f"w{n}"])


def _weekdays_ago(m: re.Match[str], days: Days, today: date, by: bool) -> When:
    """ "two fridays ago": counted from the latest one before today."""
    back = (today.weekday() - _weekday_of(m)) % 7 or 7
    day = today - timedelta(days=back + 7 * (_number(m["n"], days) - 1))
    return When(m.start(), m.end(), day, None, "", by, sure=True, weekday=True)


def _number(typed: str, days: Days) -> int:
    return int(typed) if typed.isdecimal() else next(n for w, n in days.numbers if re.fullmatch(w, typed))


def _counted(m: re.Match[str], days: Days, today: date, sign: int, by: bool) -> When:
    groups = m.groupdict()
    typed = next(v for k, v in groups.items() if k[0] == "n" and v)
    unit = next(v for k, v in groups.items() if k[0] == "u" and v)
    count = _number(typed, days)
    length = next(n for w, n in days.units if re.fullmatch(w, unit))
    day = today + timedelta(days=sign * count * length)
    return When(m.start(), m.end(), day if sign < 0 else None, day if sign > 0 else None, "", by, True)


def _ordinal(m: re.Match[str], today: date, by: bool) -> When:
    number = int(m["d"])
    past = next((d for back in range(3) if (d := _in_month(today, -back, number)) and d <= today), None)
    ahead = next((d for on in range(3) if (d := _in_month(today, on, number)) and d > today), None)
    return When(m.start(), m.end(), past, ahead, "" if past or ahead else NONE, by, now=today)


def _in_month(today: date, months: int, day: int) -> date | None:
    month = today.month - 1 + months
    return a_day(today.year + month // 12, month % 12 + 1, day)
