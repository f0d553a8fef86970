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
from rules import no_longer, phrase
from rules.facts.milestone import Milestone
from rules.facts.milestones import FACT, FIELD, done_error, due_error, may_answer, start_error
from rules.facts.templates import STAGES, Step
from rules.phrase import Phrase
from storage import accounts, milestones, nudges, outbox, people, processed
from storage.assess import recompute

from .access import refused_change
from .asked import Asked
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
        step, stop = _answerable(session, asked, StepRef.unpack(typed_value(body)).step)
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
            message = _after(
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


def _after(
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
    recompute(session, ws, asked.ws.policy, ids=[account_id], now=asked.now)
    owner = accounts.owner_of(session, ws, account_id)
    for person in sorted({asked.person.id, owner, *(p for p in seen_by if p is not None)}):
        outbox.repaint_home(session, ws, person, now=asked.now)
    return milestones_of(session, asked, account_id, did=did)


def _answerable(session: Session, asked: Asked, step_id: int) -> tuple[Milestone | None, Phrase | None]:
    """The step, and why what becomes of it is not this person's to say."""
    step, ws = milestones.get(session, asked.ws.id, step_id), asked.ws.id
    if step is None:
        return None, no_longer.STEP
    owner, team = (
        accounts.owner_of(session, ws, step.account_id),
        accounts.team_of(session, ws, step.account_id),
    )
    return step, may_answer(people.caller_of(session, ws, asked.person), step, owner, team=team)


def _refused(session: Session, asked: Asked, account_id: int) -> Phrase | None:
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
        stop = _refused(session, asked, account_id) or (None if templates else NO_TEMPLATE)
        whose = milestones.whose(session, asked.ws.id, account_id)
    if stop or whose is None:
        view = notice("Start a stage", stop or no_longer.ACCOUNT, asked.viewer)
    else:
        editing = Editing(uuid4().hex, account_id, response_url=response_url(body))
        view = say.start_form(whose.name, templates, editing, asked.today)
    open_modal(client, body, view)
    ack()


def start(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """A stage with the steps of its template, once; the list is painted again."""
    editing, filled = Editing.unpack(view["private_metadata"]), Filled(view)
    stage, on, key = filled.chosen("stage"), filled.day("on"), f"view:{editing.token}"
    steps = dict(_templates(asked)).get(stage, ())
    with asked.services.transaction() as session:
        stop = _refused(session, asked, editing.account)
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
        message = _after(session, asked, editing.account, did=did)
    _paint(ack, asked, editing, message)


def _started(session: Session, asked: Asked, account_id: int, stage: str, on: date | None) -> Phrase | None:
    there = milestones.of_account(session, asked.ws.id, account_id)
    if any(m.stage == stage and m.started_on == on and not m.dropped for m in there):
        return phrase.say("That stage started on that day already.")
    return None


def open_add(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Add a step that is in no template."""
    account_id = AccountRef.unpack(typed_value(body)).account
    with asked.services.reading() as session:
        stop = _refused(session, asked, account_id)
        editing = Editing(uuid4().hex, account_id, response_url=response_url(body))
        view = None if stop else _form(session, asked, editing, None)
    open_modal(client, body, view or notice("Add a step", stop or no_longer.ACCOUNT, asked.viewer))
    ack()


def open_change(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Change: what, by when, who sees to it, and when it was done."""
    with asked.services.reading() as session:
        step, stop = _answerable(session, asked, StepRef.unpack(typed_value(body)).step)
        if step and not stop and step.dropped:
            stop = say.meanwhile(step)
        view = None
        if step and not stop:
            editing = Editing(uuid4().hex, step.account_id, step.id, response_url(body))
            view = _form(session, asked, editing, step)
    open_modal(client, body, view or notice("Change step", stop or no_longer.STEP, asked.viewer))
    ack()


def _form(session: Session, asked: Asked, editing: Editing, step: Milestone | None) -> dict[str, Any] | None:
    """The form of a step; those who are nearest to the account stand first among who may see to it."""
    ws = asked.ws.id
    whose = milestones.whose(session, ws, editing.account)
    if whose is None:
        return None
    near = people.under(session, ws, asked.person.id) | accounts.team_of(session, ws, editing.account)
    now = {step.owner_id} if step else set()
    there = [p for p in people.everyone(session, ws) if p.active or p.id in now]
    there.sort(key=lambda p: (p.id not in now, p.id not in near))
    owner = (say.ACCOUNT_OWNER, f"Whoever owns the account ({whose.owner})")
    choices = [owner, *((str(p.id), p.name) for p in there)]
    return say.step_form(whose.name, step, choices, editing, stages_of=STAGES)


def save(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """A step as it was filled in, changed or added once; the list is painted again."""
    editing, filled = Editing.unpack(view["private_metadata"]), Filled(view)
    key, step, did = f"view:{editing.token}", None, ""
    with asked.services.transaction() as session:
        if editing.step is None:
            stop = _refused(session, asked, editing.account)
        else:
            step, stop = _answerable(session, asked, editing.step)
            stop = stop or (say.meanwhile(step) if step and step.dropped else None)
        if stop:
            reject(ack, asked.viewer, {"step": stop})
            return
        saw_to_it = {step.owner_id} if step else set()
        if not processed.was_seen(session, asked.ws.id, key):
            values, errors = _filled(session, asked, filled, step)
            if errors:
                reject(ack, asked.viewer, errors)
                return
            processed.first_time(session, asked.ws.id, key, now=asked.now)
            step = _store(session, asked, editing, step, values, stage=filled.chosen("stage"))
            did = say.did(step, asked.viewer)
        answers = (step, "step changed" if step.is_open else "step done") if step and editing.step else None
        seen_by = saw_to_it | ({step.owner_id} if step else set())
        message = _after(session, asked, editing.account, did, answers=answers, seen_by=seen_by)
    _paint(ack, asked, editing, message)


def _filled(
    session: Session, asked: Asked, filled: Filled, step: Milestone | None
) -> tuple[dict[str, Any], dict[str, Phrase]]:
    """What stands in the form, and what of it can't be."""
    owner, due_on, done_on = filled.chosen("owner"), filled.day("due_on"), filled.day("done_on")
    owner_id = int(owner) if owner.isdigit() and owner != say.ACCOUNT_OWNER else None
    text = filled.text("step")[:FIELD]
    if step and text == step.step[:FIELD]:
        text = step.step  # a form shows the beginning of a long one
    passed = due_on and done_on  # that of a step that was done may lie anywhere
    wrong = {
        "step": None if text else phrase.say("What is to be done?"),
        "due_on": None if passed else due_error(due_on, asked.today, step.due_on if step else None),
        "owner": None
        if owner_id is None or people.everyone(session, asked.ws.id, [owner_id])
        else phrase.say("That person is no longer on file."),
        "done_on": done_error(done_on, asked.today),
    }
    values = {"step": text, "due_on": due_on, "owner_id": owner_id, "done_on": done_on}
    return values, {name: why for name, why in wrong.items() if why}


def _store(
    session: Session,
    asked: Asked,
    editing: Editing,
    step: Milestone | None,
    values: dict[str, Any],
    stage: str,
) -> Milestone:
    """The step as it stands since. One that is added joins the latest stage of its name, else begins one
    today."""
    ws, by = asked.ws.id, asked.person.id
    if step is not None:
        milestones.change(session, ws, step, values, on=asked.today, by_id=by, now=asked.now)
        return replace(step, **values)
    stage = stage if stage in STAGES else STAGES[0]
    there = [
        m for m in milestones.of_account(session, ws, editing.account) if m.stage == stage and not m.dropped
    ]
    latest = max(there, key=lambda m: m.started_on or date.min, default=None)
    since = latest.started_on if latest else asked.today
    made = milestones.add(
        session, ws, editing.account, stage, started_on=since, values=values, by_id=by, now=asked.now
    )
    return Milestone(made, editing.account, stage, started_on=since, **values)


def _paint(ack: Ack, asked: Asked, editing: Editing, message: Message) -> None:
    """The list that a form was opened from, as it stands since; else in the form's place."""
    asked.services.wake()
    confirm(asked.services, ack, editing.response_url, title="Tend", said=message, replace=True)


def register(app: Any) -> None:
    app.action(say.MILESTONE_START)(open_start)
    app.view(say.MILESTONE_STARTED)(start)
    app.action(say.MILESTONE_ADD)(open_add)
    app.action(say.MILESTONE_DONE)(done)
    app.action(say.MILESTONE_CHANGE)(open_change)
    app.action(say.MILESTONE_DROPPED)(dropped)
    app.view(say.MILESTONE_FORM)(save)
