"""An account on its way to its next expert: until when it waits, the first touch, what the digest says, who
may."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from rules import dated
from rules.access import Caller
from rules.context import Context
from rules.coverage import seen
from rules.facts.handoffs import (
    FACT,
    first_touch,
    greet_by,
    introduce_error,
    may_move,
    to_greet,
    waiting,
    wants,
    went_well,
)
from rules.facts.introduced import Handoff
from rules.facts.passing import passing
from rules.records import Record, Standing
from rules.waiting import hours

from ...builders import POLICY, TODAY, a_handoff, a_person, a_touch, an_account, days_ago, in_days

KIM = a_person(id=2, name="Kim Cho")
ACCEPTED = {"became": "accepted", "ended_on": days_ago(5), "greet_by": TODAY}


def taken(*touches: object, handoff: Handoff | None = None, **given: object) -> Record:
    """Kim's since five days ago, from Dana."""
    stood = (Standing(days_ago(400), 1, "A"), Standing(days_ago(5), 2, "A"))
    return an_account(
        touches=list(touches),  # type: ignore[arg-type]
        owner=KIM,
        owner_id=2,
        standings=stood,
        handoffs=(handoff or a_handoff(days_ago(9), **ACCEPTED),),
        **given,  # type: ignore[arg-type]
    )


def test_it_waits_ten_whole_working_days_of_whom_it_waits_for_and_reminds_after_two():
    friday = datetime(2026, 11, 20, 22, tzinfo=UTC)
    reminds, ends = hours(friday, a_person(zone="America/New_York", country="US"))
    assert reminds == datetime(2026, 11, 24, 5, tzinfo=UTC), "Tuesday, midnight in New York"
    assert ends == datetime(2026, 12, 8, 5, tzinfo=UTC), "Monday is over; Thanksgiving is no working day"


@pytest.mark.parametrize(
    ("on", "waits"), [(days_ago(10), False), (days_ago(9), True), (days_ago(6), True), (days_ago(5), False)]
)
def test_it_is_under_way_from_its_day_until_somebody_took_it(on: date, waits: bool):
    assert (waiting(taken(), on) is not None) == waits


@pytest.mark.parametrize(
    ("touch", "greeted"),
    [
        (None, False),
        ({"on": days_ago(3), "by_id": 2}, True),
        ({"on": days_ago(8), "by_id": 2}, True),
        ({"on": days_ago(10), "by_id": 2}, False),
        ({"on": days_ago(3), "by_id": 1}, False),
        ({"on": days_ago(3), "by_id": 2, "outcome": "left_message"}, False),
    ],
    ids=["nobody", "theirs", "beside the giver", "before", "the giver's", "a voicemail"],
)
def test_the_first_touch_is_the_receivers_own(touch: dict[str, object] | None, greeted: bool):
    record = taken(*([a_touch(**touch)] if touch else []))  # type: ignore[arg-type]
    assert (to_greet(record, TODAY) is None) == greeted
    assert (wants(record, TODAY) is None) == greeted


def test_it_wants_a_place_from_the_next_working_day_and_returns_as_any_appearance():
    assert wants(taken(), TODAY) == days_ago(2), "accepted on Friday: Monday"
    assert wants(taken(nudged=(days_ago(1),)), TODAY) == in_days(2), "an A rests three working days"
    assert dated.brings(taken(), TODAY) == FACT


def test_one_that_went_on_to_somebody_else_is_greeted_by_nobody():
    record = taken()
    moved = replace(record, standings=(*record.standings, Standing(days_ago(1), 3, "A")))
    assert to_greet(moved, TODAY) is None
    assert to_greet(moved, days_ago(2)) is not None, "that day it was still theirs"


@pytest.mark.parametrize(("by", "said"), [(TODAY, "first touch by {by}"), (days_ago(1), "{late} late")])
def test_the_reason_says_by_when_and_how_late(by: date, said: str):
    handoff = a_handoff(days_ago(9), **{**ACCEPTED, "greet_by": by})
    reason = first_touch(taken(handoff=handoff), TODAY, Context(POLICY))
    assert reason is not None
    assert said in reason.why.message
    assert (reason.kind, reason.about) == (FACT, 1)


def test_the_first_touch_is_due_within_five_working_days_of_the_receiver():
    assert greet_by(date(2026, 11, 20), a_person(country="US")) == date(2026, 11, 30), "over Thanksgiving"


def test_a_digest_tells_who_waits_out_of_rhythm_and_whose_first_touch_was_missed():
    waits = an_account(days_ago(40), handoffs=(a_handoff(days_ago(2)),))
    told = passing(waits, TODAY, seen(waits, TODAY, POLICY))
    assert told
    assert (told.name, told.covered, told.late) == ("Acme", False, False)
    late = taken(handoff=a_handoff(days_ago(9), **{**ACCEPTED, "greet_by": days_ago(1)}))
    told = passing(late, TODAY, seen(late, TODAY, POLICY))
    assert told
    assert told.late
    on_time = taken()
    assert passing(on_time, TODAY, seen(on_time, TODAY, POLICY)) is None, "its last day is today"


def test_until_it_is_accepted_it_is_the_givers_figures():
    record = an_account(days_ago(40), handoffs=(a_handoff(days_ago(2)),))
    counted = seen(record, TODAY, POLICY)
    assert counted
    assert (counted.owner_id, counted.covered) == (1, False)


def test_what_went_well_brought_something_and_left_no_worry():
    record = an_account(
        touches=[
            a_touch(days_ago(3), purpose="check_in"),
            a_touch(days_ago(4), sentiment="worried"),
            a_touch(days_ago(5)),
            a_touch(days_ago(6), sentiment="happy"),
            a_touch(days_ago(400)),
        ]
    )
    assert [t.on for t in went_well(record, TODAY)] == [days_ago(6), days_ago(5)]


@pytest.mark.parametrize(
    ("caller", "under", "receiver", "may"),
    [
        (a_person(id=9, leads=True), {9, 1, 2}, 2, True),
        (a_person(id=9, leads=True), {9, 1}, 2, False),
        (a_person(id=9, leads=True), {9, 2}, 2, False),
        (a_person(id=1), {1}, 2, False),
        (a_person(id=8, is_admin=True), {8}, 2, True),
    ],
    ids=["within their tree", "to another tree", "out of another tree", "the owner", "an admin"],
)
def test_only_within_their_own_tree_a_manager_moves_it_at_once(
    caller: object, under: set[int], receiver: int, may: bool
):
    assert may_move(Caller(caller, frozenset(under)), 1, receiver) == may  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("receiver", "going", "status", "said"),
    [
        (None, None, "active", "Choose who"),
        (a_person(id=1), None, "active", "theirs already"),
        (replace(KIM, active=False), None, "active", "no longer active"),
        (KIM, a_handoff(days_ago(1)), "active", "Withdraw that first"),
        (KIM, None, "churned", "churned"),
        (KIM, None, "paused", ""),
    ],
)
def test_who_can_be_the_next_expert(receiver: object, going: object, status: str, said: str):
    why = introduce_error(receiver, 1, going, status)  # type: ignore[arg-type]
    assert (why is None) == (not said)
    assert why is None or said in why.message
