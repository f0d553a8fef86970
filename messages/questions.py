"""A question to an account's owner, and what came back: both see the thread of it, each in their own
message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    escape,
    field,
    first_few,
    message,
    modal,
    section,
)
from .card import CARD_LOG
from .carried import AccountRef, Origin, Value, WorryRef
from .opening import CARD_OPEN, open_button
from .words import Viewer

ASK_FORM = "ask.form"
ASK_ANSWER = "ask.answer"
ASK_AGAIN = "ask.again"
ANSWER_FORM = "answer.form"


@dataclass(frozen=True, slots=True)
class QuestionRef(Value):
    """A question put to an account's owner."""

    question: int


SHOWN = 1200
"""Characters of an answer that a message repeats: its end, where the newest words stand."""
TOLD = 10  # questions that nobody answers any more


def ask_form(account: str, owner: str, origin: Origin, again: bool = False) -> Block:
    """The question, with one proposed; asked again, whoever asks knows what they want to know."""
    text: Block = {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": 500}
    if not again:
        text["initial_value"] = f"What is the next step with {account}, and what would help you?"[:500]
    blocks = [
        section(f"To {escape(owner)}, about *{escape(account)}*"),
        field("text", "Question", text, optional=False),
    ]
    return modal("Ask the owner", blocks, ASK_FORM, submit="Ask", private_metadata=origin.pack())


def answer_form(asker: str, account: str, question: str, origin: Origin) -> Block:
    text: Block = {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": 3000}
    blocks = [
        section(_question(asker, account, question)),
        field("text", "Your answer", text, optional=False),
    ]
    return modal("Answer", blocks, ANSWER_FORM, submit="Send", private_metadata=origin.pack())


def asked(
    asker: str, account: str, account_id: int, question: str, question_id: int = 0, answer: str = ""
) -> Message:
    """For the owner: the question, and under it what they answered so far."""
    blocks = [section(_question(asker, account, question))]
    ref, row = AccountRef(account_id).pack(), []
    if answer:
        blocks.append(section(f"*Your answer*, passed on to {escape(asker)}:\n{quoted(_end(answer))}"))
    if question_id:
        again = "Add to it" if answer else "Answer"
        row.append(
            button(again, ASK_ANSWER, QuestionRef(question_id).pack(), style="" if answer else "primary")
        )
    row += [button("Log", CARD_LOG, ref), button("Open", CARD_OPEN, ref)]
    blocks.append(actions(row))
    if question_id and not answer:
        blocks.append(context("Or just type your answer here, or in the thread of this message."))
    return message(f"{escape(asker)} asks about {escape(account)}", blocks)


def answered(owner: str, account: str, account_id: int, question: str, answer: str) -> Message:
    """For whoever asked: question and answer, with what comes next."""
    text = (
        f"{escape(owner)} on *{escape(account)}*: you "
        f"asked\n{quoted(question)}\n*Answer:*\n{quoted(_end(answer))}"
    )
    row = [open_button(account_id), button("Ask again", ASK_AGAIN, WorryRef(account_id, "ask").pack())]
    return message(
        f"{escape(owner)} answered about {escape(account)}: {escape(_end(answer))}",
        [section(text), actions(row)],
    )


def passed_on(asker: str, account: str, question: str, answer: str) -> Message:
    """What whoever answered reads at once."""
    text = f"Passed on to {escape(asker)}: “{escape(_end(answer))}”"
    about = f"They had asked about *{escape(account)}*:\n{quoted(question)}"
    return message(text, [section(text), section(about)])


def _question(asker: str, account: str, question: str) -> str:
    return f"{escape(asker)} asks about *{escape(account)}*:\n{quoted(question)}"


def quoted(text: str) -> str:
    return "\n".join(f">{escape(line)}" for line in text.split("\n"))


def _end(answer: str) -> str:
    return answer if len(answer) <= SHOWN else f"…{answer[-SHOWN:]}"


class Unanswered(NamedTuple):
    """A question that its reader put to somebody who left before they answered."""

    who: str
    account: str
    account_id: int
    question: str


def told_unanswered(those: Sequence[Unanswered], viewer: Viewer) -> Message:
    """For whoever asked."""

    def painted(u: Unanswered) -> Block:
        text = (
            f"{escape(u.who)} is not with us any more and did not answer what you asked about "
            f"*{escape(u.account)}*:\n{quoted(u.question)}"
        )
        return section(text, open_button(u.account_id, u.account))

    head = f"{escape(those[0].who)} left before they answered what you asked."
    return message(head, first_few(those, TOLD, painted))
