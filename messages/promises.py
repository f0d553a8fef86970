"""What we promised: a line on the card, the list with one tap each, the form for a new date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.card import Card
from rules.facts.kept import Kept, rate
from rules.facts.promised import Promise
from rules.facts.promises import named, open_promises
from rules.records import Person
from rules.week import Digest

from .actions import CARD_NEW, CARD_OPEN, AccountRef, Value
from .blocks import Block, Message, actions, button, context, escape, field, message, modal, section
from .sections import Section, lay_out
from .words import Viewer, count

PROMISE_KEPT, PROMISE_MOVE, PROMISE_DROPPED, PROMISE_FORM = (
    "promise.kept",
    "promise.move",
    "promise.dropped",
    "promise.form",
)
TOLD = 10  # closed ones that are named, of each kind


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


def line(card: Card, viewer: Viewer) -> str | None:
    """The open ones on a card: the first due, and how many more."""
    there = open_promises(card.record, viewer.today)
    if not there:
        return None
    more = f" · and {len(there) - 1} more" if len(there) > 1 else ""
    return f"*Promised:* {escape(named(there[0]))}, {when(there[0], viewer)}{more}"


def kept_line(card: Card, viewer: Viewer) -> str | None:
    """How an account's promises were kept in the last year."""
    kept, due = rate(card.record, viewer.today)
    return f"*Promises kept:* {kept} of {due} by their first date, in a year" if due else None


def of_team(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """Promises overdue by rep, and how each keeps theirs."""
    if not d.promises:
        return None
    late = sum(len(k.overdue) for k in d.promises)
    head = f"*Promises overdue*: {late}" if late else "*Promises*: none overdue"
    lines = [_of_rep(k) for k in d.promises[:TOLD]]
    more = [f"and {count(len(d.promises) - TOLD, 'person', 'people')} more"] if len(d.promises) > TOLD else []
    return [section("\n".join((head, *lines, *more)))]


def _of_rep(k: Kept) -> str:
    worst = [
        f"{escape(name)}: {escape(named(p))}, {count(late, 'day')} late" for name, p, late in k.overdue[:2]
    ]
    more = [f"{len(k.overdue) - 2} more"] if len(k.overdue) > 2 else []
    kept = [f"kept {k.kept} of {k.due} by their first date"] if k.due else []
    return f"• {escape(k.person.name)}: {'; '.join((*kept, *worst, *more))}"


def due_this_week(those: Sequence[tuple[str, Promise]], viewer: Viewer) -> list[Block] | None:
    """On Home: what falls due until Sunday, and what is overdue; each opens the card."""
    if not those:
        return None
    late = sum(p.due_on < viewer.today for _, p in those)
    head = f"*{count(len(those), 'promise')} due this week*" + (f", {late} of them overdue" if late else "")
    blocks = [section(head)]
    for name, p in those[:TOLD]:
        open_ = button("Open", CARD_NEW, AccountRef(p.account_id).pack(), says=f"Open {name}")
        blocks.append(section(f"*{escape(name)}* · {escape(named(p))}, {when(p, viewer)}", open_))
    return [*blocks, context(f"And {len(those) - TOLD} more.")] if len(those) > TOLD else blocks


def when(promise: Promise, viewer: Viewer) -> str:
    """How an open one stands today."""
    left = (promise.due_on - viewer.today).days
    if left < 0:
        return f"{count(-left, 'day')} late"
    return "due today" if left == 0 else f"by {viewer.day(promise.due_on)}"


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


def _open(p: Promises, viewer: Viewer) -> list[Block]:
    """Each with its buttons, the first due first."""
    blocks: list[Block] = []
    for x in (x for x in p.all_of if x.state == "open"):
        ref, text = PromiseRef(x.id).pack(), named(x)
        row = [
            button("Kept", PROMISE_KEPT, ref, "primary", f"Kept: {text}"),
            button("New date", PROMISE_MOVE, ref, "", f"New date: {text}"),
            button("Dropped", PROMISE_DROPPED, ref, "", f"Dropped: {text}"),
        ]
        late = "🔴 " if x.due_on < viewer.today else ""
        due = (
            when(x, viewer) if x.due_on >= viewer.today else f"{when(x, viewer)} (by {viewer.day(x.due_on)})"
        )
        blocks += [section(f"{late}*{escape(text)}*, {due}{_dates(x, p, viewer)}"), actions(row)]
    return blocks


def _kept(p: Promises, viewer: Viewer) -> list[Block] | None:
    return _closed("Kept", "kept", p, viewer)


def _dropped(p: Promises, viewer: Viewer) -> list[Block] | None:
    return _closed("Dropped", "dropped", p, viewer)


def _closed(title: str, state: str, p: Promises, viewer: Viewer) -> list[Block] | None:
    those = sorted(
        (x for x in p.all_of if x.state == state), key=lambda x: x.closed_on or x.due_on, reverse=True
    )
    if not those:
        return None
    lines = [
        f"• {escape(named(x))}, {outcome(x, viewer)} (by {viewer.day(x.due_on)}){_dates(x, p, viewer)}"
        for x in those[:TOLD]
    ]
    more = [f"and {len(those) - TOLD} more"] if len(those) > TOLD else []
    return [section("\n".join((f"*{title}*", *lines, *more)))]


def _dates(x: Promise, p: Promises, viewer: Viewer) -> str:
    """The first date of one that was renegotiated, who promised it and when."""
    first = f", first by {viewer.day(x.first_on)}" if x.renegotiated else ""
    on = f" on {viewer.day(x.promised_on)}" if x.promised_on else ""
    return f"{first} · {escape(p.by.get(x.by_id, 'somebody'))}{on}"


def _buttons(p: Promises, viewer: Viewer) -> list[Block]:
    return [actions([button("Card", CARD_OPEN, AccountRef(p.account_id).pack())])]


LISTED = (
    Section("what we promised", _head, rank=0),
    Section("open promises", _open),
    Section("kept", _kept, rank=2),
    Section("dropped", _dropped, rank=3),
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


def meanwhile(promise: Promise, viewer: Viewer) -> str:
    """A button that is no longer true."""
    return f"“{escape(named(promise))}” is answered already: {outcome(promise, viewer)}."


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
        "Save",
        moving.pack(),
    )
