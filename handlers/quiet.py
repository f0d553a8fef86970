"""Quiet days of one team: its manager sets them, beside those that the settings have for everybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import quiet as say
from messages.blocks import Message
from messages.book import refusal
from messages.inputs import Filled
from messages.quiet import Opening, QuietDays
from rules.access import may_set_quiet
from rules.facts.templates import lines_of
from rules.language.span import span_in
from rules.phrase import Phrase
from rules.yearly import days_error
from storage import people, processed

from .asked import Asked
from .changed import audited
from .nudge_actions import key_of
from .surface import Body, Mention, confirm, notice, open_modal, reject, response_url, show, typed_value

Ack = Callable[..., Any]


def may(session: Session, asked: Asked) -> Phrase | None:
    """Whoever leads somebody."""
    return may_set_quiet(people.caller_of(session, asked.ws.id, asked.person))


def quiet_of(session: Session, asked: Asked, typed: str, mentioned: Sequence[Mention] = ()) -> Message:
    """What days behind the word would change; how they stand when nothing is typed."""
    if not typed:
        return _listing(session, asked)
    span = span_in(typed, asked.today, asked.person.locale)
    if span is None:
        return say.unclear(typed)
    if wrong := days_error(_with(_own(session, asked), *span), say.LABEL, years=True):
        return refusal(wrong, asked.viewer)
    return say.proposal(*span, _team(session, asked), asked.viewer)


def _own(session: Session, asked: Asked) -> str:
    return people.quiet_days(session, asked.ws.id, asked.person.id)


def _team(session: Session, asked: Asked) -> int:
    return len(people.under(session, asked.ws.id, asked.person.id))


def _with(text: str, first: date, last: date) -> str:
    line = f"{first} to {last}"
    return "\n".join(lines_of(text) + ([] if line in lines_of(text) else [line]))


def _listing(session: Session, asked: Asked, did: str = "") -> Message:
    everybody = asked.ws.policy.quiet_days
    return say.listing(_own(session, asked), everybody, _team(session, asked), did)


def set_days(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The days that were proposed are kept, once."""
    days = QuietDays.unpack(typed_value(body))
    first, last = date.fromisoformat(days.first), date.fromisoformat(days.last)
    with asked.services.transaction() as session:
        stop = may(session, asked)
        text = "" if stop else _with(_own(session, asked), first, last)
        stop = stop or days_error(text, say.LABEL, years=True)
        if stop is None and processed.first_time(session, asked.ws.id, key_of(body), now=asked.now):
            _keep(session, asked, text)
        message = refusal(stop, asked.viewer) if stop else _listing(session, asked, "🤫 Set.")
    asked.services.wake()
    show(asked.services, body, client, message=message)
    ack()


def _keep(session: Session, asked: Asked, text: str) -> None:
    """Written, and the mornings of the team that are still to be planned follow."""
    ws, mine = asked.ws.id, asked.person.id
    before = _own(session, asked)
    people.keep_quiet_days(session, ws, mine, text)
    audited(session, asked, did="set quiet days", noun="person", row_id=mine, before=before, days=text)
    people.plan_anew(session, ws, asked.now, ids=people.under(session, ws, mine))


def open_form(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    with asked.services.reading() as session:
        stop, own, team = may(session, asked), _own(session, asked), _team(session, asked)
    opening = Opening(uuid4().hex, response_url(body))
    view = notice("Quiet days", stop, asked.viewer) if stop else say.form(own, team, opening)
    open_modal(client, body, view)
    ack()


def submit(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """Checked and kept, once."""
    opening = Opening.unpack(view["private_metadata"])
    text = "\n".join(lines_of(Filled(view).text("quiet_days")))
    with asked.services.transaction() as session:
        wrong = may(session, asked) or days_error(text, say.LABEL, years=True)
        if wrong is None and processed.first_time(
            session, asked.ws.id, f"view:{opening.token}", now=asked.now
        ):
            _keep(session, asked, text)
        said = _listing(session, asked, "🤫 Saved.")
    if wrong:
        reject(ack, asked.viewer, {"quiet_days": wrong})
        return
    asked.services.wake()
    confirm(asked.services, ack, opening.response_url, title="Quiet days", said=said, replace=True)


def register(app: Any) -> None:
    app.action(say.QUIET_SET)(set_days)
    app.action(say.QUIET_OPEN)(open_form)
    app.view(say.QUIET_FORM)(submit)
