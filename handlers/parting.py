"""Somebody of ours left: what follows is said first, their accounts go to whoever takes them in the same act,
and all of it comes back with Undo for a week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import ours as say
from messages import reassign
from messages.acts import changes
from messages.inputs import Filled
from messages.ours import OurRef, Placing
from rules import no_longer, phrase
from rules.acts import Act
from rules.changeovers import LEFT
from rules.ours import (
    GAVE,
    LEFT_US,
    MOVES,
    PASSED_TEAM,
    SWITCHED_OFF,
    Place,
    last_admin,
    leave_error,
    may_change,
)
from rules.phrase import Phrase
from rules.records import Person
from storage import accounts, acts, changeovers, gone, ours, outbox, passing, people, processed

from .asked import Asked
from .changed import audited
from .changing_hands import begin, go_on
from .ours import ours_of
from .placing import changeable, open_change
from .surface import Body, confirm, notice, open_modal, reject, response_url, typed_value

Ack = Callable[..., Any]


def act_on(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """What was chosen beside somebody in the list."""
    ref = OurRef.unpack(typed_value(body))
    forms = {"change": open_change, "leave": _open_leave}
    open_modal(client, body, forms.get(ref.do, open_change)(asked, ref.person or 0, response_url(body)))
    ack()


def _open_leave(asked: Asked, person_id: int, url: str) -> dict[str, Any]:
    """What will follow; the nearest manager who is with us is proposed for the accounts."""
    ws = asked.ws.id
    with asked.services.reading() as session:
        person, stop = changeable(session, asked, person_id)
        if stop:
            return notice("Left us", stop, asked.viewer)
        hits = accounts.hits_of(session, ws, ours.owned(session, ws, person_id))
        under = people.everyone(session, ws, ours.reports(session, ws, person_id))
        heir = changeovers.heir_of(session, ws, person)
    tiers = sorted(Counter(h.tier for h in hits).items())
    to = (heir.id, heir.name) if heir else None
    placing = Placing(uuid4().hex, person=person_id, response_url=url)
    above = heir.name if heir else ""
    return say.leave_form(placing, person, tiers, to, [p.name for p in under], above)


def submit_leave(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """Their accounts and people go on first, then they are off; one act, once."""
    placing, chosen = Placing.unpack(view["private_metadata"]), Filled(view).chosen("taker")
    ws, act_id = asked.ws.id, None
    first = "taker" if "taker" in view["state"]["values"] else ""
    with asked.services.transaction() as session:
        person, stop = changeable(session, asked, placing.person or 0)
        again = processed.was_seen(session, ws, f"view:{placing.token}")
        there = people.everyone(session, ws, [int(chosen)]) if chosen.isdigit() else []
        taker, ids = there[0] if there else None, ours.owned(session, ws, person.id)
        wrong = None if again else stop or _refused(session, asked, person, taker, len(ids))
        if wrong and first:
            reject(ack, asked.viewer, {first: wrong})
            return
        if wrong:  # nothing stands in the form below which it could be said
            ack(response_action="update", view=notice("Left us", wrong, asked.viewer))
            return
        did = ""
        if processed.first_time(session, ws, f"view:{placing.token}", now=asked.now):
            act_id, did = _leave(session, asked, person, taker, ids)
        message = ours_of(session, asked, did=did, act=act_id)
    if act_id:
        go_on(asked, act_id)
    asked.services.wake()
    confirm(asked.services, ack, placing.response_url, title="Tend", said=message, replace=True)


def _refused(session: Session, asked: Asked, person: Person, taker: Person | None, had: int) -> Phrase | None:
    caller = people.caller_of(session, asked.ws.id, asked.person)
    wrong = leave_error(caller, person, taker, had)
    admins = [p.id for p in people.admins(session, asked.ws.id)]
    return wrong[1] if wrong else last_admin(person, False, admins)


def _leave(
    session: Session, asked: Asked, person: Person, taker: Person | None, ids: list[int]
) -> tuple[int, str]:
    """They are off, their people go to whoever is above, their accounts begin to go."""
    ws = asked.ws.id
    above = changeovers.heir_of(session, ws, person)
    under = changeovers.pass_people(session, ws, person.id, above, now=asked.now)
    ours.leave(session, ws, person.id, on=asked.today)
    for going in changeovers.of_person(session, ws, person.id):
        changeovers.end(session, ws, going)  # that they were switched off was noticed before
    gone.pass_questions_on(session, ws, person, now=asked.now)
    held = {"undo": True, "people": under, "above": above.id if above else None}
    to = {"to": taker.id} if taker and ids else {}
    act_id = audited(session, asked, LEFT_US, noun="person", row_id=person.id, **held, **to)
    if taker and ids:
        begin(session, asked, person, taker, ids, act_id, why=LEFT)
    name = above.name if above else ""
    return act_id, say.left(person.name, len(ids), taker.name if taker else "", len(under), name)


def may_take_back(session: Session, asked: Asked, act: Act) -> Phrase | None:
    """Whoever may change the person."""
    there = people.everyone(session, asked.ws.id, [act.row_id])
    caller = people.caller_of(session, asked.ws.id, asked.person)
    stop = may_change(caller, there[0]) if there else None
    if stop is None and there and act.did in (GAVE, PASSED_TEAM) and not there[0].active:
        return no_longer.PERSON  # nothing comes back to whoever left since
    if stop is None and there and act.did == SWITCHED_OFF and not there[0].active:
        return phrase.say("Slack has switched them off: once they are back there, their accounts come back.")
    return stop


def take_back(session: Session, asked: Asked, act: Act) -> str:
    """Somebody is where they were: their place, or with us again, with the accounts and people that nobody
    moved since."""
    ws, by, person = asked.ws.id, asked.person.id, people.get(session, asked.ws.id, act.row_id)
    if act.did not in MOVES:
        acts.undone(session, ws, act, by_id=by, now=asked.now)
        place = Place(
            str(act.before.get("role", "admin" if person.is_admin else person.role)),
            act.before.get("manager_id", person.manager_id),
        )
        ours.put(session, ws, person.id, place, now=asked.now)
        return say.placed(person.name, changes(act.after, act.before, asked.viewer, act.names))
    if act.did == LEFT_US:
        ours.come_back(session, ws, person.id, now=asked.now)
    one = changeovers.of_act(session, ws, act.id)
    if one is None:
        acts.undone(session, ws, act, by_id=by, now=asked.now)
        under = ours.still_under(session, ws, act.change["people"], act.change["above"])
        ours.move_under(session, ws, under, person.id, now=asked.now)
        again = act.did == LEFT_US
        return say.back(person.name, 0, 0) if again else reassign.team_back(person.name, len(under))
    passing.turn_back(session, ws, one, by_id=by, now=asked.now)  # with the act, and their people
    _, left = passing.come_back(session, ws, asked.ws.policy, one, by_id=by, now=asked.now)
    for person_id in (one.to_id, one.person_id):
        outbox.repaint_home(session, ws, person_id or by, now=asked.now)
    came, stayed = passing.how_many_back(session, one)
    said = say.back if one.left else reassign.taken_back
    return said(person.name, came, stayed, left)


def register(app: Any) -> None:
    app.action(say.OURS_DO)(act_on)
    app.view(say.OURS_LEFT)(submit_leave)
