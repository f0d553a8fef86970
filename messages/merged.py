"""Accounts that became one, or two again: said to whoever did it, and told to whoever owned one of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .blocks import Block, Message, escape, first_few, message, section
from .merging import called
from .opening import open_button
from .words import Viewer, count

TOLD = 10  # accounts in one message


def done(gone: str, stays: str) -> str:
    """Above the card of the one that stayed."""
    return f"✅ Merged: *{escape(gone)}* is one with *{escape(stays)}* now."


def waits(gone: str, stays: str, to: str) -> str:
    """Said to whoever asked."""
    asked = f"{escape(to)} is asked whether *{escape(gone)}* is one with *{escape(stays)}*"
    return f"{asked}: until then both stay as they are."


def parted(gone: str, stays: str, back: int, stay: Sequence[tuple[int, str]], columns: int) -> str:
    """What an undo brought back, and what stays at the one that stayed."""
    went = f", {count(back, 'row')} went back" if back else ""
    said = f"↩️ Undone: *{escape(gone)}* and *{escape(stays)}* are two again{went}."
    left = [count(n, *_called_by_table(table)) for n, table in stay if n]
    if left:
        said += f" What came or changed since stays at *{escape(stays)}*: {', '.join(left)}."
    if columns:
        said += f" {count(columns, 'field')} of it changed since, and {'stays' if columns == 1 else 'stay'}."
    return said


TABLES = {
    "touch": "touches",
    "contact": "contacts",
    "next_step": "next_steps",
    "promise": "promises",
    "request": "requests",
    "concern": "concerns",
    "milestone": "milestones",
    "change": "changes",
}
"""Tables whose rows are told of in an undo, and their kind."""


def _called_by_table(table: str) -> tuple[str, str]:
    return called(TABLES.get(table, table))


@dataclass(frozen=True, slots=True)
class Merged:
    """An account of the reader's that another made one with another."""

    by: str
    gone: str
    stays: str
    stays_id: int


def told(those: Sequence[Merged], viewer: Viewer) -> Message:
    """For whoever owned one of both."""
    head = f"{count(len(those), 'account')} of yours became one with another."
    return message(head, first_few(those, TOLD, _told))


def _told(m: Merged) -> Block:
    text = f"{escape(m.by)} merged *{escape(m.gone)}* into *{escape(m.stays)}*."
    return section(text, open_button(m.stays_id, m.stays, beside=True))
