"""How concerns were resolved: by kind, of a team, as of a day; what was closed soon."""

from __future__ import annotations

import pytest

from rules.facts.resolved import OfKind, closed_in_a_year, of_team, took
from rules.records import Standing

from ...builders import TODAY, a_concern, a_person, an_account, days_ago

OPEN = a_concern(days_ago(9))
SOON = a_concern(days_ago(10), closed_on=days_ago(3), kind="price")
LATE = a_concern(days_ago(20), closed_on=days_ago(2), kind="price")


@pytest.mark.parametrize(("lengths", "middle"), [((), None), ((4,), 4), ((1, 4), 3), ((0, 2, 90), 2)])
def test_the_median_of_the_days_that_closed_ones_took(lengths: tuple[int, ...], middle: int | None):
    assert took([OPEN, *(a_concern(days_ago(n), closed_on=TODAY) for n in lengths)]) == middle


@pytest.mark.parametrize(("ago", "counts"), [(0, 1), (364, 1), (365, 0)])
def test_a_year_has_365_days(ago: int, counts: int):
    record = an_account(concerns=(a_concern(days_ago(390), closed_on=days_ago(ago)),))
    assert len(closed_in_a_year(record, TODAY)) == counts


def test_of_a_team_by_kind_and_what_was_closed_within_7_days_of_the_week():
    record = an_account(concerns=(OPEN, SOON, LATE, a_concern(days_ago(30), closed_on=days_ago(29))))
    seen = of_team([record], {1}, days_ago(6), TODAY)
    assert seen.kinds == (OfKind("billing", 1, 1, 1), OfKind("price", 0, 2, 13))
    assert seen.open == (("Acme", OPEN, 9),)
    assert seen.soon == (("Acme", SOON),), "the other took 18 days, the last was closed before the week"
    assert of_team([record], {2}, days_ago(6), TODAY).kinds == ()


def test_it_is_of_a_day_and_of_who_had_the_account_then():
    handed = (Standing(days_ago(400), 1, "A"), Standing(days_ago(2), 2, "A"))
    record = an_account(concerns=(OPEN, SOON), standings=handed, owner_id=2, owner=a_person(id=2))
    theirs, ours = of_team([record], {1}, days_ago(6), TODAY), of_team([record], {2}, days_ago(6), TODAY)
    assert ([c for _, c in theirs.soon], theirs.open) == ([SOON], ())
    assert (ours.soon, [c for _, c, _ in ours.open]) == ((), [OPEN])
    before = of_team([record], {1}, days_ago(10), days_ago(4))
    assert [days for *_, days in before.open] == [6, 5]


def test_nobody_closes_those_of_a_churned_account():
    record = an_account(concerns=(OPEN,), status="churned")
    assert not of_team([record], {1}, days_ago(6), TODAY).open
