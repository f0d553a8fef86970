"""Cells as JSON holds them: a date is its ISO text."""

from __future__ import annotations

from datetime import date
from typing import Any


def plain(value: Any) -> Any:
    """A cell, as JSON."""
    return value.isoformat() if isinstance(value, date) else value


def as_day(value: Any) -> date | None:
    """The date of such a cell; None for an empty one."""
    return date.fromisoformat(value) if value else None
