"""What we said we would deliver (source: DOMAIN, Health, promises)."""

from __future__ import annotations

from datetime import date

from ..parts import Part
from ..policy import Policy
from ..records import Record


def promises(record: Record, on: date, policy: Policy) -> Part | None:
    return None


def promises_turns(record: Record, first: date, last: date) -> tuple[()]:
    return ()
