"""What somebody was asked and can't answer any more, since they are not with us: it goes on at once to
whoever has a say now. What waits for their tap goes on by itself (storage/waiting.py `due`)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from rules.records import Person

from . import bundles, changeovers, people, questions


def pass_questions_on(session: Session, ws: int, person: Person, now: datetime) -> None:
    """Their manager, or whoever is above, is asked instead; where that is who asked, they hear that there is
    no answer."""
    heir = changeovers.heir_of(session, ws, person)
    since = now - questions.OPEN_FOR
    stay = questions.pass_on(session, ws, person.id, heir.id if heir else None, since=since, now=now)
    for question in stay:
        by = people.get(session, ws, question.by_id)
        bundles.add(session, ws, "told", person=by, thing={"unanswered": question.id}, now=now)
