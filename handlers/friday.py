"""What a week's summary asks: was it only not logged? One tap stores that we wrote; reached is said in the
form, one account at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import friday as say
from messages.book import refusal
from messages.carried import Origin
from messages.friday import LooseRef
from rules import no_longer
from rules.friday import first_day, wrote
from rules.language.reading import Event
from storage import accounts, fridays, logged, outbox

from . import lines
from .asked import Asked
from .logged import store
from .receipts import receipt_of
from .surface import Body, open_modal, response_url, show, typed_value

Ack = Callable[..., Any]


def just_wrote(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """We wrote to them: one touch however often it is pressed, none beside what was logged meanwhile."""
    ref = LooseRef.unpack(typed_value(body))
    with asked.services.reading() as session:
        known = bool(accounts.hits_of(session, asked.ws.id, [ref.account]))
        logged = _logged_since(session, asked, ref)
        message = receipt_of(session, asked, logged) if logged else refusal(no_longer.ACCOUNT, asked.viewer)
    if known and not logged:
        on = asked.today
        line = fridays.line_of(asked.person.id, ref.account, date.fromisoformat(ref.on))
        message = store(asked, {0: Event(wrote(ref.account, on))}, line)
    with asked.services.transaction() as session:
        fridays.repaint(session, asked.ws.id, asked.person.id, date.fromisoformat(ref.on), asked.now)
    asked.services.wake()
    show(asked.services, body, client, message=message, replace=False)
    ack()


def _logged_since(session: Session, asked: Asked, ref: LooseRef) -> str:
    """What they logged with it in the week meanwhile, by its line; empty for nothing."""
    first = first_day(date.fromisoformat(ref.on))
    return logged.line_since(session, asked.ws.id, asked.person, ref.account, first)


def reached(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The form, with the outcome: how they were reached nobody but its reader knows."""
    ref = LooseRef.unpack(typed_value(body))
    with asked.services.reading() as session:
        known = bool(accounts.hits_of(session, asked.ws.id, [ref.account]))
        row = outbox.sent_by_key(
            session, asked.ws.id, fridays.key_of(asked.person.id, date.fromisoformat(ref.on))
        )
    if known:
        origin = Origin(
            uuid4().hex, response_url(body), accounts=(ref.account,), outbox=row, outcome="reached"
        )
        open_modal(client, body, lines.opened(asked, origin))
    else:
        show(asked.services, body, client, message=refusal(no_longer.ACCOUNT, asked.viewer), replace=False)
    ack()


def register(app: Any) -> None:
    app.action(say.FRIDAY_WROTE)(just_wrote)
    app.action(say.FRIDAY_REACHED)(reached)
