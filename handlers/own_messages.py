"""My messages: everybody moves or switches off each kind of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import own_messages as say
from messages.blocks import Message
from messages.carried import Origin
from messages.inputs import Filled
from rules.delivery.own import Own, clock_of, errors
from storage import people

from .asked import Asked
from .changed import audited
from .surface import Body, confirm, open_modal, reject, response_url

Ack = Callable[..., Any]
SWITCHES = ("morning", "digest", "friday", "news")
TIMES = ("morning_at", "digest_at", "friday_at", "bundle_at")


def settings_of(session: Session, asked: Asked) -> Message:
    """How the caller's own messages stand."""
    me = people.get(session, asked.ws.id, asked.person.id)
    return say.settings(me.own, asked.ws.policy, me.leads, me.is_admin)


def open_form(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    with asked.services.reading() as session:
        me = people.get(session, asked.ws.id, asked.person.id)
    origin = Origin(uuid4().hex, response_url(body))
    open_modal(client, body, say.form(me.own, asked.ws.policy, me.leads, origin))
    ack()


def submit(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """Checked and kept; what is planned next follows."""
    origin = Origin.unpack(view["private_metadata"])
    own = _typed(view)
    if wrong := errors(own, asked.ws.policy.nudge_until):
        reject(ack, asked.viewer, wrong)
        return
    with asked.services.transaction() as session:
        people.set_own(session, asked.ws.id, asked.person.id, own)
        audited(session, asked, did="set messages", noun="person", row_id=asked.person.id, **asdict(own))
        people.plan_anew(session, asked.ws.id, asked.now, ids=[asked.person.id])
        people.digest_anew(session, asked.ws.id, asked.now, ids=[asked.person.id])
        message = settings_of(session, asked)
    asked.services.wake()
    confirm(asked.services, ack, origin.response_url, title="My messages", said=message, replace=True)


def _typed(view: dict[str, Any]) -> Own:
    """What the form says; what it does not show stays as it is by default."""
    filled, there = Filled(view), view["state"]["values"]
    typed: dict[str, Any] = {
        **{name: filled.chosen(name) != "off" for name in SWITCHES if name in there},
        **{name: clock_of(filled.text(name)) for name in TIMES if name in there},
    }
    return Own(**typed)


def register(app: Any) -> None:
    app.action(say.OWN_OPEN)(open_form)
    app.view(say.OWN_FORM)(submit)
