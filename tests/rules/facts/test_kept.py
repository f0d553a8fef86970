"""How promises were kept: by their first date, for whoever owned the account that day; what of a team's is
overdue."""

from __future__ import annotations

import pytest

from rules.facts.kept import of_team, rate
from rules.facts.promised import Promise
from rules.records import Standing

from ...builders import TODAY, a_person, a_promise, an_account, days_ago, in_days

ON_TIME = a_promise(days_ago(10), state="kept", done_on=days_ago(10))
LATE = a_promise(days_ago(9), state="kept", done_on=days_ago(8))
MOVED = a_promise(
    days_ago(3),
    first_due_on=days_ago(7),
    state="kept",
    done_on=days_ago(4),
    moved=((days_ago(8), days_ago(3)),),
)
RENEGOTIATED = a_promise(in_days(5), first_due_on=days_ago(1), moved=((days_ago(2), in_days(5)),))
EARLIER = a_promise(
    days_ago(9),
    first_due_on=days_ago(7),
    state="kept",
    done_on=days_ago(7),
    moved=((days_ago(8), days_ago(9)),),
)
OVERDUE = a_promise(days_ago(6), text="a quote")


@pytest.mark.parametrize(
    ("promise", "seen"),
    [
        (ON_TIME, (1, 1)),
        (LATE, (0, 1)),
        (MOVED, (0, 1)),
        (RENEGOTIATED, (0, 1)),
        (EARLIER, (1, 1)),
        (OVERDUE, (0, 1)),
        (a_promise(in_days(1)), (0, 0)),
        (a_promise(TODAY), (0, 1)),
        (a_promise(days_ago(365), promised_on=None), (0, 0)),
        (a_promise(days_ago(364), promised_on=None), (0, 1)),
        (a_promise(days_ago(5), state="dropped", done_on=days_ago(5)), (0, 0)),
        (a_promise(days_ago(5), state="dropped", done_on=days_ago(4)), (0, 1)),
    ],
)
def test_the_rate_of_an_account(promise: Promise, seen: tuple[int, int]):
    assert rate(an_account(promises=(promise,)), TODAY) == seen


def test_each_counts_for_whoever_owned_the_account_that_day():
    dana, kim = a_person(), a_person(id=2, name="Kim Cho")
    handed = (Standing(days_ago(400), 1, "A"), Standing(days_ago(9), 2, "A"))
    record = an_account(promises=(ON_TIME, LATE, OVERDUE), standings=handed, owner_id=2, owner=kim)
    first, second = of_team([record], {1: dana, 2: kim}, TODAY)
    assert (first.person, first.kept, first.due, [late for *_, late in first.overdue]) == (kim, 0, 2, [6])
    assert (second.person, second.kept, second.due, second.overdue) == (dana, 1, 1, ())
    assert [k.person for k in of_team([record], {1: dana}, days_ago(10))] == [dana], "of that day alone"
