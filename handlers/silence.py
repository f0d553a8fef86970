"""Somebody acted on nothing for a while, and whoever was asked says that they are here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient

from messages import silence as say
from messages.book import refusal
from messages.silence import WaitRef
from rules import no_longer
from rules.away import may_set
from rules.phrase import Phrase
from rules.silence import WAITS
from rules.waiting import ACCEPTED
from storage import people, waiting

from .asked import Asked
from .changed import audited
from .surface import Body, show, typed_value

Ack = Callable[..., Any]


def here(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Closed; pressed again it says the same."""
    ref, ws = WaitRef.unpack(typed_value(body)), asked.ws.id
    with asked.services.transaction() as session:
        wait = waiting.get(session, ws, ref.wait)
        stop: Phrase | None = no_longer.PERSON
        name = ""
        if wait is not None and wait.kind == WAITS:
            who = people.get(session, ws, wait.subject_id)
            stop, name = may_set(people.caller_of(session, ws, asked.person), who.id), who.name
            if stop is None and waiting.close(session, ws, wait, ACCEPTED, now=asked.now):
                audited(session, asked, did="is here", noun="person", row_id=who.id)
    asked.services.wake()
    message = refusal(stop, asked.viewer) if stop else say.here(name)
    show(asked.services, body, client, message=message, replace=False)
    ack()


def register(app: Any) -> None:
    app.action(say.SILENCE_HERE)(here)
