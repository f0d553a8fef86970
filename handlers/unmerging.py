"""A merge is taken back: two again, but for what came or changed since."""

from __future__ import annotations

from sqlmodel import Session

from messages import merged as say
from rules import merging as rules
from rules.acts import Act
from rules.phrase import Phrase
from storage import accounts, acts, merged, onward, people, unmerging
from storage.assess import recompute
from storage.merging import KEPT

from .access import refused_giving
from .asked import Asked


def may_take_back(session: Session, asked: Asked, act: Act) -> Phrase | None:
    """Whoever did it, may change the one that stayed, or manages the owner of the other."""
    ws, found = asked.ws.id, merged.get(session, asked.ws.id, act.row_id)
    if act.undone:
        return None  # that is said first
    if found is None or found.became != rules.MERGED or act.did != "merged":
        return rules.WAITS_NO_MORE
    if onward.is_gone(session, ws, found.stays_id):
        return rules.LATER
    if name := unmerging.name_taken(session, ws, found.gone_id):
        return rules.name_taken(name)
    caller = people.caller_of(session, ws, asked.person)
    mine = found.kept["gone"]["owner_id"] in caller.under or act.by_id == caller.id
    return None if mine else refused_giving(session, asked, found.stays_id)


def take_back(session: Session, asked: Asked, act: Act) -> str:
    """Two again, but for what came or changed since."""
    ws, by = asked.ws, asked.person.id
    done = merged.get(session, ws.id, act.row_id)
    assert done is not None
    parted = unmerging.part(session, ws.id, done, act.change, by_id=by, now=asked.now)
    acts.undone(session, ws.id, act, by_id=by, now=asked.now)
    recompute(session, ws.id, ws.policy, ids=[done.stays_id, done.gone_id], now=asked.now)
    names = {h.id: h.name for h in accounts.hits_of(session, ws.id, [done.stays_id, done.gone_id])}
    stay = [(parted.stays.get(t, 0) + parted.since.get(t, 0), t) for t in say.TABLES]
    columns = len([c for c in parted.columns if c not in KEPT or c in act.after])
    return say.parted(names[done.gone_id], names[done.stays_id], sum(parted.back.values()), stay, columns)
