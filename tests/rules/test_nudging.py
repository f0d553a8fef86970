"""Order, cap, places for dated reasons and for the neglected; and each reason's facts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rules import dated
from rules.cadence import look_on, read_on
from rules.calendar import Workdays, add_working_days
from rules.context import Context, Insight, Reason
from rules.facts.movement import Movement
from rules.facts.notes import gives_something
from rules.nudging import candidate, choose
from rules.phrase import Days, Money, Phrase, say
from rules.reasons import REASONS, best_reason, place_reason
from rules.records import Contact, NextStep

from ..builders import POLICY, TODAY, a_touch, an_account, days_ago, in_days

CONTEXT = Context(POLICY)


def bundle(records, share=0.0):
    return choose(
        [candidate(r, TODAY, POLICY, share=share) for r in records], TODAY, CONTEXT, workdays=Workdays("US")
    )


def names(seen):
    return [c.record.account.name for c in seen.chosen]


def test_order_is_ratio_times_tier_times_share():
    a = an_account(days_ago(16), id=1, name="a", tier="A")  # 1.14 x 3
    b = an_account(days_ago(60), id=2, name="b", tier="B")  # 2 x 2
    c = an_account(days_ago(300), id=3, name="c", tier="C")  # 3.3 x 1
    assert names(bundle([a, c, b])) == ["b", "a", "c"]
    big = candidate(a, TODAY, POLICY, share=0.9)
    assert big.rank == pytest.approx(16 / 14 * 3 * 1.9)


def test_at_most_five_and_the_rest_is_counted():
    seen = bundle([an_account(days_ago(20 + n), id=n, name=f"n{n}") for n in range(1, 9)])
    assert (len(seen.chosen), seen.waiting, seen.caught_up_on) == (5, 3, None)


def test_a_backlog_gets_a_date():
    seen = bundle([an_account(days_ago(20), id=n, name=f"n{n}") for n in range(1, 18)])
    # 5 on the 18th, 19th and 20th, 2 left; the first 5 return on the 23rd, the others on the 24th and 25th,
    # after 26 November (a holiday) only the 2 that each of those mornings left: clear on the 27th, and still
    # on the 30th
    assert (seen.waiting, seen.caught_up_on, seen.overflows) == (12, date(2026, 11, 30), False)


def test_the_date_counts_what_falls_due_meanwhile():
    records = [an_account(days_ago(120), id=n, name=f"n{n}", tier="C") for n in range(1, 12)]
    ranked = [candidate(r, TODAY, POLICY, share=0.0) for r in records]
    assert choose(ranked, TODAY, CONTEXT, workdays=Workdays("US")).caught_up_on == date(2026, 11, 23)
    # the first on a Saturday: they wait for Monday
    soon = {date(2026, 11, 21): ["A"] * 6, date(2026, 11, 20): ["B"] * 5}
    assert choose(ranked, TODAY, CONTEXT, workdays=Workdays("US"), coming=soon).caught_up_on == date(
        2026, 11, 25
    )


def test_a_backlog_that_never_ends_says_so_instead_of_a_date():
    flood = {TODAY + timedelta(days=n): ["C"] * 6 for n in range(1, 60)}
    records = [an_account(days_ago(20), id=n, name=f"n{n}") for n in range(1, 18)]
    seen = choose(
        [candidate(r, TODAY, POLICY, share=0.0) for r in records],
        TODAY,
        CONTEXT,
        workdays=Workdays("US"),
        coming=flood,
    )
    assert (seen.caught_up_on, seen.overflows) == (None, True)


def test_dated_reasons_take_two_places_at_most():
    dated = [
        an_account(
            days_ago(1), id=n, name=f"d{n}", tier="A", renews_on=in_days(60), touches=[a_touch(days_ago(1))]
        )
        for n in range(1, 5)
    ]
    due = [an_account(days_ago(100), id=n, name=f"c{n}", tier="C") for n in range(10, 13)]
    seen = names(bundle(dated + due))
    assert sum(n.startswith("d") for n in seen) == 2
    assert sum(n.startswith("c") for n in seen) == 3


def test_one_place_goes_to_whoever_wanted_one_longest_without_being_shown():
    a = [
        an_account(days_ago(90), id=n, name=f"a{n}", tier="A", nudged=(days_ago(20 + n),))
        for n in range(1, 8)
    ]
    # wants a place since 29 days before it was due
    lost = an_account(days_ago(120), id=20, name="lost", tier="C")
    assert "lost" in names(bundle([*a, lost]))
    assert len(bundle([*a, lost]).chosen) == 5
    shown = an_account(days_ago(120), id=20, name="lost", tier="C", nudged=(days_ago(15),))
    assert "lost" not in names(bundle([*a, shown])), (
        "it was shown, and wants a place again since yesterday only"
    )
    waited = an_account(days_ago(16), id=30, name="small a", tier="A", annual=1)
    ahead = [
        an_account(days_ago(90), id=n, name=f"b{n}", tier="B", nudged=(days_ago(7),)) for n in range(1, 8)
    ]
    assert "small a" in names(bundle([*ahead, waited])), "an A, too"


def test_a_second_place_is_kept_once_two_have_waited_for_nine_weeks():
    pressing = [
        an_account(days_ago(90), id=n, name=f"a{n}", tier="A", nudged=(days_ago(20 + n),))
        for n in range(1, 8)
    ]

    def both(silent: int) -> int:
        waiting = [an_account(days_ago(silent), id=20 + n, name=f"lost{n}", tier="C") for n in range(2)]
        return sum(name.startswith("lost") for name in names(bundle([*pressing, *waiting])))

    assert both(90 + 50) == 1, "each has wanted a place for 41 working days"
    assert both(90 + 70) == 2, "more than 45"


def test_the_kept_place_of_a_dated_reason_counts_as_one():
    dated = [
        an_account(days_ago(12), id=n, name=f"d{n}", tier="C", renews_on=in_days(60 - 2 * n))
        for n in range(1, 5)
    ]
    late = [an_account(days_ago(13), id=n, name=f"a{n}", tier="A") for n in range(10, 12)]
    seen = names(bundle([*dated, *late]))
    assert "d4" in seen, "wants a place for 8 days"
    assert sum(n.startswith("d") for n in seen) == 2


def test_a_dated_reason_has_its_place_though_others_press_more():
    dated = an_account(days_ago(12), id=1, name="renews", tier="C", renews_on=in_days(60))
    late = [an_account(days_ago(80), id=n, name=f"a{n}", tier="A") for n in range(10, 20)]
    assert "renews" in names(bundle([dated, *late]))


def test_an_overdue_ratio_counts_no_more_than_three():
    assert candidate(an_account(days_ago(400)), TODAY, POLICY, share=0).rank == 9


@pytest.mark.parametrize(("shown", "rests"), [(1, 5), (2, 10), (3, 20), (4, 40), (5, 40)])
def test_each_appearance_without_an_act_rests_twice_as_long(shown: int, rests: int):
    record = an_account(days_ago(90), tier="B", nudged=tuple(days_ago(7 * n) for n in range(shown)))
    assert look_on(record, TODAY, POLICY) == add_working_days(TODAY, rests, Workdays("US"))


def test_a_touch_starts_anew_wherever_it_came_from():
    record = an_account(days_ago(8), nudged=(days_ago(2), days_ago(10), days_ago(20)), cadence_days=3)
    assert look_on(record, TODAY, POLICY) == add_working_days(days_ago(2), 3, Workdays("US"))
    assert not bundle([record]).chosen[0].stuck


def test_a_renewal_is_dated_for_an_account_that_rests():
    record = an_account(days_ago(30), renews_on=in_days(60), nudged=(days_ago(1), days_ago(6), days_ago(14)))
    assert candidate(record, TODAY, POLICY, share=0).entry == "dated"
    assert bundle([record]).chosen[0].reason.kind == "renewal"


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"renews_on": in_days(90)}, True),
        ({"renews_on": in_days(91)}, False),
        ({"renews_on": in_days(89)}, False),
        ({"renews_on": in_days(90), "status": "paused"}, False),
        ({"renews_on": in_days(90), "snoozed_until": in_days(1)}, False),
        ({}, False),
    ],
)
def test_a_renewal_90_days_ahead_takes_no_place_but_is_named(given: dict, named: bool):
    record = an_account(days_ago(1), tier="C", **given)
    assert dated.named(record, TODAY) == ["renewal"] * named
    assert look_on(record, TODAY, POLICY) != TODAY


def test_a_weekends_renewals_are_named_on_monday():
    saturday = date(2026, 11, 21)
    record = an_account(days_ago(1), tier="C", renews_on=saturday + timedelta(days=90))
    assert [dated.named(record, saturday + timedelta(days=n)) for n in range(3)] == [[], [], ["renewal"]]
    assert read_on(record, saturday, POLICY) == saturday + timedelta(days=2)


def test_two_ignored_appearances_ask_what_is_in_the_way():
    assert not bundle([an_account(days_ago(20), nudged=(days_ago(5),))]).chosen[0].stuck
    assert bundle([an_account(days_ago(30), nudged=(days_ago(5), days_ago(10)))]).chosen[0].stuck


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        (
            an_account(days_ago(20), next_step=NextStep(1, "demo", days_ago(1)), renews_on=in_days(20)),
            "next step passed",
        ),
        (an_account(days_ago(20), renews_on=in_days(90)), "renewal"),
        (an_account(days_ago(20), contacts=(Contact(1, "Leo", "champion", left_on=TODAY),)), "champion left"),
        (
            an_account(
                days_ago(20),
                movements=tuple(
                    Movement(days_ago(n), "purchase", 100, currency="USD") for n in (160, 130, 100, 70)
                ),
            ),
            "usual order late",
        ),
        (an_account(days_ago(20), started_on=days_ago(450), services=("Core",)), "same package"),
        (
            an_account(
                touches=[a_touch(days_ago(n), outcome="sent", channel="email") for n in (9, 12, 15)],
                renews_on=in_days(90),
            ),
            "unanswered",
        ),
        (
            an_account(tier="C", touches=[a_touch(days_ago(n), outcome="left_message") for n in (1, 4)]),
            "too much",
        ),
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
        # two are no rhythm
        an_account(
            days_ago(20),
            movements=tuple(Movement(days_ago(n), "purchase", 100, currency="USD") for n in (130, 100)),
        ),
        # on time
        an_account(
            days_ago(20),
            movements=tuple(Movement(days_ago(n), "purchase", 100, currency="USD") for n in (75, 45, 15)),
        ),
        an_account(days_ago(20), renews_on=in_days(91)),
        an_account(
            days_ago(20),
            started_on=days_ago(450),
            services=("Core",),
            movements=(Movement(days_ago(30), "expansion", 1, currency="USD"),),
        ),
        an_account(days_ago(20), next_step=NextStep(1, "demo", TODAY)),
    ],
)
def test_and_not_otherwise(record):
    assert best_reason(record, TODAY, CONTEXT).kind == "said last"


def test_a_managers_insight_fits_tier_and_industry():
    context = Context(POLICY, (Insight(1, "plants save a fifth", "A", industry="Manufacturing"),))
    assert best_reason(an_account(days_ago(20), industry="manufacturing"), TODAY, context).kind == "insight"
    assert best_reason(an_account(days_ago(20), industry="retail"), TODAY, context).kind == "said last"
    assert (
        best_reason(an_account(days_ago(20), tier="B", industry="manufacturing"), TODAY, context).kind
        == "said last"
    )


def test_an_account_hears_of_an_insight_once_and_one_morning_tells_it_once():
    context = Context(POLICY, (Insight(2, "newer"), Insight(1, "older")))
    answer = an_account(days_ago(20), id=9, insights_told=(2,))
    assert place_reason(answer, TODAY, context, brings="").why.values == (("insight", "older"),)
    fresh = [candidate(an_account(days_ago(20), id=n), TODAY, POLICY, share=0) for n in range(1, 4)]
    said = [c.reason for c in choose(fresh, TODAY, context, workdays=Workdays("US")).chosen]
    assert [(r.kind, r.insight) for r in said] == [("insight", 2), ("insight", 1), ("said last", 0)]


def test_the_card_shows_an_insight_until_somebody_acts_on_it():
    context = Context(POLICY, (Insight(1, "plants save a fifth"),))
    open_ = an_account(days_ago(20), insights_told=(1,), last_told="insight", nudged=(TODAY,))
    assert best_reason(open_, TODAY, context).kind == "insight"
    assert (
        best_reason(an_account(days_ago(20), insights_told=(1,), last_told="insight"), TODAY, context).kind
        == "said last"
    )


def test_a_reason_is_not_of_the_last_appearances_kind_where_another_holds():
    facts = {"started_on": days_ago(450), "services": ("Core",)}
    assert place_reason(an_account(days_ago(20), **facts), TODAY, CONTEXT, brings="").kind == "same package"
    again = an_account(days_ago(20), last_told="same package", **facts)
    assert place_reason(again, TODAY, CONTEXT, brings="").kind == "said last"
    assert (
        place_reason(an_account(days_ago(20), last_told="said last"), TODAY, CONTEXT, brings="").kind
        == "said last"
    )
    step = an_account(days_ago(20), last_told="next step passed", next_step=NextStep(1, "demo", days_ago(1)))
    assert place_reason(step, TODAY, CONTEXT, brings="next step passed").kind == "next step passed", (
        "what brought it there is said"
    )


@pytest.mark.parametrize(
    ("note", "gives"),
    [
        ("just checking in", False),
        ("Checked in with Umar", False),
        ("quick call to say hello", False),
        ("called, happy", False),
        ("caught up with the team", False),
        ("touched base, all good", False),
        ("", False),
        ("buyer doubts ROI", True),
        ("the numbers", True),
        ("checked in: budget is frozen until May", True),
    ],
)
def test_what_gives_nothing_to_build_on_is_no_reason(note: str, gives: bool):
    assert gives_something(note) is gives
    kind = best_reason(an_account(touches=[a_touch(days_ago(20), note=note)]), TODAY, CONTEXT).kind
    assert kind == ("said last" if gives else "overdue")


def test_a_check_in_is_passed_over_for_what_was_said_before():
    talked, checked = (
        a_touch(days_ago(40), note="buyer doubts ROI"),
        a_touch(days_ago(20), purpose="check_in", note="all well there"),
    )
    tried = a_touch(days_ago(2), outcome="left_message", note="left word about the fair")
    said = best_reason(an_account(touches=[talked, checked, tried]), TODAY, CONTEXT).why
    assert said == say("on {on}: “{note}”.", on=days_ago(40), note="buyer doubts ROI")


def test_adding_a_reason_is_one_function(monkeypatch):
    birthday = lambda record, on, context: Reason("birthday", say("birthday on {on}", on=on))  # noqa: E731
    monkeypatch.setattr("rules.reasons.REASONS", (birthday, *REASONS))
    assert bundle([an_account(days_ago(20))]).chosen[0].reason.kind == "birthday"


def test_a_reason_survives_storage():
    reason = Reason(
        "x", say("{on} {money} {text}", on=TODAY, money=Money(5, "USD"), text="text"), say("why?"), insight=3
    )
    assert Reason.from_json(reason.to_json()) == reason
    older = {name: value for name, value in reason.to_json().items() if name != "insight"}
    assert Reason.from_json(older) == Reason("x", reason.why, reason.ask)
    assert Phrase.from_json(reason.why.to_json()) == reason.why


def test_a_refund_is_no_order():
    orders = tuple(Movement(days_ago(n), "purchase", 100, currency="USD") for n in (160, 130, 100))
    record = an_account(
        days_ago(20), movements=(*orders, Movement(days_ago(40), "purchase", -100, currency="USD"))
    )
    assert best_reason(record, TODAY, CONTEXT).why == say(
        "usually orders every {rhythm}, last on {on}.", rhythm=Days(30), on=days_ago(100)
    )
