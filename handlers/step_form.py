"""The form of an onboarding step: added, put right, done on another day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import milestones as say
from messages.carried import AccountRef
from messages.inputs import Filled
from messages.milestones import Editing, StepRef
from messages.step_form import MILESTONE_FORM, step_form
from rules import no_longer, phrase
from rules.facts.milestone import Milestone
from rules.facts.milestones import FIELD, done_error, due_error
from rules.facts.templates import STAGES
from rules.phrase import Phrase
from storage import accounts, milestones, people, processed

from .asked import Asked
from .milestones import after, answerable, painted, refused
from .surface import Body, notice, open_modal, reject, response_url, typed_value

Ack = Callable[..., Any]


def open_add(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Add a step that is in no template."""
    account_id = AccountRef.unpack(typed_value(body)).account
    with asked.services.reading() as session:
        stop = refused(session, asked, account_id)
        editing = Editing(uuid4().hex, account_id, response_url=response_url(body))
        view = None if stop else _form(session, asked, editing, None)
    open_modal(client, body, view or notice("Add a step", stop or no_longer.ACCOUNT, asked.viewer))
    ack()


def open_change(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Change: what, by when, who sees to it, and when it was done."""
    with asked.services.reading() as session:
        step, stop = answerable(session, asked, StepRef.unpack(typed_value(body)).step)
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
    near = people.under(session, ws, asked.person.id) | accounts.helpers_of(
        session, ws, editing.account, asked.today
    )
    now = {step.owner_id} if step else set()
    there = [p for p in people.everyone(session, ws) if p.active or p.id in now]
    there.sort(key=lambda p: (p.id not in now, p.id not in near))
    owner = (say.ACCOUNT_OWNER, f"Whoever owns the account ({whose.owner})")
    choices = [owner, *((str(p.id), p.name) for p in there)]
    return step_form(whose.name, step, choices, editing, stages_of=STAGES)


def save(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """A step as it was filled in, changed or added once; the list is painted again."""
    editing, filled = Editing.unpack(view["private_metadata"]), Filled(view)
    key, step, did = f"view:{editing.token}", None, ""
    with asked.services.transaction() as session:
        if editing.step is None:
            stop = refused(session, asked, editing.account)
        else:
            step, stop = answerable(session, asked, editing.step)
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
        message = after(session, asked, editing.account, did, answers=answers, seen_by=seen_by)
    painted(ack, asked, editing, message)


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


def register(app: Any) -> None:
    app.action(say.MILESTONE_ADD)(open_add)
    app.action(say.MILESTONE_CHANGE)(open_change)
    app.view(MILESTONE_FORM)(save)
