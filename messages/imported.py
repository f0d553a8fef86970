"""What came of files that were sent, from when they were read to their undoing; and the list of the last of
them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules import imports as rules
from rules.imports import Run

from .blocks import Block, Message, actions, button, clip, context, escape, message, section, sure
from .imports import ImportRef, asks, names, one, preview, progress, refused
from .words import Viewer, count

IMPORT_UNDO = "import.undo"
IMPORT_SHOW = "import.show"

SHOWN_STAYS, SHOWN_PEOPLE, LISTED = 10, 10, 10


@dataclass(frozen=True, slots=True)
class Unlinked:
    """People of ours without a Slack user: the first addresses, and how many in all."""

    emails: tuple[str, ...] = ()
    total: int = 0


NOBODY = Unlinked()


def said(run: Run, unlinked: Unlinked, viewer: Viewer) -> Message:
    """How files stand, from when they were sent to their end."""
    if run.state == rules.SENT:
        return one(f"Reading {names(run)} …")
    if run.state == rules.ASKS:
        return asks(run)
    if run.state == rules.SHOWN:
        return preview(run)
    if run.state == rules.WANTED:
        return one(progress(run, "Importing"))
    if run.state == rules.UNWANTED:
        return one(progress(run, "Undoing the import of"))
    if run.state == rules.DONE:
        return _done(run, unlinked)
    if run.state == rules.UNDONE:
        return _undone(run)
    if run.state == rules.DROPPED:
        return one(f"Not imported: {names(run)}. Send the files again to have another look.")
    return refused(run)


def _done(run: Run, unlinked: Unlinked) -> Message:
    counts = run.report.get("counts", {})
    lines = [
        f"*{escape(file)}*: {new:,} new, {changed:,} changed, {same:,} as before"
        + (f", {bad:,} bad left out" if bad else "")
        for file, (new, changed, same, bad) in counts.items()
    ]
    blocks = [section("\n".join(["*Imported*", *lines]))]
    if rows := run.report.get("cut_off"):
        blocks = [
            section(
                f"*Imported in part*: something went wrong on our side with {names(run)} after "
                f"{count(rows, 'row')}. Send the files again, which writes nothing twice, or undo it."
            )
        ]
    if run.report.get("undo_failed"):
        blocks.append(
            section(
                "⚠️ Something went wrong on our side while it was undone. What was undone already stays so; "
                "Undo goes on with the rest."
            )
        )
    if unlinked.total:
        whom = ", ".join(unlinked.emails[:SHOWN_PEOPLE])
        more = f" and {unlinked.total - SHOWN_PEOPLE} more" if unlinked.total > SHOWN_PEOPLE else ""
        have = "person of ours has" if unlinked.total == 1 else "people of ours have"
        blocks.append(
            section(
                f"*{unlinked.total:,} {have} no Slack user here*: {escape(whom)}{more}. Nothing reaches "
                "them until their e-mail is that of their Slack profile: invite them to Slack, or give the "
                "other e-mail in people.csv. They are linked by themselves then."
            )
        )
    blocks.append(context(UNDO_SAYS))
    blocks.append(actions([_undo(run)]))
    return message(f"Imported: {names(run)}", blocks)


UNDO_SAYS = (
    "Undo, within 7 days: what is new and nobody used since goes, what was changed is as it was before; what "
    "somebody changed since stays, and is listed."
)


def _undo(run: Run, listed: bool = False) -> Block:
    new, changed = _written(run)
    title = f"Undo the import of {', '.join(run.names)}?"
    text = (
        f"It brought {count(new, 'new row')} and changed {changed:,}. They go or are put back, but for what "
        "somebody used or changed since. To have them again, the files must be imported again."
    )
    return button(
        "Undo the import",
        IMPORT_UNDO,
        ImportRef(run.id, listed or None).pack(),
        says=f"Undo the import of {', '.join(run.names)}",
        asks=sure(title, text, "Undo the import"),
    )


def _written(run: Run) -> tuple[int, int]:
    """How many rows are new of it, how many changed; of one that broke off all that it wrote."""
    counts = run.report.get("counts", {}).values()
    new, changed = (sum(c[n] for c in counts) for n in (0, 1))
    return new + int(run.report.get("cut_off", 0)), changed


def _undone(run: Run) -> Message:
    undone = run.report.get("undone", {})
    gone, back, stays = (int(undone.get(k, 0)) for k in ("gone", "back", "stays"))
    by = f" by {escape(run.ended_by)}" if run.ended_by else ""
    text = f"*Undone{by}*: {names(run)}. {count(gone, 'row')} taken away, {back:,} as before the import"
    blocks = [section(f"{text}, {stays:,} stay." if stays else f"{text}.")]
    blocks.append(context("Send the files again to import them again."))
    if first := undone.get("first"):
        lines = [f"• {escape(line)}" for line in first[:SHOWN_STAYS]]
        if stays > len(lines):
            lines.append(f"… and {stays - len(lines):,} more")
        blocks.append(section(clip("\n".join(["*What stays*", *lines]), 2900)))
    return message(f"Undone: {names(run)}", blocks)


STATE = {
    rules.SENT: "being read",
    rules.ASKS: "waits for an answer",
    rules.SHOWN: "waits for Import",
    rules.WANTED: "being imported",
    rules.REFUSED: "nothing of it could be imported",
    rules.UNWANTED: "being undone",
    rules.UNDONE: "undone",
}


def listed(runs: Sequence[Run], undoable: frozenset[int], viewer: Viewer, did: str = "") -> Message:
    """The last imports, newest first: by whom, what came of each; each with its Undo, or a way to see it."""
    blocks = [section(escape(did))] if did else []
    if not runs:
        blocks.append(
            section("Nothing was imported yet. Send me CSV files here, as many as you like at once.")
        )
        return message("Imports", blocks)
    for run in runs:
        at = run.went_at or run.created_at
        when = f"{viewer.day(viewer.local(at))}, {viewer.clock(at)}"
        text = f"*{names(run)}* · {escape(run.by)} · {when}\n{_became(run)}"
        button_ = _undo(run, listed=True) if run.id in undoable else None
        if run.state in {rules.SHOWN, rules.ASKS} or _stay(run):
            button_ = button(
                "Open", IMPORT_SHOW, ImportRef(run.id).pack(), says=f"Open {', '.join(run.names)}"
            )
        blocks.append(section(clip(text, 2900), button_))
    blocks.append(context(UNDO_SAYS))
    return message("Imports", blocks)


def _stay(run: Run) -> int:
    """How many rows of an import that was undone stay."""
    return int(run.report.get("undone", {}).get("stays", 0)) if run.state == rules.UNDONE else 0


def _became(run: Run) -> str:
    if run.state != rules.DONE:
        said = STATE.get(run.state, run.state) + (f" by {escape(run.ended_by)}" if run.ended_by else "")
        return f"{said}; {count(_stay(run), 'row stays', 'rows stay')}" if _stay(run) else said
    if rows := run.report.get("cut_off"):
        return f"in part: {count(rows, 'row')}"
    new, changed = _written(run)
    return f"{new:,} new, {changed:,} changed"
