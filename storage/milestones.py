"""The steps of onboarding: begun, added, done, changed, dropped, read. Dates are those of whoever acts; each
act is audited, never its text.

Whoever calls has the account computed again in the same transaction (storage/assess.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import and_, func, select, update
from sqlmodel import Session

from rules.calendar import local_date
from rules.facts.milestone import Milestone
from rules.facts.templates import Step

from . import audit, tables
from .database import new_id
from .people import P

M, A = tables.table(tables.Milestone), tables.table(tables.Account)
QUERY = (
    select(*tables.told(M), P.c.name.label("owner_name"))
    .select_from(M.outerjoin(P, P.c.id == M.c.owner_id))
    .order_by(M.c.due_on, M.c.id)
)


def put(rows: Sequence[Any], account: Any, now: datetime) -> dict[str, Any]:
    """The field of a Record that steps fill: all that is stored has happened by the owner's date."""
    today = local_date(now, account.zone)
    return {"milestones": tuple(milestone_of(r).as_known(today) for r in rows)}


class Whose(NamedTuple):
    """An account by name, who owns it, and since when it is a customer (None: nobody said)."""

    name: str
    owner: str
    since: date | None


def whose(session: Session, ws: int, account_id: int) -> Whose | None:
    mine = (A.c.workspace_id == ws, A.c.id == account_id)
    query = select(A.c.name, P.c.name, A.c.started_on).join(P, P.c.id == A.c.owner_id).where(*mine)
    row = session.execute(query).first()
    return Whose(*row) if row else None


def of_account(session: Session, ws: int, account_id: int) -> list[Milestone]:
    """All of an account, the first due first, dropped ones too."""
    mine = QUERY.where(M.c.workspace_id == ws, M.c.account_id == account_id)
    return [milestone_of(r) for r in session.execute(mine)]


def get(session: Session, ws: int, step_id: int) -> Milestone | None:
    row = session.execute(QUERY.where(M.c.workspace_id == ws, M.c.id == step_id)).first()
    return milestone_of(row) if row else None


def due_by(session: Session, ws: int, person_id: int, until: date) -> list[tuple[str, Milestone]]:
    """Somebody's open steps that fall due up to a date, late ones too, each with its account's name: their
    own, and those of their accounts that are nobody else's."""
    query = QUERY.add_columns(A.c.name.label("account_name")).join(A, A.c.id == M.c.account_id)
    open_ = (
        M.c.workspace_id == ws,
        A.c.workspace_id == ws,
        A.c.status != "churned",
        M.c.done_on.is_(None),
        M.c.due_on <= until,
    )
    # through the accounts: an index by owner would read everybody's steps that have none
    of_the_account = func.coalesce(M.c.owner_id, A.c.owner_id) == A.c.owner_id
    whose = (M.c.owner_id == person_id, and_(A.c.owner_id == person_id, of_the_account))
    rows = {r.id: r for mine in whose for r in session.execute(query.where(*open_, mine))}
    return [(r.account_name, milestone_of(r)) for r in sorted(rows.values(), key=lambda r: (r.due_on, r.id))]


def begin(
    session: Session,
    ws: int,
    account_id: int,
    stage: str,
    steps: Sequence[Step],
    on: date,
    by_id: int,
    now: datetime,
) -> None:
    """A stage starts on a date, with the steps of its template; they are whoever's the account is."""
    for step in steps:
        due_on = on + timedelta(step.after_days)
        values = {"step": step.name, "due_on": due_on, "first_value": step.first_value, "owner_id": None}
        _insert(session, ws, account_id, stage, started_on=on, values=values, now=now)
    audit.keep(
        session,
        ws,
        now,
        by_id=by_id,
        did="began",
        noun="account",
        row_id=account_id,
        stage=stage,
        on=str(on),
        steps=len(steps),
    )


def add(
    session: Session,
    ws: int,
    account_id: int,
    stage: str,
    started_on: date | None,
    values: dict[str, Any],
    by_id: int,
    now: datetime,
) -> int:
    """One more step of a stage: `step`, `due_on`, `owner_id`, `done_on`; its id."""
    made = _insert(session, ws, account_id, stage, started_on=started_on, values=values, now=now)
    audit.keep(
        session,
        ws,
        now,
        by_id=by_id,
        did="added",
        noun="milestone",
        row_id=made,
        account=account_id,
        due_on=str(values["due_on"]),
    )
    return made


def _insert(
    session: Session,
    ws: int,
    account_id: int,
    stage: str,
    started_on: date | None,
    values: dict[str, Any],
    now: datetime,
) -> int:
    row = {
        "account_id": account_id,
        "stage": stage,
        "started_on": started_on,
        "first_value": False,
        "moved": "",
        "external_id": f"tend-{uuid4().hex[:16]}",
        "created_at": now,
        **values,
    }
    return new_id(session.execute(M.insert().values(workspace_id=ws, **row)))


def finish(
    session: Session, ws: int, step: Milestone, on: date, by_id: int, now: datetime, dropped: bool = False
) -> None:
    """It was done on a date, or is dropped."""
    change = {"done_on": on, "dropped_at": now if dropped else None}
    session.execute(update(M).where(M.c.id == step.id).values(change))
    _keep_track(session, ws, step, "dropped" if dropped else "done", by_id=by_id, now=now, on=str(on))


def take_up(session: Session, ws: int, step: Milestone, by_id: int, now: datetime) -> None:
    """One that was dropped is open again, by the date that it had."""
    session.execute(update(M).where(M.c.id == step.id).values(done_on=None, dropped_at=None))
    _keep_track(session, ws, step, "taken up again", by_id=by_id, now=now, before=str(step.done_on))


def change(
    session: Session, ws: int, step: Milestone, values: dict[str, Any], on: date, by_id: int, now: datetime
) -> None:
    """Its `step`, `due_on`, `owner_id` or `done_on` is another one from a date on; the dates that held before
    stay known. Nothing is written where nothing is another."""
    changed = {name: value for name, value in values.items() if value != getattr(step, name)}
    if not changed:
        return
    track = {name: str(value) for name, value in changed.items() if name != "step"}
    if "due_on" in changed and step.due_on and (not step.moved or step.moved[-1][0] != on):
        changed["moved"] = ";".join(f"{day}>{due}" for day, due in (*step.moved, (on, step.due_on)))
    session.execute(update(M).where(M.c.id == step.id).values(changed))
    _keep_track(session, ws, step, "changed", by_id=by_id, now=now, **track)


def _keep_track(
    session: Session, ws: int, step: Milestone, did: str, by_id: int, now: datetime, **change: str
) -> None:
    audit.keep(
        session,
        ws,
        now,
        by_id=by_id,
        did=did,
        noun="milestone",
        row_id=step.id,
        account=step.account_id,
        **change,
    )


def milestone_of(r: Any) -> Milestone:
    pairs = (pair.split(">") for pair in r.moved.split(";") if pair)
    return Milestone(
        r.id,
        r.account_id,
        r.stage,
        r.step,
        due_on=r.due_on,
        owner_id=r.owner_id,
        owner_name=r.owner_name or "",
        started_on=r.started_on,
        done_on=r.done_on,
        dropped=r.dropped_at is not None,
        first_value=r.first_value,
        moved=tuple((date.fromisoformat(day), date.fromisoformat(due)) for day, due in pairs),
    )
