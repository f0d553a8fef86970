"""When an A goes to the manager of its owner, on its days: the one before, the day itself, moved by what may
move it and by nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from rules import escalations
from rules.escalations import Goes, goes, leave_error, stands
from rules.facts.escalated import LEFT, OVER, Escalation
from rules.facts.loosened import APPROVED, Loosening, Stands
from rules.own_calendar import Calendar, Span
from rules.records import Record, Standing, days
from rules.silence import is_silent

from ..builders import POLICY, a_person, an_account

LAST = date(2026, 10, 22)  # a Thursday: due Nov 5, one more cadence Nov 19
DUE, DAY = date(2026, 11, 5), date(2026, 11, 19)
TODAY = date(2026, 11, 10)
USUALLY = Goes(DUE, date(2026, 11, 18), DAY)
OWNER = a_person(country="US")


def late(last: date = LAST, **given: object) -> Record:
    return an_account(last, owner=OWNER, **given)  # type: ignore[arg-type]


def gone(**given: object) -> Escalation:
    at = datetime(2026, 11, 19, tzinfo=UTC)
    return Escalation(1, 1, 1, DUE, DAY, at, **{"to_id": 2, "went_on": DAY, **given})  # type: ignore[arg-type]


def test_an_a_goes_to_the_manager_one_more_cadence_after_its_due_date_and_its_owner_hears_the_day_before():
    assert goes(late(), TODAY, POLICY) == USUALLY


@pytest.mark.parametrize("tier", ["B", "C"])
def test_only_an_a_goes(tier: str):
    assert goes(late(tier=tier), TODAY, POLICY) is None


@pytest.mark.parametrize(
    "given",
    [
        {"status": "churned"},
        {"status": "paused"},
        {"status": "paused", "paused_until": date(2027, 1, 4)},
        {"served_through_parent": True},
    ],
)
def test_what_rests_goes_to_nobody(given: dict[str, object]):
    assert goes(late(**given), TODAY, POLICY) is None


def test_its_own_cadence_counts():
    assert goes(late(cadence_days=20), TODAY, POLICY) == Goes(
        date(2026, 11, 11), date(2026, 11, 30), date(2026, 12, 1)
    )


def test_a_touch_starts_anew():
    there = goes(late(date(2026, 11, 6)), TODAY, POLICY)
    assert there is not None
    assert there.late_on == date(2026, 11, 20)


@pytest.mark.parametrize(
    ("last", "on", "look_on"),
    [
        (date(2026, 10, 24), date(2026, 11, 23), date(2026, 11, 20)),  # a Saturday: Monday, told on Friday
        (date(2026, 10, 29), date(2026, 11, 27), date(2026, 11, 25)),  # Thanksgiving between
    ],
)
def test_weekends_and_public_holidays_move_it(last: date, on: date, look_on: date):
    there = goes(late(last), TODAY, POLICY)
    assert there is not None
    assert (there.on, there.look_on) == (on, look_on)


def test_being_shown_or_put_off_moves_nothing():
    shown = (date(2026, 11, 9),)
    assert goes(late(nudged=shown, snoozed_until=date(2026, 12, 4)), TODAY, POLICY) == USUALLY


def test_a_snooze_that_a_manager_approved_moves_it():
    until = date(2026, 12, 14)
    approved = Loosening(1, 1, 1, 1, Stands("A"), Stands("A", snoozed_until=until), TODAY, became=APPROVED)
    record = replace(late(snoozed_until=until), loosenings=(approved,))
    there = goes(record, TODAY, POLICY)
    assert there is not None
    assert there.on == until


def test_no_contact_needed_now_is_a_due_date():
    there = goes(late(not_needed_until=date(2026, 11, 24)), TODAY, POLICY)
    assert there is not None
    assert there.late_on == date(2026, 11, 24)
    assert there.on == date(2026, 12, 8)


def test_a_new_owner_has_a_cadence_of_their_own():
    stood = (Standing(date(2025, 1, 1), 9, "A"), Standing(date(2026, 11, 9), 1, "A"))
    there = goes(late(standings=stood), TODAY, POLICY)
    assert there is not None
    assert there.late_on == date(2026, 11, 9)
    assert there.on == date(2026, 11, 23)


def test_going_away_with_a_cover_delays_nothing():
    away = Calendar(away=(Span(date(2026, 11, 11), date(2026, 12, 4), covered=True),))
    assert goes(replace(late(), owner=replace(OWNER, calendar=away)), TODAY, POLICY) == USUALLY


@pytest.mark.parametrize(
    ("first", "last", "on"),
    [
        (date(2026, 11, 9), date(2026, 11, 30), date(2026, 11, 12)),  # past its grace, which ends on the 10th
        (date(2026, 11, 16), date(2026, 11, 30), date(2026, 11, 16)),  # as soon as they are away
        (date(2026, 11, 16), date(2026, 11, 17), DAY),  # for two days: it stays as it was
        (date(2026, 11, 9), date(2026, 11, 11), DAY),  # back before
    ],
)
def test_without_a_cover_it_goes_while_its_owner_is_away(first: date, last: date, on: date):
    away = Calendar(away=(Span(first, last, covered=False),))
    there = goes(replace(late(), owner=replace(OWNER, calendar=away)), TODAY, POLICY)
    assert there is not None
    assert there.on == on
    assert (there.look_on == on) == (on != DAY), "at once: there is nobody to tell before"


@pytest.mark.parametrize("became", ["", OVER])
def test_once_a_lateness(became: str):
    assert goes(replace(late(), escalations=(gone(became=became),)), TODAY, POLICY) is None


def test_what_is_left_comes_back_on_its_day():
    left = gone(became=LEFT, until_on=date(2026, 12, 3))
    assert goes(replace(late(), escalations=(left,)), TODAY, POLICY) == Goes(
        DUE, date(2026, 12, 2), date(2026, 12, 3)
    )


def test_another_lateness_goes_again():
    there = goes(
        replace(late(date(2026, 11, 20)), escalations=(gone(became=OVER),)), date(2026, 11, 24), POLICY
    )
    assert there is not None
    assert there.late_on == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("record", "still"),
    [
        (late(), True),
        (late(DAY), False),
        (late(tier="B"), False),
        (late(status="paused", paused_until=date(2027, 1, 4)), False),
        (late(owner_id=3), False),
        (late(not_needed_until=date(2026, 12, 3)), False),
    ],
)
def test_it_stands_while_nothing_changed(record: Record, still: bool):
    assert stands(gone(), record, DAY, POLICY) is still


def test_what_brings_most_comes_first():
    assert escalations.by_value([(100, "b", 1), (None, "a", 2), (900, "c", 3), (100, "a", 4)]) == [3, 4, 1, 2]


@pytest.mark.parametrize(
    ("until_on", "why", "field"),
    [
        (None, "they asked for quiet", "until_on"),
        (TODAY, "they asked for quiet", "until_on"),
        (TODAY + days(91), "they asked for quiet", "until_on"),
        (TODAY + days(14), "", "why"),
        (TODAY + days(14), "x" * 301, "why"),
    ],
)
def test_leaving_it_needs_a_day_and_a_reason(until_on: date | None, why: str, field: str):
    wrong = leave_error(until_on, why, TODAY)
    assert wrong is not None
    assert wrong[0] == field
    assert leave_error(TODAY + days(90), "they asked for quiet", TODAY) is None


@pytest.mark.parametrize(
    ("since", "silent"), [(None, False), (date(2026, 11, 4), True), (date(2026, 11, 5), False)]
)
def test_ten_whole_working_days_of_nothing_are_silence(since: date | None, silent: bool):
    """From Wednesday, November 4, the tenth is Wednesday the 18th: the 11th is a holiday."""
    assert is_silent(since, date(2026, 11, 19), OWNER.own_days) is silent


OTHER = DUE - days(9)


@pytest.mark.parametrize(
    ("those", "open_"),
    [
        ([("", DUE)], 1),
        ([(OVER, DUE)], 1),
        ([("", DUE), ("", DUE)], 2),
        ([("", DUE), ("", OTHER)], 1),
        ([(OVER, DUE), ("", OTHER)], None),
        ([("", OTHER), ("", OTHER)], None),
        ([(LEFT, DUE), ("", DUE)], 2),
        ([("", DUE), (LEFT, DUE)], None),
    ],
)
def test_of_several_one_is_open_at_most(those: list[tuple[str, date]], open_: int | None):
    held = tuple(replace(gone(became=b), id=n, late_on=d) for n, (b, d) in enumerate(those, start=1))
    one = escalations.open_one(replace(late(), escalations=held), DAY, POLICY)
    assert (one.id if one else None) == open_
