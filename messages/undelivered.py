"""What could not be delivered, as an admin reads it: in a direct message and on Home."""

from __future__ import annotations

from collections.abc import Sequence

from rules.delivery.verdicts import Lost

from .blocks import Message, escape, message, section
from .words import count

SHOWN = 5
KINDS = {
    "nudge": "the morning message",
    "digest": "the Monday digest",
    "home": "the Home tab",
    "shared": "a shared card",
    "asked": "a question",
    "answered": "an answer",
    "told": "word of a touch",
    "lines": "lines that were not logged",
    "handoff": "an introduction",
    "handoff_asked": "a question before an introduction is accepted",
}


def line(lost: Sequence[Lost]) -> str:
    """How many in the last 7 days, the newest by name and reason; escaped mrkdwn."""
    named = "; ".join(_one(x) for x in lost[:SHOWN])
    more = f"; and {len(lost) - SHOWN} more" if len(lost) > SHOWN else ""
    return f"⚠️ {count(len(lost), 'message')} could not be delivered in the last 7 days: {named}{more}."


def told(lost: Sequence[Lost]) -> Message:
    return message(line(lost), [section(line(lost))])


def _one(lost: Lost) -> str:
    whom = f" for {escape(lost.to)}" if lost.to else ""
    return f"{KINDS.get(lost.say, 'a message')}{whom} ({escape(lost.why)})"
