"""The demo's story of needs and goals: what several customers lack in nearly the same words, what was
explored, offered, won and lost, what the first of them wants to reach."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]
EARNS = {"Acme Industrial": "Sells pumps to breweries and keeps them with spare parts within a day"}
"""How a customer itself earns, and keeps its own."""
LABELS = "carbon labels for pallets"
# which account of the rep, text, budget, offer, days until it is right, status; days since it was heard,
# explored, offered, closed; why
MINE = (
    (0, "night shift planning", 18000, "Planner with shifts", 35, "explored", 21, 9, None, None, ""),
    (6, LABELS, 12000, "", 7, "heard", 12, None, None, None, ""),
    (7, "carbon label on each pallet", None, "", 60, "heard", 8, None, None, None, ""),
    (8, "pallets with carbon labels", 9000, "", None, "offered", 40, 30, 5, None, ""),
    (9, "training for the new shift", 4000, "Two days on site", None, "won", 60, 50, 41, 20, ""),
    (10, "a second scanner", 2500, "", None, "lost", 70, 61, 55, 30, "bought one elsewhere in the meantime"),
)
THEIRS = (  # which account of another rep of the same team, in the order of the book
    (1, LABELS, 15000),
    (2, "carbon labels for their pallets", None),
    (4, "training for a new shift", 6000),
)


def needs(mine: Sequence[Row], others: Sequence[Row], today: date) -> list[Row]:
    """What customers of the first rep lack, and of others nearly the same."""
    rows = [
        {
            **_of(mine[n], text, budget),
            "offer": offer,
            "right_from": "" if right is None else today + timedelta(days=right),
            "status": status,
            "heard_on": today - timedelta(days=heard),
            "explored_on": _ago(today, explored),
            "offered_on": _ago(today, offered),
            "closed_on": _ago(today, closed),
            "why": why,
            "external_id": f"need-{n}",
        }
        for n, text, budget, offer, right, status, heard, explored, offered, closed, why in MINE
    ]
    heard = {"heard_on": today - timedelta(days=15)}
    return [*rows, *({**_of(others[n], text, budget), **heard} for n, text, budget in THEIRS)]


def _of(account: Row, text: str, budget: int | None) -> Row:
    money = {"budget": "" if budget is None else budget, "currency": account["currency"] if budget else ""}
    return {"account": account["name"], "by_email": account["owner_email"], "text": text, **money}


def _ago(today: date, ago: int | None) -> date | str:
    return "" if ago is None else today - timedelta(days=ago)


def goals(mine: Sequence[Row], today: date) -> list[Row]:
    """Of the first rep: one by spring, one that was reached. Which account, by when, said and reached days
    ago."""
    story = (
        (0, "fewer stops on the second line", "hours of standstill a month", 120, 30, None),
        (3, "every order out on the day it comes", "orders a day that wait", 60, 100, None),
        (9, "new shift trained", "people who work alone", -20, 60, 20),
    )
    return [
        {
            "account": mine[n]["name"],
            "by_email": mine[n]["owner_email"],
            "text": text,
            "measure": measure,
            "due_on": today + timedelta(days=due),
            "state": "open" if reached is None else "reached",
            "said_on": today - timedelta(days=said),
            "closed_on": _ago(today, reached),
        }
        for n, text, measure, due, said, reached in story
    ]
