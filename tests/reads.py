"""A reader of a test's own in place of the one that typed lines are read by: what becomes of a reading is
seen whatever is understood."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from rules.facts.entries import Entry
from rules.language.reading import LOG, Doubt, Event, Reading
from rules.phrase import say

from .world import START

TODAY = START.date()


def an_event(account: int, channel: str = "call", *doubts: str, note: str = "", **fields: Any) -> Event:
    """One contact with an account; `doubts` are fields, each with a sentence that names it."""
    outcome = fields.pop("outcome", "sent" if channel == "email" else "reached")
    known = {k: fields.pop(k) for k in ("guessed", "strangers") if k in fields}
    on = fields.pop("on", TODAY)
    entry = Entry((account,), on, channel, outcome=outcome, note=note, **fields)
    return Event(entry, tuple(Doubt(d, say("Is the {field} right?", field=d)) for d in doubts), **known)


def reads(
    monkeypatch: pytest.MonkeyPatch, *events: Event, kind: str = LOG, ahead: Entry | None = None
) -> None:
    """Every line typed from now on tells of these, with itself as the note where none is given."""

    def understood(asked: Any, typed: str, about: int | None = None) -> Reading:
        noted = tuple(
            replace(e, entry=replace(e.entry, note=e.entry.note or typed)) if typed else e for e in events
        )
        return Reading(typed, kind, noted, replace(ahead, note=typed) if ahead else None)

    for module in ("log_touch", "lines", "mention", "replies"):
        monkeypatch.setattr(f"handlers.{module}.understood", understood)
