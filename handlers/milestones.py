"""The onboarding of an account: its stages and steps, and what becomes of each, a tap away. It adds no touch
and moves no cadence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import milestones as say
from messages.blocks import Message, escape
from messages.book import refusal
from messages.carried import AccountRef
from messages.inputs import Filled
from messages.milestones import Editing, StepRef
from messages.step_form import MILESTONE_STARTED, start_form
from rules import no_longer, phrase
from rules.facts.milestone import Milestone
from rules.facts.milestones import FACT, may_answer, start_error
from rules.facts.templates import STAGES, Step
from rules.phrase import Phrase
from storage import milestones, nudges, processed

from .access import parties, refused_change
from .asked import Asked
from .changed import computed_anew
from .surface import Body, confirm, notice, open_modal, reject, response_url, show, typed_value

Ack = Callable[..., Any]


def milestones_of(session: Session, asked: Asked, account_id: int, did: str = "") -> Message:
    """All steps of an account, the open ones with their buttons."""
    whose = milestones.whose(session, asked.ws.id, account_id)
    if whose is None:
        return refusal(no_longer.ACCOUNT, asked.viewer)
    steps = milestones.of_account(session, asked.ws.id, account_id)
    shown = say.Milestones(account_id, whose.name, whose.owner, since=whose.since, steps=steps, did=did)
    return say.milestones(shown, asked.viewer)


def done(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    _finish(ack, body, asked, client=client, drops=False)


def dropped(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    _finish(ack, body, asked, client=client, drops=True)


def _finish(ack: Ack, body: Body, asked: Asked, client: WebClient, drops: bool) -> None:
    """Done or dropped today, once; a stale button says what happened meanwhile. The list is painted again."""
    with asked.services.transaction() as session:
        step, stop = answerable(session, asked, StepRef.unpack(typed_value(body)).step)
        if step is None or stop:
            message = refusal(stop or no_longer.STEP, asked.viewer)
        elif not step.is_open:
            meanwhile = escape(asked.viewer.plain(say.meanwhile(step)))
            message = milestones_of(session, asked, step.account_id, did=meanwhile)
        else:
            by, today = asked.person.id, asked.today
            milestones.finish(session, asked.ws.id, step, today, by_id=by, now=asked.now, dropped=drops)
            closed = replace(step, done_on=today, dropped=drops)
            outcome = "step dropped" if drops else "step done"
            message = after(
                session,
                asked,
                step.account_id,
                say.did(closed, asked.viewer),
                answers=(step, outcome),
                seen_by={step.owner_id},
            )
    asked.services.wake()
    show(asked.services, body, client, message=message, replace=not stop)
    ack()


def take_up(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """One that was dropped is open again; a stale button says how it stands. The list is painted again."""
    with asked.services.transaction() as session:
        step, stop = answerable(session, asked, StepRef.unpack(typed_value(body)).step)
        if step is None or stop:
            message = refusal(stop or no_longer.STEP, asked.viewer)
        elif not step.dropped:
            stands = escape(asked.viewer.plain(say.meanwhile(step)))
            message = milestones_of(session, asked, step.account_id, did=stands)
        else:
            milestones.take_up(session, asked.ws.id, step, by_id=asked.person.id, now=asked.now)
            did = say.did(replace(step, done_on=None, dropped=False), asked.viewer)
            message = after(session, asked, step.account_id, did, seen_by={step.owner_id})
    asked.services.wake()
    show(asked.services, body, client, message=message, replace=not stop)
    ack()


def after(
    session: Session,
    asked: Asked,
    account_id: int,
    did: str,
    answers: tuple[Milestone, str] | None = None,
    seen_by: Collection[int | None] = (),
) -> Message:
    """What follows an act: mornings that told of the step say its outcome; the account, and the Home of
    whoever acted, owns the account or sees to the step (`seen_by`), anew; and the list with the act
    confirmed."""
    ws = asked.ws.id
    if answers:
        step, outcome = answers
        nudges.answered(session, ws, account_id, told=(FACT, step.id), outcome=outcome, now=asked.now)
    computed_anew(session, asked, account_id, also=(p for p in seen_by if p is not None))
    return milestones_of(session, asked, account_id, did=did)


def answerable(session: Session, asked: Asked, step_id: int) -> tuple[Milestone | None, Phrase | None]:
    """The step, and why what becomes of it is not this person's to say."""
    step = milestones.get(session, asked.ws.id, step_id)
    if step is None:
        return None, no_longer.STEP
    caller, owner, team = parties(session, asked, step.account_id)
    return step, may_answer(caller, step, owner, team=team)


