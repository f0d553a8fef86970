"""What a touch asks or answers, as fields of the log form."""

from __future__ import annotations

from typing import Any

from rules.facts.entries import Entry
from rules.facts.requests import ASKED_FIRST, FIELD

from .blocks import Block, field, plain
from .inputs import Filled, choice, text_input

WANTED, NEITHER = "wanted", "neither"


def fields(entry: Entry) -> list[Block]:
    """In the log form."""
    answers = ",".join(map(str, entry.answers or (ASKED_FIRST,)))
    words = {WANTED: "They want an answer", answers: "It answers what they asked", NEITHER: "Neither"}
    chosen = WANTED if entry.wants_answer else answers if entry.answers else ""
    return [
        field("request", "Asked or answered?", choice("request", tuple(words), words, chosen)),
        field(
            "request_text",
            "What do they ask?",
            text_input("request_text", entry.request_text, False, most=FIELD),
            hint="Empty: what the note says.",
        ),
        field(
            "request_clock",
            "At what time?",
            {
                **text_input("request_clock", entry.request_clock, False, most=5),
                "placeholder": plain("14:05"),
            },
            hint="When they asked, or were answered. Empty: when you log it, if that is the same day.",
        ),
    ]


def read(filled: Filled) -> dict[str, Any]:
    chosen = filled.chosen("request")
    ids = chosen if chosen.replace(",", "").isdigit() else ""
    return {
        "wants_answer": chosen == WANTED,
        "answers": tuple(int(n) for n in ids.split(",") if n),
        "request_text": filled.text("request_text"),
        "request_clock": filled.text("request_clock"),
    }
