"""How accounts earn: the segment of each, ranked over the whole workspace; what each segment is worth to a
team; and what a person kept as it is, whatever the figures propose."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, case, func, or_, select
from sqlmodel import Session

from rules.calendar import at_local
from rules.facts.movement import SIGN
from rules.policy import Policy
from rules.records import Record, days
from rules.revenue import annual_revenue
from rules.segment_proposals import KEPT_FOR
from rules.segment_report import SPAN, Counted, Report, Spent, counted, earning_of, report, with_theirs
from rules.segments import FILLER, Earning, segment_at, segments
from rules.workspace import Workspace

from . import accounts, acts, digests, served
from .apart import account_then
from .assess import attempt
from .reading import Asking, Of
from .records import CHUNK, A, R, T

MANY = 1024  # accounts that are asked for at a time
NOUN, KEPT = "segment", "kept"
_Rank = tuple[int, str, int]
"""What brings most first, then by name."""
LAST = "\U0010ffff"
"""Behind each name."""


def of_account(session: Session, ws: int, account_id: int, today: date) -> str:
    """Of one account, by what is kept on the accounts; empty where it has none."""
    return of_accounts(session, ws, [account_id], today).get(account_id, "")


def of_accounts(session: Session, ws: int, ids: Sequence[int], today: date) -> dict[int, str]:
    """Segment by account of some, without reading the others: a team's answer takes no longer in a large
    workspace. Those without one are left out. Cards, tiers, the digest and the report of today read it here.
    """
    return _segments_by(_cuts(session, ws, today), session, ws, ids, today)


def _segments_by(
    cuts: _Cuts | None, session: Session, ws: int, ids: Sequence[int], today: date
) -> dict[int, str]:
    found = dict[int, str]()
    for e in earning(session, ws, today, ids):
        if e.given:
            found[e.id] = e.given
        elif e.active and cuts and (e.annual or 0) > 0:
            found[e.id] = segment_at(e, cuts.place(e), cuts.of, cuts.half_of_median)
        elif e.active and e.annual is not None:
            found[e.id] = FILLER
    return found


class _Cuts(NamedTuple):
    """Where the ranking of a workspace is cut: `ends` are the last of the first fifth and of the first three
    fifths `of` so many, as `_rank` has them, each with its number of places."""

    of: int
    half_of_median: float
    ends: tuple[tuple[_Rank, int], ...]

    def place(self, e: Earning) -> int:
        """The first place of the part in which it ranks: that is enough to tell its segment."""
        behind = (places for end, places in self.ends if _rank(e.annual or 0, e.name, e.id) > end)
        return max(behind, default=0)


def _rank(annual: int, name: str, account_id: int) -> _Rank:
    return -annual, name, account_id


def _cuts(session: Session, ws: int, today: date) -> _Cuts | None:
    """None where nothing ranks. Names of those who bring the same are compared here: databases order them
    each in its own way."""
    ranked = (A.c.workspace_id == ws, A.c.annual > 0, *_customers(today))
    query = select(A.c.annual).where(*ranked).order_by(A.c.annual.desc())
    brings = list(session.execute(query).scalars())
    if not brings:
        return None
    of, ends = len(brings), list[tuple[_Rank, int]]()
    for places in (-(-of // 5), -(-3 * of // 5)):
        last, end = brings[places - 1], (-brings[places - 1], LAST, 0)
        if places < of and brings[places] == last:
            more = bisect_left(brings, -last, key=lambda annual: -annual)
            same = session.execute(select(A.c.name, A.c.id).where(*ranked, A.c.annual == last))
            end = sorted(_rank(last, r.name, r.id) for r in same)[places - 1 - more]
        ends.append((end, places))
    return _Cuts(of, median(brings) / 2, tuple(ends))


def _customers(today: date) -> tuple[Any, ...]:
    """Accounts that rank: looked after by themselves, as rules have it (`Account.stands`): active again from
    the day a pause ends."""
    active = or_(A.c.status == "active", and_(A.c.status != "churned", A.c.paused_until <= today))
    return active, A.c.served_through_parent.is_(False), A.c.merged_into_id.is_(None)


def earning(session: Session, ws: int, today: date, ids: Sequence[int]) -> Iterator[Earning]:
    """What each of these accounts is ranked by that is no lost one. Whose segment a person chose is among
    them whatever its standing."""
    for start in range(0, len(ids), MANY):
        for r in Asking(session, ids[start : start + MANY])(_EARNING, ws=ws, today=today):
            yield Earning(
                r.id,
                r.name,
                r.annual,
                services=sum(bool(s) for s in r.services.split(";")),
                recurring=bool(r.recurs),
                given=r.segment,
                active=not r.served_through_parent and _is_active(r.status, r.paused_until, today),
            )


_RECURS = select(R.c.id).where(
    R.c.account_id == A.c.id, R.c.kind.in_(list(SIGN)), R.c.on <= bindparam("today")
)
_EARNING = Of(
    select(
        A.c.id,
        A.c.name,
        A.c.annual,
        A.c.services,
        A.c.segment,
        A.c.status,
        A.c.paused_until,
        A.c.served_through_parent,
        _RECURS.exists().label("recurs"),
    ).where(A.c.workspace_id == bindparam("ws"), A.c.status != "churned", A.c.merged_into_id.is_(None)),
    A.c.id,
)


def _is_active(status: str, paused_until: date | None, today: date) -> bool:
    """As rules have it (`Account.stands`): active again from the day a pause ends."""
    return status == "active" or (paused_until is not None and paused_until <= today)


def report_of(
    session: Session,
    ws: Workspace,
    owners: Collection[int] | None,
    *,
    on: date,
    today: date,
    now: datetime,
    zone: str,
) -> Report:
    """What the segments of these people's accounts (None: everybody's) are worth as of the end of a day:
    today by what is kept on the accounts, an earlier day by the record of the whole workspace. Minutes are
    of days in `zone`. An account that can't be computed is logged and left out."""
    past = on < today
    if past or owners is None:
        ids = list(session.execute(select(A.c.id).where(A.c.workspace_id == ws.id)).scalars())
    else:
        ids = accounts.owned_by(session, ws.id, owners)
    through = {} if past else served.through(session, ws.id)
    took = spent(session, ws.id, [*ids, *through.keys() - set(ids)], on, zone)
    earns, there, paused = list[Earning](), list[Counted](), 0
    for record in digests.records_of(session, ws, ids, on=on, now=now):
        day = on if past else max(on, record.today or on)
        if not record.stood(day) or day < record.account.exists_on:
            continue
        account = record.at(day).account
        annual = annual_revenue(record, day, ws.policy) if past else account.annual
        if account.status != "churned":
            earns.append(earning_of(record, day, annual))
            if past and account.served_through_parent and account.parent_id:
                through[account.id] = account.parent_id
        if (owners is not None and account.owner_id not in owners) or account.served_through_parent:
            continue
        paused += account.status == "paused"
        if account.status == "active":
            there += _counted(record, day, ws.policy, annual, took.get(account.id, Spent()), now)
    brought = {e.id: e.annual for e in earns} if past else {}
    theirs, more = dict[int, int](), dict[int, Spent]()
    for child in through:
        to = _top(child, through)
        before, new = more.get(to, Spent()), took.get(child, Spent())
        more[to] = Spent(before.minutes + new.minutes, before.estimated + new.estimated)
        if (annual := brought.get(child)) is not None:
            theirs[to] = theirs.get(to, 0) + annual
    earns = [replace(e, annual=(e.annual or 0) + theirs[e.id]) if e.id in theirs else e for e in earns]
    cuts = None if past else _cuts(session, ws.id, today)
    ranked = cuts.of if cuts else 0
    if past:
        ranked = sum(e.active and (e.annual or 0) > 0 for e in earns)
    return report(
        [with_theirs(a, theirs.get(a.id), more.get(a.id, Spent()), ws.policy.cost) for a in there],
        segments(earns) if past else _segments_by(cuts, session, ws.id, [a.id for a in there], today),
        paused=paused,
        on=on,
        costs=ws.policy.cost,
        ranked=ranked,
    )


