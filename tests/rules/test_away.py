"""Days away: read as typed, held to what can be, and without effect on figures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rules.access import Caller
from rules.away import Absence, absence_error, away_on, cover_error, just_back, may_set, spans_of
from rules.calendar import Workdays, is_working_day
from rules.coverage import seen
from rules.language.span import span_in
from rules.own_calendar import Calendar, Span, calendar_of
from rules.policy import Policy

from ..builders import a_person, an_account

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("3-14 Aug cover @Kim", "2027-08-03", "2027-08-14"),
        ("aug 3-14", "2027-08-03", "2027-08-14"),
        ("Aug 3 to Aug 14", "2027-08-03", "2027-08-14"),
        ("1st-3rd december", "2026-12-01", "2026-12-03"),
        ("2026-12-03 to 2026-12-14", "2026-12-03", "2026-12-14"),
        ("28 dec - 3 jan", "2026-12-28", "2027-01-03"),
        ("8/3-8/14", "2027-08-03", "2027-08-14"),
        ("8월 3일~14일", "2027-08-03", "2027-08-14"),
        ("8월 3일부터 14일까지", "2027-08-03", "2027-08-14"),
        ("8月3日〜14日", "2027-08-03", "2027-08-14"),
        ("today", "2026-11-24", "2026-11-24"),
        ("until friday", "2026-11-24", "2026-11-27"),
        ("mon to thu", "2026-11-30", "2026-12-03"),
        ("from tomorrow to friday", "2026-11-25", "2026-11-27"),
        ("20 nov to 30 nov", "2026-11-20", "2026-11-30"),
        ("next week", "2026-11-30", "2026-12-04"),
        ("来週", "2026-11-30", "2026-12-04"),
        ("this week", "2026-11-24", "2026-11-27"),
    ],
)
def test_days_as_people_type_them(typed: str, first: str, last: str):
    assert span_in(typed, TUESDAY, "en-US") == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("typed", ["", "cover kim", "soon", "3 aug, 5 aug and 9 aug", "next week from 3 dec"])
def test_what_is_not_certain_is_asked(typed: str):
    assert span_in(typed, TUESDAY, "en-US") is None


def test_numbers_are_read_in_the_writers_order():
    assert span_in("3/8 - 14/8", TUESDAY, "en-GB") == (date(2027, 8, 3), date(2027, 8, 14))


def test_going_away_keeps_no_account_in_rhythm():
    """Grace counts public holidays alone; what is sent and asked waits for the first day back."""
    here, gone = (
        a_person(),
        a_person(calendar=Calendar(away=(Span(TUESDAY, TUESDAY + timedelta(20), False),))),
    )
    for on in (TUESDAY + timedelta(n) for n in range(30)):
        records = [an_account(date(2026, 11, 11), tier="A", owner=who) for who in (here, gone)]
        stands = [s.covered for r in records if (s := seen(r, on, Policy()))]
        assert stands == [on <= date(2026, 12, 1)] * 2, on  # due on the 25th, grace but for Thanksgiving
    assert is_working_day(TUESDAY, gone.public_days)
    assert not is_working_day(TUESDAY, gone.own_days)
    assert not is_working_day(TUESDAY, gone.workdays)


def test_covered_days_are_worked_on_the_accounts_and_not_by_the_person():
    covered_for = a_person(calendar=Calendar(away=(Span(TUESDAY, TUESDAY, True),)))
    assert is_working_day(TUESDAY, covered_for.workdays)
    assert not is_working_day(TUESDAY, covered_for.own_days)


@pytest.mark.parametrize(
    "calendar",
    [
        Calendar(),
        Calendar("1234", frozenset({"12-29"}), (Span(TUESDAY, TUESDAY, True), Span(TUESDAY, TUESDAY, False))),
    ],
)
def test_a_calendar_is_read_as_it_was_stored(calendar: Calendar):
    assert calendar_of(calendar.pack()) == calendar
    assert bool(calendar.pack()) == (calendar != Calendar())


def test_weeks_and_closed_days():
    of = Workdays("", week="1234", closed=frozenset({"12-29"}))
    assert [n for n in range(7) if is_working_day(date(2026, 11, 23) + timedelta(n), of)] == [0, 1, 2, 3]
    assert not is_working_day(date(2026, 12, 29), of)
    assert is_working_day(date(2026, 12, 28), of)


def test_of_several_the_one_with_a_cover_holds():
    those = [Absence(1, 9, TUESDAY, TUESDAY + timedelta(9)), Absence(2, 9, TUESDAY, TUESDAY, cover_id=4)]
    assert away_on(those, TUESDAY) == those[1]
    assert away_on(those, TUESDAY + timedelta(1)) == those[0]
    assert away_on(those, TUESDAY - timedelta(1)) is None


def test_the_first_day_back_is_the_first_they_work():
    away = (Span(date(2026, 11, 23), date(2026, 11, 27), False),)
    own = a_person(calendar=Calendar(away=away)).own_days
    assert just_back(away, date(2026, 11, 30), own) == (date(2026, 11, 23), date(2026, 11, 27))
    assert just_back(away, date(2026, 12, 1), own) is None


def test_what_is_long_over_is_kept_no_more():
    old, new = Absence(1, 9, date(2024, 1, 1), date(2024, 1, 9)), Absence(2, 9, TUESDAY, TUESDAY)
    assert spans_of([new, old], TUESDAY) == (Span(TUESDAY, TUESDAY, False),)


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        (None, TUESDAY, "first_on"),
        (TUESDAY, None, "last_on"),
        (TUESDAY, TUESDAY - timedelta(1), "last_on"),
        (TUESDAY - timedelta(9), TUESDAY - timedelta(1), "last_on"),
        (TUESDAY, TUESDAY + timedelta(366), "last_on"),
    ],
)
def test_days_that_can_not_be(first: date | None, last: date | None, field: str):
    wrong = absence_error(first, last, TUESDAY)
    assert wrong is not None
    assert wrong[0] == field


def test_days_that_can_be():
    assert absence_error(TUESDAY - timedelta(3), TUESDAY, TUESDAY) is None
    assert absence_error(TUESDAY, TUESDAY + timedelta(365), TUESDAY) is None


@pytest.mark.parametrize(
    ("first", "last", "free"),
    [
        ("11-16", "11-23", True),
        ("11-20", "11-24", False),
        ("11-26", "11-30", False),
        ("11-27", "11-30", True),
    ],
)
def test_whoever_is_away_then_too_does_not_cover(first: str, last: str, free: bool):
    away = Absence(1, 2, TUESDAY, TUESDAY + timedelta(days=2))
    between = (date.fromisoformat(f"2026-{first}"), date.fromisoformat(f"2026-{last}"))
    assert (cover_error(1, a_person(id=2), [away], *between) is None) == free


def test_who_says_when_somebody_is_away():
    dana, mel, other = (Caller(a_person(id=n), frozenset(u)) for n, u in ((1, {1}), (2, {1, 2}), (3, {3})))
    admin = Caller(a_person(id=4, is_admin=True), frozenset({4}))
    assert [may_set(who, 1) is None for who in (dana, mel, admin, other)] == [True, True, True, False]
