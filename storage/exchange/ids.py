"""Ids that an export gives to rows without one, and the rows that such ids mean when an import reads them back."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Collection

from sqlalchemy import select
from sqlmodel import Session

from ..records import C, R, T

_TABLES = {"contacts": ("c", C), "touches": ("t", T), "revenue": ("r", R)}
_GIVEN = re.compile(r"tend-([ctr])(\d{1,18})-([0-9a-f]{12})", re.ASCII)


def id_given(secret: str, kind: str, row_id: int) -> str:
    """The id under which a row is exported that has none. The workspace's secret is in it: the same number means nothing to
    another database, which keeps the id as any other one."""
    row = f"{_TABLES[kind][0]}{row_id}"
    return f"tend-{row}-{hmac.new(secret.encode(), f'row:{row}'.encode(), hashlib.sha256).hexdigest()[:12]}"


def rows_meant(session: Session, ws: int, secret: str, kind: str, ids: Collection[str]) -> dict[str, int]:
    """Rows of this workspace by the ids that an export gave them, and touches by those that logging gave them."""
    if kind not in _TABLES:
        return {}
    letter, table = _TABLES[kind]
    ours = sorted(i for i in ids if i.startswith("tend-"))
    told = {int(m[2]): i for i in ours if (m := _GIVEN.fullmatch(i)) and m[1] == letter and i == id_given(secret, kind, int(m[2]))}
    found: dict[str, int] = {}
    numbers = list(told)
    for start in range(0, len(ours), 400):
        by_id = select(table.c.id).where(table.c.workspace_id == ws, table.c.id.in_(numbers[start : start + 400]))
        found.update({told[row_id]: row_id for row_id in session.execute(by_id).scalars()})
        if kind == "touches":
            logged = select(T.c.external_id, T.c.id).where(T.c.workspace_id == ws, T.c.external_id.in_(ours[start : start + 400]))
            found.update({external: row_id for external, row_id in session.execute(logged)})
    return found
