"""Who we know at an account: the list, and what becomes of each person, a tap away. It adds no touch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import people as say
from messages.blocks import Message
from messages.book import refusal
from messages.carried import AccountRef
from messages.inputs import Filled
from messages.people import ContactRef, Knowing, Newcomer
from messages.people_form import CONTACT_FORM, person_form
from rules import no_longer, phrase
from rules.calendar import local_date
from rules.facts.acquainted import CHAMPION, acquainted, birthday_of, errors
from rules.facts.threads import thin
from rules.phrase import Phrase
from rules.records import CONTACT_ROLES, Contact
from storage import accounts, contacts, processed, records, turned_up
from storage.privacy.forgetting import mark, marks, named

from .access import refused_change
from .asked import Asked
from .changed import computed_anew
from .surface import Body, confirm, notice, open_modal, reject, response_url, show, typed_value

Ack = Callable[..., Any]


def people_of(session: Session, asked: Asked, account_id: int, did: str = "") -> Message:
    """Everybody at an account, with their buttons."""
    ws, read = asked.ws, records.read(session, asked.ws.id, [account_id], now=asked.now)
    if not read:
        return refusal(no_longer.ACCOUNT, asked.viewer)
    account, zone = read[0].account, read[0].owner.zone
    met = {c: local_date(at, zone) for c, at in contacts.last_met(session, ws.id, account_id).items()}
    there = acquainted(account, read[0].contacts, met, asked.today, ws.policy)
    hangs = thin(read[0], asked.today, ws.policy)
    return say.people(say.People(account_id, account.name, there, hangs, did=did), asked.viewer)


def _refused(session: Session, asked: Asked, account_id: int) -> Phrase | None:
    """Why this person puts nobody on file there."""
    if not accounts.hits_of(session, asked.ws.id, [account_id]):
        return no_longer.ACCOUNT
    return refused_change(session, asked, account_id)


def whom_of(session: Session, asked: Asked, contact_id: int) -> tuple[int, Contact | None, Phrase | None]:
    """The account and the person, and why what becomes of them is not this person's to say."""
    there = contacts.get(session, asked.ws.id, contact_id)
    if there is None:
        return 0, None, no_longer.CONTACT
    account_id, contact = there
    return account_id, contact, refused_change(session, asked, account_id)


