"""A change or a need that the line of a logged touch tells: noted by one tap in its receipt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages.book import refusal
from messages.changed import CHANGED_TOLD, ToldRef
from messages.needed import NEED_TOLD, NeedTold
from rules import no_longer
from rules.heard import Heard, as_need, heard, kept_text
from rules.language.lacks import Lack
from rules.records import Record
from storage import batches, changes, needs, noted, processed, records
from storage.assess import attempt, recompute
from storage.batches import Batch

from .asked import Asked
from .changed import computed_anew
from .logged import refused_edit
from .receipts import receipt_of
from .surface import Body, show, typed_value

Ack = Callable[..., Any]


def told(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Note the change that the line of a touch tells; pressed twice it is one."""
    ref = ToldRef.unpack(typed_value(body))
    note_it = partial(_note_of, asked=asked, kind=ref.kind)
    _act(ack, body, asked, client=client, batch=ref.batch, note_it=note_it)


def told_need(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Note the need that the line of a touch tells; pressed twice it is one."""
    batch = NeedTold.unpack(typed_value(body)).batch
    note_it = partial(_need_of, asked=asked)
    _act(ack, body, asked, client=client, batch=batch, note_it=note_it)


def _act(
    ack: Ack,
    body: Body,
    asked: Asked,
    client: WebClient,
    batch: str,
    note_it: Callable[[Session, Batch], None],
) -> None:
    with asked.services.transaction() as session:
        stored = batches.batch_of(session, asked.ws.id, batch)
        stop = refused_edit(session, asked, stored) if stored else no_longer.TOUCH
        if stored and not stop:
            note_it(session, stored)
        message = refusal(stop, asked.viewer) if stop else receipt_of(session, asked, batches.line_of(batch))
    asked.services.wake()
    show(asked.services, body, client, message=message, replace=not stop)
    ack()


def _note_of(session: Session, stored: Batch, asked: Asked, kind: str) -> None:
    """Nothing where it stands already, or the line was edited and tells of none any more."""
    entry, change = stored.entry, _heard(session, asked, stored).change
    if change is None or change.kind != kind:
        return
    if _is_new(session, asked, stored, noted.CHANGES):
        note(
            session,
            asked,
            entry.account_ids[0],
            kind=kind,
            text=kept_text(change),
            on=entry.on,
            batch=stored.batch,
        )


def _need_of(session: Session, stored: Batch, asked: Asked) -> None:
    """Nothing where it stands already, or the line was edited and tells of none any more."""
    entry, need = stored.entry, _heard(session, asked, stored).need
    if need and _is_new(session, asked, stored, noted.NEEDS):
        note_need(session, asked, entry.account_ids[0], need, entry.on, line=entry.note, batch=stored.batch)


def _heard(session: Session, asked: Asked, stored: Batch) -> Heard:
    read = _read(session, asked, stored.entry.account_ids)
    return heard(stored.entry, read[0]) if len(read) == 1 else Heard()


def _read(session: Session, asked: Asked, ids: Sequence[int]) -> Sequence[Record]:
    return attempt(None, ids[0], asked.now, records.read, session, asked.ws.id, ids, asked.now) or []


def _is_new(session: Session, asked: Asked, stored: Batch, told: noted.Told) -> bool:
    """Whether it is not noted yet, or was taken back: then it is noted anew."""
    before = told.of_batch(session, asked.ws.id, stored)
    key = f"{told.once}:{stored.batch}:{len(before)}"
    return all(r.voided_at for r in before) and processed.first_time(session, asked.ws.id, key, now=asked.now)


def note_need(
    session: Session, asked: Asked, account_id: int, need: Lack, on: date, *, line: str, batch: str
) -> None:
    """A need as a line tells it, known again by `batch`; the account is computed again."""
    ws, read = asked.ws, _read(session, asked, [account_id])
    to = as_need(
        need,
        account_id=account_id,
        by_id=asked.person.id,
        on=on,
        today=asked.today,
        country=read[0].account.country if read else "",
        currency=ws.policy.currency,
        line=line,
    )
    key = changes.id_of(batch)
    needs.note(session, ws.id, to, by_id=asked.person.id, now=asked.now, external_id=key)
    computed_anew(session, asked, account_id)


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
    app.action(NEED_TOLD)(told_need)
