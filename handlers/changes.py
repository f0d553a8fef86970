"""What changed at a customer: noted in one tap, listed, put right, talked about, taken back. It adds no touch
and moves no cadence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import changes as say
from messages.blocks import Message, escape
from messages.book import refusal
from messages.changed import CHANGED_NOTE, NoteRef
from messages.changes import ChangeRef, Noting
from messages.inputs import Filled
from rules import no_longer
from rules.facts.changed import Change, text_of
from rules.facts.changes import FACT, answered_on, change_error, may_answer
from rules.phrase import Phrase
from storage import accounts, changes, nudges, people, processed, records
from storage.assess import attempt, recompute

from .access import parties
from .asked import Asked
from .surface import Body, confirm, notice, open_modal, over, reject, response_url, show, typed_value

Ack = Callable[..., Any]


def changes_of(session: Session, asked: Asked, account_id: int, did: str = "") -> Message:
    """All changes of an account, the open ones with their buttons."""
    hits = accounts.hits_of(session, asked.ws.id, [account_id])
    of_account = changes.of_account(session, asked.ws.id, account_id)
    by = people.names(session, asked.ws.id, (x.by_id for x in of_account))
    answered = _answered(session, asked, account_id) if of_account else {}
    name = hits[0].name if hits else "this account"
    return say.changes(say.Changes(account_id, name, of_account, answered, by=by, did=did), asked.viewer)


def _answered(session: Session, asked: Asked, account_id: int) -> dict[int, Any]:
    """The changes that something answered, and when: by a tap, or by a touch of the record."""
    read = attempt(None, account_id, asked.now, records.read, session, asked.ws.id, [account_id], asked.now)
    if not read:
        return {
            c.id: c.answered_on for c in changes.of_account(session, asked.ws.id, account_id) if c.answered_on
        }
    record = read[0]
    on = max(asked.today, record.today or asked.today)
    days = ((c.id, answered_on(c, record, on)) for c in record.changes)
    return {id_: day for id_, day in days if day}


def open_note(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Something changed: the form. Whoever may log a touch may say so."""
    ref = NoteRef.unpack(typed_value(body))
    with asked.services.reading() as session:
        hits = accounts.hits_of(session, asked.ws.id, [ref.account])
    if not hits:
        open_modal(client, body, notice("Something changed", no_longer.ACCOUNT, asked.viewer))
    else:
        noting = Noting(uuid4().hex, ref.account, response_url=response_url(body), over=over(body, ref.over))
        open_modal(client, body, say.form(noting, hits[0].name, None, asked.viewer, ref.kind))
    ack()


def open_fix(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Put right: the same form, filled."""
    with asked.services.reading() as session:
        change, stop = _mine(session, asked, ChangeRef.unpack(typed_value(body)).change)
        hits = accounts.hits_of(session, asked.ws.id, [change.account_id]) if change else []
    if change is None or stop:
        open_modal(client, body, notice("Put right", stop or no_longer.CHANGE, asked.viewer))
    else:
        name = hits[0].name if hits else "this account"
        noting = Noting(
            uuid4().hex, change.account_id, change.id, response_url=response_url(body), over=over(body, True)
        )
        open_modal(client, body, say.form(noting, name, change, asked.viewer))
    ack()


def submit(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """Noted, or put right, once; the list says so."""
    noting, filled = Noting.unpack(view["private_metadata"]), Filled(view)
    kind, name, text, on = filled.chosen("kind"), filled.text("name"), filled.text("text"), filled.day("on")
    wrong = change_error(kind, name, text, on, asked.today)
    if wrong or on is None:
        field, why = wrong or ("on", no_longer.CHANGE)
        reject(ack, asked.viewer, {field: why})
        return
    with asked.services.transaction() as session:
        change, stop = _mine(session, asked, noting.change) if noting.change else (None, None)
        if stop is None and not accounts.hits_of(session, asked.ws.id, [noting.account]):
            stop = no_longer.ACCOUNT
        if stop:
            reject(ack, asked.viewer, {"kind": stop})
            return
        whole = text_of(kind, name, text)
        if processed.first_time(session, asked.ws.id, f"view:{noting.token}", now=asked.now):
            _keep(session, asked, noting, change, kind=kind, text=whole, on=on)
        stands = Change(noting.change, noting.account, asked.person.id, kind, on, whole)
        did = say.did(stands, "Put right" if noting.change else "Noted", asked.viewer)
        message = changes_of(session, asked, noting.account, did=did)
    asked.services.wake()
    confirm(asked.services, ack, noting.response_url, title="Tend", said=message, replace=bool(noting.over))


def _keep(
    session: Session, asked: Asked, noting: Noting, change: Change | None, *, kind: str, text: str, on: date
) -> None:
    """Noted today, or put right; the account is computed again."""
    ws, by, now = asked.ws.id, asked.person.id, asked.now
    if change:
        changes.put_right(session, ws, change, kind=kind, text=text, on=on, by_id=by, now=now)
    else:
        changes.note(
            session,
            ws,
            account_id=noting.account,
            by_id=by,
            kind=kind,
            text=text,
            on=on,
            today=asked.today,
            now=now,
        )
    recompute(session, ws, asked.ws.policy, ids=[noting.account], now=now)


def talked(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """It was talked about: no reason to call any more."""
    _close(ack, body, asked, client=client, outcome="change talked about")


def void(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """It is not so."""
    _close(ack, body, asked, client=client, outcome="change taken back")


def _close(ack: Ack, body: Body, asked: Asked, client: WebClient, outcome: str) -> None:
    """Once; a stale button says what happened meanwhile. Mornings that told of it say what became of it, and
    the list is painted again."""
    ref, by = ChangeRef.unpack(typed_value(body)), asked.person.id
    with asked.services.transaction() as session:
        change, stop = _mine(session, asked, ref.change)
        if change is None or stop:
            message = refusal(stop or no_longer.CHANGE, asked.viewer)
        elif change.answered_on and outcome == "change talked about":
            did = escape(asked.viewer.plain(say.meanwhile(change, change.answered_on)))
            message = changes_of(session, asked, change.account_id, did=did)
        else:
            what = "Talked about"
            if outcome == "change talked about":
                changes.answer(session, asked.ws.id, change, on=asked.today, by_id=by, now=asked.now)
                change = replace(change, answered_on=asked.today)
            else:
                what = "Taken back"
                changes.take_back(session, asked.ws.id, change, by_id=by, now=asked.now)
            about = (FACT, change.id)
            nudges.answered(
                session, asked.ws.id, change.account_id, told=about, outcome=outcome, now=asked.now
            )
            recompute(session, asked.ws.id, asked.ws.policy, ids=[change.account_id], now=asked.now)
            did = say.did(change, what, asked.viewer)
            message = changes_of(session, asked, change.account_id, did=did)
    asked.services.wake()
    show(asked.services, body, client, message=message, replace=not stop)
    ack()


def _mine(session: Session, asked: Asked, change_id: int) -> tuple[Change | None, Phrase | None]:
    """The change, and why it is not this person's to put right or close."""
    change = changes.get(session, asked.ws.id, change_id)
    if change is None:
        return None, no_longer.CHANGE
    caller, owner, team = parties(session, asked, change.account_id)
    return change, may_answer(caller, change, owner, team=team)


def register(app: Any) -> None:
    app.action(CHANGED_NOTE)(open_note)
    app.view(say.CHANGED_FORM)(submit)
    app.action(say.CHANGED_FIX)(open_fix)
    app.action(say.CHANGED_ANSWERED)(talked)
    app.action(say.CHANGED_VOID)(void)
