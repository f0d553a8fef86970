"""Everything on file about one person, ours or a contact, for them to read: what they did, and what others wrote of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, func, or_, select
from sqlmodel import Session

from .. import audit, tables
from ..exchange import nouns
from ..exchange.memory import IMPORTED, SEPARATOR
from ..outbox import O
from ..people import P
from ..records import NU, TC, A, C, N, T
from .erasing import SN, Q, texts_of

_INNER = {"id", "workspace_id", "key", "claim", "lease_until", "not_before", "version", "mark"}
Told = dict[str, Any]


def about(session: Session, ws: int, email: str) -> Told | None:
    """What is on file by e-mail, by kind, as plain values; None when nobody has it."""
    person = session.execute(select(P).where(P.c.workspace_id == ws, P.c.email == email)).one_or_none()
    met = session.execute(select(C).where(C.c.workspace_id == ws, func.lower(C.c.email) == email).order_by(C.c.id)).all()
    if person is None and not met:
        return None
    found: Told = {"email": email}
    if person is not None:
        found["person"] = _plain(person, P)
        mine: tuple[tuple[str, Table, Any], ...] = (
            *((n.read_as or n.kind, n.table, n.table.c[n.by] == person.id) for n in nouns.NOUNS if n.by), ("next_steps", N, N.c.by_id == person.id), ("put_off", SN, SN.c.by_id == person.id),
            ("insights", _INSIGHT, _INSIGHT.c.by_id == person.id), ("shown_in_messages", NU, NU.c.rep_id == person.id),
            ("messages", O, O.c.person_id == person.id), ("questions", Q, or_(Q.c.by_id == person.id, Q.c.to_id == person.id)), ("done", audit.AU, audit.AU.c.by_id == person.id),
        )  # fmt: skip
        for name, table, where in mine:
            found[name] = [
                _plain(r, table)
                for r in session.execute(select(table).where(table.c.workspace_id == ws, where).order_by(table.c.id))
            ]
    ids = [c.id for c in met]
    found["contact_at"] = [_plain(c, C) | {"account": _account(session, c.account_id)} for c in met]
    took_part = select(T).where(T.c.id.in_(select(TC.c.touch_id).where(TC.c.contact_id.in_(ids)))).order_by(T.c.id)
    found["touches_with_them"] = [_plain(r, T) | {"account": _account(session, r.account_id)} for r in session.execute(took_part)]
    words = [email, *(c.name for c in met), *([person.name] if person is not None and person.name else [])]
    found["named_in"] = [
        {"where": f"{table.name}.{column}", "number": row_id, "text": value}
        for table, column, row_id, _, value in texts_of(session, ws, words)
    ]
    rows = select(IMPORTED).where(
        IMPORTED.c.workspace_id == ws, or_(*(IMPORTED.c.cells.icontains(w, autoescape=True) for w in words))
    )
    found["in_imported_files"] = [
        {"file": r.kind, "row": r.cells.split(SEPARATOR)} for r in session.execute(rows.order_by(IMPORTED.c.id))
    ]
    return found


_INSIGHT = tables.table(tables.Insight)


def _account(session: Session, account_id: int) -> str:
    return str(session.execute(select(A.c.name).where(A.c.id == account_id)).scalar_one())


def _plain(row: Any, table: Table) -> Told:
    told = {c.name: getattr(row, c.name) for c in table.columns if c.name not in _INNER}
    return {k: v.isoformat() if isinstance(v, date | datetime) else v for k, v in told.items() if v not in (None, "")}
