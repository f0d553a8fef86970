"""Order, cap, places for dated reasons and for the neglected; and each reason's facts."""

from __future__ import annotations

from datetime import date

import pytest

from rules.nudging import candidate, choose
from rules.phrase import Money, Phrase, say
from rules.reasons import REASONS, Context, Insight, Reason, best_reason
from rules.records import Movement, NextStep

from ..builders import POLICY, TODAY, a_touch, an_account, days_ago, in_days

CONTEXT = Context(POLICY)


def bundle(records, share=0.0):
    return choose([candidate(r, TODAY, POLICY, share) for r in records], TODAY, CONTEXT, "US")


def names(found):
    return [c.record.account.name for c in found.chosen]


def test_order_is_ratio_times_tier_times_share():
    a = an_account(days_ago(16), id=1, name="a", tier="A")  # 1.14 x 3
    b = an_account(days_ago(60), id=2, name="b", tier="B")  # 2 x 2
    c = an_account(days_ago(300), id=3, name="c", tier="C")  # 3.3 x 1
    assert names(bundle([a, c, b])) == ["b", "a", "c"]
    big = candidate(a, TODAY, POLICY, 0.9)
    assert big.rank == pytest.approx(16 / 14 * 3 * 1.9)


def test_at_most_five_and_the_rest_is_counted():
    found = bundle([an_account(days_ago(20 + n), id=n, name=f"n{n}") for n in range(1, 9)])
    assert (len(found.chosen), found.waiting, found.caught_up_on) == (5, 3, None)


def test_a_backlog_gets_a_date():
    found = bundle([an_account(days_ago(20), id=n, name=f"n{n}") for n in range(1, 18)])
    assert (found.waiting, found.caught_up_on) == (12, date(2026, 11, 23))


def test_dated_reasons_take_two_places_at_most():
    dated = [
        an_account(days_ago(1), id=n, name=f"d{n}", tier="A", renews_on=in_days(90), touches=[a_touch(days_ago(1))])
        for n in range(1, 5)
    ]
    due = [an_account(days_ago(30), id=n, name=f"c{n}", tier="C") for n in range(10, 13)]
    found = names(bundle(dated + due))
    assert sum(n.startswith("d") for n in found) == 2
    assert sum(n.startswith("c") for n in found) == 3


def test_one_place_goes_to_the_b_or_c_longest_past():
    a = [an_account(days_ago(90), id=n, name=f"a{n}", tier="A") for n in range(1, 8)]
    c = an_account(days_ago(120), id=20, name="lost", tier="C")
    assert "lost" in names(bundle([*a, c]))
    assert "lost" not in names(bundle([*a, an_account(days_ago(80), id=20, name="lost", tier="C")])), "not past its cadence"


def test_two_ignored_appearances_ask_what_is_in_the_way():
    assert not bundle([an_account(days_ago(20), nudged=(days_ago(5),))]).chosen[0].stuck
    assert bundle([an_account(days_ago(30), nudged=(days_ago(5), days_ago(10)))]).chosen[0].stuck


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        (an_account(days_ago(20), next_step=NextStep(1, "demo", days_ago(1)), renews_on=in_days(20)), "next step passed"),
        (an_account(days_ago(20), renews_on=in_days(90)), "renewal"),
        (
            an_account(days_ago(20), movements=tuple(Movement(days_ago(n), "purchase", 100, "USD") for n in (160, 130, 100, 70))),
            "usual order late",
        ),
        (an_account(days_ago(20), started_on=days_ago(450), services=("Core",)), "same package"),
        (an_account(days_ago(20)), "said last"),
        (an_account(touches=[a_touch(days_ago(20), note="")]), "overdue"),
        (an_account(), "overdue"),
    ],
)
def test_each_reason_holds_on_its_facts(record, kind):
    assert best_reason(record, TODAY, CONTEXT).kind == kind


@pytest.mark.parametrize(
    "record",
    [
        an_account(
            days_ago(20), movements=tuple(Movement(days_ago(n), "purchase", 100, "USD") for n in (130, 100))
        ),  # two are no rhythm
        an_account(days_ago(20), movements=tuple(Movement(days_ago(n), "purchase", 100, "USD") for n in (90, 60, 30))),  # on time
        an_account(days_ago(20), renews_on=in_days(91)),
        an_account(
            days_ago(20), started_on=days_ago(450), services=("Core",), movements=(Movement(days_ago(30), "expansion", 1, "USD"),)
        ),
        an_account(days_ago(20), next_step=NextStep(1, "demo", TODAY)),
    ],
)
def test_and_not_otherwise(record):
    assert best_reason(record, TODAY, CONTEXT).kind == "said last"


def test_a_managers_insight_fits_tier_and_industry():
    context = Context(POLICY, (Insight(1, "plants save a fifth", "A", "Manufacturing"),))
    assert best_reason(an_account(days_ago(20), industry="manufacturing"), TODAY, context).kind == "insight"
    assert best_reason(an_account(days_ago(20), industry="retail"), TODAY, context).kind == "said last"
    assert best_reason(an_account(days_ago(20), tier="B", industry="manufacturing"), TODAY, context).kind == "said last"


def test_adding_a_reason_is_one_function(monkeypatch):
    birthday = lambda record, on, context: Reason("birthday", say("birthday on {0}", on))  # noqa: E731
    monkeypatch.setattr("rules.reasons.REASONS", (birthday, *REASONS))
    assert bundle([an_account(days_ago(20))]).chosen[0].reason.kind == "birthday"


def test_a_reason_survives_storage():
    reason = Reason("x", say("{0} {1} {2}", TODAY, Money(5, "USD"), "text"), say("why?"))
    assert Reason.from_json(reason.to_json()) == reason
    assert Phrase.from_json(reason.why.to_json()) == reason.why
