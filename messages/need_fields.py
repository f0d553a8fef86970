"""What a customer lacks, in the form of a touch and in its receipt."""

from __future__ import annotations

from typing import Any

from rules.facts.entries import Entry
from rules.facts.needs import FIELD, paid

from .blocks import Block, escape, field
from .inputs import Filled, day_input, text_input
from .words import Viewer


def fields(entry: Entry) -> list[Block]:
    """A need is of one account: several have none in common."""
    if len(entry.account_ids) > 1:
        return []
    budget = text_input("need_budget", entry.need_budget, False, most=20)
    return [
        field("need_text", "They need", text_input("need_text", entry.need_text, False, most=FIELD)),
        field("need_budget", "Their budget for it", budget, hint="20k, or 20000 EUR."),
        field("need_right", "Right from", day_input("need_right", entry.need_right)),
    ]


def read(filled: Filled) -> dict[str, Any]:
    return {
        "need_text": filled.text("need_text")[:FIELD],
        "need_budget": filled.text("need_budget"),
        "need_right": filled.day("need_right"),
    }


def logged(entry: Entry, viewer: Viewer) -> str | None:
    """In the receipt of a touch that brought one."""
    if not entry.need_text:
        return None
    money = paid(entry.need_budget, viewer.currency) if entry.need_budget else None
    budget = f", budget {viewer.value(money)}" if money else ""
    right = f", right from {viewer.day(entry.need_right)}" if entry.need_right else ""
    return f"*They need:* {escape(entry.need_text)}{budget}{right}"
