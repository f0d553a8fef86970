"""What loosens the hold on an account, and who decides on it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rules.access import Caller
from rules.facts.loosened import HELD, Loosening, Stands
from rules.loosening import (
    CADENCE,
    CHURN,
    KEPT,
    PAUSE,
    SNOOZE,
    THROUGH,
    TIER,
    asks,
    loosens,
    may_decide,
    may_take_back,
    overtaken,
    rested,
)
from rules.policy import Policy
from rules.records import Account, days
from tests.builders import TODAY, a_person, days_ago, in_days

A = Stands("A")


def an_account(tier: Any, **given: Any) -> Account:
    return Account(1, "Acme", tier, added_on=days_ago(400), exists_on=days_ago(400), **given)


@pytest.mark.parametrize(
    ("before", "after", "ways"),
    [
        (A, Stands("A"), ()),
        (A, Stands("B"), (TIER,)),
        (Stands("B"), Stands("A"), ()),
        (Stands("C"), Stands("B"), ()),
        (A, Stands("A", cadence_days=14), ()),
        (A, Stands("A", cadence_days=15), (CADENCE,)),
        (Stands("A", cadence_days=7), Stands("A"), (CADENCE,)),
        (Stands("C"), Stands("A", cadence_days=90), (KEPT,)),
        (Stands("C", cadence_days=90), Stands("A", cadence_days=90), (KEPT,)),
        (Stands("B", cadence_days=20), Stands("A", cadence_days=20), (KEPT,)),
        (Stands("C", cadence_days=90), Stands("A", cadence_days=120), (CADENCE,)),
        (Stands("C", cadence_days=90), Stands("A", cadence_days=14), ()),
        (Stands("C", cadence_days=90), Stands("A"), ()),
        (Stands("A", cadence_days=90), Stands("A", cadence_days=60), ()),
        (A, Stands("A", "paused", until=in_days(30)), ()),
        (A, Stands("A", "paused", until=in_days(31)), (PAUSE,)),
        (Stands("B"), Stands("B", "paused", until=in_days(31)), (PAUSE,)),
        (Stands("A", "paused", until=in_days(60)), Stands("A", "paused", until=in_days(60)), ()),
        (A, Stands("A", "paused"), (PAUSE,)),
        (A, Stands("A", snoozed_until=in_days(31)), (SNOOZE,)),
        (Stands("B"), Stands("B", snoozed_until=in_days(60)), ()),
        (A, Stands("A", "churned"), (CHURN,)),
        (Stands("A", "churned"), Stands("B", "churned"), ()),
        (Stands("A", "churned"), Stands("B"), ()),
        (A, Stands("B", "paused", until=in_days(40)), (TIER, PAUSE)),
        (A, Stands("A", through=2), (THROUGH,)),
        (Stands("C"), Stands("C", through=2), (THROUGH,)),
        (A, Stands("B", through=2), (TIER, THROUGH)),
        (Stands("A", through=2), A, ()),
        (Stands("A", through=2), Stands("A", through=3), ()),
        (Stands("A", "churned"), Stands("A", through=2), ()),
    ],
)
def test_the_ways_in_which_a_change_loosens(before: Stands, after: Stands, ways: tuple[str, ...]):
    assert loosens(before, after, TODAY, Policy()) == ways


def test_pauses_and_snoozes_of_an_a_within_90_days_add_up():
    before = [(in_days(-80), in_days(-60)), (in_days(-65), in_days(-55))]
    assert rested(before, TODAY) == 25
    five, six = (Stands("A", snoozed_until=in_days(n)) for n in (5, 6))
    assert loosens(A, five, TODAY, Policy(), before) == ()
    assert loosens(A, six, TODAY, Policy(), before) == (SNOOZE,)
    assert loosens(A, six, TODAY, Policy(), [(in_days(-130), in_days(-89))]) == (), "longer ago"
    paused = Stands("B", "paused", until=in_days(20))
    assert loosens(Stands("B"), paused, TODAY, Policy(), before) == (), "a B's are not counted together"


@pytest.mark.parametrize(
    ("before", "after", "ways"),
    [
        (Stands("A", "paused", until=in_days(60)), Stands("A", "paused", until=in_days(20)), ()),
        (Stands("A", "paused", until=in_days(60)), Stands("A", "paused", until=in_days(61)), (PAUSE,)),
        (Stands("A", "paused"), Stands("A", "paused", until=in_days(90)), ()),
        (Stands("A", "paused", until=in_days(60)), Stands("A", snoozed_until=in_days(40)), ()),
        (Stands("A", "paused", until=days_ago(1)), Stands("A", "paused", until=in_days(20)), (PAUSE,)),
        (Stands("A", snoozed_until=in_days(60)), Stands("A", snoozed_until=in_days(20)), ()),
        (Stands("A", snoozed_until=in_days(60)), Stands("A", snoozed_until=in_days(61)), (SNOOZE,)),
        (Stands("A", snoozed_until=in_days(60)), Stands("A", "paused", until=in_days(20)), (PAUSE,)),
        (Stands("A", "paused", until=in_days(60)), Stands("B", "paused", until=in_days(20)), (TIER,)),
    ],
)
def test_a_rest_that_ends_sooner_loosens_nothing(before: Stands, after: Stands, ways: tuple[str, ...]):
    """Though the days of the one that runs are counted."""
    until = before.until or before.snoozed_until or in_days(60)
    assert loosens(before, after, TODAY, Policy(), [(days_ago(40), until)]) == ways


def caller(person_id: int, under: tuple[int, ...] = (), admin: bool = False) -> Caller:
    return Caller(a_person(id=person_id, is_admin=admin), frozenset({person_id, *under}))


def test_of_an_a_somebody_above_decides():
    a, b = an_account("A", owner_id=1), an_account("B", owner_id=1)
    assert asks(a, (TIER,), caller(1))
    assert asks(a, (TIER,), caller(2)), "of the team"
    assert not asks(a, (TIER,), caller(3, under=(1,)))
    assert not asks(a, (TIER,), caller(4, admin=True))
    assert not asks(b, (TIER,), caller(1))
    assert not asks(a, (), caller(1))
    assert may_decide(caller(1, under=(5,)), 1) is not None, "not of one's own"


def one(**changed: Any) -> Loosening:
    values: dict[str, Any] = {"before": Stands("B"), "after": Stands("C"), "asked_on": TODAY, "became": HELD}
    return Loosening(1, 1, 1, 1, **{**values, **changed})


MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize("asked_on", [MONDAY - days(7), MONDAY - days(1)])
@pytest.mark.parametrize(
    ("sent_on", "last"),
    [(None, MONDAY + days(7)), (MONDAY, MONDAY + days(7)), (MONDAY + days(3), MONDAY + days(10))],
)
def test_what_held_is_taken_back_for_seven_days_from_its_digest(
    asked_on: date, sent_on: date | None, last: date
):
    held, stands = one(asked_on=asked_on), an_account("C", owner_id=1)
    assert may_take_back(held, stands, asked_on, None) is None, "before any digest told of it"
    assert may_take_back(held, stands, last, sent_on) is None
    assert "more than" in str(may_take_back(held, stands, last + days(1), sent_on))


@pytest.mark.parametrize(
    "account",
    [
        {"tier": "A"},
        {"tier": "C", "status": "churned"},
        {"tier": "C", "parent_id": 2, "served_through_parent": True},
    ],
)
def test_what_was_changed_again_is_not_taken_back(account: dict[str, Any]):
    why = may_take_back(one(), an_account(**{"owner_id": 1, **account}), TODAY)
    assert "changed again" in str(why)


def test_an_account_that_changed_meanwhile_is_another():
    asked = one(became="")
    assert not overtaken(asked, an_account(owner_id=1, tier="B"), TODAY)
    assert overtaken(asked, an_account(owner_id=2, tier="B"), TODAY)
    assert overtaken(asked, an_account(owner_id=1, tier="A"), TODAY)
    assert overtaken(asked, an_account(owner_id=1, tier="B", paused_until=in_days(9), status="paused"), TODAY)
    through = an_account(owner_id=1, tier="B", parent_id=2, served_through_parent=True)
    assert overtaken(asked, through, TODAY)


def test_what_was_asked_of_one_parent_is_not_approved_of_another():
    asked = one(before=A, after=Stands("A", through=2), became="")
    assert not overtaken(asked, an_account(owner_id=1, tier="A", parent_id=2), TODAY)
    for parent in (3, None):
        assert overtaken(asked, an_account(owner_id=1, tier="A", parent_id=parent), TODAY)


@pytest.mark.parametrize(
    ("before", "after", "is_over"),
    [
        (A, Stands("A", snoozed_until=in_days(1)), False),
        (A, Stands("A", snoozed_until=TODAY), True),
        (A, Stands("A", "paused", until=in_days(1)), False),
        (A, Stands("A", "paused", until=days_ago(1)), True),
        (Stands("A", "paused", until=TODAY), Stands("B", "paused", until=TODAY), False),
    ],
)
def test_what_was_asked_until_a_day_is_over_with_it(before: Stands, after: Stands, is_over: bool):
    asked = one(before=before, after=after, became="")
    account = an_account(before.tier, owner_id=1, status=before.status, paused_until=before.until)
    assert overtaken(asked, account, TODAY) == is_over
