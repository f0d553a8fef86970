"""How what a line logged stands now: the receipt, with what was guessed, who is not on file, what it told."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sqlmodel import Session

from messages import log_touch as say
from messages.blocks import Message
from messages.book import refusal
from messages.put_right import Unknown
from rules import no_longer
from rules.cadence import due
from rules.context import Context, Insight
from rules.facts.corrections import offered
from rules.facts.insights import notices as notices_of
from rules.facts.requests import in_order
from rules.heard import Heard, heard
from rules.language.reading import Event
from rules.names import normalise
from rules.records import Record
from storage import accounts, acts, batches, contacts, insights, records
from storage.assess import attempt
from storage.batches import Batch

from .access import refused_change
from .asked import Asked
from .questions import beside_answer
from .voiding import may_take_back

Hints = Mapping[str, Event]
"""What a line said beside what is stored, by batch: what was guessed, and who is not on file."""
Stand = Mapping[int, Record]
"""Accounts as the same transaction has just read them; whoever else is told of is read."""


def receipt_of(
    session: Session,
    asked: Asked,
    line: str,
    hints: Hints = MappingProxyType({}),
    stand: Stand = MappingProxyType({}),
) -> Message:
    """What a line stored, as it stands now."""
    stored = batches.of_line(session, asked.ws.id, line)
    if not stored:
        return refusal(no_longer.TOUCH, asked.viewer)
    logged = [
        _logged(session, asked, one, hint=hints.get(one.batch), stand=stand, alone=len(stored) == 1)
        for one in stored
    ]
    return beside_answer(session, asked, line, say.receipt(logged, asked.viewer))


def _logged(
    session: Session, asked: Asked, stored: Batch, hint: Event | None, stand: Stand, alone: bool
) -> say.Logged:
    ids = stored.entry.account_ids
    names = [h.name for h in accounts.hits_of(session, asked.ws.id, ids)]
    if stored.voided:
        act = acts.voiding(session, asked.ws.id, stored.touch_ids[0])
        back = act if act and may_take_back(session, asked, act) is None else None
        return say.Logged(stored.batch, stored.entry, names, voided=True, act=back.id if back else None)
    read = [stand[a] for a in ids if a in stand]
    if len(read) < len(ids):
        read = attempt(None, ids[0], asked.now, records.read, session, asked.ws.id, ids, asked.now) or []
    met = [c.name for r in read for c in r.contacts if c.id in stored.entry.contact_ids]
    falls = (
        attempt(None, ids[0], asked.now, due, read[0], asked.today, asked.ws.policy)
        if len(read) == 1
        else None
    )
    return say.Logged(
        stored.batch,
        stored.entry,
        names,
        contacts=met,
        due_on=falls.on if falls else None,
        fix=offered(stored.entry, hint.guessed, asked.today) if hint else None,
        to_tell=_to_tell(session, asked, read[0]) if len(read) == 1 else (),
        strangers=_unknown(session, asked, hint, dict(zip(ids, names, strict=False))) if hint else (),
        asked=in_order(q for r in read for q in r.requests if q.answered_on is None),
        # of several contacts in a line nobody knows which told it
        heard=heard(stored.entry, read[0]) if alone and len(ids) == len(read) == 1 else Heard(),
    )


def _to_tell(session: Session, asked: Asked, record: Record) -> list[Insight]:
    """Notices that the account is still to hear of: the touch may have told them."""
    standing = insights.standing(session, asked.ws.id, asked.today, record.account.id)
    return notices_of(record, Context(asked.ws.policy, standing))


def _unknown(session: Session, asked: Asked, hint: Event, names: Mapping[int, str]) -> list[Unknown]:
    """Who was named and is not on file, and whether whoever asks may add them."""
    here = [s for s in hint.strangers if s.account_id in names]
    may = {s.account_id: refused_change(session, asked, s.account_id) is None for s in here}
    there = {(a, normalise(c.name)) for a in may for c in contacts.of_account(session, asked.ws.id, a)}
    return [
        Unknown(s.account_id, names[s.account_id], s.name, may=may[s.account_id])
        for s in here
        if (s.account_id, normalise(s.name)) not in there
    ]
