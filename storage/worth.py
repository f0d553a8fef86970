"""Looks back at every account of a workspace on past days, some at a time, each time for a moment: with what
was known then, and what followed. What of it is kept for cards stands in the workspace's row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from rules.looks import AFTER, QUIETEST_SALES, Look, Span, dates, look, spans
from rules.merging import MERGED
from rules.records import Record, days
from rules.workspace import Workspace
from rules.worth import Looks

from .assess import attempt
from .database import Transaction
from .digests import records_of
from .merged import MG
from .records import A, R, T

AT_ONCE = 50  # accounts read together: a fraction of a second on a slow machine
LATEST_ZONE = timedelta(hours=12)  # a day is over everywhere half a day after it is in Greenwich


@dataclass(frozen=True)
class Plan:
    """What a look back looks at: accounts, days (ascending), and what it asks beside their records."""

    ids: Sequence[int]
    dates: Sequence[date]
    touched: Sequence[Span]
    sales: Sequence[Span]
    until: date
    merges: Sequence[tuple[int, int, date]]

    @property
    def steps(self) -> int:
        return len(self.dates) * -(-len(self.ids) // AT_ONCE)

    def merged_after(self, on: date) -> set[int]:
        """Accounts that became one in the 90 days after a day: what followed isn't theirs alone."""
        return {i for gone, stays, day in self.merges if on < day <= on + days(AFTER) for i in (gone, stays)}


def plan(session: Session, ws: Workspace, now: datetime) -> Plan:
    """What there is to look back at."""
    until = (now - LATEST_ZONE).date() - days(1)
    touched = spans(_days(session, func.date(T.c.at), T.c.workspace_id == ws.id, T.c.voided_at.is_(None)))
    bought = (R.c.workspace_id == ws.id, R.c.kind == "purchase", R.c.amount > 0)
    ids = session.execute(select(A.c.id).where(A.c.workspace_id == ws.id).order_by(A.c.id)).scalars()
    merged = select(MG.c.gone_id, MG.c.stays_id, MG.c.merged_on).where(
        MG.c.workspace_id == ws.id, MG.c.became == MERGED
    )
    return Plan(
        list(ids),
        dates(touched, until),
        touched,
        sales=spans(_days(session, R.c.on, *bought), QUIETEST_SALES),
        until=until,
        merges=[(r.gone_id, r.stays_id, r.merged_on) for r in session.execute(merged)],
    )


def _days(session: Session, day: Any, *where: Any) -> list[date]:
    """The days that rows have, each once, ascending."""
    found = session.execute(select(day).where(*where).distinct()).scalars()
    return sorted(d if isinstance(d, date) else date.fromisoformat(d) for d in found)


def look_back(
    reading: Transaction, ws: Workspace, of: Plan, now: datetime, rest: Callable[[], None]
) -> Looks:
    """Every look of a plan; `rest` is called after each step, outside of any transaction. An account that
    can't be computed is logged and left out."""
    looks = Looks()
    for start in range(0, len(of.ids), AT_ONCE):
        chunk = of.ids[start : start + AT_ONCE]
        seen: dict[int, list[Look]] = defaultdict(list)
        for on in of.dates:
            with reading() as session:
                records = list(records_of(session, ws, chunk, on=on, now=now, ahead=days(AFTER)))
            for account_id, a_look in _looks(records, ws, of, on, now):
                seen[account_id].append(a_look)
            rest()
        for account_id in sorted(seen):
            looks.take(seen[account_id])
    return looks


def _looks(
    records: Sequence[Record], ws: Workspace, of: Plan, on: date, now: datetime
) -> list[tuple[int, Look]]:
    censored = of.merged_after(on)
    seen = (
        (r.account.id, attempt(None, r.account.id, now, look, r, on, ws.policy, of.sales, of.until))
        for r in records
        if r.account.id not in censored
    )
    return [(account_id, a_look) for account_id, a_look in seen if a_look is not None]
