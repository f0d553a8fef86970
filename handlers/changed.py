"""What follows a change behind an act, in its transaction: the audit trail says who did it, and what is due
is computed again."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from storage import audit
from storage.assess import recompute

from .asked import Asked


def audited(session: Session, asked: Asked, did: str, noun: str, row_id: int, **change: Any) -> None:
    """The audit trail has it: whoever asked did this to that row, and how (JSON values)."""
    audit.keep(
        session, asked.ws.id, asked.now, by_id=asked.person.id, did=did, noun=noun, row_id=row_id, **change
    )


def account_changed(session: Session, asked: Asked, account_id: int, did: str, **change: Any) -> None:
    """The same of an account, which is computed again."""
    audited(session, asked, did, noun="account", row_id=account_id, **change)
    recompute(session, asked.ws.id, asked.ws.policy, ids=[account_id], now=asked.now)
