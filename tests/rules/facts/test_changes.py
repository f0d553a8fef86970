"""What changed at the customer: known from when it was noted, a reason until something of value answers it;
competitors rolled up."""

from __future__ import annotations

from datetime import date

import pytest

from messages.words import Viewer
from rules.context import Context
from rules.facts.changed import KINDS, Change, named_in, text_of
from rules.facts.changes import ASK, WHY, answered_on, change_error, changed_there, open_changes, rivals
from rules.reasons import best_reason
from rules.records import Record, Standing

from ...builders import POLICY, TODAY, a_change, a_touch, an_account, days_ago, in_days

CONTEXT = Context(POLICY)


def said(record: Record, on: date = TODAY) -> str:
    reason = changed_there(record, on, CONTEXT)
    return Viewer(today=on).plain(reason.why) if reason else ""


def test_it_is_a_reason_with_a_question_until_something_of_value_answers_it():
    change = a_change(date(2026, 10, 12), text="by a group.")
    record = an_account(touches=[a_touch(days_ago(60))], changes=(change,))
    reason = changed_there(record, TODAY, CONTEXT)
    assert reason
    assert said(record) == "acquired on Oct 12 (“by a group”): is what they have still a fit?"
    assert (reason.kind, reason.about, reason.ask) == ("change", change.id, ASK["acquired"])
    checked_in = an_account(
        touches=[
            a_touch(days_ago(3), purpose="check_in"),
            a_touch(days_ago(2), outcome="sent"),
            a_touch(days_ago(1), purpose=""),
        ],
        changes=(change,),
    )
    assert said(checked_in)
    assert not said(an_account(last_touch=days_ago(1), changes=(change,)))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_words(kind: str):
    record = an_account(changes=(a_change(days_ago(3), kind=kind),))
    assert "?" in said(record)
    assert set(WHY) == set(ASK) == set(KINDS)


def test_it_is_known_from_the_day_on_which_it_was_noted():
    """What happened before we knew answers nothing, and is said of no earlier day."""
    change = a_change(days_ago(40), noted_on=days_ago(5))
    record = an_account(touches=[a_touch(days_ago(20))], changes=(change,))
    assert open_changes(record, TODAY) == [change]
    assert not open_changes(record, days_ago(6))
    assert open_changes(record, days_ago(5))


@pytest.mark.parametrize(("number", "answers"), [(7, False), (8, True)])
def test_on_its_day_a_touch_answers_it_that_was_logged_after_it(number: int, answers: bool):
    """The call in which we heard of it is no answer."""
    change = a_change(days_ago(2), noted_on=TODAY, behind=7)
    record = an_account(touches=[a_touch(TODAY, id=number)], changes=(change,))
    assert (answered_on(change, record, TODAY) == TODAY) == answers


def test_that_of_a_file_is_answered_after_its_day():
    change = a_change(days_ago(2))
    for ago, answered in ((2, None), (1, days_ago(1))):
        record = an_account(last_touch=days_ago(ago), changes=(change,))
        assert answered_on(change, record, TODAY) == answered


def test_a_tap_answers_it_from_its_day_on():
    change = a_change(days_ago(9), answered_on=days_ago(2))
    record = an_account(changes=(change,))
    assert open_changes(record, days_ago(3))
    assert not open_changes(record, days_ago(2))
    touched = an_account(last_touch=days_ago(5), changes=(change,))
    assert answered_on(change, touched, TODAY) == days_ago(5), "the earlier of both"


def test_one_to_come_is_known_and_answered_before_its_day():
    change = a_change(in_days(40), kind="new rules", noted_on=days_ago(3))
    assert "new rules from" in said(an_account(changes=(change,)))
    assert not said(an_account(last_touch=days_ago(1), changes=(change,)))


def test_the_newest_is_said_and_it_stands_behind_a_renewal():
    older, newer = a_change(days_ago(30)), a_change(days_ago(3), kind="new team")
    record = an_account(last_touch=days_ago(50), changes=(newer, older))
    assert best_reason(record, TODAY, CONTEXT).about == newer.id
    renews = an_account(last_touch=days_ago(50), changes=(newer,), renews_on=in_days(20))
    assert best_reason(renews, TODAY, CONTEXT).kind == "renewal"


def test_what_is_stored_has_happened_by_the_owners_day():
    ahead = a_change(days_ago(9), noted_on=in_days(1), answered_on=in_days(1))
    known = ahead.as_known(TODAY)
    assert (known.noted_on, known.answered_on) == (TODAY, TODAY)
    settled = a_change(days_ago(9))
    assert settled.as_known(TODAY) is settled


@pytest.mark.parametrize(
    ("kind", "name", "text", "kept"),
    [
        ("competitor seen", "Hooli ", "showed a plan", "Hooli: showed a plan"),
        ("competitor seen", "Hooli", "", "Hooli"),
        ("competitor seen", "", "somebody: new", "somebody: new"),
        ("competitor seen", "A: B", "", "A B"),
        ("acquired", "Hooli", "by a group", "by a group"),
    ],
)
def test_the_text_of_a_competitor_begins_with_its_name(kind: str, name: str, text: str, kept: str):
    assert text_of(kind, name, text) == kept
    if kind == "competitor seen" and name:
        assert named_in(kept) == (" ".join(name.replace(":", " ").split()), text)


def seen(name: str, ago: int, account: str, **given: object) -> Record:
    change = a_change(days_ago(ago), kind="competitor seen", text=name)
    return an_account(name=account, changes=(change,), **given)  # type: ignore[arg-type]


def test_competitors_are_rolled_up_the_most_often_seen_first():
    records = [
        seen("Hooli: cheaper", 80, "Acme"),
        seen("HOOLI", 3, "Globex"),
        seen("Umbra", 20, "Initech"),
        seen("", 20, "Initech"),
        seen("Old one", 90, "Acme"),
        seen("Not ours", 3, "Acme", owner_id=9, standings=(Standing(days_ago(400), 9, "A"),)),
        an_account(changes=(a_change(days_ago(3), text="Umbra"),)),
    ]
    rolled = rivals(records, {1}, days_ago(6), TODAY)
    assert [(r.name, r.accounts, r.lately) for r in rolled] == [
        ("HOOLI", ("Globex", "Acme"), True),
        ("", ("Initech",), False),
        ("Umbra", ("Initech",), False),
    ]
    edge = rivals([seen("Old one", 89, "Acme")], {1}, days_ago(6), TODAY)
    assert [r.name for r in edge] == ["Old one"]


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("kind", {"kind": ""}),
        ("kind", {"kind": "moved"}),
        ("name", {"kind": "competitor seen"}),
        ("name", {"name": "x" * 81}),
        ("text", {"text": "x" * 301}),
        ("on", {"on": None}),
        ("on", {"on": date(1989, 12, 31)}),
        ("on", {"on": in_days(3661)}),
        ("on", {"kind": "competitor seen", "name": "Hooli", "on": in_days(1)}),
    ],
)
def test_what_is_wrong_with_one(field: str, given: dict[str, object]):
    right = {"kind": "acquired", "name": "", "text": "", "on": TODAY}
    assert change_error(**right, today=TODAY) is None  # type: ignore[arg-type]
    wrong = change_error(**(right | given), today=TODAY)  # type: ignore[arg-type]
    assert wrong
    assert wrong[0] == field


def test_a_competitor_is_one_only_where_one_was_seen():
    assert Change(1, 1, 1, "acquired", TODAY, "Hooli: bought them").competitor == ""
    assert Change(1, 1, 1, "competitor seen", TODAY, "Hooli: cheaper").competitor == "Hooli"
