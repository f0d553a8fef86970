"""Several contacts in one line: stored together, each edited and undone by itself."""

from __future__ import annotations

import pytest

from messages.log_touch import LOG_EDIT, LOG_UNDO, BatchRef
from storage import tables
from storage import touches as storage_touches

from ..reads import an_event, reads
from ..world import World, text_of

LINE = "called acme, emailed globex"


@pytest.fixture
def line(world: World, monkeypatch: pytest.MonkeyPatch) -> str:
    """The key of a line that told of two contacts."""
    acme, globex = world.account("Acme"), world.account("Globex")
    reads(monkeypatch, an_event(acme, minutes=10), an_event(globex, "email"))
    world.command(f"/log {LINE}", trigger="7.7")
    return str(touches(world)[0].batch)


def touches(world: World) -> list[tables.Touch]:
    return world.rows(tables.Touch, tables.Touch.batch != "")


def test_each_is_a_touch_with_a_batch_of_its_own(world: World, line: str):
    assert [(t.channel, t.batch, t.note) for t in touches(world)] == [
        ("call", line, LINE),
        ("email", f"{line}.2", LINE),
    ]


def test_the_receipt_has_a_line_with_undo_and_edit_for_each(world: World, line: str):
    answer = world.command(f"/log {LINE}", trigger="7.7")
    assert len(touches(world)) == 2, "the same request stores nothing twice"
    said = text_of(answer)
    for part in ("Logged 2 touches", "*Acme* · Call · today · 10 min", "*Globex* · E-mail"):
        assert part in said, part
    undo = [
        BatchRef.unpack(e["value"]).batch
        for b in answer["blocks"]
        if b["type"] == "actions"
        for e in b["elements"]
        if e["action_id"] == LOG_UNDO
    ]
    assert undo == [line, f"{line}.2"]
    assert said.count(LINE) == 1, "what was typed is quoted once"


def test_undoing_one_leaves_the_other_and_shows_both(world: World, line: str):
    world.press(LOG_UNDO, BatchRef(f"{line}.2").pack())
    assert [t.voided_at is None for t in touches(world)] == [True, False]
    said = text_of(world.sent[-1])
    assert "~Globex~" in said
    assert "*Acme* · Call" in said
    world.press(LOG_UNDO, BatchRef(line).pack())
    said = text_of(world.sent[-1])
    assert "Undone: call with Acme" in said
    assert "Undone: e-mail with Globex" in said


def test_editing_one_shows_both(world: World, line: str):
    world.press(LOG_EDIT, BatchRef(f"{line}.2").pack())
    world.submit(world.modal, {"outcome": "reached"})
    standing = [t for t in touches(world) if t.voided_at is None]
    assert sorted((t.batch, t.outcome) for t in standing) == [(line, "reached"), (f"{line}.2", "reached")]
    assert "*Acme* · Call" in text_of(world.sent[-1])


def test_one_that_fails_leaves_none_stored(world: World, monkeypatch: pytest.MonkeyPatch):
    acme, globex = world.account("Acme"), world.account("Globex")
    reads(monkeypatch, an_event(acme), an_event(globex, "email"))
    logged: list[bool] = []
    log = storage_touches.log

    def breaks(*args: object, **options: object) -> object:
        if logged:
            raise RuntimeError("the second fails")
        logged.append(True)
        return log(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(storage_touches, "log", breaks)
    answer = world.command(f"/log {LINE}")
    assert "not stored" in text_of(answer)
    assert not touches(world)