def _top(account: int, through: Mapping[int, int]) -> int:
    """The one that an account is served through, at the end of the chain."""
    seen = {account}
    while (above := through.get(account)) is not None and above not in seen:
        seen.add(account := above)
    return account


def _counted(
    record: Record, on: date, policy: Policy, annual: int | None, took: Spent, now: datetime
) -> list[Counted]:
    one = attempt(None, record.account.id, now, counted, record, on, policy, annual, took)
    return [one] if one else []


def spent(session: Session, ws: int, ids: Sequence[int], on: date, zone: str) -> dict[int, Spent]:
    """Minutes of all touches by account, of these, in the year to a day (of `zone`); of accounts as they were
    then."""
    start, end = at_local(on - SPAN + days(1), time(0), zone), at_local(on + days(1), time(0), zone)
    whose = account_then(session, ws, on, T).label("whose")
    guessed = func.coalesce(func.sum(case((T.c.estimated, T.c.minutes), else_=0)), 0)
    mine = (T.c.workspace_id == ws, T.c.at >= start, T.c.at < end, T.c.voided_at.is_(None))
    query = select(whose, func.coalesce(func.sum(T.c.minutes), 0), guessed).where(*mine).group_by(whose)
    took = dict[int, Spent]()
    for first in range(0, len(ids), CHUNK):
        for account, total, some in session.execute(
            query.where(T.c.account_id.in_(ids[first : first + CHUNK]))
        ):
            before = took.get(account, Spent())  # rows of one that was two lie with the other
            took[account] = Spent(before.minutes + int(total), before.estimated + int(some))
    return took


def kept(session: Session, ws: int, now: datetime) -> set[tuple[int, str]]:
    """What was proposed lately and not wanted: accounts with the kind of proposal."""
    lately = acts.recent(session, ws, NOUN, KEPT, now - timedelta(days=KEPT_FOR))
    return {(a.row_id, str(a.change.get("proposed"))) for a in lately if not a.undone}
