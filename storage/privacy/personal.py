"""Everything on file about one person, ours or a contact, for them to read: what they did, and what others
wrote of them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Table, or_, select
from sqlmodel import Session

from ..exchange import nouns
from ..exchange.memory import SEPARATOR
from ..people import P
from ..records import A, C
from ..tables import METADATA
from ..tables.written import Whose, written_in
from .declared import contacts_by, holding, naming_a_person, of_workspace, references, tables_with, texts_of

Told = dict[str, Any]


def about(session: Session, ws: int, email: str) -> Told | None:
    """What is on file by e-mail, by kind, as plain values; None when nobody has it."""
    person = session.execute(select(P).where(P.c.workspace_id == ws, P.c.email == email)).one_or_none()
    met = contacts_by(session, ws, email)
    if person is None and not met:
        return None
    on_file: Told = {"email": email}
    if person is not None:
        on_file["person"] = _plain(person, P)
        on_file |= _of_person(session, ws, person.id)
    on_file["contact_at"] = [_plain(c, C) | {"account": _account(session, c.account_id)} for c in met]
    for name, rows in _of_contacts(session, ws, [c.id for c in met]).items():
        on_file[name] = [*on_file.get(name, ()), *rows]
    words = [email, *(c.name for c in met), *([person.name] if person is not None and person.name else [])]
    on_file["named_in"] = [
        {"where": f"{text.table.name}.{text.column}", "number": text.row_id, "text": text.value}
        for text in texts_of(session, ws, words)
    ]
    on_file["in_imported_files"] = _in_files(session, ws, words)
    return on_file


def _section(table: Table) -> str:
    """What rows of a table are called when they are read out."""
    noun = next((n for n in nouns.NOUNS if n.table is table), None)
    return str(table.info.get("read_out", table.name)) if noun is None else noun.read_as or noun.kind


def _of_person(session: Session, ws: int, person_id: int) -> dict[str, list[Told]]:
    """Rows that name a person of ours, of each table that can."""
    on_file = dict[str, list[Told]]()
    for table in METADATA.sorted_tables:
        if table is not P and (columns := naming_a_person(table)):
            on_file[_section(table)] = _rows(
                session, table, ws, where=or_(*(c == person_id for c in columns))
            )
    return on_file


def _of_contacts(session: Session, ws: int, ids: list[int]) -> dict[str, list[Told]]:
    """Rows that refer to contacts, with their account; where a row only links, what it links to."""
    on_file = defaultdict[str, list[Told]](list)
    for column in references("contact"):
        table = column.table
        links = [c for c in table.primary_key if c.foreign_keys and c is not column]
        if column.primary_key and links:
            (other,) = links[0].foreign_keys
            linked = other.column.in_(select(links[0]).where(column.in_(ids)))
            on_file[_section(table)] += _rows(
                session, other.column.table, ws, where=linked, with_account=True
            )
        else:
            on_file[_section(table)] += _rows(session, table, ws, where=column.in_(ids), with_account=True)
    return on_file


def _rows(
    session: Session, table: Table, ws: int, where: ColumnElement[bool], with_account: bool = False
) -> list[Told]:
    query = select(table).where(of_workspace(table, ws), where).order_by(*table.primary_key)
    rows = session.execute(query).all()
    if not with_account or "account_id" not in table.c:
        return [_plain(row, table) for row in rows]
    return [_plain(row, table) | {"account": _account(session, row.account_id)} for row in rows]


def _in_files(session: Session, ws: int, words: list[str]) -> list[Told]:
    """Rows of imported files that hold one of the words."""
    on_file = list[Told]()
    for table, columns in tables_with(Whose.FILE):
        for column, _ in columns.values():
            query = select(table.c.kind, column.label("cells")).where(
                of_workspace(table, ws), holding(column, words)
            )
            for row in session.execute(query.order_by(table.c.id)):
                if any(w.lower() in row.cells.lower() for w in words):
                    on_file.append({"file": row.kind, "row": row.cells.split(SEPARATOR)})
    return on_file


def _account(session: Session, account_id: int) -> str:
    return str(session.execute(select(A.c.name).where(A.c.id == account_id)).scalar_one())


def _plain(row: Any, table: Table) -> Told:
    inner = {"id", "workspace_id", *written_in(table, Whose.KEY)}
    values = {c.name: getattr(row, c.name) for c in table.columns if c.name not in inner}
    return {
        k: v.isoformat() if isinstance(v, date | datetime) else v
        for k, v in values.items()
        if v not in (None, "")
    }
