"""What we promised an account: the list with one tap each, the form for a new date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from rules.facts.promised import Promise
from rules.facts.promises import named
from rules.phrase import Days, Phrase, say

from .blocks import Block, Message, actions, button, escape, field, message, modal, section
from .carried import AccountRef, Value
from .opening import CARD_OPEN
from .promised import TOLD, when
from .sections import Section, lay_out
from .words import Viewer, count

PROMISE_KEPT = "promise.kept"
PROMISE_MOVE = "promise.move"
PROMISE_DROPPED = "promise.dropped"
PROMISE_FORM = "promise.form"


@dataclass(frozen=True, slots=True)
class PromiseRef(Value):
    """A promise."""

    promise: int


@dataclass(frozen=True, slots=True)
class Moving(Value):
    """What the form for a new date was opened for: `token` is unique to this opening, the list stands at
    `response_url`."""

    promise: int
    token: str
    response_url: str = ""


@dataclass(frozen=True, slots=True)
class Promises:
    """All promises of an account; `by` names people. `did`: what was just done with one, or meanwhile."""

    account_id: int
    name: str
    all_of: Sequence[Promise]
    by: Mapping[int, str]
    did: str = ""


def outcome(promise: Promise, viewer: Viewer) -> str:
    """What became of one that is open no more."""
    on = promise.closed_on or promise.due_on
    if promise.state == "dropped":
        return f"dropped {viewer.day(on)}"
    late = (on - promise.due_on).days
    return f"kept {viewer.day(on)}, {count(late, 'day')} late" if late > 0 else f"kept {viewer.day(on)}"


def promises(p: Promises, viewer: Viewer) -> Message:
    """The answer to `/account acme promises`."""
    there = count(sum(x.state == "open" for x in p.all_of), "open promise")
    return message(f"{p.did} {escape(p.name)}: {there}.".strip(), lay_out(LISTED, p, viewer))


def _head(p: Promises, viewer: Viewer) -> list[Block]:
    """What was done stands above what there is."""
    did = f"{p.did}\n" if p.did else ""
    said = "" if p.all_of else "\nNothing promised yet."
    return [section(f"{did}*What we promised {escape(p.name)}*{said}")]


def _open(p: Promises, viewer: Viewer, *, overdue: bool) -> list[Block]:
    """Those that stand as they were promised, the first due first, each with its buttons: those that are
    overdue, or the others."""
    blocks: list[Block] = []
    for x in (x for x in p.all_of if x.state == "open" and not x.renegotiated):
        if (x.due_on < viewer.today) != overdue:
            continue
        due = f"{when(x, viewer)} (by {viewer.day(x.due_on)})" if overdue else when(x, viewer)
        blocks += _answerable(x, f"{due}{_made(x, p, viewer)}", viewer)
    return blocks


def _renegotiated(p: Promises, viewer: Viewer, *, overdue: bool) -> list[Block]:
    """Open ones that were promised anew, with both dates and the same buttons; the first of all stands
    under their title, in one block, so that no title is left alone."""
    blocks: list[Block] = []
    anew = [x for x in p.all_of if x.state == "open" and x.renegotiated]
    anew.sort(key=lambda x: x.due_on >= viewer.today)
    for x in anew:
        if (x.due_on < viewer.today) != overdue:
            continue
        late = "" if x.due_on > viewer.today else f", {when(x, viewer)}"
        dates = f"promised for {viewer.day(x.first_on)}, now {viewer.day(x.due_on)}"
        title = "*Renegotiated*\n" if x is anew[0] else ""
        blocks += _answerable(x, f"{dates}{late}{_made(x, p, viewer)}", viewer, title=title)
    return blocks


def _answerable(x: Promise, how: str, viewer: Viewer, title: str = "") -> list[Block]:
    """An open one, and what became of it a tap away."""
    ref, text = PromiseRef(x.id).pack(), named(x)
    row = [
        button("Kept", PROMISE_KEPT, ref, style="primary", says=f"Kept: {text}"),
        button("New date", PROMISE_MOVE, ref, style="", says=f"New date: {text}"),
        button("Dropped", PROMISE_DROPPED, ref, style="", says=f"Dropped: {text}"),
    ]
    late = "🔴 " if x.due_on < viewer.today else ""
    return [section(f"{title}{late}*{escape(text)}*, {how}"), actions(row)]


def _kept(p: Promises, viewer: Viewer) -> list[Block] | None:
    return _closed("Kept", "kept", p, viewer=viewer)


def _dropped(p: Promises, viewer: Viewer) -> list[Block] | None:
    return _closed("Dropped", "dropped", p, viewer=viewer)


def _closed(title: str, state: str, p: Promises, viewer: Viewer) -> list[Block] | None:
    those = sorted(
        (x for x in p.all_of if x.state == state), key=lambda x: x.closed_on or x.due_on, reverse=True
    )
    if not those:
        return None
    lines = [
        f"• {escape(named(x))}, {outcome(x, viewer)} ({_promised_for(x, viewer)}){_made(x, p, viewer)}"
        for x in those[:TOLD]
    ]
    more = [f"and {len(those) - TOLD} more"] if len(those) > TOLD else []
    return [section("\n".join((f"*{title}*", *lines, *more)))]


def _promised_for(x: Promise, viewer: Viewer) -> str:
    """Both dates of one that was renegotiated before it was kept or dropped."""
    if x.renegotiated:
        return f"promised for {viewer.day(x.first_on)}, then {viewer.day(x.due_on)}"
    return f"by {viewer.day(x.due_on)}"


def _made(x: Promise, p: Promises, viewer: Viewer) -> str:
    """Who promised it, and when."""
    on = f" on {viewer.day(x.promised_on)}" if x.promised_on else ""
    return f" · {escape(p.by.get(x.by_id, 'somebody'))}{on}"


def _buttons(p: Promises, viewer: Viewer) -> list[Block]:
    return [actions([button("Card", CARD_OPEN, AccountRef(p.account_id).pack())])]


LISTED = (
    Section("what we promised", _head, rank=0),
    Section("overdue promises", partial(_open, overdue=True)),
    Section("open promises", partial(_open, overdue=False), rank=2),
    Section("kept", _kept, rank=3),
    Section("overdue renegotiated promises", partial(_renegotiated, overdue=True)),
    Section("renegotiated promises", partial(_renegotiated, overdue=False), rank=2),
    Section("dropped", _dropped, rank=4),
    Section("buttons", _buttons, rank=0),
)


def did(promise: Promise, viewer: Viewer) -> str:
    """An act, confirmed: how the promise stands since."""
    text = escape(named(promise))
    if promise.state == "open":
        return (
            f"✅ New date for “{text}”: {viewer.day(promise.due_on)}, first {viewer.day(promise.first_on)}."
        )
    return f"✅ “{text}”: {outcome(promise, viewer)}."


def meanwhile(promise: Promise) -> Phrase:
    """A button that is no longer true, by what became of one that is open no more."""
    text, on = named(promise), promise.closed_on or promise.due_on
    if promise.state == "dropped":
        return say("“{promise}” is answered already: dropped {on}.", promise=text, on=on)
    if on <= promise.due_on:
        return say("“{promise}” is answered already: kept {on}.", promise=text, on=on)
    late = Days((on - promise.due_on).days)
    return say("“{promise}” is answered already: kept {on}, {late} late.", promise=text, on=on, late=late)


def move_form(promise: Promise, moving: Moving, viewer: Viewer) -> Block:
    """For which day it is promised now. The first date stays beside it."""
    element: Block = {
        "type": "datepicker",
        "action_id": "due_on",
        "initial_date": max(promise.due_on, viewer.today).isoformat(),
    }
    said = section(
        f"*{escape(named(promise))}*\nPromised for {viewer.day(promise.due_on)}. That date stays on file."
    )
    return modal(
        "New date",
        [said, field("due_on", "By when now", element, optional=False)],
        PROMISE_FORM,
        submit="Save",
        private_metadata=moving.pack(),
    )
