"""What would go to somebody, shown to whoever previews it: the real message, its buttons as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rules.records import Person

from .blocks import (
    MOST_BLOCKS,
    MOST_TEXT,
    Block,
    Message,
    actions,
    button,
    clip,
    context,
    divider,
    escape,
    message,
    mrkdwn,
    option,
    section,
    select,
)
from .carried import Value
from .words import Viewer

PREVIEW_OPEN = "preview.open"
PREVIEW_WHO = "preview.who"
PREVIEW_SHOW = "preview.show"
MORNING, DIGEST = "morning", "digest"
SAYS = {
    MORNING: "Whom to call and why, with what waits for them",
    DIGEST: "How their team’s accounts stand, on Monday",
}
MOST = 100
"""People in a menu of Slack."""


@dataclass(frozen=True, slots=True)
class PreviewRef(Value):
    """Whose message, and which: the morning's, Monday's digest, or (empty) whichever they have."""

    person: int
    which: str = ""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The message `which` of a person as it would go out `at` its time; None where there would be none."""

    person: Person
    which: str
    at: datetime
    painted: Any
    sending: bool


def ask(those: Sequence[Person], me: int, viewer: Viewer, more: int = 0) -> Message:
    """Whose? The reader's own are one tap away."""
    row: list[Block] = [button("My own", PREVIEW_WHO, PreviewRef(me).pack(), says="Preview my own messages")]
    if len(those) > 1:
        row.insert(0, select("Whose", PREVIEW_WHO, [option(p.name, PreviewRef(p.id).pack()) for p in those]))
    says = "*Preview*: the next morning message or Monday digest as it would go out. Nothing is sent."
    blocks = [section(says), *(actions([element]) for element in row)]
    if more:
        blocks.append(context(f"And {more} more: `/account preview NAME`."))
    return message("Preview: whose messages?", blocks)


def which_of(person: Person, viewer: Viewer) -> Message:
    """Which one? Both have a button."""
    kinds = (MORNING, DIGEST) if person.leads else (MORNING,)
    says = f"*{escape(person.name)}*: what would go out next. Nothing is sent."
    rows = [section(SAYS[which], _button(person.id, which)) for which in kinds]
    return message(f"Preview for {escape(person.name)}", [section(says), *rows])


def _button(person: int, which: str) -> Block:
    label = "Next morning" if which == MORNING else "Monday’s digest"
    return button(label, PREVIEW_SHOW, PreviewRef(person, which).pack())


def preview(f: Foreseen, viewer: Viewer) -> Message:
    """The message with what it is above it, and below it the way to another one."""
    local = Viewer(viewer.locale, f.person.zone)
    what = "morning message" if f.which == MORNING else "digest"
    on = f"{local.weekday(local.local(f.at))}, {local.clock(f.at)}"
    head = f"*Preview* for *{escape(f.person.name)}*: the {what} of {on} (their time), as things stand now."
    said = f"{head} Nothing was sent or stored; buttons are shown as text."
    way = [_ways(f)]
    if f.painted is None:
        none = f"{head}\nThere would be none: {_why_none(f)}."
        return message(f"No {what} for {escape(f.person.name)}", [section(none), *way])
    shown = [context(said + _held(f)), divider(), *inert(f.painted["blocks"])]
    room = MOST_BLOCKS - len(way)
    if len(shown) > room:
        shown = [*shown[: room - 1], context("The rest of it has no place below this preview.")]
    return message(f"Preview for {escape(f.person.name)}: {f.painted['text']}", [*shown, *way])


def _ways(f: Foreseen) -> Block:
    other = DIGEST if f.which == MORNING else MORNING
    beside = [_button(f.person.id, other)] if f.person.leads else []
    return actions([*beside, button("Somebody else’s", PREVIEW_OPEN, "preview")])


def _held(f: Foreseen) -> str:
    """What it waits for beside its time."""
    waits = [] if f.sending else ["Sending is off: it goes out once an admin switches it on."]
    waits += [] if f.person.slack_id else ["They are not linked to Slack yet."]
    return " ⚠️ " + " ".join(waits) if waits else ""


def _why_none(f: Foreseen) -> str:
    if not f.person.active:
        return "they left, or are switched off in Slack"
    if f.which == DIGEST:
        if not f.person.leads:
            return "only managers have it"
        return "they switched it off" if not f.person.own.digest else "none of their people owns an account"
    return "they switched it off" if not f.person.own.morning else "nothing wants them that day"


def inert(blocks: Sequence[Block]) -> list[Block]:
    """The same blocks, in their number and order, with what can be pressed as text: a button of a message
    that never was must not act."""
    return [_inert(block) for block in blocks]


def _inert(block: Block) -> Block:
    if block["type"] == "actions":
        return context(" · ".join(f"[{escape(_label(e))}]" for e in block["elements"]))
    if "accessory" not in block or "action_id" not in block["accessory"]:
        return block
    rest = {k: v for k, v in block.items() if k != "accessory"}
    label = f" [{escape(_label(block['accessory']))}]"
    if "text" in rest:
        rest["text"] = mrkdwn(clip(rest["text"]["text"], MOST_TEXT - len(label)) + label)
    return rest


def _label(element: Block) -> str:
    told = element.get("text") or element.get("placeholder") or {}
    return str(told.get("text", "…"))
