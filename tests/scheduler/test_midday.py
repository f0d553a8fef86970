"""What others logged with my accounts: one message at 13:00 of a working day, with what still stands by
then."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from messages.log_touch import LOG_EDIT, LOG_UNDO, BatchRef
from rules.calendar import Workdays
from rules.delivery.sending import midday, put_off_until
from storage import bundles, outbox, people, tables

from ..world import World, text_of

# 13:00 in New York, on the Wednesday that a world begins with
MIDDAY = datetime(2026, 11, 18, 18, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "on", "due"),
    [
        ((2026, 11, 18, 17, 59), (2026, 11, 18), (2026, 11, 18, 18)),
        ((2026, 11, 18, 18, 0), (2026, 11, 19), (2026, 11, 19, 18)),
        ((2026, 11, 19, 4, 45), (2026, 11, 19), (2026, 11, 19, 18)),  # 23:45 on Wednesday
        ((2026, 11, 20, 23, 0), (2026, 11, 23), (2026, 11, 23, 18)),  # over the weekend
        ((2026, 11, 25, 19, 0), (2026, 11, 27), (2026, 11, 27, 18)),  # over Thanksgiving
        ((2026, 10, 30, 18, 0), (2026, 11, 2), (2026, 11, 2, 18)),  # the clocks changed meanwhile
    ],
)
def test_midday_is_the_next_13_oclock_of_a_working_day(now: tuple, on: tuple, due: tuple):
    seen = midday(datetime(*now, tzinfo=UTC), "America/New_York", Workdays("US"))
    assert seen.on.timetuple()[:3] == on
    assert seen.due_at == datetime(*due, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "later"),
    [
        ((2026, 11, 18, 18, 0), None),
        ((2026, 11, 18, 22, 59), None),
        ((2026, 11, 18, 23, 0), (2026, 11, 19, 18)),
        ((2026, 11, 19, 4, 45), (2026, 11, 19, 18)),
        ((2026, 11, 21, 19, 0), (2026, 11, 23, 18)),
    ],
)
def test_what_comes_late_waits_for_working_hours(now: tuple, later: tuple | None):
    assert put_off_until(datetime(*now, tzinfo=UTC), "America/New_York", Workdays("US")) == (
        datetime(*later, tzinfo=UTC) if later else None
    )


@pytest.fixture
def given(world: World) -> World:
    """Kim and Mel logged with Dana's accounts in the morning."""
    world.account("Acme")
    world.account("Globex")
    with world.tend.database.transaction() as session:
        session.connection().exec_driver_sql(
            "UPDATE person SET plan_at = NULL, digest_at = NULL WHERE workspace_id = 1"
        )
    world.command("/log acme called yesterday, showed the figures", by="UKIM")
    world.command("/log acme, globex met at the fair", by="UMEL")
    return world


def rows(world: World) -> list[tables.Outbox]:
    return world.rows(tables.Outbox, tables.Outbox.say == "told")


def batch(world: World, by: str) -> str:
    author = world.rows(tables.Person, tables.Person.email == by)[0].id
    return world.rows(tables.Touch, tables.Touch.by_id == author, tables.Touch.batch != "")[-1].batch


def test_one_message_at_midday_with_all_of_them(given: World):
    given.deliver()
    assert not given.slack.posted, "not before its time"
    given.now = MIDDAY
    given.deliver()
    [message] = given.slack.posted
    assert message["channel"] == "DDANA"
    assert message["text"] == "Others logged 3 touches with your accounts: Acme, Globex"
    assert (
        "Kim Cho logged a call with your account *Acme*, Nov 17: “called yesterday, showed the figures”"
        in text_of(message)
    )
    assert text_of(message).count("Mel Manager logged an event") == 2
    assert [(r.state, r.key.split(":")[2]) for r in rows(given)] == [("sent", "2026-11-18")]


def test_what_was_undone_is_left_out_and_nothing_left_is_dropped(given: World):
    given.press(LOG_UNDO, BatchRef(batch(given, "mel@x.com")).pack(), by="UMEL")
    given.now = MIDDAY
    kim = batch(given, "kim@x.com")
    given.press(LOG_UNDO, BatchRef(kim).pack(), by="UKIM")
    given.deliver()
    assert not given.slack.posted
    assert [r.state for r in rows(given)] == ["dropped"]


def test_one_that_is_out_already_leaves_it_to_the_next(given: World):
    given.now = MIDDAY
    given.deliver()
    given.now -= timedelta(minutes=5)  # a clock that was put back
    given.command("/log globex left a voicemail", by="UKIM")
    assert [(r.state, len(r.payload["things"])) for r in rows(given)] == [("sent", 3), ("due", 1)]
    given.now = MIDDAY + timedelta(days=1)
    given.deliver()
    assert "Kim Cho logged a call with your account *Globex*, Nov 18" in text_of(given.slack.posted[-1])


def test_after_a_downtime_it_is_one_message_within_working_hours(given: World):
    given.now += timedelta(days=1)
    given.command("/log globex called", by="UKIM")
    given.now = datetime(2026, 11, 20, 4, 45, tzinfo=UTC)  # 23:45 on Thursday
    given.deliver()
    assert not given.slack.posted
    given.now = datetime(2026, 11, 20, 18, tzinfo=UTC)
    given.deliver()
    [message] = given.slack.posted
    assert "4 touches" in message["text"]
    assert sorted(r.state for r in rows(given)) == ["dropped", "sent"]


def test_my_own_touch_and_a_repeat_are_not_told(given: World):
    given.command("/log acme called", by="UDANA")
    given.command("/log acme called again", by="UKIM", trigger="twice")
    given.command("/log acme called again", by="UKIM", trigger="twice")
    assert [len(r.payload["things"]) for r in rows(given)] == [4]


def test_an_account_that_an_edit_adds_is_told_once(given: World):
    sent = batch(given, "kim@x.com")
    given.press(LOG_EDIT, BatchRef(sent).pack(), by="UKIM")
    given.submit(given.modal, {}, by="UKIM")
    assert [len(r.payload["things"]) for r in rows(given)] == [3]


def test_a_row_of_an_older_version_is_still_said(given: World):
    kim, acme = (
        given.rows(tables.Person, tables.Person.email == "kim@x.com")[0].id,
        given.rows(tables.Account)[0].id,
    )
    stored = batch(given, "kim@x.com")
    dana = given.rows(tables.Person, tables.Person.email == "dana@x.com")[0].id
    with given.tend.database.transaction() as session:
        session.connection().exec_driver_sql("DELETE FROM outbox WHERE workspace_id = 1")
        payload = {"by": kim, "account": acme, "batch": stored}
        outbox.enqueue(
            session, 1, f"told:{stored}:{acme}", say="told", payload=payload, now=given.now, person_id=dana
        )
    given.now = MIDDAY
    given.deliver()
    assert given.slack.posted[0]["text"].startswith("Kim Cho logged a call with your account Acme")


def test_two_who_log_at_once_are_both_in_it(given: World):
    """Each in a transaction of its own, at the same time: neither overwrites what the other added."""
    from concurrent.futures import ThreadPoolExecutor

    dana = next(p for p in given.rows(tables.Person) if p.email == "dana@x.com").id

    def add(n: int) -> None:
        with given.tend.database.transaction() as session:
            person = people.get(session, 1, dana)
            bundles.add(
                session,
                1,
                "told",
                person=person,
                thing={"by": 1, "account": 1, "batch": f"b{n}"},
                now=given.now,
            )

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(12)))
    [row] = rows(given)
    assert {t["batch"] for t in row.payload["things"]} >= {f"b{n}" for n in range(12)}
