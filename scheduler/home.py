"""What the Home tab reads: HOME_READ, a line a fact: which field of Home it fills, its query, whose Home has
it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlmodel import Session

from messages import book, home
from messages.due import Morning
from messages.home import Home
from messages.words import Viewer
from rules.book import behind, pressing
from rules.by_name import named
from rules.calendar import last_of_week, local_date
from rules.context import Posted
from rules.coverage import Seen, coverage, seen_as_stored
from rules.facts.introduced import Handoff
from rules.facts.milestone import Milestone
from rules.facts.needed import Need
from rules.facts.promised import Promise
from rules.facts.raised import Concern
from rules.facts.requested import Request
from rules.facts.sends import WAITS
from rules.facts.upsell import Upsell
from rules.records import TIERS, Person
from rules.team_only import a_out, behind_by_name
from rules.workspace import Workspace
from storage import (
    accounts,
    awaited,
    concerns,
    insights,
    installation,
    introduced,
    milestones,
    needs,
    nudges,
    outbox,
    people,
    promises,
    requests,
    routed,
    upsells,
    waiting,
)

from .escalations import with_me
from .reader import Reader

LOST_FOR = timedelta(days=7)  # that admins see what could not be delivered


class Whose(NamedTuple):
    """Whose Home is read, and when."""

    session: Session
    ws: Workspace
    person: Person
    viewer: Viewer
    now: datetime
    instant: datetime
    """The real one."""


class Line(NamedTuple):
    """`field` of messages.home.Home, which has a default for whoever is not among `whose`."""

    field: str
    read: Callable[[Whose], Any]
    whose: Callable[[Person], bool] = lambda person: True


def _book(of: Whose) -> list[book.Line]:
    held = accounts.book(of.session, of.ws.id, of.person.id, zone=of.person.zone)
    return book.lines(pressing(held, of.viewer.today, of.ws.policy), of.viewer.today)


def _morning(of: Whose) -> list[Morning]:
    """What today's morning message names."""
    places = nudges.of_day(of.session, of.ws.id, of.person.id, of.viewer.today)
    return [Morning(p.account_id, p.reason.why, bool(p.outcome)) for p in places]


def _introduced(of: Whose) -> list[tuple[str, Handoff]]:
    """What waits for somebody else: of the person's own, and of their people."""
    ours = people.under(of.session, of.ws.id, of.person.id) if of.person.leads else [of.person.id]
    return introduced.under_way_of(of.session, of.ws.id, of.person.id, ours)


TEAM_AT_ONCE = 2000
"""Accounts up to which a Home tab counts a team's rhythm; larger ones have it in the digest."""


def _rhythm(of: Whose) -> tuple[Seen, ...]:
    """How the person's own book stands today."""
    return _seen(of, [of.person.id])


def _team(of: Whose) -> home.Team | None:
    """How the books of everybody below the person stand today."""
    ours = people.under(of.session, of.ws.id, of.person.id)
    seen = _seen(of, ours) if len(ours) > 1 else ()
    if not seen:
        return None
    team = people.everyone(of.session, of.ws.id, ours)
    shown = named(team, of.ws.policy.figures_by_name, of.person.id)
    help_ = behind_by_name(behind(seen, team, of.person.id), shown)
    return home.Team(coverage(seen), help_, a_out(seen, team, shown))


def _seen(of: Whose, owners: Collection[int]) -> tuple[Seen, ...]:
    books = accounts.books(of.session, of.ws.id, owners, most=TEAM_AT_ONCE)
    stand = (
        seen_as_stored(
            account,
            owner,
            local_date(last, owner.zone) if last else None,
            local_date(of.now, owner.zone),
            of.ws.policy,
        )
        for account, owner, last in books
        if account.tier in TIERS
    )
    return tuple(s for s in stand if s is not None)


def _promised(of: Whose) -> list[tuple[str, Promise]]:
    """What falls due this week, or is overdue."""
    return promises.due_by(of.session, of.ws.id, of.person.id, until=last_of_week(of.viewer.today))


def _asked(of: Whose) -> list[tuple[str, Request]]:
    """Who waits for an answer of theirs."""
    return requests.open_for(of.session, of.ws.id, of.person.id)


def _steps(of: Whose) -> list[tuple[str, Milestone]]:
    """Onboarding steps that fall due this week, or are late."""
    return milestones.due_by(of.session, of.ws.id, of.person.id, until=last_of_week(of.viewer.today))


def _unhappy(of: Whose) -> list[tuple[str, Concern]]:
    kinds = routed.kinds_of(of.session, of.ws.id, of.person.id)
    return concerns.waiting(of.session, of.ws.id, of.person.id, kinds)


def _lacking(of: Whose) -> list[tuple[str, Need]]:
    """What their accounts lack and is right by the end of the week, not offered yet."""
    return needs.right_by(of.session, of.ws.id, of.person.id, until=last_of_week(of.viewer.today))


def _selling(of: Whose) -> list[tuple[str, Upsell]]:
    """Steps of their own plans that are late, or due by the end of the week."""
    today, until = of.viewer.today, last_of_week(of.viewer.today)
    there = upsells.open_under(of.session, of.ws.id, [of.person.id])
    due = [(day, name, plan) for name, plan in there if (day := plan.due_on(today)) and day <= until]
    return [(name, plan) for _, name, plan in sorted(due, key=lambda d: (d[0], d[1], d[2].id))]


def _to_send(of: Whose) -> list[tuple[str, Upsell]]:
    """For others' plans, beside what waits for their tap."""
    ws, me = of.ws.id, of.person.id
    asked = {w.subject_id for w in waiting.of_person(of.session, ws, me) if w.kind in WAITS}
    there = upsells.to_send(of.session, ws, me)
    return [(name, plan) for name, plan in there if plan.id not in asked and plan.step_by_id != me]


def _posted(of: Whose) -> list[Posted]:
    """Those that the person may change."""
    by = None if of.person.is_admin else of.person.id
    return insights.posted(of.session, of.ws.id, of.viewer.today, by_id=by)


def _admin(person: Person) -> bool:
    return person.is_admin


def _leads(person: Person) -> bool:
    return person.leads or person.is_admin


HOME_READ = (
    Line("lines", _book),
    Line("morning", _morning),
    Line("rhythm", _rhythm),
    Line("waiting", lambda of: awaited.of_person(of.session, of.ws, of.person)),
    Line("escalated", lambda of: with_me(Reader(of.session, of.ws, of.person, of.now)), _leads),
    Line("introduced", _introduced),
    Line("promised", _promised),
    Line("asked", _asked),
    Line("steps", _steps),
    Line("unhappy", _unhappy),
    Line("lacking", _lacking),
    Line("selling", _selling),
    Line("to_send", _to_send),
    Line("team", _team, _leads),
    Line("posted", _posted, _leads),
    Line("installation", lambda of: installation.read(of.session, of.ws, of.now, of.instant), _admin),
    Line("failed", lambda of: accounts.not_computed(of.session, of.ws.id), _admin),
    Line("lost", lambda of: outbox.lost(of.session, of.ws.id, of.now - LOST_FOR), _admin),
)  # fmt: skip


def read(of: Whose) -> Home:
    """What the person's Home shows now."""
    facts = {line.field: line.read(of) for line in HOME_READ if line.whose(of.person)}
    return Home(person=of.person, sending=of.ws.sending, held_why=of.ws.held_why, **facts)
