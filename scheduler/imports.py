"""What the worker does with files that were sent: fetch and read them, import what an admin said yes to, undo
it. Each run stands in the database, so that another process takes it up where one ended."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import imported
from messages import imports as say
from messages.blocks import Message
from messages.words import Viewer
from rules import imports as rules
from rules.failure import trace_of
from rules.imports import Run
from rules.records import Person
from rules.workspace import Workspace
from services import Services, Stopping
from storage import imports, outbox, people, workspaces
from storage.database import Database, StorageError, Unusable
from storage.exchange import importing
from storage.exchange.report import Report
from storage.exchange.rows import Rows
from storage.outbox import Message as Row

from .fetching import NotHad
from .link_people import link_people

log = logging.getLogger(__name__)
PAINTED_EVERY = 3.0
"""Seconds between two paintings of how far it is."""
Fetched = Callable[[str, int], bytes]


@dataclass
class Importer:
    """One thread's. `database` is the worker's: long work in short transactions."""

    services: Services
    client: WebClient
    database: Database
    fetch: Fetched
    _painted: float = field(default=0.0, init=False)

    def run(self) -> int:
        """Take up every run that has something to be done; how many moved on."""
        with self.services.reading() as session:
            ws = workspaces.current(session).id
            waiting = imports.to_do(session, ws)
        return sum(self._one(ws, run) for run in waiting)

    def _one(self, ws: int, run: Run) -> bool:
        steps = {rules.SENT: self._look, rules.WANTED: self._take, rules.UNWANTED: self._undo}
        try:
            steps[run.state](ws, run)
        except Unusable:  # another import runs: this one's turn comes
            return False
        except (*StorageError, Stopping):
            raise
        except Exception as error:
            log.error("import %s failed: %s", run.id, trace_of(error))
            self._failed(ws, run)
        return True

    def _failed(self, ws: int, run: Run) -> None:
        """What was done until then can be undone, and what is half undone be undone again."""
        if run.state == rules.UNWANTED:
            self._end(ws, run, rules.DONE, {**run.report, "undo_failed": True})
        elif run.state == rules.WANTED and importing.break_off(self.database, run, self.services.clock()):
            self._repaint(ws, run)
        else:
            self._end(ws, run, rules.REFUSED, {"names": list(run.names), "failed": True})

    def _look(self, ws: int, run: Run) -> None:
        """Fetch what is not there yet, read it; ask what must be asked, else show what would be done."""
        self._fetch(run)
        with self.services.reading() as session:
            files, contents = imports.files_of(session, run.id), imports.contents(session, run.id)
            said = imports.answers(session, ws)
        brought = importing.read(self.database, contents)
        kept = {"names": [f[1] for f in files], "whys": [[f[1], f[4]] for f in files if f[4]]}
        if questions := [q for rows in brought for q in _questions(rows)]:
            self._end(ws, run, rules.ASKS, {**kept, "questions": questions})
            return
        admins = self._new_admins(ws, brought)
        report = importing.take(self.database, brought, self.services.clock(), dry_run=True, keep_good=True)
        answered = [a for rows in brought if (a := _answered(rows, said))]
        state = rules.SHOWN if answered or (report.kept and brought) else rules.REFUSED
        self._end(ws, run, state, {**kept, **as_said(report), "admins": admins, "answered": answered})

    def _fetch(self, run: Run) -> None:
        with self.services.reading() as session:
            lacking = imports.lacking(session, run.id)
        for file, url, size in lacking:
            try:
                content, why = imports.packed(self.fetch(url, size)), ""
            except NotHad as not_had:
                content, why = b"", str(not_had)
            with self.services.transaction() as session:
                if why:
                    imports.keep_why(session, file, why)
                else:
                    imports.keep_content(session, file, content)

    def _new_admins(self, ws: int, brought: Sequence[Rows]) -> list[str]:
        """Whom these rows would make admins."""
        with self.services.reading() as session:
            there = {p.email for p in people.everyone(session, ws) if p.is_admin}
        rows = [(f.of, row) for f in brought if f.noun and f.noun.kind == "people" for row in f.rows]
        made = {row[n.place["email"]].lower() for n, row in rows if row[n.place["role"]] == "admin"}
        return sorted(made - there)

    def _take(self, ws: int, run: Run) -> None:
        """Import; where rows turned bad meanwhile, it is shown again."""
        with self.services.reading() as session:
            contents, by = imports.contents(session, run.id), imports.pressed_by(session, run.id)
        brought = importing.read(self.database, contents)
        now, kept = self.services.clock(), {"whys": run.report.get("whys", [])}
        taken = importing.take_run(
            self.database,
            run.id,
            brought,
            now,
            keep_good=run.keep_good,
            by_id=by,
            said=kept,
            progress=self._progress(ws, run),
        )
        if not taken.written:
            self._end(ws, run, rules.SENT, {"names": list(run.names)}, was=rules.REFUSED)
            return
        if any(f.noun and f.noun.kind == "people" for f in brought):
            link_people(self.services, self.client)
        self._repaint(ws, run)

    def _undo(self, ws: int, run: Run) -> None:
        with self.services.reading() as session:
            by = imports.pressed_by(session, run.id)
        importing.undo_run(self.database, run.id, self.services.clock(), by, self._progress(ws, run))
        self._repaint(ws, run)

    def _progress(self, ws: int, run: Run) -> Callable[[str, int, int], None]:
        """Says how far it is, now and then."""
        self._painted = self.services.steady.monotonic()

        def progress(kind: str, done: int, of: int) -> None:
            self.services.steady.sleep(0)  # a place to end
            at = self.services.steady.monotonic()
            if at - self._painted < PAINTED_EVERY:
                return
            self._painted = at
            with self.services.transaction() as session:
                imports.note(session, ws, run.id, done=done, of=of, report={**run.report, "doing": kind})
            self._repaint(ws, run)

        return progress

    def _end(self, ws: int, run: Run, state: str, report: dict[str, Any], was: str = "") -> None:
        with self.services.transaction() as session:
            imports.move(session, ws, run.id, [was or run.state], state, report=report)
            if state == rules.REFUSED:
                imports.let_files_go(session, run.id)
        self._repaint(ws, run)

    def _repaint(self, ws: int, run: Run) -> None:
        if run.outbox_id:
            with self.services.transaction() as session:
                outbox.repaint(session, ws, run.outbox_id, now=self.services.clock())
            self.services.wake()


def _questions(rows: Rows) -> list[dict[str, Any]]:
    return [
        {"file": rows.file, "mark": rows.mark, "what": q.what, "example": q.example, "answers": q.answers}
        for q in rows.questions
    ]


def _answered(rows: Rows, said: Mapping[str, tuple[str, str, str]]) -> dict[str, Any]:
    """How a file was read because somebody said so."""
    answers = dict(zip(("kind", "dates", "numbers"), said.get(rows.mark, ()), strict=False))
    held = {what: answer for what, answer in answers.items() if answer}
    return {"file": rows.file, "mark": rows.mark, "answers": held} if held else {}


def as_said(report: Report) -> dict[str, Any]:
    """A report as its message says it: all counts, the first problems and changes."""
    files = [
        {
            **{k: getattr(f, k) for k in ("file", "kind", "rows", "new", "changed", "same", "bad", "erased")},
            **{k: getattr(f, k) for k in ("unknown", "guessed", "letters", "unread")},
            "cells": dict(f.cells),
        }
        for f in report.files
    ]
    changes = [c for f in report.files for c in f.changes]
    alike = [a for f in report.files for a in f.alike]
    problems = [str(p) for p in report.problems[: say.SHOWN_PROBLEMS]]
    return {
        "files": files,
        "changes": changes[: say.SHOWN_CHANGES],
        "alike": alike[: say.SHOWN_ALIKE],
        "alike_in_all": len(alike),
        "problems": problems,
        "bad": len(report.problems) + report.more,
    }


def says(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    """How the files stand, whenever it is painted."""
    run = imports.get(session, ws.id, row.payload["import"])
    if run is None:
        return None
    lost = people.unlinked(session, ws.id) if run.state == rules.DONE else []
    emails = tuple(p.email for p in lost[: imported.SHOWN_PEOPLE])
    return imported.said(
        run, imported.Unlinked(emails, len(lost)), Viewer.of(person, now, ws.policy.currency)
    )