def refused(session: Session, asked: Asked, account_id: int) -> Phrase | None:
    """Why this person starts no stage there and adds no step."""
    if milestones.whose(session, asked.ws.id, account_id) is None:
        return no_longer.ACCOUNT
    return refused_change(session, asked, account_id)


def _templates(asked: Asked) -> list[tuple[str, Sequence[Step]]]:
    """The stages that can be started: those with a step."""
    return [(stage, steps) for stage in STAGES if (steps := asked.ws.policy.steps(stage))]


NO_TEMPLATE = phrase.say("No stage has a step yet: admins type them into the settings, on Tend's Home tab.")


def open_start(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Start a stage: asks which, and from which day."""
    account_id, templates = AccountRef.unpack(typed_value(body)).account, _templates(asked)
    with asked.services.reading() as session:
        stop = refused(session, asked, account_id) or (None if templates else NO_TEMPLATE)
        whose = milestones.whose(session, asked.ws.id, account_id)
    if stop or whose is None:
        view = notice("Start a stage", stop or no_longer.ACCOUNT, asked.viewer)
    else:
        editing = Editing(uuid4().hex, account_id, response_url=response_url(body))
        view = start_form(whose.name, templates, editing, asked.today)
    open_modal(client, body, view)
    ack()


def start(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """A stage with the steps of its template, once; the list is painted again."""
    editing, filled = Editing.unpack(view["private_metadata"]), Filled(view)
    stage, on, key = filled.chosen("stage"), filled.day("on"), f"view:{editing.token}"
    steps = dict(_templates(asked)).get(stage, ())
    with asked.services.transaction() as session:
        stop = refused(session, asked, editing.account)
        if stop or not steps:
            reject(ack, asked.viewer, {"stage": stop or phrase.say("Which stage starts?")})
            return
        did = say.began(stage, on, steps, asked.viewer) if on else ""
        if not processed.was_seen(session, asked.ws.id, key):
            wrong = start_error(on, asked.today) or _started(
                session, asked, editing.account, stage=stage, on=on
            )
            if wrong or on is None:
                reject(ack, asked.viewer, {"on": wrong or phrase.say("From which day?")})
                return
            processed.first_time(session, asked.ws.id, key, now=asked.now)
            by = asked.person.id
            milestones.begin(
                session, asked.ws.id, editing.account, stage, steps=steps, on=on, by_id=by, now=asked.now
            )
        message = after(session, asked, editing.account, did=did)
    painted(ack, asked, editing, message)


def _started(session: Session, asked: Asked, account_id: int, stage: str, on: date | None) -> Phrase | None:
    there = milestones.of_account(session, asked.ws.id, account_id)
    if any(m.stage == stage and m.started_on == on and not m.dropped for m in there):
        return phrase.say("That stage started on that day already.")
    return None


def painted(ack: Ack, asked: Asked, editing: Editing, message: Message) -> None:
    """The list that a form was opened from, as it stands since; else in the form's place."""
    asked.services.wake()
    confirm(asked.services, ack, editing.response_url, title="Tend", said=message, replace=True)


def register(app: Any) -> None:
    app.action(say.MILESTONE_START)(open_start)
    app.view(MILESTONE_STARTED)(start)
    app.action(say.MILESTONE_DONE)(done)
    app.action(say.MILESTONE_DROPPED)(dropped)
    app.action(say.MILESTONE_AGAIN)(take_up)
