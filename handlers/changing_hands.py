"""Accounts that change hands together, by somebody's word: begun with the act, carried on for as long as a
person waits for an answer; the rest follows with the next beats."""

from __future__ import annotations

from sqlmodel import Session

from rules.changeovers import AT_ONCE, GOING
from rules.records import Person
from storage import changeovers, passing

from .asked import Asked

CHUNKS = 4  # of accounts that go before the answer


def begin(
    session: Session, asked: Asked, person: Person, to: Person, ids: list[int], act_id: int, *, why: str
) -> None:
    """These accounts go to another from now on; the first of them in this transaction."""
    ws, now = asked.ws.id, asked.now
    made = changeovers.begin(session, ws, person, to, by_id=asked.person.id, why=why, due_at=now, now=now)
    one = changeovers.get(session, ws, made)
    assert one is not None
    changeovers.set_off(session, ws, one, to, ids, act_id, now=now)
    one = changeovers.get(session, ws, made)
    assert one is not None
    passing.go_on(session, ws, asked.ws.policy, one, now=now)


def go_on(asked: Asked, act_id: int) -> None:
    """The next accounts go, in short transactions."""
    for _ in range(CHUNKS):
        with asked.services.transaction() as session:
            one = changeovers.of_act(session, asked.ws.id, act_id)
            if one is None or one.stage != GOING:
                return
            passing.go_on(session, asked.ws.id, asked.ws.policy, one, now=asked.now, most=AT_ONCE)
