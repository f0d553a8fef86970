"""Birthdays and whole years with us: on which day they are said, which working day before, and what one tap
logs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules import dated
from rules.cadence import read_on
from rules.context import Context
from rules.facts.celebrations import (
    ANNIVERSARY,
    BIRTHDAY,
    anniversary,
    anniversary_near,
    anniversary_on,
    birthday_near,
    birthday_on,
    birthdays,
    day_of_year,
    greeting,
    said_on,
)
from rules.own_calendar import Calendar, Span
from rules.records import Contact, Record, days

from ...builders import POLICY, TODAY, a_person, an_account, days_ago, in_days

WANTED = replace(POLICY, birthdays=True)
FRIDAY, SATURDAY, SUNDAY = in_days(2), in_days(3), in_days(4)


def born(*birthdays: str, **given: object) -> Record:
    contacts = tuple(Contact(n, f"P{n}", birthday=day) for n, day in enumerate(birthdays, 1))
    return an_account(days_ago(1), contacts=contacts, **{"tier": "C", **given})


def said(record: Record, on: date) -> str:
    phrase = birthdays(record, on)
    if phrase is None:
        return ""
    names = [str(dict(v.values)["name"]) for _, v in phrase.values if not isinstance(v, int)]  # type: ignore[union-attr]
    return phrase.message.split(":")[0] + ": " + " ".join(names)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1980-03-14", (3, 14)),
        ("03-14", (3, 14)),
        ("--03-14", (3, 14)),
        ("02-29", (2, 29)),
        ("1981-02-29", None),
        ("02-30", None),
        ("in May", None),
        ("", None),
    ],
)
def test_a_birthday_is_a_day_of_the_year_with_or_without_a_year(typed: str, day: tuple[int, int] | None):
    assert day_of_year(typed) == day


@pytest.mark.parametrize(
    ("birthday", "said_on"),
    [
        ("11-18", TODAY),
        ("11-19", in_days(1)),
        ("11-21", FRIDAY),  # a Saturday
        ("11-22", FRIDAY),  # a Sunday
        ("11-26", date(2026, 11, 25)),  # Thanksgiving
        ("1980-11-17", date(2027, 11, 17)),
        ("01-01", date(2026, 12, 31)),  # said in the year before
        ("02-29", date(2027, 2, 26)),  # 28 February is a Sunday
    ],
)
def test_it_is_said_on_its_day_or_the_working_day_before(birthday: str, said_on: date):
    record = born(birthday)
    assert birthday_on(record, TODAY) == said_on
    assert said(record, said_on) == "has a birthday: P1"
    assert said(record, said_on - days(1)) == ""


def test_a_leap_day_is_the_29th_where_there_is_one():
    assert birthday_on(born("02-29"), date(2028, 2, 1)) == date(2028, 2, 29)
    assert birthday_on(born("1980-02-29"), date(2029, 2, 1)) == date(2029, 2, 28)


def test_a_day_off_of_the_owner_is_no_working_day():
    record = born("11-20", owner=a_person(calendar=Calendar(away=(Span(FRIDAY, FRIDAY, False),))))
    assert birthday_on(record, TODAY) == in_days(1)


def test_several_are_said_at_once_the_nearest_first():
    assert said(born("11-22", "11-20", "11-21"), FRIDAY) == "has birthdays: P2 P3 P1"
    five = birthdays(born(*["11-20"] * 5), FRIDAY)
    assert five
    assert five.message == "has birthdays: {a}, {b}, {c} and {more} more"
    assert dict(five.values)["more"] == 2
    assert said(born("11-20", "11-22"), SATURDAY) == "has a birthday: P2", "the first is over"


def test_who_left_or_is_still_to_come_has_none():
    left = Contact(1, "P1", birthday="11-18", left_on=TODAY)
    to_come = Contact(2, "P2", birthday="11-18", added_on=in_days(1))
    record = an_account(days_ago(1), contacts=(left, to_come))
    assert said(record, TODAY) == ""
    assert birthday_on(record, TODAY) == date(2027, 11, 18), "of who is to come"


def test_birthdays_count_only_where_admins_want_them():
    record = born("11-20")
    assert dated.named(record, FRIDAY, WANTED) == [BIRTHDAY]
    assert dated.named(record, FRIDAY, POLICY) == []
    assert dated.says(BIRTHDAY, record, FRIDAY, POLICY) is None
    assert read_on(record, TODAY, WANTED) == FRIDAY
    assert read_on(record, TODAY, POLICY) > in_days(60)  # type: ignore[operator]
    assert birthday_near(record, FRIDAY, Context(WANTED)).kind == BIRTHDAY  # type: ignore[union-attr]
    assert birthday_near(record, FRIDAY, Context(POLICY)) is None


@pytest.mark.parametrize(
    ("started_on", "named_on", "years"),
    [
        (date(2023, 11, 18), TODAY, 3),
        (date(2025, 11, 19), in_days(1), 1),
        (date(2020, 11, 22), FRIDAY, 6),  # a Sunday
        (date(2024, 2, 29), date(2027, 2, 26), 3),  # the 28th is a Sunday
        (TODAY, date(2027, 11, 18), 1),
        (in_days(10), date(2027, 11, 26), 1),  # Sunday again, and the Friday after Thanksgiving
    ],
)
def test_whole_years_with_us_are_said_from_the_first_on(started_on: date, named_on: date, years: int):
    record = an_account(days_ago(1), tier="C", started_on=started_on)
    if started_on <= TODAY:
        assert anniversary_on(record, TODAY) == named_on
        assert dated.named(record, named_on, POLICY) == [ANNIVERSARY]
    assert anniversary(record, named_on).values[0] == ("count", years)  # type: ignore[union-attr]
    assert anniversary_near(record, named_on, Context(POLICY)).kind == ANNIVERSARY  # type: ignore[union-attr]
    assert anniversary(record, named_on - days(1)) is None


def test_who_has_no_start_has_no_anniversary():
    record = an_account(days_ago(1), started_on=None)
    assert anniversary_on(record, TODAY) is None
    assert anniversary(record, TODAY) is None


def test_one_tap_logs_what_was_sent_for_a_week_and_once_a_year():
    record = born("11-21", "11-22", started_on=date(2023, 11, 18))
    assert greeting(record, BIRTHDAY, in_days(1)) is None
    which, entry = greeting(record, BIRTHDAY, FRIDAY) or ("", None)
    assert which == "birthday-2026-1-2"
    assert entry
    assert (entry.outcome, entry.meaningful, entry.contact_ids) == ("sent", False, (1, 2))
    assert greeting(record, BIRTHDAY, SUNDAY + days(7)) is not None
    assert greeting(record, BIRTHDAY, SUNDAY + days(8)) is None
    assert [greeting(record, ANNIVERSARY, in_days(n)) is None for n in (-1, 0, 7, 8)] == [
        True, False, False, True
    ]  # fmt: skip


def test_a_day_that_is_none_is_the_one_before():
    assert said_on(SUNDAY, a_person().workdays) == FRIDAY
