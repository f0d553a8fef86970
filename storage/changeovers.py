"""Accounts that change hands together, from begun to over: which there are, at which stage, and who is heir
of whom. How the accounts go and come back is passing.py."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select, union_all, update
from sqlmodel import Session

from rules import changeovers as rules
from rules.acts import UNDO_DAYS
from rules.changeovers import BACK, GOING, MOVED, OVER, SETTLED, WAITS, Changeover
from rules.records import Person

from . import ours, people, tables
from .database import new_id
from .people import IS_GONE, P
from .records import A

CO, CA = tables.table(tables.Changeover), tables.table(tables.ChangeoverAccount)
UNDER_WAY = (WAITS, GOING, MOVED, BACK)
_FROM, _TO = P.alias("gives"), P.alias("takes")


def _called(person: Any) -> Any:
    return func.coalesce(func.nullif(person.c.name, ""), person.c.email)


def _select(ws: int) -> Select[Any]:
    return _every().where(CO.c.workspace_id == ws)


def _every() -> Select[Any]:
    return (
        select(CO, _called(_FROM).label("person"), func.coalesce(_called(_TO), "").label("to"))
        .join(_FROM, _FROM.c.id == CO.c.person_id)
        .outerjoin(_TO, _TO.c.id == CO.c.to_id)
        .order_by(CO.c.id)
    )


def _changeover(r: Any) -> Changeover:
    named = {"moved_at": r.moved_at, "act_id": r.act_id, "person": r.person, "to": r.to}
    return Changeover(r.id, r.person_id, r.to_id, r.by_id, r.why, r.stage, r.due_at, **named)


def get(session: Session, ws: int, changeover_id: int) -> Changeover | None:
    row = session.execute(_select(ws).where(CO.c.id == changeover_id)).first()
    return _changeover(row) if row else None


def at_stage(session: Session, ws: int, changeover_id: int) -> str:
    """The stage of one as it stands to the end of this transaction: who else would move it waits until then,
    and reads it anew."""
    mine = (CO.c.workspace_id == ws, CO.c.id == changeover_id)
    return str(session.execute(select(CO.c.stage).where(*mine).with_for_update()).scalar_one_or_none() or "")


def of_act(session: Session, ws: int, act_id: int) -> Changeover | None:
    """The one that a line of the audit trail began."""
    row = session.execute(_select(ws).where(CO.c.act_id == act_id)).first()
    return _changeover(row) if row else None


def of_person(session: Session, ws: int, person_id: int) -> list[Changeover]:
    """What waits to be due of somebody's."""
    mine = (CO.c.person_id == person_id, CO.c.stage == WAITS)
    return [_changeover(r) for r in session.execute(_select(ws).where(*mine))]


def to_carry_on(session: Session, ws: int, now: datetime) -> list[Changeover]:
    """Those with something to do: due, going, coming back, without a proposal yet, and those of people who
    are with us again within the week in which it can be undone."""
    week = now - timedelta(UNDO_DAYS)
    again = and_(_FROM.c.active, CO.c.why.in_((rules.LEFT, rules.OFF)))
    back = and_(again, or_(CO.c.stage == WAITS, and_(CO.c.stage == SETTLED, CO.c.moved_at > week)))
    due = or_(CO.c.stage.in_((GOING, MOVED, BACK)), and_(CO.c.stage == WAITS, CO.c.due_at <= now))
    mine = select(CO.c.id).where(CO.c.workspace_id == ws)
    lately = mine.where(CO.c.stage == SETTLED, CO.c.moved_at > week)  # each by its index, not all of the past
    there = union_all(mine.where(CO.c.stage.in_(UNDER_WAY)), lately)
    return [_changeover(r) for r in session.execute(_every().where(CO.c.id.in_(there), or_(due, back)))]


def gone(session: Session, ws: int) -> list[int]:
    """People who are not with us any more and still have accounts, or people under them, with nothing under
    way about it."""
    report = P.alias("report")
    has = or_(
        exists().where(A.c.workspace_id == ws, A.c.owner_id == P.c.id, A.c.status != "churned"),
        exists().where(report.c.workspace_id == ws, report.c.manager_id == P.c.id, report.c.active),
    )
    begun = exists().where(CO.c.workspace_id == ws, CO.c.person_id == P.c.id, CO.c.stage.in_(UNDER_WAY))
    query = select(P.c.id).where(P.c.workspace_id == ws, IS_GONE, has, ~begun)
    return list(session.execute(query.order_by(P.c.id)).scalars())


def begin(
    session: Session,
    ws: int,
    person: Person,
    to: Person | None,
    *,
    by_id: int | None,
    why: str,
    due_at: datetime,
    now: datetime,
) -> int:
    """It waits until it is due; its id."""
    row = {"person_id": person.id, "to_id": to.id if to else None, "by_id": by_id, "why": why, "stage": WAITS}
    return new_id(session.execute(CO.insert().values(workspace_id=ws, due_at=due_at, created_at=now, **row)))


def set_off(
    session: Session,
    ws: int,
    changeover: Changeover,
    to: Person | None,
    ids: Sequence[int],
    act_id: int,
    now: datetime,
) -> None:
    """These accounts go from now on; none where there is nobody to take them."""
    held = [{"workspace_id": ws, "changeover_id": changeover.id, "account_id": i, "became": ""} for i in ids]
    if held and to:
        session.connection().execute(CA.insert(), held)
    come_to(session, ws, changeover, GOING, act_id=act_id, to_id=to.id if to else None)


def put_off(session: Session, ws: int, changeover: Changeover, due_at: datetime) -> None:
    come_to(session, ws, changeover, WAITS, due_at=due_at)


def end(session: Session, ws: int, changeover: Changeover) -> None:
    come_to(session, ws, changeover, OVER)


def settle(session: Session, ws: int, changeover: Changeover) -> None:
    """All have gone, and whoever has them was asked what is theirs to say."""
    come_to(session, ws, changeover, SETTLED)


def come_to(session: Session, ws: int, changeover: Changeover, stage: str, **values: Any) -> None:
    """Its next stage, with what is so from then on."""
    mine = (CO.c.workspace_id == ws, CO.c.id == changeover.id)
    session.execute(update(CO).where(*mine).values(stage=stage, **values))


def heir_of(session: Session, ws: int, person: Person) -> Person | None:
    """Who has the accounts of somebody who is not with us any more: the nearest manager who is, else an
    admin."""
    seen, above = {person.id}, person
    while above.manager_id is not None and above.manager_id not in seen:
        seen.add(above.manager_id)
        above = people.get(session, ws, above.manager_id)
        if above.active:
            return above
    return next((p for p in people.admins(session, ws) if p.id != person.id), None)


def pass_people(session: Session, ws: int, person_id: int, heir: Person | None, now: datetime) -> list[int]:
    """Whoever stands right under somebody stands under their heir; who that is."""
    under = [p for p in ours.reports(session, ws, person_id) if heir is None or p != heir.id]
    ours.move_under(session, ws, under, heir.id if heir else None, now=now)
    return under


def unplaced(session: Session, ws: int, to: Collection[int] | None) -> list[Changeover]:
    """Those of people who left whose accounts went to any of `to` (None: anybody)."""
    mine = [CO.c.stage == SETTLED, CO.c.why.in_((rules.LEFT, rules.OFF))]
    if to is not None:
        mine.append(CO.c.to_id.in_(list(to)))
    return [_changeover(r) for r in session.execute(_select(ws).where(*mine))]
