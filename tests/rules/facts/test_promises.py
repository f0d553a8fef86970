"""What a promise was on a day; its share of health, its days in the morning, its reason, whose it is to
answer."""

from __future__ import annotations

from datetime import date

import pytest

from rules import dated
from rules.access import Caller
from rules.cadence import due, look_on
from rules.context import Context
from rules.facts.promised import Promise
from rules.facts.promises import may_answer, move_error, promises
from rules.health import assess
from rules.reasons import best_reason, place_reason
from rules.records import Record

from ...builders import POLICY, TODAY, a_person, a_promise, an_account, days_ago, in_days, trend

CONTEXT = Context(POLICY)


def promised(*of: Promise, last: int = 5, **given: object) -> Record:
    return an_account(last_touch=days_ago(last), promises=of, **given)  # type: ignore[arg-type]


# as of a day ------------------------------------------------------------------------------------------------
def test_it_is_open_from_the_day_it_was_made_until_it_is_done():
    kept = a_promise(days_ago(10), promised_on=days_ago(20), state="kept", done_on=days_ago(7))
    assert [kept.open_on(days_ago(n)) for n in (21, 20, 8, 7)] == [False, True, True, False]
    assert [kept.late_on(days_ago(n)) for n in (10, 9, 8, 7)] == [0, 1, 2, 0]


def test_nobody_knows_when_it_was_made_or_done():
    assert a_promise(TODAY, promised_on=None).open_on(days_ago(1000))
    assert not a_promise(days_ago(3), state="kept").open_on(days_ago(3))


def test_what_is_stored_has_happened_by_the_owners_date():
    """Made, moved and kept where it is tomorrow already; days that have come stay as they are."""
    made = a_promise(in_days(2), promised_on=in_days(1)).as_known(TODAY)
    assert (made.promised_on, made.open_on(TODAY)) == (TODAY, True)
    kept = a_promise(in_days(2), state="kept", done_on=in_days(1)).as_known(TODAY)
    assert (kept.done_on, kept.open_on(TODAY)) == (TODAY, False)
    assert not a_promise(in_days(2), state="kept").as_known(TODAY).open_on(TODAY), "on a day nobody said"
    moved = a_promise(in_days(9), first_due_on=days_ago(3), moved=((in_days(1), in_days(9)),))
    assert moved.as_known(TODAY).late_on(TODAY) == 0
    for past in (
        a_promise(days_ago(3), state="kept"),
        a_promise(in_days(9), first_due_on=days_ago(3), moved=((TODAY, in_days(9)),)),
        a_promise(days_ago(3), promised_on=None),
    ):
        assert past.as_known(TODAY) is past


def test_a_past_day_gets_the_date_that_held_then():
    twice = a_promise(
        in_days(5), first_due_on=days_ago(20), moved=((days_ago(21), days_ago(10)), (days_ago(8), in_days(5)))
    )
    assert [twice.due_as_of(days_ago(n)) for n in (22, 21, 9, 8, 0)] == [
        days_ago(20),
        days_ago(10),
        days_ago(10),
        in_days(5),
        in_days(5),
    ]
    assert [twice.late_on(days_ago(n)) for n in (9, 8)] == [1, 0]
    assert twice.renegotiated
    nobody_knows_when = a_promise(in_days(5), first_due_on=days_ago(4))
    assert [nobody_knows_when.due_as_of(days_ago(n)) for n in (5, 4)] == [days_ago(4), in_days(5)]


# health -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("due_on", "share"),
    [
        ([], None),
        ([TODAY], 1.0),
        ([days_ago(1)], 2 / 3),
        ([days_ago(9)], 0.4),
        ([days_ago(14)], 1 / 15),
        ([days_ago(15)], 0.0),
        ([days_ago(1), days_ago(2)], 1 / 3),
        ([days_ago(1), days_ago(2), days_ago(3)], 0.0),
        ([days_ago(1)] * 5, 0.0),
    ],
)
def test_share_of_health(due_on: list[date], share: float | None):
    part = promises(promised(*(a_promise(on) for on in due_on)), TODAY, POLICY)
    assert (part and part.share) == (None if share is None else pytest.approx(share))


def test_what_is_kept_or_dropped_is_known_and_not_overdue():
    part = promises(promised(a_promise(days_ago(30), state="dropped", done_on=days_ago(2))), TODAY, POLICY)
    assert part is not None
    assert (part.share, part.event) == (1.0, "")


