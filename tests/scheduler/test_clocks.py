"""The machine's clock is set, forth and back: nothing stops for it, and nothing is doubled by it."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from rules.delivery.verdicts import LONGEST_WAIT
from storage import outbox, tables

from ..twin import ours
from ..world import World

DAY = 86_400.0


def a_notice(world: World, text: str = "hello") -> int:
    dana = next(p.id for p in world.rows(tables.Person) if p.email == "dana@x.com")
    with world.tend.database.transaction() as session:
        made = outbox.enqueue(
            session, 1, f"n:{text}", say="notice", payload={"text": text}, now=world.now, person_id=dana
        )
    assert made
    return made


def state(world: World, row_id: int) -> str:
    return str(world.rows(tables.Outbox, tables.Outbox.id == row_id)[0].state)


def arrives_unknown(world: World) -> int:
    def runs_then_fails(given):
        world.slack.posted.append({**given, "ts": world.slack.stamp()})
        raise ConnectionResetError

    world.slack.answers["chat.postMessage"] = [runs_then_fails]
    row = a_notice(world)
    world.deliver()
    return row


def test_set_back_a_day_a_held_workspace_goes_on(world: World):
    world.slack.refuse("chat.postMessage", "ratelimited", 429, {"Retry-After": "60"})
    row = a_notice(world)
    world.deliver()
    world.time.jump(-DAY)
    world.deliver()
    assert state(world, row) == "sent"


def test_set_back_a_day_a_message_that_rests_goes_on(world: World):
    world.slack.refuse("conversations.open", "internal_error")
    row = a_notice(world)
    world.deliver()
    assert state(world, row) == "due"
    world.time.jump(-DAY)
    world.deliver()
    assert state(world, row) == "sent"


@pytest.mark.parametrize("jump", [-DAY, -7200.0])
def test_set_back_the_claim_of_a_dead_process_is_taken_over(world: World, jump: float):
    class Killed(BaseException):
        pass

    world.slack.drop("chat.postMessage", Killed())
    row = a_notice(world)
    with pytest.raises(Killed):
        world.deliver()
    world.die()
    world.time.jump(jump)
    for _ in range(6):
        world.deliver()
        world.time.pass_for(61)
    assert (state(world, row), len(world.slack.posted)) == ("sent", 1)


def test_set_back_what_is_unknown_is_looked_up_all_the_same(world: World):
    row = arrives_unknown(world)
    world.time.jump(-DAY)
    for _ in range(4):
        world.time.pass_for(61)
        world.deliver()
    assert (state(world, row), len(world.slack.posted)) == ("sent", 1)


@pytest.mark.parametrize("steps", [(7200.0,), (7200.0, 7200.0), (200.0, 200.0, -100.0, 200.0)])
def test_steps_forward_end_no_settle_time(world: World, steps: tuple[float, ...]):
    """Slack publishes the message a minute after it was asked to, and answers nothing: a jump must not
    have us look before."""
    late: list[dict] = []

    def published_later(given):
        late.append({**given, "ts": world.slack.stamp()})
        raise ConnectionResetError

    world.slack.answers["chat.postMessage"] = [published_later]
    row = a_notice(world)
    world.deliver()
    for step in steps:
        world.time.pass_for(10)
        world.time.jump(step)
        world.deliver()
    assert not world.slack.made("conversations.history"), "120 s of real time"
    world.slack.posted += late
    for _ in range(3):
        world.time.pass_for(61)
        world.deliver()
    assert (state(world, row), len(world.slack.posted)) == ("sent", 1)


def test_another_process_counts_the_settle_time_anew(world: World):
    row = arrives_unknown(world)
    world.time.pass_for(115)
    world.deliver()
    world.die()
    world.time.pass_for(10)
    world.deliver()
    assert state(world, row) == "sending"
    assert not world.slack.made("conversations.history")
    world.time.pass_for(119)
    world.deliver()
    assert not world.slack.made("conversations.history")
    world.time.pass_for(2)
    world.deliver()
    assert (state(world, row), len(world.slack.posted)) == ("sent", 1)


def test_no_stored_wait_is_believed_that_is_longer_than_any_we_give(world: World):
    row = a_notice(world)
    far = world.time.at + LONGEST_WAIT + timedelta(seconds=1)
    messages, workspace = tables.table(tables.Outbox), tables.table(tables.Workspace)
    with world.tend.database.transaction() as session:
        session.execute(messages.update().where(ours(messages)).values(not_before=far))
        session.execute(workspace.update().where(ours(workspace)).values(held_until=far, held_why="token"))
    world.deliver()
    assert state(world, row) == "sent"


def test_a_claim_is_over_for_its_holder_when_time_has_passed_whatever_the_clock_says(world: World):
    """Held up for half a minute while the clock was set back: the row may be another's by now."""

    def slow(given):
        world.time.pass_for(26)
        world.time.jump(-26)
        return {"channel": {"id": "DDANA"}}

    world.slack.answers["conversations.open"] = [slow]
    a_notice(world)
    world.deliverer().one()
    assert world.slack.posted == []


@pytest.mark.parametrize("ahead_by", [0.0, 40_000.0])
def test_a_clock_that_was_wrong_at_the_first_send_hides_nothing(world: World, ahead_by: float):
    """Ours ran ahead of Slack's by hours, and is put right or isn't."""
    world.time.jump(50_000)
    row = arrives_unknown(world)
    world.time.jump(ahead_by - 50_000)
    for _ in range(4):
        world.time.pass_for(61)
        world.deliver()
    assert (state(world, row), len(world.slack.posted)) == ("sent", 1)


def test_the_beats_go_on_when_the_clock_is_set_back(world: World):
    """APScheduler waits for the wall clock: a watch that nobody sets has it look again."""
    import time_machine

    from scheduler.metronome import Metronome

    metronome = Metronome(world.tend.services, world.slack, world.deliverer(), watch_every=0.05)
    beats, beat = [], threading.Event()

    def work() -> None:
        beats.append(1)
        beat.set()

    with time_machine.travel("2026-11-18T15:00:00Z") as clock:
        metronome.start({"test": (work, timedelta(hours=1))})
        assert beat.wait(10)
        beat.clear()
        clock.shift(-DAY)
        world.time.jump(-DAY)
        assert beat.wait(10), "an hour later by the clock is a day and an hour later now"
        metronome.stop()
