"""What is done with a touch in the history: edit, undo, void with a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import voiding as say
from messages.blocks import Block, Message
from messages.book import refusal
from messages.carried import Origin
from messages.inputs import Filled
from messages.voiding import TouchRef, Voiding
from rules import no_longer, phrase
from storage import batches, people, processed

from . import lines
from .asked import Asked
from .history import history_of
from .logged import refused_edit
from .receipts import receipt_of
from .surface import Body, confirm, notice, open_modal, reject, response_url, show, typed_value
from .voiding import names_of, refused_void, void, void_form

Ack = Callable[..., Any]
FROM_FILE = phrase.say("That touch came with a file: undo it and log it anew, or change the file.")


def act_on(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """What was chosen beside a touch."""
    ref = TouchRef.unpack(typed_value(body))
    if ref.do == "edit":
        open_modal(client, body, _edit_form(asked, ref, response_url(body)))
    elif _is_mine(asked, ref.touch):
        show(asked.services, body, client, message=_undo(asked, ref))
    else:
        voiding = Voiding(uuid4().hex, ref.touch, ref.account, response_url(body))
        open_modal(client, body, void_form(asked, voiding))
    ack()


def _edit_form(asked: Asked, ref: TouchRef, url: str) -> Block:
    """The log form with what was stored; one of a file has none."""
    with asked.services.reading() as session:
        stored = batches.of_touch(session, asked.ws.id, ref.touch)
        stop = refused_edit(session, asked, stored) if stored else no_longer.TOUCH
    if stored is None or stop or not stored.batch:
        return notice("Edit touch", stop or FROM_FILE, asked.viewer)
    return lines.opened(asked, Origin(uuid4().hex, url, stored.batch))


def _is_mine(asked: Asked, touch_id: int) -> bool:
    with asked.services.reading() as session:
        stored = batches.of_touch(session, asked.ws.id, touch_id)
    return stored is not None and stored.by_id == asked.person.id


def _undo(asked: Asked, ref: TouchRef) -> Message:
    """One's own, at once; the history is painted again."""
    with asked.services.transaction() as session:
        stored = batches.of_touch(session, asked.ws.id, ref.touch)
        stop = refused_void(session, asked, stored)
        if stored is None or stop:
            return refusal(stop or no_longer.TOUCH, asked.viewer)
        void(session, asked, stored)
        did = _did(session, asked, ref.touch, mine=True)
        message = history_of(session, asked, ref.account, did=did)
    asked.services.wake()
    return message


def _did(session: Session, asked: Asked, touch_id: int, mine: bool) -> str:
    stored = batches.of_touch(session, asked.ws.id, touch_id)
    assert stored is not None
    author = people.get(session, asked.ws.id, stored.by_id).name
    entry, names = stored.entry, names_of(session, asked, stored)
    return say.voided(author, entry.channel, names, entry.on, mine, asked.viewer)


def submit_void(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """Voided once, with the reason; what it was opened from is painted again."""
    voiding, why = Voiding.unpack(view["private_metadata"]), Filled(view).text("why")[: say.WHY]
    ws = asked.ws.id
    with asked.services.transaction() as session:
        stored = batches.of_touch(session, ws, voiding.touch)
        again = processed.was_seen(session, ws, f"view:{voiding.token}")
        stop = None if again else refused_void(session, asked, stored)
        if not stop and not why:
            stop = phrase.say("Why? Whoever logged it reads it.")
        if stored is None or stop:
            reject(ack, asked.viewer, {"why": stop or no_longer.TOUCH})
            return
        if processed.first_time(session, ws, f"view:{voiding.token}", now=asked.now):
            void(session, asked, stored, why)
        if voiding.account is None:
            message = receipt_of(session, asked, batches.line_of(stored.batch))
        else:
            mine = stored.by_id == asked.person.id
            did = _did(session, asked, voiding.touch, mine=mine)
            message = history_of(session, asked, voiding.account, did=did)
    asked.services.wake()
    confirm(asked.services, ack, voiding.response_url, title="Tend", said=message, replace=True)


def register(app: Any) -> None:
    app.action(say.TOUCH_DO)(act_on)
    app.view(say.TOUCH_VOIDED)(submit_void)
