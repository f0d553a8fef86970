"""Files that an admin sends in the direct message: kept and shown first, imported by a button, undone by one.
Fetching, reading and writing are the worker's (scheduler/imports.py)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import imported as after
from messages import imports as say
from messages.blocks import Message
from messages.book import refusal
from messages.imports import AnswerRef, ImportRef
from rules import imports as rules
from rules.imports import Run
from rules.phrase import Phrase
from storage import imports, outbox, processed

from .asked import Asked
from .surface import Body, message_key, show, typed_value

Ack = Callable[..., Any]
READABLE = frozenset({"", ".csv", ".txt", ".tsv", ".xls", ".xlsx"})
"""What is fetched at all; a workbook gets a sentence of its own."""
MOST_NAMED = 30


def brings_files(event: dict[str, Any]) -> bool:
    """Whether a message of the direct message brings files, and nobody's app sent it."""
    is_sent = event.get("subtype") in (None, "file_share") and not event.get("bot_id")
    return is_sent and event.get("channel_type") == "im" and bool(event.get("files"))


def brought(event: dict[str, Any], asked: Asked, client: WebClient) -> None:
    """Kept once, however often it is delivered; read by the worker. Who is no admin hears so."""
    if stop := rules.may_import(asked.person):
        _whisper(asked, client, event["channel"], refusal(stop, asked.viewer))
        return
    key, ws = message_key(event), asked.ws.id
    with asked.services.transaction() as session:
        if not processed.first_time(session, ws, f"files:{key}", now=asked.now):
            return
        files = [_file(f, n) for n, f in enumerate(event["files"][:MOST_NAMED]) if isinstance(f, dict)]
        new = {"by_id": asked.person.id, "state": rules.SENT, "now": asked.now, "channel": event["channel"]}
        run = imports.add(session, ws, key, files=files, **new)
        payload = {"import": run, "by": asked.person.id}
        message = outbox.enqueue(
            session, ws, f"import:{run}", "import", payload, asked.now, channel=event["channel"]
        )
        imports.note(session, ws, run, outbox_id=message)
    asked.services.wake()


def _file(f: dict[str, Any], number: int) -> imports.Sent:
    """A file as its message names it; one that is no CSV by its name is not fetched."""
    name = str(f.get("name") or f.get("title") or "file")[:255]
    url = str(f.get("url_private_download") or f.get("url_private") or "")
    size = f.get("size") if isinstance(f.get("size"), int) else 0
    why = "kind" if PurePath(name).suffix.lower() not in READABLE else "" if url else "gone"
    why = "many" if number >= rules.MOST_FILES else why
    return imports.Sent(name, url, int(size or 0), why)


def _whisper(asked: Asked, client: WebClient, channel: str, message: Message) -> None:
    said = {"channel": channel, "user": asked.person.slack_id, "text": message["text"]}
    asked.services.later(lambda: client.chat_postEphemeral(blocks=message["blocks"], **said))


