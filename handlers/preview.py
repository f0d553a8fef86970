"""`/account preview`: what would go to somebody next, unsent, before sending is switched on or after."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import late
from messages import preview as say
from messages.blocks import Message
from messages.book import refusal, sentence
from messages.preview import MORNING, PreviewRef
from rules import no_longer, phrase
from rules.access import Caller, may_preview
from rules.phrase import Phrase
from rules.records import Person
from rules.whom import one_of_mine
from storage import people
from storage.database import StorageError

from .asked import Asked
from .surface import Body, Mention, answer, as_view, open_modal, response_url, show, typed_value

Ack = Callable[..., Any]
log = logging.getLogger(__name__)
ONE_MOMENT = "One moment, it is put together…"
OWN = phrase.say("you preview the messages of your own people")


def preview_of(session: Session, asked: Asked, named: str, mentioned: Sequence[Mention]) -> Message:
    """Whose messages can be previewed; of one who is named, which."""
    caller, everyone = _those(session, asked)
    if mentioned:
        there = next((p for p in everyone if p.slack_id in {m.id for m in mentioned}), None)
        if there is None or (stop := may_preview(caller, there.id)):
            return _refused(asked, stop if there else None)
        return say.which_of(there, asked.viewer)
    if named:
        person = one_of_mine(named, everyone, caller, OWN)
        if isinstance(person, Phrase):
            return refusal(person, asked.viewer)
        return say.which_of(person, asked.viewer)
    those = [p for p in everyone if p.active and p.id in caller.under]
    return say.ask(those[: say.MOST], asked.person.id, asked.viewer, more=max(0, len(those) - say.MOST))


def _those(session: Session, asked: Asked) -> tuple[Caller, list[Person]]:
    """Everybody, and the caller with whom they may preview below them."""
    everyone = people.everyone(session, asked.ws.id)
    caller = people.caller_of(session, asked.ws.id, asked.person)
    if asked.person.is_admin:
        caller = Caller(asked.person, frozenset(p.id for p in everyone))
    return caller, everyone


def open_ask(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Whose? From Home, or from below a preview."""
    with asked.services.reading() as session:
        message = preview_of(session, asked, "", ())
    show(asked.services, body, client, message=message)
    ack()


def choose(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Of somebody who has but one kind it is shown at once."""
    ref = PreviewRef.unpack(typed_value(body))
    person, stop = _person(asked, ref.person)
    if person and not stop and not person.leads:
        _follow(asked, body, client, PreviewRef(person.id, MORNING))
    else:
        message = say.which_of(person, asked.viewer) if person and not stop else _refused(asked, stop)
        show(asked.services, body, client, message=message)
    ack()


def show_it(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """One message of somebody, a moment later."""
    ref = PreviewRef.unpack(typed_value(body))
    person, stop = _person(asked, ref.person)
    if person and not stop:
        _follow(asked, body, client, ref)
    else:
        show(asked.services, body, client, message=_refused(asked, stop))
    ack()


def _person(asked: Asked, person_id: int) -> tuple[Person | None, Phrase | None]:
    with asked.services.reading() as session:
        there = people.everyone(session, asked.ws.id, [person_id])
        caller = people.caller_of(session, asked.ws.id, asked.person)
    return (there[0], may_preview(caller, person_id)) if there else (None, None)


def _refused(asked: Asked, stop: Phrase | None) -> Message:
    return refusal(stop or no_longer.PERSON, asked.viewer)


def _follow(asked: Asked, body: Body, client: WebClient, ref: PreviewRef) -> None:
    """By our pool: planning and figures of a large team take longer than Slack waits."""
    if url := response_url(body):
        ephemeral = bool((body.get("container") or {}).get("is_ephemeral", False))
        asked.services.later(lambda: answer(asked.services, url, _foreseen(asked, ref), replace=ephemeral))
        return
    if (body.get("view") or {}).get("type") == "modal":
        view_id = str(body["view"]["id"])
        client.views_update(view_id=view_id, view=as_view(sentence(ONE_MOMENT)))
    else:
        view_id = open_modal(client, body, as_view(sentence(ONE_MOMENT)))
    asked.services.later(lambda: client.views_update(view_id=view_id, view=as_view(_foreseen(asked, ref))))


def _foreseen(asked: Asked, ref: PreviewRef) -> Message:
    try:
        foreseen = asked.services.foresee(asked.ws.id, ref.person, ref.which or MORNING, asked.person.id)
    except StorageError as error:
        log.warning("a preview found the database busy: %s", type(error).__name__)
        return late.failed()
    return say.preview(foreseen, asked.viewer)


def register(app: Any) -> None:
    app.action(say.PREVIEW_OPEN)(open_ask)
    app.action(say.PREVIEW_WHO)(choose)
    app.action(say.PREVIEW_SHOW)(show_it)
