"""Who left a customer or moved inside it: by the form, or by a typed line that says it, with Undo. It is no
touch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import leaving as say
from messages.blocks import Message
from messages.book import refusal
from messages.leaving import Back, Left
from rules import no_longer
from rules.facts.acquainted import CHAMPION, left_error
from rules.language.leavers import leavers, may_hint
from rules.language.leaving import Leaving, leaving, may_tell
from rules.language.reading import Reading
from rules.records import Contact, days
from storage import accounts, contacts, processed

from . import lines
from .asked import Asked
from .changed import computed_anew
from .people import whom_of
from .surface import Body, show, typed_value
from .typed import known_to, understood

Ack = Callable[..., Any]


JUST = days(7)  # who left since is named still: a line that comes again says the same


def left_in(asked: Asked, typed: str, token: str) -> Message | None:
    """What becomes of a line that tells of somebody who left: done at once where one person at one account
    fits, else asked; offered where it tells more; None for any other line. Sent again (`token`) it is done
    once."""
    if not may_tell(typed):
        return _offered(asked, typed, token) if may_hint(typed) else None
    with asked.services.reading() as session:
        known = known_to(session, asked, typed, since=asked.today - JUST)
        gone = leaving(typed, asked.today, known, asked.person.locale)
        may = _may_be(session, asked, gone.people) if gone else []
        if gone and (len(may) != 1 or gone.on is None or left_error(gone.on, asked.today)):
            return _asked(session, asked, typed, gone, may)
    if gone is None or gone.on is None:
        return _offered(asked, typed, token)
    with asked.services.transaction() as session:
        message = _leave(session, asked, typed, gone, may[0][1].id, on=gone.on, token=token)
    asked.services.wake()
    return message


def _offered(asked: Asked, typed: str, token: str) -> Message | None:
    """Of a line that tells no contact: whom it may mean is offered, the line kept until something becomes of
    it."""
    with asked.services.reading() as session:
        hint = leavers(typed, known_to(session, asked, typed))
        may = _may_be(session, asked, hint.people) if hint else []
        may = [x for x in may if x[1].in_role_on(asked.today)]
        names = {h.id: h.name for h in accounts.hits_of(session, asked.ws.id, [a for a, _ in may])}
    if hint is None or not may or _tells_of_contact(understood(asked, typed)):
        return None
    line = lines.keep(asked, typed, token)
    return say.offered(line, [(c, names[a]) for a, c in may if a in names], moved=hint.moved)


def _tells_of_contact(reading: Reading) -> bool:
    """Whether a line is read as a touch, or as a question."""
    entries = [event.entry for event in reading.events]
    return reading.certain or reading.talks or any(e.channel or e.outcome or e.minutes for e in entries)


def _may_be(session: Session, asked: Asked, people: Sequence[int]) -> list[tuple[int, Contact]]:
    """Those who may be meant, with their accounts: who is still there, if anybody is."""
    there = [known for n in people if (known := contacts.get(session, asked.ws.id, n))]
    return [x for x in there if x[1].here_on(asked.today)] or there


def _asked(
    session: Session, asked: Asked, typed: str, gone: Leaving, may: Sequence[tuple[int, Contact]]
) -> Message:
    ids = [*(account for account, _ in may), *gone.accounts]
    names = {h.id: h.name for h in accounts.hits_of(session, asked.ws.id, ids)}
    if may:
        return say.which(typed, [(contact, names[account]) for account, contact in may if account in names])
    first = next((a for a in gone.accounts if a in names), None)
    if first:
        return say.nobody(typed, first, names[first])
    return say.refused(typed, no_longer.CONTACT, asked.viewer)


def _leave(
    session: Session, asked: Asked, typed: str, gone: Leaving, contact_id: int, *, on: date, token: str
) -> Message:
    """They left, and who comes next is champion; who left already did so on that day."""
    ws, by, now = asked.ws.id, asked.person.id, asked.now
    account_id, contact, stop = whom_of(session, asked, contact_id)
    if contact is None or stop:
        return say.refused(typed, stop or no_longer.CONTACT, asked.viewer)
    successor = _successor(session, asked, gone, contact)
    leads = gone.champion or contact.role == CHAMPION
    on = contact.left_on or on
    back = Back(contact.id, on.isoformat())
    if not contact.left_on and processed.first_time(session, ws, f"left:{token}", now=now):
        after = successor.id if successor else None
        contacts.leave(session, ws, account_id, contact.id, on=on, by_id=by, now=now, successor_id=after)
        if successor and leads and successor.role != CHAMPION:
            contacts.give_role(session, ws, account_id, successor.id, CHAMPION, by_id=by, now=now)
            back = Back(contact.id, on.isoformat(), successor.id, successor.role)
        computed_anew(session, asked, account_id)
    (hit,) = accounts.hits_of(session, ws, [account_id])
    left = Left(account_id, hit.name, contact, on, back, successor, gone.successor, leads=leads)
    return say.noted(left, asked.viewer)


def _successor(session: Session, asked: Asked, gone: Leaving, contact: Contact) -> Contact | None:
    """Who comes next, where the line names one person who is on file there."""
    if len(gone.successors) != 1 or gone.successors[0] == contact.id:
        return None
    there = contacts.get(session, asked.ws.id, gone.successors[0])
    return there[1] if there else None


def bring_back(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Undo: they are there as before, and so is the role of who was to follow; pressed twice it says the
    same."""
    ref, ws, by = Back.unpack(typed_value(body)), asked.ws.id, asked.person.id
    with asked.services.transaction() as session:
        account_id, contact, stop = whom_of(session, asked, ref.contact)
        if contact is None or stop:
            message = refusal(stop or no_longer.CONTACT, asked.viewer)
        else:
            (hit,) = accounts.hits_of(session, ws, [account_id])
            gone_on = contact.left_on.isoformat() if contact.left_on else ""
            if gone_on == ref.on:
                contacts.come_back(session, ws, account_id, contact.id, by_id=by, now=asked.now)
                _role_back(session, asked, account_id, ref)
                computed_anew(session, asked, account_id)
            as_said = say.changed_since if gone_on not in ("", ref.on) else say.undone
            message = as_said(account_id, hit.name, contact)
    asked.services.wake()
    show(asked.services, body, client, message=message)
    ack()


def _role_back(session: Session, asked: Asked, account_id: int, ref: Back) -> None:
    there = contacts.get(session, asked.ws.id, ref.successor) if ref.successor else None
    if there and there[0] == account_id and there[1].role == CHAMPION:
        by, now = asked.person.id, asked.now
        contacts.give_role(session, asked.ws.id, account_id, there[1].id, ref.was, by_id=by, now=now)


def register(app: Any) -> None:
    app.action(say.CONTACT_BACK)(bring_back)
