"""What becomes of a concern, told at midday to those that it is routed to and to the account's owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.facts.concerns import named, stands
from rules.facts.raised import ABOUT, REOPENED, Concern

from .blocks import Message, escape, first_few, message, section
from .opening import open_button
from .raised import KIND
from .words import Viewer, count

TOLD = 20  # in one message


@dataclass(frozen=True, slots=True)
class Routed:
    """A concern that the reader hears of; `line` says it, escaped."""

    name: str
    account_id: int
    line: str


def told(routed: Sequence[Routed], viewer: Viewer) -> Message:
    """Concerns that are routed to the reader."""
    return _all(routed, f"{len(routed)} concerns for you.")


def told_closed(closed: Sequence[Routed], viewer: Viewer) -> Message:
    """Loops that others closed at the reader's accounts."""
    return _all(closed, f"Others closed {len(closed)} concerns at your accounts.")


def _all(those: Sequence[Routed], many: str) -> Message:
    said = those[0].line.replace("*", "") if len(those) == 1 else many
    return message(said, first_few(those, TOLD, lambda r: section(r.line, open_button(r.account_id, r.name))))


def line(did: str, by: str, name: str, concern: Concern, viewer: Viewer) -> str:
    """Who opened it, opened it again, or said what it is about."""
    text = f"“{escape(named(concern))}”"
    if did == ABOUT and concern.kind:
        about = KIND[concern.kind]
        return f"A concern at *{escape(name)}* is now about {about}, says {escape(by)}: {text}"
    again = " again" if did == REOPENED else ""
    said = escape(viewer.plain(stands(concern, viewer.today)))
    return f"{escape(by)} opened a concern at *{escape(name)}*{again}: {said}: {text}"


def closed_line(by: str, name: str, concern: Concern, viewer: Viewer) -> str:
    """Who closed the loop, when the customer was told, and what was done."""
    took = concern.took or 0
    after = f", {count(took, 'day')} after it began" if took else ", on its first day"
    when = f"told {viewer.day(concern.closed_on)}{after}" if concern.closed_on else "closed"
    head = f"{escape(by)} closed a concern at your account *{escape(name)}*: “{escape(named(concern))}”"
    done = f"\nDone: {escape(concern.done[:300])}" if concern.done else ""
    return f"{head}, {when}{done}"
