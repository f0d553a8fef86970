"""Erases what is known of a person, ours or a contact; keyed hashes keep a later import from bringing them back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, Text, and_, cast, delete, func, or_, select, update
from sqlmodel import Session

from rules.names import normalise
from rules.workspace import Workspace

from .. import audit, tables
from ..exchange import nouns
from ..exchange.memory import IMPORTED, SEPARATOR, remembered
from ..people import P
from ..records import NU, TC, A, C, N, S, T
from .forgetting import ER, Forgetter, account_in, accounts_by_key, gone, mark, marks, named

O, SN = tables.table(tables.Outbox), tables.table(tables.Snooze)  # noqa: E741
Q = tables.table(tables.Question)
_TEXTS: tuple[tuple[Table, str, str | None], ...] = (  # column of text or JSON, and the column of its account
    (T, "note", "account_id"), (N, "text", "account_id"), (SN, "reason", "account_id"), (S, "reason", "account_id"), (A, "status_reason", "id"),
    (NU, "reason", "account_id"), (Q, "text", "account_id"), (Q, "answer", "account_id"), (tables.table(tables.Insight), "text", None), (O, "payload", None), (O, "last_error", None),
    (audit.AU, "change", "row_id"),
)  # fmt: skip


def erase(session: Session, ws: Workspace, email: str, now: datetime) -> str:
    """Erase by e-mail; the sentence that says what was done. Touches stay, without the person's name; what others wrote of them
    by name or address reads "[erased]"."""
    person = session.execute(select(P).where(P.c.workspace_id == ws.id, P.c.email == email)).one_or_none()
    met = session.execute(select(C).where(C.c.workspace_id == ws.id, func.lower(C.c.email) == email)).all()
    if person is None and not met:
        return "Nobody with this e-mail is on file."
    names = [(named(c.name, c.account_id), c.name) for c in met]
    if person is not None and len(normalise(person.name).split()) > 1:
        names.append((named(person.name), person.name))
    _remember(session, ws, [email, *(told for told, _ in names)])
    if person is not None:
        session.execute(update(P).where(P.c.id == person.id).values(
            email=gone(ws.secret, email), name="Erased person", active=False, slack_id=None, dm_channel="", zone="UTC", country=""))  # fmt: skip
        session.execute(update(O).where(O.c.person_id == person.id, O.c.state == "due").values(state="dropped"))
        session.execute(update(O).where(O.c.person_id == person.id).values(channel=""))
        audit.keep(session, ws.id, now, None, "erased", "person", person.id)
    ids = [c.id for c in met]
    session.execute(delete(TC).where(TC.c.contact_id.in_(ids)))
    session.execute(delete(C).where(C.c.id.in_(ids)))
    forgetter = Forgetter(ws.secret, marks(session, ws.id))
    _forget_texts(session, ws, [email, *(name for _, name in names)], forgetter)
    _forget_rows(session, ws, email, ids, [email, *(name for _, name in names)], forgetter)
    whom = [*(["a person of ours"] if person is not None else []), *([f"{len(met)} contacts"] if met else [])]
    return f"Erased: {' and '.join(whom)}."


def _remember(session: Session, ws: Workspace, what: Iterable[str]) -> None:
    known = marks(session, ws.id)
    for told in dict.fromkeys(mark(ws.secret, w) for w in what):
        if told not in known:
            session.execute(ER.insert().values(workspace_id=ws.id, mark=told))


def holding(column: Column[Any], words: Iterable[str]) -> Any:
    """Rows whose text, or JSON, may hold one of these: by the longest word of each, whatever its case."""
    tries = set[str]()
    for word in words:
        longest = word if "@" in word else max(word.split() or [word], key=len)
        for form in (longest, longest.lower(), longest.upper(), longest.title()):
            tries |= {form, json.dumps(form)[1:-1]}
    return or_(*(cast(column, Text).icontains(t, autoescape=True) for t in sorted(tries)))


def texts_of(session: Session, ws: int, words: Sequence[str]) -> Iterable[tuple[Table, str, int, int | None, Any]]:
    """(table, column, id, account, value) of every text of people that may hold one of the words."""
    for table, name, of_account in _TEXTS:
        account = table.c[of_account] if of_account else None
        columns = (table.c.id, table.c[name], *(() if account is None else (account.label("of_account"),)))
        for row in session.execute(select(*columns).where(table.c.workspace_id == ws, holding(table.c[name], words))).all():
            value = row[1]
            told = value.get("account") if isinstance(value, dict) else None
            yield table, name, row[0], row[2] if account is not None else told if isinstance(told, int) else None, value


def _forget_texts(session: Session, ws: Workspace, words: Sequence[str], forgetter: Forgetter) -> None:
    for table, name, row_id, account, value in texts_of(session, ws.id, words):
        if (told := forgetter.deep(value, account)) != value:
            session.execute(update(table).where(table.c.id == row_id).values({name: told}))


def _forget_rows(
    session: Session, ws: Workspace, email: str, contacts: Sequence[int], words: Sequence[str], forgetter: Forgetter
) -> None:  # fmt: skip
    """What files said of them: their own rows go; in others they are taken out as a later import takes them out of the file."""
    mine = IMPORTED.c.workspace_id == ws.id
    own = or_(
        and_(IMPORTED.c.kind == "people", IMPORTED.c.key == email),
        and_(IMPORTED.c.kind == "contacts", IMPORTED.c.row_id.in_(contacts)),
    )
    session.execute(delete(IMPORTED).where(mine, own))
    accounts = accounts_by_key(session, ws.id)
    for row in session.execute(select(IMPORTED).where(mine, holding(IMPORTED.c.cells, words))).all():
        noun = nouns.of(row.kind)
        told = remembered(noun, row.cells)
        cells = SEPARATOR.join(forgetter.row(noun, told, account_in(noun, told, accounts.get)))
        session.execute(update(IMPORTED).where(IMPORTED.c.id == row.id).values(cells=cells))
