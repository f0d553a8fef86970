"""What a factor's line says of an account: the fact, by its text, its name and its days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from messages.words import Viewer
from rules.facts.movement import Movement
from rules.health import assess
from rules.records import Contact, Record

from ..builders import POLICY, TODAY, a_promise, a_step, a_touch, an_account, days_ago, in_days

UMAR, CLEO = Contact(1, "Umar Ortiz", "buyer"), Contact(2, "Cleo Stone", "champion")
NEW = Movement(days_ago(700), "new", 100_00, currency="USD")


def line(record: Record, name: str, on: date = TODAY) -> str:
    factor = next(f for f in assess(record, on, POLICY).factors if f.name == name)
    return Viewer(today=on).plain(factor.why)


@pytest.mark.parametrize(
    ("promises", "said"),
    [
        ([a_promise(days_ago(9))], "“ROI numbers” 9 days late"),
        ([a_promise(days_ago(1))], "“ROI numbers” 1 day late"),
        ([a_promise(TODAY)], "no promise overdue"),
        (
            [a_promise(days_ago(3), text="a quote"), a_promise(days_ago(9))],
            "2 promises overdue, “ROI numbers” by 9 days",
        ),
        ([a_promise(days_ago(9), state="kept", done_on=days_ago(1))], "no promise overdue"),
    ],
)
def test_the_promise_that_is_late_longest(promises: list[Any], said: str):
    assert line(an_account(days_ago(3), promises=tuple(promises)), "promises") == said


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ([a_step(days_ago(6))], "onboarding step “Kick-off” 6 days late"),
        (
            [a_step(days_ago(6)), a_step(days_ago(8), step="Users trained")],
            "2 onboarding steps late, “Users trained” by 8 days",
        ),
    ],
)
def test_the_step_that_is_late_longest(steps: list[Any], said: str):
    assert line(an_account(days_ago(3), milestones=tuple(steps)), "onboarding and renewal") == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (20, "renews Dec 8, in 20 days, nothing of value given yet"),
        (1, "renews Nov 19, in 1 day, nothing of value given yet"),
        (0, "renews today, nothing of value given yet"),
    ],
)
def test_the_renewal_and_how_far_it_is(days: int, said: str):
    checked = [a_touch(days_ago(1), purpose="check_in")]
    record = an_account(touches=checked, renews_on=in_days(days))
    assert line(record, "onboarding and renewal") == said


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ((), "worried on Nov 15"),
        ((1,), "worried on Nov 15 (Umar Ortiz)"),
        ((1, 2), "worried on Nov 15 (Umar Ortiz, Cleo Stone)"),
        ((1, 2, 3), "worried on Nov 15 (Umar Ortiz, Cleo Stone)"),
        ((9,), "worried on Nov 15"),
    ],
)
def test_whose_worry_it_was(who: tuple[int, ...], said: str):
    touch = a_touch(days_ago(3), sentiment="worried", contact_ids=who)
    record = an_account(touches=[touch], contacts=(UMAR, CLEO, Contact(3, "Bo Lind")))
    assert line(record, "sentiment and concerns") == said


def test_which_champion_left_and_when():
    gone = replace(CLEO, left_on=days_ago(5))
    assert line(an_account(days_ago(3), contacts=(UMAR, gone)), "breadth") == (
        "Cleo Stone (champion) left on Nov 13"
    )
    next_one = an_account(days_ago(3), contacts=(replace(UMAR, role="champion"), gone))
    assert "left" not in line(next_one, "breadth")


def test_when_revenue_fell_last():
    less = [Movement(days_ago(n), "contraction", 10_00, currency="USD") for n in (50, 9)]
    fell = an_account(days_ago(3), movements=(NEW, *less))
    assert line(fell, "commercial") == "revenue fell 20 % in 12 months, last on Nov 9"
    assert line(fell, "commercial", days_ago(10)) == "revenue fell 10 % in 12 months, last on Sep 29"
    bought = [Movement(days_ago(n), "purchase", cents, currency="USD") for n, cents in ((500, 90), (40, 80))]
    assert line(an_account(days_ago(3), movements=tuple(bought)), "commercial") == (
        "revenue fell 11 % in 12 months"
    )
