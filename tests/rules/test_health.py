"""Each factor's full and none, what is shared out when unknown, ceilings, bands and trend."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules import health
from rules.factors import FACTORS, Part
from rules.health import assess, trend
from rules.phrase import say
from rules.reassess import reassess_on
from rules.records import Contact, Movement

from ..builders import POLICY, TODAY, a_touch, an_account, days_ago, in_days


def factor(record, name):
    return next(f for f in assess(record, TODAY, POLICY).factors if f.name == name)


@pytest.mark.parametrize(("silent", "earned"), [(0, 25), (14, 25), (28, 12.5), (42, 0), (60, 0)])
def test_recency_is_linear_between_one_and_three_cadences(silent, earned):
    assert factor(an_account(days_ago(silent)), "recency").earned == pytest.approx(earned)


def test_recency_is_none_when_never_touched_after_due_and_unknown_before():
    late = an_account(added_on=days_ago(100), exists_on=days_ago(100))
    assert (factor(late, "recency").known, factor(late, "recency").earned) == (True, 0)
    fresh = an_account(added_on=TODAY, exists_on=TODAY, tier="C", id=3)
    assert not factor(fresh, "recency").known


def test_value_is_full_at_half_of_the_touches():
    talks = [a_touch(days_ago(n), purpose="check_in") for n in (1, 2, 3)]
    assert factor(an_account(touches=[*talks, a_touch(days_ago(4))]), "value of touches").earned == pytest.approx(7.5)
    assert factor(an_account(touches=talks), "value of touches").earned == 0
    assert factor(an_account(touches=[a_touch(days_ago(1), note="")]), "value of touches").earned == 0, (
        "a purpose without a note adds nothing"
    )
    assert factor(an_account(touches=[a_touch(days_ago(1), outcome="sent")]), "value of touches").earned == 0


def test_breadth_needs_the_champion_and_is_unknown_without_contacts():
    contacts = (Contact(1, "Cleo", "champion"), Contact(2, "Bo", "buyer"))
    assert not factor(an_account(days_ago(1)), "breadth").known
    met = lambda *ids: an_account(touches=[a_touch(days_ago(1), contact_ids=ids)], contacts=contacts, tier="B")  # noqa: E731
    assert factor(met(1, 2), "breadth").earned == 15
    assert factor(met(2), "breadth").earned == 7.5
    assert factor(met(), "breadth").earned == 0
    left = (replace(contacts[0], left_on=days_ago(9)), contacts[1])
    assert factor(an_account(touches=[a_touch(days_ago(1), contact_ids=(2,))], contacts=left), "breadth").earned == 0


@pytest.mark.parametrize(
    ("mood", "days", "known", "earned"),
    [("happy", 1, True, 15), ("neutral", 90, True, 7.5), ("worried", 1, True, 0), ("happy", 91, False, 0)],
)
def test_sentiment_counts_for_90_days(mood, days, known, earned):
    found = factor(an_account(touches=[a_touch(days_ago(days), sentiment=mood), a_touch(days_ago(0))]), "sentiment and concerns")
    assert (found.known, found.earned) == (known, earned)


@pytest.mark.parametrize(("kind", "earned"), [("expansion", 10), ("contraction", 0), ("renewal", 5)])
def test_commercial_growth_flat_contraction(kind, earned):
    moves = (Movement(days_ago(700), "new", 100_00, "USD"), Movement(days_ago(50), kind, 20_00, "USD"))
    assert factor(an_account(days_ago(1), movements=moves), "commercial").earned == earned


def test_renewal_needs_something_of_value():
    checked = [a_touch(days_ago(1), purpose="check_in")]
    assert factor(an_account(touches=checked, renews_on=in_days(20)), "onboarding and renewal").earned == 0
    assert factor(an_account(touches=checked, renews_on=in_days(60)), "onboarding and renewal").earned == 2.5
    assert factor(an_account(days_ago(1), renews_on=in_days(20)), "onboarding and renewal").earned == 5


def test_unknown_points_are_shared_out_and_confidence_is_shown():
    found = assess(an_account(touches=[a_touch(days_ago(1), sentiment="happy")]), TODAY, POLICY)
    assert (found.score, found.confidence, found.band) == (100, 0.55, "healthy")
    little = assess(an_account(days_ago(1)), TODAY, POLICY)
    assert (little.confidence, little.band) == (0.4, "not enough known")


def test_ceilings_hold_and_are_told():
    happy = {"contacts": (Contact(1, "Cleo", "champion"),), "tier": "A"}
    late = an_account(touches=[a_touch(days_ago(21), sentiment="happy", contact_ids=(1,))], **happy)
    assert (assess(late, TODAY, POLICY).score, assess(late, TODAY, POLICY).ceiling) == (74, 74)
    silent = an_account(touches=[a_touch(days_ago(29), sentiment="happy", contact_ids=(1,))], **happy)
    assert (assess(silent, TODAY, POLICY).score, assess(silent, TODAY, POLICY).band) == (49, "at risk")
    on_time = an_account(touches=[a_touch(days_ago(14), sentiment="happy", contact_ids=(1,))], **happy)
    assert assess(on_time, TODAY, POLICY).ceiling is None


def test_trend_compares_factors_known_on_both_days():
    steady = an_account(touches=[a_touch(days_ago(n)) for n in range(0, 90, 7)])
    assert trend(steady, TODAY, POLICY).arrow == "steady"
    falling = an_account(touches=[a_touch(days_ago(30))])
    moved = trend(falling, TODAY, POLICY)
    assert moved.arrow == "falling"
    assert moved.alarm
    mood_only_now = an_account(
        touches=[a_touch(days_ago(0), sentiment="worried")] + [a_touch(days_ago(n)) for n in range(7, 90, 7)]
    )
    assert trend(mood_only_now, TODAY, POLICY).arrow == "steady", "a new fact is no fall"


def test_a_factor_is_one_function_and_one_line(monkeypatch):
    extra = ("recency", lambda record, on, policy: Part(0.0, say("an extra reason")))
    monkeypatch.setattr(health, "FACTORS", (extra, *FACTORS[1:]))
    assert any(f.why.template == "an extra reason" for f in assess(an_account(days_ago(1)), TODAY, POLICY).factors)


@pytest.mark.parametrize("silent", [0, 3, 13, 14, 20, 27])
def test_reassessment_comes_no_later_than_the_day_health_crosses(silent):
    record = an_account(touches=[a_touch(days_ago(silent), sentiment="happy"), a_touch(days_ago(silent + 9), purpose="check_in")])
    again = reassess_on(record, TODAY, POLICY)
    assert again is not None
    assert again > TODAY
    now = assess(record, TODAY, POLICY).at_risk
    day = TODAY
    while (day := day.fromordinal(day.toordinal() + 1)) < again:
        assert assess(record, day, POLICY).at_risk == now, f"crossed on {day}, before {again}"
