"""Lines that tell of somebody who left or moved, and of more: offered."""

from __future__ import annotations

import pytest

from rules.language.leavers import leavers, may_hint

from .test_leaving import KNOWN


def read(line: str) -> tuple[tuple[int, ...], bool] | None:
    hint = leavers(line, KNOWN) if may_hint(line) else None
    return (hint.people, hint.moved) if hint else None


@pytest.mark.parametrize(
    ("line", "ids", "moved"),
    [
        ("Leo left Acme yesterday, I called her 10 min", (1,), False),
        ("Leo Torres left Globex Marine to join Acme", (3,), False),
        ("called Tessa at acme 10 min, Leo has left the company", (1,), False),
        ("acme champion left", (1,), False),
        ("Acme: their champion has just left, we need a new one", (1,), False),
        ("champion left acme last week and nobody told us", (1,), False),
        ("Leo at Acme moved to purchasing", (1,), True),
        ("Leo Brandt was promoted to head of operations", (1,), True),
        ("acme champion moved to another team", (1,), True),
        ("Leo no longer works at Acme, the new one hates us", (1,), False),
    ],
)
def test_who_left_or_moved(line: str, ids: tuple[int, ...], moved: bool):
    assert read(line) == (ids, moved)


@pytest.mark.parametrize(
    "line",
    [
        "Leo left",
        "Leo left acme a voicemail",
        "Leo left acme at 3",
        "Leo left acme happy",
        "Leo left the meeting early",
        "left Leo at acme a message",
        "champion left a voicemail",
        "if Leo left acme we lose",
        "not sure whether Leo left acme, will ask",
        "Leo hasn't left acme",
        "has Leo left Acme?",
        "Leo moved to Thursday",
        "acme meeting with Leo moved to December 3",
        "Leo moved to a later slot",
        "Leo wants the demo moved to purchasing",
        "Dana left acme to join globex",
    ],
)
def test_what_tells_of_nobody(line: str):
    assert read(line) is None
