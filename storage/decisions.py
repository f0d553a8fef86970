"""What somebody decides on with a tap, of any noun: how it ends. Its wait is closed, every message that asked
about it shows what became of it, whoever did not do it hears it, the audit trail keeps it, never its text.

A noun that comes to be decided on is a `Decision` with the acts on its own row, and no more.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from rules.waiting import ACCEPTED, EXPIRED, REFUSED, WITHDRAWN

from . import outbox, waiting
from .audit import Trail

HANDED_ON = "handed on"
"""In the audit trail: it waits for another since."""


@dataclass(frozen=True, slots=True)
class Decision:
    """`noun`: in the audit trail, in keys and payloads; `waits`: the kinds of its waits; `yes`: what it is
    once somebody agreed; `told`: what says what became of it (scheduler/render.py)."""

    noun: str
    waits: tuple[str, ...]
    yes: str
    told: str


def ended(session: Session, ws: int, of: Decision, row_id: int, became: str, now: datetime) -> None:
    """It waits for nobody any more; every message that asked somebody about it shows what became of it."""
    state = ACCEPTED if became == of.yes else became if became in (REFUSED, EXPIRED) else WITHDRAWN
    waiting.close_all(session, ws, of.waits, row_id, state, now=now)
    waiting.show_anew(session, ws, of.waits, row_id, now=now)


def tell(
    session: Session,
    ws: int,
    of: Decision,
    row_id: int,
    what: str,
    whom: Collection[int | None],
    *,
    now: datetime,
    **said: int | None,
) -> None:
    """What became of it, for each of them that is somebody."""
    for to in sorted(n for n in whom if n is not None):
        payload = {of.noun: row_id, "what": what, **said}
        key = f"{of.noun}:{row_id}:{what}:{to}"
        outbox.enqueue(session, ws, key, say=of.told, payload=payload, now=now, person_id=to)


def note(
    session: Session,
    ws: int,
    of: Decision,
    row_id: int,
    account_id: int,
    did: str,
    by_id: int | None,
    *,
    now: datetime,
    **said: Any,
) -> None:
    """In the audit trail, and so in the account's history."""
    Trail(of.noun)(session, ws, row_id, account_id, did, by_id=by_id, now=now, **said)
