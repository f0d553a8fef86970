"""Greetings for a feast: the list, and what was sent, marked and taken back in one tap each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import feasts as say
from messages.blocks import Message, escape
from messages.book import refusal
from messages.feasts import FeastRef
from rules import no_longer
from rules.access import may_void_touch
from rules.facts.feast import Feast, feast_of, greeted_in
from rules.facts.feasts import Greet, greeting, near, opens_on, upcoming
from rules.language.reading import Event
from storage import absences, batches, feasts, people, touches

from .asked import Asked
from .logged import store
from .surface import Body, show, typed_value

Ack = Callable[..., Any]


def greetings_of(session: Session, asked: Asked) -> Message:
    """The list that is open, else when the next one opens."""
    workdays, policy = asked.person.own_days, asked.ws.policy
    ours = [f for f in near(asked.today, policy, workdays) if _of_book(session, asked, f)]
    if ours:
        return _list(session, asked, ours[0])
    ahead = next((f for f in upcoming(asked.today) if _of_book(session, asked, f)), None)
    return say.none_near(ahead, asked.viewer, opens_on(ahead, policy, workdays) if ahead else None)


def _of_book(session: Session, asked: Asked, feast: Feast) -> bool:
    there = feasts.countries(session, asked.ws.id, _owners(session, asked))
    return any(feast.name in greeted_in(asked.ws.policy.feasts, country) for country in there)


def show_list(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Whom to greet, below the morning message; a page of it in its place."""
    ref = FeastRef.unpack(typed_value(body))
    feast = _feast(ref)
    with asked.services.reading() as session:
        message = _list(session, asked, feast, ref.page) if feast else _gone(asked)
    show(asked.services, body, client, message=message)
    ack()


def greeted(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Greetings were sent: one touch however often it is pressed; the list shows it."""
    ref = FeastRef.unpack(typed_value(body))
    feast = _feast(ref)
    with asked.services.reading() as session:
        those = _those(session, asked, feast) if feast else []
    whom = next((g for g in those if g.account_id == ref.account and not g.left_out), None)
    if feast is None or whom is None:
        message = _gone(asked)
    else:
        did = f"{escape(whom.name)} was greeted already."
        if whom.waits:
            line, entry = greeting(feast, whom, asked.today)
            store(asked, {0: Event(entry)}, line)
            did = f"✅ Logged: {feast.name} greetings to {escape(whom.name)}. The cadence runs on."
        with asked.services.reading() as session:
            message = _list(session, asked, feast, ref.page, did)
    show(asked.services, body, client, message=message)
    ack()


def undo(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """They were not greeted after all."""
    ref = FeastRef.unpack(typed_value(body))
    feast = _feast(ref)
    with asked.services.transaction() as session:
        stored = batches.batch_of(session, asked.ws.id, ref.batch)
        caller = people.caller_of(session, asked.ws.id, asked.person)
        refused = may_void_touch(caller, stored.by_id) if stored else no_longer.TOUCH
        if stored and refused is None and not stored.voided:
            policy, by = asked.ws.policy, asked.person.id
            touches.void(session, asked.ws.id, policy, batch=stored, by_id=by, now=asked.now)
        if refused or feast is None:
            message = refusal(refused or no_longer.GREETING, asked.viewer)
        else:
            message = _list(session, asked, feast, ref.page, "↩️ Undone.")
    asked.services.wake()
    show(asked.services, body, client, message=message, replace=refused is None)
    ack()


def _those(session: Session, asked: Asked, feast: Feast) -> list[Greet]:
    owners = _owners(session, asked)
    return feasts.to_greet(session, asked.ws.id, owners, feast, asked.ws.policy, asked.today)


def _owners(session: Session, asked: Asked) -> list[int]:
    """Whoever asks, and whom they cover for today."""
    covered = absences.covered_by(session, asked.ws.id, asked.person.id, asked.today)
    return [asked.person.id, *(a.person_id for a in covered)]


def _list(session: Session, asked: Asked, feast: Feast, page: int = 0, did: str = "") -> Message:
    return say.greetings(feast, _those(session, asked, feast), page, asked.viewer, did)


def _feast(ref: FeastRef) -> Feast | None:
    return feast_of(ref.feast, date.fromisoformat(ref.on))


def _gone(asked: Asked) -> Message:
    return refusal(no_longer.GREETING, asked.viewer)


def register(app: Any) -> None:
    app.action(say.FEAST_LIST)(show_list)
    app.action(say.FEAST_GREETED)(greeted)
    app.action(say.FEAST_UNDO)(undo)
