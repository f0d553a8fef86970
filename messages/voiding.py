"""A touch in the history: edited or undone by its author, voided by their manager with a reason; its author
hears of that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from rules.facts.touch import Touch

from .blocks import Block, Message, escape, field, first_few, message, modal, option, overflow, section
from .carried import Value
from .inputs import text_input
from .opening import open_button
from .words import A_CHANNEL, CHANNEL, Viewer, count, listed

TOUCH_DO = "touch.do"
TOUCH_VOIDED = "touch.voided"
TOLD = 10  # touches in one message
WHY = 200  # signs


@dataclass(frozen=True, slots=True)
class TouchRef(Value):
    """A touch, and what to do with it; `account`: whose history shows it, on which page."""

    touch: int
    do: str
    account: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class Voiding(Value):
    """What the form was opened for: `token` is unique to this opening; `account` whose history is painted
    again, None where the receipt is."""

    token: str
    touch: int
    account: int | None = None
    response_url: str = ""


ACTS = {"edit": "Edit or move", "undo": "Undo", "void": "Void…"}


def menu(touch: Touch, account: int, acts: Sequence[str], page: int) -> Block | None:
    """What the reader may do with a touch."""
    choices = [option(ACTS[do], TouchRef(touch.id, do, account, page).pack()) for do in acts]
    return overflow(TOUCH_DO, choices) if choices else None


def form(voiding: Voiding, by: str, channel: str, on: date, names: Sequence[str], viewer: Viewer) -> Block:
    """What voiding does, and why it is done."""
    beside = " With all of these accounts." if len(names) > 1 else ""
    said = (
        f"{escape(by)}'s {CHANNEL[channel]} with *{escape(listed(names, 5))}*, {viewer.day(on)}.{beside}\n"
        "It will count no more, and what it brought goes with it. "
        f"{escape(by)} hears it with your reason; Undo for 7 days."
    )
    why = field("why", "Why", text_input("why", "", False, WHY), optional=False)
    return modal(
        "Void a touch", [section(said), why], TOUCH_VOIDED, submit="Void", private_metadata=voiding.pack()
    )


def voided(by: str, channel: str, names: Sequence[str], on: date, mine: bool, viewer: Viewer) -> str:
    """An act, confirmed."""
    if mine:
        return f"↩️ Undone: {CHANNEL[channel]} with {escape(listed(names, 5))}, {viewer.day(on)}."
    return f"✅ Voided: {escape(by)}'s {CHANNEL[channel]} of {viewer.day(on)}. They hear it from me."


def back(channel: str, names: Sequence[str], on: date, viewer: Viewer) -> str:
    return f"↩️ It counts again: {CHANNEL[channel]} with {escape(listed(names, 5))}, {viewer.day(on)}."


class Voided(NamedTuple):
    """A touch of the reader's that their manager voided."""

    by: str
    channel: str
    on: date
    why: str
    account_id: int
    name: str


def told(those: Sequence[Voided], viewer: Viewer) -> Message:
    """For whoever logged them."""

    def painted(v: Voided) -> Block:
        what = f"{A_CHANNEL[v.channel]} of yours with *{escape(v.name)}*, {viewer.day(v.on)}"
        said = f"{escape(v.by)} voided {what}: “{escape(v.why)}”. It counts no more."
        return section(said, open_button(v.account_id, v.name, beside=True))

    head = f"{count(len(those), 'touch', 'touches')} of yours voided."
    return message(head, first_few(those, TOLD, painted))
