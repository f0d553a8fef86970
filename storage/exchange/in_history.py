"""What a file changed of an account, as its history shows it: by whom, which tier and status, and what else
by the names of its columns alone; struck out once the import is undone."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from rules.acts import UNDONE

from .. import audit
from ..audit import AU
from .known import Known
from .noun import Noun

BY_FILE = "changed by a file"
_SAID = ("tier", "status")


def note_changed(
    session: Session, known: Known, noun: Noun, row_id: int, before: Sequence[str], after: Sequence[str]
) -> None:
    """A line of one account, in the transaction that changed it."""
    sides = {n: (was, now) for n, was, now in zip(noun.names, before, after, strict=True) if was != now}
    said: dict[str, Any] = {
        n: f"{was or '–'} → {now or '–'}" for n, (was, now) in sides.items() if n in _SAID
    }
    if other := [n.removesuffix("_email").replace("_", " ") for n in sides if n not in _SAID]:
        said["its"] = ", ".join(other)
    said["run"] = known.run
    audit.keep(
        session, known.ws, known.now, by_id=known.by, did=BY_FILE, noun="account", row_id=row_id, **said
    )


def note_back(session: Session, known: Known, run: int, ids: Collection[int]) -> None:
    """What this run changed of these accounts is as it was."""
    mine = (AU.c.workspace_id == known.ws, AU.c.noun == "account", AU.c.did == BY_FILE)
    query = select(AU.c.id, AU.c.row_id, AU.c.change).where(*mine, AU.c.row_id.in_(list(ids)))
    for act, row_id, change in session.execute(query).all():
        if change.get("run") == run:
            at, by = known.now, known.by
            audit.keep(session, known.ws, at, by_id=by, did=UNDONE, noun="account", row_id=row_id, of=act)
