"""Accounts that hang by a thread: how many people are too few, and when a talk is live."""

from __future__ import annotations

from datetime import date

import pytest

from rules.digest import compose
from rules.facts.threads import Thin, in_order, people_met, thin
from rules.facts.touch import LIVE, Touch
from rules.records import Contact

from ...builders import POLICY, TODAY, a_person, a_touch, an_account, days_ago

FIVE = tuple(Contact(n, f"P{n}") for n in range(1, 6))


def met(*ids: int, on: date | None = None, **given: object) -> Touch:
    return a_touch(on or days_ago(3), contact_ids=ids, **given)


@pytest.mark.parametrize(
    ("tier", "ids", "few"),
    [("A", (1, 2), 2), ("A", (1, 2, 3), None), ("B", (1,), 1), ("B", (1, 2), None), ("C", (), None)],
)
def test_fewer_than_three_people_at_an_a_or_two_at_a_b_is_single_threaded(
    tier: str, ids: tuple[int, ...], few: int | None
):
    seen = thin(an_account(tier=tier, touches=[met(*ids)], contacts=FIVE), TODAY, POLICY)
    assert (seen.met if seen else None) == few


def test_who_is_counted():
    gone = Contact(9, "Gone", left_on=TODAY)
    touches = [
        met(1, on=days_ago(180)),
        met(2, on=days_ago(181)),
        met(3, outcome="left_message"),
        met(9),
        met(4),
        met(4, on=days_ago(10)),
    ]
    assert people_met(an_account(touches=touches, contacts=(*FIVE, gone)), TODAY) == 2
    assert people_met(an_account(touches=touches), TODAY) is None, "nobody was ever on file"


def test_paused_and_churned_accounts_hang_by_none():
    for status in ("paused", "churned"):
        assert thin(an_account(days_ago(3), contacts=FIVE, status=status), TODAY, POLICY) is None


@pytest.mark.parametrize(
    ("live_ago", "tier", "said"), [(28, "A", False), (29, "A", True), (29, "B", False), (14, "A", False)]
)
def test_an_a_without_a_live_touch_in_two_cadences_is_e_mail_only(live_ago: int, tier: str, said: bool):
    touches = [a_touch(days_ago(2), channel="email"), a_touch(days_ago(live_ago), channel="visit")]
    seen = thin(an_account(tier=tier, touches=touches), TODAY, POLICY)
    assert bool(seen and seen.email_only) == said


def test_what_was_never_reached_is_not_live_and_silence_is_not_e_mail():
    missed = [a_touch(days_ago(2), channel="email"), a_touch(days_ago(5), outcome="no_show", channel="visit")]
    seen = thin(an_account(touches=missed), TODAY, POLICY)
    assert seen
    assert seen.email_only
    assert thin(an_account(touches=[a_touch(days_ago(29), channel="email")]), TODAY, POLICY) is None
    young = an_account(touches=missed, exists_on=days_ago(27), added_on=days_ago(27))
    assert thin(young, TODAY, POLICY) is None
    for channel in LIVE:
        assert thin(an_account(touches=[a_touch(days_ago(2), channel=channel)]), TODAY, POLICY) is None


def test_a_before_b_the_fewest_met_first():
    b, two, one, written = (
        Thin("Bo", "B", 1, 2),
        Thin("Two", "A", 2, 3),
        Thin("One", "A", 1, 3),
        Thin("Mail", "A", None, 3, email_only=True),
    )
    assert in_order([b, None, written, two, one]) == (one, two, written, b)


def test_the_digest_has_them():
    one = an_account(touches=[met(1)], contacts=FIVE)
    week = compose(
        [one, an_account(touches=[met(1, 2, 3)], contacts=FIVE, id=2)], [a_person()], TODAY, POLICY
    )
    assert week.thin == (Thin("Acme", "A", 1, 3),)
