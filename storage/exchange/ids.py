"""Ids that an export gives to rows without one, and the rows that such ids mean when an import reads them
back."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Collection

from sqlalchemy import select
from sqlmodel import Session

from .noun import EXTERNAL_ID, Noun

OURS = "tend-"
_GIVEN = re.compile(r"tend-([a-z_]+)(\d{1,18})-([0-9a-f]{12})", re.ASCII)


def id_given(secret: str, noun: Noun, row_id: int) -> str:
    """The id under which a row is exported that has none. The workspace's secret is in it: the same number
    means nothing to another database, which keeps the id as any other one."""
    row = f"{noun.id_word or noun.kind}{row_id}"
    return f"{OURS}{row}-{hmac.new(secret.encode(), f'row:{row}'.encode(), hashlib.sha256).hexdigest()[:12]}"


def rows_meant(session: Session, ws: int, secret: str, noun: Noun, ids: Collection[str]) -> dict[str, int]:
    """Rows of this workspace by the ids that an export gave them, and by those that they got when they
    were made in Slack."""
    if not noun.is_given_ids:
        return {}
    table, ours, meant = noun.table, sorted(i for i in ids if i.startswith(OURS)), dict[str, int]()
    remembered = {
        int(m[2]): i for i in ours if (m := _GIVEN.fullmatch(i)) and i == id_given(secret, noun, int(m[2]))
    }
    numbers = list(remembered)
    for start in range(0, len(ours), 400):
        by_id = select(table.c.id).where(
            table.c.workspace_id == ws, table.c.id.in_(numbers[start : start + 400])
        )
        meant.update({remembered[row_id]: row_id for row_id in session.execute(by_id).scalars()})
        if noun.has_own_ids:
            external = table.c[noun.column[EXTERNAL_ID].into or ""]
            made = select(external, table.c.id).where(
                table.c.workspace_id == ws, external.in_(ours[start : start + 400])
            )
            meant.update({name: row_id for name, row_id in session.execute(made)})
    return meant
