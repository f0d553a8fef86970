"""`/digest` at any time, of the own team or of one of its people; and what a manager does from it: open,
ask, reassign."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import card as face
from messages import digest as say
from messages import digest_details as details
from messages.blocks import Message, message, section
from messages.book import refusal, sentence
from messages.carried import Origin, WorryRef
from messages.home import HOME_DIGEST
from messages.needs import DIGEST_WORRY
from messages.questions import ASK_AGAIN, ask_form
from messages.showing import DIGEST_DETAIL, DetailRef
from rules.access import may_see_figures, may_see_figures_of
from rules.by_name import refused_alone
from rules.calendar import local_date
from rules.phrase import Phrase
from rules.records import Person
from rules.week import Digest
from rules.whom import one_of_mine
from storage import accounts, digests, outbox, people

from .account import no_card, read_card
from .asked import Asked
from .introducing import form
from .surface import Body, answer, as_view, open_modal, response_url, show, typed_text, typed_value

Ack = Callable[..., Any]
AT_ONCE = 600
"""Accounts up to which a digest is computed inside the ack; a larger tree is answered a moment later."""


ONE_MOMENT = "One moment, that is a large team…"


def digest_command(ack: Ack, command: dict[str, Any], body: Body, asked: Asked) -> None:
    """The running week to date, of my team or of one of my people."""
    first, follows = week_to_date(asked, typed_text(command.get("text") or ""))
    if follows:
        url = response_url(body)
        asked.services.later(lambda: answer(asked.services, url, running(asked, follows), replace=True))
    ack(**first, response_type="ephemeral")


def week_to_date(asked: Asked, typed: str) -> tuple[Message, Person | None]:
    """The running week of whom `typed` names (nobody: the own team), or why not. Of a large team a word,
    and whose figures have to follow a moment later."""
    with asked.services.reading() as session:
        caller = people.caller_of(session, asked.ws.id, asked.person)
        if why := may_see_figures(caller):
            return refusal(why, asked.viewer), None
        named = one_of_mine(typed, people.everyone(session, asked.ws.id), caller) if typed else asked.person
        if isinstance(named, Phrase):
            return refusal(named, asked.viewer), None
        large = _is_large(session, asked, named)
    return (sentence(ONE_MOMENT), named) if large else (running(asked, named), None)


def _alone(asked: Asked, of: Person) -> Phrase | None:
    """Why the figures of one person are not shown to whoever asks."""
    with asked.services.reading() as session:
        tree = people.under(session, asked.ws.id, of.id)
    return refused_alone(of, tree, asked.ws.policy.figures_by_name, asked.person.id)


def _is_large(session: Session, asked: Asked, of: Person) -> bool:
    tree = people.under(session, asked.ws.id, of.id)
    return len(accounts.owned_by(session, asked.ws.id, tree)) > AT_ONCE


def running(asked: Asked, of: Person) -> Message:
    """The digest of the week to date, as of today, for a person's whole tree; of one person alone where their
    figures are shown by name."""
    if why := _alone(asked, of):
        return refusal(why, asked.viewer)
    return say.digest(_figures(asked, of, None), asked.viewer, of if of.id != asked.person.id else None)


def _figures(asked: Asked, of: Person, ended_on: date | None, part: str = "") -> Digest:
    """Of the week that ended on a day; None: of the running one. `part`: for what of it, told whole."""
    last = ended_on or local_date(asked.now, of.zone)
    with asked.services.reading() as session:
        running, reader = ended_on is None, asked.person.id
        return digests.figures(
            session,
            asked.ws,
            of,
            ends_on=last,
            now=asked.now,
            running=running,
            reader=reader,
            with_history=part == details.NUDGES,
        )


def _part(asked: Asked, of: Person, part: str, on: str) -> Message:
    """A part of a digest, told whole: of the week that ended `on`, empty for the running one."""
    if why := _alone(asked, of):
        return refusal(why, asked.viewer)
    figures = _figures(asked, of, date.fromisoformat(on) if on else None, part)
    return details.detail(part, figures, asked.viewer, of if of.id != asked.person.id else None)


def tell_whole(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """A line of a digest, whole: below the message, or on top of the modal that it stands in."""
    ref = DetailRef.unpack(typed_value(body))
    with asked.services.reading() as session:
        caller = people.caller_of(session, asked.ws.id, asked.person)
        why = may_see_figures(caller) or may_see_figures_of(caller, ref.of)
        of = people.get(session, asked.ws.id, ref.of or asked.person.id) if not why else asked.person
        large = not why and _is_large(session, asked, of)

    def whole() -> Message:
        return _part(asked, of, ref.part, "" if ref.running else ref.on.isoformat())

    if why or not large:
        message = refusal(why, asked.viewer) if why else whole()
        show(asked.services, body, client, message=message, replace=False)
    elif url := response_url(body):
        asked.services.later(lambda: answer(asked.services, url, whole()))
    else:
        view_id = open_modal(client, body, as_view(sentence(ONE_MOMENT)))
        asked.services.later(lambda: client.views_update(view_id=view_id, view=as_view(whole())))
    ack()


def from_home(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The week so far in a modal; a large team's figures come into it when they are there."""
    first, follows = week_to_date(asked, "")
    view_id = open_modal(client, body, as_view(first))
    if follows:
        asked.services.later(
            lambda: client.views_update(view_id=view_id, view=as_view(running(asked, follows)))
        )
    ack()


