"""Whether the one who asks may change an account: read from storage, decided by the rules."""

from __future__ import annotations

from sqlmodel import Session

from rules.access import may_change
from rules.phrase import Phrase
from storage import accounts, people

from .asked import Asked


def refused_change(session: Session, asked: Asked, account_id: int) -> Phrase | None:
    """Why this person may not change that account; None when they may."""
    owner, team = (
        accounts.owner_of(session, asked.ws.id, account_id),
        accounts.team_of(session, asked.ws.id, account_id),
    )
    return may_change(people.caller_of(session, asked.ws.id, asked.person), owner, team)
