"""Logging a touch: one line, the form, the message shortcut; Undo and Edit."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import log_touch as say
from messages.blocks import Block, Message
from messages.book import refusal
from messages.carried import Origin
from rules import no_longer
from rules.access import may_edit_touch, may_void_touch
from rules.cadence import due
from rules.facts.entries import Entry, long_ago
from rules.language.reading import Reading
from rules.phrase import Phrase
from storage import accounts, batches, bundles, contacts, people, processed, records, touches
from storage.assess import attempt
from storage.database import StorageError, may_have_run
from storage.touches import Batch

from .asked import Asked
from .surface import Body, notice, open_modal, response_url, show, typed_text, typed_value
from .typed import understood

Ack = Callable[..., Any]


def log_command(ack: Ack, command: dict[str, Any], body: Body, asked: Asked, client: WebClient) -> None:
    """`/log acme called 20 min, happy`: stored at once when clear, else the filled form; `/log` alone the
    empty one."""
    typed = typed_text(command.get("text") or "")
    batch = f"c{hashlib.sha256(body['trigger_id'].encode()).hexdigest()[:20]}"
    reading = understood(asked, typed)
    if reading.certain:
        ack(**store(asked, [event.entry for event in reading.events], batch), response_type="ephemeral")
        return
    if len(typed) > say.FORM_HOLDS:  # the form would cut it
        ack(**say.too_long(first_doubt(asked, reading), typed), response_type="ephemeral")
        return
    open_modal(client, body, view_of(asked, reading, response_url(body)))
    ack()


def first_doubt(asked: Asked, reading: Reading) -> str:
    """What is asked about a line first; empty when all is certain."""
    return next((asked.viewer.plain(event.doubts[0].why) for event in reading.doubtful), "")


def view_of(asked: Asked, reading: Reading, url: str) -> Block:
    """The form that a line fills, the first doubt on top; empty where nothing was typed. It answers at
    `url`."""
    if not reading.events:
        return say.form(say.Form(), Origin(uuid4().hex, url), asked.viewer)
    entry = (reading.doubtful or reading.events)[0].entry
    given = entry.account_ids if len(entry.account_ids) > 1 else ()
    asks_day = long_ago(entry.on, asked.today)
    return filled(
        asked, Origin(uuid4().hex, url, accounts=given), entry, asks_day, said=first_doubt(asked, reading)
    )


def filled(asked: Asked, origin: Origin, entry: Entry, asks_day: bool = False, said: str = "") -> Block:
    """The form with all that an entry holds."""
    with asked.services.reading() as session:
        hits = accounts.hits_of(session, asked.ws.id, entry.account_ids)
        there = contacts.of_account(session, asked.ws.id, hits[0].id) if len(hits) == 1 else []
    form = say.Form(
        tuple((h.id, h.name) for h in hits),
        entry,
        tuple(there),
        said=said,
        editing=bool(origin.batch),
        several=len(origin.accounts) > 1,
        asks_day=asks_day,
    )
    return say.form(form, origin, asked.viewer)


def store(asked: Asked, entries: Sequence[Entry], line: str) -> Message:
    """Store the contacts that a line tells of, once under its key, each as a batch of its own, and say what
    was understood; a repeat says the same again.

    Owners of others' accounts are told; what is due and today's nudge follow in the same transaction.
    """

    def log(session: Session) -> None:
        for n, entry in enumerate(entries[: batches.MOST]):
            stored = touches.log(
                session,
                asked.ws.id,
                asked.ws.policy,
                entry=entry,
                by=asked.person,
                batch=batches.batch_name(line, n),
                now=asked.now,
            )
            _tell_owners(session, asked, stored)

    return _once(asked, f"log:{line}", log, line=line)


def amend(asked: Asked, batch: str, entry: Entry, token: str) -> Message:
    """Put a logged line right, once for each form. The form doesn't ask for the direction, and holds the
    beginning of a long note."""

    def put_right(session: Session) -> None:
        old = touches.batch_of(session, asked.ws.id, batch)
        if old is None:
            return
        kept = replace(entry, direction=old.entry.direction, note=old.entry.note_after(entry.note))
        stored = touches.amend(
            session, asked.ws.id, asked.ws.policy, batch=old, entry=kept, by=asked.person, now=asked.now
        )
        _tell_owners(session, asked, stored, known=old.entry.account_ids)

    return _once(asked, f"log:v{token}", put_right, line=batches.line_of(batch))


def _once(asked: Asked, key: str, act: Callable[[Session], None], line: str) -> Message:
    """Act, unless the request was carried out before; the receipt of the whole line."""
    try:
        with asked.services.transaction() as session:
            if processed.first_time(session, asked.ws.id, key, now=asked.now):
                act(session)
            message = receipt_of(session, asked, line)
    except (
        StorageError
    ) as error:  # the commit may have run all the same: whoever is told "not stored" types it again
        if not may_have_run(error):
            raise
        with asked.services.reading() as session:
            if not processed.was_seen(session, asked.ws.id, key):
                raise
            message = receipt_of(session, asked, line)
    asked.services.wake()
    return message


def receipt_of(session: Session, asked: Asked, line: str) -> Message:
    """What a line stored, as it stands now."""
    stored = batches.of_line(session, asked.ws.id, line)
    if not stored:
        return refusal(no_longer.TOUCH, asked.viewer)
    return say.receipt([_logged(session, asked, one) for one in stored], asked.viewer)


def _logged(session: Session, asked: Asked, stored: Batch) -> say.Logged:
    ids = stored.entry.account_ids
    names = [h.name for h in accounts.hits_of(session, asked.ws.id, ids)]
    if stored.voided:
        return say.Logged(stored.batch, stored.entry, names, voided=True)
    read = attempt(None, ids[0], asked.now, records.read, session, asked.ws.id, ids, asked.now) or []
    met = [c.name for r in read for c in r.contacts if c.id in stored.entry.contact_ids]
    falls = (
        attempt(None, ids[0], asked.now, due, read[0], asked.today, asked.ws.policy)
        if len(read) == 1
        else None
    )
    return say.Logged(stored.batch, stored.entry, names, contacts=met, due_on=falls.on if falls else None)


def _tell_owners(session: Session, asked: Asked, stored: Batch, known: Collection[int] = ()) -> None:
    """Owners hear of it at midday, with what else was logged with their accounts by then."""
    owners = {
        a: accounts.owner_of(session, asked.ws.id, a) for a in stored.entry.account_ids if a not in known
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
    """Undo a logged line, with its next step and the place it closed; pressed twice it says what is so."""
    batch = say.BatchRef.unpack(typed_value(body)).batch
    with asked.services.transaction() as session:
        stored = touches.batch_of(session, asked.ws.id, batch)
        refused = (
            may_void_touch(people.caller_of(session, asked.ws.id, asked.person), stored.by_id)
            if stored
            else None
        )
        if stored and not refused and not stored.voided:
            touches.void(
                session, asked.ws.id, asked.ws.policy, batch=stored, by_id=asked.person.id, now=asked.now
            )
        message = (
            refusal(refused, asked.viewer) if refused else receipt_of(session, asked, batches.line_of(batch))
        )
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


def edit(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The form again, filled with what was stored."""
    batch = say.BatchRef.unpack(typed_value(body)).batch
    with asked.services.reading() as session:
        stored = touches.batch_of(session, asked.ws.id, batch)
        refused = refused_edit(session, asked, stored) if stored else no_longer.TOUCH
    if stored is None or refused:
        open_modal(client, body, notice("Edit touch", refused or no_longer.TOUCH, asked.viewer))
    else:
        given = stored.entry.account_ids if len(stored.entry.account_ids) > 1 else ()
        origin = Origin(uuid4().hex, response_url(body), stored.batch, accounts=given)
        open_modal(client, body, filled(asked, origin, stored.entry))
    ack()


def register(app: Any) -> None:
    app.command("/log")(log_command)
    app.action(say.LOG_UNDO)(undo)
    app.action(say.LOG_EDIT)(edit)
