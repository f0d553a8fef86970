"""Erases what is known of a person, ours or a contact; a keyed hash keeps a later import from bringing them back."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlmodel import Session

from rules.workspace import Workspace

from . import audit
from .import_known import IMPORTED
from .people import P
from .records import TC, C


def mark(ws: Workspace, email: str) -> str:
    """The keyed hash that stands for an erased address."""
    return hmac.new(ws.secret.encode(), f"erased:{email}".encode(), hashlib.sha256).hexdigest()[:32]


def erase(session: Session, ws: Workspace, email: str, now: datetime) -> str:
    """Erase by e-mail; the sentence that says what was done. Touches stay, without the person's name."""
    person = session.execute(select(P.c.id).where(P.c.workspace_id == ws.id, P.c.email == email)).scalar_one_or_none()
    met = list(session.execute(select(C.c.id).where(C.c.workspace_id == ws.id, C.c.email == email)).scalars())
    if person is None and not met:
        return "Nobody with this e-mail is on file."
    gone = f"{mark(ws, email)}@erased.invalid"
    if person is not None:
        session.execute(update(P).where(P.c.id == person).values(
            email=gone, name="Erased person", active=False, slack_id=None, dm_channel="", zone="UTC", country=""))  # fmt: skip
        audit.keep(session, ws.id, now, None, "erased", "person", person)
    session.execute(delete(TC).where(TC.c.contact_id.in_(met)))
    session.execute(delete(C).where(C.c.id.in_(met)))
    session.execute(delete(IMPORTED).where(IMPORTED.c.workspace_id == ws.id, IMPORTED.c.cells.contains(email)))
    return f"Erased: {'a person of ours' if person is not None else ''}{' and ' if person is not None and met else ''}{f'{len(met)} contacts' if met else ''}."
