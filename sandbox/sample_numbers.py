"""The demo's story of the numbers: what it costs to win, keep and grow customers, and who left, why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]
COSTS = "\n".join(
    (
        "hour 65",
        "acquire 9000",
        "keep 180000",
        "upsell 90000",
        "spend 1400000",
        "margin 62 %",
        "discount 10 %",
        "entry 30000",
        "yearly 40000",
    )
)
GONE: Mapping[str, tuple[int, str]] = {
    "A-0110": (30, "went with a cheaper one"),
    "A-0125": (75, "their sponsor left, nobody knew us"),
    "A-0118": (120, "went with a cheaper one"),
    "A-0131": (160, ""),
    "A-0100": (210, "bought by a group with a system of its own"),
    "A-0116": (260, "late deliveries"),
}
"""Who left, how many days ago, why (empty: nobody said): accounts of other reps than the first, by their
ids in the book."""


def gone(accounts: Iterable[Row]) -> list[tuple[str, int, str]]:
    """Name, days ago, why."""
    names = {str(a["external_id"]): str(a["name"]) for a in accounts}
    return [(names[id_], ago, why) for id_, (ago, why) in GONE.items() if id_ in names]


def until_they_left(rows: Sequence[Row], accounts: Iterable[Row], on: str, today: date) -> list[Row]:
    """Rows of the book, dated in the column `on`, without those of the time after somebody left."""
    last = {name: today - timedelta(days=ago) for name, ago, _ in gone(accounts)}
    return [r for r in rows if r["account"] not in last or r[on] < last[str(r["account"])]]
