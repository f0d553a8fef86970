"""What became of accounts that were merged: where each went, what may be one, and how two that are one
stood on a day before.

Figures of a day see the accounts of that day: what moved since is told apart again by the rows that are
kept of each merge (`Apart`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Column, and_, or_, select
from sqlmodel import Session

from rules.duplicates import Known
from rules.facts.merging import WAITS, Merging
from rules.merging import MERGED, TWO
from rules.waiting import OPEN

from . import tables
from .people import P
from .waiting import W

A, MG, MV = (tables.table(t) for t in (tables.Account, tables.Merge, tables.Moved))


@dataclass(frozen=True, slots=True)
class Merge:
    """Two accounts that became one, are asked to, or are two. `kept`: days and figures as they were before,
    of the one that stays under `stays`."""

    id: int
    gone_id: int
    stays_id: int
    by_id: int
    by: str
    became: str
    asked_on: date
    merged_on: date | None = None
    ended_by: str = ""
    kept: Mapping[str, Any] = field(default_factory=dict)
    done_at: Any = None


def query_of() -> Any:
    ended = P.alias("ended")
    return (
        select(MG, P.c.name.label("by_name"), ended.c.name.label("ended_name"))
        .join(P, P.c.id == MG.c.by_id)
        .outerjoin(ended, ended.c.id == MG.c.ended_by_id)
    )


def merge_of(r: Any) -> Merge:
    return Merge(
        r.id,
        r.gone_id,
        r.stays_id,
        r.by_id,
        r.by_name,
        became=r.became,
        asked_on=r.asked_on,
        merged_on=r.merged_on,
        ended_by=r.ended_name or "",
        kept=json.loads(r.kept or "{}"),
        done_at=r.done_at,
    )


def get(session: Session, ws: int, merge_id: int) -> Merge | None:
    row = session.execute(query_of().where(MG.c.workspace_id == ws, MG.c.id == merge_id)).first()
    return merge_of(row) if row else None


def asked_for(session: Session, ws: int, ids: Iterable[int]) -> list[Merge]:
    """What waits for somebody's tap of these accounts."""
    those = list(ids)
    about = or_(MG.c.gone_id.in_(those), MG.c.stays_id.in_(those))
    query = query_of().where(MG.c.workspace_id == ws, MG.c.became == "", about).order_by(MG.c.id)
    return [merge_of(r) for r in session.execute(query)]


def asked_by(session: Session, ws: int, person_id: int) -> list[Merge]:
    query = query_of().where(MG.c.workspace_id == ws, MG.c.became == "", MG.c.by_id == person_id)
    return [merge_of(r) for r in session.execute(query.order_by(MG.c.id))]


def done_of(session: Session, ws: int, gone_id: int) -> Merge | None:
    """The merge by which an account went."""
    mine = (MG.c.workspace_id == ws, MG.c.gone_id == gone_id, MG.c.became == MERGED)
    row = session.execute(query_of().where(*mine).order_by(MG.c.id.desc())).first()
    return merge_of(row) if row else None


def those(session: Session, ws: int) -> tuple[list[Known], set[tuple[int, int]]]:
    """What every account that is a customer may be known by; and the pairs of whom somebody said that they
    are two, or whether they are one waits for a tap."""
    columns = (A.c.id, A.c.name, A.c.domain, A.c.external_id, A.c.parent_id)
    query = select(*columns).where(A.c.workspace_id == ws, A.c.status != "churned").order_by(A.c.id)
    known = [Known(r.id, r.name, r.domain, r.external_id, r.parent_id) for r in session.execute(query)]
    said = select(MG.c.gone_id, MG.c.stays_id).where(MG.c.workspace_id == ws, MG.c.became.in_((TWO, "")))
    return known, {(min(a, b), max(a, b)) for a, b in session.execute(said)}


def _waiting(mine: Column[Any], other: Column[Any]) -> Any:
    """What waits for somebody's tap of the accounts in one of the columns."""
    to = P.alias("to")
    return (
        select(
            MG.c.id, mine.label("account_id"), P.c.name.label("by_name"), A.c.name, to.c.name.label("to_name")
        )
        .join(P, P.c.id == MG.c.by_id)
        .join(A, A.c.id == other)
        .join(
            W,
            and_(
                W.c.workspace_id == MG.c.workspace_id,
                W.c.subject_id == MG.c.id,
                W.c.kind == WAITS,
                W.c.state == OPEN,
            ),
        )
        .join(to, to.c.id == W.c.for_id)
        .where(MG.c.became == "")
        .order_by(MG.c.id)
    )


GOES, STAYS = _waiting(MG.c.gone_id, MG.c.stays_id), _waiting(MG.c.stays_id, MG.c.gone_id)


def put(rows: Sequence[Any], account: Any, now: Any) -> dict[str, Any]:
    """The field of a Record that merges fill."""
    return {"merging": tuple(Merging(r.id, r.by_name, r.name, r.to_name) for r in rows)}
