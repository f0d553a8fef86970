"""The team of an account: who is on it, who joins and leaves, their goal; and one's own teams."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import team as say
from messages import team_form as forms
from messages.blocks import Message, escape, option
from messages.book import refusal
from messages.carried import AccountRef
from messages.inputs import Filled
from messages.team import Forming, MemberRef
from rules import no_longer
from rules.facts.member import ROLES
from rules.facts.team import CHURNED, FIELD, add_error, may_take_off
from rules.phrase import Phrase
from rules.records import Record
from storage import bundles, people, processed, records, team

from .access import parties, refused_change
from .asked import Asked
from .surface import Body, confirm, notice, open_modal, reject, response_url, show, typed_value

Ack = Callable[..., Any]


def team_of(session: Session, asked: Asked, account_id: int, did: str = "") -> Message:
    """Who is on an account's team, with the buttons that the caller may use."""
    record = _record(session, asked, account_id)
    if record is None:
        return refusal(no_longer.ACCOUNT, asked.viewer)
    a = record.account
    shown = say.Team(
        a.id,
        a.name,
        record.owner.name,
        goal=a.team_goal,
        members=record.team,
        may_change=refused_change(session, asked, account_id) is None,
        joins=a.status != "churned",
        did=did,
    )
    return say.team(shown, asked.viewer)


def my_teams(session: Session, asked: Asked) -> Message:
    """Where the caller helps."""
    those = team.of_person(session, asked.ws.id, asked.person.id)
    return say.mine([mine_of(j) for j in those], asked.viewer)


def mine_of(j: team.Joined) -> say.Mine:
    return say.Mine(j.account_id, j.account, j.owner, role=j.member.role, goal=j.goal)


def _record(session: Session, asked: Asked, account_id: int) -> Record | None:
    return next(iter(records.read(session, asked.ws.id, [account_id], now=asked.now)), None)


def _open(session: Session, asked: Asked, account_id: int) -> tuple[Record | None, Phrase | None]:
    """The account, and why this person does not change its team."""
    record = _record(session, asked, account_id)
    return record, refused_change(session, asked, account_id) if record else no_longer.ACCOUNT


def open_add(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Add somebody: asks who, and as what."""
    account_id = AccountRef.unpack(typed_value(body)).account
    with asked.services.reading() as session:
        record, stop = _open(session, asked, account_id)
    if record is not None and record.account.status == "churned":
        stop = stop or CHURNED
    if record is None or stop:
        view = notice("Add to the team", stop or no_longer.ACCOUNT, asked.viewer)
    else:
        view = forms.member_form(record.account.name, Forming(uuid4().hex, account_id, response_url(body)))
    open_modal(client, body, view)
    ack()


def suggest(ack: Ack, payload: dict[str, Any], asked: Asked) -> None:
    """Typeahead over our own people."""
    with asked.services.reading() as session:
        near = people.typeahead(session, asked.ws.id, str(payload.get("value") or ""))
    ack(options=[option(p.name, str(p.id)) for p in near])


def add(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """They are on the team, once, and hear it; the list is painted again."""
    forming, filled = Forming.unpack(view["private_metadata"]), Filled(view)
    who, role, did = filled.chosen("who"), filled.chosen("role"), ""
    ws = asked.ws.id
    with asked.services.transaction() as session:
        record, stop = _open(session, asked, forming.account)
        if record is None or stop:
            reject(ack, asked.viewer, {"who": stop or no_longer.ACCOUNT})
            return
        there = people.everyone(session, ws, [int(who)]) if who.isdigit() else []
        person = next((p for p in there if p.active), None)
        a = record.account
        wrong = add_error(person.id if person else None, a.owner_id, record.team, status=a.status)
        if person is None or wrong:
            reject(ack, asked.viewer, {"who": wrong or no_longer.ACCOUNT})
            return
        if processed.first_time(session, ws, f"view:{forming.token}", now=asked.now):
            new = all(m.person_id != person.id for m in record.team)
            member = team.join(
                session,
                ws,
                forming.account,
                person.id,
                role if role in ROLES else "",
                by_id=asked.person.id,
                now=asked.now,
            )
            tells = new and person.id != asked.person.id
            if tells:
                thing = {"joined": member, "by": asked.person.id}
                bundles.add(session, ws, "told", person, thing, now=asked.now)
            did = say.added(person.name, role, goes_to=tells and bool(person.slack_id))
        message = team_of(session, asked, forming.account, did=did)
    _painted(ack, asked, forming, message)


def take_off(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """They are on the team no more; a stale button says so. The list is painted again."""
    ref, ws = MemberRef.unpack(typed_value(body)), asked.ws.id
    with asked.services.transaction() as session:
        joined, stop, did = team.by_id(session, ws, ref.member), None, ""
        if joined is None:
            did = escape(asked.viewer.plain(no_longer.MEMBER))
        else:
            caller, owner, helpers = parties(session, asked, joined.account_id)
            stop = may_take_off(caller, joined.member, owner, helpers)
            if not stop:
                team.leave(session, ws, joined, by_id=asked.person.id, now=asked.now)
                did = say.off(joined.member.name)
        message = refusal(stop, asked.viewer) if stop else team_of(session, asked, ref.account, did=did)
    show(asked.services, body, client, message=message, replace=not stop)
    ack()


def open_goal(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """What all of them work for."""
    account_id = AccountRef.unpack(typed_value(body)).account
    with asked.services.reading() as session:
        record, stop = _open(session, asked, account_id)
    if record is None or stop:
        view = notice("The team's goal", stop or no_longer.ACCOUNT, asked.viewer)
    else:
        forming = Forming(uuid4().hex, account_id, response_url(body))
        view = forms.goal_form(record.account.name, record.account.team_goal, forming)
    open_modal(client, body, view)
    ack()


def set_goal(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """The goal as it was filled in; the list is painted again."""
    forming, goal = Forming.unpack(view["private_metadata"]), Filled(view).text("goal")[:FIELD]
    with asked.services.transaction() as session:
        record, stop = _open(session, asked, forming.account)
        if record is None or stop:
            reject(ack, asked.viewer, {"goal": stop or no_longer.ACCOUNT})
            return
        if goal != record.account.team_goal:
            by = asked.person.id
            team.set_goal(session, asked.ws.id, forming.account, goal, by_id=by, now=asked.now)
        message = team_of(session, asked, forming.account, did=say.aimed(goal))
    _painted(ack, asked, forming, message)


def _painted(ack: Ack, asked: Asked, forming: Forming, message: Message) -> None:
    """The list that a form was opened from, as it stands since."""
    asked.services.wake()
    confirm(asked.services, ack, forming.response_url, title="Tend", said=message, replace=True)


def register(app: Any) -> None:
    app.action(say.TEAM_ADD)(open_add)
    app.options(forms.TEAM_WHO)(suggest)
    app.view(forms.TEAM_FORM)(add)
    app.action(say.TEAM_OFF)(take_off)
    app.action(say.TEAM_GOAL)(open_goal)
    app.view(forms.TEAM_AIM)(set_goal)
