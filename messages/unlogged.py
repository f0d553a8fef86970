"""A typed line that is not logged yet: what is doubtful, given back, what became of it; and what is only to
come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.facts.entries import Entry
from rules.facts.notes import first_words
from rules.facts.unlogged import DISMISSED, LOGGED, NOTED, PASSED, PLANNED, Unlogged
from rules.phrase import Phrase

from . import captured
from .blocks import Block, Message, actions, button, escape, message, section
from .carried import Value
from .log_touch import in_short
from .words import Viewer, listed

LINE_OPEN = "line.open"
LINE_DISMISS = "line.dismiss"
LINE_PLAN = "line.plan"
PLAN_UNDO = "line.unplan"

QUOTED = 300  # characters of a line that is quoted; its form has it whole
BECAME = {
    LOGGED: "✅ Logged",
    PLANNED: "✅ Kept as next step",
    NOTED: "✅ Noted",
    PASSED: "✅ Passed on",
    DISMISSED: "Dismissed",
}


@dataclass(frozen=True, slots=True)
class LineRef(Value):
    """A kept line. `beside`: the concern that whoever presses was shown as open already."""

    line: int
    beside: int | None = None


@dataclass(frozen=True, slots=True)
class PlanRef(Value):
    """What a line planned, by its batch."""

    batch: str


Understood = Sequence[tuple[Entry, Sequence[str]]]
"""What a line may be logged as, with the names of the accounts."""


def unclear(line: Unlogged, doubts: Sequence[Phrase], understood: Understood, viewer: Viewer) -> Message:
    """Where no form can be opened: what is doubtful, what was understood, and the way to the filled form."""
    asked = " ".join(escape(viewer.plain(why)) for why in doubts)
    text = as_read("*Not logged yet.*", line, doubts, understood, viewer)
    row = [open_button(line, "Finish", style="primary"), dismiss_button(line)]
    return message(f"Not logged yet. {asked}", [section(text), actions(row)])


def as_read(
    head: str, line: Unlogged, doubts: Sequence[Phrase], understood: Understood, viewer: Viewer
) -> str:
    """What is doubtful about a line, the line, and what was understood."""
    asked = [escape(viewer.plain(why)) for why in doubts]
    first = head + (f" {asked[0]}" if len(asked) == 1 else "")
    lines = [first, *([f"• {why}" for why in asked] if len(asked) > 1 else []), f">{_quoted(line)}"]
    read = [
        " · ".join(part for part in (escape(listed(names, 5)), _so_far(entry, viewer)) if part)
        for entry, names in understood
    ]
    if any(read):
        lines.append(f"Understood: {'; '.join(r for r in read if r)}")
    return "\n".join(lines)


def _so_far(entry: Entry, viewer: Viewer) -> str:
    """What a doubtful entry holds; nothing where nobody said how it was."""
    return in_short(entry, (), viewer) if entry.channel and entry.outcome else ""


def ahead(line: Unlogged, entry: Entry, names: Sequence[str], viewer: Viewer) -> Message:
    """Nothing happened yet: kept as next step or promise with one tap, or logged all the same."""
    read = " · ".join(brought(entry, viewer))
    whom = f" with *{escape(listed(names, 5))}*" if names else ""
    why = "Nothing to log yet: that lies ahead" if read else "Nothing to log: no contact took place"
    text = f"{why}{whom}.\n{read or '>' + _quoted(line)}"
    if not names:
        text += "\nType it again with the account's name: then one tap keeps it."
    as_what = "promise" if entry.promise_text and not (entry.next_text or entry.next_on) else "next step"
    keep = [button(f"Keep as {as_what}", LINE_PLAN, LineRef(line.id).pack(), style="primary")]
    row = [*(keep if names and read else []), open_button(line, "Log a touch"), dismiss_button(line)]
    return message(f"{why}.", [section(text), actions(row)])


def brought(entry: Entry, viewer: Viewer) -> list[str]:
    """The next step and the promise of an entry."""
    return [text for line in captured.CAPTURED if (text := line.logged(entry, viewer))]


def planned(entry: Entry, names: Sequence[str], batch: str, viewer: Viewer) -> Message:
    """What was kept without a touch."""
    said = f"Kept with {escape(listed(names, 5))}"
    text = "\n".join([f"🗓️ *{said}*: nothing logged, the cadence runs on.", *brought(entry, viewer)])
    return message(said, [section(text), actions([button("Undo", PLAN_UNDO, PlanRef(batch).pack())])])


def unplanned() -> Message:
    said = "↩️ Undone: no next step and no promise was kept of that line."
    return message(said, [section(said)])


def given_back(lines: Sequence[Unlogged], viewer: Viewer) -> Message | None:
    """Lines whose forms were closed, with what became of them since; None when none is left to show."""
    shown = [block for line in lines if line.text for block in _given_back(line, viewer)]
    if not shown:
        return None
    waits = [line for line in lines if line.waits]
    return message(f"Not logged: {_quoted(waits[0])}" if waits else "Nothing left to log.", shown)


def _given_back(line: Unlogged, viewer: Viewer) -> list[Block]:
    if not line.waits:
        return [section(f"{BECAME[line.became]}: “{_quoted(line)}”")]
    return [
        section(f"*Not logged:* “{_quoted(line)}”"),
        actions([open_button(line, "Open again", style="primary"), dismiss_button(line)]),
    ]


def in_the_morning(lines: Sequence[Unlogged], viewer: Viewer) -> list[Block]:
    """A line of the morning message for each that waits since an earlier day."""
    return [
        section(f"{_since(line, viewer)}: “{_quoted(line)}”", open_button(line, "Open again"))
        for line in lines
        if line.waits
    ]


def _since(line: Unlogged, viewer: Viewer) -> str:
    on = viewer.local(line.opened_at)
    if on == viewer.today:
        return "Not logged"
    return "Not logged yesterday" if (viewer.today - on).days == 1 else f"Not logged, {viewer.day(on)}"


def _quoted(line: Unlogged) -> str:
    return escape(first_words(line.text, QUOTED))


def open_button(line: Unlogged, label: str, style: str = "") -> Block:
    return button(label, LINE_OPEN, LineRef(line.id).pack(), style=style)


def dismiss_button(line: Unlogged) -> Block:
    return button("Dismiss", LINE_DISMISS, LineRef(line.id).pack())


def dismissed(line: Unlogged) -> Message:
    said = f"Dismissed: “{_quoted(line)}”"
    return message(said, [section(said)])
