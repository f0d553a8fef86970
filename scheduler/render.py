"""What each kind of message says, painted when it is claimed: the row holds the decision, not the words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from messages import book, card, digest, introduced, nudge, questions, undelivered
from messages import unlogged as say_line
from messages.blocks import Block, Message
from messages.home import home as say_home
from messages.words import Viewer
from rules import dated
from rules.calendar import local_date
from rules.card import compose
from rules.context import Context
from rules.phrase import Phrase
from rules.records import Person
from rules.workspace import Workspace
from storage import accounts, digests, insights, nudges, outbox, people, records, turned_up, unlogged
from storage import questions as kept_questions
from storage.assess import readable
from storage.outbox import Message as Row

from . import fallen, midday
from . import handoffs as say_handoffs
from .home import LOST_FOR, Whose
from .home import read as read_home

IN_HOURS = frozenset({"handoff", "handoff_asked", "handoff_became"})  # what waits for a person's morning
AHEAD = frozenset({"digest"})  # what takes so long to paint that it is painted before the claim
Says = Callable[[Session, Workspace, Row, Person, datetime], Message | Block | None]


def paint(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | Block | None:
    """The message or view of a row for its reader; None when there is nothing left to say."""
    return SAYS[row.say](session, ws, row, person, now)


def _nudge(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message | None:
    viewer = Viewer.of(person, now, ws.policy.currency)
    places = nudges.places(session, ws.id, row.payload.get("of", row.id))
    caught = row.payload.get("caught_up_on")
    shown = [
        nudge.Shown(
            p.id,
            p.account_id,
            p.name,
            tier=p.tier,
            reason=p.reason,
            silent=(viewer.today - viewer.local(p.last_at)).days if p.last_at else None,
            stuck=p.stuck,
            outcome=p.outcome,
            until=p.snoozed_until,
        )
        for p in places
    ]
    lines = unlogged.some(session, ws.id, row.payload.get("lines", ()))
    falls = fallen.told(session, ws, row, person, now=now)
    if not shown and not falls:
        return say_line.given_back(lines, viewer)
    also = _also(session, ws, row, person=person, today=viewer.today, now=now)
    caught_up_on = date.fromisoformat(caught) if caught else None
    beside = nudge.Beside(
        row.payload["waiting"],
        caught_up_on,
        row.payload.get("overflows", False),
        also=also,
        lines=lines,
        familiar=turned_up.some(session, ws.id, row.payload.get("familiar", ())),
        fallen=falls,
    )
    return nudge.nudge(shown, beside, viewer)


def _also(
    session: Session, ws: Workspace, row: Row, person: Person, today: date, now: datetime
) -> list[tuple[int, str, Phrase]]:
    """What the bundle names beside its places, of the accounts that are still the rep's and active."""
    named = nudges.also(row.payload)
    there = {
        r.account.id: r for r in readable(session, ws.id, [account_id for account_id, _ in named], now=now)
    }
    mine = {
        n: r for n, r in there.items() if r.account.owner_id == person.id and r.account.status == "active"
    }
    lines = ((n, dated.says(kind, mine[n], today, ws.policy)) for n, kind in named if n in mine)
    return [(n, mine[n].account.name, why) for n, why in lines if why]


def _digest(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Message:
    ends_on = date.fromisoformat(row.payload["ends_on"])
    figures = digests.figures(session, ws, person, ends_on=ends_on, now=now)
    return digest.digest(figures, Viewer.of(person, now, ws.policy.currency))


def _home(session: Session, ws: Workspace, row: Row, person: Person, now: datetime) -> Block:
    viewer = Viewer.of(person, now, ws.policy.currency)
    return say_home(read_home(Whose(session, ws, person, viewer=viewer, now=now)), viewer)


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


SAYS: dict[str, Says] = {
    "nudge": _nudge,
    "digest": _digest,
    "home": _home,
    "told": midday.told,
    "shared": _shared,
    "handed_over": _handed_over,
    "handoff": say_handoffs.asks,
    "handoff_asked": say_handoffs.asked_back,
    "handoff_became": say_handoffs.became,
    "often": _about(
        lambda by, name, p, _: nudge.snoozed_often(name, p["account"], p["times"]), with_by=False
    ),
    "unneeded": _about(lambda by, name, p, _: nudge.unneeded_twice(by, name, p["account"], p["why"])),
    "stuck": _about(lambda by, name, p, _: nudge.stuck(by, name, p["account"], p["why"])),
    "asked": _asked,
    "answered": _answered,
    "unlogged": _unlogged,
    "undelivered": _undelivered,
    "notice": lambda session, ws, row, person, now: book.sentence(row.payload["text"]),
}
