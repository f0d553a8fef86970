"""A touch corrected from the history: edited, moved, undone by its author; voided by their manager with a
reason; brought back within a week. What rests on it follows."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest

from messages.acts import ACT_UNDO, ActRef
from messages.log_touch import LOG_UNDO
from messages.voiding import TOUCH_DO, TouchRef
from storage import tables

from ..world import World, text_of


@pytest.fixture
def acme(world: World) -> int:
    return world.account("Acme", last="2026-10-01")


def log(world: World, line: str, by: str = "UDANA") -> Any:
    world.command(f"/log {line}", by=by)
    return world.rows(tables.Touch)[-1]


def choose(world: World, touch: Any, do: str, by: str = "UDANA") -> str:
    world.sent.clear()
    ref = TouchRef(touch.id, do, touch.account_id)
    world.press(TOUCH_DO, ref.pack(), by=by, option=True)
    return text_of(world.sent)


def void(world: World, touch: Any, why: str = "wrong customer", by: str = "UMEL") -> Any:
    choose(world, touch, "void", by=by)
    world.sent.clear()
    return world.submit(world.modal, {"why": why}, by=by)


def bring_back(world: World, by: str, where: str = "history") -> str:
    act = world.rows(tables.Audit, tables.Audit.did == "voided", tables.Audit.noun == "touch")[-1]
    world.sent.clear()
    world.press(ACT_UNDO, ActRef(int(act.id), where).pack(), by=by)
    return text_of(world.sent[-1])


def due(world: World) -> date | None:
    return world.rows(tables.Account)[0].due_on  # type: ignore[no-any-return]


def told(world: World, by: str = "DDANA") -> list[str]:
    world.now += timedelta(hours=3, minutes=30)
    world.tick()
    world.deliver()
    return [text_of(m) for m in world.slack.posted if m["channel"] == by and "voided" in text_of(m)]


def test_a_manager_voids_with_a_reason_and_the_author_hears_it(world: World, acme: int):
    touch = log(world, "acme called, happy")
    assert due(world) == date(2026, 12, 2)
    assert "Why? Whoever logged it" in void(world, touch, "")["errors"]["why"]
    assert "Dana Reyes's call with *Acme*, Nov 18" in text_of(world.modal)
    form = world.modal
    for _ in range(2):
        assert not world.submit(form, {"why": "wrong <customer>"}, by="UMEL").get("errors")
    assert world.rows(tables.Touch)[-1].voided_at is not None
    assert due(world) == date(2026, 10, 15), "the last meaningful touch is the one before"
    assert world.rows(tables.Account)[0].last_meaningful_at.date() == date(2026, 10, 1)
    seen = text_of(world.command("/account acme history", by="UMEL"))
    assert "Mel Manager voided a touch: call of Nov 18 (“wrong &lt;customer&gt;”)" in seen
    assert ACT_UNDO in seen
    assert ACT_UNDO not in text_of(world.command("/account acme history")), (
        "its author does not bring it back"
    )
    (said,) = told(world)
    assert "Mel Manager voided a call of yours with *Acme*, Nov 18: “wrong &lt;customer&gt;”" in said


def test_what_was_voided_is_brought_back_with_all_it_had_brought(world: World, acme: int):
    world.command("/log acme called, happy. next: demo on 12 May. will send the quote on 2 Dec")
    touch = world.rows(tables.Touch)[-1]
    before = {
        model: [m.model_dump() for m in world.rows(model)]
        for model in (tables.NextStep, tables.Promise, tables.Account)
    }
    assert before[tables.NextStep]
    void(world, touch)
    assert not world.rows(tables.NextStep, tables.NextStep.done_at.is_(None))
    world.now += timedelta(days=2)
    assert "Only whoever voided a touch" in bring_back(world, "UDANA")
    assert "It counts again: call with Acme" in bring_back(world, "UMEL")
    after = {model: [m.model_dump() for m in world.rows(model)] for model in before}
    for row in [*before[tables.Account], *after[tables.Account]]:
        row.pop("fall_look_at"), row.pop("reassess_at"), row.pop("look_at")
    assert after == before
    assert "taken back already" in bring_back(world, "UMEL")
    assert not told(world), "what holds no more is not told"


def test_digests_not_yet_sent_follow(world: World, acme: int):
    touch = log(world, "acme called, happy")
    assert "1 of 1 account in rhythm" in text_of(world.command("/digest", by="UMEL"))
    void(world, touch)
    assert "0 of 1 account in rhythm" in text_of(world.command("/digest", by="UMEL"))
    bring_back(world, "UMEL")
    assert "1 of 1 account in rhythm" in text_of(world.command("/digest", by="UMEL"))


def test_the_author_undoes_and_brings_back_from_the_receipt(world: World, acme: int):
    touch = log(world, "acme called, happy")
    world.sent.clear()
    world.press(LOG_UNDO, json.dumps({"batch": touch.batch}))
    assert "Bring back" in text_of(world.sent[-1])
    assert due(world) == date(2026, 10, 15)
    assert "Logged with Acme" in bring_back(world, "UDANA", "receipt")
    assert due(world) == date(2026, 12, 2)
    assert not told(world)


def test_the_author_undoes_and_edits_from_the_history(world: World, acme: int):
    globex = world.account("Globex", last="2026-10-02")
    touch = log(world, "acme called, happy")
    assert "Edit or move" in text_of(world.command("/account acme history"))
    choose(world, touch, "edit")
    world.submit(world.modal, {"account": globex})
    assert world.rows(tables.Touch)[-1].account_id == globex
    assert due(world) == date(2026, 10, 15)
    assert "Dana Reyes moved a touch to *Globex*: call" in text_of(world.command("/account acme history"))
    assert "Dana Reyes moved a touch here from *Acme*: call" in text_of(
        world.command("/account globex history")
    )
    touch = world.rows(tables.Touch)[-1]
    assert "Undone: call with Globex" in choose(world, touch, "void")
    assert "That touch was undone" in choose(world, touch, "void")
    assert "It counts again" in bring_back(world, "UDANA")


def test_a_touch_of_a_file_is_voided_and_stays_so(world: World, acme: int):
    (touch,) = world.rows(tables.Touch)
    seen = text_of(world.command("/account acme history"))
    assert "Undo" in seen
    assert "Edit or move" not in seen, "it has no form"
    choose(world, touch, "edit")
    assert "came with a file" in text_of(world.modal)
    void(world, touch)
    assert due(world) != date(2026, 10, 15)
    world.load(world.folder / "touches.csv")
    assert world.rows(tables.Touch)[0].voided_at is not None
    assert "It counts again" in bring_back(world, "UMEL")
    assert due(world) == date(2026, 10, 15)


def test_a_line_of_several_accounts_goes_as_one(world: World, acme: int):
    world.account("Globex", last="2026-10-02")
    log(world, "acme, globex met at expo")
    touch = world.rows(tables.Touch)[-1]
    choose(world, touch, "void", by="UMEL")
    assert "With all of these accounts" in text_of(world.modal)
    world.submit(world.modal, {"why": "no"}, by="UMEL")
    assert all(t.voided_at for t in world.rows(tables.Touch, tables.Touch.batch != ""))
    for name in ("acme", "globex"):
        assert "voided a touch" in text_of(world.command(f"/account {name} history", by="UMEL"))
    bring_back(world, "UMEL")
    for name in ("acme", "globex"):
        assert "taken back" in text_of(world.command(f"/account {name} history", by="UMEL"))
    assert not any(t.voided_at for t in world.rows(tables.Touch))


def test_a_manager_who_presses_undo_in_a_receipt_is_asked_why(world: World, acme: int):
    touch = log(world, "acme called, happy")
    world.press(LOG_UNDO, json.dumps({"batch": touch.batch}), by="UMEL")
    assert "Void a touch" in text_of(world.modal)
    assert world.rows(tables.Touch)[-1].voided_at is None
    world.submit(world.modal, {"why": "twice"}, by="UMEL")
    assert world.rows(tables.Touch)[-1].voided_at is not None


@pytest.mark.parametrize("by", ["UKIM", "UNED"])
def test_who_may_not_voids_nothing(world: World, acme: int, by: str):
    zone = {"timezone": "America/New_York", "country": "US"}
    world.people({"email": "ned@x.com", "name": "Ned", "role": "manager", "manager_email": "", **zone})
    touch = log(world, "acme called, happy")
    assert TOUCH_DO not in text_of(world.command("/account acme history", by=by))
    choose(world, touch, "void", by=by)
    assert "Only its author or their manager" in text_of(world.modal)
    choose(world, touch, "void", by="UMEL")
    form = world.modal
    answer = world.submit(form, {"why": "mine"}, by=by)
    assert "Only its author or their manager" in answer["errors"]["why"]
    choose(world, touch, "edit", by=by)
    assert "Only its author" in text_of(world.modal)
    assert world.rows(tables.Touch)[-1].voided_at is None
    world.submit(form, {"why": "wrong"}, by="UMEL")
    assert "Only whoever voided" in bring_back(world, by)
    assert world.rows(tables.Touch)[-1].voided_at is not None


def test_bringing_back_ends_after_a_week(world: World, acme: int):
    void(world, log(world, "acme called, happy"))
    world.now += timedelta(days=8)
    assert "over 7 days ago" in bring_back(world, "UMEL")
