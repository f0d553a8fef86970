"""A change that the line of a logged touch tells: noted by one tap in its receipt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages.book import refusal
from messages.changed import CHANGED_TOLD, ToldRef
from rules import no_longer
from rules.heard import heard, kept_text
from storage import batches, changes, noted, processed, records
from storage.assess import attempt, recompute
from storage.batches import Batch

from .asked import Asked
from .logged import refused_edit
from .receipts import receipt_of
from .surface import Body, show, typed_value

Ack = Callable[..., Any]


def told(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Note the change that the line of a touch tells; pressed twice it is one."""
    ref = ToldRef.unpack(typed_value(body))
    with asked.services.transaction() as session:
        stored = batches.batch_of(session, asked.ws.id, ref.batch)
        stop = refused_edit(session, asked, stored) if stored else no_longer.TOUCH
        if stored and not stop:
            _note_of(session, asked, stored, ref.kind)
        message = (
            refusal(stop, asked.viewer) if stop else receipt_of(session, asked, batches.line_of(ref.batch))
        )
    asked.services.wake()
    show(asked.services, body, client, message=message, replace=not stop)
    ack()


def _note_of(session: Session, asked: Asked, stored: Batch, kind: str) -> None:
    """Nothing where it stands already, or the line was edited and tells of none any more."""
    ws, entry = asked.ws.id, stored.entry
    ids = entry.account_ids
    read = attempt(None, ids[0], asked.now, records.read, session, ws, ids, asked.now) or []
    change = heard(entry, read[0]).change if len(read) == 1 else None
    if change is None or change.kind != kind:
        return
    before = noted.of_batch(session, ws, stored)
    key = f"told:{stored.batch}:{len(before)}"  # noted anew after it was taken back
    if all(r.voided_at for r in before) and processed.first_time(session, ws, key, now=asked.now):
        note(
            session,
            asked,
            entry.account_ids[0],
            kind=kind,
            text=kept_text(change),
            on=entry.on,
            batch=stored.batch,
        )


def note(session: Session, asked: Asked, account_id: int, kind: str, text: str, on: date, batch: str) -> None:
    """Noted today, known again by `batch`; the account is computed again."""
    ws = asked.ws.id
    changes.note(
        session,
        ws,
        account_id=account_id,
        by_id=asked.person.id,
        kind=kind,
        text=text,
        on=on,
        today=asked.today,
        now=asked.now,
        batch=batch,
    )
    recompute(session, ws, asked.ws.policy, ids=[account_id], now=asked.now)


def register(app: Any) -> None:
    app.action(CHANGED_TOLD)(told)
