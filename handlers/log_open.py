"""Where the log form is opened from: a card, the Home tab, a place in the morning message, any message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient

from messages.book import refusal
from messages.card import CARD_LOG
from messages.carried import AccountRef, Origin
from messages.home import LOG_OPEN
from messages.log_touch import LOG_SHORTCUT
from messages.places import NUDGE_LOG, PlaceRef
from rules import no_longer
from rules.captured import NOTE_LIMIT
from storage import nudges

from . import lines
from .asked import Asked
from .log_touch import key_of
from .surface import Body, open_modal, response_url, show, typed_text, typed_value

Ack = Callable[..., Any]


def open_form(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Log on a card or on the Home tab."""
    value = typed_value(body)
    given = (AccountRef.unpack(value).account,) if value.startswith("{") else ()
    open_modal(client, body, lines.opened(asked, Origin(uuid4().hex, response_url(body), accounts=given)))
    ack()


def open_from_nudge(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Log on a place in the morning message; a stale button says what happened meanwhile."""
    with asked.services.reading() as session:
        place = nudges.place(session, asked.ws.id, PlaceRef.unpack(typed_value(body)).place)
    if place is None:
        show(asked.services, body, client, message=refusal(no_longer.PLACE, asked.viewer))
    else:
        origin = Origin(uuid4().hex, response_url(body), place=place.id, accounts=(place.account_id,))
        open_modal(client, body, lines.opened(asked, origin))
    ack()


def open_from_message(ack: Ack, shortcut: Body, body: Body, asked: Asked, client: WebClient) -> None:
    """ "Log as touch" on any message, also of somebody else's: their words, your touch. Kept like a line
    typed after /log, and always shown before it is stored."""
    text = typed_text(str((shortcut.get("message") or {}).get("text") or ""))[:NOTE_LIMIT].strip()
    url = response_url(body)
    if text:
        origin = lines.origin_of(asked, lines.keep(asked, text, key_of(body, "s")), url)
    else:
        origin = Origin(uuid4().hex, url)
    open_modal(client, body, lines.opened(asked, origin))
    ack()


def register(app: Any) -> None:
    app.shortcut(LOG_SHORTCUT)(open_from_message)
    app.action(CARD_LOG)(open_form)
    app.action(LOG_OPEN)(open_form)
    app.action(NUDGE_LOG)(open_from_nudge)
