"""What a record holds beside its account and touches: READ, a line a fact: the query, and where its rows go
in the Record.

One card (prepared), many records (an IN list) and the figures of a past day read the same table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, Select, bindparam, literal, select
from sqlmodel import Session

from rules.facts.movement import Movement
from rules.records import NextStep, Standing

from . import (
    changes,
    concerns,
    escalations,
    feedback,
    goals,
    introduced,
    loosened,
    merged,
    milestones,
    needs,
    overrides,
    promises,
    referrals,
    requests,
    served,
    tables,
    team,
    thanks,
    upsells,
)
from .apart import Apart
from .contacts import C, contact_of
from .people import P
from .prepared import Prepared
from .together import Together

A = tables.table(tables.Account)
S = tables.table(tables.Standing)
N = tables.table(tables.NextStep)
R = tables.table(tables.Revenue)
NU = tables.table(tables.Nudge)

NOT_APART = Apart()
INTRODUCED = "introduced"  # what became of a place, when a next expert was named
Rows = Sequence[Any]


class Of:
    """A query over accounts, for one and for many (an IN list); both prepared."""

    def __init__(self, query: Select[Any], account: Any) -> None:
        self.table = account.table
        self.many = Prepared(query.where(account.in_(bindparam("ids", expanding=True))))
        self.of_one = query.where(account == bindparam("id"))
        self.one = Prepared(self.of_one)
        self.any = select(literal(1)).where(account == bindparam("id")).exists()


def filled_up(ids: Sequence[int]) -> list[int]:
    """The same ids, the last one as often as makes their number one, or a power of two: a list is compiled
    anew for each length."""
    return [*ids, *([ids[-1]] * ((1 << (len(ids) - 1).bit_length()) - len(ids) if ids else 0))]


class Asking:
    """Asks such queries for the accounts of one chunk."""

    def __init__(self, session: Session, ids: Sequence[int]) -> None:
        self._session, self._ids = session, filled_up(ids)

    def __call__(self, query: Of, **values: Any) -> list[Any]:
        if len(self._ids) == 1:
            return query.one(self._session, id=self._ids[0], **values)
        return query.many(self._session, ids=self._ids, **values) if self._ids else []


def _contacts(rows: Rows, account: Any, now: datetime) -> dict[str, Any]:
    return {"contacts": tuple(map(contact_of, rows))}


def _movements(rows: Rows, account: Any, now: datetime) -> dict[str, Any]:
    return {
        "movements": tuple(
            Movement(r.on, r.kind, r.amount, currency=r.currency, service=r.service) for r in rows
        )
    }


def _standings(rows: Rows, account: Any, now: datetime) -> dict[str, Any]:
    stood = (
        Standing(
            r.from_on,
            r.owner_id,
            r.tier,
            status=r.status,
            cadence_days=r.cadence_days,
            until=r.until,
            reason=r.reason,
            served_through_parent=r.served_through_parent,
            country=r.country,
            zone=r.zone,
        )
        for r in rows
    )
    return {"standings": tuple(stood)}


def _next_step(rows: Sequence[Row[Any]], account: Any, now: datetime) -> dict[str, Any]:
    """The open step that comes first; one without a date stands behind those with one."""
    dated = [r for r in rows if r.on is not None]
    row = dated[0] if dated else rows[0]
    return {"next_step": NextStep(row.id, row.text, row.on)}


def _shown(rows: Rows, account: Any, now: datetime) -> dict[str, Any]:
    """What sent bundles said of an account (rows newest first), and its appearances to its owner since
    somebody last acted."""
    nudged: list[date] = []
    for row in rows:
        acted = row.outcome and row.outcome != INTRODUCED  # which is no act with the customer
        if acted or (row.for_id or row.rep_id) != account.owner_id:  # a new owner starts anew
            break
        nudged.append(row.local_on)
    return {
        "nudged": tuple(nudged),
        "last_told": rows[0].told or "",
        "last_told_on": rows[0].local_on,
        "insights_told": tuple(row.insight for row in rows if row.insight),
        "reasons_told": tuple({row.told: row.local_on for row in reversed(rows) if row.told}.items()),
    }


class Line(NamedTuple):
    """A fact: its query, which selects `account_id`, and what an account's rows (in the query's order;
    there is at least one) put into which fields of its Record; `account` is the account's own row, `now`
    when they are read. `then`
    says how the figures of a past day get the facts of that day: WITH_DATES, the rows say from when to
    when they held, and rules count those of the day; another query, with bindparam("on"), the rows that
    held on that day; NOT_THEN, what holds only as of now is left out."""

    query: Of
    put: Callable[[Rows, Any, datetime], Mapping[str, Any]]
    then: Of | str


WITH_DATES, NOT_THEN = "with dates", "not then"
_SHOWN = (
    select(
        NU.c.account_id,
        NU.c.rep_id,
        NU.c.for_id,
        NU.c.local_on,
        NU.c.outcome,
        NU.c.reason["kind"].as_string().label("told"),
        NU.c.reason["insight"].as_integer().label("insight"),
    )
    .where(NU.c.state == "sent")
    .order_by(NU.c.local_on.desc(), NU.c.id.desc())
)
_EARNED = select(R.c.id, R.c.account_id, R.c.on, R.c.kind, R.c.amount, R.c.currency, R.c.service).order_by(
    R.c.on, R.c.id
)
_STOOD = (
    select(*tables.told(S), P.c.country, P.c.zone)
    .join(P, P.c.id == S.c.owner_id)
    .order_by(S.c.from_on, S.c.id)
)
_OPEN_STEPS = select(*tables.told(N)).where(N.c.done_at.is_(None)).order_by(N.c.on, N.c.id)

READ: tuple[Line, ...] = (
    Line(Of(select(*tables.told(C)).order_by(C.c.id), C.c.account_id), _contacts, WITH_DATES),
    Line(Of(_EARNED, R.c.account_id), _movements, WITH_DATES),
    Line(Of(_STOOD, S.c.account_id), _standings, WITH_DATES),
    Line(Of(_OPEN_STEPS, N.c.account_id), _next_step, NOT_THEN),
    Line(Of(promises.QUERY, promises.PR.c.account_id), promises.put, WITH_DATES),
    Line(Of(requests.QUERY, requests.RQ.c.account_id), requests.put, WITH_DATES),
    Line(Of(milestones.QUERY, milestones.M.c.account_id), milestones.put, WITH_DATES),
    Line(Of(changes.QUERY, changes.CH.c.account_id), changes.put, WITH_DATES),
    Line(Of(concerns.QUERY, concerns.CO.c.account_id), concerns.put, WITH_DATES),
    Line(Of(needs.QUERY, needs.N.c.account_id), needs.put, WITH_DATES),
    Line(Of(goals.QUERY, goals.G.c.account_id), goals.put, WITH_DATES),
    Line(Of(upsells.QUERY, upsells.U.c.account_id), upsells.put, WITH_DATES),
    Line(Of(feedback.QUERY, feedback.FB.c.account_id), feedback.put, WITH_DATES),
    Line(Of(referrals.QUERY, referrals.RF.c.account_id), referrals.put, WITH_DATES),
    Line(Of(referrals.CAME, referrals.RF.c.became_id), referrals.came, WITH_DATES),
    Line(Of(thanks.QUERY, thanks.TH.c.account_id), thanks.put, WITH_DATES),
    Line(Of(introduced.QUERY, introduced.HO.c.account_id), introduced.put, WITH_DATES),
    Line(Of(overrides.QUERY, overrides.OV.c.account_id), overrides.put, WITH_DATES),
    Line(Of(loosened.QUERY, loosened.LO.c.account_id), loosened.put, WITH_DATES),
    Line(Of(escalations.QUERY, escalations.ES.c.account_id), escalations.put, NOT_THEN),
    Line(Of(merged.GOES, merged.MG.c.gone_id), merged.put, NOT_THEN),
    Line(Of(merged.STAYS, merged.MG.c.stays_id), merged.put, NOT_THEN),
    Line(Of(team.QUERY, team.TM.c.account_id), team.put, NOT_THEN),
    Line(Of(served.QUERY, served.CH.c.parent_id), served.put, NOT_THEN),
    Line(Of(_SHOWN, NU.c.account_id), _shown, NOT_THEN),
)


_WITH_TOUCHES = {_contacts, _movements, thanks.put, referrals.came}
_GLANCED = tuple(
    line for line in READ if line.then == WITH_DATES and line.put not in {*_WITH_TOUCHES, _standings}
)
"""The facts of an account that is glanced at (storage/glances.py): of the others it knows in another way, or
asks nothing without its touches."""
_REST = tuple(line for line in READ if line.put in _WITH_TOUCHES)


def facts(ask: Asking, accounts: Rows, now: datetime) -> dict[int, dict[str, Any]]:
    """The fields of each account's Record that READ fills, as of now; a field without rows is left to its
    default."""
    return _put(((line, ask(line.query)) for line in READ), accounts, now=now)


def facts_of(account: Any, rows: Iterable[Rows], now: datetime) -> dict[str, Any]:
    """The same of one account, given the rows of each line of READ."""
    held: dict[str, Any] = {}
    for line, mine in zip(READ, rows, strict=True):
        if mine:
            held.update(line.put(mine, account, now))
    return held


class Beside:
    """What is read of one account at once: its row, what nearly every one has, and the lines of READ, of
    which most have few."""

    def __init__(self, account: Of, *always: Of) -> None:
        self._account, self._always = account.of_one, [query.of_one for query in always]
        self._asks: tuple[Sequence[Line], Together] | None = None

    def __call__(self, session: Session, **values: Any) -> list[Rows]:
        """The rows of each."""
        asks = self._asks
        if asks is None or asks[0] is not READ:
            lines = [line.query for line in READ]
            facts, there = [query.of_one for query in lines], [query.any for query in lines]
            asks = self._asks = READ, Together(self._account, self._always, facts, there)
        return asks[1](session, **values)


def facts_on(
    ask: Asking, accounts: Rows, on: date, *, now: datetime, apart: Apart = NOT_APART
) -> dict[int, dict[str, Any]]:
    """The same as of a day, on which accounts that are one now may have been two; what holds only as of now
    is left out."""
    then = (line for line in READ if line.then != NOT_THEN)
    return _put(
        ((line, ask(line.then, on=on) if isinstance(line.then, Of) else ask(line.query)) for line in then),
        accounts,
        now=now,
        apart=apart,
    )


def glanced(ask: Asking, accounts: Rows, now: datetime) -> dict[int, dict[str, Any]]:
    """The fields of accounts that are glanced at; of each is asked its `id`, `zone` and `owner_id`."""
    return _put(((line, ask(line.query)) for line in _GLANCED), accounts, now=now)


def rest(ask: Asking, accounts: Rows, now: datetime) -> dict[int, dict[str, Any]]:
    """The fields that those of them need beside touches that are looked at whole."""
    return _put(((line, ask(line.query)) for line in _REST), accounts, now=now)


def _put(
    read: Iterable[tuple[Line, Rows]], accounts: Rows, now: datetime, apart: Apart = NOT_APART
) -> dict[int, dict[str, Any]]:
    of = {account.id: account for account in accounts}
    held: dict[int, dict[str, Any]] = defaultdict(dict)
    for line, rows in read:
        for account_id, mine in grouped(rows, line.query.table.name, apart).items():
            if account_id in of:
                held[account_id].update(line.put(mine, of[account_id], now))
    return held


def grouped(rows: Iterable[Any], table: str = "", apart: Apart = NOT_APART) -> dict[int, list[Any]]:
    """Rows of a table by their account, as they were `apart`, in their order."""
    by_account: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        by_account[apart.of(table, row.id, row.account_id) if apart.merges else row.account_id].append(row)
    return by_account
