"""How accounts earn: the segment of each, ranked over the whole workspace as it stands."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from rules.revenue import SIGN
from rules.segments import Earning, segments

from .records import A, R


def stored(session: Session, ws: int, today: date) -> dict[int, str]:
    """Segment by account, by what is kept on the accounts; those without one are left out. The card, tiers,
    the digest and the report of today all read it here."""
    return segments(earning(session, ws, today))


def earning(session: Session, ws: int, today: date) -> list[Earning]:
    """What each account is ranked by that is no lost one. Whose segment a person chose is among them whatever
    its standing."""
    recurs = select(R.c.id).where(R.c.account_id == A.c.id, R.c.kind.in_(list(SIGN)), R.c.on <= today)
    columns = (A.c.id, A.c.name, A.c.annual, A.c.services, A.c.segment, A.c.status, A.c.paused_until)
    query = select(*columns, A.c.served_through_parent, recurs.exists().label("recurs"))
    here = (A.c.workspace_id == ws, A.c.status != "churned", A.c.merged_into_id.is_(None))
    return [
        Earning(
            r.id,
            r.name,
            r.annual,
            services=sum(bool(s) for s in r.services.split(";")),
            recurring=bool(r.recurs),
            given=r.segment,
            active=not r.served_through_parent and _is_active(r.status, r.paused_until, today),
        )
        for r in session.execute(query.where(*here))
    ]


def _is_active(status: str, paused_until: date | None, today: date) -> bool:
    """As rules have it (`Account.stands`): active again from the day a pause ends."""
    return status == "active" or (paused_until is not None and paused_until <= today)
