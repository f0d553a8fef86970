"""Boundaries of the cadence: the exact day due, weekends, holidays, never touched."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rules import calendar
from rules.cadence import due, grace_ends, look_on, stepped_cadence
from rules.calendar import Workdays
from rules.facts import renewals
from rules.records import NextStep

from ..builders import POLICY, TODAY, a_person, a_touch, an_account, days_ago, in_days


@pytest.mark.parametrize(("tier", "cadence"), [("A", 14), ("B", 30), ("C", 90)])
def test_due_is_last_meaningful_touch_plus_cadence(tier, cadence):
    record = an_account(days_ago(5), tier=tier)
    assert due(record, TODAY, POLICY).on == days_ago(5) + timedelta(days=cadence)


def test_voicemail_no_show_and_unanswered_mail_reset_nothing():
    quiet = [a_touch(days_ago(n), outcome=o) for n, o in ((1, "left_message"), (2, "no_show"), (3, "sent"))]
    record = an_account(touches=[*quiet, a_touch(days_ago(20))])
    assert due(record, TODAY, POLICY).on == days_ago(6)


def test_never_touched_and_new_is_due_three_working_days_after_start():
    record = an_account(
        started_on=date(2026, 11, 19), added_on=date(2026, 11, 20), exists_on=date(2026, 11, 19)
    )
    assert due(record, TODAY, POLICY).on == date(2026, 11, 24)


def test_never_touched_and_old_spreads_over_one_cadence():
    when = [
        due(an_account(id=n, tier="B", added_on=TODAY, exists_on=TODAY), TODAY, POLICY).on
        for n in range(1, 301)
    ]
    ahead = [(d - TODAY).days for d in when]
    assert (min(ahead), max(ahead)) == (1, 30)
    per_day = [ahead.count(n) for n in range(1, 31)]
    assert max(per_day) - min(per_day) <= 3, "spread evenly"


def test_churned_and_served_through_parent_have_no_date():
    assert due(an_account(days_ago(99), status="churned"), TODAY, POLICY).on is None
    assert due(an_account(days_ago(99), served_through_parent=True), TODAY, POLICY).on is None


def test_the_end_of_a_pause_is_a_due_date():
    record = an_account(days_ago(60), status="paused", paused_until=in_days(10))
    assert due(record, TODAY, POLICY).on == in_days(10)
    assert look_on(record, TODAY, POLICY) == in_days(10)


@pytest.mark.parametrize(("tier", "days"), [("A", 7), ("B", 14), ("C", 30)])
def test_at_risk_is_one_step_faster(tier, days):
    assert stepped_cadence(an_account(days_ago(3), tier=tier), TODAY, POLICY, trouble=True)[0] == days


def test_renewal_near_is_one_step_faster_until_something_of_value_is_given():
    plain = an_account(touches=[a_touch(days_ago(3), purpose="check_in")], renews_on=in_days(60))
    given = an_account(touches=[a_touch(days_ago(3))], renews_on=in_days(60))
    before_window = an_account(touches=[a_touch(days_ago(40))], renews_on=in_days(60))
    assert stepped_cadence(plain, TODAY, POLICY, trouble=False)[0] == 7
    assert stepped_cadence(given, TODAY, POLICY, trouble=False)[0] == 14
    assert stepped_cadence(before_window, TODAY, POLICY, trouble=False)[0] == 7
    assert (
        stepped_cadence(
            an_account(days_ago(40), tier="C", renews_on=in_days(60)), TODAY, POLICY, trouble=False
        )[0]
        == 90
    )


def test_an_override_is_the_own_cadence():
    assert due(an_account(days_ago(1), cadence_days=5), TODAY, POLICY).on == in_days(4)


@pytest.mark.parametrize(("tier", "before"), [("A", 2), ("B", 2), ("C", 5)])
def test_an_account_enters_working_days_before_it_is_due(tier, before):
    record = an_account(days_ago(1), tier=tier)
    when = due(record, TODAY, POLICY).on
    assert when is not None
    assert look_on(record, TODAY, POLICY) == calendar.add_working_days(when, -before, Workdays("US"))


def test_a_next_step_ahead_moves_the_look_to_the_day_after():
    record = an_account(days_ago(13), next_step=NextStep(1, "demo", in_days(6)))
    assert look_on(record, TODAY, POLICY) == in_days(7)
    far = an_account(days_ago(13), next_step=NextStep(1, "demo", in_days(40)))
    assert look_on(far, TODAY, POLICY) <= TODAY, "beyond one more cadence it holds nothing back"


def test_a_snooze_holds_and_an_ignored_appearance_rests():
    assert look_on(an_account(days_ago(30), snoozed_until=in_days(5)), TODAY, POLICY) == in_days(5)
    shown = an_account(days_ago(30), tier="B", nudged=(TODAY,))
    assert look_on(shown, TODAY, POLICY) == calendar.add_working_days(TODAY, 5, Workdays("US"))


def test_renewal_days_count_once_and_move_to_working_days():
    record = an_account(days_ago(1), tier="C", renews_on=TODAY + timedelta(days=60))
    assert renewals.mark(record, TODAY) == TODAY
    touched = an_account(TODAY, tier="C", renews_on=TODAY + timedelta(days=60))
    assert renewals.mark(touched, TODAY) == in_days(30)
    sunday = date(2026, 11, 22)
    on_sunday = an_account(days_ago(1), tier="C", renews_on=sunday + timedelta(days=30))
    assert renewals.mark(on_sunday, sunday) == date(2026, 11, 23)
    assert renewals.mark(on_sunday, date(2026, 11, 23)) == date(2026, 11, 23)


def test_grace_is_three_working_days_where_the_owner_is():
    assert grace_ends(date(2026, 11, 25), Workdays("US"), POLICY) == date(2026, 12, 1)
    assert grace_ends(date(2026, 11, 25), Workdays("DE"), POLICY) == date(2026, 11, 30)


def test_owner_country_decides_holidays():
    american = an_account(days_ago(1), owner=a_person(country="US"))
    assert look_on(american, TODAY, POLICY) is not None
