"""Every way in which a person loosens the hold on an account goes through here: the change form, a snooze, a
renewal that did not come. At once where that is theirs to decide, else somebody is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session

from rules import loosening as rules
from rules.editing import REASONED, Edit
from rules.facts.loosened import Stands
from rules.phrase import Phrase, say
from rules.records import Account, Person
from storage import editing, loosened, loosenings, people, records

from .access import refused_giving
from .asked import Asked
from .changed import account_changed


def change(
    session: Session, asked: Asked, account_id: int, after: Stands, *, why: str, did: str, **kept: Any
) -> tuple[Person | None, int]:
    """Change an account, or ask for it: whom, None when it holds; and how many snoozes in a row it makes.
    `did` and `kept` are what the audit trail says of a change that holds."""
    if to := _asked_or_noted(session, asked, account_id, after, why):
        return to, 0
    by = asked.person.id
    times, undo = loosenings.apply(session, asked.ws.id, account_id, after, why=why, by_id=by, now=asked.now)
    account_changed(session, asked, account_id, did=did, **kept, **undo)
    return None, times


def settled(session: Session, asked: Asked, account: Account, edited: Edit) -> Edit:
    """What of a form's change holds at once. What loosens is noted for the manager, or asked for where it is
    theirs to decide: the rest holds then."""
    after = _after(account, edited)
    if after is None:
        return edited
    # while it waits the rest of the form holds: another parent, or that it is looked after by itself again
    meanwhile = _through(account, edited.but_standing.after)
    to = _asked_or_noted(session, asked, account.id, after, _why(edited), meanwhile)
    return edited.but_standing if to else edited


def _asked_or_noted(
    session: Session, asked: Asked, account_id: int, after: Stands, why: str, *meanwhile: int | None
) -> Person | None:
    """Whoever decides on it is asked; what holds at once is noted for the manager, but a snooze alone, which
    says so itself. Who was asked. `meanwhile`: through which parent it is served while that waits, where
    that is otherwise."""
    account, ways, to = _decided(session, asked, account_id, after)
    before = rules.stands(account)
    if to is not None and meanwhile:
        before = replace(before, through=meanwhile[0])
    if after.through is not None:
        called = editing.parents(session, asked.ws.id, [after.through]).get(after.through, "")
        after = replace(after, through_name=called)
    new = loosenings.New(
        account_id, account.owner_id, asked.person.id, before, after, why=why, on=asked.today
    )
    if to is not None:
        loosenings.ask(session, asked.ws.id, new, to, now=asked.now)
    elif ways and ways != (rules.SNOOZE,):
        loosenings.note(session, asked.ws.id, new, now=asked.now)
    return to


def refused(session: Session, asked: Asked, account: Account, edited: Edit) -> Phrase | None:
    """Whoever only covers for its owner loosens nothing."""
    after = _after(account, edited)
    return refused_so(session, asked, account.id, after) if after else None


def refused_so(session: Session, asked: Asked, account_id: int, after: Stands) -> Phrase | None:
    """The same of how an account would stand. A tier that they raise calls for no less than before."""
    ways = set(_decided(session, asked, account_id, after)[1]) - {rules.KEPT}
    return refused_giving(session, asked, account_id) if ways else None


def waits_for(session: Session, asked: Asked, account: Account, edited: Edit) -> Person | None:
    """Who would decide on a change; None where it holds at once."""
    after = _after(account, edited)
    return _decided(session, asked, account.id, after)[2] if after else None


def refused_back(
    session: Session, asked: Asked, account_id: int, columns: Mapping[str, Any]
) -> Phrase | None:
    """Taking back what made an A, or held it closer, loosens it by another door: that is asked for like
    any."""
    account = _account(session, asked, account_id)
    to = waits_for(session, asked, account, Edit({}, dict(columns)))
    return (
        say("{name} decides on that: change the account, and they are asked.", name=to.name) if to else None
    )


def lacks_why(session: Session, asked: Asked, account: Account, edited: Edit) -> Phrase | None:
    """Whoever decides wants to know why."""
    if _why(edited) or not ({*REASONED, "status"} & edited.after.keys()):
        return None
    to = waits_for(session, asked, account, edited)
    return say("Why? {name} decides on it.", name=to.name) if to else None


def _why(edited: Edit) -> str:
    return edited.why or str(edited.after.get("status_reason") or "")


def _after(account: Account, edited: Edit) -> Stands | None:
    """How the account would stand; None where nothing of that changes."""
    held, through = edited.standing, _through(account, edited.after)
    if not held and through == rules.stands(account).through:
        return None
    until = held.get("paused_until", account.paused_until)
    return Stands(
        held.get("tier", account.tier),
        held.get("status", account.status),
        held.get("cadence_days", account.cadence_days),
        date.fromisoformat(until) if isinstance(until, str) and until else until or None,
        left_on=edited.left_on,
        through=through,
    )


def _through(account: Account, values: Mapping[str, Any]) -> int | None:
    """The parent that it would be served through; None for by itself."""
    served = values.get("served_through_parent", account.served_through_parent)
    return values.get("parent_id", account.parent_id) if served else None


def snoozed(session: Session, asked: Asked, account_id: int, until: date) -> Stands:
    """The account as it is, put off until a date."""
    return replace(rules.stands(_account(session, asked, account_id)), snoozed_until=until)


def rests_by(session: Session, asked: Asked, account_id: int, until: date) -> Person | None:
    """Who would decide on putting it off until a date; None where that holds at once."""
    return decides_on(session, asked, account_id, snoozed(session, asked, account_id, until))


def decides_on(session: Session, asked: Asked, account_id: int, after: Stands) -> Person | None:
    """Who would decide on an account's standing so; None where that holds at once."""
    return _decided(session, asked, account_id, after)[2]


def churned(session: Session, asked: Asked, account_id: int, left_on: date) -> Stands:
    """The account as it is, but let go since a date."""
    stands = rules.stands(_account(session, asked, account_id))
    return replace(stands, status="churned", until=None, left_on=left_on)


def _decided(
    session: Session, asked: Asked, account_id: int, after: Stands
) -> tuple[Account, tuple[str, ...], Person | None]:
    """The account, the ways in which it is loosened, and who decides on that; None when it holds at once, and
    where there is nobody to ask."""
    ws, account = asked.ws, _account(session, asked, account_id)
    owner = people.get(session, ws.id, account.owner_id)
    before = loosened.rests(session, ws.id, account_id, asked.today, owner.zone)
    now = replace(rules.stands(account), snoozed_until=account.snoozed_until)
    ways = rules.loosens(now, after, asked.today, ws.policy, before)
    asks = rules.asks(account, ways, people.caller_of(session, ws.id, asked.person))
    return account, ways, loosenings.approver_of(session, ws.id, owner.id, asked.now) if asks else None


def _account(session: Session, asked: Asked, account_id: int) -> Account:
    return records.read(session, asked.ws.id, [account_id], now=asked.now)[0].account
