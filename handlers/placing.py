"""Where people of ours stand: somebody added by @mention, role and manager changed, in forms.

Managers do so within their own tree, admins anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from sqlmodel import Session

from messages import ours as say
from messages.acts import changes
from messages.blocks import Message, escape
from messages.book import refusal, sentence
from messages.inputs import Filled
from messages.ours import OurRef, Placing
from rules import no_longer, phrase
from rules.calendar import is_zone
from rules.linking import email_of, is_live
from rules.ours import ROLES, Place, last_admin, may_change, may_look_after, place_error
from rules.phrase import Phrase
from rules.records import Person
from storage import acts, ours, outbox, people, processed

from .asked import Asked
from .changed import audited
from .ours import may_see, ours_of
from .surface import Body, answer, confirm, notice, open_modal, reject, response_url, typed_value

Ack = Callable[..., Any]
OUTSIDER = phrase.say("Only people of your own workspace can be added: no guests, no bots.")


def suggest(ack: Ack, payload: dict[str, Any], asked: Asked) -> None:
    """Typeahead over our own people."""
    typed = str(payload.get("value") or "")
    with asked.services.reading() as session:
        near = people.typeahead(session, asked.ws.id, typed)
    ack(options=say.people_options([(p.id, p.name) for p in near], typed))


def open_add(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Role and manager of somebody who is not on file yet; the caller is proposed as their manager."""
    slack = OurRef.unpack(typed_value(body)).slack
    with asked.services.reading() as session:
        stop = may_see(session, asked)
    if stop:
        view = notice("Add somebody", stop, asked.viewer)
    else:
        placing = Placing(uuid4().hex, slack=slack, response_url=response_url(body))
        me = (asked.person.id, asked.person.name)
        view = say.place_form(placing, f"<@{slack}>", "rep", me, _roles(asked))
    open_modal(client, body, view)
    ack()


def _roles(asked: Asked) -> Sequence[str]:
    return ROLES if asked.person.is_admin else ROLES[:2]


def open_change(asked: Asked, person_id: int, url: str) -> dict[str, Any]:
    """The form with somebody's role and manager, or why there is none."""
    with asked.services.reading() as session:
        person, stop = changeable(session, asked, person_id)
        manager = next(iter(people.everyone(session, asked.ws.id, [person.manager_id or 0])), None)
    if stop:
        return notice("Change", stop, asked.viewer)
    role = "admin" if person.is_admin else person.role
    placing = Placing(uuid4().hex, person=person_id, response_url=url)
    above = (manager.id, manager.name) if manager else None
    return say.place_form(placing, f"*{escape(person.name)}*", role, above, _roles(asked))


def changeable(session: Session, asked: Asked, person_id: int) -> tuple[Person, Phrase | None]:
    """Somebody of ours, and why this person does not change their place."""
    there = people.everyone(session, asked.ws.id, [person_id])
    if not there:
        return asked.person, no_longer.PERSON
    caller = people.caller_of(session, asked.ws.id, asked.person)
    stop = may_change(caller, there[0])
    return there[0], stop or (None if there[0].active else no_longer.PERSON)


def submit_add(ack: Ack, view: dict[str, Any], asked: Asked, client: WebClient) -> None:
    """Checked; Slack is asked who that is by our pool, then they are stored and the list is painted."""
    placing, place = Placing.unpack(view["private_metadata"]), _place(view)
    with asked.services.reading() as session:
        wrong = _wrong(session, asked, place, below=())
    if wrong:
        reject(ack, asked.viewer, dict([wrong]))
        return
    asked.services.later(lambda: _look_up(asked, client, placing, place))
    ack()


def _place(view: dict[str, Any]) -> Place:
    filled = Filled(view)
    manager = filled.chosen("manager")
    return Place(filled.chosen("role"), int(manager) if manager.isdigit() else None)


def _wrong(
    session: Session, asked: Asked, place: Place, below: Sequence[int] | frozenset[int]
) -> tuple[str, Phrase] | None:
    caller = people.caller_of(session, asked.ws.id, asked.person)
    if stop := may_look_after(caller):
        return "role", stop
    there = people.everyone(session, asked.ws.id, [place.manager_id or 0])
    return place_error(caller, place, there[0] if there else None, below)


