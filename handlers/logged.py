"""What a line logs: stored once, put right, taken back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import log_touch as say
from messages.blocks import Message
from messages.book import refusal
from messages.voiding import Voiding
from rules import no_longer
from rules.access import may_edit_touch
from rules.facts.entries import Entry
from rules.facts.unlogged import LOGGED
from rules.language.reading import Event
from rules.phrase import Phrase
from rules.records import Record
from storage import accounts, batches, bundles, people, processed, touches, unlogged
from storage.batches import Batch
from storage.database import StorageError, may_have_run

from .asked import Asked
from .receipts import Hints, Stand, receipt_of
from .surface import Body, open_modal, response_url, show, typed_value
from .voiding import refused_void, void, void_form

Ack = Callable[..., Any]


def store(
    asked: Asked, events: Mapping[int, Event], line: str, typed: str = "", ends: bool = True
) -> Message:
    """Store contacts of a line by their number in it, each once, as a batch of its own, and say what was
    understood; a repeat says the same again. `typed` waits no longer, unless some of it is still asked about
    (not `ends`).

    Owners of others' accounts are told; what is due and today's nudge follow in the same transaction.
    """
    named = {batches.batch_name(line, n): event for n, event in events.items() if n < batches.MOST}

    def log(session: Session) -> Stand:
        stand = dict[int, Record]()
        for batch, event in named.items():
            if not processed.first_time(session, asked.ws.id, f"log:{batch}", now=asked.now):
                continue
            stored = touches.log(
                session,
                asked.ws.id,
                asked.ws.policy,
                entry=event.entry,
                by=asked.person,
                batch=batch,
                now=asked.now,
            )
            _tell_owners(session, asked, stored)
            stand.update(stored.accounts)
        if ends and typed:
            unlogged.close(
                session, asked.ws.id, asked.person.id, typed, became=LOGGED, now=asked.now, token=line
            )
        return stand

    return _certainly(asked, f"log:{next(iter(named))}", log, line=line, hints=named)


def amend(asked: Asked, batch: str, entry: Entry, key: str) -> Message:
    """Put a logged line right, once for each key."""

    def put_right(session: Session) -> Stand:
        if not processed.first_time(session, asked.ws.id, key, now=asked.now):
            return {}
        if (old := batches.batch_of(session, asked.ws.id, batch)) is None:
            return {}
        stored = touches.amend(
            session, asked.ws.id, asked.ws.policy, batch=old, entry=entry, by=asked.person, now=asked.now
        )
        _tell_owners(session, asked, stored, known=old.entry.account_ids)
        return stored.accounts

    return _certainly(asked, key, put_right, line=batches.line_of(batch))


def _certainly(
    asked: Asked, key: str, act: Callable[[Session], Stand], line: str, hints: Hints = MappingProxyType({})
) -> Message:
    """Act, which inserts the request's key; the receipt of the whole line."""
    try:
        with asked.services.transaction() as session:
            stand = act(session)
            message = receipt_of(session, asked, line, hints, stand)
    except (
        StorageError
    ) as error:  # the commit may have run all the same: whoever is told "not stored" types it again
        if not may_have_run(error):
            raise
        with asked.services.reading() as session:
            if not processed.was_seen(session, asked.ws.id, key):
                raise
            message = receipt_of(session, asked, line, hints)
    asked.services.wake()
    return message


def _tell_owners(session: Session, asked: Asked, stored: Batch, known: Collection[int] = ()) -> None:
    """Owners hear of it at midday, with what else was logged with their accounts by then."""
    owners = {
        a: stored.accounts[a].owner.id if a in stored.accounts else accounts.owner_of(session, asked.ws.id, a)
        for a in stored.entry.account_ids
        if a not in known
    }
    # rows are locked in one order
    for account_id, owner in sorted(owners.items(), key=lambda known_to: known_to[1]):
        if owner != asked.person.id:
            thing = {"by": asked.person.id, "account": account_id, "batch": stored.batch}
            bundles.add(
                session,
                asked.ws.id,
                "told",
                person=people.get(session, asked.ws.id, owner),
                thing=thing,
                now=asked.now,
            )


def undo(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Undo a logged line, with its next step and the place it closed; pressed twice it says what is so. A
    manager is asked why."""
    batch = say.BatchRef.unpack(typed_value(body)).batch
    with asked.services.transaction() as session:
        stored = batches.batch_of(session, asked.ws.id, batch)
        refused = refused_void(session, asked, stored) if stored and not stored.voided else None
        asks = stored is not None and not stored.voided and stored.by_id != asked.person.id and not refused
        if stored and not refused and not stored.voided and not asks:
            void(session, asked, stored)
        message = (
            refusal(refused, asked.viewer) if refused else receipt_of(session, asked, batches.line_of(batch))
        )
    if stored and asks:
        form = Voiding(uuid4().hex, stored.touch_ids[0], response_url=response_url(body))
        open_modal(client, body, void_form(asked, form))
    else:
        asked.services.wake()
        show(asked.services, body, client, message=message)
    ack()


def refused_edit(session: Session, asked: Asked, old: Batch | None) -> Phrase | None:
    """Why this person may not change a logged line, when opening the form and when sending it; None when
    they may."""
    if old is None:
        return None
    if old.voided:
        return no_longer.UNDONE
    return may_edit_touch(people.caller_of(session, asked.ws.id, asked.person), old.by_id)


def register(app: Any) -> None:
    app.action(say.LOG_UNDO)(undo)
