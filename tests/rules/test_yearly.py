"""Company days as lines, and the weekdays that somebody works."""

from __future__ import annotations

from datetime import date, time

import pytest

from messages.words import Viewer
from rules.calendar import Workdays, add_working_days, at_local, is_working_day, working_minutes
from rules.language.countries import code_of
from rules.own_calendar import Calendar
from rules.policy import settings_errors, typed
from rules.weeks import read_week, week_of, written
from rules.yearly import days_error, days_of, holds, run_ends

JAPAN = "JP: 12-29 to 01-03, 08-13 to 08-16\nKR: 05-01"


def test_each_countrys_own_days_across_the_turn_of_the_year():
    new_year = {"12-29", "12-30", "12-31", "01-01", "01-02", "01-03"}
    obon = {"08-13", "08-14", "08-15", "08-16"}
    assert days_of(JAPAN, "JP") == days_of(JAPAN, "Japan") == days_of(JAPAN, "日本") == new_year | obon
    assert days_of(JAPAN, "KR") == {"05-01"}
    assert days_of(JAPAN, "") == days_of(JAPAN, "US") == frozenset()
    assert days_of("12-24; JP: 12-29", "US") == {"12-24"}, "without a country: everybody's"
    assert days_of("12-24; JP: 12-29", "JP") == {"12-24", "12-29"}
    assert days_of("02-28 to 03-01", "") == {"02-28", "02-29", "03-01"}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("JP: 12-29 to 01-03\nXX: 05-01", "XX: 05-01"),
        ("JP: 12-29, 13-01", "JP: 12-29, 13-01"),
        ("KR: 02-30", "KR: 02-30"),
        ("KR:", "KR:"),
        ("KR: May 1", "KR: May 1"),
        ("KR: 2026-05-01", "KR: 2026-05-01"),
        ("JP: 01-01 to 02-29\nJP: 12-31", "JP: 12-31"),
    ],
)
def test_an_error_names_its_line(text: str, line: str):
    error = days_error(text, "Company days")
    assert error is not None
    assert f"“{line}”" in Viewer().plain(error)


def test_sixty_days_a_country_are_the_most():
    assert days_error("JP: 01-01 to 02-29", "x") is None, "60"
    assert days_error("JP: 01-01 to 03-01", "x") is not None, "61"
    assert days_error("JP: 01-01 to 02-29; 12-31", "x") is not None, "61 with everybody's"
    assert days_error("", "x") is None


def test_a_year_may_be_named_where_it_may():
    text = "2026-12-28 to 2027-01-02"
    assert days_error(text, "x", years=True) is None
    assert days_error(text, "x") is not None
    assert holds(text, "US", date(2026, 12, 28))
    assert holds(text, "US", date(2027, 1, 2))
    assert not holds(text, "US", date(2027, 1, 3))
    assert not holds(text, "US", date(2027, 12, 28))
    assert days_error("2026-12-28 to 01-02", "x", years=True) is not None
    assert days_error("2026-12-28 to 2026-12-27", "x", years=True) is not None


def test_the_last_of_days_in_a_row():
    assert run_ends("12-28 to 01-03", "", date(2026, 12, 30)) == date(2027, 1, 3)
    assert run_ends("12-28 to 01-03", "", date(2027, 1, 4)) is None
    assert run_ends("JP: 12-28", "US", date(2026, 12, 28)) is None


def test_the_setting_is_kept_a_line_each():
    assert typed("closed_days", "JP: 12-29;  KR: 05-01 ") == "JP: 12-29\nKR: 05-01"
    assert list(settings_errors({"closed_days": "soon"})) == ["closed_days"]
    assert not settings_errors({"closed_days": JAPAN})


def test_countries_as_fields_name_them():
    for named in ("JP", "jp", " Japan ", "日本"):
        assert code_of(named) == "JP"
    assert (code_of("Georgia"), code_of("us"), code_of("U.S.A."), code_of("UK")) == ("GE", "US", "US", "GB")
    assert (code_of("Korea"), code_of("한국"), code_of("대한민국")) == ("KR", "KR", "KR")
    assert (code_of("Unspecified"), code_of("XX"), code_of("")) == ("", "", "")


# weeks ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "week", "words"),
    [
        ("Mon to Thu", "1234", "Mon to Thu"),
        ("monday - thursday", "1234", "Mon to Thu"),
        ("Mon, Wed, Fri", "135", "Mon, Wed, Fri"),
        ("Mon, Tue and Fri", "125", "Mon, Tue, Fri"),
        ("Mon to Sat", "123456", "Mon to Sat"),
        ("1234", "1234", "Mon to Thu"),
        ("Sat to Mon", "167", "Mon, Sat, Sun"),
        ("月〜木", "1234", "Mon to Thu"),
        ("월, 수, 금", "135", "Mon, Wed, Fri"),
        ("月曜日、水曜日", "13", "Mon, Wed"),
        ("Mon to Wed, Fri", "1235", "Mon to Wed, Fri"),
    ],
)
def test_a_week_as_it_is_typed_and_written(text: str, week: str, words: str):
    assert read_week(text) == week
    assert written(week) == words
    assert read_week(words) == week, "as an export says it, it is read again"


@pytest.mark.parametrize("text", ["", "x", "8", "0", "Mon to", "whenever", "Mo", "Mon to Wed to Fri", "-"])
def test_what_names_no_weekday_is_none(text: str):
    assert read_week(text) is None


def test_at_least_one_day():
    assert (week_of(""), week_of("31"), week_of("9")) == (None, "13", None)


def test_company_days_and_the_week_are_no_working_days():
    calendar = Calendar("1234", days_of(JAPAN, "JP"))
    of = Workdays("JP", week=calendar.week, closed=calendar.closed)
    assert not is_working_day(date(2026, 8, 13), of), "Thursday of Obon"
    assert is_working_day(date(2026, 8, 12), of)
    assert not is_working_day(date(2026, 8, 21), of), "a Friday"
    assert add_working_days(date(2026, 12, 28), 1, of) == date(2027, 1, 4)
    assert add_working_days(date(2026, 12, 28), 1, of._replace(closed=frozenset())) == date(2026, 12, 29)


@pytest.mark.parametrize(
    ("week", "opens", "closes", "minutes"),
    [
        ("123456", time(9), time(18), 240),  # from 9 to 13
        ("123456", time(12, 59), time(13, 1), 1),
        ("12345", time(9), time(18), 0),
    ],
)
def test_a_saturday_counts_until_one(week: str, opens: time, closes: time, minutes: int):
    on, zone = date(2026, 11, 21), "Asia/Seoul"
    first, last = at_local(on, opens, zone), at_local(on, closes, zone)
    assert working_minutes(first, last, zone, Workdays("KR", week=week)) == minutes
