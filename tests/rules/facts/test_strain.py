"""A relationship that wants a decision: why, since when, and asked once a quarter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from messages.words import Viewer
from rules import dated
from rules.cadence import look_on
from rules.context import Context
from rules.digest import compose
from rules.facts.strain import FACT, QUARTER, Strain, revive, strained, wants
from rules.phrase import say
from rules.records import Contact, Record

from ...builders import POLICY, TODAY, a_change, a_concern, a_person, a_touch, an_account, days_ago, in_days

CONTEXT = Context(POLICY)
LEFT = (Contact(1, "Leo Park", "champion", left_on=days_ago(30)), Contact(2, "Ann Bly", "buyer"))
GONE = (replace(LEFT[0], left_on=days_ago(40)), LEFT[1])
JUST_LEFT = (replace(LEFT[0], left_on=days_ago(10)), LEFT[1])


def tried(count: int, last: int = 3, **given: Any) -> list[Any]:
    """Contacts of ours that brought nothing back, a day between them."""
    return [a_touch(days_ago(last + n), outcome="sent", channel="email", **given) for n in range(count)]


def why(record: Record, on: date = TODAY) -> list[str]:
    strain = strained(record, on, POLICY)
    return [Viewer(today=on).plain(p) for p in strain.why] if strain else []


def test_a_champion_who_left_until_there_is_a_new_one():
    record = an_account(last_touch=days_ago(5), contacts=LEFT)
    assert why(record) == ["the champion left on Oct 19"]
    assert not why(record, days_ago(1)), "for a month it is asked who comes next"
    assert strained(record, TODAY, POLICY).since == TODAY
    assert wants(record, days_ago(1), POLICY) == in_days(1), "so that it is looked at then"
    assert not why(replace(record, contacts=(*LEFT, Contact(3, "Eve Orr", "champion"))))
    assert not why(replace(record, contacts=(LEFT[1],))), "none was ever known"


def test_acquired_until_something_of_value_answers_it():
    change = a_change(days_ago(30))
    assert why(an_account(changes=(change,))) == ["acquired on Oct 19"]
    assert not why(an_account(last_touch=days_ago(2), changes=(change,)))
    assert not why(an_account(changes=(a_change(days_ago(30), kind="new team"),)))


ACQUIRED = a_change(days_ago(30))
IN_RHYTHM = a_touch(days_ago(1), purpose="check_in")  # answers no change


def test_acquired_alone_strains_no_account_that_is_kept_and_well():
    kept = an_account(touches=[IN_RHYTHM], changes=(ACQUIRED,))
    assert not why(kept)
    assert wants(kept, TODAY, POLICY) is None
    assert dated.brings(kept, TODAY, POLICY) != FACT


@pytest.mark.parametrize(("last", "strains"), [(14, False), (15, True)])
def test_acquired_strains_from_the_day_after_its_own_cadence(last: int, strains: bool):
    silent = an_account(touches=[a_touch(days_ago(last), purpose="check_in")], changes=(ACQUIRED,))
    assert bool(why(silent)) == strains
    slower = replace(POLICY, cadence_a_days=last)
    assert strained(silent, TODAY, slower) is None, "by the workspace's own cadence"
    given = an_account(touches=silent.touches, changes=(ACQUIRED,), cadence_days=last)
    assert strained(given, TODAY, POLICY) is None, "and by the account's"
    if strains:
        strain = strained(silent, TODAY, POLICY)
        assert strain
        assert strain.since == TODAY


@pytest.mark.parametrize(("felt", "strains"), [(90, True), (91, False)])
def test_acquired_strains_while_they_are_worried(felt: int, strains: bool):
    worried = a_touch(days_ago(felt), sentiment="worried", purpose="check_in")
    record = an_account(touches=[IN_RHYTHM, worried], changes=(a_change(days_ago(100)),))
    assert bool(why(record)) == strains
    happy = a_touch(days_ago(2), sentiment="happy", purpose="check_in")
    assert not why(replace(record, touches=(IN_RHYTHM, happy, worried)))


def test_acquired_strains_while_a_concern_is_open():
    record = an_account(touches=[IN_RHYTHM], changes=(ACQUIRED,), concerns=(a_concern(days_ago(4)),))
    assert why(record) == ["acquired on Oct 19"]
    strain = strained(record, TODAY, POLICY)
    assert strain
    assert strain.since == days_ago(4), "the later of the two"
    closed = replace(record, concerns=(a_concern(days_ago(4), closed_on=days_ago(1)),))
    assert not why(closed)


@pytest.mark.parametrize(("first", "strains"), [(179, True), (180, False)])
def test_three_concerns_in_half_a_year_though_each_was_closed(first: int, strains: bool):
    days_of = (first, 60, 9)
    concerns = tuple(a_concern(days_ago(n), closed_on=days_ago(n - 5)) for n in days_of)
    record = an_account(touches=[IN_RHYTHM], concerns=concerns)
    assert why(record) == (["3 concerns in 180 days"] if strains else [])
    assert not why(replace(record, concerns=concerns[1:]))
    if strains:
        strain = strained(record, TODAY, POLICY)
        assert strain
        assert strain.since == days_ago(9), "the day of the third"
        assert wants(record, TODAY, POLICY) == days_ago(8)


@pytest.mark.parametrize(("first", "since"), [(240, 100), (241, 60)])
def test_a_fourth_concern_begins_nothing_anew(first: int, since: int):
    """Unless there were fewer than three in between."""
    concerns = tuple(a_concern(days_ago(n), closed_on=days_ago(n - 1)) for n in (first, 150, 100, 60))
    strain = strained(an_account(touches=[IN_RHYTHM], concerns=concerns), TODAY, POLICY)
    assert strain
    assert strain.since == days_ago(since)


def test_four_causes_are_one_sentence():
    concerns = tuple(a_concern(days_ago(n), closed_on=days_ago(n - 1)) for n in (50, 45, 42))
    record = an_account(
        touches=tried(6), contacts=JUST_LEFT, changes=(a_change(days_ago(40)),), concerns=concerns
    )
    reason = revive(record, TODAY, CONTEXT)
    assert reason
    assert Viewer(today=TODAY).plain(reason.why) == (
        "3 concerns in 180 days, acquired on Oct 9, the champion left on Nov 8, and 6 contacts of ours "
        "unanswered: revive, introduce the next expert, or let go?"
    )


@pytest.mark.parametrize(("count", "strains"), [(5, False), (6, True), (7, True)])
def test_six_contacts_in_a_row_that_nobody_answers(count: int, strains: bool):
    record = an_account(touches=[a_touch(days_ago(60)), *tried(count)])
    assert bool(why(record)) == strains
    if strains:
        assert why(record) == [f"{count} contacts of ours unanswered"]
        strain = strained(record, TODAY, POLICY)
        assert strain
        assert strain.since == days_ago(3 + count - 6), "the day of the sixth"


def test_an_answer_ends_it():
    assert not why(an_account(touches=[*tried(7), a_touch(days_ago(2))]))
    assert not why(an_account(touches=[*tried(7), *tried(1, last=2, direction="inbound")]))


@pytest.mark.parametrize(("last", "strains"), [(180, True), (181, False)])
def test_long_after_the_last_of_them_it_is_our_silence(last: int, strains: bool):
    assert bool(why(an_account(touches=tried(6, last=last)))) == strains


def test_all_causes_are_said_the_first_first():
    record = an_account(touches=tried(6), contacts=JUST_LEFT, changes=(a_change(days_ago(40)),))
    reason = revive(record, TODAY, CONTEXT)
    assert reason
    assert Viewer(today=TODAY).plain(reason.why) == (
        "acquired on Oct 9, the champion left on Nov 8, and 6 contacts of ours unanswered: revive, introduce "
        "the next expert, or let go?"
    )


def test_its_owner_is_asked_the_working_day_after_then_once_a_quarter():
    record = an_account(last_touch=days_ago(1), contacts=(replace(LEFT[0], left_on=date(2026, 10, 14)),))
    assert wants(record, TODAY, POLICY) == date(2026, 11, 16), "that was a Friday"
    assert dated.brings(record, TODAY) == FACT
    assert look_on(record, TODAY, POLICY) == date(2026, 11, 16), "though cadence is kept"
    asked = replace(record, reasons_told=((FACT, TODAY), ("promise", TODAY)))
    assert wants(asked, TODAY, POLICY) == TODAY + timedelta(QUARTER)
    assert revive(asked, TODAY, CONTEXT) is None
    assert revive(asked, TODAY + timedelta(QUARTER - 1), CONTEXT) is None
    assert revive(asked, TODAY + timedelta(QUARTER), CONTEXT)


def test_the_card_shows_it_until_somebody_acts_on_it():
    record = an_account(contacts=GONE, nudged=(TODAY,), last_told=FACT, reasons_told=((FACT, TODAY),))
    assert revive(record, TODAY, CONTEXT)
    assert revive(replace(record, nudged=()), TODAY, CONTEXT) is None


def test_shown_with_another_reason_it_rests_first():
    record = an_account(contacts=GONE, nudged=(days_ago(1),), last_told="overdue")
    assert wants(record, TODAY, POLICY) == in_days(2), "an A returns after 3 working days"


@pytest.mark.parametrize(
    ("since", "asked"),
    [
        (1, True),
        (7, True),
        (8, False),
        (0, False),
        (QUARTER, False),
        (QUARTER + 1, True),
        (QUARTER + 7, True),
    ],
)
def test_a_manager_reads_of_it_in_one_week_of_a_quarter(since: int, asked: bool):
    strain = Strain(days_ago(since), (say("x"),))
    assert strain.asked(days_ago(6), TODAY) == asked


def test_the_digest_has_it_of_accounts_that_count():
    left = (replace(LEFT[0], left_on=days_ago(33)),)
    records = [
        an_account(id=1, last_touch=days_ago(2), contacts=left),
        an_account(id=2, last_touch=days_ago(2), contacts=left, status="paused", paused_until=in_days(90)),
        an_account(id=3, last_touch=days_ago(2), contacts=GONE),
    ]
    digest = compose(records, [a_person()], TODAY, policy=POLICY)
    assert [n.seen.id for n in digest.needs] == [1]
