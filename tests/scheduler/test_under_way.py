"""Several calls to Slack under way at once: each message once, one at a time to each person, within the
rates, and nothing of it undone by how another one ends."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import update

from rules.delivery.pacing import UNPACED, Rates
from scheduler.deliver import Deliverer
from scheduler.send import Apart
from scheduler.under_way import UnderWay
from services import Stopping
from storage import outbox, pacing, tables
from storage.database import Database

from ..twin import ours
from ..world import START, World
from .test_deliver import notices

AT_ONCE = 3
EVERYBODY = ("dana@x.com", "kim@x.com", "mel@x.com")
PATIENCE = 20.0  # seconds until a test gives up on another thread


def deliverer(world: World, rates: Rates = UNPACED) -> Deliverer:
    """As the bot has one, for people who have spoken with it before."""
    with world.tend.database.transaction() as session:
        P = tables.table(tables.Person)
        session.execute(update(P).where(ours(P)).values(dm_channel=P.c.slack_id))
    return Deliverer(world.tend.services, world.slack, rates, chance=random.Random(1), at_once=AT_ONCE)


def states(world: World) -> Counter[str]:
    return Counter(r.state for r in world.rows(tables.Outbox, tables.Outbox.say == "notice"))


def answering(world: World, count: int, answer) -> None:
    """What Slack does with the next posts."""
    world.slack.answers["chat.postMessage"] = [answer] * count


def test_as_many_are_under_way_as_may_be(world: World):
    world.deliver()
    notices(world, *EVERYBODY)
    together = threading.Barrier(AT_ONCE, timeout=PATIENCE)
    answering(world, AT_ONCE, lambda given: together.wait() and None)
    assert deliverer(world).run_light() == 3
    assert not together.broken
    assert states(world) == {"sent": 3}


def test_one_person_gets_one_at_a_time_and_in_order(world: World):
    world.deliver()
    notices(world, *["dana@x.com"] * 4, *["kim@x.com"] * 4)
    there, most, lock, second = Counter[str](), Counter[str](), threading.Lock(), threading.Event()

    def answer(given):
        with lock:
            there[given["channel"]] += 1
            most[given["channel"]] = max(most[given["channel"]], there[given["channel"]])
            is_first = most.total() == 1
        # the first is not answered before somebody's second is called for
        assert second.wait(PATIENCE) if is_first else second.set() is None
        with lock:
            there[given["channel"]] -= 1
            world.slack.posted.append({**given, "ts": world.slack.stamp()})

    answering(world, 8, answer)
    assert deliverer(world).run_light() == 8
    assert most == {"UDANA": 1, "UKIM": 1}
    for channel in most:
        texts = [m["text"] for m in world.slack.posted if m["channel"] == channel]
        assert texts == sorted(texts), "in the order in which they were written"


def test_what_becomes_due_need_not_wait_for_an_answer(world: World, monkeypatch: pytest.MonkeyPatch):
    """Dana's call hangs; what is written meanwhile for Kim goes out, and only then is Dana's answered."""
    monkeypatch.setattr("scheduler.deliver.LOOKS_AGAIN", 0.01)
    world.deliver()
    notices(world, "dana@x.com")
    kims = threading.Event()

    def hangs(given):
        kim = world.rows(tables.Person, tables.Person.email == "kim@x.com")[0].id
        with world.tend.database.transaction() as session:
            text = {"text": "for Kim"}
            outbox.enqueue(session, 1, "kim", say="notice", payload=text, now=world.now, person_id=kim)
        assert kims.wait(PATIENCE)

    def arrives(given):
        kims.set()

    world.slack.answers["chat.postMessage"] = [hangs, arrives]
    deliverer(world).run_light()
    assert kims.is_set()
    assert states(world) == {"sent": 2}


def test_a_rest_that_slack_wants_outlasts_a_call_that_was_under_way(world: World):
    """Kim's is refused for now while Dana's is under way: that Dana's works ends no rest."""
    world.deliver()
    notices(world, "dana@x.com", "kim@x.com", "mel@x.com")
    together = threading.Barrier(2, timeout=PATIENCE)
    world.slack.refuse("chat.postMessage", "ratelimited", 429, {"Retry-After": "40"})
    (no,) = world.slack.answers["chat.postMessage"]

    def works(given):
        together.wait()
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline and world.rows(tables.Workspace)[0].held_until is None:
            time.sleep(0.01)

    def refused(given):
        together.wait()
        raise no

    world.slack.answers["chat.postMessage"] = [works, refused]
    worker = deliverer(world)
    worker.at_once = 2
    worker.run_light()
    assert world.rows(tables.Workspace)[0].held_until == START + timedelta(seconds=40)
    assert states(world) == {"sent": 1, "due": 2}
    world.time.pass_for(41)
    worker.run_light()
    assert states(world) == {"sent": 3}


