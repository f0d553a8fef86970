"""What happened lately at two accounts of the first rep: one whose people turned from happy to worried, and
one that answers nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]
TURNED, SILENT = 8, 7  # which of the first rep's accounts
HAPPY = "the pilot on line 2 saves them a shift a week"
WORRIED = "two deliveries came late, they ask what we do about it"
UNANSWERED = (16, 12, 8)  # days ago


def lately(mine: Sequence[Row], contacts: Mapping[str, Sequence[Row]], today: date) -> list[Row]:
    """Touches that stand beside those of the book. The last is on the working day before `today`: what fell
    then is told in the next morning."""
    turned, silent = mine[TURNED], mine[SILENT]
    yesterday = today - timedelta(days=1)
    yesterday -= timedelta(days=max(0, yesterday.weekday() - 4))
    called = {"channel": "call", "outcome": "reached", "purpose": "shared_insight", "minutes": 20}
    wrote = {"channel": "email", "outcome": "sent", "note": "sent the agenda, no reply"}
    return [
        _touch(turned, contacts, today - timedelta(days=10), **called, sentiment="happy", note=HAPPY),
        _touch(turned, contacts, yesterday, **called, sentiment="worried", note=WORRIED),
        *(_touch(silent, contacts, today - timedelta(days=ago), **wrote) for ago in UNANSWERED),
    ]


def _touch(account: Row, contacts: Mapping[str, Sequence[Row]], on: date, **how: Any) -> Row:
    """By its owner, with whom they meet first."""
    name = str(account["name"])
    whom = {"contact": contacts[name][0]["email"], "by_email": account["owner_email"]}
    return {"account": name, "at": on, "direction": "outbound", **whom, **how}
