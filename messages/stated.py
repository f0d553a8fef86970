"""A line that tells of no contact, only how a customer is, what changed there or what they need: one tap
keeps that, with Undo."""

from __future__ import annotations

from rules.facts.changed import Change
from rules.facts.needed import Need
from rules.facts.notes import first_words
from rules.facts.raised import Concern
from rules.facts.unlogged import Unlogged
from rules.heard import Statement, kept_text, same

from . import needed
from .blocks import Block, Message, actions, button, clip, escape, message, section
from .changed import in_short, told_label
from .opening import open_button
from .raised import KIND, about, how_long, raise_label
from .unlogged import LineRef, dismiss_button
from .unlogged import open_button as log_button
from .words import Viewer

STATED_KEEP = "stated.keep"
STATED_UNDO = "stated.undo"


def offered(
    line: Unlogged,
    statement: Statement,
    name: str,
    viewer: Viewer,
    there: Concern | Change | Need | None = None,
) -> Message:
    """Nothing is stored yet but the line; `there`: what stands of it already, a concern beside which another
    may be opened, or the same told before."""
    head = f"No touch logged: that tells of no contact with {_name(name)}."
    lines = [head, f">{clip(escape(first_words(line.text, 600)), 900)}"]
    row: list[Block] = []
    if isinstance(there, Change):
        lines.append(f"*Changed there already:* {in_short(there, viewer)}")
    elif isinstance(there, Need):
        lines.append(f"*They need already:* {needed.in_short(there, viewer)}")
    else:
        if there:
            lines.append(f"*Unhappy already:* {escape(about(there))}, {how_long(there, viewer)}")
        if there is None or not same(statement, there):
            label = _label(statement)
            ref = LineRef(line.id, there.id if there else None).pack()
            row.append(button(label, STATED_KEEP, ref, style="" if there else "primary"))
    row += [log_button(line, "Log a touch"), dismiss_button(line)]
    return message(head, [section("\n".join(lines)), actions(row)])


def _label(statement: Statement) -> str:
    """What one tap keeps."""
    if statement.need:
        return needed.told_label(statement.need)
    return told_label(statement.change) if statement.change else raise_label(statement.concern)


def kept(
    line: Unlogged, statement: Statement, name: str, viewer: Viewer, need: Need | None = None
) -> Message:
    """`need` as it is on file, where that is what was kept."""
    if need:
        head = f"✅ Noted at {_name(name)}: {needed.in_short(need, viewer)}."
    elif statement.change:
        change, on = statement.change, statement.entry.on
        noted = Change(0, statement.account_id, 0, change.kind, on, kept_text(change, statement.text))
        head = f"✅ Noted at {_name(name)}: {in_short(noted, viewer)}."
    else:
        said = escape(first_words(statement.text, 160))
        head = f"✅ Concern opened at {_name(name)}: “{said}” ({KIND[statement.concern]})."
    row = [
        button("Undo", STATED_UNDO, LineRef(line.id).pack()),
        open_button(statement.account_id, name, beside=True),
    ]
    return message(head, [section(f"{head}\nNo touch was logged."), actions(row)])


def undone(line: Unlogged, statement: Statement, name: str, viewer: Viewer) -> Message:
    noted = "change" if statement.change else "need"
    what = f"no {noted} was noted" if statement.change or statement.need else "no concern was opened"
    said = f"↩️ Undone: {what} at {_name(name)} by that line."
    return message(said, [section(said)])


def _name(text: str) -> str:
    return clip(escape(text), 300)
