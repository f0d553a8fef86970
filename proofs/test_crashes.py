"""The process dies at every boundary of log, nudge, delivery and digest, before and after: nothing lost, nothing doubled."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from storage import tables
from tests.world import World

from .conftest import Size
from .faults import Boundaries, lives, settle, watched
from .worlds import Worlds


def story(world: World) -> None:
    """A command that Slack repeats until it is answered, a tick, a delivery: each may die, and is begun again."""
    for _ in range(4):
        if lives(world, lambda: log(world)):
            break
    for work in (world.tick, world.deliver, world.tick, world.deliver):
        if not lives(world, work):
            world.time.pass_for(20)


def log(world: World) -> None:
    told = world.command("/log acme called, happy. next: demo on 12 May", trigger="same.trigger")
    assert "Logged with Acme" in str(told)


def verify(world: World) -> None:
    """1 touch, 1 next step, 1 bundle each for Dana and Kim, 1 digest each for Mel and Ada; each posted once."""
    touches = world.rows(tables.Touch, tables.Touch.batch != "")
    assert len(touches) == 1
    assert len(world.rows(tables.NextStep)) == 1
    posted = Counter(m["metadata"]["event_payload"]["key"] for m in world.slack.posted)
    assert set(posted.values()) == {1}, posted
    assert Counter(m["channel"] for m in world.slack.posted) == {"DDANA": 1, "DKIM": 1, "DMEL": 1, "DADA": 1}
    assert {(r.state, r.say) for r in world.rows(tables.Outbox, tables.Outbox.kind == "post")} == {
        ("sent", "nudge"),
        ("sent", "digest"),
    }


@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("when", ["before", "after"])
def test_every_boundary(when: str, part: int, worlds: Worlds, size: Size):
    total = len_of_story(worlds)
    assert total > 60, "the story has many boundaries"
    step = 1 if size.of(0, 1) else 5
    died = 0
    for number in range(1 + part, total + 1, 4 * step):
        with worlds.another() as world:
            at = Boundaries(**{when: {number}})
            with watched(world, at):
                story(world)
                at.on = False
                settle(world)
            died += at.died
            try:
                verify(world)
            except AssertionError as error:
                raise AssertionError(f"{when} boundary {number} of {total}: {error}") from error
    assert died > 3


def len_of_story(worlds: Worlds) -> int:
    with worlds.another() as world:
        at = Boundaries()
        with watched(world, at):
            story(world)
            count = at.count
            settle(world)
        verify(world)
    return count


@pytest.mark.parametrize("part", range(2))
def test_random_schedules_of_several_faults(part: int, worlds: Worlds, size: Size):
    """Seeded: a schedule that fails is named and runs again by its number."""
    for seed in range(part, size.of(40, 10_000), 2):
        chance = random.Random(seed)
        with worlds.another() as world:
            picks = [chance.randint(1, 160) for _ in range(chance.randint(2, 6))]
            at = Boundaries(before=set(picks[::2]), after=set(picks[1::2]))
            for _ in range(chance.randint(0, 2)):
                world.slack.drop("chat.postMessage") if chance.random() < 0.5 else world.slack.refuse(
                    "chat.postMessage", chance.choice(["internal_error", "fatal_error", "odd"])
                )
            with watched(world, at):
                story(world)
                if chance.random() < 0.3:
                    world.time.pass_for(chance.choice([30, 90, 200]))
                for work in (world.deliver, world.tick, world.deliver):
                    lives(world, work)
                at.on = False
                if not world.rows(tables.Touch, tables.Touch.batch != ""):
                    log(world)
                settle(world, 14)
            try:
                verify(world)
            except AssertionError as error:
                raise AssertionError(f"schedule {seed}: {error}") from error
