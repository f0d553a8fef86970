"""The demo's story of the customer's voice: what customers said of us, whom they sent us, how they were
thanked and treated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]
# which account of the rep, kind, asked and answered days ago, state, theme, words, may we use it
SAID = (
    (2, "feedback", 20, 16, "given", "price", "Bill us by the month, not by the delivery.", ""),
    (9, "feedback", 40, 37, "given", "service", "One number to call, also on Saturdays.", ""),
    (10, "feedback", 12, None, "asked", "", "", ""),
    (9, "testimonial", 200, 190, "given", "", "They trained a whole shift in two days. We stayed.", "yes"),
)
OTHERS_SAID = (
    (1, "feedback", 9, 6, "given", "price", "Ten deliveries should cost less than ten times one.", ""),
    (3, "feedback", 30, 30, "declined", "", "", ""),
)
# which account of the rep, kind, who, to whom, days ago, outcome, closed and thanked days ago
REFERRED = (
    (9, "received", "Brightwater Cans", "", 2, "open", None, None),
    (0, "received", "their sister plant", "", 300, "won", 260, 299),
    (3, "given", "a haulier we work with", "Ops", 25, "open", None, None),
)
# which account of the rep, kind, how or what, days ago, cost
THANKED = (
    (0, "thanks", "a card from all of us", 299, None),
    (9, "event", "two seats at the packaging fair", 90, 480),
    (6, "upgrade", "next-day delivery for a month", 420, 350),
)


def feedback(mine: Sequence[Row], others: Sequence[Row], today: date) -> list[Row]:
    """What customers of the first rep said, and of others of the same team."""
    said = [(mine[row[0]], row) for row in SAID] + [(others[row[0]], row) for row in OTHERS_SAID]
    return [
        {
            **_of(account),
            "kind": kind,
            "asked_on": _ago(today, asked),
            "state": state,
            "answered_on": _ago(today, answered),
            "theme": theme,
            "text": words,
            "may_use": use,
        }
        for account, (_, kind, asked, answered, state, theme, words, use) in said
    ]


def referrals(mine: Sequence[Row], others: Sequence[Row], today: date) -> list[Row]:
    """Of the first rep: one to be thanked for, one that became an account of a colleague, one of ours."""
    rows = [
        {
            **_of(mine[n]),
            "kind": kind,
            "who": who,
            "to": to,
            "on": _ago(today, on),
            "outcome": outcome,
            "closed_on": _ago(today, closed),
            "thanked_on": _ago(today, thanked),
            "became": "",
        }
        for n, kind, who, to, on, outcome, closed, thanked in REFERRED
    ]
    rows[1]["became"] = others[5]["name"]
    return rows


def thanks(mine: Sequence[Row], today: date) -> list[Row]:
    """Of the first rep."""
    return [
        {
            **_of(mine[n]),
            "kind": kind,
            "text": text,
            "on": _ago(today, on),
            "cost": "" if cost is None else cost,
            "currency": "" if cost is None else mine[n]["currency"],
        }
        for n, kind, text, on, cost in THANKED
    ]


def _of(account: Row) -> Row:
    return {"account": account["name"], "by_email": account["owner_email"]}


def _ago(today: date, ago: int | None) -> date | str:
    return "" if ago is None else today - timedelta(days=ago)
