"""`/account reassign @from @to`: somebody's accounts, or with “team” their people, go to another. What that
means is said first; taken back within a week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import reassign as say
from messages.blocks import Message
from messages.book import refusal
from messages.reassign import Preview, Reassigning
from rules import phrase
from rules.access import Caller
from rules.book import BookRow
from rules.by_name import by_name
from rules.cadence import own_cadence
from rules.changeovers import GIVEN, reassign_error, team_error
from rules.language.passing_on import PassingOn, passing_on
from rules.ours import GAVE, PASSED_TEAM
from rules.phrase import Phrase
from rules.records import Account, Person
from rules.room import Week, week_after
from storage import accounts, changeovers, ours, outbox, passing, people, processed, receivers

from .asked import Asked
from .changed import audited
from .changing_hands import begin, go_on
from .surface import Body, Mention, show, typed_value

Ack = Callable[..., Any]
SOON = 3  # accounts due next that a preview names
UNDER_WAY = phrase.say("That is under way already.", kind="gone")


def reassign_of(session: Session, asked: Asked, typed: str, mentioned: Sequence[Mention]) -> Message:
    """What would go from whom to whom."""
    meant = passing_on(typed)
    if len(meant.names) != 2:
        return refusal(reassign_error(_caller(session, asked), None, None) or UNDER_WAY, asked.viewer)
    found = [_person(session, asked, name, mentioned) for name in meant.names]
    if wrong := next((x for x in found if isinstance(x, Phrase)), None):
        return refusal(wrong, asked.viewer)
    person, to = (x for x in found if isinstance(x, Person))
    return _previewed(session, asked, meant, person, to)


def _previewed(session: Session, asked: Asked, meant: PassingOn, person: Person, to: Person) -> Message:
    ref = Reassigning(person.id, to.id, uuid4().hex)
    if stop := _refused(session, asked, person, to, team=meant.team):
        return refusal(stop, asked.viewer)
    if meant.team:
        names = [p.name for p in _team(session, asked, person, to)]
        return say.team(ref, person.name, to.name, names, asked.viewer)
    rows = accounts.book(session, asked.ws.id, person.id, zone=asked.person.zone)
    here = [r.account for r in rows]
    tiers = sorted(Counter(a.tier for a in here).items())
    worth = sum(a.annual or 0 for a in here if not a.served_through_parent)
    week = week_of(session, asked, to, here)
    return say.preview(Preview(ref, person.name, to.name, tiers, worth, _due(rows), week), asked.viewer)


def _due(rows: Sequence[BookRow]) -> list[tuple[str, Any]]:
    dated = sorted((r.due_on, r.account.name) for r in rows if r.due_on is not None)
    return [(name, on) for on, name in dated[:SOON]]


def week_of(session: Session, asked: Asked, to: Person, comes: Sequence[Account]) -> Week:
    """Somebody's week once these accounts are theirs."""
    policy = asked.ws.policy
    books = receivers.books(session, asked.ws.id, [to], policy, asked.today, zone=asked.person.zone)
    active = (
        a for a in comes if a.status == "active" and not a.served_through_parent and a.owner_id != to.id
    )
    week = week_after(books[0], [7 / own_cadence(a.tier, a.cadence_days, policy) for a in active])
    shown = to.id == asked.person.id or by_name(to, policy.figures_by_name)
    return week if shown else week._replace(made=None)


def _caller(session: Session, asked: Asked) -> Caller:
    return people.caller_of(session, asked.ws.id, asked.person)


def _person(session: Session, asked: Asked, name: str, mentioned: Sequence[Mention]) -> Person | Phrase:
    """Whom a mention means by its id; else whose name it is, where exactly one is called so."""
    ws, called = asked.ws.id, name.removeprefix("@").strip(" .").casefold()
    unknown = phrase.say("I don't know who {name} is: mention them with @.", name=name)
    for mention in mentioned if name.startswith("@") else ():
        if mention.shown.casefold() == called:
            stranger = phrase.say("{name} is nobody I know: /account people-of-ours adds people.", name=name)
            return people.by_slack(session, ws, mention.id) or stranger
    everyone = people.everyone(session, ws)
    near = [p for p in everyone if called in f"{p.name} {p.email}".casefold()] if called else []
    exact = [p for p in near if called in {p.name.casefold(), p.first_name.casefold(), p.email.casefold()}]
    those = exact or near
    if len(those) > 1:
        return phrase.say("{name} may be several people: mention them with @.", name=name)
    return those[0] if those else unknown


