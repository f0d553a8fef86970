"""How we stand with each person: the day on which somebody begins to cool, who stands first, what a form may
say."""

from __future__ import annotations

from datetime import date

import pytest

from rules.facts.acquainted import acquainted, birthday_of, errors, left_error
from rules.records import Contact

from ...builders import POLICY, TODAY, an_account, days_ago


def stands(tier: str, silent: int, **account: object) -> str:
    record = an_account(tier=tier, **account)
    return acquainted(record.account, [Contact(1, "Leo")], {1: days_ago(silent)}, TODAY, POLICY)[0].stands


@pytest.mark.parametrize(
    ("tier", "own", "silent", "said"),
    [
        ("A", None, 21, "touched"),
        ("A", None, 22, "cooling"),
        ("B", None, 45, "touched"),
        ("B", None, 46, "cooling"),
        ("C", None, 135, "touched"),
        ("C", None, 136, "cooling"),
        ("A", 30, 45, "touched"),
        ("A", 30, 46, "cooling"),
        ("A", 7, 10, "touched"),
        ("A", 7, 11, "cooling"),
    ],
)
def test_silent_over_one_and_a_half_cadences_is_cooling(tier: str, own: int | None, silent: int, said: str):
    assert stands(tier, silent, cadence_days=own) == said


def test_who_left_is_lost_from_that_day_on_and_who_never_was_touched_does_not_cool():
    record = an_account(tier="A")
    there = [
        Contact(1, "Uma", "user"),
        Contact(2, "Old", left_on=days_ago(90)),
        Contact(3, "Leo", "champion", left_on=TODAY),
        Contact(4, "Bo", "buyer"),
        Contact(5, "Next", "champion", added_on=TODAY),
    ]

    def names(on: date) -> list[tuple[str, str]]:
        return [(a.contact.name, a.stands) for a in acquainted(record.account, there, {}, on, POLICY)]

    assert names(TODAY) == [
        ("Next", "not touched"),
        ("Bo", "not touched"),
        ("Uma", "not touched"),
        ("Leo", "lost"),
        ("Old", "lost"),
    ]
    assert names(days_ago(1))[0] == ("Leo", "not touched"), "the day before"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("05-12", "05-12"),
        ("--05-12", "05-12"),
        (" 1980-05-12 ", "1980-05-12"),
        ("02-29", "02-29"),
        ("1981-02-29", ""),
        ("1899-12-31", ""),
        ("2026-W01-1", ""),
        ("12 May", ""),
        ("", ""),
    ],
)
def test_a_birthday_is_a_month_and_a_day(typed: str, stored: str):
    assert birthday_of(typed) == stored


def test_what_a_file_said_may_stay_as_it_is():
    odd = Contact(1, "Leo", email="ask the front desk", birthday="in May")
    filled = {"name": "Leo", "email": odd.email, "birthday": odd.birthday, "left_on": None}
    assert errors(filled, odd, [odd], TODAY) == {}
    assert set(errors(filled, None, [], TODAY)) == {"email", "birthday"}


def test_nobody_left_on_a_day_to_come():
    assert left_error(TODAY, TODAY) is None
    assert left_error(days_ago(-1), TODAY)
    assert left_error(date(1899, 12, 31), TODAY)
    assert left_error(None, TODAY)
