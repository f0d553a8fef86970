"""Days as people write them, past and to come, on Tuesday 24 November 2026."""

from __future__ import annotations

from datetime import date

import pytest

from rules.language.day import CLASH, EITHER, NONE, VAGUE
from rules.language.fold import fold
from rules.language.when import days_in

TODAY = date(2026, 11, 24)


def day(text: str) -> date | None:
    return date.fromisoformat(f"2026-{text}" if len(text) == 5 else text) if text else None


@pytest.mark.parametrize(
    ("line", "languages", "past", "ahead", "doubt"),
    [
        ("met today", "en", "11-24", "11-24", ""),
        ("met y'day", "en", "11-23", "", ""),
        ("call tmrw", "en", "", "11-25", ""),
        ("met fri", "en", "11-20", "11-27", ""),
        ("Tue: call", "en", "11-24", "12-01", ""),
        ("last thurs", "en", "11-19", "", ""),
        ("last monday", "en", "11-16", "", ""),
        ("wed", "en", "11-18", "11-25", ""),
        ("this wed", "en", "", "11-25", ""),
        ("next wed", "en", "", "12-02", ""),
        ("next mon", "en", "", "11-30", ""),
        ("two fridays ago", "en", "11-13", "", ""),
        ("a tuesday ago", "en", "11-17", "", ""),
        ("18 nov", "en", "11-18", "2027-11-18", ""),
        ("dec 9", "en", "", "12-09", ""),
        ("on the 17th", "en", "11-17", "12-17", ""),
        ("2 days ago", "en", "11-22", "", ""),
        ("a week ago today", "en", "11-17", "", ""),
        ("in 2 wks", "en", "", "12-08", ""),
        ("2026-11-20", "en", "11-20", "", ""),
        ("10/28/26", "en", "10-28", "", ""),
        ("11/19", "en", "11-19", "2027-11-19", ""),
        ("20/11", "en", "11-20", "2027-11-20", ""),
        ("12/11", "en", "11-12", "12-11", ""),
        ("5/6", "en", "", "2027-05-06", EITHER),
        ("2/30", "en", "", "", NONE),
        ("31 nov", "en", "", "", NONE),
        ("last week", "en", "", "", VAGUE),
        ("friday 11/19", "en", "", "2027-11-19", CLASH),
        ("mon 16/11", "en", "11-16", "2027-11-16", ""),
        ("지난주 금요일 통화", "ko", "11-20", "", ""),
        ("어제 방문", "ko", "11-23", "", ""),
        ("11월 31일", "ko", "", "", NONE),
        ("12월 2일로 연기", "ko", "", "12-02", ""),
        ("先週金曜", "ja", "11-20", "", ""),
        ("一昨日", "ja", "11-22", "", ""),
        ("am 20.11. bei", "de", "11-20", "2027-11-20", ""),
        ("gestern", "de", "11-23", "", ""),
        ("hier", "fr", "11-23", "", ""),
        ("hace 2 dias", "es", "11-22", "", ""),
        ("até sexta", "pt", "11-20", "11-27", ""),
    ],
)
def test_one_day(line: str, languages: str, past: str, ahead: str, doubt: str):
    (when,) = days_in(fold(line), TODAY, [languages], month_first=languages == "en")
    assert (when.past, when.doubt) == (day(past), doubt)
    assert when.ahead == (day(ahead) if doubt != VAGUE else when.ahead)


@pytest.mark.parametrize(
    "line", ["1.5h call", "50/50 split", "24/7 support", "9-5", "v2.10", "may we call", "10% off"]
)
def test_what_is_no_day(line: str):
    assert [w for w in days_in(fold(line), TODAY, ["en"], month_first=True) if w.past or w.ahead] == []


@pytest.mark.parametrize(
    ("line", "language"),
    [("by friday", "en"), ("금요일까지", "ko"), ("金曜までに", "ja"), ("bis freitag", "de")],
)
def test_what_is_due_by_a_day_says_so(line: str, language: str):
    (when,) = days_in(fold(line), TODAY, [language], month_first=True)
    assert when.by


def test_several_stand_in_their_order():
    seen = days_in("met fri, sent it mon, by 12/1", TODAY, ["en"], month_first=True)
    assert [w.ahead for w in seen] == [date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 1)]
    assert [w.by for w in seen] == [False, False, True]
