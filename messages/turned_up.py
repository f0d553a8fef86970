"""Somebody who turned up at another account, as the morning message says it."""

from __future__ import annotations

from collections.abc import Sequence

from rules.facts.notes import first_words
from rules.facts.turned_up import TurnedUp

from .blocks import Block, clip, escape, section
from .opening import open_button
from .words import Viewer


def in_the_morning(those: Sequence[TurnedUp], viewer: Viewer) -> list[Block]:
    """A line each, with the card of the account where they are now."""
    return [section(_line(t, viewer), open_button(t.now_id, t.now_at)) for t in those]


def _line(t: TurnedUp, viewer: Viewer) -> str:
    name, was, now = (f"*{_short(x)}*" for x in (t.name, t.account, t.now_at))
    left = f", who left {was} {viewer.day(t.left_on)}," if t.left_on else f" of {was}"
    if t.certain:
        return f"👋 {name}{left} is at {now}{'' if t.left_on else ', too'}: the same e-mail address."
    return f"👋 {name}{left} may be at {now}{'' if t.left_on else ', too'}: somebody of that name is on file."


def _short(text: str) -> str:
    return clip(escape(first_words(text, 80)), 200)
