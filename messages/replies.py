"""A typed line that may be two things: a contact, and the answer to a question that Tend passed on. What it
was is said, what it may be is offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.facts.unlogged import Unlogged
from rules.phrase import Phrase

from .blocks import Message, actions, button, escape, message, section
from .questions import quoted
from .unlogged import LineRef, Understood, as_read, dismiss_button, open_button
from .words import Viewer

ANSWER_PASS = "answer.pass"


@dataclass(frozen=True, slots=True)
class Answering:
    """The question that a kept line answers, or may answer, unless it was `passed` on: who asked what about
    which account."""

    line: int
    asker: str
    account: str
    question: str
    passed: bool


def beside(given: Message, answering: Answering) -> Message:
    """What became of a line as a contact, and what as an answer: one message, painted again with either."""
    asker, about = escape(answering.asker), f"*{escape(answering.account)}*:\n{quoted(answering.question)}"
    if answering.passed:
        said = f"📨 Passed on to {asker}, who had asked about {about}"
        return message(f"Passed on to {asker}. {given['text']}", [section(said), *given["blocks"]])
    pass_it_on = button("Pass it on", ANSWER_PASS, LineRef(answering.line).pack())
    offer = section(f"{asker} asks about {about}\nIs that your answer, too?", pass_it_on)
    return message(given["text"], [*given["blocks"], offer])


def touch_or_answer(
    line: Unlogged, doubts: Sequence[Phrase], understood: Understood, answering: Answering, viewer: Viewer
) -> Message:
    """A line that is neither for certain: nothing is guessed, each is a tap. Passed on, it may be logged all
    the same."""
    log_it = open_button(line, "Log it")
    if answering.passed:
        text = as_read("*It tells of a contact, too: not logged yet.*", line, doubts, understood, viewer)
        return beside(message("Not logged yet.", [section(text), actions([log_it])]), answering)
    asker = escape(answering.asker)
    head = f"*Is that a touch, or your answer to {asker} about {escape(answering.account)}?*"
    text = as_read(f"{head}\n{quoted(answering.question)}\nYou typed:", line, (), understood, viewer)
    row = [log_it, button("Pass it on", ANSWER_PASS, LineRef(line.id).pack()), dismiss_button(line)]
    return message(f"Is that a touch, or your answer to {asker}?", [section(text), actions(row)])
