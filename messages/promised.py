"""What we promised, as it is said beside other things: on a card, in the digest, on Home, with
a touch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rules.card import Card
from rules.facts.entries import Entry
from rules.facts.kept import Kept, rate
from rules.facts.notes import first_words
from rules.facts.promised import Promise
from rules.facts.promises import named, open_promises
from rules.records import Person, Record
from rules.week import Digest

from .blocks import Block, clip, escape, field, first_few, section
from .inputs import Filled, day_input, text_input
from .opening import open_button
from .words import Viewer, count

TOLD = 10  # that are named in one place
IN_A_BLOCK = 4  # lines of reps: of five clipped texts each


def line(card: Card, viewer: Viewer) -> str | None:
    """The open ones on a card: the first due, and how many more. Nobody waits for those of a churned account,
    which Home and digest leave out."""
    if card.record.account.status == "churned":
        return None
    there = open_promises(card.record, viewer.today)
    if not there:
        return None
    more = f" · and {len(there) - 1} more" if len(there) > 1 else ""
    return f"*Promised:* {escape(named(there[0]))}, {when(there[0], viewer)}{more}"


def kept_line(card: Card, viewer: Viewer) -> str | None:
    """How an account's promises were kept in the last year."""
    kept, due = rate(card.record, viewer.today)
    return f"*Promises kept:* {kept} of {due} by their first date, in a year" if due else None


def brief(record: Record, viewer: Viewer) -> str | None:
    """For whoever is to take the account over: all open ones pass to them."""
    there = open_promises(record, viewer.today)
    lines = [f"• {escape(named(p))}, {when(p, viewer)}" for p in there[:TOLD]]
    more = [f"• and {len(there) - TOLD} more"] if len(there) > TOLD else []
    return "\n".join(("*Promised*", *lines, *more)) if lines else None


def team_line(d: Digest, viewer: Viewer) -> str | None:
    """How many are overdue, and how many of those that fell due were kept by their first date."""
    if not d.promises:
        return None
    late = sum(len(k.overdue) for k in d.promises)
    kept, due = sum(k.kept for k in d.promises), sum(k.due for k in d.promises)
    head = f"*Promises overdue*: {late}" if late else "*Promises*: none overdue"
    return head + (f" · kept {kept} of {due} by their first date" if due else "")


def of_team(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """Promises overdue by rep, and how each keeps theirs."""
    if not d.promises:
        return None
    late = sum(len(k.overdue) for k in d.promises)
    head = f"*Promises overdue*: {late}" if late else "*Promises*: none overdue"
    lines = [_of_rep(k) for k in d.promises[:TOLD]]
    more = [f"and {count(len(d.promises) - TOLD, 'person', 'people')} more"] if len(d.promises) > TOLD else []
    listed = (head, *lines, *more)
    return [section("\n".join(listed[n : n + IN_A_BLOCK])) for n in range(0, len(listed), IN_A_BLOCK)]


def _of_rep(k: Kept) -> str:
    """A line, escaped, short enough that IN_A_BLOCK of them fit into a block."""
    worst = [
        f"{_short(name)}: {_short(named(p))}, {count(late, 'day')} late" for name, p, late in k.overdue[:2]
    ]
    more = [f"{len(k.overdue) - 2} more"] if len(k.overdue) > 2 else []
    kept = [f"kept {k.kept} of {k.due} by their first date"] if k.due else []
    whose = _short(k.person.name) if k.person else "Together"
    return f"• {whose}: {'; '.join((*kept, *worst, *more))}"


def _short(text: str) -> str:
    return clip(escape(first_words(text, 60)), 120)


def due_this_week(those: Sequence[tuple[str, Promise]], viewer: Viewer) -> list[Block] | None:
    """On Home: what falls due until Sunday, and what is overdue; each opens the card."""
    if not those:
        return None

    def painted(one: tuple[str, Promise]) -> Block:
        name, p = one
        open_ = open_button(p.account_id, name, beside=True)
        return section(f"*{escape(name)}* · {escape(named(p))}, {when(p, viewer)}", open_)

    return [section(_due_or_late(those, viewer)), *first_few(those, TOLD, painted)]


def _due_or_late(those: Sequence[tuple[str, Promise]], viewer: Viewer) -> str:
    """1 promise overdue, 2 due this week: what has passed is not due once more."""
    late = sum(p.due_on < viewer.today for _, p in those)
    due = len(those) - late
    if not late:
        return f"*{count(due, 'promise')} due this week*"
    return f"*{count(late, 'promise')} overdue*" + (f", {due} due this week" if due else "")


def when(promise: Promise, viewer: Viewer) -> str:
    """How an open one stands today."""
    left = (promise.due_on - viewer.today).days
    if left < 0:
        return f"{count(-left, 'day')} late"
    return "due today" if left == 0 else f"by {viewer.day(promise.due_on)}"


def fields(entry: Entry) -> list[Block]:
    """In the log form."""
    return [
        field(
            "promise_text",
            "We promised",
            text_input("promise_text", entry.promise_text, False),
            hint="What we deliver for them. What was agreed with them is the next step.",
        ),
        field("promise_on", "By when", day_input("promise_on", entry.promise_on)),
    ]


def read(filled: Filled) -> dict[str, Any]:
    return {"promise_text": filled.text("promise_text"), "promise_on": filled.day("promise_on")}


def logged(entry: Entry, viewer: Viewer) -> str | None:
    """In the receipt of a touch that brought one."""
    if not entry.promise_text or not entry.promise_on:
        return None
    return f"*Promised:* {escape(entry.promise_text)}, {viewer.ahead(entry.promise_on)}"
