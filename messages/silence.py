"""Somebody who acted on nothing for a while: whoever leads them is asked whether they are away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules.calendar import DAY
from rules.silence import SILENT_FOR, Silent

from .away import AWAY_OPEN, Days
from .blocks import Block, Message, actions, button, escape, message, section
from .carried import Value
from .words import Viewer

SILENCE_HERE = "silence.here"


@dataclass(frozen=True, slots=True)
class WaitRef(Value):
    """A question that waits."""

    wait: int


def asks(silent: Silent, viewer: Viewer) -> Message:
    """One question, one tap to their days away, one that closes it."""
    return message(_said(silent, viewer).replace("*", ""), _blocks(silent, viewer))


def waits_for_manager(silent: Silent, until: date, viewer: Viewer) -> list[Block]:
    """Beside what else waits for them."""
    return _blocks(silent, viewer)


def _said(silent: Silent, viewer: Viewer) -> str:
    return (
        f"*{escape(silent.person.name)}* has acted on none of their mornings since "
        f"{viewer.day(silent.since)}, {SILENT_FOR} working days and more. Are they away?"
    )


def _blocks(silent: Silent, viewer: Viewer) -> list[Block]:
    who = silent.person
    days = Days(viewer.today.isoformat(), (viewer.today + 4 * DAY).isoformat(), of=who.id)
    row = [
        button(
            "They are away", AWAY_OPEN, days.pack(), style="primary", says=f"{who.name} is away: from when?"
        ),
        button("They are here", SILENCE_HERE, WaitRef(silent.wait_id).pack(), says=f"{who.name} is here"),
    ]
    return [section(_said(silent, viewer)), actions(row)]


def over(name: str) -> Message:
    """Answered, or they are back."""
    text = f"*{escape(name)}*: nothing to answer any more."
    return message(text.replace("*", ""), [section(text)])


def here(name: str) -> Message:
    text = f"✅ *{escape(name)}* is here: I won't ask again while this lasts."
    return message(text.replace("*", ""), [section(text)])
