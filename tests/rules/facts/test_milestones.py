"""What a step was on a day; its share of health, its day in the morning, its reason, whose it is to answer;
stages and the time to first value; templates as lines."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rules import dated
from rules.access import Caller
from rules.cadence import due, look_on
from rules.context import Context
from rules.facts.milestone import Milestone
from rules.facts.milestones import (
    done_error,
    due_error,
    may_answer,
    onboarding_and_renewal,
    start_error,
    step_due,
    turns,
)
from rules.facts.onboarding import LateStep, of_account, of_team
from rules.facts.templates import Step, steps_of, template_error
from rules.health import assess
from rules.policy import Policy, settings_errors, typed
from rules.reasons import best_reason
from rules.records import Record

from ...builders import POLICY, TODAY, a_person, a_step, an_account, days_ago, in_days, trend

CONTEXT = Context(POLICY)


def begun(*of: Milestone, last: int = 5, **given: Any) -> Record:
    return an_account(last_touch=days_ago(last), milestones=of, **given)


# as of a day ------------------------------------------------------------------------------------------------
def test_it_is_late_from_the_day_after_until_it_is_done():
    done = a_step(days_ago(10), done_on=days_ago(7))
    assert [done.late_on(days_ago(n)) for n in (10, 9, 8, 7)] == [0, 1, 2, 0]
    assert a_step(days_ago(3), dropped=True, done_on=TODAY).late_on(TODAY) == 0
    assert a_step(None).late_on(TODAY) == 0, "nobody said by when"
    assert a_step(days_ago(3), started_on=in_days(1)).late_on(TODAY) == 0, "its stage is still to start"


def test_a_past_day_gets_the_date_that_held_then():
    twice = a_step(in_days(5), moved=((days_ago(21), days_ago(20)), (days_ago(8), days_ago(10))))
    assert [twice.due_as_of(days_ago(n)) for n in (22, 21, 9, 8, 0)] == [
        days_ago(20),
        days_ago(10),
        days_ago(10),
        in_days(5),
        in_days(5),
    ]
    assert [twice.late_on(days_ago(n)) for n in (9, 8)] == [1, 0]


def test_what_is_stored_has_happened_by_the_owners_date():
    """Done or moved where it is tomorrow already; a stage may start on a day to come."""
    step = a_step(in_days(9), done_on=in_days(1), moved=((in_days(1), days_ago(3)),), started_on=in_days(2))
    known = step.as_known(TODAY)
    assert (known.done_on, known.moved, known.started_on) == (TODAY, ((TODAY, days_ago(3)),), in_days(2))
    past = a_step(days_ago(3), done_on=TODAY)
    assert past.as_known(TODAY) is past


# health -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("due_on", "share"),
    [
        ([], None),
        ([TODAY], 1.0),
        ([None], 1.0),
        ([days_ago(1)], 14 / 15),
        ([days_ago(14)], 1 / 15),
        ([days_ago(15)], 0.0),
        ([days_ago(90), TODAY], 0.0),
    ],
)
def test_share_of_health(due_on: list[date | None], share: float | None):
    steps = (a_step(on, id=n) for n, on in enumerate(due_on))
    part = onboarding_and_renewal(begun(*steps), TODAY, POLICY)
    assert (part and part.share) == (None if share is None else pytest.approx(share))
    assert part is None or part.event == "", "no event: no alarm"


@pytest.mark.parametrize(
    ("late", "renews", "share"), [(0, 20, 0.0), (0, 200, 1.0), (3, 200, 0.8), (3, 20, 0.0), (10, 60, 1 / 3)]
)
def test_the_worse_side_of_the_factor_counts(late: int, renews: int, share: float):
    """Touched without value: a renewal within 30 days earns nothing, one within 90 half."""
    record = an_account(touches=[], milestones=(a_step(days_ago(late)),), renews_on=in_days(renews))
    part = onboarding_and_renewal(record, TODAY, POLICY)
    assert part is not None
    assert part.share == pytest.approx(share)


def test_it_is_unknown_until_a_stage_began():
    assert onboarding_and_renewal(begun(a_step(in_days(20), started_on=in_days(1))), TODAY, POLICY) is None
    assert (
        onboarding_and_renewal(begun(a_step(days_ago(3), dropped=True, done_on=TODAY)), TODAY, POLICY) is None
    )


def test_a_late_step_is_no_event_of_a_fall():
    assert not trend(begun(a_step(days_ago(30))), TODAY, POLICY).caused
    assert assess(begun(a_step(days_ago(30))), TODAY, POLICY).band != "at risk"


def test_health_turns_on_each_day_of_lateness_until_it_cant_count_for_less():
    step = a_step(in_days(2), started_on=in_days(1), moved=((days_ago(1), days_ago(20)),))
    turning = set(turns(begun(step), TODAY, in_days(40)))
    assert turning == {in_days(1), *(in_days(n) for n in range(2, 18))}
    record = begun(a_step(in_days(1)))
    for n in range(30):
        now, then = (onboarding_and_renewal(record, in_days(n + k), POLICY) for k in (0, 1))
        assert (now and now.share) == (then and then.share) or in_days(n + 1) in turns(
            record, TODAY, in_days(40)
        )


# days -------------------------------------------------------------------------------------------------------
def test_it_moves_no_cadence_and_is_looked_at_on_the_day_after_its_day():
    record = begun(a_step(in_days(1)))
    assert due(record, TODAY, POLICY) == due(begun(), TODAY, POLICY)
    assert look_on(record, TODAY, POLICY) == in_days(2)
    assert dated.brings(record, in_days(1)) == ""
    assert dated.brings(record, in_days(2)) == "milestone"


def test_a_weekend_moves_the_nudge_not_the_date():
    friday = date(2026, 11, 20)
    assert dated.wants(begun(a_step(friday), last=0), TODAY) == [date(2026, 11, 23)]


def test_after_its_day_it_returns_as_any_appearance_and_rests_after_a_touch():
    """3 working days after for an A, 6 after two; 11 November is a holiday."""
    late = a_step(days_ago(20))
    once, twice = (begun(late, last=30, nudged=n) for n in ((days_ago(9),), (days_ago(9), days_ago(14))))
    assert [dated.wants(r, TODAY) for r in (once, twice)] == [[date(2026, 11, 13)], [date(2026, 11, 18)]]
    assert dated.wants(begun(late, last=1), TODAY) == [in_days(2)]


def test_no_contact_needed_said_of_it_holds_for_none_to_come():
    put_off = {"last_told": "milestone", "last_told_on": days_ago(1), "not_needed_until": in_days(90)}
    assert dated.wants(begun(a_step(days_ago(3)), **put_off), TODAY) == [in_days(90)]
    assert dated.wants(begun(a_step(days_ago(3)), a_step(in_days(1)), **put_off), TODAY) == [in_days(2)]


def test_done_or_dropped_or_without_a_date_wants_nothing():
    assert dated.wants(begun(a_step(days_ago(5), done_on=days_ago(1)), a_step(None)), TODAY) == []


def test_a_renewal_takes_its_place_before_a_late_step():
    assert dated.rank("promise") < dated.rank("renewal") < dated.rank("milestone")


# reason -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("due_on", "says"),
    [
        (days_ago(1), "onboarding step “{step}” was due {on}, {late} late."),
        (TODAY, "onboarding step “{step}” is due today."),
        (in_days(7), "onboarding step “{step}” is due {on}, in {left}."),
        (in_days(8), None),
        (None, None),
    ],
)
def test_a_reason_says_how_it_stands(due_on: date | None, says: str | None):
    reason = step_due(begun(a_step(due_on, id=7)), TODAY, CONTEXT)
    assert (reason and reason.why.message) == says
    assert reason is None or (reason.kind, reason.about) == ("milestone", 7)


def test_a_renewal_near_is_the_better_reason():
    assert best_reason(begun(a_step(days_ago(5)), renews_on=in_days(20)), TODAY, CONTEXT).kind == "renewal"
    assert best_reason(begun(a_step(days_ago(5))), TODAY, CONTEXT).kind == "milestone"


# who, and which dates ---------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "under", "may"),
    [(1, {1}, True), (7, {7}, True), (8, {8}, True), (9, {9, 1}, True), (5, {5, 7}, False), (6, {6}, False)],
)
def test_owner_team_managers_and_whose_step_it_is_answer_it(who: int, under: set[int], may: bool):
    caller = Caller(a_person(id=who), frozenset(under))
    assert (may_answer(caller, a_step(TODAY, owner_id=7), 1, team=[8]) is None) == may


def test_days_that_can_be_chosen():
    assert [start_error(on, TODAY) is None for on in (None, days_ago(367), days_ago(366), in_days(3654))] == [
        False,
        False,
        True,
        False,
    ]
    assert [due_error(on, TODAY, days_ago(9)) is None for on in (None, days_ago(1), days_ago(9), TODAY)] == [
        False,
        False,
        True,
        True,
    ]
    assert [done_error(on, TODAY) is None for on in (None, TODAY, in_days(1))] == [True, True, False]


# stages, and first value ------------------------------------------------------------------------------------
STARTED = days_ago(40)


def a_stage(*done: tuple[int, bool], **given: Any) -> tuple[Milestone, ...]:
    """Steps due 7, 14, ... days after the start, each done so many days after it (0: open), marked or not."""
    return tuple(
        a_step(
            days_ago(40 - 7 * n),
            id=n,
            started_on=STARTED,
            done_on=days_ago(40 - after) if after else None,
            first_value=marked,
            **given,
        )
        for n, (after, marked) in enumerate(done, 1)
    )


@pytest.mark.parametrize(
    ("done", "days"),
    [
        (((5, False), (12, True), (20, True), (0, False)), 12),
        (((5, True), (12, False)), 5),
        (((5, False), (12, False)), 12),
        (((5, False), (0, False)), None),
        (((5, False), (0, True), (20, False)), None),
    ],
)
def test_first_value_is_the_first_marked_step_else_the_last(
    done: tuple[tuple[int, bool], ...], days: int | None
):
    (stage,) = of_account(begun(*a_stage(*done)))
    assert stage.days_to_first_value(TODAY) == days
    assert days is None or stage.days_to_first_value(days_ago(41 - days)) is None, "not yet on the day before"


def test_a_dropped_step_brings_no_first_value():
    steps = a_stage((5, False), (12, False), (20, False))
    dropped = [*steps[:2], a_step(days_ago(19), id=3, started_on=STARTED, done_on=TODAY, dropped=True)]
    assert of_account(begun(*dropped))[0].days_to_first_value(TODAY) == 12
    assert of_account(begun(dropped[2])) == ()


def test_a_first_contract_from_a_file_began_with_the_account():
    from_file = a_step(days_ago(20), started_on=None, done_on=days_ago(10))
    assert of_account(begun(from_file, started_on=days_ago(50)))[0].days_to_first_value(TODAY) == 40
    assert of_account(begun(from_file))[0].days_to_first_value(TODAY) is None, "unknown, never 0"
    renewal = a_step(days_ago(20), stage="renewal", started_on=None, done_on=days_ago(10))
    assert of_account(begun(renewal, started_on=days_ago(50)))[0].started_on is None


def test_the_same_stage_twice_is_two():
    again = a_step(in_days(3), id=90, started_on=days_ago(4))
    first, second = of_account(begun(*a_stage((5, False)), again))
    assert (first.started_on, second.started_on) == (days_ago(4), STARTED)
    assert (first.runs(TODAY), second.runs(TODAY)) == (True, False)


def test_of_a_team_on_a_day():
    """Late ones, the latest first; medians of what was reached within a year; nothing of others' or of
    churned ones."""
    kim = a_person(id=2, name="Kim Cho")
    ours = {1: a_person(), 2: kim}
    late = a_step(days_ago(6), id=5, owner_id=9, owner_name="Sue")
    those = [
        begun(*a_stage((5, False)), id=1, name="Acme"),
        begun(*a_stage((9, False)), late, id=2, name="Globex", owner_id=2),
        begun(a_step(days_ago(9), id=6), id=3, name="Umbra"),
        begun(a_step(days_ago(9)), id=4, name="Gone", status="churned"),
        begun(a_step(days_ago(9)), id=5, name="Others", owner_id=7),
        begun(a_step(days_ago(380), started_on=days_ago(400), done_on=days_ago(365)), id=6, name="Old"),
    ]
    onboarding = of_team(those, ours, TODAY)
    assert onboarding.late == (
        LateStep("Umbra", "Dana Reyes", those[2].milestones[0], 9),
        LateStep("Globex", "Sue", late, 6),
    )
    assert onboarding.first_value == (("first contract", 9, 2),)
    assert [(r.account_id, r.account, r.owner) for r in onboarding.running] == [
        (3, "Umbra", "Dana Reyes"),
        (2, "Globex", "Kim Cho"),
    ], "whose open step is due first"
    assert of_team(those, ours, days_ago(1)).first_value == (("first contract", 9, 3),)
    assert not of_team([begun()], ours, TODAY)


# templates --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("line", "step"),
    [
        ("Kick-off +7", Step("Kick-off", 7)),
        ("  Train the users+ 21  ", Step("Train the users", 21)),
        ("Result shown +45 First Value", Step("Result shown", 45, first_value=True)),
        ("Phase 1 + 2 +0", Step("Phase 1 + 2", 0)),
        ("킥오프 +3650", Step("킥오프", 3650)),
    ],
)
def test_a_line_of_a_template(line: str, step: Step):
    assert steps_of(line) == (step,)
    assert template_error(line, "x") is None


@pytest.mark.parametrize(
    "line",
    [
        "Kick-off",
        "+7",
        "Kick-off +3651",
        "Kick-off +-7",
        "Kick-off +٧",
        "Kick-off +7 days",
        f"{'x' * 201} +7",
    ],
)
def test_a_line_that_can_t_be_read_is_named(line: str):
    error = template_error(f"Good +1\n{line}", "x")
    assert error is not None
    assert dict(error.values)["line"] == line[:60]
    assert steps_of(f"Good +1\n{line}") == (Step("Good", 1),)


def test_templates_are_bounded_and_in_order():
    assert steps_of("b +9; a +2;\n") == (Step("a", 2), Step("b", 9))
    assert template_error("a +1\nA +2", "x") is not None
    assert template_error("\n".join(f"s{n} +{n}" for n in range(20)), "x") is None
    assert template_error("\n".join(f"s{n} +{n}" for n in range(21)), "x") is not None
    assert template_error("", "x") is None, "a stage that nobody starts"


def test_seeds_can_be_read_and_every_stage_has_steps():
    policy = Policy()
    for name in ("first_contract_steps", "new_service_steps", "renewal_steps"):
        assert not settings_errors({name: getattr(policy, name)})
    assert all(policy.steps(stage) for stage in ("first contract", "new service", "renewal"))
    assert policy.steps("of their own") == ()
    assert typed("renewal_steps", "a +1;  b  +2 ") == "a +1\nb +2"
    assert list(settings_errors({"renewal_steps": "a"})) == ["renewal_steps"]
