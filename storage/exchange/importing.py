"""Import of files: what they bring is taken in. See taking.py."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from rules.imports import DONE, REFUSED, UNDONE, UNWANTED, WANTED, Run, undo_error

from .. import audit, imports
from ..database import Database, Unusable
from . import nouns
from .files import NOTHING, read_content, read_file
from .guessing import DATES, KIND, NUMBERS, Answer
from .report import Report, told
from .rows import Rows
from .styles import COMMA, DAY, MONTH, POINT
from .taking import Progress, here, take
from .undoing import Undone, undo

__all__ = [
    "Answer",
    "Report",
    "answers",
    "ask",
    "break_off",
    "read",
    "run",
    "take",
    "take_run",
    "told",
    "undo_run",
]


def answers(database: Database) -> dict[str, Answer]:
    """What was answered about files, by the mark of their headings."""
    with database.reading() as session:
        kept = imports.answers(session, here(session))
    return {mark: Answer(*said) for mark, said in kept.items()}


def read(database: Database, files: Iterable[tuple[str, bytes]]) -> list[Rows]:
    """Files as rows, read as was answered before."""
    before = answers(database)
    return [read_content(name, content, NOTHING, before) for name, content in files]


def ask(rows: Rows) -> None:
    """Say what must be answered first, where nobody can press a button."""
    for question in rows.questions:
        choices = ", ".join(question.answers)
        rows.say(
            0,
            f"{QUESTIONS[question.what].format(question.example)} Say --{OPTIONS[question.what]}: {choices}.",
        )


QUESTIONS = {
    KIND: "its headings ({}) leave open what it holds.",
    DATES: "“{}” can be read two ways: which comes first, the day or the month?",
    NUMBERS: "“{}” can be read two ways: what parts whole from fraction, the point or the comma?",
}
OPTIONS = {KIND: "as", DATES: "dates", NUMBERS: "numbers"}


def run(
    database: Database,
    paths: Iterable[Path],
    now: datetime,
    *,
    dry_run: bool = False,
    keep_good: bool = False,
    answer: Answer = NOTHING,
    progress: Progress = lambda kind, done, of: None,
) -> Report:
    """Import files in any order, as one run that can be undone, with what one before it did that was cut
    off; see `take`. `answer` is kept for files with the same headings."""
    before = answers(database)
    brought = [read_file(p, answer, before) for p in paths]
    for rows in brought:
        ask(rows)
    if dry_run:
        return take(database, brought, now, dry_run=True, keep_good=keep_good, progress=progress)
    if answer != NOTHING:
        _keep(database, brought, answer)
    with database.transaction() as session:
        ws = here(session)
        number = imports.cut_off(session, ws) or imports.add(
            session, ws, f"import:{uuid4().hex}", by_id=None, state=WANTED, now=now
        )
    report = take_run(database, number, brought, now, keep_good=keep_good, progress=progress)
    report.run = number if report.written else None
    return report


def _keep(database: Database, brought: Sequence[Rows], answer: Answer) -> None:
    with database.transaction() as session:
        ws = here(session)
        for rows in brought:
            if rows.mark:
                said = {"kind": answer.kind, "dates": answer.dates, "numbers": answer.numbers}
                imports.answer(session, ws, rows.mark, **{k: v for k, v in said.items() if v})


def take_run(
    database: Database,
    number: int,
    brought: Sequence[Rows],
    now: datetime,
    *,
    keep_good: bool,
    by_id: int | None = None,
    said: Mapping[str, Any] | None = None,
    progress: Progress = lambda kind, done, of: None,
) -> Report:
    """Take rows as the run of this number: what it did is kept with it, and in the audit trail. Raises
    Unusable while another one runs."""
    report = take(database, brought, now, keep_good=keep_good, run=number, progress=progress)
    counts = _counts(report)
    with database.transaction() as session:
        ws = here(session)
        ended = {"ended_at": now, "went_at": now, "ended_by_id": by_id}
        kept = {**(said or {}), "names": [f.file for f in report.files], "counts": counts}
        state = DONE if report.written else REFUSED
        moved = imports.move(session, ws, number, [WANTED], state, report=kept, keep_good=keep_good, **ended)
        if moved and report.written:
            imports.let_files_go(session, number)
            changed = {file: f"{new} new, {other} changed" for file, (new, other, *_) in counts.items()}
            audit.keep(
                session, ws, now, by_id=by_id, did="imported", noun="import", row_id=number, files=changed
            )
    return report


def _counts(report: Report) -> dict[str, list[int]]:
    """New, changed, as before and bad rows by file; those of files that are called the same together."""
    counts: dict[str, list[int]] = {}
    for f in report.files:
        before = counts.get(f.file, [0, 0, 0, 0])
        counts[f.file] = [a + b for a, b in zip(before, (f.new, f.changed, f.same, f.bad), strict=True)]
    return counts


def break_off(database: Database, run: Run, now: datetime) -> bool:
    """An import failed halfway: what it wrote until then can be undone. False where it wrote nothing."""
    with database.transaction() as session:
        ws, number = here(session), run.id
        if not (rows := imports.rows_changed(session, number)):
            return False
        kept = {"names": list(run.names), "counts": {}, "cut_off": rows}
        by = imports.pressed_by(session, number)
        if imports.move(session, ws, number, [WANTED], DONE, report=kept, went_at=now, ended_at=now):
            imports.let_files_go(session, number)
            audit.keep(session, ws, now, by_id=by, did="imported", noun="import", row_id=number, cut_off=rows)
    return True


def answer_error(answer: Answer) -> str:
    """What is wrong with answers that were typed."""
    kinds = [n.kind for n in nouns.NOUNS]
    may = {"as": (answer.kind, kinds), "dates": (answer.dates, [DAY, MONTH])}
    may["numbers"] = (answer.numbers, [POINT, COMMA])
    wrong = next((o for o, (said, those) in may.items() if said and said not in those), "")
    return f"--{wrong} is one of: {', '.join(may[wrong][1])}." if wrong else ""


def undone_lines(database: Database, number: int, now: datetime, progress: Progress) -> list[str]:
    """Undo a run; what became of it as lines. Raises Unusable where it can't be undone."""
    with database.reading() as session:
        kept = imports.get(session, here(session), number)
    if why := undo_error(kept, now):
        raise Unusable(why.message.format(**dict(why.values)))
    undone = undo_run(database, number, now, progress=progress)
    counts = f"{undone.gone:,} rows taken away, {undone.back:,} put back, {undone.stays:,} stay"
    return [f"Import {number} is undone: {counts}.", *(f"Stays: {line}" for line in undone.said)]


def undo_run(
    database: Database,
    number: int,
    now: datetime,
    by_id: int | None = None,
    progress: Progress = lambda kind, done, of: None,
) -> Undone:
    """Undo a run, and say in the audit trail that it was. Raises Unusable while an import runs."""
    undone = undo(database, number, now, progress)
    with database.transaction() as session:
        ws = here(session)
        kept = imports.get(session, ws, number)
        said = {"gone": undone.gone, "back": undone.back, "stays": undone.stays, "first": undone.said}
        report = {**(kept.report if kept else {}), "undone": said}
        ended = {"ended_at": now, "ended_by_id": by_id, "report": report}
        imports.move(session, ws, number, [DONE, UNWANTED], UNDONE, **ended)
        counts = {k: v for k, v in said.items() if k != "first"}
        audit.keep(session, ws, now, by_id=by_id, did="undone", noun="import", row_id=number, **counts)
    return undone