def worry(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The menu on an account to worry about; also "Ask again" under an answer."""
    ref = WorryRef.unpack(typed_value(body))
    with asked.services.reading() as session:
        card = read_card(session, asked, ref.account)
        missing = None if card else no_card(session, asked, ref.account)
        origin = _origin(session, asked, body, ref=ref)
        introduces = form(session, asked, ref.account, origin) if card and ref.do == "reassign" else None
    if card is None or missing:
        show(asked.services, body, client, message=missing or {}, replace=False)
    elif ref.do == "open":
        show(asked.services, body, client, message=face.short(card, asked.viewer), replace=False)
    elif ref.do == "ask":
        again = body["actions"][0]["action_id"] == ASK_AGAIN
        open_modal(
            client, body, ask_form(card.record.account.name, card.record.owner.name, origin, again=again)
        )
    elif introduces:
        open_modal(client, body, introduces)
    ack()


def _origin(session: Session, asked: Asked, body: Body, ref: WorryRef) -> Origin:
    """Where the menu stands, so that what changes is repainted there: the Monday message, a running
    digest, its modal."""
    at, view = body.get("container") or {}, body.get("view") or {}
    monday = outbox.sent_as(
        session, asked.ws.id, asked.person.id, say="digest", ts=str(at.get("message_ts") or "")
    )
    return Origin(
        uuid4().hex,
        response_url(body),
        accounts=(ref.account,),
        outbox=monday,
        view=str(view["id"]) if view.get("type") == "modal" else "",
        digest_of=(ref.of or asked.person.id)
        if at.get("is_ephemeral") or view.get("type") == "modal"
        else None,
        part=ref.part,
        on=ref.on,
    )


def repaint_running(asked: Asked, client: WebClient, origin: Origin, said: str) -> None:
    """The running digest, or the part of one, that a change was made from, anew; where it can be replaced but
    once, with what was done on top."""
    with asked.services.reading() as session:
        of = people.get(session, asked.ws.id, origin.digest_of or asked.person.id)
    painted = _part(asked, of, origin.part, origin.on) if origin.part else running(asked, of)
    if origin.view:
        client.views_update(view_id=origin.view, view=as_view(painted))
    else:
        done = message(f"{said.replace('*', '')} {painted['text']}", [section(said), *painted["blocks"]])
        answer(asked.services, origin.response_url, done, replace=True)


def register(app: Any) -> None:
    app.command("/digest")(digest_command)
    app.action(DIGEST_WORRY)(worry)
    app.action(DIGEST_DETAIL)(tell_whole)
    app.action(HOME_DIGEST)(from_home)
    app.action(ASK_AGAIN)(worry)
