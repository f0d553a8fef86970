"""Logging a touch: one line, the form, the message shortcut; Undo and Edit."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from slack_bolt import BoltContext
from slack_sdk import WebClient
from sqlmodel import Session

from messages import actions as do
from messages import log_touch as say
from messages.actions import AccountRef, BatchRef, Origin, PlaceRef
from messages.blocks import Message, option
from messages.book import sentence
from messages.words import Viewer
from rules.access import may_edit_touch, may_void_touch
from rules.cadence import due
from rules.entries import Entry, entry_error
from rules.log_line import Line, Matched, split_line
from rules.records import Contact, Person
from rules.understand import Meaning, understand
from rules.workspace import Workspace
from storage import accounts, contacts, nudges, outbox, people, processed, records, touches
from storage.touches import Batch

from .surface import Body, answer, notice, open_modal, response_url, show, typed_text, typed_value

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
    said = line.doubt or meaning.refused or (wrong[1] if wrong else "")
    if not said and not line.text:
        said = "What happened?"
    if not said and not meaning.clear:
        said = "How was it: a call, a meeting, an e-mail?"
    if meaning.refused:
        entry = _entry(line, meaning, viewer.today, viewer.today)
    several = len(line.accounts) > 1
    return say.Form(tuple((m.id, m.name) for m in line.accounts), entry, tuple(people_there), said, several=several), entry


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
        tuple(m.id for m in line.accounts), on or meaning.on or today, meaning.channel or "call", meaning.direction,
        meaning.outcome or "reached", meaning.purpose, meaning.minutes, meaning.sentiment, meaning.note, meaning.contact_ids,
        meaning.next_text, meaning.next_on,
    )  # fmt: skip


def store(context: BoltContext, entry: Entry, batch: str, edits: str = "") -> Message:
    """Store an entry once under its batch and say what was understood; a repeat says the same again.

    The owner of another's account is told; what is due and today's nudge follow in the same transaction.
    """
    services, ws, person = context["services"], context["ws"], context["caller"]
    now = services.clock()
    with services.transaction() as session:
        if processed.first_time(session, ws.id, f"log:{batch}", now):
            old = touches.batch_of(session, ws.id, edits) if edits else None
            if old:
                entry = replace(entry, direction=old.entry.direction)  # the form doesn't ask for it
                stored = touches.amend(session, ws.id, ws.policy, old, entry, person, now)
            else:
                stored = touches.log(session, ws.id, ws.policy, entry, person, batch, now)
                _tell_owners(session, ws, stored, person, now)
        message = _receipt(session, context, edits or batch, now)
    services.wake()
    return message


def _receipt(session: Session, context: BoltContext, batch: str, now: datetime) -> Message:
    ws, person = context["ws"], context["caller"]
    viewer = Viewer.of(person, now, ws.policy.currency)
    stored = touches.batch_of(session, ws.id, batch)
    if stored is None:
        return sentence("That touch is no longer there.")
    found = records.read(session, ws.id, stored.entry.account_ids, now)
    names = [r.account.name for r in found]
    if stored.voided:
        return say.undone(stored.entry, names, viewer)
    met = [c.name for r in found for c in r.contacts if c.id in stored.entry.contact_ids]
    next_due = due(found[0], viewer.today, ws.policy).on if len(found) == 1 else None
    return say.receipt(batch, stored.entry, names, met, next_due, viewer)


def _tell_owners(session: Session, ws: Workspace, stored: Batch, by: Person, now: datetime) -> None:
    for account_id in stored.entry.account_ids:
        owner = accounts.owner_of(session, ws.id, account_id)
        if owner != by.id:
            payload = {"by": by.id, "account": account_id, "batch": stored.batch}
            outbox.enqueue(session, ws.id, f"told:{stored.batch}:{account_id}", "told", payload, now, person_id=owner)


def open_form(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
    """Log on a card or on the Home tab."""
    value = typed_value(body)
    account = AccountRef.unpack(value).account if value.startswith("{") else None
    _open(context, body, client, account, Origin(uuid4().hex, response_url(context, body)))
    ack()


def open_from_nudge(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
    """Log on a place in the morning message; a stale button says what happened meanwhile."""
    services, ws = context["services"], context["ws"]
    with services.reading() as session:
        place = nudges.place(session, ws.id, PlaceRef.unpack(typed_value(body)).place)
    if place is None:
        show(context, body, client, sentence("That account is no longer in this message."))
    else:
        origin = Origin(uuid4().hex, response_url(context, body), place=place.id)
        _open(context, body, client, place.account_id, origin)
    ack()


def _open(context: BoltContext, body: Body, client: WebClient, account: int | None, origin: Origin) -> None:
    services, ws = context["services"], context["ws"]
    form = say.Form()
    if account is not None:
        with services.reading() as session:
            hits = accounts.hits_of(session, ws.id, [account])
            there = contacts.of_account(session, ws.id, account)
        form = say.Form(tuple((h.id, h.name) for h in hits), None, tuple(there))
    open_modal(client, body, say.form(form, origin, viewer_of(context)))


def open_from_message(ack: Ack, shortcut: Body, body: Body, context: BoltContext, client: WebClient) -> None:
    """ "Log as touch" on any message: its text fills the form, as a line typed after /log would."""
    text = " ".join(typed_text(str((shortcut.get("message") or {}).get("text") or "")).split())[: say.FORM_HOLDS]
    form, entry = read_line(context, text)
    if entry and not form.said:
        form = say.Form(form.accounts, entry, form.contacts, "", several=form.several)
    origin = Origin(uuid4().hex, response_url(context, body), accounts=entry.account_ids if entry and form.several else ())
    open_modal(client, body, say.form(form, origin, viewer_of(context)))
    ack()


def suggest(ack: Ack, payload: dict[str, Any], context: BoltContext) -> None:
    """Typeahead for the account, over the own book first."""
    services, ws, person = context["services"], context["ws"], context["caller"]
    with services.reading() as session:
        hits = accounts.typeahead(session, ws.id, payload.get("value") or "", person.id)
    ack(options=[option(h.name, str(h.id)) for h in hits])


def account_chosen(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
    """The account was chosen in the form: its contacts appear; what was typed stays."""
    services, ws = context["services"], context["ws"]
    chosen = typed_value(body)
    origin = Origin.unpack(body["view"]["private_metadata"])
    entry, _ = _submitted(body["view"], origin, viewer_of(context).today)
    with services.reading() as session:
        hits = accounts.hits_of(session, ws.id, [int(chosen)]) if chosen.isdigit() else []
        there = contacts.of_account(session, ws.id, hits[0].id) if hits else []
    form = say.Form(tuple((h.id, h.name) for h in hits), entry, tuple(there), editing=bool(origin.batch))
    view = say.form(form, origin, viewer_of(context))
    services.later(lambda: client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view))
    ack()


def submit(ack: Ack, view: dict[str, Any], body: Body, context: BoltContext) -> None:
    """The form: checked, stored, then acked; sent twice it is one touch."""
    services, ws = context["services"], context["ws"]
    origin = Origin.unpack(view["private_metadata"])
    entry, wrong = _submitted(view, origin, viewer_of(context).today)
    if not wrong and (error := entry_error(entry, viewer_of(context).today)):
        wrong = {error[0]: error[1]}
    if wrong:
        there = [b.get("block_id") for b in view["blocks"]]
        ack(response_action="errors", errors={(k if k in there else "note"): v for k, v in wrong.items()})
        return
    with services.reading() as session:
        known = accounts.hits_of(session, ws.id, entry.account_ids)
    if len(known) != len(entry.account_ids):
        ack(response_action="errors", errors={"account": "That account is no longer on file."})
        return
    receipt = store(context, entry, f"v{origin.token}", origin.batch)
    if origin.response_url:
        answer(context, origin.response_url, receipt, replace=bool(origin.batch))
    ack()


def _submitted(view: dict[str, Any], origin: Origin, today: date) -> tuple[Entry, dict[str, str]]:
    values: dict[str, dict[str, Any]] = {}
    for block_id, elements in view["state"]["values"].items():
        values[block_id] = next(iter(elements.values()), {})

    def chosen(block: str) -> str:
        return str((values.get(block, {}).get("selected_option") or {}).get("value") or "")

    def day(block: str) -> date | None:
        stored = values.get(block, {}).get("selected_date")
        return date.fromisoformat(stored) if stored else None

    wrong: dict[str, str] = {}
    minutes = str(values.get("minutes", {}).get("value") or "")
    if minutes and not minutes.isdigit():
        wrong["minutes"] = "Minutes are a whole number."
    account = chosen("account")
    ids = origin.accounts or ((int(account),) if account.isdigit() else ())
    met = tuple(int(o["value"]) for o in values.get("contacts", {}).get("selected_options") or [])
    entry = Entry(
        tuple(ids), day("on") or today, chosen("channel") or "call", "outbound", chosen("outcome") or "reached", chosen("purpose"),
        int(minutes) if minutes.isdigit() else None, chosen("sentiment"), str(values.get("note", {}).get("value") or "").strip(), met,
        str(values.get("next_text", {}).get("value") or "").strip(), day("next_on"),
    )  # fmt: skip
    return entry, wrong


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


def edit(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
    """The form again, filled with what was stored."""
    services, ws, person = context["services"], context["ws"], context["caller"]
    batch = BatchRef.unpack(typed_value(body)).batch
    with services.reading() as session:
        stored = touches.batch_of(session, ws.id, batch)
        refused = may_edit_touch(people.caller_of(session, ws.id, person), stored.by_id) if stored else None
        hits = accounts.hits_of(session, ws.id, stored.entry.account_ids) if stored else []
        there = contacts.of_account(session, ws.id, hits[0].id) if len(hits) == 1 else []
    if stored is None or stored.voided or refused:
        open_modal(client, body, notice("Edit touch", refused or "That touch was undone."))
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
    app.view(do.LOG_FORM)(submit)
    app.options(do.LOG_ACCOUNT)(suggest)
    app.shortcut(do.LOG_SHORTCUT)(open_from_message)
    for action_id, listener in (
        (do.LOG_ACCOUNT, account_chosen), (do.CARD_LOG, open_form), (do.LOG_OPEN, open_form), (do.NUDGE_LOG, open_from_nudge),
        (do.LOG_UNDO, undo), (do.LOG_EDIT, edit),
    ):  # fmt: skip
        app.action(action_id)(listener)
