"""A birthday or an anniversary that the morning message names: the greetings that were sent, in one tap."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient

from messages.book import refusal
from messages.carried import Chosen
from messages.nudge import NUDGE_GREET
from rules import no_longer
from rules.facts.celebrations import greeting
from rules.language.reading import Event
from storage.assess import readable

from .asked import Asked
from .logged import store
from .surface import Body, show, typed_value

Ack = Callable[..., Any]


def greet(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Greetings were sent: one touch however often it is pressed, with Undo and Edit; it resets nothing."""
    chosen = Chosen.unpack(typed_value(body))
    with asked.services.reading() as session:
        records = readable(session, asked.ws.id, [chosen.of], now=asked.now)
    sent = greeting(records[0], chosen.choice, asked.today) if records else None
    if sent is None:
        message = refusal(no_longer.GREETING if records else no_longer.ACCOUNT, asked.viewer)
    else:
        which, entry = sent
        message = store(asked, {0: Event(entry)}, f"g{chosen.of}-{which}")
    show(asked.services, body, client, message=message, replace=False)
    ack()


def register(app: Any) -> None:
    app.action(NUDGE_GREET)(greet)
