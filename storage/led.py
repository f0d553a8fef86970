"""What follows once somebody has another manager."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlmodel import Session

from . import escalations, people
from .loosenings import approver_of


def anew(session: Session, ws: int, person_ids: Collection[int], now: datetime) -> None:
    """Of their accounts, and of those of people under them, what is with somebody who does not decide on it
    any more goes to whoever does."""
    owners = {owner for person in person_ids for owner in people.under(session, ws, person)}
    for e in escalations.gone_of(session, ws, owners):
        to = approver_of(session, ws, e.owner_id, now)
        if to is not None and to.id != e.to_id:
            escalations.go_again(session, ws, e, to.id, now=now)
