"""The bell: what went well in the week, by name, first in everybody's Friday; in a channel, where somebody
shares it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.bell import ANSWERED, BACK, CLOSED, KEPT, MET, Win
from rules.calendar import week_of
from rules.facts.notes import first_words
from rules.records import Person

from .blocks import Block, Message, actions, button, context, escape, field, message, modal, plain, section
from .carried import Value
from .words import Viewer, count

BELL_SHOW = "bell.show"
BELL_SHARE = "bell.share"
BELL_FORM = "bell.form"
SHOWN = 4
WHOLE = 40
IN_A_BLOCK = 10
TITLE = "🔔 *What went well this week*"


@dataclass(frozen=True, slots=True)
class BellRef(Value):
    """The week up to a day (ISO)."""

    on: str


@dataclass(frozen=True, slots=True)
class Sharing(Value):
    """What the form was opened for; `token` is unique to this opening."""

    token: str
    on: str
    response_url: str = ""


def bell(wins: Sequence[Win], on: str) -> list[Block]:
    """The first of them, all behind a button, and the way into a channel."""
    ref = BellRef(on).pack()
    row = [button("Share", BELL_SHARE, ref, says="Share what went well in a channel")]
    if (more := len(wins) - SHOWN) > 0:
        row.append(button(f"Show {more} more", BELL_SHOW, ref, says="Show all that went well"))
    return [section("\n".join([TITLE, *map(line, wins[:SHOWN])])), actions(row)]


def line(win: Win, aloud: bool = False) -> str:
    """One of them; `aloud`: in a channel, without what was promised or needed."""
    did = {
        BACK: f"is back in touch with {_account(win)}{_silence(win)}",
        CLOSED: f"closed a concern of {_account(win)}",
        KEPT: f"kept a promise to {_account(win)}",
        MET: f"met a need of {_account(win)}",
        ANSWERED: f"answered a request of {_account(win)}",
    }[win.kind]
    if win.kind == BACK and win.silent is None:
        did = f"made the first contact with {_account(win)}"
    what = f": {escape(first_words(win.text, 60))}" if win.text and not aloud else ""
    return f"• *{escape(win.by[:80])}* {did}{what}"


def _account(win: Win) -> str:
    return f"*{escape(win.account[:80])}*"


def _silence(win: Win) -> str:
    return f", after {count(win.silent, 'day')}" if win.silent else ""


def _title(on: str, viewer: Viewer) -> str:
    """Of the running week, or of one that is over."""
    ends_on = date.fromisoformat(on)
    if week_of(ends_on) == week_of(viewer.today):
        return TITLE
    return f"🔔 *What went well in the week to {viewer.day(ends_on)}*"


def whole(wins: Sequence[Win], on: str, viewer: Viewer) -> Message:
    """All of it."""
    if not wins:
        return message("Nothing of that stands any more.", [section("Nothing of that stands any more.")])
    return message("What went well", _lines(wins, on, viewer))


def _lines(wins: Sequence[Win], on: str, viewer: Viewer, aloud: bool = False) -> list[Block]:
    lines = [_title(on, viewer), *(line(w, aloud) for w in wins[:WHOLE])]
    blocks = [section("\n".join(lines[n : n + IN_A_BLOCK])) for n in range(0, len(lines), IN_A_BLOCK)]
    return [*blocks, context(f"And {len(wins) - WHOLE} more.")] if len(wins) > WHOLE else blocks


def form(wins: Sequence[Win], sharing: Sharing, viewer: Viewer) -> Block:
    """Which channel, what to say with it, and what will stand there."""
    element: Block = {
        "type": "conversations_select",
        "action_id": "channel",
        "placeholder": plain("A channel"),
        "filter": {"include": ["public", "private"], "exclude_external_shared_channels": True},
    }
    note: Block = {"type": "plain_text_input", "action_id": "note", "max_length": 500}
    blocks = [
        field("channel", "Channel", element, optional=False),
        field("note", "Say something with it", note),
        section("There, as whoever is in the channel reads it:"),
        *_lines(wins, sharing.on, viewer, aloud=True),
    ]
    return modal("Share", blocks, BELL_FORM, submit="Share", private_metadata=sharing.pack())


def shared(wins: Sequence[Win], on: str, by: Person, note: str, viewer: Viewer) -> Message:
    """In a channel."""
    said = [section(escape(note))] if note else []
    by_whom = context(f"Shared by {escape(by.name)}")
    return message("What went well", [*said, *_lines(wins, on, viewer, aloud=True), by_whom])