def go(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Have it imported; of two who press, one does."""
    _go(ack, body, asked, client, keep_good=False)


def go_with_good(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Have the good rows imported, the bad ones left out."""
    _go(ack, body, asked, client, keep_good=True)


def _go(ack: Ack, body: Body, asked: Asked, client: WebClient, keep_good: bool) -> None:
    def start(session: Session, run: Run) -> Phrase | None:
        if stop := rules.go_error(run):
            return stop
        began = {"keep_good": keep_good, "ended_by_id": asked.person.id, "done": 0, "of": 0}
        imports.move(session, asked.ws.id, run.id, [rules.SHOWN], rules.WANTED, **began)
        return None

    _act(ack, body, asked, client, start)


def drop(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Not now: the files are let go."""

    def let_go(session: Session, run: Run) -> Phrase | None:
        if not imports.move(session, asked.ws.id, run.id, imports.OPEN, rules.DROPPED):
            return rules.go_error(run)
        imports.note(session, asked.ws.id, run.id, report={"names": list(run.names)})
        imports.let_files_go(session, run.id)
        return None

    _act(ack, body, asked, client, let_go)


def undo(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Have a whole import undone."""

    def take_back(session: Session, run: Run) -> Phrase | None:
        if stop := rules.undo_error(run, asked.now):
            return stop
        began = {"ended_by_id": asked.person.id, "done": 0, "of": 0}
        imports.move(session, asked.ws.id, run.id, [rules.DONE], rules.UNWANTED, **began)
        return None

    _act(ack, body, asked, client, take_back)


def answered(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """An answer about a file is kept for files with the same headings, and it is read anew."""
    ref = AnswerRef.unpack(typed_value(body))

    def keep(session: Session, run: Run) -> Phrase | None:
        if not imports.move(session, asked.ws.id, run.id, [rules.ASKS], rules.SENT):
            return rules.go_error(run)
        imports.answer(session, asked.ws.id, ref.mark, **{ref.what: ref.answer})
        return None

    _act(ack, body, asked, client, keep, run_id=ref.run)


def otherwise(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """What was answered about these files is forgotten, and asked again."""

    def forget(session: Session, run: Run) -> Phrase | None:
        if not imports.move(session, asked.ws.id, run.id, [rules.SHOWN], rules.SENT):
            return rules.go_error(run)
        marks = [answered["mark"] for answered in run.report.get("answered", ())]
        imports.forget_answers(session, asked.ws.id, marks)
        return None

    _act(ack, body, asked, client, forget)


def _act(
    ack: Ack,
    body: Body,
    asked: Asked,
    client: WebClient,
    act: Callable[[Session, Run], Phrase | None],
    run_id: int | None = None,
) -> None:
    """Do it, or say why not; the message of the files is painted again, and the list it was pressed in."""
    ref = ImportRef.unpack(typed_value(body)) if run_id is None else ImportRef(run_id)
    with asked.services.transaction() as session:
        run = imports.get(session, asked.ws.id, ref.run)
        stop = rules.may_import(asked.person) or (act(session, run) if run else rules.GONE)
        if run and run.outbox_id and rules.may_import(asked.person) is None:
            outbox.repaint(session, asked.ws.id, run.outbox_id, now=asked.now)
        became = imports.get(session, asked.ws.id, ref.run)
        listed = imports_of(session, asked) if ref.listed else None
    asked.services.wake()
    ephemeral = bool((body.get("container") or {}).get("is_ephemeral"))
    if stop:
        show(asked.services, body, client, refusal(stop, asked.viewer), replace=False)
    elif listed:
        show(asked.services, body, client, listed)
    elif ephemeral and became:
        show(asked.services, body, client, after.said(became, after.NOBODY, asked.viewer))
    ack()


def shown(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """What waits, for an admin who did not send it."""
    ref = ImportRef.unpack(typed_value(body))
    with asked.services.reading() as session:
        run = imports.get(session, asked.ws.id, ref.run)
    stop = rules.may_import(asked.person) or (None if run else rules.GONE)
    message = (
        refusal(stop, asked.viewer)
        if stop
        else after.said(run, after.Unlinked(), asked.viewer)
        if run
        else None
    )
    if message:
        show(asked.services, body, client, message)
    ack()


def may(session: Session, asked: Asked) -> Phrase | None:
    return rules.may_import(asked.person)


def imports_of(session: Session, asked: Asked) -> Message:
    """The last imports, each with its Undo."""
    runs = imports.recent(session, asked.ws.id, after.LISTED)
    undoable = frozenset(r.id for r in runs if rules.undo_error(r, asked.now) is None)
    return after.listed(runs, undoable, asked.viewer)


def register(app: Any) -> None:
    app.action(say.IMPORT_GO)(go)
    app.action(say.IMPORT_GOOD)(go_with_good)
    app.action(say.IMPORT_DROP)(drop)
    app.action(after.IMPORT_UNDO)(undo)
    app.action(say.IMPORT_ANSWER)(answered)
    app.action(say.IMPORT_OTHERWISE)(otherwise)
    app.action(after.IMPORT_SHOW)(shown)
