"""What a customer wants to reach with us: noted in a form, listed, reached by one tap, put right. It adds no
touch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import goals as say
from messages.blocks import Block, Message, escape
from messages.book import refusal
from messages.carried import AccountRef
from messages.goals import MOVED, Aiming, GoalRef, ended
from messages.inputs import Filled
from messages.needed import GOAL_NOTE
from rules import no_longer
from rules.facts.aimed import OPEN, REACHED, Goal
from rules.facts.goals import FACT, FIELD, goal_error
from rules.facts.needs import may_put_right
from rules.phrase import Phrase
from storage import accounts, goals, nudges, people, processed

from .access import parties
from .asked import Asked
from .changed import computed_anew
from .surface import Body, confirm, notice, open_modal, over, reject, response_url, show, typed_value

Ack = Callable[..., Any]


def goals_of(session: Session, asked: Asked, account_id: int, did: str = "") -> Message:
    """All goals of an account, the open ones with their buttons."""
    hits = accounts.hits_of(session, asked.ws.id, [account_id])
    of_account = [g.as_known(asked.today) for g in goals.of_account(session, asked.ws.id, account_id)]
    by = people.names(session, asked.ws.id, (g.by_id for g in of_account))
    name = hits[0].name if hits else "this account"
    return say.goals(say.Goals(account_id, name, of_account, by=by, did=did), asked.viewer)


def _theirs(session: Session, asked: Asked, goal_id: int) -> tuple[Goal | None, Phrase | None]:
    """The goal, and why it is not this person's to change."""
    goal = goals.get(session, asked.ws.id, goal_id)
    if goal is None:
        return None, no_longer.GOAL
    caller, owner, team = parties(session, asked, goal.account_id)
    return goal, may_put_right(caller, goal.by_id, owner, team=team)


def _change(session: Session, asked: Asked, goal: Goal, to: Goal) -> None:
    """How it ended, another day, or put right. Mornings that told of one say how it ended, or that it has
    another day."""
    ws, now = asked.ws.id, asked.now
    if goals.change(session, ws, goal, to, by_id=asked.person.id, now=now):
        if said := ended(to) if to.state != goal.state else MOVED if to.due_on != goal.due_on else "":
            told = (FACT, goal.id)
            nudges.answered(session, ws, goal.account_id, told=told, outcome=said, now=now)
        computed_anew(session, asked, goal.account_id)


def reached(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Reached today, once; a stale button says what happened meanwhile."""
    with asked.services.transaction() as session:
        goal, stop = _theirs(session, asked, GoalRef.unpack(typed_value(body)).goal)
        if goal is None or stop:
            message = refusal(stop or no_longer.GOAL, asked.viewer)
        elif not goal.is_open:
            did = escape(asked.viewer.plain(say.meanwhile(goal)))
            message = goals_of(session, asked, goal.account_id, did=did)
        else:
            to = replace(goal, state=REACHED, closed_on=asked.today)
            _change(session, asked, goal, to)
            message = goals_of(session, asked, goal.account_id, did=say.did(to, "Reached", asked.viewer))
    asked.services.wake()
    show(asked.services, body, client, message=message, replace=not stop)
    ack()


def open_note(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """A goal: the form. Whoever may log a touch may say so."""
    account = AccountRef.unpack(typed_value(body)).account
    with asked.services.reading() as session:
        hits = accounts.hits_of(session, asked.ws.id, [account])
    if hits:
        aiming = Aiming(uuid4().hex, account, response_url=response_url(body), over=over(body, True))
        open_modal(client, body, say.form(aiming, hits[0].name, None))
    else:
        open_modal(client, body, notice("A goal of theirs", no_longer.ACCOUNT, asked.viewer))
    ack()


def open_change(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Put right: the same form, filled."""
    with asked.services.reading() as session:
        goal, stop = _theirs(session, asked, GoalRef.unpack(typed_value(body)).goal)
        hits = accounts.hits_of(session, asked.ws.id, [goal.account_id]) if goal else []
    if goal is None or stop:
        open_modal(client, body, notice("Change a goal", stop or no_longer.GOAL, asked.viewer))
    else:
        url, name = response_url(body), hits[0].name if hits else "this account"
        aiming = Aiming(uuid4().hex, goal.account_id, goal.id, response_url=url, over=over(body, True))
        open_modal(client, body, say.form(aiming, name, goal))
    ack()


def submit(ack: Ack, view: Block, asked: Asked) -> None:
    """Noted, or put right, once; the list says so."""
    aiming, filled = Aiming.unpack(view["private_metadata"]), Filled(view)
    with asked.services.transaction() as session:
        goal, stop = _theirs(session, asked, aiming.goal) if aiming.goal else (None, None)
        if stop is None and not accounts.hits_of(session, asked.ws.id, [aiming.account]):
            stop = no_longer.ACCOUNT
        if stop:
            reject(ack, asked.viewer, {"text": stop})
            return
        to = _filled(filled, asked, aiming, goal)
        if error := goal_error(to, asked.today):
            reject(ack, asked.viewer, dict([error]))
            return
        if processed.first_time(session, asked.ws.id, f"view:{aiming.token}", now=asked.now):
            if goal:
                _change(session, asked, goal, to)
            else:
                goals.note(session, asked.ws.id, to, by_id=asked.person.id, now=asked.now)
                computed_anew(session, asked, aiming.account)
        did = say.did(to, "Put right" if goal else "Noted", asked.viewer)
        message = goals_of(session, asked, aiming.account, did=did)
    asked.services.wake()
    confirm(asked.services, ack, aiming.response_url, title="Tend", said=message, replace=bool(aiming.over))


def _filled(filled: Filled, asked: Asked, aiming: Aiming, goal: Goal | None) -> Goal:
    """The goal as it was filled in: closed today where it is closed by that. A text that the form showed only
    the beginning of stays whole."""
    text, state = filled.text("text")[:FIELD], filled.chosen("state")
    was = goal or Goal(0, aiming.account, asked.person.id, text=text, said_on=asked.today)
    state = state or was.state
    closed = None if state == OPEN else was.closed_on if state == was.state else asked.today
    return replace(
        was,
        text=was.text if text == was.text[:FIELD].strip() else text,
        due_on=filled.day("due_on"),
        measure=filled.text("measure")[:FIELD],
        state=state,
        closed_on=closed,
    )


def register(app: Any) -> None:
    app.action(GOAL_NOTE)(open_note)
    app.view(say.GOAL_FORM)(submit)
    app.action(say.GOAL_REACHED)(reached)
    app.action(say.GOAL_CHANGE)(open_change)