def _refused(session: Session, asked: Asked, person: Person, to: Person, team: bool) -> Phrase | None:
    stop = reassign_error(_caller(session, asked), person, to)
    return stop or (team_error(person, to, people.above(session, asked.ws.id, to.id)) if team else None)


def _team(session: Session, asked: Asked, person: Person, to: Person) -> list[Person]:
    """Who reports to somebody, but for whoever they go to."""
    ids = [p for p in ours.reports(session, asked.ws.id, person.id) if p != to.id]
    return people.everyone(session, asked.ws.id, ids)


def save(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """All of somebody's accounts go; the first at once, the rest in short transactions, once."""
    ref, act_id, message = Reassigning.unpack(typed_value(body)), None, None
    ws = asked.ws.id
    with asked.services.transaction() as session:
        there = {p.id: p for p in people.everyone(session, ws, [ref.person, ref.to])}
        person, to = there.get(ref.person), there.get(ref.to)
        stop = reassign_error(_caller(session, asked), person, to)
        ids = ours.owned(session, ws, ref.person)
        key = f"reassign:{ref.token}"
        if not stop and (not ids or not processed.first_time(session, ws, key, now=asked.now)):
            stop = UNDER_WAY if ids else phrase.say("They have no account to give.")
        if stop or person is None or to is None:
            message = refusal(stop or UNDER_WAY, asked.viewer)
        else:
            held = {"undo": True, "people": [], "above": None, "to": to.id}
            act_id = audited(session, asked, GAVE, noun="person", row_id=person.id, **held)
            begin(session, asked, person, to, ids, act_id, why=GIVEN)
    if act_id and person and to:
        go_on(asked, act_id)
        with asked.services.reading() as session:
            one = changeovers.of_act(session, ws, act_id)
            left = passing.left_to_go(session, one) if one else 0
        message = say.given(person.name, to.name, len(ids) - left, left, act_id)
    asked.services.wake()
    show(asked.services, body, client, message=message or refusal(UNDER_WAY, asked.viewer))
    ack()


def save_team(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Everybody who reports to one reports to another from now on."""
    ref, ws = Reassigning.unpack(typed_value(body)), asked.ws.id
    with asked.services.transaction() as session:
        there = {p.id: p for p in people.everyone(session, ws, [ref.person, ref.to])}
        person, to = there.get(ref.person), there.get(ref.to)
        stop = reassign_error(_caller(session, asked), person, to)
        if person and to and not stop:
            stop = _refused(session, asked, person, to, team=True)
        team = [p.id for p in _team(session, asked, person, to)] if person and to else []
        if not stop and not team:
            stop = phrase.say("Nobody reports to them.")
        key = f"team:{ref.token}"
        if not stop and not processed.first_time(session, ws, key, now=asked.now):
            stop = UNDER_WAY
        if stop or person is None or to is None:
            message = refusal(stop or UNDER_WAY, asked.viewer)
        else:
            message = _pass(session, asked, person, to, team)
    asked.services.wake()
    show(asked.services, body, client, message=message)
    ack()


def _pass(session: Session, asked: Asked, person: Person, to: Person, team: list[int]) -> Message:
    ws = asked.ws.id
    ours.move_under(session, ws, team, to.id, now=asked.now)
    for leads in (person, to):
        people.set_clock(session, ws, leads.id, plan_at=asked.now, digest_at=asked.now)
        outbox.repaint_home(session, ws, leads.id, now=asked.now)
    held = {"undo": True, "people": team, "above": to.id, "to": to.id}
    act_id = audited(session, asked, PASSED_TEAM, noun="person", row_id=person.id, **held)
    return say.team_given(person.name, to.name, len(team), act_id)


def register(app: Any) -> None:
    app.action(say.REASSIGN_SAVE)(save)
    app.action(say.REASSIGN_TEAM)(save_team)
