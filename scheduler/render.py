"""What each kind of message says, painted when it is claimed: the row holds the decision, not the words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from messages import book, card, digest, introduced, put_off, questions, undelivered, waiting
from messages import unlogged as say_line
from messages.blocks import Block, Message
from messages.home import home as say_home
from messages.words import Viewer
from rules.calendar import local_date
from rules.card import compose
from rules.context import Context
from rules.records import Person
from rules.workspace import Workspace
from storage import accounts, awaited, digests, insights, onward, outbox, people, records, unlogged
from storage import questions as kept_questions
from storage.outbox import Message as Row

from . import (
    approvals,
    beginning,
    fridays,
    imports,
    marketing,
    merging,
    midday,
    morning,
    offered_accounts,
    silence,
    to_whom,
)
from . import handoffs as say_handoffs
from .home import LOST_FOR, Whose
from .home import read as read_home

AHEAD = frozenset(
    {"digest", "friday", "bell"}
)  # what takes so long to paint that it is painted before the claim
Says = Callable[[Session, Workspace, Row, Person, datetime], Message | Block | None]


def paint(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | Block | None:
    """The message or view of a row for its reader; None when there is nothing left to say."""
    row = replace(row, payload=onward.follow(session, ws.id, row.payload))
    return SAYS[row.say](session, ws, row, person, now)


def _digest(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message:
    ends_on = date.fromisoformat(row.payload["ends_on"])
    reader = row.payload.get("reader")  # who previews it, where it goes to another
    figures = digests.figures(session, ws, person, ends_on=ends_on, now=now, reader=reader)
    return digest.digest(figures, Viewer.of(person, now, ws.policy.currency))


def _home(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Block:
    viewer = Viewer.of(person, now, ws.policy.currency)
    return say_home(read_home(Whose(session, ws, person, viewer, now, instant=row.claimed_at or now)), viewer)


def _unlogged(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    lines = unlogged.some(session, ws.id, row.payload["lines"])
    return say_line.given_back(lines, Viewer.of(person, now, ws.policy.currency))


def _undelivered(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    lost = outbox.lost(session, ws.id, now - LOST_FOR)
    return undelivered.told(lost) if lost else None


def _shared(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message:
    today = local_date(now, person.zone)
    record = records.read(session, ws.id, [row.payload["account"]], now=now)[0]
    shown = compose(record, today, Context(ws.policy, insights.standing(session, ws.id, today)))
    return card.shared(
        shown, Viewer.of(person, now, ws.policy.currency), person, note=row.payload.get("note", "")
    )


def _name(session: Session, ws: Workspace, row: Row) -> str:
    hits = accounts.hits_of(session, ws.id, [row.payload["account"]])
    return hits[0].name if hits else "an account"


def _by(session: Session, ws: Workspace, row: Row) -> str:
    return people.get(session, ws.id, row.payload["by"]).name


def _about(paint_it: Callable[[str, str, dict[str, Any], Person], Message], with_by: bool = True) -> Says:
    """A message about one account that somebody's act caused."""

    def says(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message:
        return paint_it(
            _by(session, ws, row) if with_by else "", _name(session, ws, row), row.payload, person
        )

    return says


def _handed_over(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message:
    to = people.get(session, ws.id, row.payload["to"])
    return introduced.handed_over(
        _by(session, ws, row),
        _name(session, ws, row),
        row.payload["account"],
        to=to.name,
        mine=to.id == person.id,
    )


def _asked(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message:
    by, name, account = _by(session, ws, row), _name(session, ws, row), row.payload["account"]
    question = kept_questions.of_message(session, ws.id, row.payload.get("of", row.id))
    if question is None:  # asked by an older version: the words stand in the row
        return questions.asked(by, name, account, question=row.payload.get("text", ""))
    return questions.asked(
        by, name, account, question=question.text, question_id=question.id, answer=question.answer
    )


def _answered(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    question = kept_questions.get(session, ws.id, row.payload["question"])
    if question is None:
        return None
    name, account = _name(session, ws, row), row.payload["account"]
    return questions.answered(
        _by(session, ws, row), name, account, question=question.text, answer=question.answer
    )


def _waits(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    """Said once more, while it waits."""
    wait = awaited.one(session, ws, person, row.payload["wait"])
    return waiting.told([wait], Viewer.of(person, now, ws.policy.currency)) if wait else None


SAYS: dict[str, Says] = {
    "nudge": morning.paint,
    "digest": _digest,
    "friday": fridays.says,
    "bell": fridays.rung,
    "home": _home,
    "told": midday.told,
    "shared": _shared,
    "handed_over": _handed_over,
    "handoff": say_handoffs.asks,
    "handoff_asked": say_handoffs.asked_back,
    "handoff_became": say_handoffs.became,
    "often": _about(
        lambda by, name, p, _: put_off.snoozed_often(name, p["account"], p["times"]), with_by=False
    ),
    "unneeded": _about(lambda by, name, p, _: put_off.unneeded_twice(by, name, p["account"], p["why"])),
    "stuck": _about(lambda by, name, p, _: put_off.stuck(by, name, p["account"], p["why"])),
    "asked": _asked,
    "answered": _answered,
    "unlogged": _unlogged,
    "lines": _unlogged,
    "waits": _waits,
    "approval": approvals.asks,
    "to_whom": to_whom.asks,
    "handoffs": offered_accounts.offers,
    "approval_became": approvals.became,
    "silent": silence.asks,
    "sends": marketing.became,
    "welcome": beginning.welcomes,
    "brought": beginning.brought,
    "not_mine": beginning.asks,
    "not_mine_became": beginning.became,
    "merge_asked": merging.asks,
    "merge_became": merging.became,
    "duplicates": merging.proposed,
    "undelivered": _undelivered,
    "import": imports.says,
    "notice": lambda session, ws, row, person, now: book.sentence(row.payload["text"]),
}
