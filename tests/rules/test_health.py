"""Each factor's full and none, what is shared out when unknown, ceilings, bands and trend."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules import factors
from rules.factors import FACTORS, points_of, weights_of
from rules.facts.movement import Movement
from rules.health import assess
from rules.parts import Part, Rule
from rules.phrase import Days, say
from rules.policy import Policy
from rules.reassess import reassess_on
from rules.records import Contact, Standing
from rules.trend import Trend, fall

from ..builders import POLICY, TODAY, a_promise, a_touch, an_account, days_ago, in_days, trend


def factor(record, name):
    return next(f for f in assess(record, TODAY, POLICY).factors if f.name == name)


@pytest.mark.parametrize(
    ("silent", "share"),
    [(0, 1), (7, 1), (8, 0.963), (14, 0.81), (30, 0.60), (90, 0.30), (269, 0.001), (270, 0), (400, 0)],
)
@pytest.mark.parametrize("tier", ["A", "B", "C"])
def test_silence_falls_by_the_logarithm_the_same_for_every_tier(silent, share, tier):
    assert factor(an_account(days_ago(silent), tier=tier), "silence").earned == pytest.approx(
        25 * share, abs=0.05 * 25 / 10
    )


def test_silence_is_none_when_never_touched_after_due_and_unknown_before():
    late = an_account(added_on=days_ago(100), exists_on=days_ago(100))
    assert (factor(late, "silence").known, factor(late, "silence").earned) == (True, 0)
    fresh = an_account(added_on=TODAY, exists_on=TODAY, tier="C", id=3)
    assert not factor(fresh, "silence").known


@pytest.mark.parametrize(("count", "share"), [(0, 0), (1, 0.27), (4, 0.627), (11, 0.969), (12, 1), (30, 1)])
def test_steadiness_counts_days_of_the_last_180(count, share):
    touches = [a_touch(days_ago(180 - 5 * n)) for n in range(count)]
    twice_a_day = [a_touch(days_ago(180), id=n, channel="email") for n in range(count and 3)]
    unanswered = [a_touch(days_ago(3), id=99, outcome="sent"), a_touch(days_ago(181), id=98)]
    seen = factor(an_account(touches=[*touches, *twice_a_day, *unanswered]), "steadiness")
    assert seen.earned == pytest.approx(20 * share, abs=0.02)
    assert dict(seen.why.values) == ({"count": count, "span": 180} if count else {"span": Days(180)})


def test_a_young_account_is_measured_by_its_age_and_unknown_for_a_month():
    young = {"added_on": days_ago(45), "exists_on": days_ago(45)}
    touches = [a_touch(days_ago(n)) for n in (1, 12, 30)]
    assert factor(an_account(touches=touches, **young), "steadiness").earned == 20, (
        "3 days in 45 are 12 in 180"
    )
    assert not factor(
        an_account(touches=touches, added_on=days_ago(29), exists_on=days_ago(29)), "steadiness"
    ).known
    assert factor(
        an_account(touches=touches, added_on=days_ago(30), exists_on=days_ago(30)), "steadiness"
    ).known


def test_value_is_full_at_half_of_the_touches():
    talks = [a_touch(days_ago(n), purpose="check_in") for n in (1, 2, 3)]
    assert factor(
        an_account(touches=[*talks, a_touch(days_ago(4))]), "value of touches"
    ).earned == pytest.approx(5)
    assert factor(an_account(touches=talks), "value of touches").earned == 0
    assert factor(an_account(touches=[a_touch(days_ago(1), note="")]), "value of touches").earned == 0, (
        "a purpose without a note adds nothing"
    )
    assert factor(an_account(touches=[a_touch(days_ago(1), outcome="sent")]), "value of touches").earned == 0


def test_breadth_needs_the_champion_and_is_unknown_without_contacts():
    contacts = (Contact(1, "Cleo", "champion"), Contact(2, "Bo", "buyer"))
    assert not factor(an_account(days_ago(1)), "breadth").known

    def met(*ids):
        return an_account(touches=[a_touch(days_ago(1), contact_ids=ids)], contacts=contacts, tier="B")

    assert factor(met(1, 2), "breadth").earned == 10
    assert factor(met(2), "breadth").earned == 5
    assert factor(met(), "breadth").earned == 0
    left = (replace(contacts[0], left_on=days_ago(9)), contacts[1])
    assert (
        factor(an_account(touches=[a_touch(days_ago(1), contact_ids=(2,))], contacts=left), "breadth").earned
        == 0
    )


@pytest.mark.parametrize(
    ("mood", "days", "known", "earned"),
    [("happy", 1, True, 15), ("neutral", 90, True, 7.5), ("worried", 1, True, 0), ("happy", 91, False, 0)],
)
def test_sentiment_counts_for_90_days(mood, days, known, earned):
    seen = factor(
        an_account(touches=[a_touch(days_ago(days), sentiment=mood), a_touch(days_ago(0))]),
        "sentiment and concerns",
    )
    assert (seen.known, seen.earned) == (known, earned)


@pytest.mark.parametrize(("kind", "earned"), [("expansion", 5), ("contraction", 0), ("renewal", 2.5)])
@pytest.mark.parametrize("since", [700, 200, 90])
def test_commercial_growth_flat_contraction(kind, earned, since):
    moves = (
        Movement(days_ago(since), "new", 100_00, currency="USD"),
        Movement(days_ago(50), kind, 20_00, currency="USD"),
    )
    assert factor(an_account(days_ago(1), movements=moves), "commercial").earned == earned


def test_commercial_is_unknown_for_an_account_of_under_90_days():
    moves = (
        Movement(days_ago(89), "new", 100_00, currency="USD"),
        Movement(days_ago(50), "expansion", 20_00, currency="USD"),
    )
    assert not factor(an_account(days_ago(1), movements=moves), "commercial").known


def test_renewal_needs_something_of_value():
    checked = [a_touch(days_ago(1), purpose="check_in")]
    assert factor(an_account(touches=checked, renews_on=in_days(20)), "onboarding and renewal").earned == 0
    assert factor(an_account(touches=checked, renews_on=in_days(60)), "onboarding and renewal").earned == 2.5
    assert factor(an_account(days_ago(1), renews_on=in_days(20)), "onboarding and renewal").earned == 5


def steady(*newest, **given):
    """A record that was touched every 13 days of the last half year, and newly as said."""
    return an_account(touches=[*newest, *(a_touch(days_ago(n)) for n in range(20, 181, 13))], **given)


def test_unknown_points_are_shared_out_and_confidence_is_shown():
    health = assess(steady(a_touch(days_ago(1), sentiment="happy")), TODAY, POLICY)
    assert (health.score, health.confidence, health.band, health.known) == (100, 0.7, "healthy", 4)
    little = assess(an_account(days_ago(1), added_on=days_ago(9), exists_on=days_ago(9)), TODAY, POLICY)
    assert (little.confidence, little.band) == (0.35, "not enough known")


def test_ceilings_hold_and_are_told():
    late = steady(
        a_touch(days_ago(21), sentiment="happy", contact_ids=(1,)),
        contacts=(Contact(1, "Cleo", "champion"),),
        tier="A",
    )
    late = replace(late, touches=late.touches[2:])  # the newest is 33 days old
    assert (assess(late, TODAY, POLICY).score, assess(late, TODAY, POLICY).ceiling) == (49, 49)
    assert assess(late, TODAY, POLICY).ceiling_why.message == "no contact in twice its cadence"
    three_weeks = an_account(touches=[a_touch(days_ago(n), sentiment="happy") for n in range(21, 181, 12)])
    assert (assess(three_weeks, TODAY, POLICY).score, assess(three_weeks, TODAY, POLICY).ceiling) == (74, 74)
    on_time = steady(a_touch(days_ago(14), sentiment="happy"))
    assert assess(on_time, TODAY, POLICY).ceiling is None


def test_an_account_in_rhythm_is_watch_at_worst_unless_something_happened():
    """A C touched as agreed earns few points for silence and steadiness."""
    agreed = {"tier": "C", "exists_on": days_ago(800), "added_on": days_ago(800)}
    quiet = assess(an_account(touches=[a_touch(days_ago(88), purpose="check_in")], **agreed), TODAY, POLICY)
    assert quiet.score < 50
    assert quiet.band == "watch"
    late = assess(an_account(touches=[a_touch(days_ago(91), purpose="check_in")], **agreed), TODAY, POLICY)
    assert late.band == "at risk"
    worried = assess(
        an_account(touches=[a_touch(days_ago(88), purpose="check_in", sentiment="worried")], **agreed),
        TODAY,
        POLICY,
    )
    assert worried.band == "at risk"
    fell = (
        Movement(days_ago(700), "new", 100_00, currency="USD"),
        Movement(days_ago(50), "contraction", 20_00, currency="USD"),
    )
    assert (
        assess(
            an_account(touches=[a_touch(days_ago(88), purpose="check_in")], movements=fell, **agreed),
            TODAY,
            POLICY,
        ).band
        == "at risk"
    )
    left = (Contact(1, "Cleo", "champion", left_on=days_ago(3)), Contact(2, "Bo"))
    assert (
        assess(
            an_account(touches=[a_touch(days_ago(88), purpose="check_in")], contacts=left, **agreed),
            TODAY,
            POLICY,
        ).band
        == "at risk"
    )


def test_trouble_is_what_a_call_alone_does_not_mend():
    assert not assess(an_account(days_ago(200)), TODAY, POLICY).trouble, (
        "silence is no trouble: it would feed itself"
    )
    assert assess(an_account(touches=[a_touch(days_ago(1), sentiment="worried")]), TODAY, POLICY).trouble
    assert not assess(an_account(touches=[a_touch(days_ago(1), sentiment="neutral")]), TODAY, POLICY).trouble
    renews = an_account(
        touches=[a_touch(days_ago(1), purpose="check_in", sentiment="happy")], renews_on=in_days(9)
    )
    assert not assess(renews, TODAY, POLICY).trouble, "15 of 20 points are earned"


def test_a_churned_account_has_no_health():
    gone = an_account(
        days_ago(3),
        status="churned",
        standings=(Standing(days_ago(400), 1, "A"), Standing(days_ago(2), 1, "A", status="churned")),
    )
    health = assess(gone, TODAY, POLICY)
    assert (health.score, health.band, health.factors, health.at_risk) == (None, "churned", (), False)
    assert assess(gone, days_ago(3), POLICY).score is not None, "it had one the day before"
    assert trend(gone, TODAY, POLICY) == Trend()


def test_health_of_a_past_day_uses_the_tier_and_the_contacts_of_that_day():
    was_c = an_account(
        days_ago(60),
        tier="A",
        standings=(Standing(days_ago(400), 1, "C"), Standing(days_ago(5), 1, "A")),
        contacts=(Contact(1, "Cleo", added_on=days_ago(9)),),
    )
    then, now = assess(was_c, days_ago(10), POLICY), assess(was_c, TODAY, POLICY)
    assert (then.ceiling, now.ceiling) == (None, None), "few points anyway"
    assert (then.band, now.band) == ("watch", "at risk")
    assert [next(f for f in h.factors if f.name == "breadth").known for h in (then, now)] == [False, True]
    later = an_account(touches=[a_touch(days_ago(2))], added_on=days_ago(2), exists_on=days_ago(400))
    silent = next(f for f in assess(later, days_ago(30), POLICY).factors if f.name == "silence")
    assert (silent.known, silent.earned) == (True, 0), "never touched then, whatever came later"


def test_trend_compares_factors_known_on_both_days_before_any_ceiling():
    weekly = an_account(touches=[a_touch(days_ago(n)) for n in range(0, 211, 7)])
    assert trend(weekly, TODAY, POLICY).arrow == "steady"
    falling = an_account(touches=[a_touch(days_ago(n)) for n in range(40, 211, 7)])
    moved = trend(falling, TODAY, POLICY)
    assert moved.arrow == "falling"
    assert not moved.alarm, "time alone never alarms"
    mood_only_now = an_account(
        touches=[a_touch(days_ago(0), sentiment="worried"), *(a_touch(days_ago(n)) for n in range(7, 211, 7))]
    )
    assert trend(mood_only_now, TODAY, POLICY).arrow == "steady", "a new fact is no fall"
    capped = an_account(touches=[a_touch(days_ago(n)) for n in range(29, 250, 6)])
    assert assess(capped, TODAY, POLICY).ceiling == 49
    assert fall(capped, TODAY, POLICY).fall < 5, "the ceiling came down today; the points didn't"


def test_an_alarm_is_a_fall_that_an_event_caused():
    talks = [a_touch(days_ago(n), sentiment="happy") for n in range(8, 211, 7)]
    turned = an_account(touches=[a_touch(days_ago(2), sentiment="worried"), *talks])
    assert trend(turned, TODAY, POLICY).alarm
    assert fall(turned, TODAY, POLICY).alarm
    assert fall(turned, TODAY, POLICY).fall == trend(turned, TODAY, POLICY).fall
    assert not trend(turned, in_days(8), POLICY).alarm, "a week later the worry is no news"
    assert not trend(an_account(touches=talks), TODAY, POLICY).alarm


def test_an_old_gain_that_turns_a_year_old_is_no_alarm():
    moves = (
        Movement(days_ago(800), "new", 100, currency="USD"),
        Movement(days_ago(368), "expansion", 60, currency="USD"),
        Movement(days_ago(100), "contraction", 20, currency="USD"),
    )
    record = an_account(
        touches=[a_touch(days_ago(9))],
        tier="C",
        exists_on=days_ago(900),
        added_on=days_ago(900),
        movements=moves,
    )
    assert not trend(record, TODAY, POLICY).alarm
    fell = replace(record, movements=(*moves[:1], Movement(days_ago(3), "contraction", 20, currency="USD")))
    assert trend(fell, TODAY, POLICY).caused


def test_health_of_a_past_day_knows_the_renewal_of_that_day():
    renewed = (
        Movement(days_ago(500), "new", 100, currency="USD"),
        Movement(days_ago(5), "renewal", 0, currency="USD"),
    )
    record = an_account(
        touches=[a_touch(days_ago(n), purpose="check_in", sentiment="happy") for n in range(20, 190, 7)],
        movements=renewed,
        renews_given=days_ago(10),
        renews_on=in_days(355),
    )
    record = replace(record, today=TODAY)
    then = assess(record, days_ago(20), POLICY)
    assert next(f for f in then.factors if f.name == "onboarding and renewal").earned == 0


def test_a_pause_holds_the_ceilings_back_and_its_end_counts_anew():
    def paused(until):
        stood = (
            Standing(days_ago(400), 1, "A"),
            Standing(days_ago(59), 1, "A", status="paused", until=until),
        )
        touches = [a_touch(days_ago(n), sentiment="happy") for n in range(60, 181, 10)]
        return an_account(touches=touches, status="paused", paused_until=until, standings=stood)

    assert assess(paused(in_days(9)), TODAY, POLICY).ceiling is None
    assert assess(paused(TODAY), TODAY, POLICY).ceiling is None
    assert assess(paused(days_ago(30)), TODAY, POLICY).ceiling == 49
    over = paused(days_ago(3))
    assert (over.account.status, over.account.stands(TODAY), over.at(TODAY).account.status) == (
        "paused",
        "active",
        "active",
    )


def test_a_factor_is_one_function_and_one_line(monkeypatch):
    """A new name with points of its own; a setting may change them."""
    extra = Rule("charm", 20, lambda record, on, policy: Part(0.0, say("an extra reason")))
    monkeypatch.setattr(factors, "FACTORS", (*FACTORS, extra))
    health = assess(an_account(days_ago(1)), TODAY, POLICY).factors[-1]
    assert (health.name, health.possible, health.why.message) == ("charm", 20, "an extra reason")
    assert assess(an_account(days_ago(1)), TODAY, Policy(weights={"charm": 3})).factors[-1].possible == 3
    assert trend(an_account(days_ago(1)), TODAY, POLICY) is not None


def test_points_are_read_and_refused():
    assert points_of("silence 30, Value of touches: 5\nbreadth=0") == {
        "silence": 30,
        "value of touches": 5,
        "breadth": 0,
    }
    assert points_of("") == points_of("silence 25") == {}, "what is as the factor brings it is not kept"
    for wrong in (
        "silence",
        "charm 5",
        "silence -1",
        "silence 9999",
        "silence ²",
        ",".join(f"{r.name} 0" for r in FACTORS),
    ):
        assert points_of(wrong) is None, wrong


def test_the_points_add_up_to_a_hundred():
    assert sum(rule.points for rule in FACTORS) == 100


@pytest.mark.parametrize("silent", [0, 3, 13, 14, 20, 27, 80, 150])
@pytest.mark.parametrize("tier", ["A", "C"])
def test_reassessment_comes_no_later_than_the_day_health_or_trouble_crosses(silent, tier):
    record = an_account(
        touches=[
            a_touch(days_ago(silent), sentiment="happy", contact_ids=(1,)),
            a_touch(days_ago(silent + 9), purpose="check_in"),
        ],
        contacts=(Contact(1, "Cleo"), Contact(2, "Bo")),
        tier=tier,
        movements=(
            Movement(days_ago(360), "new", 100_00, currency="USD"),
            Movement(days_ago(350), "contraction", 1_00, currency="USD"),
        ),
    )
    again = reassess_on(record, TODAY, POLICY)
    assert again is not None
    assert again > TODAY
    now = assess(record, TODAY, POLICY)
    day = TODAY
    while (day := day.fromordinal(day.toordinal() + 1)) < again:
        then = assess(record, day, POLICY)
        assert (then.at_risk, then.trouble) == (now.at_risk, now.trouble), f"crossed on {day}, before {again}"


def test_a_new_factor_is_known_everywhere_by_its_one_line(monkeypatch):
    """Points that were stored before it came, or for one that went, are no error; the day it turns is one
    to compute again."""
    stored = Policy(weights={"silence": 30, "long gone": 7})
    extra = Rule(
        "charm",
        20,
        lambda record, on, policy: Part(0.5, say("charming")),
        turns=lambda record, first, last: [in_days(2)],
    )
    record = an_account(days_ago(1), tier="C")
    before = reassess_on(record, TODAY, stored)
    monkeypatch.setattr(factors, "FACTORS", (*FACTORS, extra))
    assert weights_of(stored) == {**{r.name: r.points for r in FACTORS}, "silence": 30, "charm": 20}
    assert [
        (f.name, f.earned) for f in assess(record, TODAY, stored).factors if f.name in {"charm", "long gone"}
    ] == [("charm", 10)]
    assert trend(record, TODAY, stored).change > 0
    assert points_of("charm 5") == {"charm": 5}
    assert before != in_days(2) == reassess_on(record, TODAY, stored)


def weighing(**points):
    """Only these factors count, by the first word of their names."""
    return Policy(weights={rule.name: points.get(rule.name.split()[0], 0) for rule in FACTORS})


WEEKLY = [a_touch(days_ago(n), sentiment="happy") for n in range(1, 250, 3)]


@pytest.mark.parametrize(
    ("points", "fall", "alarm"), [(10, 10, False), (10.2, 10.2, True), (9.9, 9.9, False), (11, 11, True)]
)
def test_more_than_10_points_in_7_days_is_an_alarm(points, fall, alarm):
    """Three promises overdue since yesterday cost that factor all its points."""
    late = tuple(a_promise(days_ago(1), id=n, promised_on=days_ago(60)) for n in (1, 2, 3))
    policy = weighing(silence=round(10 * (100 - points)), promises=round(10 * points))
    moved = fall_of(an_account(touches=WEEKLY, promises=late), policy)
    assert (moved.fall, moved.alarm, moved.behind) == (fall, alarm, ("promises",))


@pytest.mark.parametrize(("ago", "alarm"), [(0, True), (6, True), (7, False), (8, False)])
def test_what_happened_within_7_days_is_an_alarm(ago, alarm):
    worried = [a_touch(days_ago(ago), id=9, sentiment="worried")]
    touches = [t if t.on < days_ago(ago) else replace_mood(t) for t in WEEKLY]
    moved = fall_of(an_account(touches=[*touches, *worried]), POLICY)
    assert (moved.alarm, bool(moved.behind)) == (alarm, alarm)


def replace_mood(touch):
    return touch._replace(sentiment="")


def test_time_alone_is_no_alarm_however_far_it_falls():
    moved = fall_of(an_account(days_ago(12)), weighing(silence=100))
    assert (moved.fall > 10, moved.alarm) == (True, False)
    turned = an_account(touches=[a_touch(days_ago(95), sentiment="worried"), *WEEKLY[40:]])
    assert not fall_of(turned, weighing(silence=50, sentiment=50)).alarm


def test_an_event_of_a_factor_that_was_not_known_a_week_ago_causes_no_fall():
    """Silence falls by more than 10 beside it: that is time alone."""
    first = an_account(
        touches=[a_touch(days_ago(12)), a_touch(days_ago(2), outcome="sent", sentiment="worried")]
    )
    moved = fall_of(first, weighing(silence=60, sentiment=40))
    assert (moved.fall > 10, moved.behind, moved.alarm) == (True, (), False)


def test_an_event_of_a_factor_without_points_causes_nothing():
    late = (a_promise(days_ago(1)),)
    record = an_account(days_ago(12), promises=late)
    assert not fall_of(record, weighing(silence=100)).caused
    assert fall_of(record, weighing(silence=99, promises=1)).caused
    quiet = an_account(
        touches=[a_touch(days_ago(80), purpose="check_in")],
        tier="C",
        exists_on=days_ago(800),
        added_on=days_ago(800),
        promises=late,
    )
    by_points = [assess(quiet, TODAY, weighing(silence=99, promises=n)).band for n in (0, 1)]
    assert by_points == ["watch", "at risk"], "in rhythm, and nothing that counts happened"


def test_the_card_and_the_digest_tell_the_same_fall():
    late = tuple(a_promise(days_ago(n), id=n) for n in (1, 2, 3))
    record = an_account(touches=WEEKLY, promises=late)
    told = trend(record, TODAY, POLICY)
    assert (told.fall, told.behind) == (fall_of(record, POLICY).fall, ("promises",))


def fall_of(record, policy):
    return fall(record, TODAY, policy)
