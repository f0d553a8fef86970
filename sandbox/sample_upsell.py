"""The demo's story of what is sold and to whom more of it: four offers, one of them unsold for over a year; a
plan in each step, one of them late, one won, one lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]
LABELS, PLANNER = "Carbon labels", "Night planner"
OFFERS = (  # name, help gained, what marketing sends, sold since days ago
    (
        LABELS,
        "each pallet shows what it cost the climate, without work by hand",
        "the case of a brewery",
        120,
    ),
    (PLANNER, "night shifts plan themselves, nobody is called at home", "the brochure", 300),
    ("Two days on site", "new people work alone after a week", "the agenda of the two days", 500),
    ("Fax gateway", "orders by fax come into the system", "", 900),
)
# which account of the first rep, its need on file, then what is told of it: days ago, or (below 0) ahead
MINE: tuple[tuple[int, str, Row], ...] = (
    (4, "", {"step": "target", "targeted_on": 3, "explore_by": -27}),
    (
        6,
        "need-6",
        {"step": "explore", "text": "the supermarket wants the carbon of each pallet", "competitors": "Hooli"}
        | {"targeted_on": 20, "explored_on": 8, "offer_by": -22},
    ),
    (
        0,
        "need-0",
        {"step": "offer", "text": "nobody likes to plan the night shift", "offer": PLANNER, "send_by": 4}
        | {"sends": "the brochure", "targeted_on": 30, "explored_on": 14, "offered_on": 8, "sent_on": 6}
        | {"accepted_on": 7, "answer_by": -24},
    ),
    (
        8,
        "need-8",
        {"step": "offer", "text": "labels that print themselves", "offer": LABELS, "send_by": -5}
        | {"sends": "the case of a brewery", "targeted_on": 40, "explored_on": 30, "offered_on": 5}
        | {"accepted_on": 3},
    ),
    (
        9,
        "need-9",
        {"step": "won", "text": "new people stand beside the others for a month", "offer": "Two days on site"}
        | {"targeted_on": 60, "explored_on": 50, "offered_on": 41, "closed_on": 20},
    ),
    (
        10,
        "need-10",
        {"step": "lost", "targeted_on": 70, "explored_on": 61, "offered_on": 55, "closed_on": 30}
        | {"text": "a second scanner", "why": "bought one elsewhere in the meantime"},
    ),
)
LATE: Row = {
    "step": "explore",
    "targeted_on": 60,
    "explored_on": 40,
    "offer_by": 6,
    "text": "a label a pallet",
}
"""Of another rep."""
DAYS = frozenset({"targeted_on", "explore_by", "explored_on", "offer_by", "offered_on", "send_by"})
LATER = frozenset({"accepted_on", "sent_on", "answer_by", "closed_on"})
COLUMNS = (
    "account",
    "by_email",
    "need",
    "sender_email",
    "step",
    "text",
    "competitors",
    "offer",
    "sends",
    "why",
)


def offers(today: date, by: str) -> list[Row]:
    """What is sold, by whom it was put on the list."""
    return [
        {"name": name, "gain": gain, "sends": sends, "since_on": today - timedelta(days=ago), "by_email": by}
        for name, gain, sends, ago in OFFERS
    ]


def upsells(mine: Sequence[Row], others: Sequence[Row], sender: str, today: date) -> list[Row]:
    """Plans of the first rep, what is sent by a colleague (an address); and a late one of another."""
    rows = [_of(mine[n], today, **{"need": need, **told}) for n, need, told in MINE]
    rows += [_of(others[2], today, **LATE)]
    return [{**row, "sender_email": sender if row["sends"] else ""} for row in rows]


def _of(account: Row, today: date, **told: Any) -> Row:
    row = dict.fromkeys((*COLUMNS, *sorted(DAYS | LATER)), "")
    told["gain"] = next((gain for name, gain, *_ in OFFERS if name == told.get("offer")), "")
    days = {name: today - timedelta(days=n) for name, n in told.items() if name in DAYS | LATER}
    return {**row, **told, **days, "account": account["name"], "by_email": account["owner_email"]}
