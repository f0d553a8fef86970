"""Feedback and testimonials: asked for, given, declined, read. Dates are those of whoever acts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from rules.calendar import local_date
from rules.facts.asked_for import ASKED, Feedback

from . import tables
from .spoken import Spoken

FB, A = tables.table(tables.Feedback), tables.table(tables.Account)
QUERY = (
    select(*tables.told(FB, "created_at")).where(FB.c.voided_at.is_(None)).order_by(FB.c.asked_on, FB.c.id)
)
FIELDS = ("kind", "asked_on", "state", "answered_on", "contact", "text", "theme", "may_use")
"""What somebody may put right."""


def put(rows: Sequence[Any], account: Any, now: datetime) -> dict[str, Any]:
    """The field of a Record that feedback fills: all that is stored has happened by the owner's date."""
    today = local_date(now, account.zone)
    there = (feedback_of(r).as_known(today) for r in rows)
    return {"feedback": tuple(sorted(there, key=lambda f: (f.asked_on, f.id)))}


def feedback_of(r: Any) -> Feedback:
    """One of which a file does not say when it was asked is known from its answer, else from when it was put
    on file."""
    held = {name: getattr(r, name) for name in FIELDS}
    asked = r.asked_on or r.answered_on or r.created_at.date()
    return Feedback(r.id, r.account_id, r.by_id, **{**held, "asked_on": asked})


def _said(was: Feedback, to: Feedback) -> str:
    return to.state if to.state != was.state else "put right"


def unanswered(session: Session, ws: int, owner_id: int, today: date) -> list[tuple[str, Feedback]]:
    """What somebody's accounts that are customers still were asked and did not answer, the longest first,
    each with its account's name."""
    mine = (
        FB.c.workspace_id == ws,
        FB.c.state == ASKED,
        A.c.workspace_id == ws,
        A.c.owner_id == owner_id,
        A.c.status != "churned",
    )
    query = QUERY.add_columns(A.c.name.label("account_name")).join(A, A.c.id == FB.c.account_id).where(*mine)
    there = [(r.account_name, feedback_of(r).as_known(today)) for r in session.execute(query)]
    return sorted(there, key=lambda pair: (pair[1].asked_on, pair[1].id))


FEEDBACK = Spoken("feedback", FB, QUERY, feedback_of, FIELDS, _said)
