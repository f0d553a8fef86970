"""Logging by one line: behind /log, in the direct message, in a mention."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient

from messages import log_touch as say
from messages import replies as say_reply
from messages import unlogged as say_line
from messages.blocks import Message
from messages.carried import Origin
from rules import no_longer
from rules.captured import NOTE_LIMIT
from rules.facts.unlogged import Unlogged
from rules.language.reading import AHEAD, Reading
from storage import accounts, batches

from . import lines
from .asked import Asked
from .leaving import left_in
from .logged import refused_edit, store
from .questions import answering_of, beside_answer
from .stated import stated_in
from .surface import Body, notice, open_modal, response_url, typed_text, typed_value
from .typed import understood

Ack = Callable[..., Any]


def key_of(body: Body, letter: str) -> str:
    """The key of a line that a command or a shortcut brings: the same request sent again has the same."""
    return f"{letter}{hashlib.sha256(body['trigger_id'].encode()).hexdigest()[:20]}"


def log_command(ack: Ack, command: dict[str, Any], body: Body, asked: Asked, client: WebClient) -> None:
    """`/log acme called 20 min, happy`: stored at once when clear, else kept, and the filled form; `/log`
    alone the empty one. Who left is no touch."""
    typed, token = typed_text(command.get("text") or ""), key_of(body, "c")
    if gone := left_in(asked, typed, token):
        ack(**gone, response_type="ephemeral")
        return
    reading = understood(asked, typed)
    if not typed:
        open_modal(client, body, lines.opened(asked, Origin(uuid4().hex, response_url(body))))
    elif at_once := _at_once(asked, reading, token):
        ack(**at_once, response_type="ephemeral")
        return
    else:
        line = lines.keep(asked, typed, token)
        open_modal(client, body, lines.opened(asked, lines.origin_of(asked, line, response_url(body))))
    ack()


def in_words(asked: Asked, reading: Reading, token: str) -> Message:
    """A line typed where no form can be opened: stored, or kept and asked about with a button for it."""
    if at_once := _at_once(asked, reading, token):
        return at_once
    return asked_about(asked, reading, lines.keep(asked, reading.typed, token))


def asked_about(asked: Asked, reading: Reading, line: Unlogged) -> Message:
    """A kept line that is not stored yet: what is doubtful, or what it says of days to come."""
    if reading.kind == AHEAD and reading.ahead:
        return _ahead(asked, reading, line)
    events = lines.events_of(reading, asked)
    doubts = [doubt.why for event in events for doubt in event.doubts]
    with asked.services.reading() as session:
        read = [
            (e.entry, [h.name for h in accounts.hits_of(session, asked.ws.id, e.entry.account_ids)])
            for e in events
        ]
        answering = answering_of(session, asked, line)
    if answering:
        return say_reply.touch_or_answer(line, doubts, read, answering, asked.viewer)
    return say_line.unclear(line, doubts, read, asked.viewer)


def _at_once(asked: Asked, reading: Reading, token: str) -> Message | None:
    """What needs no form: what is certain, what is only to come, what tells of no contact, what is longer
    than a note; else None."""
    if reading.certain:
        return store(asked, dict(enumerate(reading.events)), token, typed=reading.typed)
    if len(reading.typed) > NOTE_LIMIT:
        doubts = [asked.viewer.plain(d.why) for event in reading.doubtful for d in event.doubts]
        return say.too_long(next(iter(doubts), ""), reading.typed)
    if reading.kind == AHEAD and reading.ahead:
        return _ahead(asked, reading, lines.keep(asked, reading.typed, token))
    return stated_in(asked, reading, token)


def _ahead(asked: Asked, reading: Reading, line: Unlogged) -> Message:
    assert reading.ahead is not None
    with asked.services.reading() as session:
        hits = accounts.hits_of(session, asked.ws.id, reading.ahead.account_ids)
        message = say_line.ahead(line, reading.ahead, [h.name for h in hits], asked.viewer)
        return beside_answer(session, asked, line.token, message)


def edit(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The form again, whole, filled with what was stored."""
    batch = say.BatchRef.unpack(typed_value(body)).batch
    with asked.services.reading() as session:
        stored = batches.batch_of(session, asked.ws.id, batch)
        refused = refused_edit(session, asked, stored) if stored else no_longer.TOUCH
    if stored is None or refused:
        open_modal(client, body, notice("Edit touch", refused or no_longer.TOUCH, asked.viewer))
    else:
        open_modal(client, body, lines.opened(asked, Origin(uuid4().hex, response_url(body), batch)))
    ack()


def register(app: Any) -> None:
    app.command("/log")(log_command)
    app.action(say.LOG_EDIT)(edit)