def _look_up(asked: Asked, client: WebClient, placing: Placing, place: Place) -> None:
    try:
        user = client.users_info(user=placing.slack, include_locale=True).get("user") or {}
    except (OSError, SlackClientError):
        user = {}
    message = _added(asked, placing, place, user)
    asked.services.wake()
    answer(asked.services, placing.response_url, message, replace=True)


def _added(asked: Asked, placing: Placing, place: Place, user: dict[str, Any]) -> Message:
    """They are on file and linked, once, or why not."""
    ws, email = asked.ws.id, email_of(user) if user else ""
    if not user or str(user.get("id")) != placing.slack:
        return sentence("Slack didn't say who that is. Please try again in a moment.")
    if (
        not is_live(user)
        or not email
        or (asked.ws.team_id and user.get("team_id", asked.ws.team_id) != asked.ws.team_id)
    ):
        return refusal(OUTSIDER, asked.viewer)
    zone = str(user.get("tz") or "")
    known = {
        "slack_id": placing.slack,
        "email": email,
        "name": str(user.get("real_name") or email),
        "zone": zone if is_zone(zone) else asked.person.zone,
        "locale": str(user.get("locale") or asked.person.locale),
    }
    with asked.services.transaction() as session:
        there = ours.by_email(session, ws, email)
        linked = people.by_slack(session, ws, placing.slack)
        if (there and there.active and there.slack_id) or (linked and linked.email != email):
            return refusal(phrase.say("{name} is on file already.", name=known["name"]), asked.viewer)
        if there and (stop := _may_bring_back(session, asked, there)):
            return refusal(stop, asked.viewer)
        if ours.was_erased(session, ws, asked.ws.secret, email):
            why = phrase.say("They were erased here: add them by a file if that is meant.")
            return refusal(why, asked.viewer)
        if not processed.first_time(session, ws, f"view:{placing.token}", now=asked.now):
            return ours_of(session, asked)
        person_id, before = ours.add(session, ws, known, place, now=asked.now)
        after = {"role": place.role, "manager_id": place.manager_id}
        audited(session, asked, "added", noun="person", row_id=person_id, **after)
        manager = next(iter(people.everyone(session, ws, [place.manager_id or 0])), None)
        name = people.get(session, ws, person_id).name
        did = say.added(name, place.role, manager.name if manager else "", again=bool(before))
        return ours_of(session, asked, did=did)


def _may_bring_back(session: Session, asked: Asked, person: Person) -> Phrase | None:
    """Who is on file and not linked, or left, is another's to change unless nobody manages them."""
    caller = people.caller_of(session, asked.ws.id, asked.person)
    return may_change(caller, person) if person.manager_id is not None or person.is_admin else None


def submit_change(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """Role and manager, audited, to be taken back for a week; the list is painted again."""
    placing, place = Placing.unpack(view["private_metadata"]), _place(view)
    ws, act_id = asked.ws.id, None
    with asked.services.transaction() as session:
        person, stop = changeable(session, asked, placing.person or 0)
        wrong = (
            ("role", stop) if stop else _wrong(session, asked, place, people.under(session, ws, person.id))
        )
        admins = [p.id for p in people.admins(session, ws)]
        if not wrong and (only := last_admin(person, place.role == "admin", admins)):
            wrong = ("role", only)
        if wrong:
            reject(ack, asked.viewer, dict([wrong]))
            return
        before = {"role": "admin" if person.is_admin else person.role, "manager_id": person.manager_id}
        after = {"role": place.role, "manager_id": place.manager_id}
        how = {c: v for c, v in after.items() if v != before[c]}
        if how and processed.first_time(session, ws, f"view:{placing.token}", now=asked.now):
            ours.put(session, ws, person.id, place, now=asked.now)
            outbox.repaint_home(session, ws, person.id, now=asked.now)
            was = {c: before[c] for c in how}
            act_id = audited(
                session, asked, "changed", noun="person", row_id=person.id, before=was, after=how
            )
        act = acts.get(session, ws, act_id) if act_id else None
        said = changes(act.before, act.after, asked.viewer, act.names) if act else ""
        message = ours_of(session, asked, did=say.placed(person.name, said), act=act_id)
    asked.services.wake()
    confirm(asked.services, ack, placing.response_url, title="Tend", said=message, replace=True)


def register(app: Any) -> None:
    app.action(say.OURS_ADD)(open_add)
    app.options(say.OURS_MANAGER)(suggest)
    app.view(say.OURS_ADDED)(submit_add)
    app.view(say.OURS_CHANGED)(submit_change)
