"""Which days and accounts a look back looks at, what health is shown of them, and what counts as having
followed: at each boundary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rules.facts.movement import Movement
from rules.health import assess
from rules.looks import MOST_DATES, Span, dates, has_after, is_looked_at, known_on, look, spans
from rules.records import Standing

from ..builders import POLICY, a_touch, an_account, an_override

ON = date(2026, 6, 1)
LONG = [Span(date(2020, 1, 1), date(2026, 12, 31))]
UNTIL = date(2026, 12, 31)


def after(count: int) -> date:
    return ON + timedelta(days=count)


def test_a_record_breaks_off_where_nobody_logs_for_more_than_30_days():
    one, whole = date(2026, 1, 1), date(2026, 1, 31)
    assert spans([]) == []
    assert spans([one]) == [Span(one, one)]
    assert spans([one, whole]) == [Span(one, whole)]
    later = date(2026, 3, 3)
    assert (later - whole).days == 31
    assert spans([one, whole, later]) == [Span(one, whole), Span(later, later)]
    assert spans([one, whole, later], quietest=31) == [Span(one, later)]


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (after(-180), after(90), [ON]),
        (after(-179), after(90), []),  # too little before
        (after(-180), after(89), []),  # the end is censored
        (after(-180), date(2026, 9, 29), [ON, date(2026, 7, 1)]),
        (after(-180), date(2026, 9, 28), [ON]),
        (date(2025, 6, 5), date(2026, 4, 1), [date(2026, 1, 1)]),  # 180 days end on Dec 2
        (date(2025, 6, 5), date(2026, 3, 31), []),
    ],
)
def test_a_day_has_180_days_before_it_and_90_after(first: date, last: date, expected: list[date]):
    assert dates([Span(first, last)], UNTIL) == expected


def test_the_days_after_have_to_be_over():
    record = [Span(after(-180), after(200))]
    assert dates(record, until=after(90)) == [ON]
    assert dates(record, until=after(89)) == []


def test_no_day_has_a_hole_in_its_record_and_the_newest_are_taken():
    assert dates([Span(after(-100), after(10)), Span(after(41), after(200))], UNTIL) == []
    many = dates(LONG, UNTIL)
    assert len(many) == MOST_DATES
    assert (many[-1], many[0]) == (date(2026, 10, 1), date(2023, 11, 1))
    assert all(d.day == 1 for d in many)


def test_purchases_of_the_days_after_are_in_the_record():
    assert has_after([Span(ON, after(90))], ON, UNTIL)
    assert not has_after([Span(after(1), after(90))], ON, UNTIL)
    assert not has_after([Span(ON, after(89))], ON, UNTIL)
    assert not has_after([Span(ON, after(90))], ON, after(89))


def test_an_account_is_looked_at_from_its_30th_day_on():
    for age, seen in ((29, False), (30, True)):
        record = an_account(touches=[a_touch(after(-5))], exists_on=after(-age), added_on=after(-age))
        assert is_looked_at(record, ON) is seen
        assert (look(record, ON, POLICY, [], UNTIL) is not None) is seen


def standing(from_on: date, **given: object) -> Standing:
    return Standing(from_on, 1, "A", **given)  # type: ignore[arg-type]


def test_only_what_was_active_by_itself_on_that_day_is_looked_at():
    then = {"exists_on": date(2025, 1, 1), "added_on": date(2025, 1, 1)}
    began = standing(date(2025, 1, 1))
    for later in (
        standing(after(0), status="paused"),
        standing(after(0), status="churned"),
        standing(after(0), served_through_parent=True),
    ):
        record = an_account(last_touch=after(-5), standings=(began, later), **then)
        assert not is_looked_at(record, ON)
        assert is_looked_at(record, after(-1))
    over = standing(after(-20), status="paused", until=ON)
    assert is_looked_at(an_account(last_touch=after(-5), standings=(began, over), **then), ON)


def test_an_account_that_was_two_then_is_not_looked_at_as_one():
    record = an_account(last_touch=after(-5), exists_on=date(2025, 1, 1), added_on=date(2025, 1, 1))
    assert is_looked_at(replace(record, stood_since=ON), ON)
    assert not is_looked_at(replace(record, stood_since=after(1)), ON)
    assert not is_looked_at(replace(record, stood_until=ON), ON)


THEN = {"exists_on": date(2025, 1, 1), "added_on": date(2025, 1, 1), "tier": "C"}


@pytest.mark.parametrize(
    ("next_touch", "outcome", "unheard"),
    [
        (None, "", True),
        (0, "reached", True),  # the day itself is what was known
        (1, "reached", False),
        (90, "reached", False),
        (91, "reached", True),
        (5, "sent", True),  # nothing was heard
    ],
)
def test_nothing_heard_for_90_days(next_touch: int | None, outcome: str, unheard: bool):
    touches = [a_touch(after(-40))]
    if next_touch is not None:
        touches.append(a_touch(after(next_touch), outcome=outcome))
    seen = look(an_account(touches=touches, **THEN), ON, POLICY, [], UNTIL)
    assert seen
    assert seen.unheard is unheard


@pytest.mark.parametrize(("gone", "churned"), [(1, True), (90, True), (91, False)])
def test_churned_within_90_days(gone: int, churned: bool):
    stood = (standing(date(2025, 1, 1)), standing(after(gone), status="churned"))
    seen = look(an_account(last_touch=after(-4), standings=stood, **THEN), ON, POLICY, [], UNTIL)
    assert seen
    assert seen.churned is churned


def bought(*on: int, minor: int = 5_000) -> tuple[Movement, ...]:
    return tuple(Movement(after(n), "purchase", minor, currency="USD") for n in on)


@pytest.mark.parametrize(
    ("movements", "until", "unbought"),
    [
        ((), UNTIL, None),
        (bought(1), UNTIL, None),  # never bought before
        (bought(0), UNTIL, True),
        (bought(-9, 90), UNTIL, False),
        (bought(-9, 91), UNTIL, True),
        (bought(-9) + bought(5, minor=-100), UNTIL, True),  # a refund is no purchase
        (bought(-9), after(89), None),  # the end is censored
        ((Movement(after(-9), "new", 100, currency="USD"),), UNTIL, None),
    ],
)
def test_no_purchase_for_90_days(movements: tuple[Movement, ...], until: date, unbought: bool | None):
    seen = look(an_account(last_touch=after(-4), movements=movements, **THEN), ON, POLICY, LONG, until)
    assert seen
    assert seen.unbought is unbought


def test_health_is_shown_nothing_of_what_followed():
    past = [a_touch(after(-n), sentiment="happy") for n in (20, 50, 130)]
    later = [a_touch(after(n), sentiment="worried") for n in (1, 2, 30, 80)]
    alone = an_account(touches=past, movements=bought(-500, -30), **THEN)
    whole = an_account(touches=past + later, movements=bought(-500, -30, 3), **THEN)
    assert known_on(whole, ON) == alone
    health, seen = assess(alone, ON, POLICY), look(whole, ON, POLICY, [], UNTIL)
    assert seen
    assert (seen.score, seen.band) == (health.score, health.computed)
    assert (seen.silent, seen.often) == (20, 3)


def test_what_a_person_said_is_not_what_was_computed():
    said = an_override("healthy", from_on=after(-10), until_on=after(10))
    record = an_account(touches=[a_touch(after(-300))], overrides=(said,), **THEN)
    seen = look(record, ON, POLICY, [], UNTIL)
    assert seen
    assert seen.band == "at risk"


def test_silence_of_one_never_touched_counts_from_when_it_exists():
    seen = look(an_account(touches=[], **THEN), ON, POLICY, [], UNTIL)
    assert seen
    assert (seen.silent, seen.often) == ((ON - date(2025, 1, 1)).days, 0)


def test_frequency_counts_180_days():
    record = an_account(touches=[a_touch(after(-n)) for n in (180, 181)], **THEN)
    seen = look(record, ON, POLICY, [], UNTIL)
    assert seen
    assert seen.often == 1
