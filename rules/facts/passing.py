"""Handoffs as a team's week tells them: who still waits, whose first touch was missed. Source: DOMAIN, The
weekly digest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ..coverage import Seen
from ..records import Record
from .handoffs import to_greet, waiting
from .introduced import Handoff


@dataclass(frozen=True, slots=True)
class Passing:
    """A handoff as a team's week tells it: waiting, or with its first touch missed (`late`)."""

    name: str
    handoff: Handoff
    covered: bool
    late: bool = False


def passing(record: Record, on: date, now: Seen | None) -> Passing | None:
    """What a digest says of an account on a day."""
    if now is None:
        return None
    if (handoff := waiting(record, on)) is not None:
        return Passing(now.name, handoff, covered=now.covered or not now.counted)
    greet = to_greet(record, on)
    if greet is None or greet.greet_by is None or greet.greet_by >= on:
        return None
    return Passing(now.name, greet, covered=now.covered or not now.counted, late=True)
