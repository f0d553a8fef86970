"""What a request was on a day, how long its answer took, its days in the morning, its reason, whose it is to
answer."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from rules import dated
from rules.access import Caller
from rules.cadence import due, look_on
from rules.calendar import Workdays, working_minutes
from rules.captured import entry_error
from rules.context import Context
from rules.facts.answered import OfAccount, Pace, of_record, of_team, pace, took
from rules.facts.entries import Entry
from rules.facts.requested import Request
from rules.facts.requests import clock_of, form_error, may_answer, request_open
from rules.health import assess
from rules.reasons import best_reason
from rules.records import Record, Standing

from ...builders import POLICY, TODAY, a_person, a_promise, a_request, an_account, days_ago, in_days

CONTEXT = Context(POLICY)
MONDAY, FRIDAY = date(2026, 11, 16), date(2026, 11, 13)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def asked(*of: Request, last: int = 5, **given: object) -> Record:
    return an_account(last_touch=days_ago(last), requests=of, **given)  # type: ignore[arg-type]


def answered(asked_at: datetime, answered_at: datetime, /, **given: object) -> Request:
    """Each logged when it happened."""
    return a_request(
        asked_at.date(),
        **{
            "asked_at": asked_at,
            "logged_at": asked_at,
            "answered_on": answered_at.date(),
            "answered_at": answered_at,
            "answer_logged_at": answered_at,
            **given,
        },
    )


# as of a day ------------------------------------------------------------------------------------------------
def test_it_is_open_from_the_day_it_was_asked_until_it_is_answered():
    one = a_request(days_ago(10), answered_on=days_ago(7))
    assert [one.open_on(days_ago(n)) for n in (11, 10, 8, 7)] == [False, True, True, False]
    assert a_request(days_ago(10)).open_on(TODAY)


def test_what_is_stored_has_happened_by_the_owners_date():
    early = a_request(in_days(1), answered_on=in_days(1)).as_known(TODAY)
    assert (early.asked_on, early.answered_on) == (TODAY, TODAY)
    past = a_request(days_ago(2))
    assert past.as_known(TODAY) is past


def test_it_waits_in_working_days_of_its_owner():
    """11 November is a holiday in the United States."""
    us, nowhere = Workdays("US"), Workdays()
    assert [a_request(FRIDAY).waited(FRIDAY + timedelta(n), us) for n in (0, 1, 2, 3, 4)] == [0, 0, 0, 1, 2]
    tenth = a_request(date(2026, 11, 10))
    assert [tenth.waited(date(2026, 11, 12), w) for w in (us, nowhere)] == [1, 2]


# hours ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("first", "last", "minutes"),
    [
        (at(MONDAY, 9), at(MONDAY, 17), 480),
        (at(MONDAY, 8), at(MONDAY, 9), 0),
        (at(MONDAY, 16, 30), at(MONDAY, 18), 30),
        (at(MONDAY, 17), at(date(2026, 11, 17), 9), 0),
        (at(FRIDAY, 16), at(MONDAY, 10), 120),
        (at(date(2026, 11, 14), 12), at(date(2026, 11, 15), 12), 0),
        (at(date(2026, 11, 10), 16), at(date(2026, 11, 12), 10), 120),
        (at(MONDAY, 10), at(MONDAY, 10), 0),
        (at(MONDAY, 10), at(MONDAY, 9), 0),
    ],
)
def test_hours_are_those_of_working_days(first: datetime, last: datetime, minutes: int):
    assert working_minutes(first, last, "UTC", Workdays("US")) == minutes


def test_hours_are_those_of_the_owners_zone():
    """9 in New York is 14 UTC; the clocks there go back on 1 November."""
    assert working_minutes(at(MONDAY, 13), at(MONDAY, 15), "America/New_York", Workdays("US")) == 60
    friday, monday = at(date(2026, 10, 30), 20), at(date(2026, 11, 2), 15)
    assert working_minutes(friday, monday, "America/New_York", Workdays("US")) == 120


def test_an_answer_takes_the_owners_hours():
    one = answered(at(FRIDAY, 16), at(MONDAY, 10))
    assert took(one, a_person()) == 120
    assert took(one, a_person(zone="Asia/Seoul", country="KR")) == 480, "Saturday 1:00 to Monday 19:00 there"


@pytest.mark.parametrize(
    ("given", "measured"),
    [
        ({}, True),
        ({"asked_at": None}, False),
        ({"answered_at": None}, False),
        ({"answered_at": at(MONDAY, 8), "answer_logged_at": at(MONDAY, 8)}, False),
        # the question was logged with its answer
        ({"logged_at": at(MONDAY, 12), "asked_at": at(MONDAY, 12), "answered_at": at(MONDAY, 12)}, False),
        ({"logged_at": at(MONDAY, 11, 46)}, False),
        ({"logged_at": at(MONDAY, 11, 45)}, True),
        # but the time of each was typed
        ({"logged_at": at(MONDAY, 12), "answered_at": at(MONDAY, 11)}, True),
        # a file
        ({"asked_at": None, "answered_at": None, "answer_logged_at": None}, False),
    ],
)
def test_what_was_logged_together_or_by_its_day_alone_is_not_measured(given: dict, measured: bool):
    one = answered(at(MONDAY, 9), at(MONDAY, 12), **given)
    assert (one.measured is not None) == measured


def test_a_median_says_of_how_many_it_is():
    assert pace([60, None, 300, 90]) == Pace(90, 3, 1)
    assert pace([None]) == Pace(None, 0, 1)
    assert pace([10, 20]).median == 15


def test_a_pace_counts_what_was_answered_in_ninety_days():
    old, new = (a_request(days_ago(200), id=n, answered_on=days_ago(ago)) for n, ago in ((1, 90), (2, 89)))
    assert of_record(asked(old, new), TODAY).answered == 1
    assert of_record(asked(new), days_ago(90)).answered == 0, "not answered yet"


# of a team --------------------------------------------------------------------------------------------------
def test_an_answer_counts_for_whoever_owned_the_account_when_it_was_asked():
    given_over = (Standing(days_ago(400), 1, "A"), Standing(days_ago(3), 2, "A"))
    record = asked(
        answered(at(days_ago(8), 9), at(days_ago(8), 11)),
        a_request(days_ago(5), id=7),
        standings=given_over,
        owner_id=2,
    )
    dana, kim = a_person(), a_person(id=2, name="Kim Cho")
    both = of_team([record], {1: dana, 2: kim}, TODAY)
    assert [(r.person.name, r.pace.measured, len(r.open)) for r in both.reps] == [
        ("Kim Cho", 0, 1),
        ("Dana Reyes", 1, 0),
    ]
    assert both.accounts == (OfAccount("Acme", Pace(120, 1, 0), 3),)
    others = of_team([record], {9: a_person(id=9)}, TODAY)
    assert (others.reps, others.accounts) == ((), ())


def test_whoever_lets_wait_longest_comes_first_and_a_churned_account_waits_for_nobody():
    short, long = (asked(a_request(days_ago(n)), name=f"Co {n}", owner_id=n) for n in (2, 9))
    gone = asked(a_request(days_ago(20)), status="churned", owner_id=3)
    people = {n: a_person(id=n, name=f"Rep {n}") for n in (2, 3, 9)}
    team = of_team([short, long, gone], people, TODAY)
    assert [(r.person.id, r.open[0].waited) for r in team.reps] == [(9, 6), (2, 2)]
    assert [(a.account, a.longest) for a in team.accounts] == [("Co 9", 6), ("Co 2", 2)]


# days -------------------------------------------------------------------------------------------------------
def test_it_moves_no_cadence_costs_no_health_and_wants_a_place_after_a_working_day():
    record = asked(a_request(TODAY))
    assert due(record, TODAY, POLICY) == due(asked(), TODAY, POLICY)
    assert assess(record, TODAY, POLICY) == assess(asked(), TODAY, POLICY)
    assert dated.brings(record, TODAY) == ""
    assert dated.brings(record, in_days(1)) == "request"
    assert look_on(asked(a_request(TODAY), last=0), TODAY, POLICY) == in_days(1)


def test_a_weekend_is_no_working_day():
    assert dated.wants(asked(a_request(FRIDAY), last=30), TODAY) == [MONDAY]
    sunday = a_request(MONDAY - timedelta(1))
    assert dated.wants(asked(sunday, last=30), TODAY) == [MONDAY + timedelta(1)], "read on Monday"
    assert [sunday.waited(MONDAY + timedelta(n), Workdays()) for n in (0, 1)] == [0, 1]


def test_a_touch_that_did_not_answer_it_lets_it_rest():
    assert dated.wants(asked(a_request(days_ago(9)), last=1), TODAY) == [in_days(2)]


def test_a_promise_takes_its_place_before_it():
    record = asked(a_request(days_ago(9)), promises=(a_promise(days_ago(1)),), last=30)
    assert dated.brings(record, TODAY) == "promise"
    assert best_reason(record, TODAY, CONTEXT).kind == "promise"


def test_answered_wants_nothing():
    record = asked(a_request(days_ago(9), answered_on=days_ago(8)), last=30)
    assert dated.wants(record, TODAY) == []
    assert request_open(record, TODAY, CONTEXT) is None


# reason -----------------------------------------------------------------------------------------------------
def test_the_one_asked_first_is_the_reason():
    record = asked(a_request(MONDAY), a_request(FRIDAY, id=3, text="a data sheet"), renews_on=in_days(20))
    reason = best_reason(record, TODAY, CONTEXT)
    assert (reason.kind, reason.about) == ("request", 3)
    assert dict(reason.why.values) == {"request": "a data sheet", "on": FRIDAY, "count": 3}
    today = best_reason(asked(a_request(TODAY)), TODAY, CONTEXT)
    assert today.why.message == "they asked “{request}” on {on}, not answered yet."
    gone = best_reason(asked(a_request(FRIDAY, text="")), TODAY, CONTEXT)
    assert dict(gone.why.values)["request"] == "a request"


# who, and what can't be -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "under", "may"),
    [(1, {1}, True), (7, {7}, True), (8, {8}, True), (9, {9, 1}, True), (5, {5, 7}, False), (6, {6}, False)],
)
def test_owner_team_managers_and_whoever_logged_it_answer_it(who: int, under: set[int], may: bool):
    caller = Caller(a_person(id=who), frozenset(under))
    assert (may_answer(caller, a_request(TODAY, by_id=7), 1, team=[8]) is None) == may


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"direction": "inbound", "wants_answer": True}, None),
        ({"direction": "outbound", "wants_answer": True}, "request"),
        ({"direction": "outbound", "answers": (1,)}, None),
        ({"direction": "inbound", "answers": (0,)}, "request"),
        ({"request_text": "a price"}, "request"),
        ({"request_clock": "14:05"}, "request"),
        ({"direction": "inbound", "wants_answer": True, "request_clock": "9.05"}, None),
        ({"direction": "inbound", "wants_answer": True, "request_clock": "24:00"}, "request_clock"),
    ],
)
def test_only_they_ask_and_only_we_answer(given: dict, field: str | None):
    wrong = entry_error(Entry((1,), TODAY, channel="call", outcome="reached", **given), TODAY)
    assert (wrong[0] if wrong else None) == field


@pytest.mark.parametrize(
    ("typed", "read"),
    [("9:05", "09:05"), ("23.59", "23:59"), ("24:00", ""), ("9", ""), ("٩:٠٥", ""), ("", "")],
)
def test_a_time_of_day(typed: str, read: str):
    clock = clock_of(typed)
    assert (f"{clock:%H:%M}" if clock else "") == read


@pytest.mark.parametrize(
    ("asked_on", "answered_on", "clocks", "field"),
    [
        (TODAY, None, ("", ""), None),
        (None, None, ("", ""), "asked_on"),
        (in_days(1), None, ("", ""), "asked_on"),
        (TODAY, TODAY, ("10:00", "10:00"), None),
        (TODAY, TODAY, ("10:00", "9:59"), "answered_clock"),
        (days_ago(1), TODAY, ("10:00", "9:59"), None),
        (TODAY, days_ago(1), ("", ""), "answered_on"),
        (TODAY, in_days(1), ("", ""), "answered_on"),
        (TODAY, None, ("", "9:00"), "answered_on"),
        (TODAY, None, ("25:00", ""), "asked_clock"),
        (TODAY, TODAY, ("", "x"), "answered_clock"),
    ],
)
def test_what_a_form_can_not_say(
    asked_on: date | None, answered_on: date | None, clocks: tuple[str, str], field: str | None
):
    wrong = form_error(asked_on, answered_on, clocks, TODAY)
    assert (wrong[0] if wrong else None) == field