def show_people(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """People: the list, below what it was asked from."""
    account_id = AccountRef.unpack(typed_value(body)).account
    with asked.services.reading() as session:
        message = people_of(session, asked, account_id)
    show(asked.services, body, client, message=message, replace=False)
    ack()


def open_add(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Add a person: asks who."""
    new = Newcomer.unpack(typed_value(body))
    account_id = new.account
    with asked.services.reading() as session:
        stop = _refused(session, asked, account_id)
        hits = accounts.hits_of(session, asked.ws.id, [account_id])
    if stop:
        view = notice("Add a person", stop, asked.viewer)
    else:
        knowing = Knowing(uuid4().hex, account_id, response_url=response_url(body))
        view = person_form(hits[0].name, None, knowing, new=new)
    open_modal(client, body, view)
    ack()


def open_change(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Change: what is on file of somebody, and since when they left."""
    with asked.services.reading() as session:
        account_id, contact, stop = whom_of(session, asked, ContactRef.unpack(typed_value(body)).contact)
        hits = accounts.hits_of(session, asked.ws.id, [account_id])
        others = others_of(session, asked, account_id, contact)
    if contact is None or stop:
        view = notice("Change a person", stop or no_longer.CONTACT, asked.viewer)
    else:
        knowing = Knowing(uuid4().hex, account_id, contact.id, response_url=response_url(body))
        view = person_form(hits[0].name, contact, knowing, others)
    open_modal(client, body, view)
    ack()


def others_of(session: Session, asked: Asked, account_id: int, contact: Contact | None) -> list[Contact]:
    """Who is there beside somebody, and may have come after them."""
    there = contacts.of_account(session, asked.ws.id, account_id) if contact else []
    return [c for c in there if contact and c.id != contact.id and c.in_role_on(asked.today)]


def save(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """Somebody as they were filled in, added or changed once; the list is painted again."""
    knowing, values = Knowing.unpack(view["private_metadata"]), _filled(view)
    account_id, contact, did, ws = knowing.account, None, "", asked.ws.id
    with asked.services.transaction() as session:
        if knowing.contact is None:
            stop = _refused(session, asked, account_id)
        else:
            account_id, contact, stop = whom_of(session, asked, knowing.contact)
        if stop:
            reject(ack, asked.viewer, {"name": stop})
            return
        if not processed.was_seen(session, ws, f"view:{knowing.token}"):
            wrong = _wrong(session, asked, account_id, values, contact)
            if wrong:
                reject(ack, asked.viewer, wrong)
                return
            processed.first_time(session, ws, f"view:{knowing.token}", now=asked.now)
            values["birthday"] = birthday_of(values["birthday"]) or values["birthday"]
            by, today = asked.person.id, asked.today
            after = follow_in_role(session, asked, account_id, values["successor_id"], contact)
            values["successor_id"] = after.id if after else None
            contacts.put(session, ws, account_id, values, by_id=by, on=today, now=asked.now, contact=contact)
            if contact and (contact.name, contact.email) != (values["name"], values["email"]):
                turned_up.look_again(session, ws, contact.id, now=asked.now)
            did = say.stored(values["name"], new=contact is None)
        message = after_act(session, asked, account_id, did)
    paint(ack, asked, knowing, message)


def _filled(view: dict[str, Any]) -> dict[str, Any]:
    filled = Filled(view)
    texts = {name: filled.text(name) for name in ("name", "title", "prefers", "email", "birthday")}
    role, after = filled.chosen("role"), filled.chosen("successor")
    days = {name: filled.day(name) for name in ("left_on", "moved_on", "mourning_until")}
    return {
        **texts,
        **days,
        "role": role if role in CONTACT_ROLES else "other",
        "successor_id": int(after) if after.isdigit() else None,
    }


def _wrong(
    session: Session, asked: Asked, account_id: int, values: dict[str, Any], contact: Contact | None
) -> dict[str, Phrase]:
    """What of the form can't be: whoever was erased there is not brought back in passing."""
    there = contacts.of_account(session, asked.ws.id, account_id)
    if wrong := errors(values, contact, there, asked.today):
        return wrong
    secret, name = asked.ws.secret, values["name"]
    erased = {mark(secret, named(name, account_id)), mark(secret, values["email"] or name)}
    if erased & marks(session, asked.ws.id):
        return {"name": phrase.say("{name} was erased here: add them by a file if that is meant.", name=name)}
    return {}


def follow_in_role(
    session: Session, asked: Asked, account_id: int, successor_id: int | None, contact: Contact | None
) -> Contact | None:
    """Whoever came after somebody, and is on file there; after a champion they are champion."""
    there = contacts.of_account(session, asked.ws.id, account_id) if contact and successor_id else []
    after = next((c for c in there if contact and c.id == successor_id != contact.id), None)
    if after and contact and contact.role == CHAMPION != after.role and contact.successor_id != after.id:
        by, now = asked.person.id, asked.now
        contacts.give_role(session, asked.ws.id, account_id, after.id, CHAMPION, by_id=by, now=now)
    return after


def after_act(session: Session, asked: Asked, account_id: int, did: str) -> Message:
    """What follows an act, with the list that has it confirmed."""
    computed_anew(session, asked, account_id)
    return people_of(session, asked, account_id, did=did)


def paint(ack: Ack, asked: Asked, knowing: Knowing, message: Message) -> None:
    """The list that a form was opened from, as it stands since; else in the form's place."""
    asked.services.wake()
    confirm(asked.services, ack, knowing.response_url, title="Tend", said=message, replace=True)


def register(app: Any) -> None:
    app.action(say.CONTACT_LIST)(show_people)
    app.action(say.CONTACT_ADD)(open_add)
    app.action(say.CONTACT_CHANGE)(open_change)
    app.view(CONTACT_FORM)(save)
