"""Logging a touch: one line, the form, the message shortcut; Undo and Edit."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from slack_bolt import BoltContext
from slack_sdk import WebClient
from sqlmodel import Session

from messages import actions as do
from messages import log_touch as say
from messages.actions import BatchRef, Origin
from messages.blocks import Message
from messages.book import sentence
from messages.words import Viewer
from rules.access import may_edit_touch, may_void_touch
from rules.cadence import due
from rules.facts.entries import Entry, entry_error, long_ago
from rules.language.log_line import Line, Matched, split_line
from rules.language.understand import Meaning, understand
from rules.records import Contact, Person
from rules.workspace import Workspace
from storage import accounts, bundles, contacts, people, processed, records, touches
from storage.assess import attempt
from storage.database import StorageError, may_have_run
from storage.touches import Batch

from .surface import Body, notice, open_modal, response_url, show, typed_text, typed_value

Ack = Callable[..., Any]


def log_command(ack: Ack, command: dict[str, Any], body: Body, context: BoltContext, client: WebClient) -> None:
    """`/log acme called 20 min, happy`: stored at once when clear, else the filled form; `/log` alone the empty one."""
    typed = typed_text(command.get("text") or "")
    batch = f"c{hashlib.sha256(body['trigger_id'].encode()).hexdigest()[:20]}"
    form, entry = read_line(context, typed)
    if entry is not None and not form.said:
        ack(**store(context, entry, batch), response_type="ephemeral")
        return
    if len(typed) > say.FORM_HOLDS:  # the form would cut it
        ack(**say.too_long(form.said, typed), response_type="ephemeral")
        return
    origin = Origin(uuid4().hex, response_url(context, body), accounts=entry.account_ids if entry and form.several else ())
    open_modal(client, body, say.form(form, origin, viewer_of(context)))
    ack()


def viewer_of(context: BoltContext) -> Viewer:
    return Viewer.of(context["caller"], context["services"].clock(), context["ws"].policy.currency)


def read_line(context: BoltContext, typed: str) -> tuple[say.Form, Entry | None]:
    """A typed line as the form it would fill, and as an entry; `said` in the form is what keeps it from being stored."""
    services, ws, person = context["services"], context["ws"], context["caller"]
    viewer = viewer_of(context)
    if not typed:
        return say.Form(), None
    with services.reading() as session:
        line = split_line(typed, lambda t: _match(session, ws, person, t), lambda t: _near(session, ws, person, t))
        people_there = contacts.of_account(session, ws.id, line.accounts[0].id) if len(line.accounts) == 1 else []
    meaning = understand(line.text, viewer.today, people_there, person.locale)
    entry = _entry(line, meaning, viewer.today)
    wrong = entry_error(entry, viewer.today)
    said = line.doubt or meaning.refused or ("" if line.text or not line.accounts else "What happened?")
    said = said or (wrong[1] if wrong else "")
    asks_day = long_ago(entry.on, viewer.today) and not meaning.refused
    if not said and asks_day:
        said = f"{viewer.day(entry.on)} is over a year ago: is that right?"
    if meaning.refused:
        entry = _entry(line, meaning, viewer.today, viewer.today)
    several = len(line.accounts) > 1
    named = tuple((m.id, m.name) for m in line.accounts)
    return say.Form(named, entry, tuple(people_there), said, several=several, asks_day=asks_day), entry


def _match(session: Session, ws: Workspace, person: Person, typed: str) -> Matched | None:
    hits = accounts.starting(session, ws.id, typed, person.id, 10)
    for group in ([h for h in hits if h.exact], hits if len(typed) >= 3 else []):
        mine = [h for h in group if h.owner_id == person.id]
        if group:
            best = (mine or group)[0]
            return Matched(best.id, best.name, len(mine) == 1 or len(group) == 1)
    return None


def _near(session: Session, ws: Workspace, person: Person, typed: str) -> Matched | None:
    meant = accounts.find(session, ws.id, typed, person.id).meant
    return Matched(meant.id, meant.name, False, meant.likeness) if meant else None


def _entry(line: Line, meaning: Meaning, today: date, on: date | None = None) -> Entry:
    return Entry(
        tuple(m.id for m in line.accounts), on or meaning.on or today, meaning.channel, meaning.direction,
        meaning.outcome, meaning.purpose, meaning.minutes, meaning.sentiment, meaning.note, meaning.contact_ids,
        meaning.next_text, meaning.next_on,
    )  # fmt: skip


def store(context: BoltContext, entry: Entry, batch: str, edits: str = "") -> Message:
    """Store an entry once under its batch and say what was understood; a repeat says the same again.

    The owner of another's account is told; what is due and today's nudge follow in the same transaction.
    """
    services, ws, person = context["services"], context["ws"], context["caller"]
    now, key = services.clock(), f"log:{batch}"
    try:
        with services.transaction() as session:
            if processed.first_time(session, ws.id, key, now):
                old = touches.batch_of(session, ws.id, edits) if edits else None
                if old:
                    # the form doesn't ask for the direction, and holds the beginning of a long note
                    entry = replace(entry, direction=old.entry.direction, note=old.entry.note_after(entry.note))
                    stored = touches.amend(session, ws.id, ws.policy, old, entry, person, now)
                    _tell_owners(session, ws, stored, person, now, known=old.entry.account_ids)
                else:
                    stored = touches.log(session, ws.id, ws.policy, entry, person, batch, now)
                    _tell_owners(session, ws, stored, person, now)
            message = _receipt(session, context, edits or batch, now)
    except StorageError as error:  # the commit may have run all the same: whoever is told "not stored" types it again
        if not may_have_run(error):
            raise
        with services.reading() as session:
            if not processed.was_seen(session, ws.id, key):
                raise
            message = _receipt(session, context, edits or batch, now)
    services.wake()
    return message


def _receipt(session: Session, context: BoltContext, batch: str, now: datetime) -> Message:
    ws, person = context["ws"], context["caller"]
    viewer = Viewer.of(person, now, ws.policy.currency)
    stored = touches.batch_of(session, ws.id, batch)
    if stored is None:
        return sentence("That touch is no longer there.")
    ids = stored.entry.account_ids
    names = [h.name for h in accounts.hits_of(session, ws.id, ids)]
    found = attempt(None, ids[0], now, records.read, session, ws.id, ids, now) or []
    if stored.voided:
        return say.undone(stored.entry, names, viewer)
    met = [c.name for r in found for c in r.contacts if c.id in stored.entry.contact_ids]
    falls = attempt(None, ids[0], now, due, found[0], viewer.today, ws.policy) if len(found) == 1 else None
    next_due = falls.on if falls else None
    return say.receipt(batch, stored.entry, names, met, next_due, viewer)


def _tell_owners(
    session: Session, ws: Workspace, stored: Batch, by: Person, now: datetime, known: Collection[int] = ()
) -> None:  # fmt: skip
    """Owners hear of it at midday, with what else was logged with their accounts by then."""
    owners = {a: accounts.owner_of(session, ws.id, a) for a in stored.entry.account_ids if a not in known}
    for account_id, owner in sorted(owners.items(), key=lambda known_to: known_to[1]):  # rows are locked in one order
        if owner != by.id:
            thing = {"by": by.id, "account": account_id, "batch": stored.batch}
            bundles.add(session, ws.id, "told", people.get(session, ws.id, owner), thing, now)


def undo(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
    """Undo a logged line, with its next step and the place it closed; pressed twice it says what is so."""
    services, ws, person = context["services"], context["ws"], context["caller"]
    now = services.clock()
    batch = BatchRef.unpack(typed_value(body)).batch
    with services.transaction() as session:
        stored = touches.batch_of(session, ws.id, batch)
        refused = may_void_touch(people.caller_of(session, ws.id, person), stored.by_id) if stored else None
        if stored and not refused and not stored.voided:
            touches.void(session, ws.id, ws.policy, stored, person.id, now)
        message = sentence(refused) if refused else _receipt(session, context, batch, now)
    services.wake()
    show(context, body, client, message)
    ack()


def refused_edit(session: Session, ws: Workspace, person: Person, old: Batch | None) -> str | None:
    """Why this person may not change a logged line, when opening the form and when sending it; None when they may."""
    if old is None:
        return None
    if old.voided:
        return "That touch was undone."
    return may_edit_touch(people.caller_of(session, ws.id, person), old.by_id)


def edit(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
    """The form again, filled with what was stored."""
    services, ws, person = context["services"], context["ws"], context["caller"]
    batch = BatchRef.unpack(typed_value(body)).batch
    with services.reading() as session:
        stored = touches.batch_of(session, ws.id, batch)
        refused = refused_edit(session, ws, person, stored) if stored else "That touch is no longer there."
        hits = accounts.hits_of(session, ws.id, stored.entry.account_ids) if stored else []
        there = contacts.of_account(session, ws.id, hits[0].id) if len(hits) == 1 else []
    if stored is None or refused:
        open_modal(client, body, notice("Edit touch", refused or ""))
    else:
        _open_edit(context, body, client, stored, hits, there)
    ack()


def _open_edit(
    context: BoltContext, body: Body, client: WebClient, stored: Batch, hits: Sequence[Any], there: Sequence[Contact]
) -> None:
    several = len(hits) > 1
    form = say.Form(tuple((h.id, h.name) for h in hits), stored.entry, tuple(there), editing=True, several=several)
    given = stored.entry.account_ids if several else ()
    origin = Origin(uuid4().hex, response_url(context, body), stored.batch, given)
    open_modal(client, body, say.form(form, origin, viewer_of(context)))


def register(app: Any) -> None:
    app.command("/log")(log_command)
    app.action(do.LOG_UNDO)(undo)
    app.action(do.LOG_EDIT)(edit)
