"""Accounts of a changeover go, some at a time, and come back the same way.

What each step writes is audited, a line an account, so that its history tells it and an undo finds it.
Whoever calls is in a transaction of its own for each step: none moves more than AT_ONCE accounts.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlmodel import Session

from rules import changeovers as rules
from rules.changeovers import AT_ONCE, BACK, GOING, MOVED, OVER, RETURNED, STAYED, Changeover
from rules.editing import Edit
from rules.policy import Policy
from rules.waiting import WITHDRAWN

from . import acts, audit, editing, handoffs, introduced, ours, outbox, people, waiting
from .assess import recompute
from .changeovers import CA, at_stage, come_to
from .records import A


def left_to_go(session: Session, changeover: Changeover) -> int:
    mine = (CA.c.changeover_id == changeover.id, CA.c.act_id.is_(None), CA.c.became == "")
    return int(session.execute(select(func.count()).select_from(CA).where(*mine)).scalar_one())


def go_on(
    session: Session, ws: int, policy: Policy, changeover: Changeover, now: datetime, most: int = AT_ONCE
) -> int:
    """The next accounts go; how many are left, none once it was taken back. What was churned or given to
    another meanwhile stays there."""
    if at_stage(session, ws, changeover.id) != GOING:
        return 0
    mine = (CA.c.changeover_id == changeover.id, CA.c.act_id.is_(None), CA.c.became == "")
    query = select(CA.c.id, CA.c.account_id, A.c.owner_id, A.c.status).join(A, A.c.id == CA.c.account_id)
    went = list[int]()
    for row in session.execute(query.where(*mine).order_by(CA.c.id).limit(most)).all():
        values: dict[str, Any] = {"became": rules.KEPT}
        if row.owner_id == changeover.person_id and row.status != "churned" and changeover.to_id:
            act_id = _give(session, ws, changeover, row.account_id, now=now)
            values = {"act_id": act_id}
            went.append(row.account_id)
        session.execute(update(CA).where(CA.c.id == row.id).values(**values))
    recompute(session, ws, policy, ids=went, now=now)
    if left := left_to_go(session, changeover):
        return left
    come_to(session, ws, changeover, MOVED, moved_at=now)
    for person_id in {changeover.person_id, changeover.to_id} - {None}:
        outbox.repaint_home(session, ws, person_id or 0, now=now)
    return 0


def _give(session: Session, ws: int, changeover: Changeover, account_id: int, now: datetime) -> int:
    edit = Edit({"owner_id": changeover.person_id}, {"owner_id": changeover.to_id})
    by_id = changeover.by_id
    kept = editing.change(session, ws, account_id, edit, by_id=by_id, now=now)
    said = {"noun": "account", "row_id": account_id, **kept}
    return audit.keep(session, ws, now, by_id=by_id, did="reassigned", **said)


def come_back(
    session: Session,
    ws: int,
    policy: Policy,
    changeover: Changeover,
    by_id: int | None,
    now: datetime,
    most: int = AT_ONCE,
) -> tuple[list[int], int]:
    """The next accounts come back as they were, where nobody moved them since: which, and how many are
    left to look at."""
    if at_stage(session, ws, changeover.id) != BACK:
        return [], 0
    mine = (CA.c.changeover_id == changeover.id, CA.c.act_id.is_not(None), CA.c.became != RETURNED)
    looked = (*mine, CA.c.became != STAYED)
    cells = (CA.c.id, CA.c.act_id, CA.c.handoff_id)
    rows = session.execute(select(*cells).where(*looked).order_by(CA.c.id).limit(most)).all()
    given = {a.id: a for a in acts.standing(session, ws, [r.act_id for r in rows])}
    came = list[int]()
    for row in rows:
        act, values = given.get(row.act_id), dict[str, Any]()
        if act:
            values, _ = editing.put_back(session, ws, act.row_id, act.change, by_id=by_id, now=now)
        if act and values:
            acts.undone(session, ws, act, by_id=by_id, now=now)
            came.append(act.row_id)
            _take_offer_back(session, ws, row.handoff_id, by_id=by_id, now=now)
        became = RETURNED if values else STAYED
        session.execute(update(CA).where(CA.c.id == row.id).values(became=became))
    recompute(session, ws, policy, ids=came, now=now)
    left = session.execute(select(func.count()).select_from(CA).where(*looked)).scalar_one()
    if not left:
        come_to(session, ws, changeover, OVER)
    return came, int(left)


def _take_offer_back(
    session: Session, ws: int, handoff_id: int | None, by_id: int | None, now: datetime
) -> None:
    """Whoever was asked to be its next expert is not any more."""
    handoff = introduced.get(session, ws, handoff_id) if handoff_id else None
    if handoff and not handoff.became:
        handoffs.withdraw(
            session,
            ws,
            handoff,
            by_id=by_id,
            on=now.date(),
            now=now,
            spares={handoff.giver_id, handoff.receiver_id},
        )


def how_many_back(session: Session, changeover: Changeover) -> tuple[int, int]:
    """How many came back, how many stayed where they were given since."""
    query = select(CA.c.became, func.count()).where(CA.c.changeover_id == changeover.id).group_by(CA.c.became)
    by = {became: count for became, count in session.execute(query)}
    return by.get(RETURNED, 0), by.get(STAYED, 0)


def accounts_of(session: Session, changeover: Changeover) -> list[int]:
    """The accounts that went with it and did not come back."""
    mine = (CA.c.changeover_id == changeover.id, CA.c.act_id.is_not(None), CA.c.became != RETURNED)
    return list(session.execute(select(CA.c.account_id).where(*mine).order_by(CA.c.id)).scalars())


def turn_back(session: Session, ws: int, changeover: Changeover, by_id: int | None, now: datetime) -> None:
    """It is taken back: at once the people who stand where they were put, and what waits for somebody's tap;
    then the accounts, some at a time."""
    at_stage(session, ws, changeover.id)
    act = acts.get(session, ws, changeover.act_id) if changeover.act_id else None
    if act and not act.undone:
        acts.undone(session, ws, act, by_id=by_id, now=now)
        under = ours.still_under(session, ws, act.change.get("people", []), act.change.get("above"))
        ours.move_under(session, ws, under, changeover.person_id, now=now)
    waiting.close_all(session, ws, (rules.TO_WHOM, rules.MANY), changeover.id, WITHDRAWN, now=now)
    now_at = {"plan_at": now, "digest_at": now}
    people.set_clock(session, ws, changeover.person_id, **now_at)
    come_to(session, ws, changeover, BACK)
