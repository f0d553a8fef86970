"""What a record knows of a merge that waits for somebody's tap."""

from __future__ import annotations

from dataclasses import dataclass

WAITS = "merge"
"""The kind of what waits."""


@dataclass(frozen=True, slots=True)
class Merging:
    """`by` asks whether it is one with `other`; whoever is asked is `waits_for`."""

    id: int
    by: str
    other: str
    waits_for: str
