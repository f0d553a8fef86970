"""The process dies at every boundary of log, nudge, delivery and digest, before and after: nothing lost,
nothing doubled."""

from __future__ import annotations

import random

import pytest

from storage import tables
from tests.world import FakeSlack

from .conftest import Size
from .faults import Boundaries, lives, settle, watched
from .story import log, story, verify
from .worlds import Worlds


@pytest.mark.parametrize("part", range(4))
@pytest.mark.parametrize("when", ["before", "after", "told"])
def test_every_boundary(when: str, part: int, worlds: Worlds, size: Size):
    """Died before, or after it ran; or a commit or a call ran, and whoever asked for it was told that it
    failed."""
    whole = whole_story(worlds)
    assert whole.count > 150, "the story has many boundaries"
    numbers = whole.numbers("commit", "call") if when == "told" else range(1, whole.count + 1)
    died = 0
    for number in numbers[part :: 4 * (1 if when == "told" else size.of(5, 1))]:
        with worlds.another() as world:
            at = Boundaries(**{when: {number}})
            with watched(world.tend.database, FakeSlack, at) as raws:
                story(world, raws, at)
                at.on = False
                settle(world)
            died += at.died
            try:
                verify(world)
            except AssertionError as error:
                raise AssertionError(f"{when} boundary {number} of {whole.count}: {error}") from error
    assert died > 3


def whole_story(worlds: Worlds) -> Boundaries:
    """The boundaries of a story in which nothing happens."""
    with worlds.another() as world:
        at = Boundaries()
        with watched(world.tend.database, FakeSlack, at) as raws:
            story(world, raws, at)
            at.on = False
            settle(world)
        verify(world)
    return at


@pytest.mark.parametrize("part", range(2))
def test_random_schedules_of_several_faults(part: int, worlds: Worlds, size: Size):
    """Seeded: a schedule that fails is named and runs again by its number."""
    for seed in range(part, size.of(30, 10_000), 2):
        chance = random.Random(seed)
        with worlds.another() as world:
            picks = [chance.randint(1, 300) for _ in range(chance.randint(2, 7))]
            at = Boundaries(picks[::3], picks[1::3], picks[2::3])
            for _ in range(chance.randint(0, 2)):
                world.slack.drop("chat.postMessage") if chance.random() < 0.5 else world.slack.refuse(
                    "chat.postMessage", chance.choice(["internal_error", "fatal_error", "odd"])
                )
            with watched(world.tend.database, FakeSlack, at) as raws:
                story(world, raws, at)
                if chance.random() < 0.3:
                    world.time.pass_for(chance.choice([30, 90, 200]))
                for work in (world.deliver, world.tick, world.deliver):
                    lives(world, raws, work)
                at.on = False
                if not world.rows(tables.Touch, tables.Touch.batch != ""):
                    log(world)
                settle(world, 14)
            try:
                verify(world)
            except AssertionError as error:
                raise AssertionError(f"schedule {seed}: {error}") from error
