"""The sentences of factors and reasons as somebody reads them: plurals, and no day before the account
existed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.context import Context
from rules.facts.renewals import renewal_near
from rules.health import assess
from rules.reasons import overdue
from rules.records import Contact

from ..builders import POLICY, TODAY, a_touch, an_account, days_ago, in_days
from .test_golden import VIEWER


def why(record, name):
    return VIEWER.plain(next(f for f in assess(record, TODAY, POLICY).factors if f.name == name).why)


@pytest.mark.parametrize(
    ("silent", "said"), [(0, "touched today"), (1, "no contact for 1 day"), (2, "no contact for 2 days")]
)
def test_silence(silent, said):
    record = an_account(days_ago(silent))
    assert why(record, "silence") == said
    assert VIEWER.plain(overdue(record, TODAY, Context(POLICY)).why) == f"{said}, cadence 14."


@pytest.mark.parametrize(
    ("touched", "said"),
    [(0, "not touched in 180 days"), (1, "touched on 1 day in 180"), (2, "touched on 2 days in 180")],
)
def test_steadiness(touched, said):
    assert why(an_account(touches=[a_touch(days_ago(20 + n)) for n in range(touched)]), "steadiness") == said


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (0, "no meaningful touch in 1 day"),
        (1, "no meaningful touch in 1 day"),
        (12, "no meaningful touch in 12 days"),
        (180, "no meaningful touch in 180 days"),
        (400, "no meaningful touch in 180 days"),
    ],
)
def test_value_looks_no_further_back_than_the_account(age, said):
    assert why(an_account(added_on=days_ago(age), exists_on=days_ago(age)), "value of touches") == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([True], "the one touch gave them something"),
        ([False], "the one touch says nothing of what they got"),
        ([True, False], "1 of 2 touches gave them something"),
    ],
)
def test_value(given, said):
    touches = [a_touch(days_ago(n), note="the numbers" if gave else "") for n, gave in enumerate(given)]
    assert why(an_account(touches=touches), "value of touches") == said


@pytest.mark.parametrize(
    ("tier", "on_file", "met", "said"),
    [
        ("A", 5, 0, "met nobody in 180 days"),
        ("A", 5, 1, "met 1 person (for an A it takes 3) in 180 days"),
        ("B", 5, 1, "met 1 person (for a B it takes 2) in 180 days"),
        ("A", 5, 2, "met 2 people (for an A it takes 3) in 180 days"),
        ("A", 3, 2, "met 2 of 3 people in 180 days"),
        ("A", 5, 3, "met 3 people in 180 days"),
        ("A", 5, 4, "met 4 people in 180 days"),
        ("C", 5, 1, "met 1 person in 180 days"),
        ("A", 2, 2, "met everybody on file in 180 days"),
        ("A", 1, 1, "met the only person on file in 180 days"),
    ],
)
def test_breadth(tier, on_file, met, said):
    people = tuple(Contact(n, f"Person {n}", "buyer") for n in range(on_file))
    touch = a_touch(days_ago(3), contact_ids=tuple(range(met)))
    assert why(an_account(touches=[touch], contacts=people, tier=tier), "breadth") == said
    if 0 < met < on_file:
        led = (*people[:-1], replace(people[-1], role="champion"))
        assert (
            why(an_account(touches=[touch], contacts=led, tier=tier), "breadth")
            == f"{said}, not the champion"
        )


@pytest.mark.parametrize(
    ("left", "said"),
    [(0, "renews today."), (1, "renews Nov 19, in 1 day."), (2, "renews Nov 20, in 2 days.")],
)
def test_a_renewal_near(left, said):
    reason = renewal_near(an_account(days_ago(3), renews_on=in_days(left)), TODAY, Context(POLICY))
    assert reason is not None
    assert VIEWER.plain(reason.why) == said
