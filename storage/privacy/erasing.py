"""Erases what is known of a person, ours or a contact; keyed hashes keep a later import from bringing them
back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Table, delete, select, update
from sqlmodel import Session

from rules.names import normalise
from rules.workspace import Workspace

from .. import audit, onward
from ..exchange import nouns
from ..exchange.memory import SEPARATOR, remembered
from ..outbox import RIDING, O
from ..people import P
from ..records import C
from ..tables.written import Whose, Written
from .declared import contacts_by, holding, of_workspace, references, tables_with, texts_of
from .forgetting import ER, Forgetter, account_in, accounts_by_key, gone, mark, marks, named, pieces_of


def erase(session: Session, ws: Workspace, email: str, now: datetime) -> str:
    """Erase by e-mail; the sentence that says what was done. Touches stay, without the person's name; what
    others wrote of them by name or address reads "[erased]"."""
    person = session.execute(select(P).where(P.c.workspace_id == ws.id, P.c.email == email)).one_or_none()
    met = contacts_by(session, ws.id, email)
    if person is None and not met:
        return "Nobody with this e-mail is on file."
    names: list[tuple[str, int | None]] = [(c.name, c.account_id) for c in met]
    if person is not None and len(normalise(person.name).split()) > 1:
        names.append((person.name, None))
    _remember(
        session, ws, [email, *(named(piece, account) for name, account in names for piece in pieces_of(name))]
    )
    forgetter = Forgetter(ws.secret, marks(session, ws.id), onward.alike(session, ws.id))
    words = [email, *(name for name, _ in names)]
    contacts = [c.id for c in met]
    theirs: dict[Table, list[int]] = {C: contacts, P: [] if person is None else [person.id]}
    if person is not None:
        _forget_person(session, ws, person.id, email=email)
        audit.keep(session, ws.id, now, by_id=None, did="erased", noun="person", row_id=person.id)
    _forget_files(session, ws.id, theirs, words=words, forgetter=forgetter)
    _forget_contacts(session, contacts)
    _forget_texts(session, ws, words, forgetter=forgetter)
    whom = [*(["a person of ours"] if person is not None else []), *([f"{len(met)} contacts"] if met else [])]
    return f"Erased: {' and '.join(whom)}."


def _remember(session: Session, ws: Workspace, what: Iterable[str]) -> None:
    known = marks(session, ws.id)
    for hashed in dict.fromkeys(mark(ws.secret, w) for w in what):
        if hashed not in known:
            session.execute(ER.insert().values(workspace_id=ws.id, mark=hashed))


def _forget_person(session: Session, ws: Workspace, person_id: int, email: str) -> None:
    """What is about a person of ours, wherever a table says so; they get no message any more."""
    session.execute(update(P).where(P.c.id == person_id).values(active=False))
    waiting = (O.c.person_id == person_id, O.c.state.in_(("due", RIDING)))
    session.execute(update(O).where(*waiting).values(state="dropped", rides_id=None))
    for table, columns in tables_with(Whose.PERSON):
        for name, (column, written) in columns.items():
            theirs = table.c[written.of or "id"] == person_id
            left = _left_of(column, written, gone(ws.secret, email))
            session.execute(update(table).where(of_workspace(table, ws.id), theirs).values({name: left}))


def _left_of(column: Column[Any], written: Written, hashed: str) -> Any:
    """What stands where something about a person stood: what its declaration says, else its default, else
    nothing; a column that can't be without a value, such as the address, gets the hash that stands for the
    person."""
    if written.then:
        return written.then
    default = getattr(column.default, "arg", None)
    return hashed if default is None and not column.nullable else default


def _forget_contacts(session: Session, ids: Sequence[int]) -> None:
    """Contacts' own rows; what refers to one does so no more, or goes with it when it can't be without."""
    for column in references("contact"):
        theirs = column.in_(ids)
        left = update(column.table).where(theirs).values({column.name: None})
        session.execute(left if column.nullable else delete(column.table).where(theirs))
    session.execute(delete(C).where(C.c.id.in_(ids)))


def _forget_texts(session: Session, ws: Workspace, words: Sequence[str], forgetter: Forgetter) -> None:
    for text in texts_of(session, ws.id, words):
        if (left := forgetter.deep(text.value, text.account_id)) != text.value:
            session.execute(
                update(text.table).where(text.table.c.id == text.row_id).values({text.column: left})
            )


def _forget_files(
    session: Session,
    ws: int,
    theirs: Mapping[Table, Sequence[int]],
    words: Sequence[str],
    forgetter: Forgetter,
) -> None:
    """What files said of them: rows that became `theirs` go; in others they are taken out as a later
    import takes them out."""
    accounts = accounts_by_key(session, ws)
    own = [(noun.kind, theirs[noun.table]) for noun in nouns.NOUNS if noun.table in theirs]
    for table, columns in tables_with(Whose.FILE):
        mine, f = of_workspace(table, ws), table.c
        for kind, ids in own:
            session.execute(delete(table).where(mine, f.kind == kind, f.row_id.in_(ids)))
        for name, (column, _) in columns.items():
            for row in session.execute(
                select(f.id, f.kind, column.label("cells")).where(mine, holding(column, words))
            ).all():
                left = _without(row.kind, row.cells, accounts, forgetter=forgetter)
                session.execute(update(table).where(f.id == row.id).values({name: left}))


def _without(kind: str, cells: str, accounts: Mapping[str, int], forgetter: Forgetter) -> str:
    noun = nouns.noun(kind)
    if noun is None:  # remembered of a kind that is none any more
        return forgetter.text(cells)
    row = remembered(noun, cells)
    return SEPARATOR.join(forgetter.row(noun, row, account_in(noun, row, accounts.get)))
