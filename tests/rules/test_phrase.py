"""Sentences: whole messages with named values, stored and read again; those stored before are read for
ever."""

from __future__ import annotations

import ast
import json
import re
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


ROOT = Path(__file__).parents[2]
SENTENCE = re.compile(r"(?!.*(?:\\|\(\?))[A-Z“\x00].*\s.*[.?!]", re.DOTALL)  # no pattern of words
NO_SENTENCES = {
    ("rules/facts/changed.py", "text_of"): "what was noted, as it is kept",
    ("rules/facts/milestones.py", "named"): "what is to be done, as a name: a value of phrases",
    ("rules/facts/concerns.py", "named"): "what they are unhappy about, as a name: a value of phrases",
    ("rules/facts/goals.py", "named"): "what they want to reach, as a name: a value of phrases",
    ("rules/facts/needs.py", "named"): "what they lack, as a name: a value of phrases",
    ("rules/facts/upsells.py", "named"): "what they need in their words, as a name: a value of phrases",
    ("rules/facts/upsells.py", "offered"): "an offer, as a name: a value of phrases",
    ("rules/facts/promises.py", "named"): "what was promised, as a name: a value of phrases",
    ("rules/facts/requests.py", "named"): "what was asked, as a name: a value of phrases",
    ("rules/failure.py", "trace_of"): "for the log, never for a person",
    ("rules/health.py", "_band"): "a key of BAND in messages/words.py",
    ("rules/language/ahead.py", "_without"): "what was typed, without its day",
    ("rules/nudging.py", "_entry"): "a key, the kind of a reason",
    ("rules/weeks.py", "written"): "weekdays, as files name them",
}
"""Functions of rules/ that return words as plain text, each with its reason."""


def calls(tree: ast.AST) -> list[tuple[ast.Call, int]]:
    """Each `say` or `count` of a phrase, bare or as `phrase.say`, with how many messages lead it."""
    seen = []
    for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
        if isinstance(call.func, ast.Name):
            messages = {"say": 1, "count": 2}.get(call.func.id, 0)
        elif isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "phrase":
            messages = {"say": 1, "count": 2}.get(call.func.attr, 0)
        else:
            continue
        seen += [(call, messages)] if messages else []
    return seen


@pytest.mark.parametrize("room", ["rules", "handlers"])
def test_no_message_is_glued_or_looked_into(room: str):
    """A message stands there whole: its text as it is, or a table's entry; nobody reads a message to know
    what it says."""
    for path in (ROOT / room).rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call, messages in calls(tree):
            for given in call.args[:messages]:
                named = isinstance(given, ast.Name | ast.Subscript | ast.Starred)
                assert named or isinstance(given, ast.Constant), f"{path}:{call.lineno} glues a message"
                assert "{0}" not in str(getattr(given, "value", "")), f"{path}:{call.lineno}"
                if isinstance(given, ast.Starred):
                    break
        read = [
            n.lineno for n in ast.walk(tree) if isinstance(n, ast.Attribute) and n.attr in {"message", "one"}
        ]
        assert not read or path.name == "phrase.py", f"{path}:{read} looks into a message"


def texts(tree: ast.AST) -> list[tuple[int, str]]:
    """(line, text) of each text that is no docstring and part of no phrase; a value in an f-string is
    \\x00."""
    beside = {id(x) for call, _ in calls(tree) for x in ast.walk(call)}
    beside |= {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    beside |= {id(x) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for x in n.values}
    seen = []
    for n in ast.walk(tree):
        if isinstance(n, ast.JoinedStr) and id(n) not in beside:
            parts = (x.value if isinstance(x, ast.Constant) else "\x00" for x in n.values)
            seen.append((n.lineno, "".join(str(x) for x in parts)))
        elif isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in beside:
            seen.append((n.lineno, n.value))
    return seen


def wordy(tree: ast.AST) -> set[str]:
    """Functions that are said to return plain text, and return some of more than one word."""
    plain = (
        f
        for f in ast.walk(tree)
        if isinstance(f, ast.FunctionDef) and f.returns and re.search(r"\bstr\b", ast.unparse(f.returns))
    )
    return {
        f.name
        for f in plain
        for n in ast.walk(f)
        if isinstance(n, ast.Return) and any(" " in text.strip() for _, text in texts(n))
    }


def test_what_a_person_reads_is_a_phrase():
    """In rules/ no sentence stands outside a phrase, and words as plain text are a key, a name or a log's."""
    returned = set()
    for path in sorted(RULES.rglob("*.py")):
        place, tree = str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))
        assert [f"{place}:{line} {text}" for line, text in texts(tree) if SENTENCE.fullmatch(text)] == []
        returned |= {(place, name) for name in wordy(tree)}
    assert returned == NO_SENTENCES.keys()


@pytest.mark.parametrize(
    "body",
    [
        'def f() -> str | None:\n    return "no day is named"',
        'def f() -> str:\n    return f"{name} is gone"',
        'def f() -> tuple[str, str] | None:\n    return "on", "On which day?"',
    ],
)
def test_a_sentence_as_plain_text_is_noticed(body: str):
    assert wordy(ast.parse(body)) == {"f"}


def test_a_large_number_is_shown_in_the_viewers_way():
    long = say("holds {most} characters", most=6000)
    assert (VIEWER.plain(long), Viewer(locale="de-DE").plain(long)) == (
        "holds 6,000 characters",
        "holds 6.000 characters",
    )
