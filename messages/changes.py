"""What changed at a customer: the list with one tap each, the form to note one and to put one right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.facts.changed import COMPETITOR, FIELD, KINDS, NAMED, Change, named_in
from rules.phrase import Phrase, say

from .blocks import Block, Message, actions, button, escape, field, message, modal, section
from .carried import AccountRef, Value
from .changed import KIND, in_short, note_button
from .inputs import choice, day_input, text_input
from .opening import CARD_OPEN
from .sections import Section, lay_out
from .words import Viewer, count

CHANGED_FORM = "changed.form"
CHANGED_ANSWERED = "changed.answered"
CHANGED_FIX = "changed.fix"
CHANGED_VOID = "changed.void"

SHOWN = 10  # that were answered


@dataclass(frozen=True, slots=True)
class ChangeRef(Value):
    """A change at a customer."""

    change: int


@dataclass(frozen=True, slots=True)
class Noting(Value):
    """What the form was opened for: something new of an account, or one that is put right (`change`). `token`
    is unique to this opening; `over`: the answer takes the place of the message at `response_url`."""

    token: str
    account: int
    change: int = 0
    response_url: str = ""
    over: bool | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes of an account, the newest first; `answered`: ids of those that something answered, with the
    day. `by` names people. `did`: what was just done with one, or meanwhile."""

    account_id: int
    name: str
    all_of: Sequence[Change]
    answered: Mapping[int, date]
    by: Mapping[int, str]
    did: str = ""

    @property
    def open(self) -> list[Change]:
        return [c for c in self.all_of if c.id not in self.answered]


def changes(c: Changes, viewer: Viewer) -> Message:
    """The answer to `/account acme changes`."""
    there = count(len(c.open), "open change")
    return message(f"{c.did} {escape(c.name)}: {there}.".strip(), lay_out(LISTED, c, viewer))


def _head(c: Changes, viewer: Viewer) -> list[Block]:
    did = f"{c.did}\n" if c.did else ""
    said = "A reason to call until something of value answers it." if c.open else "Nothing is open."
    return [section(f"{did}*What changed at {escape(c.name)}*\n{said if c.all_of else 'Nothing noted yet.'}")]


def _open(c: Changes, viewer: Viewer) -> list[Block]:
    """Each with what may be said of it."""
    blocks: list[Block] = []
    for x in c.open:
        ref, text = ChangeRef(x.id).pack(), KIND[x.kind]
        row = [
            button("Talked about", CHANGED_ANSWERED, ref, style="primary", says=f"Talked about: {text}"),
            button("Put right", CHANGED_FIX, ref, says=f"Put right: {text}"),
            button("Not so", CHANGED_VOID, ref, says=f"Not so: {text}"),
        ]
        blocks += [section(f"{_said(x, viewer)}{_noted(x, c, viewer)}"), actions(row)]
    return blocks


def _said(x: Change, viewer: Viewer) -> str:
    said = in_short(x, viewer, most=FIELD)
    return f"*{said[:1].upper()}{said[1:]}*" if "\n" not in said else said


def _answered(c: Changes, viewer: Viewer) -> list[Block] | None:
    closed = sorted(
        (x for x in c.all_of if x.id in c.answered), key=lambda x: (c.answered[x.id], x.id), reverse=True
    )
    if not closed:
        return None
    lines = [
        f"• {in_short(x, viewer)}, answered {viewer.day(c.answered[x.id])}{_noted(x, c, viewer)}"
        for x in closed[:SHOWN]
    ]
    more = [f"and {len(closed) - SHOWN} more"] if len(closed) > SHOWN else []
    return [section("\n".join(("*Answered*", *lines, *more)))]


def _noted(x: Change, c: Changes, viewer: Viewer) -> str:
    """Who noted it and when; of a file nobody knows."""
    if x.noted_on is None:
        return ""
    return f" · {escape(c.by.get(x.by_id, 'somebody'))} on {viewer.day(x.noted_on)}"


def _buttons(c: Changes, viewer: Viewer) -> list[Block]:
    note = note_button(c.account_id, c.name, over=True)
    return [actions([note, button("Card", CARD_OPEN, AccountRef(c.account_id).pack())])]


LISTED = (
    Section("what changed", _head, rank=0),
    Section("open changes", _open),
    Section("answered changes", _answered, rank=2),
    Section("buttons", _buttons, rank=0),
)


def did(change: Change, what: str, viewer: Viewer) -> str:
    """An act, confirmed: noted, put right, talked about, taken back."""
    return f"✅ {what}: {in_short(change, viewer)}."


def meanwhile(change: Change, on: date) -> Phrase:
    """A button that is no longer true."""
    return say("That change is answered already: {on}.", on=on)


def form(noting: Noting, name: str, change: Change | None, viewer: Viewer, kind: str = "") -> Block:
    """What changed there; filled when one is put right, or its kind was said."""
    who, text = ("", "") if change is None else ("", change.text)
    if change is not None and change.kind == COMPETITOR:
        who, text = named_in(change.text)
    blocks = [
        section(f"*{escape(name)}*"),
        field(
            "kind",
            "What changed there?",
            choice("kind", KINDS, KIND, change.kind if change else kind),
            optional=False,
        ),
        field("on", "When, or since when", day_input("on", change.on if change else viewer.today)),
        field("name", "Competitor", text_input("name", who, False, most=NAMED), hint="Where one was seen."),
        field(
            "text",
            "In a line",
            text_input("text", text, True, most=FIELD),
            hint="By whom, which, what it means for them. It is the reason to call until it is answered.",
        ),
    ]
    title = "Put right" if change else "Something changed"
    return modal(title, blocks, CHANGED_FORM, submit="Save", private_metadata=noting.pack())
