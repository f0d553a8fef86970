"""What mornings showed, and what became of it, for figures (rules/became.py)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session

from rules.became import Shown, became
from rules.calendar import zone_of

from .people import P
from .records import NU


def reps(session: Session, ws: int, first: date) -> list[int]:
    """Who was shown something since a day."""
    query = select(NU.c.rep_id).where(NU.c.workspace_id == ws, NU.c.local_on >= first).distinct()
    return sorted(session.execute(query).scalars())


def between(
    session: Session, ws: int, people: Sequence[int], first: date, last: date, now: datetime
) -> list[Shown]:
    """The places of `people`'s mornings of `first`..`last` (their own dates) that arrived, as of `now`."""
    query = (
        select(
            NU.c.rep_id,
            NU.c.account_id,
            NU.c.local_on,
            NU.c.reason["kind"].as_string().label("kind"),
            NU.c.place,
            NU.c.sent_at,
            NU.c.acted_at,
            NU.c.outcome,
            P.c.zone,
        )
        .join(P, P.c.id == NU.c.rep_id)
        .where(
            NU.c.workspace_id == ws,
            NU.c.rep_id.in_(list(people)),
            NU.c.state == "sent",
            NU.c.local_on >= first,
            NU.c.local_on <= last,
        )
    )
    return [
        Shown(
            r.rep_id,
            r.account_id,
            r.local_on,
            r.kind or "",
            r.place,
            r.sent_at.astimezone(zone_of(r.zone)).hour,
            became(r.outcome, r.sent_at, r.acted_at, now),
        )
        for r in session.execute(query)
        if r.sent_at is not None
    ]