def test_one_that_breaks_is_raised_once_the_others_are_stored(world: World):
    class Broken(BaseException):
        pass

    world.deliver()
    notices(world, *EVERYBODY)
    together = threading.Barrier(AT_ONCE, timeout=PATIENCE)

    def breaks(given):
        together.wait()
        raise Broken

    works = lambda given: together.wait() and None  # noqa: E731
    world.slack.answers["chat.postMessage"] = [works, breaks, works]
    with pytest.raises(Broken):
        deliverer(world).run_light()
    assert states(world) == {"sent": 2, "sending": 1}, "its lease ends, then it is looked up"


def test_a_process_that_ends_puts_back_what_waits_for_its_slot(world: World):
    """Two are taken up ahead of their slots as the process ends: neither was tried, and another one sends
    them."""
    world.deliver()
    notices(world, *EVERYBODY)
    worker = deliverer(world, Rates({"post": 0.1}, 0.0))

    def ends(seconds: float) -> None:
        raise Stopping

    object.__setattr__(world.tend.services.steady, "sleep", ends)
    with pytest.raises(Stopping):
        worker.run_light()
    object.__setattr__(world.tend.services.steady, "sleep", world.time.sleep)
    assert states(world) == {"sent": 1, "due": 2}
    assert {r.tries for r in world.rows(tables.Outbox, tables.Outbox.state == "due")} == {0}
    world.time.pass_for(5)
    world.deliver()
    assert states(world) == {"sent": 3}
    assert len(world.slack.made("chat.postMessage")) == 3


def test_a_slot_that_is_booked_ahead_is_nobody_elses(world: World):
    """By two connections: the second gets the time after the first's, however early either came."""
    rates, ahead, first = Rates({"post": 0.2}, 1.0), timedelta(seconds=0.25), START
    other = Database(world.tend.settings.database_url)
    with world.tend.database.transaction() as session:
        assert pacing.take(session, 1, ("post", "person:1"), first, rates, ahead) == first
    with other.transaction() as session:
        second = pacing.take(session, 1, ("post", "person:2"), first, rates, ahead)
        assert second == first + timedelta(seconds=0.2)
    with world.tend.database.reading() as session:
        busy = pacing.busy(session, 1, first + ahead)
        assert busy == {"post": second + timedelta(seconds=0.2), "person:1": first + timedelta(seconds=1)} | {
            "person:2": second + timedelta(seconds=1)
        }
    with other.transaction() as session:
        pacing.give_back(session, 1, ("post", "person:2"), taken_at=second, rates=rates)
    with world.tend.database.reading() as session:
        assert pacing.busy(session, 1, second).keys() == {"person:1"}
    other.close()


def test_a_late_call_is_not_followed_at_once(world: World):
    steady, apart = world.tend.services.steady, Apart()
    apart.wait("person:1", 1.0, steady)
    world.time.pass_for(0.3)
    apart.wait("person:2", 1.0, steady)
    assert world.time.passed == 0.3, "somebody else's"
    apart.wait("person:1", 1.0, steady)
    assert world.time.passed == pytest.approx(1.0)
    world.time.pass_for(-7200)
    apart.wait("person:1", 1.0, steady)
    assert world.time.passed == pytest.approx(1.0 - 7200 + 1.0), "never longer than a second"


def test_two_beats_that_wait_for_one_person_call_one_after_the_other(world: World):
    """The digest's beat comes while the nudge's still waits."""
    steady, apart, slept = world.tend.services.steady, Apart(), list[float]()

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 1:
            apart.wait("person:1", 1.0, replace(steady, sleep=slept.append))
        world.time.pass_for(seconds)

    apart.wait("person:1", 1.0, steady)
    apart.wait("person:1", 1.0, replace(steady, sleep=sleep))
    assert slept == [pytest.approx(1.0), pytest.approx(2.0)]


def test_there_is_room_again_when_one_has_ended():
    """Nothing is taken up that would wait for a thread."""
    go, ran = threading.Event(), list[int]()
    with UnderWay(2) as calls:
        calls.hand_over(lambda: None if go.wait(PATIENCE) else None, "a")
        calls.hand_over(lambda: ran.append(1), "b")
        calls.make_room()
        assert ran == [1]
        assert list(calls.recipients) == ["a"]
        go.set()
    assert not calls.wait(0)


@pytest.mark.parametrize("mine", [None, KeyError("mine")])
def test_what_several_fail_with_is_raised_or_logged(caplog: pytest.LogCaptureFixture, mine: Exception | None):
    def fails(number: int) -> None:
        raise LookupError(number)

    with pytest.raises(LookupError), UnderWay(3) as calls:
        for number in range(3):
            calls.hand_over(partial(fails, number), f"person:{number}")
        if mine:
            raise mine
    assert sum("failed, too" in r.message for r in caplog.records) == (3 if mine else 2)
