"""How acts are taken back: UNDO, a line a noun, says who may and what comes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sqlmodel import Session

from messages import acts as say
from rules import acts as rules
from rules import no_longer
from rules.acts import Act
from rules.calendar import local_date
from rules.facts.handoffs import may_move
from rules.phrase import Phrase
from storage import accounts, acts, editing, loosened, loosenings, outbox, people
from storage.assess import recompute

from . import bulk, escalations, loosening, parting, segments, tiers, unmerging, voiding
from .access import refused_change
from .asked import Asked
from .changed import left


class Undo(NamedTuple):
    """`refused`: why this person does not take it back; `back` takes it back, and says what came back."""

    refused: Callable[[Session, Asked, Act], Phrase | None]
    back: Callable[[Session, Asked, Act], str]


def _may_account(session: Session, asked: Asked, act: Act) -> Phrase | None:
    if act.account_id is None or not accounts.hits_of(session, asked.ws.id, [act.account_id]):
        return no_longer.ACCOUNT
    owner = act.before.get("owner_id")
    if owner and not any(p.active for p in people.everyone(session, asked.ws.id, [owner])):
        return no_longer.PERSON
    stop = refused_change(session, asked, act.account_id)
    own = act.by_id == asked.person.id
    if stop or (own and (owner or local_date(act.at, asked.person.zone) == asked.today)):
        return stop  # a slip is one on its own day; an A that stood for days is loosened like any
    if owner:  # as it is moved at once: nobody sends back by undo what they were given
        caller = people.caller_of(session, asked.ws.id, asked.person)
        moves = may_move(caller, accounts.owner_of(session, asked.ws.id, act.account_id), owner)
        return None if moves else rules.NOT_THEIRS
    return loosening.refused_back(session, asked, act.account_id, act.before)


def _account_back(session: Session, asked: Asked, act: Act) -> str:
    """Column by column what nobody changed since; computed again."""
    assert act.account_id is not None
    ws, by = asked.ws.id, asked.person.id
    back, stays = editing.put_back(session, ws, act.account_id, act.change, by_id=by, now=asked.now)
    acts.undone(session, ws, act, by_id=by, now=asked.now)
    ids = {act.account_id, *left(act.after)}
    recompute(session, ws, asked.ws.policy, ids=ids, now=asked.now)
    if "owner_id" in back:
        for person in sorted({act.before["owner_id"], act.after["owner_id"]}):
            outbox.repaint_home(session, ws, person, now=asked.now)
    return say.taken_back(act, back, stays, asked.viewer)


def _approval_back(session: Session, asked: Asked, act: Act) -> str:
    """What was approved is as it was before; whoever asked for it hears that."""
    said, approved = _account_back(session, asked, act), loosened.get(session, asked.ws.id, act.row_id)
    if approved is not None:
        by, on = asked.person.id, asked.today
        loosenings.unapprove(session, asked.ws.id, approved, by_id=by, on=on, now=asked.now)
    return said


UNDO = {
    "account": Undo(_may_account, _account_back),
    "loosening": Undo(_may_account, _approval_back),
    "touch": Undo(voiding.may_take_back, voiding.take_back),
    "bulk": Undo(bulk.may_take_back, bulk.take_back),
    "escalation": Undo(escalations.may_take_back, escalations.take_back),
    "tier": Undo(tiers.may_take_back, tiers.take_back),
    "segment": Undo(tiers.may_take_back, segments.take_back),
    "merge": Undo(unmerging.may_take_back, unmerging.take_back),
    "person": Undo(parting.may_take_back, parting.take_back),
}
"""How acts are taken back, a line a noun."""


def refused(session: Session, asked: Asked, act: Act) -> Phrase | None:
    """Why this person does not take it back, whenever it was; None when they may."""
    undo = UNDO.get(act.noun)
    return undo.refused(session, asked, act) if undo else rules.NO_ACT


def shown(session: Session, asked: Asked, those: Sequence[Act]) -> list[say.Shown]:
    """Acts with whether the caller may take each back."""
    return [
        say.Shown(a, undo=rules.undo_error(a, asked.now) is None and refused(session, asked, a) is None)
        for a in those
    ]
