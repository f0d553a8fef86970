"""What a part of the plan says: a figure as it was measured, and what it comes to for a hundred million
accounts."""

from __future__ import annotations

from typing import NamedTuple

WORKSPACES, ACCOUNTS_EACH, A_REP = 10_000, 10_000, 75
ACCOUNTS = WORKSPACES * ACCOUNTS_EACH
REPS = ACCOUNTS // A_REP


class Figure(NamedTuple):
    """One row of the table: what, as measured here, and what it means for all."""

    what: str
    seen: str
    whole: str = ""


def size(count: float) -> str:
    """Bytes, readable."""
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if abs(count) < 1_000 or unit == "TB":
            return f"{count:,.0f} {unit}" if unit == "B" else f"{count:,.1f} {unit}"
        count /= 1_000
    raise AssertionError


def span(seconds: float) -> str:
    """A time, readable."""
    for most, name, of in ((1, "ms", 0.001), (120, "s", 1.0), (7_200, "min", 60.0)):
        if seconds < most:
            return f"{seconds / of:,.1f} {name}"
    return f"{seconds / 3_600:,.1f} h" if seconds < 172_800 else f"{seconds / 86_400:,.1f} days"
