"""Logging a touch: one line, the form, the message shortcut; Undo and Edit."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import log_touch as say
from messages.blocks import Message
from messages.book import refusal
from messages.carried import Origin
from rules import no_longer, phrase
from rules.access import may_edit_touch, may_void_touch
from rules.cadence import due
from rules.captured import entry_error
from rules.facts.entries import Entry, long_ago, over_a_year_ago
from rules.language.log_line import Line, Matched, split_line
from rules.language.understand import Meaning, understand
from rules.phrase import Phrase
from rules.records import Contact
from storage import accounts, bundles, contacts, people, processed, records, touches
from storage.assess import attempt
from storage.database import StorageError, may_have_run
from storage.touches import Batch

from .asked import Asked
from .surface import Body, notice, open_modal, response_url, show, typed_text, typed_value

Ack = Callable[..., Any]


def log_command(ack: Ack, command: dict[str, Any], body: Body, asked: Asked, client: WebClient) -> None:
    """`/log acme called 20 min, happy`: stored at once when clear, else the filled form; `/log` alone the
    empty one."""
    typed = typed_text(command.get("text") or "")
    batch = f"c{hashlib.sha256(body['trigger_id'].encode()).hexdigest()[:20]}"
    form, entry = read_line(asked, typed)
    if entry is not None and not form.said:
        ack(**store(asked, entry, batch), response_type="ephemeral")
        return
    if len(typed) > say.FORM_HOLDS:  # the form would cut it
        ack(**say.too_long(form.said, typed), response_type="ephemeral")
        return
    origin = Origin(
        uuid4().hex, response_url(body), accounts=entry.account_ids if entry and form.several else ()
    )
    open_modal(client, body, say.form(form, origin, asked.viewer))
    ack()


def read_line(asked: Asked, typed: str) -> tuple[say.Form, Entry | None]:
    """A typed line as the form it would fill, and as an entry; `said` in the form is what keeps it from
    being stored."""
    if not typed:
        return say.Form(), None
    with asked.services.reading() as session:
        line = split_line(typed, lambda t: _match(session, asked, t), lambda t: _near(session, asked, t))
        people_there = (
            contacts.of_account(session, asked.ws.id, line.accounts[0].id) if len(line.accounts) == 1 else []
        )
    meaning = understand(line.text, asked.today, people_there, language=asked.person.locale)
    entry = _entry(line, meaning, asked.today)
    wrong = entry_error(entry, asked.today)
    nothing = None if line.text or not line.accounts else phrase.say("What happened?")
    doubt = line.doubt or meaning.refused or nothing or (wrong[1] if wrong else None)
    asks_day = long_ago(entry.on, asked.today) and not meaning.refused
    if not doubt and asks_day:
        doubt = over_a_year_ago(entry.on)
    said = asked.viewer.plain(doubt) if doubt else ""
    several = len(line.accounts) > 1
    named = tuple((m.id, m.name) for m in line.accounts)
    return say.Form(named, entry, tuple(people_there), said=said, several=several, asks_day=asks_day), entry


def _match(session: Session, asked: Asked, typed: str) -> Matched | None:
    hits = accounts.starting(session, asked.ws.id, typed, own=asked.person.id, most=10)
    for group in ([h for h in hits if h.exact], hits if len(typed) >= 3 else []):
        mine = [h for h in group if h.owner_id == asked.person.id]
        if group:
            best = (mine or group)[0]
            return Matched(best.id, best.name, len(mine) == 1 or len(group) == 1)
    return None


def _near(session: Session, asked: Asked, typed: str) -> Matched | None:
    meant = accounts.find(session, asked.ws.id, typed, own=asked.person.id).meant
    return Matched(meant.id, meant.name, False, likeness=meant.likeness) if meant else None


def _entry(line: Line, meaning: Meaning, today: date) -> Entry:
    return Entry(
        tuple(m.id for m in line.accounts),
        meaning.on or today,
        meaning.channel,
        direction=meaning.direction,
        outcome=meaning.outcome,
        purpose=meaning.purpose,
        minutes=meaning.minutes,
        sentiment=meaning.sentiment,
        note=meaning.note,
        contact_ids=meaning.contact_ids,
        next_text=meaning.next_text,
        next_on=meaning.next_on,
        promise_text=meaning.promise_text,
        promise_on=meaning.promise_on,
    )


def store(asked: Asked, entry: Entry, batch: str, edits: str = "") -> Message:
    """Store an entry once under its batch and say what was understood; a repeat says the same again.

    The owner of another's account is told; what is due and today's nudge follow in the same transaction.
    """
    key = f"log:{batch}"
    try:
        with asked.services.transaction() as session:
            if processed.first_time(session, asked.ws.id, key, now=asked.now):
                old = touches.batch_of(session, asked.ws.id, edits) if edits else None
                if old:
                    # the form doesn't ask for the direction, and holds the beginning of a long note
                    entry = replace(
                        entry, direction=old.entry.direction, note=old.entry.note_after(entry.note)
                    )
                    stored = touches.amend(
                        session,
                        asked.ws.id,
                        asked.ws.policy,
                        batch=old,
                        entry=entry,
                        by=asked.person,
                        now=asked.now,
                    )
                    _tell_owners(session, asked, stored, known=old.entry.account_ids)
                else:
                    stored = touches.log(
                        session,
                        asked.ws.id,
                        asked.ws.policy,
                        entry=entry,
                        by=asked.person,
                        batch=batch,
                        now=asked.now,
                    )
                    _tell_owners(session, asked, stored)
            message = _receipt(session, asked, edits or batch)
    except (
        StorageError
    ) as error:  # the commit may have run all the same: whoever is told "not stored" types it again
        if not may_have_run(error):
            raise
        with asked.services.reading() as session:
            if not processed.was_seen(session, asked.ws.id, key):
                raise
            message = _receipt(session, asked, edits or batch)
    asked.services.wake()
    return message


def _receipt(session: Session, asked: Asked, batch: str) -> Message:
    stored = touches.batch_of(session, asked.ws.id, batch)
    if stored is None:
        return refusal(no_longer.TOUCH, asked.viewer)
    ids = stored.entry.account_ids
    names = [h.name for h in accounts.hits_of(session, asked.ws.id, ids)]
    read = attempt(None, ids[0], asked.now, records.read, session, asked.ws.id, ids, asked.now) or []
    if stored.voided:
        return say.undone(stored.entry, names, asked.viewer)
    met = [c.name for r in read for c in r.contacts if c.id in stored.entry.contact_ids]
    falls = (
        attempt(None, ids[0], asked.now, due, read[0], asked.today, asked.ws.policy)
        if len(read) == 1
        else None
    )
    next_due = falls.on if falls else None
    return say.receipt(batch, stored.entry, names, contacts=met, due_on=next_due, viewer=asked.viewer)


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
        message = refusal(refused, asked.viewer) if refused else _receipt(session, asked, batch)
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
        hits = accounts.hits_of(session, asked.ws.id, stored.entry.account_ids) if stored else []
        there = contacts.of_account(session, asked.ws.id, hits[0].id) if len(hits) == 1 else []
    if stored is None or refused:
        open_modal(client, body, notice("Edit touch", refused or no_longer.TOUCH, asked.viewer))
    else:
        _open_edit(asked, body, client, stored=stored, hits=hits, there=there)
    ack()


def _open_edit(
    asked: Asked, body: Body, client: WebClient, stored: Batch, hits: Sequence[Any], there: Sequence[Contact]
) -> None:
    several = len(hits) > 1
    form = say.Form(
        tuple((h.id, h.name) for h in hits), stored.entry, tuple(there), editing=True, several=several
    )
    given = stored.entry.account_ids if several else ()
    origin = Origin(uuid4().hex, response_url(body), stored.batch, accounts=given)
    open_modal(client, body, say.form(form, origin, asked.viewer))


def register(app: Any) -> None:
    app.command("/log")(log_command)
    app.action(say.LOG_UNDO)(undo)
    app.action(say.LOG_EDIT)(edit)
