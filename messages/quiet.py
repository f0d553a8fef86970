"""Quiet days of one team: what they would change, how they stand, the form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules.facts.templates import lines_of

from .away import span
from .blocks import Block, Message, actions, button, context, escape, field, message, modal, section
from .carried import Value
from .inputs import text_input
from .words import Viewer, count

QUIET_SET = "quiet.set"
QUIET_OPEN = "quiet.open"
QUIET_FORM = "quiet.form"
LABEL = "Quiet days of your team"
HINT = (
    "A line each: 12-28 to 12-31 for every year, 2026-12-28 to 2026-12-31 for one; JP: before it for "
    "those of your people who are in that country."
)
FOLLOWS = "hold A accounts and what has its day alone. What is due stays due, and comes back after them."


@dataclass(frozen=True, slots=True)
class QuietDays(Value):
    """Days that are not stored yet (ISO dates)."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Opening(Value):
    """What the form was opened from; `token` is unique to this opening."""

    token: str
    response_url: str = ""


def listing(own: str, everybody: str, people: int, did: str = "") -> Message:
    """How they stand: of the reader's team, and of everybody; what was just done before them."""
    blocks: list[Block] = [section(did)] if did else []
    team = ", ".join(escape(line) for line in lines_of(own)) or "none"
    text = f"*Quiet days of your team* ({_people(people)}): {team}"
    if everybody:
        text += f"\n*Everybody's*: {', '.join(escape(line) for line in lines_of(everybody))}"
    blocks += [section(text), actions([button("Change", QUIET_OPEN, "quiet")])]
    blocks.append(context(f"On them the mornings {FOLLOWS} Or type `/account quiet 28-31 Dec`."))
    return message(did or "Quiet days of your team", blocks)


def _people(number: int) -> str:
    return count(number, "person", "people")


def proposal(first: date, last: date, people: int, viewer: Viewer) -> Message:
    """What they would change, before they do."""
    text = f"*{span(first, last, viewer)}*: the mornings of your team ({_people(people)}) {FOLLOWS}"
    days = QuietDays(first.isoformat(), last.isoformat())
    row = [
        button("Set", QUIET_SET, days.pack(), style="primary"),
        button("Change in the form", QUIET_OPEN, "quiet"),
    ]
    return message(text.replace("*", ""), [section(text), actions(row)])


def unclear(typed: str) -> Message:
    """From when to when is not certain."""
    text = (
        f"I can't tell from when to when that is: “{escape(typed[:80])}”. Such as `/account quiet 28-31 "
        "Dec`, or in the form:"
    )
    return message(text, [section(text), actions([button("Quiet days", QUIET_OPEN, "quiet")])])


def form(own: str, people: int, opening: Opening) -> Block:
    """Their lines, and what they do."""
    asked = field("quiet_days", LABEL, text_input("quiet_days", own, multiline=True, most=3000), hint=HINT)
    says = section(f"On these days the mornings of your team ({_people(people)}) {FOLLOWS}")
    return modal("Quiet days", [says, asked], QUIET_FORM, submit="Save", private_metadata=opening.pack())
