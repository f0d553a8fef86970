"""People: found by Slack id or e-mail, and who stands under whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, exists, literal_column, or_, select, update
from sqlmodel import Session

from rules.access import Caller
from rules.delivery.own import Own
from rules.own_calendar import calendar_of
from rules.records import Person

from . import tables
from .prepared import Prepared

P = tables.table(tables.Person)
AS_THE_TEAM = Own()
_REPORT = P.alias("report")
_LEADS = or_(
    P.c.role == "manager", P.c.role == "admin", exists().where(_REPORT.c.manager_id == P.c.id)
).label("leads")


PERSON = (
    P.c.id,
    P.c.name,
    P.c.email,
    P.c.role,
    P.c.zone,
    P.c.country,
    P.c.locale,
    P.c.manager_id,
    P.c.slack_id,
    P.c.active,
    P.c.is_admin,
    P.c.own_messages,
    P.c.calendar,
    _LEADS,
)
"""What a row of a person holds of them (`person_of`)."""

# written as their indexes are (storage/tables/workspace.py), or they are not found
IS_ADMIN = or_(P.c.is_admin, P.c.role == literal_column("'admin'"))
IS_GONE = P.c.active.is_(False)


def _select() -> Select[Any]:
    return select(*PERSON)


_BY_SLACK = Prepared(
    _select().where(P.c.workspace_id == bindparam("ws"), P.c.slack_id == bindparam("slack_id"))
)


def person_of(row: Row[Any]) -> Person:
    admin = row.is_admin or row.role == "admin"
    own = Own.unpack(row.own_messages)
    held = {"is_admin": admin, "leads": bool(row.leads), "own": own}
    return _person(row, row.id, name=row.name, country=row.country, **held)


OWNER = (
    P.c.name.label("p_name"),
    P.c.email,
    P.c.zone,
    P.c.country.label("p_country"),
    P.c.locale,
    P.c.role,
    P.c.slack_id,
    P.c.manager_id,
    P.c.active,
    P.c.calendar,
)
"""What a row of an account holds of its owner, beside columns of its own of the same names."""


def owner_of(row: Row[Any]) -> Person:
    """The owner of an account, of its row with OWNER; whether they lead or are an admin is not asked."""
    return _person(row, row.owner_id, name=row.p_name, country=row.p_country)


def _person(
    row: Row[Any],
    id_: int,
    name: str,
    country: str,
    is_admin: bool = False,
    leads: bool = False,
    own: Own = AS_THE_TEAM,
) -> Person:
    return Person(
        id_,
        name or row.email,
        row.email,
        role=row.role,
        zone=row.zone,
        country=country,
        locale=row.locale,
        manager_id=row.manager_id,
        slack_id=row.slack_id or "",
        active=row.active,
        is_admin=is_admin,
        leads=leads,
        own=own,
        calendar=calendar_of(row.calendar),
    )


def by_slack(session: Session, ws: int, slack_id: str) -> Person | None:
    rows = _BY_SLACK(session, ws=ws, slack_id=slack_id)
    return person_of(rows[0]) if rows else None


def get(session: Session, ws: int, person_id: int) -> Person:
    return person_of(session.execute(_select().where(P.c.workspace_id == ws, P.c.id == person_id)).one())


def left_on(session: Session, ws: int, person_id: int) -> date | None:
    """Since when a person left, as one of us says; None of whoever did not, or was only switched off."""
    query = select(P.c.left_on).where(P.c.workspace_id == ws, P.c.id == person_id)
    day: date | None = session.execute(query).scalar_one()
    return day


def hold(session: Session, ws: int, person_id: int) -> None:
    """Who else would change this person, or begins what follows from them, waits for this transaction."""
    session.execute(select(P.c.id).where(P.c.workspace_id == ws, P.c.id == person_id).with_for_update())


def everyone(session: Session, ws: int, ids: Iterable[int] | None = None) -> list[Person]:
    """All people by name, or those with the ids given."""
    query = _select().where(P.c.workspace_id == ws)
    if ids is not None:
        query = query.where(P.c.id.in_(list(ids)))
    return [person_of(r) for r in session.execute(query.order_by(P.c.name, P.c.id))]


def names(session: Session, ws: int, ids: Iterable[int]) -> dict[int, str]:
    """What people are called, by their ids."""
    asked = set(ids)
    return {p.id: p.name for p in everyone(session, ws, asked)} if asked else {}


def typeahead(session: Session, ws: int, typed: str, most: int = 20) -> list[Person]:
    """Active people whose name or address has what was typed, by name."""
    like = or_(*(c.icontains(typed.strip(), autoescape=True) for c in (P.c.name, P.c.email)))
    query = _select().where(P.c.workspace_id == ws, P.c.active, like)
    return [person_of(r) for r in session.execute(query.order_by(P.c.name, P.c.id).limit(most))]


def under(session: Session, ws: int, person_id: int) -> frozenset[int]:
    """Ids of everybody below a person at any depth, the person included; a circle of managers ends."""
    tree = select(P.c.id).where(P.c.workspace_id == ws, P.c.id == person_id).cte("tree", recursive=True)
    tree = tree.union(select(P.c.id).where(P.c.workspace_id == ws, P.c.manager_id == tree.c.id))
    return frozenset(session.execute(select(tree.c.id)).scalars())


def above(session: Session, ws: int, person_id: int) -> frozenset[int]:
    """Ids of everybody above a person; a circle of managers ends."""
    seen, at = set[int](), get(session, ws, person_id).manager_id
    while at is not None and at not in seen:
        seen.add(at)
        at = get(session, ws, at).manager_id
    return frozenset(seen)


def caller_of(session: Session, ws: int, person: Person) -> Caller:
    return Caller(person, under(session, ws, person.id))


def admins(session: Session, ws: int) -> list[Person]:
    """Those who are with us: a tick asks for them, so nobody else is read."""
    query = _select().where(P.c.workspace_id == ws, IS_ADMIN, P.c.active)
    return [person_of(r) for r in session.execute(query.order_by(P.c.name, P.c.id))]


def unlinked(session: Session, ws: int) -> list[Person]:
    """Active people that no Slack user was found for."""
    query = _select().where(P.c.workspace_id == ws, P.c.slack_id.is_(None), P.c.active)
    return [person_of(r) for r in session.execute(query.order_by(P.c.name))]


def channel_of(session: Session, ws: int, person_id: int) -> str:
    """The stored direct-message channel; empty when none was opened yet."""
    return str(
        session.execute(
            select(P.c.dm_channel).where(P.c.workspace_id == ws, P.c.id == person_id)
        ).scalar_one()
    )


def keep_channel(session: Session, ws: int, person_id: int, channel: str) -> None:
    session.execute(update(P).where(P.c.workspace_id == ws, P.c.id == person_id).values(dm_channel=channel))


def planning_due(session: Session, ws: int, now: datetime, most: int = 200) -> list[tuple[Person, datetime]]:
    """Active people whose morning planning has come, oldest first, with the instant it was for."""
    query = _select().add_columns(P.c.plan_at).where(P.c.workspace_id == ws, P.c.active, P.c.plan_at <= now)
    return [
        (person_of(r), r.plan_at) for r in session.execute(query.order_by(P.c.plan_at, P.c.id).limit(most))
    ]


def summary_due(
    session: Session, ws: int, clock: str, now: datetime, most: int = 50
) -> list[tuple[Person, datetime]]:
    """Active people whose `digest_at` or `friday_at` has come, oldest first, with the instant it was for."""
    at = P.c[clock]
    query = _select().add_columns(at.label("was_at")).where(P.c.workspace_id == ws, P.c.active, at <= now)
    return [(person_of(r), r.was_at) for r in session.execute(query.order_by(at, P.c.id).limit(most))]


def set_own(session: Session, ws: int, person_id: int, own: Own) -> None:
    """What somebody chose of their messages."""
    mine = (P.c.workspace_id == ws, P.c.id == person_id)
    session.execute(update(P).where(*mine).values(own_messages=own.pack()))


def quiet_days(session: Session, ws: int, person_id: int) -> str:
    """Those that somebody set for their team."""
    query = select(P.c.quiet_days).where(P.c.workspace_id == ws, P.c.id == person_id)
    return str(session.execute(query).scalar_one())


def keep_quiet_days(session: Session, ws: int, person_id: int, text: str) -> None:
    mine = (P.c.workspace_id == ws, P.c.id == person_id)
    session.execute(update(P).where(*mine).values(quiet_days=text))


def quiet_days_over(session: Session, ws: int, person_id: int) -> list[str]:
    """Those that hold for somebody: their own team's and those of everybody above them; a circle ends."""
    return [r.quiet_days for r in _QUIET_OVER(session, ws=ws, person=person_id)]


