"""The form for who left a customer or moved inside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import leaving as say
from messages.inputs import Filled
from messages.people import CONTACT_LEFT, ContactRef, Knowing
from rules import no_longer, phrase
from rules.facts.acquainted import left_error
from rules.facts.unlogged import NOTED
from storage import contacts, processed, unlogged

from .asked import Asked
from .people import after_act, follow_in_role, others_of, paint, whom_of
from .surface import Body, notice, open_modal, reject, response_url, typed_value

Ack = Callable[..., Any]


def open_left(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Left or moved: asks since which day; who left meanwhile is said."""
    ref = ContactRef.unpack(typed_value(body))
    with asked.services.reading() as session:
        account_id, contact, stop = whom_of(session, asked, ref.contact)
        others = others_of(session, asked, account_id, contact)
    if contact and not stop and contact.left_on:
        stop = phrase.say("{name} left {on} already.", name=contact.name, on=contact.left_on)
    if contact is None or stop:
        view = notice("Left or moved", stop or no_longer.CONTACT, asked.viewer)
    else:
        url = "" if ref.beside else response_url(body)
        knowing = Knowing(uuid4().hex, account_id, contact.id, response_url=url, line=ref.line)
        view = say.left_form(contact, knowing, asked.today, others, went=ref.went)
    open_modal(client, body, view)
    ack()


def save_left(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """They left, or moved inside, on a day, once; the list is painted again."""
    knowing, filled, did = Knowing.unpack(view["private_metadata"]), Filled(view), ""
    on, moved, chosen = filled.day("left_on"), filled.chosen("went") == "moved", filled.chosen("successor")
    with asked.services.transaction() as session:
        account_id, contact, stop = whom_of(session, asked, knowing.contact or 0)
        key = f"view:{knowing.token}"
        again = processed.was_seen(session, asked.ws.id, key)
        stop = stop or (None if again else left_error(on, asked.today))
        if contact is None or stop or on is None:
            reject(ack, asked.viewer, {"left_on": stop or no_longer.CONTACT})
            return
        if processed.first_time(session, asked.ws.id, key, now=asked.now):
            successor = int(chosen) if chosen.isdigit() else None
            after = follow_in_role(session, asked, account_id, successor, contact)
            contacts.leave(
                session,
                asked.ws.id,
                account_id,
                contact.id,
                on=on,
                by_id=asked.person.id,
                now=asked.now,
                moved=moved,
                successor_id=after.id if after else None,
            )
            _close(session, asked, knowing.line)
            named = after.name if after else ""
            did = say.left(contact, on, asked.viewer, moved=moved, successor=named)
        message = after_act(session, asked, account_id, did)
    paint(ack, asked, knowing, message)


def _close(session: Session, asked: Asked, line_id: int | None) -> None:
    """The line that said it waits no longer."""
    line = unlogged.get(session, asked.ws.id, line_id) if line_id is not None else None
    if line and line.person_id == asked.person.id:
        unlogged.close(session, asked.ws.id, asked.person.id, line.text, became=NOTED, now=asked.now)


def register(app: Any) -> None:
    app.action(CONTACT_LEFT)(open_left)
    app.view(say.CONTACT_GONE)(save_left)
