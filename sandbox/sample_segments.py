"""The demo's story of how accounts earn: margins of some of them, a money maker that takes much of a team's
time, and one that takes more than it leaves and complains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]
SERVICES = 3  # from so many on it may be a money maker
KNOWN_FOR = timedelta(days=400)  # so long: its year is whole


def much_time(others: Sequence[Row]) -> Row:
    """Of the first rep's colleagues: who brings most of those that use several services."""
    several = (a for a in others if str(a["services"]).count(";") + 1 >= SERVICES)
    return max(several, key=lambda a: int(a["_arr"]))


def little_left(others: Sequence[Row], today: date) -> Row:
    """Of theirs: who brings least of those that have been there for long."""
    known = (a for a in others if today - a["_started"] > KNOWN_FOR and a["status"] == "active")
    return min(known, key=lambda a: int(a["_arr"]))


def margins(accounts: Sequence[Row], others: Sequence[Row], today: date) -> dict[str, str]:
    """Of every third account, and of the one that leaves little: what the file says, by name."""
    some = {str(a["name"]): f"{0.3 + n % 7 * 0.05:.2f}" for n, a in enumerate(accounts) if n % 3 == 0}
    return some | {str(little_left(others, today)["name"]): "0.08"}


def took(others: Sequence[Row], contacts: Mapping[str, Sequence[Row]], today: date) -> list[Row]:
    """Half days on site in the last year, and visits to the one that complains."""
    day = {"channel": "meeting", "minutes": 180, "purpose": "delivered_result", "note": "half a day on site"}
    visit = {"channel": "visit", "minutes": 120, "purpose": "resolved_concern", "note": "walked the invoices"}
    busy, poor = much_time(others), little_left(others, today)
    return [
        *(_touch(busy, contacts, today - timedelta(days=ago), **day) for ago in range(20, 350, 20)),
        *(_touch(poor, contacts, today - timedelta(days=ago), **visit) for ago in range(40, 350, 30)),
    ]


def complained(others: Sequence[Row], today: date) -> list[Row]:
    """Twice in the last year, each time settled."""
    poor = little_left(others, today)
    owner = poor["owner_email"]
    return [
        {
            "account": poor["name"],
            "by_email": owner,
            "text": text,
            "kind": "billing",
            "raised_on": today - timedelta(days=ago),
            "closed_on": today - timedelta(days=ago - 6),
            "done": "a new invoice",
            "closed_by_email": owner,
        }
        for text, ago in (("they want each invoice twice", 160), ("the invoice names the wrong plant", 70))
    ]


def _touch(account: Row, contacts: Mapping[str, Sequence[Row]], on: date, **how: Any) -> Row:
    """By its owner on a working day, with whom they meet first."""
    name = str(account["name"])
    whom = {"contact": contacts[name][0]["email"], "by_email": account["owner_email"]}
    day = on - timedelta(days=max(0, on.weekday() - 4))
    return {"account": name, "at": day, "direction": "outbound", "outcome": "reached", **whom, **how}
