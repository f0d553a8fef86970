"""The working day before a dated next step: the page before the call is ready, and nothing takes a place."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rules import dated
from rules.cadence import look_on, read_on
from rules.facts.next_steps import FACT, PREPARE, coming, prepare_on
from rules.own_calendar import Calendar, Span
from rules.records import NextStep, Record

from ...builders import POLICY, TODAY, a_person, an_account, days_ago, in_days

MONDAY = in_days(5)
FRIDAY = in_days(2)


def with_step(on: date | None, done: bool = False, **given: Any) -> Record:
    return an_account(days_ago(2), tier="C", next_step=NextStep(1, "demo", on, done), **given)


@pytest.mark.parametrize(
    ("on", "ready_on"),
    [
        (in_days(1), TODAY),
        (FRIDAY, in_days(1)),
        (MONDAY, FRIDAY),
        (in_days(4), FRIDAY),  # a Sunday
        (TODAY, None),
        (days_ago(3), None),
        (None, None),
    ],
)
def test_it_is_ready_the_working_day_before(on: date | None, ready_on: date | None):
    assert prepare_on(with_step(on), TODAY) == ready_on


def test_a_day_off_of_the_owner_is_no_working_day():
    off = a_person(calendar=Calendar(away=(Span(FRIDAY, FRIDAY, False),)))
    assert prepare_on(with_step(MONDAY, owner=off), TODAY) == in_days(1)


def test_a_step_that_is_done_needs_no_page():
    assert prepare_on(with_step(in_days(1), done=True), TODAY) is None
    assert coming(with_step(in_days(1), done=True), TODAY) is None
    assert coming(an_account(days_ago(2)), TODAY) is None


def test_it_is_said_from_that_day_until_its_own():
    record = with_step(MONDAY)
    said = [coming(record, in_days(n)) is not None for n in (1, 2, 5, 6)]
    assert said == [False, True, True, False]
    phrase = coming(record, FRIDAY)
    assert phrase is not None
    assert (phrase.kind, dict(phrase.values)) == (PREPARE, {"step": "demo", "on": MONDAY})


def test_the_account_is_read_that_day_and_takes_no_place():
    record = with_step(MONDAY)
    assert read_on(record, TODAY, POLICY) == FRIDAY
    assert dated.named(record, FRIDAY) == [FACT]
    assert dated.named(record, TODAY) == []
    assert dated.brings(record, FRIDAY) == ""
    assert (look_on(record, FRIDAY, POLICY) or TODAY) > FRIDAY
    assert dated.named(with_step(MONDAY, snoozed_until=MONDAY), FRIDAY) == [], "it is put off"
    assert dated.named(with_step(MONDAY, status="churned"), FRIDAY) == []
