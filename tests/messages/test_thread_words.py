"""Accounts that hang by a thread, as the digest names them."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

from messages.threads import of_team
from messages.words import Viewer
from rules.facts.people import Unreplaced
from rules.facts.threads import Thin

VIEWER = Viewer(today=date(2026, 11, 18))


def said(*thin: Thin, champions: tuple[Unreplaced, ...] = ()) -> str:
    d: Any = SimpleNamespace(thin=thin, champions=champions)
    blocks = of_team(d, VIEWER, None)
    return blocks[0]["text"]["text"] if blocks else ""


def test_both_kinds_are_named_with_their_accounts():
    assert said() == ""
    text = said(Thin("Acme", "A", 1, 3, email_only=True), Thin("Bo & Co", "B", 0, 2))
    assert text == (
        "*Single-threaded*: 2 · people met in 180 days: Acme (A) 1 of 3; Bo &amp; Co (B) 0 of 2\n"
        "*E-mail only*: 1 · no live touch in two cadences: Acme (A)"
    )


def test_a_hundred_are_counted_and_fit():
    text = said(*(Thin("<!channel> " + "&" * 300, "A", 1, 3, email_only=True) for _ in range(100)))
    assert text.count("and 92 more") == 2
    assert len(text) < 3000
    assert "<" not in text


def test_a_champion_who_left_is_named_with_the_day():
    gone = Unreplaced("Acme", "A", "Leo", date(2026, 11, 12))
    line = "*Champion left*: 1 · nobody in their place yet: Acme (Leo, Nov 12)"
    assert said(champions=(gone,)) == line
    text = said(champions=(Unreplaced("&" * 300, "C", "<!here>" * 90, gone.left_on),) * 100)
    assert "; and 92 more" in text
    assert len(text) < 3000
    assert "<" not in text
