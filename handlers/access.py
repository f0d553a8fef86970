"""Whether the one who asks may change an account: read from storage, decided by the rules."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from rules.access import COVERS, Caller, may_change
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


class Parties(NamedTuple):
    """What rules decide by who may: whoever asks, the owner, and who is on the team or covers."""

    caller: Caller
    owner: int
    team: frozenset[int]


def parties(session: Session, asked: Asked, account_id: int) -> Parties:
    """Those of an account today."""
    return _parties(session, asked, account_id, asked.today)


def _parties(session: Session, asked: Asked, account_id: int, covered_on: date | None) -> Parties:
    return Parties(
        people.caller_of(session, asked.ws.id, asked.person),
        accounts.owner_of(session, asked.ws.id, account_id),
        accounts.helpers_of(session, asked.ws.id, account_id, covered_on),
    )


def _refused(session: Session, asked: Asked, account_id: int, covered_on: date | None) -> Phrase | None:
    return may_change(*_parties(session, asked, account_id, covered_on))
