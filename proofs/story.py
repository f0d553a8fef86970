"""The story that processes die in: a log, a morning's nudges, a Monday's digests, their delivery; and what
must be true after it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from storage import tables
from tests.world import World

from .faults import Boundaries, lives


def story(world: World, raws: set[Any], at: Boundaries) -> None:
    """A command, a tick, a delivery: each may die, and is begun again. An unanswered command comes again
    from Slack; one that was answered "not stored" is typed again by its person, a new one."""
    for work in (lambda: asked(world, at), world.tick, world.deliver, world.tick, world.deliver):
        for _ in range(4 if work is not world.deliver else 1):
            if lives(world, raws, work):
                break
            world.time.pass_for(20)


def asked(world: World, at: Boundaries) -> None:
    for typed in range(4):
        if log(world, f"trigger.{typed}"):
            break
    at.passed(at.reach("answer"))


def log(world: World, trigger: str = "trigger.0") -> bool:
    """Whether it was stored, as the person was told."""
    answer = str(world.command("/log acme called, happy. next: demo on 12 May", trigger=trigger))
    assert "Logged with Acme" in answer or "not stored" in answer
    return "Logged with Acme" in answer


def verify(world: World) -> None:
    """1 touch, 1 next step, 1 bundle each for Dana and Kim, 1 digest each for Mel and Ada; each posted
    once."""
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
