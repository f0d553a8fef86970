"""What comes next, as the log form asks for it and its receipt says it."""

from __future__ import annotations

from typing import Any

from rules.facts.entries import Entry

from .blocks import Block, escape, field
from .inputs import Filled, day_input, text_input
from .words import Viewer


def fields(entry: Entry) -> list[Block]:
    return [
        field("next_text", "Next step", text_input("next_text", entry.next_text, False)),
        field("next_on", "On", day_input("next_on", entry.next_on)),
    ]


def read(filled: Filled) -> dict[str, Any]:
    return {"next_text": filled.text("next_text"), "next_on": filled.day("next_on")}


def logged(entry: Entry, viewer: Viewer) -> str | None:
    if not entry.next_text and not entry.next_on:
        return None
    when = f", {viewer.ahead(entry.next_on)}" if entry.next_on else ""
    return f"*Next:* {escape(entry.next_text or 'next step')}{when}"
