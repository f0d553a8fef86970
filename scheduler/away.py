"""Mornings around an absence: whose accounts somebody covers today, and what happened while they were away
themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from rules.away import Caught, just_back
from rules.calendar import DAY, start_of
from rules.policy import Policy
from rules.records import Person
from rules.workspace import Workspace
from storage import absences, people

from .reader import Reader

if TYPE_CHECKING:
    from .beside import Planned


def covered(session: Session, ws: Workspace, person: Person, on: date) -> list[Person]:
    """Whom a person covers on a date, by name; those who left us are the manager's matter."""
    ids = {a.person_id for a in absences.covered_by(session, ws.id, person.id, on)}
    return [p for p in people.everyone(session, ws.id, ids) if p.active] if ids else []


def back(of: Planned) -> list[str]:
    """The days that a person was away, on the first day since on which they work."""
    away = of.person.calendar.away
    days_away = just_back(away, of.at.today, of.person.own_days) if away else None
    return [day.isoformat() for day in days_away or ()]


def caught_up(to: Reader, held: Sequence[str], _: Any) -> Caught:
    """What others logged with their accounts meanwhile, where anybody did; who covered."""
    first, last = (date.fromisoformat(day) for day in held)
    zone, ws, me = to.person.zone, to.ws.id, to.person.id
    since, until = start_of(first, zone), start_of(last + DAY, zone)
    logged = absences.logged_by_others(to.session, ws, me, since, until)
    there = [a for a in absences.of_person(to.session, ws, me, first) if a.first_on <= last and a.cover]
    return Caught(first, last, logged, covers=tuple(dict.fromkeys(a.cover for a in there)))


def with_quiet_days(session: Session, ws: Workspace, person: Person) -> Policy:
    """The settings, with the quiet days of the teams that a person is in beside everybody's."""
    days = people.quiet_days_over(session, ws.id, person.id)
    return replace(ws.policy, quiet_days="\n".join([ws.policy.quiet_days, *days])) if days else ws.policy
