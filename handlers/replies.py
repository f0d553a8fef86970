"""What somebody types where a question waits: the answer, a contact, or both. What is certain is done, what
is not is a tap; nothing of it is guessed, since what was passed on can't be taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient

from messages import replies as say
from messages import unlogged as say_line
from messages.blocks import Message
from messages.book import refusal
from rules import access, no_longer
from rules.captured import NOTE_LIMIT
from rules.facts.unlogged import DISMISSED, PASSED, Unlogged, may_log_line
from rules.language.reading import AHEAD, CHAT, LOG, Reading
from rules.phrase import Phrase
from storage import batches, plans, questions, unlogged
from storage.questions import Question

from . import lines
from .account import prep_of
from .asked import Asked
from .log_touch import asked_about
from .log_touch import in_words as logged
from .questions import beside_answer, of_thread, pass_on, waiting
from .receipts import receipt_of
from .surface import Body, message_key, show, typed_value
from .typed import understood
from .unlogged import plan_of

Ack = Callable[..., Any]


def in_thread(asked: Asked, typed: str, event: dict[str, Any]) -> Message | None:
    """A reply in the thread of a question is its answer, whatever it says; None elsewhere."""
    question = of_thread(asked, event) if typed else None
    return _answered(asked, question, typed, key=message_key(event)) if question else None


def _answered(asked: Asked, question: Question, typed: str, key: str) -> Message:
    """Pass an answer on. A contact that it tells of for certain is logged, too; one that it may tell of, or
    what it says of days to come, is a tap away."""
    passed = pass_on(asked, question, typed, token=key)
    reading = understood(asked, typed, about=question.account_id)
    if not tells(reading) or not (reading.certain or len(typed) <= NOTE_LIMIT):
        return passed
    # what was passed on comes back by itself no more, but what is stored next waits until it is
    lines.keep(asked, typed, key, question, became="" if reading.certain else PASSED)
    return logged(asked, reading, key)


def in_words(asked: Asked, reading: Reading, event: dict[str, Any]) -> Message | None:
    """A plain sentence where a question waits: its answer, unless it tells of a contact. Then it is logged as
    ever, and may be passed on; None where that is of another account, or no question waits."""
    wait = waiting(asked, reading.typed, event)
    if not wait:
        return None
    entries = [reading.ahead] if reading.ahead else [e.entry for e in reading.events]
    named = {account for entry in entries for account in entry.account_ids}
    theirs = [question for question in wait if question.account_id in {*named, reading.about}]
    if reading.prepares and reading.about:
        return _beside_prep(asked, (theirs or wait)[0], reading, key=message_key(event))
    if reading.kind == CHAT or not (named or tells(reading)):
        return _answered(asked, (theirs or wait)[0], reading.typed, key=message_key(event))
    if named and not theirs:
        return None
    question = (theirs or wait)[0]
    lines.keep(asked, reading.typed, message_key(event), question)
    if not named:
        reading = understood(asked, reading.typed, about=question.account_id)
    return logged(asked, reading, message_key(event))


def _beside_prep(asked: Asked, question: Question, reading: Reading, key: str) -> Message:
    """The page before a call, which is what such a line gets: it may be passed on all the same, and comes
    back by itself no more."""
    lines.keep(asked, reading.typed, key, question, became=PASSED)
    with asked.services.reading() as session:
        return beside_answer(session, asked, key, prep_of(session, asked, reading.about))


def tells(reading: Reading) -> bool:
    """Whether a line tells of a contact that was had or tried, or of what comes next on a day of its own."""
    if reading.kind == AHEAD and reading.ahead:
        return bool(reading.ahead.account_ids and (reading.ahead.next_on or reading.ahead.promise_on))
    return reading.kind == LOG and any(e.entry.channel and e.entry.outcome for e in reading.events)


def pass_it_on(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Pass a kept line on to whoever asked; pressed twice it is passed on once, and the message says what
    became of it."""
    ref = say_line.LineRef.unpack(typed_value(body))
    with asked.services.transaction() as session:
        line = unlogged.get(session, asked.ws.id, ref.line)
        question = questions.get(session, asked.ws.id, line.question_id or 0) if line else None
        stop = _unpassable(asked, line, question)
        if line and question and not stop and line.became != DISMISSED:
            questions.answer(session, asked.ws.id, question, text=line.text, token=line.token, now=asked.now)
            unlogged.passed_on(session, asked.ws.id, line, now=asked.now)
            line = unlogged.get(session, asked.ws.id, line.id)
    asked.services.wake()
    message = (
        as_it_stands(asked, line) if line and not stop else refusal(stop or no_longer.LINE, asked.viewer)
    )
    show(asked.services, body, client, message=message)
    ack()


def _unpassable(asked: Asked, line: Unlogged | None, question: Question | None) -> Phrase | None:
    if line is None or not line.text:
        return no_longer.LINE
    if question is None:
        return no_longer.QUESTION
    return may_log_line(asked.person.id, line) or access.may_answer(asked.person, question.to_id)


def as_it_stands(asked: Asked, line: Unlogged) -> Message:
    """What became of a line so far: as a contact, and as an answer."""
    with asked.services.reading() as session:
        if batches.of_line(session, asked.ws.id, line.token):
            return receipt_of(session, asked, line.token)
        planned = plans.batch_name(line.token)
        if plans.of_batch(session, asked.ws.id, planned):
            return beside_answer(session, asked, line.token, plan_of(session, asked, planned))
        if line.became == DISMISSED:
            return beside_answer(session, asked, line.token, say_line.dismissed(line))
    reading = lines.read_again(asked, line)
    if reading.prepares and reading.about:
        with asked.services.reading() as session:
            return beside_answer(session, asked, line.token, prep_of(session, asked, reading.about))
    return asked_about(asked, reading, line)


def register(app: Any) -> None:
    app.action(say.ANSWER_PASS)(pass_it_on)