def _quiet_over() -> Select[Any]:
    mine = select(P.c.id, P.c.manager_id).where(
        P.c.workspace_id == bindparam("ws"), P.c.id == bindparam("person")
    )
    chain = mine.cte("chain", recursive=True)
    above = select(P.c.id, P.c.manager_id).where(
        P.c.workspace_id == bindparam("ws"), P.c.id == chain.c.manager_id
    )
    chain = chain.union(above)
    said = select(P.c.quiet_days).where(P.c.id.in_(select(chain.c.id)), P.c.quiet_days != "")
    return said.order_by(P.c.id)


_QUIET_OVER = Prepared(_quiet_over())


_CLOCKS = {
    clock: Prepared(
        update(P)
        .where(P.c.workspace_id == bindparam("ws"), P.c.id == bindparam("person"))
        .values({clock: bindparam("at", type_=P.c[clock].type)})
    )
    for clock in ("plan_at", "digest_at", "friday_at")
}


def set_clock(session: Session, ws: int, person_id: int, **at: datetime | None) -> None:
    """Set `plan_at`, `digest_at` or `friday_at`: when the planner next looks at this person."""
    for clock, instant in at.items():
        _CLOCKS[clock](session, ws=ws, person=person_id, at=instant)


def plan_anew(session: Session, ws: int, now: datetime, ids: Iterable[int] | None = None) -> None:
    """Have the planner look at people now: after an import, a new zone, a changed setting."""
    query = update(P).where(P.c.workspace_id == ws).values(plan_at=now, friday_at=now)
    session.execute(query if ids is None else query.where(P.c.id.in_(list(ids))))


