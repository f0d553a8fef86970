"""Asking an account's owner, and answering: with the button, in the thread of the question, or as a plain sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from slack_bolt import BoltContext
from slack_sdk import WebClient
from sqlmodel import Session

from messages import actions as do
from messages import questions as say
from messages.actions import Origin, QuestionRef
from messages.blocks import Message, escape
from rules.access import may_answer
from rules.records import days
from rules.workspace import Workspace
from storage import accounts, people, questions
from storage.questions import Question

from .log_touch import read_line
from .surface import Body, confirm, notice, open_modal, response_url, typed_value

Ack = Callable[..., Any]
OPEN_FOR = days(14)
"""How long a plain sentence in the direct message may still be the answer to a question; its thread and button always are."""


def submit_ask(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
    """The question goes to the owner as a message that can be answered; whoever asks reads that it went."""
    services, ws, person = context["services"], context["ws"], context["caller"]
    origin, now = Origin.unpack(view["private_metadata"]), services.clock()
    text = (view["state"]["values"]["text"]["text"].get("value") or "").strip()
    with services.transaction() as session:
        hits = accounts.hits_of(session, ws.id, origin.accounts[:1])
        owner = people.get(session, ws.id, hits[0].owner_id) if hits else None
        why = _unaskable(owner, person.id, text)
        if owner and not why:
            questions.ask(session, ws.id, hits[0].id, person.id, owner.id, text, origin.token, now)
    if why or not owner:
        ack(response_action="errors", errors={"text": why})
        return
    services.wake()
    said = f"Asked {escape(owner.name)} about *{escape(hits[0].name)}*: “{escape(text)}” The answer comes to you here."
    confirm(context, ack, origin.response_url, "Ask the owner", said)


def _unaskable(owner: Any, asker: int, text: str) -> str:
    if owner is None:
        return "That account is no longer on file."
    if not text:
        return "What do you want to know?"
    if owner.id == asker:
        return "That account is your own."
    return "" if owner.active else f"{owner.name} is no longer active: reassign the account first."


def open_answer(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
    """Answer, under a question."""
    services, ws, person = context["services"], context["ws"], context["caller"]
    with services.reading() as session:
        question = questions.get(session, ws.id, QuestionRef.unpack(typed_value(body)).question)
        stop = may_answer(person, question.to_id) if question else "That question is no longer on file."
        view = None
        if question and not stop:
            asker, account = _names(session, ws, question)
            origin = Origin(uuid4().hex, response_url(context, body), question=question.id)
            view = say.answer_form(asker, account, question.text, origin)
    open_modal(client, body, view or notice("Answer", stop or ""))
    ack()


def submit_answer(ack: Ack, view: dict[str, Any], context: BoltContext) -> None:
    services, ws, person = context["services"], context["ws"], context["caller"]
    origin = Origin.unpack(view["private_metadata"])
    text = (view["state"]["values"]["text"]["text"].get("value") or "").strip()
    with services.reading() as session:
        question = questions.get(session, ws.id, origin.question or 0)
        stop = may_answer(person, question.to_id) if question else "That question is no longer on file."
    if question is None or stop or not text:
        ack(response_action="errors", errors={"text": stop or "Your answer is empty."})
        return
    said = pass_on(context, question, text, f"v{origin.token}")
    confirm(context, ack, origin.response_url, "Answer", said)


def pass_on(context: BoltContext, question: Question, text: str, token: str) -> Message:
    """Keep an answer for whoever asked, once for each token, and say so to whoever answered."""
    services, ws = context["services"], context["ws"]
    with services.transaction() as session:
        now_is = questions.get(session, ws.id, question.id) or question  # two answers at once: both stay
        questions.answer(session, ws.id, now_is, text, token, services.clock())
        asker, account = _names(session, ws, question)
    services.wake()
    return say.passed_on(asker, account, question.text, text)


def in_thread(context: BoltContext, typed: str, event: dict[str, Any]) -> Message | None:
    """A reply in the thread of a question is its answer, whatever it says; None elsewhere."""
    services, ws, person = context["services"], context["ws"], context["caller"]
    if not typed or event.get("channel_type") != "im" or not event.get("thread_ts"):
        return None
    with services.reading() as session:
        question = questions.in_thread(session, ws.id, person.id, event["channel"], event["thread_ts"])
    return pass_on(context, question, typed, _token(event)) if question else None


def in_words(context: BoltContext, typed: str, event: dict[str, Any]) -> Message | None:
    """A plain sentence in the direct message answers the newest open question; None when there is none, or when the words
    are an account's name. One that could as well be logged is asked about."""
    services, ws, person = context["services"], context["ws"], context["caller"]
    if event.get("channel_type") != "im":
        return None
    with services.reading() as session:
        again = questions.by_token(session, ws.id, _token(event))
        question = again or questions.newest_open(session, ws.id, person.id, services.clock() - OPEN_FOR)
        if question is None or (not again and _is_account(session, ws, person.id, typed)):
            return None
        asker, _ = _names(session, ws, question)
    form, entry = read_line(context, typed)
    if entry and not form.said:
        return say.touch_or_answer(asker, typed)
    return pass_on(context, question, typed, _token(event))


def _token(event: dict[str, Any]) -> str:
    """The message's own key: delivered again it is the same answer."""
    return f"m{event['channel']}{event['ts']}"


def _is_account(session: Session, ws: Workspace, own: int, typed: str) -> bool:
    """Whether typed words are an account's name: whole, its only beginning, or, of one or two words, a slip of it."""
    hits = accounts.starting(session, ws.id, typed, own)
    if len(hits) == 1 or any(h.exact for h in hits):
        return True
    return len(typed.split()) <= 2 and (bool(hits) or accounts.find(session, ws.id, typed, own).meant is not None)


def _names(session: Session, ws: Workspace, question: Question) -> tuple[str, str]:
    """Who asked, and about which account."""
    hits = accounts.hits_of(session, ws.id, [question.account_id])
    return people.get(session, ws.id, question.by_id).name, hits[0].name if hits else "an account"


def register(app: Any) -> None:
    app.action(do.ASK_ANSWER)(open_answer)
    app.view(do.ASK_FORM)(submit_ask)
    app.view(do.ANSWER_FORM)(submit_answer)