def test_an_overdue_promise_is_an_event():
    """At risk though touched as agreed; a fall that it caused is an alarm."""
    late = promised(*(a_promise(days_ago(n)) for n in (1, 2, 3)), tier="C", last=60)
    assert (assess(late, TODAY, POLICY).band, assess(promised(tier="C", last=60), TODAY, POLICY).band) == (
        "at risk",
        "watch",
    )
    assert trend(late, TODAY, POLICY).caused
    assert not trend(promised(a_promise(days_ago(20)), tier="C", last=60), TODAY, POLICY).caused


# days -------------------------------------------------------------------------------------------------------
def test_it_moves_no_cadence_and_is_looked_at_on_its_day():
    record = promised(a_promise(in_days(2)))
    assert due(record, TODAY, POLICY) == due(promised(), TODAY, POLICY)
    assert look_on(record, TODAY, POLICY) == in_days(2)
    assert dated.brings(record, TODAY) == ""
    assert dated.brings(record, in_days(2)) == "promise"


def test_a_weekend_moves_the_nudge_not_the_date():
    saturday = date(2026, 11, 21)
    assert look_on(promised(a_promise(saturday), last=0), TODAY, POLICY) == date(2026, 11, 23)


def test_after_its_day_it_returns_as_any_appearance():
    """3 working days after for an A, 6 after two; 11 November is a holiday."""
    overdue = a_promise(days_ago(20))
    once, twice = (
        promised(overdue, last=30, nudged=(days_ago(9),)),
        promised(overdue, last=30, nudged=(days_ago(9), days_ago(14))),
    )
    assert [dated.wants(r, TODAY) for r in (once, twice)] == [[date(2026, 11, 13)], [date(2026, 11, 18)]]


def test_a_touch_that_did_not_settle_it_lets_it_rest():
    assert dated.wants(promised(a_promise(days_ago(20)), last=1), TODAY) == [in_days(2)]
    assert dated.wants(promised(a_promise(days_ago(20)), last=21), TODAY) == [days_ago(20)], (
        "before its day: nothing settled"
    )


def test_no_contact_needed_said_of_it_holds():
    put_off = {"last_told_on": days_ago(1), "not_needed_until": in_days(9)}
    answer = promised(a_promise(days_ago(2)), last_told="promise", **put_off)
    assert dated.wants(answer, TODAY) == [in_days(9)]
    other = promised(a_promise(days_ago(2)), last_told="renewal", **put_off)
    assert dated.wants(other, TODAY) == [days_ago(2)]


def test_no_contact_needed_is_said_of_no_promise_to_come():
    """Nor of one that was moved to a day after it."""
    put_off = {"last_told": "promise", "last_told_on": days_ago(1), "not_needed_until": in_days(90)}
    later = promised(a_promise(in_days(2)), a_promise(days_ago(2)), **put_off)
    assert dated.wants(later, TODAY) == [in_days(2)]
    moved = a_promise(in_days(2), first_due_on=days_ago(2), moved=((TODAY, in_days(2)),))
    assert dated.wants(promised(moved, **put_off), TODAY) == [in_days(2)]


def test_kept_or_dropped_wants_nothing():
    assert dated.wants(promised(a_promise(TODAY, state="kept", done_on=days_ago(1))), TODAY) == []


# reason -----------------------------------------------------------------------------------------------------
def test_it_leads_the_reasons():
    record = promised(a_promise(days_ago(5)), a_promise(days_ago(1), text="a quote"), renews_on=in_days(3))
    reason = best_reason(record, TODAY, CONTEXT)
    assert reason.kind == "promise"
    assert dict(reason.why.values)["promise"] == "ROI numbers"
    assert reason.ask is not None
    assert (
        place_reason(promised(a_promise(TODAY)), TODAY, CONTEXT, brings="promise").why.message
        == "promised “{promise}” for today."
    )
    assert (
        best_reason(promised(a_promise(in_days(1)), renews_on=in_days(3)), TODAY, CONTEXT).kind == "renewal"
    )


# who, and which date ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "under", "may"),
    [(1, {1}, True), (7, {7}, True), (8, {8}, True), (9, {9, 1}, True), (5, {5, 7}, False), (6, {6}, False)],
)
def test_owner_team_managers_and_whoever_promised_answer_it(who: int, under: set[int], may: bool):
    caller = Caller(a_person(id=who), frozenset(under))
    assert (may_answer(caller, a_promise(TODAY, by_id=7), 1, team=[8]) is None) == may


@pytest.mark.parametrize(
    ("on", "may"),
    [
        (None, False),
        (days_ago(1), False),
        (TODAY, True),
        (in_days(3), False),
        (in_days(4), True),
        (in_days(3654), False),
    ],
)
def test_a_new_date_lies_ahead_and_is_another_one(on: date | None, may: bool):
    assert (move_error(on, a_promise(in_days(3)), TODAY) is None) == may