def digest_anew(session: Session, ws: int, now: datetime, ids: Iterable[int] | None = None) -> None:
    reports = select(P.c.manager_id).where(P.c.workspace_id == ws, P.c.manager_id.is_not(None))
    leads = or_(P.c.role.in_(("manager", "admin")), P.c.id.in_(reports))
    query = update(P).where(P.c.workspace_id == ws, leads).values(digest_at=now)
    session.execute(query if ids is None else query.where(P.c.id.in_(list(ids))))


def digest_soon(session: Session, ws: int, now: datetime, ids: Iterable[int]) -> None:
    """Have these people's digests looked at now; one whose time has come stays late."""
    mine = (P.c.workspace_id == ws, P.c.id.in_(list(ids)), P.c.digest_at > now)
    session.execute(update(P).where(*mine).values(digest_at=now))


def make_admins(session: Session, ws: int, emails: Sequence[str]) -> None:
    """Admins named by the environment; somebody who isn't on file yet is put there."""
    for email in emails:
        done = session.execute(
            update(P).where(P.c.workspace_id == ws, P.c.email == email).values(is_admin=True)
        )
        if not done.rowcount:  # type: ignore[attr-defined]
            session.execute(P.insert().values(**new_person(ws, email), is_admin=True))


def new_person(ws: int, email: str) -> dict[str, Any]:
    return {
        "workspace_id": ws,
        "email": email,
        "name": "",
        "role": "rep",
        "zone": "UTC",
        "country": "",
        "locale": "en-US",
        "dm_channel": "",
        "active": True,
    }
