"""Lines that wait for their form: closed without saving they come back; opened again, dismissed, or kept as
what comes next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import unlogged as say
from messages.blocks import Message
from messages.book import refusal
from messages.carried import Origin
from messages.log_form import LOG_FORM
from rules import no_longer
from rules.access import may_void_touch
from rules.facts.unlogged import DISMISSED, PASSED, PLANNED, Unlogged, may_log_line
from rules.phrase import Phrase
from storage import accounts, people, plans, processed, unlogged

from . import lines
from .asked import Asked
from .questions import beside_answer
from .surface import Body, notice, open_modal, response_url, show, typed_value

Ack = Callable[..., Any]


def closed(ack: Ack, body: Body, asked: Asked) -> None:
    """The form was closed without saving: its line comes back in the direct message, once."""
    origin = Origin.unpack(body["view"].get("private_metadata") or "{}")
    with asked.services.transaction() as session:
        line = unlogged.get(session, asked.ws.id, origin.line or 0)
        if line and line.waits and not may_log_line(asked.person.id, line):
            unlogged.give_back(session, asked.ws.id, line, now=asked.now)
    asked.services.wake()
    ack()


def open_again(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Finish, or open again: the filled form of a kept line."""
    with asked.services.reading() as session:
        line = _of(session, asked, body)
    if isinstance(line, Unlogged):
        if line.became == PASSED:
            with asked.services.transaction() as session:
                unlogged.reopen(session, asked.ws.id, line)
        over = bool((body.get("container") or {}).get("is_ephemeral"))
        origin = lines.origin_of(asked, line, response_url(body), over=over)
        open_modal(client, body, lines.opened(asked, origin))
    else:
        open_modal(client, body, notice("Log a touch", line, asked.viewer))
    ack()


def dismiss(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    with asked.services.transaction() as session:
        line = _of(session, asked, body)
        if isinstance(line, Unlogged):
            unlogged.close(session, asked.ws.id, asked.person.id, line.text, became=DISMISSED, now=asked.now)
            message = beside_answer(session, asked, line.token, say.dismissed(line))
        else:
            message = refusal(line, asked.viewer)
    asked.services.wake()
    show(asked.services, body, client, message=message)
    ack()


def plan(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Keep what a line says of days to come, without a touch; pressed twice it is kept once."""
    with asked.services.reading() as session:
        line = _of(session, asked, body, closed_too=True)
    if isinstance(line, Unlogged):
        message = _planned(asked, line)
    else:
        message = refusal(line, asked.viewer)
    asked.services.wake()
    show(asked.services, body, client, message=message)
    ack()


def _planned(asked: Asked, line: Unlogged) -> Message:
    entry, batch = lines.read_again(asked, line).ahead, plans.batch_name(line.token)
    if entry is None or not entry.account_ids:
        return refusal(no_longer.LINE, asked.viewer)
    with asked.services.transaction() as session:
        if line.loggable and processed.first_time(session, asked.ws.id, f"plan:{line.token}", now=asked.now):
            plans.keep(
                session,
                asked.ws.id,
                asked.ws.policy,
                entry,
                by_id=asked.person.id,
                batch=batch,
                now=asked.now,
            )
            unlogged.close(session, asked.ws.id, asked.person.id, line.text, became=PLANNED, now=asked.now)
        return beside_answer(session, asked, line.token, plan_of(session, asked, batch))


def plan_of(session: Session, asked: Asked, batch: str) -> Message:
    """What stands of a plan."""
    there = plans.of_batch(session, asked.ws.id, batch)
    if there is None:
        return refusal(no_longer.LINE, asked.viewer)
    hits = accounts.hits_of(session, asked.ws.id, there[0].account_ids)
    return say.planned(there[0], [h.name for h in hits], batch, asked.viewer)


def unplan(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Take a plan back; pressed twice it says the same."""
    batch = say.PlanRef.unpack(typed_value(body)).batch
    with asked.services.transaction() as session:
        there = plans.of_batch(session, asked.ws.id, batch)
        caller = people.caller_of(session, asked.ws.id, asked.person)
        refused = may_void_touch(caller, there[1]) if there else None
        if there and not refused:
            plans.undo(
                session,
                asked.ws.id,
                asked.ws.policy,
                there[0],
                by_id=asked.person.id,
                batch=batch,
                now=asked.now,
            )
        undone = beside_answer(session, asked, plans.line_of(batch), say.unplanned())
    asked.services.wake()
    show(asked.services, body, client, message=refusal(refused, asked.viewer) if refused else undone)
    ack()


def _of(session: Session, asked: Asked, body: Body, closed_too: bool = False) -> Unlogged | Phrase:
    """The line that a button means, or why it can't be logged any more."""
    line = unlogged.get(session, asked.ws.id, say.LineRef.unpack(typed_value(body)).line)
    if line is None:
        return no_longer.LINE
    if refused := may_log_line(asked.person.id, line):
        return refused
    return line if line.loggable or closed_too else no_longer.LINE


def register(app: Any) -> None:
    app.view_closed(LOG_FORM)(closed)
    app.action(say.LINE_OPEN)(open_again)
    app.action(say.LINE_DISMISS)(dismiss)
    app.action(say.LINE_PLAN)(plan)
    app.action(say.PLAN_UNDO)(unplan)
