"""Erases what is known of a person, ours or a contact; a keyed hash keeps a later import from bringing them back."""

from __future__ import annotations

import hashlib
import hmac
import re
from datetime import datetime

from sqlalchemy import and_, delete, func, select, update
from sqlmodel import Session

from rules.workspace import Workspace

from . import audit, tables
from .import_known import IMPORTED
from .people import P
from .records import TC, C

ER = tables.table(tables.Erased)


def mark(secret: str, email: str) -> str:
    """The keyed hash that stands for an erased address."""
    return hmac.new(secret.encode(), f"erased:{email.strip().lower()}".encode(), hashlib.sha256).hexdigest()[:32]


def marks(session: Session, ws: int) -> frozenset[str]:
    """Hashes of all erased addresses."""
    return frozenset(session.execute(select(ER.c.mark).where(ER.c.workspace_id == ws)).scalars())


def erase(session: Session, ws: Workspace, email: str, now: datetime) -> str:
    """Erase by e-mail; the sentence that says what was done. Touches stay, without the person's name."""
    person = session.execute(select(P.c.id).where(P.c.workspace_id == ws.id, P.c.email == email)).scalar_one_or_none()
    met = list(session.execute(select(C.c.id).where(C.c.workspace_id == ws.id, func.lower(C.c.email) == email)).scalars())
    if person is None and not met:
        return "Nobody with this e-mail is on file."
    gone = f"{mark(ws.secret, email)}@erased.invalid"
    if person is not None:
        session.execute(update(P).where(P.c.id == person).values(
            email=gone, name="Erased person", active=False, slack_id=None, dm_channel="", zone="UTC", country=""))  # fmt: skip
        audit.keep(session, ws.id, now, None, "erased", "person", person)
    if session.execute(select(ER.c.id).where(ER.c.workspace_id == ws.id, ER.c.mark == mark(ws.secret, email))).first() is None:
        session.execute(ER.insert().values(workspace_id=ws.id, mark=mark(ws.secret, email)))
    session.execute(delete(TC).where(TC.c.contact_id.in_(met)))
    session.execute(delete(C).where(C.c.id.in_(met)))
    _forget_rows(session, ws, email, gone)
    return f"Erased: {'a person of ours' if person is not None else ''}{' and ' if person is not None and met else ''}{f'{len(met)} contacts' if met else ''}."


def _forget_rows(session: Session, ws: Workspace, email: str, gone: str) -> None:
    """What files said of them: their own rows go, in others (touches, accounts) the address is replaced, so that those
    rows are still known again."""
    named = and_(IMPORTED.c.workspace_id == ws.id, func.lower(IMPORTED.c.cells).contains(email))
    session.execute(delete(IMPORTED).where(named, IMPORTED.c.kind.in_(("people", "contacts"))))
    for row in session.execute(select(IMPORTED.c.id, IMPORTED.c.cells).where(named)).all():
        cells = re.sub(re.escape(email), gone, row.cells, flags=re.IGNORECASE)
        session.execute(update(IMPORTED).where(IMPORTED.c.id == row.id).values(cells=cells))
