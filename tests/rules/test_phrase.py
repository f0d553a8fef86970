"""Sentences: whole messages with named values, stored and read again; those stored before are read for
ever."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

from messages.words import Viewer
from rules.phrase import Days, Money, Phrase, count, say

from ..builders import TODAY

VIEWER = Viewer(today=TODAY)
RULES = Path(__file__).parents[2] / "rules"


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        (say("renews {on}, in {left}", on=TODAY, left=Days(30)), "renews Nov 18, in 30 days"),
        (say("no contact for {silent}", silent=Days(1)), "no contact for 1 day"),
        (
            say("lost {money} at {name}", money=Money(84_000_00, "USD"), name="A {0} & {b}"),
            "lost $84,000 at A {0} & {b}",
        ),
        (count("met 1 person", "met {count} people", 1), "met 1 person"),
        (count("met 1 person", "met {count} people", 2), "met 2 people"),
        (
            say("{met}, not the champion", met=count("met 1 person", "met {count} people", 3)),
            "met 3 people, not the champion",
        ),
        (say("every {cadence}", kind="every", cadence=Days(14)), "every 14 days"),
    ],
)
def test_a_phrase_is_said_and_survives_storage(phrase: Phrase, said: str):
    assert VIEWER.plain(phrase) == said
    again = Phrase.from_json(json.loads(json.dumps(phrase.to_json())))
    assert again == phrase
    assert VIEWER.plain(again) == said


def test_what_was_stored_with_values_by_place_is_read_for_ever():
    stored = {
        "t": "renews {0}, in {1} days: {2}",
        "v": [{"on": "2026-11-18"}, 9, {"minor": 500, "currency": "EUR"}],
    }
    assert VIEWER.plain(Phrase.from_json(stored)) == "renews Nov 18, in 9 days: €5"


def test_no_message_is_glued_or_looked_into():
    """In rules/ a message stands there whole: its text as it is, or a table's entry; nobody reads a
    message to know what it says."""
    for path in RULES.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)):
            messages = {"say": 1, "count": 2}.get(call.func.id, 0)  # type: ignore[attr-defined]
            for told in call.args[:messages]:
                named = isinstance(told, ast.Name | ast.Subscript | ast.Starred)
                assert named or isinstance(told, ast.Constant), f"{path}:{call.lineno} glues a message"
                assert "{0}" not in str(getattr(told, "value", "")), f"{path}:{call.lineno}"
                if isinstance(told, ast.Starred):
                    break
        read = [
            n.lineno for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr in {"message", "one"}
        ]
        assert not read or path.name == "phrase.py", f"{path}:{read} looks into a message"
