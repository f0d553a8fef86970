"""Who asks: the workspace of this installation and its person, in one question, since every request begins
with it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, bindparam, select
from sqlmodel import Session

from rules.records import Person
from rules.workspace import Workspace

from . import people, workspaces
from .people import PERSON, P
from .prepared import Known, row_of
from .workspaces import W

_WORKSPACE, _PERSON = row_of(list(W.c)), row_of(PERSON)
_FIRST = select(W.c.id).order_by(W.c.id).limit(1).scalar_subquery()
_THEIRS = and_(P.c.workspace_id == W.c.id, P.c.slack_id == bindparam("slack_id"))
Caller = tuple[Workspace, Person | None]


def _caller(rows: list[Any]) -> Caller | None:
    if not rows:
        return None
    cells, many = rows[0], len(W.c)
    person = _PERSON(cells[many:])
    ws = workspaces.workspace_of(_WORKSPACE(cells[:many]))
    return ws, None if person.id is None else people.person_of(person)


_CALLER = Known(select(*W.c, *PERSON).outerjoin_from(W, P, _THEIRS).where(W.c.id == _FIRST), _caller)


def caller(session: Session, slack_id: str) -> Caller:
    """The workspace that this installation is for, and its person of an id of Slack's, None where there is
    none. Asked once a request. Raises LookupError before the first start."""
    asks: Caller | None = _CALLER(session, slack_id=slack_id or None)
    if asks is None:
        raise LookupError(workspaces.NONE_YET)
    return asks
