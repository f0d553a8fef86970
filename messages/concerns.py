"""What a customer is unhappy about: the list, the form that opens or changes one, the one that closes the
loop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.facts.concerns import DONE_FIELD, FIELD, SOON, closed_in, named
from rules.facts.notes import first_words
from rules.facts.raised import Concern
from rules.phrase import Phrase, say

from .blocks import Block, Message, actions, button, escape, field, message, modal, section
from .carried import AccountRef, Value
from .inputs import day_input, text_input
from .opening import CARD_OPEN
from .raised import KIND, how_long, kind_input
from .sections import Section, lay_out
from .words import Viewer, count

CONCERN_ADD = "concern.add"
CONCERN_NEW = "concern.new"
CONCERN_CHANGE = "concern.change"
CONCERN_CHANGED = "concern.changed"
CONCERN_CLOSE = "concern.close"
CONCERN_CLOSED = "concern.closed"
CONCERN_REOPEN = "concern.reopen"

CLOSED_SHOWN = 10
REOPENS_FOR = 30  # days after which a closed one is a matter of the past


@dataclass(frozen=True, slots=True)
class ConcernRef(Value):
    """A concern."""

    concern: int


@dataclass(frozen=True, slots=True)
class Raising(Value):
    """What a form of concerns was opened for: `token` is unique to this opening, the list stands at
    `response_url`. A new one is of an `account`; `batch`: of the accounts of a logged touch."""

    token: str
    concern: int | None = None
    account: int | None = None
    batch: str = ""
    response_url: str = ""


@dataclass(frozen=True, slots=True)
class Concerns:
    """All concerns of an account; `by` names people. `did`: what was just done with one, or meanwhile."""

    account_id: int
    name: str
    all_of: Sequence[Concern]
    by: Mapping[int, str]
    did: str = ""


def concerns(c: Concerns, viewer: Viewer) -> Message:
    """The answer to `/account acme concerns`."""
    there = count(sum(x.is_open for x in c.all_of), "open concern")
    return message(f"{c.did} {escape(c.name)}: {there}.".strip(), lay_out(LISTED, c, viewer))


def _head(c: Concerns, viewer: Viewer) -> list[Block]:
    """What was done stands above what there is."""
    did = f"{c.did}\n" if c.did else ""
    said = "" if c.all_of else "\nNothing that they are unhappy about is on file."
    return [section(f"{did}*Concerns of {escape(c.name)}*{said}")]


def _open(c: Concerns, viewer: Viewer) -> list[Block]:
    """The longest first, each with its buttons."""
    blocks: list[Block] = []
    for x in (x for x in c.all_of if x.is_open):
        ref, text = ConcernRef(x.id).pack(), named(x)
        row = [
            button("Close the loop", CONCERN_CLOSE, ref, style="primary", says=f"Close the loop: {text}"),
            button("Change", CONCERN_CHANGE, ref, says=f"Change: {text}"),
        ]
        by = f"{escape(c.by.get(x.by_id, 'somebody'))}, {viewer.day(x.raised_on)}"
        blocks += [section(f"*{escape(text)}*, {how_long(x, viewer)} · {by}"), actions(row)]
    return blocks


def _closed(c: Concerns, viewer: Viewer) -> list[Block] | None:
    """The latest first; one that was closed of late may be opened again."""
    those = sorted(
        (x for x in c.all_of if not x.is_open), key=lambda x: (x.closed_on or x.raised_on, x.id), reverse=True
    )
    if not those:
        return None
    blocks = [section("*Closed*")]
    for x in those[:CLOSED_SHOWN]:
        late = x.closed_on is not None and (viewer.today - x.closed_on).days > REOPENS_FOR
        again = button("Open again", CONCERN_REOPEN, ConcernRef(x.id).pack(), says=f"Open again: {named(x)}")
        blocks.append(section(_closed_one(x, viewer), None if late else again))
    more = len(those) - CLOSED_SHOWN
    return [*blocks, section(f"and {more} more")] if more > 0 else blocks


def _closed_one(x: Concern, viewer: Viewer) -> str:
    about = f"{KIND[x.kind]}, " if x.kind in KIND else ""
    done = f"\n    Done: {escape(first_words(x.done, 200))}" if x.done else ""
    return f"• {escape(named(x))}, {about}{outcome(x, viewer)}{done}"


def outcome(x: Concern, viewer: Viewer) -> str:
    """Told Nov 12, after 4 days."""
    told = f"told {viewer.day(x.closed_on)}, " if x.closed_on else ""
    return f"{told}{escape(viewer.plain(closed_in(x.took or 0)))}"


def _buttons(c: Concerns, viewer: Viewer) -> list[Block]:
    ref = AccountRef(c.account_id).pack()
    return [actions([button("Open a concern", CONCERN_ADD, ref), button("Card", CARD_OPEN, ref)])]


LISTED = (
    Section("concerns", _head, rank=0),
    Section("open concerns", _open),
    Section("closed concerns", _closed, rank=2),
    Section("buttons", _buttons, rank=0),
)


def opened(concern: Concern) -> str:
    """An act, confirmed."""
    return f"✅ Concern opened: “{escape(named(concern))}”."


def changed(concern: Concern) -> str:
    return f"✅ Changed: “{escape(named(concern))}”."


def reopened(concern: Concern) -> str:
    return f"↩️ Open again: “{escape(named(concern))}”."


def closed(concern: Concern, viewer: Viewer) -> str:
    """The loop is closed; soon is praised."""
    praise = " 👏" if (concern.took or 0) <= SOON else ""
    return f"✅ Loop closed: “{escape(named(concern))}”, {outcome(concern, viewer)}.{praise}"


def meanwhile(concern: Concern) -> Phrase:
    """A button that is no longer true, by how the concern stands."""
    if concern.closed_on is None:
        return say("“{concern}” is open.", concern=named(concern))
    return say("“{concern}” was closed meanwhile: told {on}.", concern=named(concern), on=concern.closed_on)


def new_form(raising: Raising, name: str, on: date) -> Block:
    """Opens one: what about, since when."""
    return modal(
        "Open a concern",
        [section(f"*{escape(name)}*"), *_asked("", "", on)],
        CONCERN_NEW,
        submit="Open",
        private_metadata=raising.pack(),
    )


def change_form(concern: Concern, raising: Raising) -> Block:
    """Puts one right."""
    return modal(
        "Change a concern",
        _asked(concern.text, concern.kind, concern.raised_on),
        CONCERN_CHANGED,
        submit="Save",
        private_metadata=raising.pack(),
    )


def _asked(text: str, kind: str, on: date) -> list[Block]:
    return [
        field(
            "text", "What are they unhappy about?", text_input("text", text, True, most=FIELD), optional=False
        ),
        kind_input(kind),
        field("raised_on", "Since when", day_input("raised_on", on), optional=False),
    ]


def close_form(concern: Concern, raising: Raising, viewer: Viewer) -> Block:
    """What was done, and when they were told: the loop is closed by both."""
    return modal(
        "Close the loop",
        [
            section(f"*{escape(named(concern))}*, {how_long(concern, viewer)}"),
            field("done", "What was done?", text_input("done", "", True, most=DONE_FIELD), optional=False),
            field(
                "told_on",
                "Told them on",
                day_input("told_on", None),
                optional=False,
                hint="Until they were told, it stays open. The talk itself is logged as any touch.",
            ),
        ],
        CONCERN_CLOSED,
        submit="Close",
        private_metadata=raising.pack(),
    )
