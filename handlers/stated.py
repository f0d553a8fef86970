"""A typed line that tells of no contact, only how a customer is, what changed there or what they need: kept
by one tap as a concern, a change or a need, with Undo. It is no touch."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import concerns as say_concern
from messages import need_list as say_need
from messages import stated as say
from messages.blocks import Message
from messages.book import refusal
from messages.unlogged import LineRef
from rules import no_longer
from rules.facts.changed import Change
from rules.facts.needed import HEARD, Need
from rules.facts.raised import Concern
from rules.facts.unlogged import NOTED, Unlogged, may_log_line
from rules.heard import Statement, kept_text, same, standing, stated
from rules.language.reading import Reading
from rules.phrase import Phrase
from storage import accounts, concerns, needs, processed, records, unlogged
from storage import stated as kept
from storage.assess import attempt

from . import lines
from .asked import Asked
from .concerns import follow
from .raising import open_at
from .surface import Body, show, typed_value
from .told import note, note_need

Ack = Callable[..., Any]


def stated_in(asked: Asked, reading: Reading, token: str) -> Message | None:
    """What is offered for a line that tells of no contact, kept until something becomes of it; None for any
    other line."""
    statement = stated(reading)
    if statement is None:
        return None
    line = lines.keep(asked, reading.typed, token)
    with asked.services.reading() as session:
        return _offered(session, asked, line, statement, there=_standing(session, asked, statement))


def _offered(
    session: Session,
    asked: Asked,
    line: Unlogged,
    statement: Statement,
    there: Concern | Change | Need | None,
) -> Message | None:
    hits = accounts.hits_of(session, asked.ws.id, [statement.account_id])
    return say.offered(line, statement, hits[0].name, asked.viewer, there) if hits else None


def _standing(session: Session, asked: Asked, statement: Statement) -> Concern | Change | Need | None:
    """What the account holds of it already, now."""
    ids = [statement.account_id]
    read = attempt(None, ids[0], asked.now, records.read, session, asked.ws.id, ids, asked.now) or []
    return standing(statement, read[0]) if read else None


def keep(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Keep what a line states, once; what stands there since is said instead."""
    beside = LineRef.unpack(typed_value(body)).beside
    _act(ack, body, asked, client=client, act=partial(_keep, beside=beside))


def undo(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Take it back; pressed twice it says the same."""
    _act(ack, body, asked, client=client, act=_undo)


def _act(
    ack: Ack,
    body: Body,
    asked: Asked,
    client: WebClient,
    act: Callable[[Session, Asked, Unlogged, Statement], Message | None],
) -> None:
    """Something done with what a line states, by whoever typed it; what stands of it is said, or why nothing
    was done."""
    with asked.services.reading() as session:
        line = unlogged.get(session, asked.ws.id, LineRef.unpack(typed_value(body)).line)
    stop = may_log_line(asked.person.id, line) if line else no_longer.LINE
    statement = stated(lines.read_again(asked, line)) if line and not stop else None
    if line is None or stop or statement is None:
        message = refusal(stop or no_longer.LINE, asked.viewer)
    else:
        with asked.services.transaction() as session:
            if stop := _stop(session, asked, line, statement):
                message = refusal(stop, asked.viewer)
            else:
                instead = act(session, asked, line, statement)
                message = instead or _as_it_stands(session, asked, line, statement)
    asked.services.wake()
    show(asked.services, body, client, message=message)
    ack()


def _stop(session: Session, asked: Asked, line: Unlogged, statement: Statement) -> Phrase | None:
    """Why nothing is done with a line any more: something else became of it, or its account is gone."""
    now = unlogged.get(session, asked.ws.id, line.id)
    if now is None or not (now.loggable or now.became == NOTED):
        return no_longer.LINE
    there = accounts.hits_of(session, asked.ws.id, [statement.account_id])
    return None if there else no_longer.ACCOUNT


def _keep(
    session: Session, asked: Asked, line: Unlogged, statement: Statement, beside: int | None
) -> Message | None:
    """Nothing where it stands already, by another line or hand, unless somebody wants another concern
    `beside` the one that they were shown."""
    ws, account, on = asked.ws.id, statement.account_id, statement.entry.on
    once = f"stated:{line.token}"
    mine = kept.of_line(session, ws, account, line.token, statement.fact)
    if mine or processed.was_seen(session, ws, once):
        return None
    there = _standing(session, asked, statement)
    if there and (there.id != beside or same(statement, there)):
        return _offered(session, asked, line, statement, there=there)
    processed.first_time(session, ws, once, now=asked.now)
    if statement.need:
        note_need(
            session, asked, account, statement.need, on, line=statement.text, batch=kept.key_of(line.token)
        )
    elif statement.change:
        text, key = kept_text(statement.change, statement.text), kept.key_of(line.token)
        note(session, asked, account, kind=statement.change.kind, text=text, on=on, batch=key)
    else:
        key = kept.external_id(line.token)
        open_at(session, asked, account, text=statement.said, kind=statement.concern, on=on, external_id=key)
    unlogged.close(session, ws, asked.person.id, line.text, became=NOTED, now=asked.now)
    return None


def _undo(session: Session, asked: Asked, line: Unlogged, statement: Statement) -> Message | None:
    """What was settled since stays."""
    ws, account = asked.ws.id, statement.account_id
    row = kept.of_line(session, ws, account, line.token, statement.fact)
    if row is None:
        return refusal(no_longer.LINE, asked.viewer)
    if stop := _settled(session, asked, statement, row.id):
        return refusal(stop, asked.viewer)
    if row.stands:
        by, now = asked.person.id, asked.now
        kept.take_back(session, ws, account, row, statement.fact, by_id=by, now=now)
        follow(session, asked, [account])
    return None


def _settled(session: Session, asked: Asked, statement: Statement, row_id: int) -> Phrase | None:
    """What became of it since, where that keeps it from being taken back."""
    if statement.need:
        need = needs.get(session, asked.ws.id, row_id)
        return say_need.meanwhile(need) if need and need.status != HEARD else None
    concern = None if statement.change else concerns.get(session, asked.ws.id, row_id)
    return say_concern.meanwhile(concern) if concern and not concern.is_open else None


def _as_it_stands(session: Session, asked: Asked, line: Unlogged, statement: Statement) -> Message:
    (hit,) = accounts.hits_of(session, asked.ws.id, [statement.account_id])
    row = kept.of_line(session, asked.ws.id, hit.id, line.token, statement.fact)
    if row is None or not row.stands:
        return say.undone(line, statement, hit.name, asked.viewer)
    need = needs.get(session, asked.ws.id, row.id) if statement.need else None
    return say.kept(line, statement, hit.name, asked.viewer, need)


def register(app: Any) -> None:
    app.action(say.STATED_KEEP)(keep)
    app.action(say.STATED_UNDO)(undo)
