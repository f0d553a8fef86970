"""What of a logged touch was most likely understood wrong, and what it is then: one tap puts it right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from ..records import days
from .entries import Entry
from .touch import CHANNELS

LIVE = ("call", "meeting", "video", "visit", "event")


class Correction(NamedTuple):
    """A field of a touch, and what it may be instead."""

    field: str
    values: tuple[str, ...]


def offered(entry: Entry, guessed: Sequence[str], today: date) -> Correction | None:
    """What to offer for the first of the guessed fields that one tap can put right; None when none can."""
    for field in guessed:
        if field == "outcome":
            return Correction(field, (_other_outcome(entry),))
        if field == "direction":
            return Correction(field, ("outbound" if entry.direction == "inbound" else "inbound",))
        if field == "channel":
            return Correction(field, tuple(c for c in CHANNELS if c != entry.channel))
        if field == "on":
            return Correction(field, ((today - days(1) if entry.on == today else today).isoformat(),))
    return None


def _other_outcome(entry: Entry) -> str:
    if entry.outcome != "reached":
        return "reached"
    return {"call": "left_message"}.get(entry.channel, "no_show" if entry.channel in LIVE else "sent")


def corrected(entry: Entry, field: str, value: str) -> Entry:
    """The entry with that field put right, and what hangs on it: who comes to us reached us, a mail of
    ours is sent until they answer. Raises ValueError for a field or a value that can't be corrected so."""
    if field == "on":
        return replace(entry, on=date.fromisoformat(value))
    if field == "outcome":
        return replace(entry, outcome=value)
    if field == "direction":
        return _as_moved(replace(entry, direction=value))
    if field == "channel":
        return _as_moved(replace(entry, channel=value))
    if field == "wants_answer":
        asks = "" if value == "yes" else value  # what the note says, where no words are given
        return replace(entry, wants_answer=True, request_text=entry.request_text or asks)
    if field == "answers":
        return replace(entry, answers=tuple(dict.fromkeys((*entry.answers, int(value)))))
    raise ValueError(f"no correction of {field}")


def _as_moved(entry: Entry) -> Entry:
    if entry.channel in LIVE and entry.outcome == "sent":
        return replace(entry, outcome="reached")
    if entry.channel not in LIVE and entry.outcome in {"reached", "sent"}:
        return replace(entry, outcome="reached" if entry.direction == "inbound" else "sent")
    return entry
