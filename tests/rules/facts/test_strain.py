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

from ...builders import POLICY, TODAY, a_change, a_person, a_touch, an_account, days_ago, in_days

CONTEXT = Context(POLICY)
LEFT = (Contact(1, "Leo Park", "champion", left_on=days_ago(10)), Contact(2, "Ann Bly", "buyer"))


def tried(count: int, last: int = 3, **given: Any) -> list[Any]:
    """Contacts of ours that brought nothing back, a day between them."""
    return [a_touch(days_ago(last + n), outcome="sent", channel="email", **given) for n in range(count)]


def why(record: Record, on: date = TODAY) -> list[str]:
    strain = strained(record, on)
    return [Viewer(today=on).plain(p) for p in strain.why] if strain else []


def test_a_champion_who_left_until_there_is_a_new_one():
    record = an_account(last_touch=days_ago(5), contacts=LEFT)
    assert why(record) == ["the champion left on Nov 8"]
    assert not why(record, days_ago(11))
    assert not why(replace(record, contacts=(*LEFT, Contact(3, "Eve Orr", "champion"))))
    assert not why(replace(record, contacts=(LEFT[1],))), "none was ever known"


def test_acquired_until_something_of_value_answers_it():
    change = a_change(days_ago(30))
    assert why(an_account(changes=(change,))) == ["acquired on Oct 19"]
    assert not why(an_account(last_touch=days_ago(2), changes=(change,)))
    assert not why(an_account(changes=(a_change(days_ago(30), kind="new team"),)))


@pytest.mark.parametrize(("count", "strains"), [(5, False), (6, True), (7, True)])
def test_six_contacts_in_a_row_that_nobody_answers(count: int, strains: bool):
    record = an_account(touches=[a_touch(days_ago(60)), *tried(count)])
    assert bool(why(record)) == strains
    if strains:
        assert why(record) == [f"{count} contacts of ours unanswered"]
        strain = strained(record, TODAY)
        assert strain
        assert strain.since == days_ago(3 + count - 6), "the day of the sixth"


def test_an_answer_ends_it():
    assert not why(an_account(touches=[*tried(7), a_touch(days_ago(2))]))
    assert not why(an_account(touches=[*tried(7), *tried(1, last=2, direction="inbound")]))


@pytest.mark.parametrize(("last", "strains"), [(180, True), (181, False)])
def test_long_after_the_last_of_them_it_is_our_silence(last: int, strains: bool):
    assert bool(why(an_account(touches=tried(6, last=last)))) == strains


def test_all_causes_are_said_the_first_first():
    record = an_account(touches=tried(6), contacts=LEFT, changes=(a_change(days_ago(40)),))
    reason = revive(record, TODAY, CONTEXT)
    assert reason
    assert Viewer(today=TODAY).plain(reason.why) == (
        "acquired on Oct 9, the champion left on Nov 8, and 6 contacts of ours unanswered: revive, introduce "
        "the next expert, or let go?"
    )


def test_its_owner_is_asked_the_working_day_after_then_once_a_quarter():
    record = an_account(last_touch=days_ago(1), contacts=(replace(LEFT[0], left_on=date(2026, 11, 13)),))
    assert wants(record, TODAY) == date(2026, 11, 16), "that was a Friday"
    assert dated.brings(record, TODAY) == FACT
    assert look_on(record, TODAY, POLICY) == date(2026, 11, 16), "though cadence is kept"
    asked = replace(record, reasons_told=((FACT, TODAY), ("promise", TODAY)))
    assert wants(asked, TODAY) == TODAY + timedelta(QUARTER)
    assert revive(asked, TODAY, CONTEXT) is None
    assert revive(asked, TODAY + timedelta(QUARTER - 1), CONTEXT) is None
    assert revive(asked, TODAY + timedelta(QUARTER), CONTEXT)


def test_the_card_shows_it_until_somebody_acts_on_it():
    record = an_account(contacts=LEFT, nudged=(TODAY,), last_told=FACT, reasons_told=((FACT, TODAY),))
    assert revive(record, TODAY, CONTEXT)
    assert revive(replace(record, nudged=()), TODAY, CONTEXT) is None


def test_shown_with_another_reason_it_rests_first():
    record = an_account(contacts=LEFT, nudged=(days_ago(1),), last_told="overdue")
    assert wants(record, TODAY) == in_days(2), "an A returns after 3 working days"


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
    left = (replace(LEFT[0], left_on=days_ago(3)),)
    records = [
        an_account(id=1, last_touch=days_ago(2), contacts=left),
        an_account(id=2, last_touch=days_ago(2), contacts=left, status="paused", paused_until=in_days(90)),
        an_account(id=3, last_touch=days_ago(2), contacts=LEFT),
    ]
    digest = compose(records, [a_person()], TODAY, policy=POLICY)
    assert [a.id for a, _ in digest.strained] == [1]
