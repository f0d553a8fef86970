"""Thanks and treats: noted, put right, taken back, read. Dates are those of whoever acts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from rules.calendar import local_date
from rules.facts.thanked import Thanks

from . import tables
from .spoken import Spoken

TH = tables.table(tables.Thanks)
QUERY = select(*tables.told(TH, "created_at")).where(TH.c.voided_at.is_(None)).order_by(TH.c.on, TH.c.id)
FIELDS = ("kind", "on", "text", "cost", "currency")
"""What somebody may put right."""


def put(rows: Sequence[Any], account: Any, now: datetime) -> dict[str, Any]:
    """The field of a Record that thanks and treats fill: all that is stored has happened by the owner's
    date."""
    today = local_date(now, account.zone)
    there = (thanks_of(r).as_known(today) for r in rows)
    return {"thanks": tuple(sorted(there, key=lambda t: (t.on, t.id)))}


def thanks_of(r: Any) -> Thanks:
    """One of which a file does not say when it was is known from when it was put on file."""
    held = {name: getattr(r, name) for name in FIELDS}
    return Thanks(r.id, r.account_id, r.by_id, **{**held, "on": r.on or r.created_at.date()})


THANKS = Spoken("thanks", TH, QUERY, thanks_of, FIELDS, lambda was, to: "put right")
