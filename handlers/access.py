"""Whether the one who asks may change an account: read from storage, decided by the rules."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from rules.access import COVERS, may_change
from rules.phrase import Phrase
from storage import accounts, people

from .asked import Asked


def refused_change(session: Session, asked: Asked, account_id: int) -> Phrase | None:
    """Why this person may not change that account; None when they may: whoever covers for its owner, too."""
    return _refused(session, asked, account_id, asked.today)


def refused_giving(session: Session, asked: Asked, account_id: int) -> Phrase | None:
    """Why this person may not give that account away or call it less often: what whoever covers may not."""
    refused = _refused(session, asked, account_id, None)
    covers = refused is not None and _refused(session, asked, account_id, asked.today) is None
    return COVERS if covers else refused


def _refused(session: Session, asked: Asked, account_id: int, covered_on: date | None) -> Phrase | None:
    owner = accounts.owner_of(session, asked.ws.id, account_id)
    helpers = accounts.helpers_of(session, asked.ws.id, account_id, covered_on)
    return may_change(people.caller_of(session, asked.ws.id, asked.person), owner, helpers)
