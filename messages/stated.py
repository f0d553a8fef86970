"""A line that tells of no contact, only how a customer is or what changed there: one tap keeps that."""

from __future__ import annotations

from rules.facts.unlogged import Unlogged
from rules.heard import Statement

from .blocks import Message, actions, button, clip, escape, message, section
from .changed import told_label
from .raised import raise_label
from .unlogged import LineRef, dismiss_button, open_button

STATED_KEEP = "stated.keep"


def offered(line: Unlogged, statement: Statement, name: str) -> Message:
    """Nothing is stored yet but the line."""
    head = f"No touch logged: that tells of no contact with {clip(escape(name), 300)}."
    label = told_label(statement.change) if statement.change else raise_label(statement.concern)
    keep = button(label, STATED_KEEP, LineRef(line.id).pack(), style="primary")
    row = [keep, open_button(line, "Log a touch"), dismiss_button(line)]
    return message(head, [section(f"{head}\n>{clip(escape(line.text), 600)}"), actions(row)])
