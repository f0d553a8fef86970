"""Erases what is known of a person, ours or a contact; keyed hashes keep a later import from bringing them back."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, Text, and_, cast, delete, func, or_, select, update
from sqlmodel import Session

from rules.names import normalise, word_spans
from rules.workspace import Workspace

from . import audit, tables
from .exchange.files import COLUMNS
from .exchange.known import IMPORTED, SEPARATOR, remembered
from .people import P
from .records import NU, TC, A, C, N, S, T

ER, O, SN = tables.table(tables.Erased), tables.table(tables.Outbox), tables.table(tables.Snooze)  # noqa: E741
Q = tables.table(tables.Question)
GONE = "[erased]"
_EMAIL, _MOST_WORDS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), 4
_TEXTS: tuple[tuple[Table, str, str | None], ...] = (  # column of text or JSON, and the column of its account
    (T, "note", "account_id"), (N, "text", "account_id"), (SN, "reason", "account_id"), (S, "reason", "account_id"), (A, "status_reason", "id"),
    (NU, "reason", "account_id"), (Q, "text", "account_id"), (Q, "answer", "account_id"), (tables.table(tables.Insight), "text", None), (O, "payload", None), (O, "last_error", None),
    (audit.AU, "change", "row_id"),
)  # fmt: skip


def mark(secret: str, what: str) -> str:
    """The keyed hash that stands for an erased address or name."""
    return hmac.new(secret.encode(), f"erased:{what.strip().lower()}".encode(), hashlib.sha256).hexdigest()[:32]


def marks(session: Session, ws: int) -> frozenset[str]:
    """Hashes of all that was erased."""
    return frozenset(session.execute(select(ER.c.mark).where(ER.c.workspace_id == ws)).scalars())


def _named(name: str, account_id: int | None = None) -> str:
    """A name is forgotten everywhere; that of a contact in texts about its account only."""
    return f"name:{'' if account_id is None else account_id}:{normalise(name)}"


@dataclass
class Forgetter:
    """Knows erased people by their hashes alone, and takes them out of texts and of files' rows."""

    secret: str
    erased: Collection[str]
    _known: dict[str, bool] = field(default_factory=dict)

    def is_erased(self, what: str) -> bool:
        found = self._known.get(what)
        if found is None:
            found = self._known[what] = mark(self.secret, what) in self.erased
        return found

    def _is_name(self, words: str, account_id: int | None) -> bool:
        return self.is_erased(_named(words)) or (account_id is not None and self.is_erased(_named(words, account_id)))

    def text(self, text: str, account_id: int | None = None) -> str:
        """The text without erased addresses and names (of up to four words)."""
        text = _EMAIL.sub(lambda m: GONE if self.is_erased(m.group().strip(".")) else m.group(), text)
        words, parts, last, n = word_spans(text), [], 0, 0
        while n < len(words):
            for count in range(min(_MOST_WORDS, len(words) - n), 0, -1):
                start, end = words[n][0], words[n + count - 1][1]
                if end - start < 120 and self._is_name(text[start:end], account_id):
                    parts += [text[last:start], GONE]
                    last, n = end, n + count
                    break
            else:
                n += 1
        return "".join(parts) + text[last:] if parts else text

    def deep(self, value: Any, account_id: int | None = None) -> Any:
        """The same for every text in a JSON value."""
        if isinstance(value, dict):
            return {k: self.deep(v, account_id) for k, v in value.items()}
        if isinstance(value, list):
            return [self.deep(v, account_id) for v in value]
        return self.text(value, account_id) if isinstance(value, str) else value

    def address(self, email: str) -> str:
        """An address as it stands on file: that of an erased person of ours is a hash."""
        return gone(self.secret, email) if email and self.is_erased(email) else email

    def row(self, kind: str, row: Sequence[str], account_id: int | None) -> list[str]:
        """A row of a file as if it had never named them: addresses become hashes, contacts are left out."""
        told = []
        for column, cell in zip(COLUMNS[kind], row, strict=True):
            if column in {"by_email", "owner_email", "manager_email"}:
                told.append(self.address(cell))
            elif column == "contact":
                there = (n.strip() for n in cell.split(";"))
                told.append(";".join(n for n in there if n and not self.is_erased(n) and not self._is_name(n, account_id)))
            else:
                told.append(cell if column in {"email", "name"} and kind in {"people", "contacts"} else self.text(cell, account_id))
        return told


def gone(secret: str, email: str) -> str:
    """What stands for an erased person's address, so that their touches and accounts still have an author and an owner."""
    return f"{mark(secret, email)}@erased.invalid"


def erase(session: Session, ws: Workspace, email: str, now: datetime) -> str:
    """Erase by e-mail; the sentence that says what was done. Touches stay, without the person's name; what others wrote of them
    by name or address reads "[erased]"."""
    person = session.execute(select(P).where(P.c.workspace_id == ws.id, P.c.email == email)).one_or_none()
    met = session.execute(select(C).where(C.c.workspace_id == ws.id, func.lower(C.c.email) == email)).all()
    if person is None and not met:
        return "Nobody with this e-mail is on file."
    names = [(_named(c.name, c.account_id), c.name) for c in met]
    if person is not None and len(normalise(person.name).split()) > 1:
        names.append((_named(person.name), person.name))
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
        told = remembered(row.kind, row.cells)
        cells = SEPARATOR.join(forgetter.row(row.kind, told, account_in(row.kind, told, accounts.get)))
        session.execute(update(IMPORTED).where(IMPORTED.c.id == row.id).values(cells=cells))


def accounts_by_key(session: Session, ws: int) -> dict[str, int]:
    return {r.key: r.id for r in session.execute(select(A.c.key, A.c.id).where(A.c.workspace_id == ws))}


def account_in(kind: str, row: Sequence[str], find: Callable[[str], int | None]) -> int | None:
    """The account that a file's row is about."""
    if kind in {"people"}:
        return None
    return find(normalise(row[COLUMNS[kind].index("name" if kind == "accounts" else "account")]))
