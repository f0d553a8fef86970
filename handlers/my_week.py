"""My week: everybody says for themselves on which weekdays they work; what is due and sent follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient

from messages import my_week as say
from messages.inputs import Filled
from rules.weeks import NO_DAY, week_of, written
from storage import absences, outbox, processed

from .asked import Asked
from .surface import Body, confirm, open_modal, reject

Ack = Callable[..., Any]


def open_week(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    with asked.services.reading() as session:
        week = absences.week_of(session, asked.ws.id, asked.person.id)
    open_modal(client, body, say.form(week, uuid4().hex))
    ack()


def save_week(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """Kept once; their accounts are looked at anew by the next tick."""
    week = week_of("".join(Filled(view).all_chosen("days")))
    if week is None:
        reject(ack, asked.viewer, {"days": NO_DAY})
        return
    token = say.Week.unpack(view["private_metadata"]).token
    with asked.services.transaction() as session:
        if processed.first_time(session, asked.ws.id, f"view:{token}", now=asked.now):
            absences.keep_week(session, asked.ws.id, asked.person.id, week, now=asked.now)
            outbox.repaint_home(session, asked.ws.id, asked.person.id, now=asked.now)
    asked.services.wake()
    said = f"Saved: {written(week)}. What is due, and when messages come, follows."
    confirm(asked.services, ack, "", title="My week", said=said)


def register(app: Any) -> None:
    app.action(say.WEEK_OPEN)(open_week)
    app.view(say.WEEK_FORM)(save_week)
