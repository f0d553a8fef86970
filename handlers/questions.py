"""Asking an account's owner, and answering with the button; which question a typed line answers or may
answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import questions as say
from messages.blocks import Message, escape
from messages.carried import Origin
from messages.replies import Answering, beside
from rules import access, no_longer, phrase
from rules.facts.unlogged import DISMISSED, Unlogged
from rules.phrase import Phrase
from storage import accounts, finding, people, questions, unlogged
from storage.questions import Question

from .asked import Asked
from .surface import (
    Body,
    confirm,
    is_of_a_message,
    message_key,
    notice,
    open_modal,
    reject,
    response_url,
    typed_value,
)

Ack = Callable[..., Any]


def submit_ask(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """The question goes to the owner as a message that can be answered; whoever asks reads that it went."""
    origin = Origin.unpack(view["private_metadata"])
    text = (view["state"]["values"]["text"]["text"].get("value") or "").strip()
    with asked.services.transaction() as session:
        hits = accounts.hits_of(session, asked.ws.id, origin.accounts[:1])
        owner = people.get(session, asked.ws.id, hits[0].owner_id) if hits else None
        why = _unaskable(owner, asked.person.id, text)
        if owner and not why:
            questions.ask(
                session,
                asked.ws.id,
                hits[0].id,
                by_id=asked.person.id,
                to_id=owner.id,
                text=text,
                token=origin.token,
                now=asked.now,
            )
    if why or not owner:
        reject(ack, asked.viewer, {"text": why or no_longer.ACCOUNT})
        return
    asked.services.wake()
    said = (
        f"Asked {escape(owner.name)} about *{escape(hits[0].name)}*: “{escape(text)}” The answer comes to "
        "you here."
    )
    confirm(asked.services, ack, origin.response_url, title="Ask the owner", said=said)


def _unaskable(owner: Any, asker: int, text: str) -> Phrase | None:
    if owner is None:
        return no_longer.ACCOUNT
    if not text:
        return phrase.say("What do you want to know?")
    if owner.id == asker:
        return phrase.say("That account is your own.")
    if owner.active:
        return None
    return phrase.say("{owner} is no longer active: reassign the account first.", owner=owner.name)


def open_answer(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Answer, under a question."""
    with asked.services.reading() as session:
        question = questions.get(session, asked.ws.id, say.QuestionRef.unpack(typed_value(body)).question)
        stop = access.may_answer(asked.person, question.to_id) if question else no_longer.QUESTION
        view = None
        if question and not stop:
            asker, account = _names(session, asked, question)
            origin = Origin(uuid4().hex, response_url(body), question=question.id)
            view = say.answer_form(asker, account, question.text, origin=origin)
    open_modal(client, body, view or notice("Answer", stop or no_longer.QUESTION, asked.viewer))
    ack()


def submit_answer(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    origin = Origin.unpack(view["private_metadata"])
    text = (view["state"]["values"]["text"]["text"].get("value") or "").strip()
    with asked.services.reading() as session:
        question = questions.get(session, asked.ws.id, origin.question or 0)
        stop = access.may_answer(asked.person, question.to_id) if question else no_longer.QUESTION
    if question is None or stop or not text:
        reject(ack, asked.viewer, {"text": stop or phrase.say("Your answer is empty.")})
        return
    said = pass_on(asked, question, text, token=f"v{origin.token}")
    confirm(asked.services, ack, origin.response_url, title="Answer", said=said)


def pass_on(asked: Asked, question: Question, text: str, token: str) -> Message:
    """Keep an answer for whoever asked, once for each token, and say so to whoever answered."""
    with asked.services.transaction() as session:
        # two answers at once: both stay
        now_is = questions.get(session, asked.ws.id, question.id) or question
        questions.answer(session, asked.ws.id, now_is, text=text, token=token, now=asked.now)
        asker, account = _names(session, asked, question)
    asked.services.wake()
    return say.passed_on(asker, account, question.text, answer=text)


def of_thread(asked: Asked, event: dict[str, Any]) -> Question | None:
    """The question in whose thread a message stands; None elsewhere."""
    if event.get("channel_type") != "im" or not event.get("thread_ts"):
        return None
    with asked.services.reading() as session:
        return questions.in_thread(
            session, asked.ws.id, asked.person.id, channel=event["channel"], ts=event["thread_ts"]
        )


def waiting(asked: Asked, typed: str, event: dict[str, Any]) -> list[Question]:
    """The questions that words in the direct message may answer, the newest first; none when the words are an
    account's name. Words that were passed on before answer the same one."""
    if event.get("channel_type") != "im":
        return []
    with asked.services.reading() as session:
        if again := questions.by_token(session, asked.ws.id, message_key(event)):
            return [again]
        wait = questions.open_ones(
            session, asked.ws.id, asked.person.id, since=asked.now - questions.OPEN_FOR
        )
        return [] if not wait or _is_account(session, asked, typed) else wait


def answering_of(session: Session, asked: Asked, line: Unlogged | None) -> Answering | None:
    """The question that a kept line answers or may answer; None where there is none, or it was let go."""
    question = questions.get(session, asked.ws.id, line.question_id) if line and line.question_id else None
    if line is None or question is None:
        return None
    passed = questions.by_token(session, asked.ws.id, line.token) is not None
    if line.became == DISMISSED and not passed:
        return None
    asker, account = _names(session, asked, question)
    return Answering(line.id, asker, account, question.text, passed=passed)


def beside_answer(session: Session, asked: Asked, key: str, message: Message) -> Message:
    """What became of a line, by its key, with the question that it answers or may answer."""
    line = unlogged.by_token(session, asked.ws.id, key) if is_of_a_message(key) else None
    answering = answering_of(session, asked, line)
    return beside(message, answering) if answering else message


def names_account(asked: Asked, typed: str) -> bool:
    """Whether typed words are an account's name, whole or its only beginning: no sentence begins so."""
    with asked.services.reading() as session:
        return _begins_one(session, asked, typed)


def is_account(asked: Asked, typed: str) -> bool:
    """Whether they are one, or, of one or two words, a slip of one."""
    with asked.services.reading() as session:
        return _is_account(session, asked, typed)


def _begins_one(session: Session, asked: Asked, typed: str) -> bool:
    hits = finding.starting(session, asked.ws.id, typed, own=asked.person.id)
    return len(hits) == 1 or any(h.exact for h in hits)


def _is_account(session: Session, asked: Asked, typed: str) -> bool:
    if _begins_one(session, asked, typed):
        return True
    own = asked.person.id
    return len(typed.split()) <= 2 and (
        bool(finding.starting(session, asked.ws.id, typed, own=own))
        or finding.find(session, asked.ws.id, typed, own=own).meant is not None
    )


def _names(session: Session, asked: Asked, question: Question) -> tuple[str, str]:
    """Who asked, and about which account."""
    hits = accounts.hits_of(session, asked.ws.id, [question.account_id])
    return people.get(session, asked.ws.id, question.by_id).name, hits[0].name if hits else "an account"


def register(app: Any) -> None:
    app.action(say.ASK_ANSWER)(open_answer)
    app.view(say.ASK_FORM)(submit_ask)
    app.view(say.ANSWER_FORM)(submit_answer)
