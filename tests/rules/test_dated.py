"""A dated fact is one line: looking, a morning's places, "Also today" and computing again follow it, with
nothing else changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules import dated, reasons
from rules.cadence import look_on, read_on
from rules.calendar import Workdays, on_or_after_working_day
from rules.context import Context, Reason
from rules.dated import Dated
from rules.nudging import candidate, choose
from rules.own_calendar import Calendar, Span
from rules.phrase import say
from rules.reassess import reassess_on
from rules.records import days

from ..builders import POLICY, TODAY, a_person, an_account, days_ago, in_days

CONTEXT = Context(POLICY)
FRIDAY = in_days(2)


def opened(record, on):
    """The fact of these tests: a shop of the customer's opens on the day on which they started."""
    return record.account.started_on


def reached(record, on):
    day = opened(record, on)
    return day if day and not any(n >= day for n in record.nudged) else None


def ahead(record, on):
    day = opened(record, on)
    return (
        on_or_after_working_day(day - days(7), record.owner.workdays) if day and day - days(7) >= on else None
    )


@pytest.fixture
def shops(monkeypatch):
    """The one line, and the one reason that it brings."""
    line = Dated(
        "shop",
        reached,
        ahead,
        says=lambda record, on: say("opens a shop {on}", on=opened(record, on)),
        turns=lambda record, first, last: [opened(record, first)] if opened(record, first) else [],
    )
    monkeypatch.setattr(dated, "DATED", (line, *dated.DATED))

    def reason(record, on, context):
        return Reason("shop", say("their shop opens")) if opened(record, on) else None

    monkeypatch.setattr(reasons, "REASONS", (*reasons.REASONS, reason))


def an_opening(on, **given):
    return an_account(days_ago(1), tier="C", started_on=on, **given)


@pytest.mark.usefixtures("shops")
def test_its_day_is_looked_at_though_cadence_is_kept():
    assert look_on(an_opening(FRIDAY), TODAY, POLICY) == FRIDAY
    assert look_on(an_opening(FRIDAY, status="paused"), TODAY, POLICY) is None, "a pause holds it back"
    assert look_on(an_opening(FRIDAY, snoozed_until=in_days(5)), TODAY, POLICY) == in_days(5)
    assert look_on(an_opening(None), TODAY, POLICY) > in_days(60)


@pytest.mark.usefixtures("shops")
def test_its_account_enters_by_it_and_brings_its_reason():
    seen = candidate(an_opening(TODAY), TODAY, POLICY, share=0)
    assert (seen.entry, seen.brings, seen.since) == ("dated", "shop", TODAY)
    chosen = choose([seen], TODAY, CONTEXT, workdays=Workdays("US")).chosen
    assert [c.reason.kind for c in chosen] == ["shop"], "though another reason stands before it"


@pytest.mark.usefixtures("shops")
def test_the_order_of_the_lines_is_the_order_of_the_places():
    shop, renewal = (
        an_opening(TODAY, id=1, name="Zeta"),
        an_account(days_ago(40), tier="C", id=2, renews_on=in_days(60)),
    )
    more = an_account(days_ago(45), tier="C", id=3, renews_on=in_days(60))
    one = replace(POLICY, dated_cap=1, nudge_cap=1)
    candidates = [candidate(r, TODAY, one, share=0) for r in (renewal, more, shop)]
    assert max(candidates, key=lambda c: c.rank).record is more, "a shop is not the most pressing"
    chosen = choose(candidates, TODAY, Context(one), workdays=Workdays("US")).chosen
    assert [c.record.account.name for c in chosen] == ["Zeta"]


@pytest.mark.usefixtures("shops")
def test_it_is_read_on_the_day_also_today_names_it():
    record = an_opening(in_days(9))
    assert read_on(record, TODAY, POLICY) == FRIDAY
    assert dated.named(record, FRIDAY) == ["shop"]
    assert dated.named(record, TODAY) == []
    assert dated.says("shop", record, FRIDAY).values == (("on", in_days(9)),)
    off = an_opening(in_days(9), owner=a_person(calendar=Calendar(away=(Span(FRIDAY, FRIDAY, False),))))
    assert read_on(off, TODAY, POLICY) == in_days(5), "Monday: the day off is the owner's own"


@pytest.mark.usefixtures("shops")
def test_what_time_changes_is_computed_again_on_its_day():
    assert reassess_on(an_opening(FRIDAY), TODAY, POLICY) == FRIDAY


def test_a_switched_fact_counts_where_its_setting_is_on(monkeypatch):
    line = Dated("shop", reached, ahead, switch="birthdays", says=lambda record, on: say("opens"))
    turning = line._replace(turns=lambda record, first, last: [in_days(1)])
    monkeypatch.setattr(dated, "DATED", (turning,))
    on, record = replace(POLICY, birthdays=True), an_opening(FRIDAY)
    assert look_on(record, TODAY, on) == FRIDAY
    assert look_on(record, TODAY, POLICY) > FRIDAY
    assert [candidate(record, FRIDAY, p, share=0).brings for p in (on, POLICY)] == ["shop", ""]
    assert [reassess_on(record, TODAY, p) == in_days(1) for p in (on, POLICY)] == [True, False]
    later = an_opening(in_days(9))
    assert [read_on(later, TODAY, p) == FRIDAY for p in (on, POLICY)] == [True, False]
    assert [bool(dated.says("shop", record, TODAY, p)) for p in (on, POLICY)] == [True, False]


def test_without_the_line_nothing_follows():
    assert dated.named(an_opening(in_days(9)), FRIDAY) == []
    assert candidate(an_opening(TODAY), TODAY, POLICY, share=0).brings == ""


def test_a_fact_says_nothing_of_an_account_without_the_field_that_it_rests_on():
    bare = an_account(days_ago(20))
    resting = [fact for fact in dated.DATED if fact.of]
    assert len(resting) > 9
    for fact in resting:
        assert not getattr(bare, fact.of), fact.kind
        assert fact.day(bare, TODAY, POLICY) is None, fact.kind
        assert fact.also(bare, TODAY) is None, fact.kind
