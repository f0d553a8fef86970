"""What is captured with a touch stands in three tables: a fact of a test's own goes all the way by them."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from typing import Any

import pytest

from messages import captured as say
from messages.blocks import field
from messages.inputs import text_input
from messages.log_touch import LOG_EDIT, LOG_UNDO
from rules import captured as rules
from rules import phrase
from rules.facts.entries import Entry, Wrong
from storage import captured, tables

from ..world import CALLED, World, text_of

SHELF: dict[str, str] = {}  # where parcels lie, by the line that brought them


def wrong(entry: Entry, today: date) -> Wrong | None:
    return ("parcel", phrase.say("That breaks.")) if entry.next_text == "glass" else None


def brought(session: Any, ws: int, batch: str, entry: Entry, by_id: int, now: Any) -> None:
    if entry.next_text:
        SHELF[batch] = entry.next_text


@pytest.fixture
def parcels(monkeypatch: pytest.MonkeyPatch) -> None:
    """A parcel in place of all that is captured; it takes the field of the next step."""
    SHELF.clear()
    monkeypatch.setattr(rules, "CAPTURED", (wrong,))
    fields = say.Captured(
        lambda entry: [field("parcel", "Parcel", text_input("parcel", entry.next_text, False))],
        lambda filled: {"next_text": filled.text("parcel")},
        lambda entry, viewer: f"*Parcel:* {entry.next_text}" if entry.next_text else None,
    )
    monkeypatch.setattr(say, "CAPTURED", (fields,))
    kept = captured.Captured(
        brought,
        brought,
        lambda session, ws, batch: {"next_text": SHELF.get(batch, "")},
        lambda session, ws, batch, by_id, now: SHELF.pop(batch, None),
        lambda session, ws, batch, entry, by_id, at, now: None,
    )
    monkeypatch.setattr(captured, "CAPTURED", (kept,))


def test_one_of_a_tests_own_goes_all_the_way(world: World, parcels: None):
    world.press("card.log", json.dumps({"account": world.account("Acme", last="2026-11-16")}))
    asked = [b["block_id"] for b in world.more(world.modal, {})["blocks"] if b["type"] == "input"]
    assert asked[-1] == "parcel"
    assert not {"next_text", "promise_text"} & set(asked)
    assert world.submit(world.modal, {**CALLED, "parcel": "glass"})["errors"] == {"parcel": "That breaks."}
    assert "errors" not in world.submit(world.modal, {**CALLED, "parcel": "a lamp"})
    assert "*Parcel:* a lamp" in text_of(world.sent[-1])
    batch = str(world.rows(tables.Touch)[-1].batch)
    assert {batch: "a lamp"} == SHELF
    assert not world.rows(tables.NextStep)
    world.press(LOG_EDIT, json.dumps({"batch": batch}))
    filled = next(b for b in world.modal["blocks"] if b.get("block_id") == "parcel")
    assert filled["element"]["initial_value"] == "a lamp"
    world.press(LOG_UNDO, json.dumps({"batch": batch}))
    assert not SHELF


def test_what_the_form_takes_is_stored_and_fills_what_is_no_touch_s_own():
    """No field of an entry is left that neither the touch itself nor a line takes."""
    assert len(rules.CAPTURED) <= len(say.CAPTURED) == len(captured.CAPTURED)
    ours = {"account_ids", "on", "channel", "direction", "outcome", "purpose", "minutes", "sentiment"}
    ours |= {"note", "contact_ids"}
    empty = say.read(say.Filled({"state": {"values": {}}}))
    assert set(empty) == {f.name for f in dataclasses.fields(Entry)} - ours
