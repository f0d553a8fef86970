"""A touch that is to count no more: undone by its author, voided with a reason by their manager, from the
history or the receipt. All that rests on it follows; it is brought back within a week."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlmodel import Session

from messages import voiding as say
from messages.blocks import Block
from messages.voiding import Voiding
from rules import no_longer
from rules.access import may_bring_back, may_void_touch
from rules.acts import Act
from rules.phrase import Phrase
from storage import accounts, acts, batches, bundles, fridays, people, touches
from storage.batches import Batch

from .asked import Asked
from .surface import notice


def refused_void(session: Session, asked: Asked, batch: Batch | None) -> Phrase | None:
    """Why this person does not void a touch (any more)."""
    if batch is None:
        return no_longer.TOUCH
    if why := may_void_touch(people.caller_of(session, asked.ws.id, asked.person), batch.by_id):
        return why
    return no_longer.UNDONE if batch.voided else None


def void(session: Session, asked: Asked, batch: Batch, why: str = "") -> None:
    """It counts no more; an author for whom their manager did it is told."""
    ws, entry, by = asked.ws.id, batch.entry, asked.person.id
    kept: dict[str, Any] = {"undo": True, "touch": batch.touch_ids[0], **({"why": why} if why else {})}
    if entry.answers:
        kept |= {"answers": list(entry.answers), "clock": entry.request_clock}
    touches.void(session, ws, asked.ws.policy, batch, by, asked.now, **kept)
    fridays.repaint(session, ws, batch.by_id, asked.today, asked.now)
    if batch.by_id != by:
        thing = {"voided": batch.touch_ids[0], "by": by, "why": why}
        author = people.get(session, ws, batch.by_id)
        bundles.add(session, ws, "told", person=author, thing=thing, now=asked.now)


def names_of(session: Session, asked: Asked, batch: Batch) -> list[str]:
    return [h.name for h in accounts.hits_of(session, asked.ws.id, batch.entry.account_ids)]


def void_form(asked: Asked, voiding: Voiding) -> Block:
    """What voiding does and why it is done, or why it is not this person's to do."""
    with asked.services.reading() as session:
        stored = batches.of_touch(session, asked.ws.id, voiding.touch)
        stop = refused_void(session, asked, stored)
        if stored is None or stop:
            return notice("Void a touch", stop or no_longer.TOUCH, asked.viewer)
        author = people.get(session, asked.ws.id, stored.by_id).name
        names = names_of(session, asked, stored)
    return say.form(voiding, author, stored.entry.channel, stored.entry.on, names, asked.viewer)


def may_take_back(session: Session, asked: Asked, act: Act) -> Phrase | None:
    """Whoever voided it, and those above them."""
    batch = batches.of_touch(session, asked.ws.id, act.row_id)
    if batch is None or act.did != "voided":
        return no_longer.TOUCH
    caller = people.caller_of(session, asked.ws.id, asked.person)
    return may_bring_back(caller, batch.by_id, act.by_id)


def take_back(session: Session, asked: Asked, act: Act) -> str:
    """It counts again, with all that it had brought; each of its accounts' histories says so."""
    ws, by = asked.ws.id, asked.person.id
    batch = batches.of_touch(session, ws, act.row_id)
    assert batch is not None
    answers, clock = act.change.get("answers", ()), str(act.change.get("clock", ""))
    whole = replace(batch, entry=replace(batch.entry, answers=tuple(answers), request_clock=clock))
    touches.bring_back(session, ws, asked.ws.policy, whole, by_id=by, at=act.at, now=asked.now)
    for one in acts.at_once(session, ws, act, batch.touch_ids):
        acts.undone(session, ws, one, by_id=by, now=asked.now)
    entry = batch.entry
    return say.back(entry.channel, names_of(session, asked, batch), entry.on, asked.viewer)
