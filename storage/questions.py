"""Questions that managers put to an account's owner, and the answers. Each goes out and comes back through
the outbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, select, update
from sqlmodel import Session

from . import outbox, tables
from .outbox import O

Q = tables.table(tables.Question)
OPEN_FOR = timedelta(days=14)
"""How long a plain sentence in the direct message may still be the answer to a question; its thread and
button always are."""


@dataclass(frozen=True, slots=True)
class Question:
    """`by_id` asked `to_id` about an account; `answer` holds all that came back, empty while it is open."""

    id: int
    account_id: int
    by_id: int
    to_id: int
    outbox_id: int
    text: str
    answer: str
    asked_at: datetime


def ask(
    session: Session, ws: int, account_id: int, by_id: int, to_id: int, text: str, token: str, now: datetime
) -> bool:
    """Put a question to a person, once for each token; False when it was put before."""
    payload = {"by": by_id, "account": account_id}
    row = outbox.enqueue(session, ws, f"ask:{token}", say="asked", payload=payload, now=now, person_id=to_id)
    if row is None:
        return False
    session.execute(
        Q.insert().values(
            workspace_id=ws,
            account_id=account_id,
            by_id=by_id,
            to_id=to_id,
            outbox_id=row,
            text=text,
            answer="",
            asked_at=now,
        )
    )
    return True


def pass_on(
    session: Session, ws: int, person_id: int, to: int | None, since: datetime, now: datetime
) -> list[Question]:
    """What somebody who is not with us any more was asked since then and did not answer waits for another
    now; those for which there is nobody but whoever asked stay as they are, and are given back."""
    outbox.drop_waiting(session, ws, person_id, say="asked", why="whoever was asked left")
    mine = and_(Q.c.to_id == person_id, Q.c.answered_at.is_(None), Q.c.asked_at >= since)
    stay = list[Question]()
    for q in _some(session, ws, mine):
        payload, key = {"by": q.by_id, "account": q.account_id}, f"asked on:{q.id}:{to}"
        if to is None or to == q.by_id:
            stay.append(q)
            continue
        row = outbox.enqueue(session, ws, key, say="asked", payload=payload, now=now, person_id=to)
        if row is not None:
            passed = update(Q).where(Q.c.workspace_id == ws, Q.c.id == q.id)
            session.execute(passed.values(to_id=to, outbox_id=row))
    return stay


def answer(session: Session, ws: int, question: Question, text: str, token: str, now: datetime) -> None:
    """Keep an answer, once for each token: whoever asked gets it, and the message with the question shows
    it, too."""
    payload = {"by": question.to_id, "account": question.account_id, "question": question.id}
    if (
        outbox.enqueue(
            session, ws, f"answer:{token}", say="answered", payload=payload, now=now, person_id=question.by_id
        )
        is None
    ):
        return
    whole = f"{question.answer}\n{text}" if question.answer else text
    session.execute(
        update(Q).where(Q.c.workspace_id == ws, Q.c.id == question.id).values(answer=whole, answered_at=now)
    )
    outbox.repaint(session, ws, question.outbox_id, now=now)


def by_token(session: Session, ws: int, token: str) -> Question | None:
    """The question that an answer, known by its token, was kept for."""
    row = session.execute(
        select(O.c.payload).where(O.c.workspace_id == ws, O.c.key == f"answer:{token}")
    ).scalar_one_or_none()
    return get(session, ws, row["question"]) if row else None


def get(session: Session, ws: int, question_id: int) -> Question | None:
    return _one(session, ws, Q.c.id == question_id)


def of_message(session: Session, ws: int, outbox_id: int) -> Question | None:
    """The question that a message carries."""
    return _one(session, ws, Q.c.outbox_id == outbox_id)


def in_thread(session: Session, ws: int, person_id: int, channel: str, ts: str) -> Question | None:
    """The question that a person replies to in the thread of its message."""
    carries = and_(
        O.c.workspace_id == ws,
        O.c.person_id == person_id,
        O.c.say == "asked",
        O.c.channel == channel,
        O.c.ts == ts,
    )
    return _one(session, ws, Q.c.outbox_id.in_(select(O.c.id).where(carries)))


def open_ones(session: Session, ws: int, person_id: int, since: datetime) -> list[Question]:
    """Questions asked since then that a person got and has not answered, the newest first."""
    mine = and_(Q.c.to_id == person_id, Q.c.answered_at.is_(None), Q.c.asked_at >= since)
    arrived = select(O.c.id).where(
        O.c.workspace_id == ws, O.c.person_id == person_id, O.c.say == "asked", O.c.state == "sent"
    )
    return _some(session, ws, and_(mine, Q.c.outbox_id.in_(arrived)))


def _one(session: Session, ws: int, where: Any) -> Question | None:
    return next(iter(_some(session, ws, where, most=1)), None)


def _some(session: Session, ws: int, where: Any, most: int | None = None) -> list[Question]:
    newest_first = select(Q).where(Q.c.workspace_id == ws, where).order_by(Q.c.id.desc()).limit(most)
    return [
        Question(
            r.id,
            r.account_id,
            r.by_id,
            to_id=r.to_id,
            outbox_id=r.outbox_id,
            text=r.text,
            answer=r.answer,
            asked_at=r.asked_at,
        )
        for r in session.execute(newest_first)
    ]
