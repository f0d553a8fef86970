"""Days away, typed or in a form: what follows is said first, then one tap; taken back in one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import away as say
from messages.blocks import Message
from messages.book import refusal
from messages.inputs import Filled
from rules import no_longer
from rules.away import Absence, absence_error, cover_error, may_set
from rules.calendar import working_days_between
from rules.language.span import span_in
from rules.phrase import Phrase
from rules.records import Person
from storage import absences, accounts, bundles, loosenings, outbox, people, processed

from .asked import Asked
from .nudge_actions import key_of
from .surface import Body, Mention, confirm, open_modal, reject, response_url, show, typed_value
from .team import suggest

Ack = Callable[..., Any]
_COVER = re.compile(r"\b(?:cover(?:ed|s|ing)?(?: by)?|with|by)\b[: ]*(.*)$", re.IGNORECASE)


def away_of(session: Session, asked: Asked, typed: str, mentioned: Sequence[Mention] = ()) -> Message:
    """What days behind the word would change; the days there are when nothing is typed."""
    if not typed:
        return _listing(session, asked)
    span = span_in(typed, asked.today, asked.person.locale)
    cover, unknown = _cover(session, asked, typed, mentioned)
    if span is None:
        return say.unclear(typed)
    if unknown:
        return say.unknown_cover(say.Days(str(span[0]), str(span[1])))
    return _proposed(session, asked, asked.person, span, cover)


def _cover(
    session: Session, asked: Asked, typed: str, mentioned: Sequence[Mention]
) -> tuple[Person | None, bool]:
    """Who is named as cover, and whether somebody is whom we don't know."""
    if mentioned:
        there = people.by_slack(session, asked.ws.id, mentioned[0].id)
        return there, there is None
    named = _COVER.search(typed)
    if named is None or not named[1].strip():
        return None, named is not None
    near = people.typeahead(session, asked.ws.id, named[1].strip(" @."))
    return (near[0], False) if len(near) == 1 else (None, True)


def _proposed(
    session: Session, asked: Asked, person: Person, span: tuple[date, date], cover: Person | None
) -> Message:
    first, last = span
    stop = _stop(session, asked, person, span, cover)
    if stop:
        return refusal(stop[1], asked.viewer)
    mine = person.id == asked.person.id
    above = loosenings.approver_of(session, asked.ws.id, person.id, first) if person.leads else None
    days = say.Days(str(first), str(last), cover.id if cover else None, None if mine else person.id)
    shown = say.Proposed(
        days,
        first,
        last,
        working_days_between(first, last, person.own_days),
        accounts.held(session, asked.ws.id, person.id),
        who="" if mine else person.name,
        cover=cover.first_name if cover else "",
        decides=above.name if above else "",
    )
    return say.proposal(shown, asked.viewer)


def _stop(
    session: Session, asked: Asked, person: Person, span: tuple[date, date], cover: Person | None
) -> tuple[str, Phrase] | None:
    """The field that can't be so, and why."""
    ws, (first, last) = asked.ws.id, span
    if refused := may_set(people.caller_of(session, ws, asked.person), person.id):
        return "who", refused
    if wrong := absence_error(first, last, asked.today):
        return wrong
    if cover is None:
        return None
    wrong_cover = cover_error(person.id, cover, absences.of_person(session, ws, cover.id, first), first, last)
    return ("cover", wrong_cover) if wrong_cover else None


def set_days(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The days that were proposed are kept, once."""
    days = say.Days.unpack(typed_value(body))
    span = date.fromisoformat(days.first), date.fromisoformat(days.last)
    with asked.services.transaction() as session:
        message = _keep(session, asked, days, span, key=key_of(body))
    asked.services.wake()
    show(asked.services, body, client, message=message)
    ack()


def _keep(session: Session, asked: Asked, days: say.Days, span: tuple[date, date], key: str) -> Message:
    ws, did = asked.ws.id, ""
    person = people.get(session, ws, days.of) if days.of else asked.person
    cover = people.get(session, ws, days.cover) if days.cover else None
    if stop := _stop(session, asked, person, span, cover):
        return refusal(stop[1], asked.viewer)
    there = absences.of_person(session, ws, person.id, span[0])
    if any((a.first_on, a.last_on, a.cover_id) == (*span, days.cover) for a in there):
        return _listing(session, asked)  # pressed twice
    if processed.first_time(session, ws, key, now=asked.now):
        made = absences.add(
            session, ws, person.id, *span, cover_id=days.cover, by_id=asked.person.id, now=asked.now
        )
        if cover:
            bundles.add(session, ws, "told", cover, {"covers": made}, now=asked.now)
        outbox.repaint_home(session, ws, person.id, now=asked.now)
        kept = absences.get(session, ws, made)
        assert kept is not None
        did = say.stored(kept, "" if person.id == asked.person.id else person.name, asked.viewer)
    return _listing(session, asked, did)


def _listing(session: Session, asked: Asked, did: str = "") -> Message:
    ws, today = asked.ws.id, asked.today
    mine = absences.of_person(session, ws, asked.person.id, today)
    covering = absences.covers_to_come(session, ws, asked.person.id, today)
    return say.listing(mine, covering, asked.viewer, did)


def open_form(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The form, with the days that were proposed."""
    value = typed_value(body)
    days = None if value == "{}" else say.Days.unpack(value)
    span = (date.fromisoformat(days.first), date.fromisoformat(days.last)) if days else None
    others = asked.person.leads or asked.person.is_admin
    opening = say.Opening(uuid4().hex, response_url(body))
    with asked.services.reading() as session:
        ids = {n for n in (days.of, days.cover) if n} if days else set()
        there = {p.id: p for p in people.everyone(session, asked.ws.id, ids)} if ids else {}
    chosen = [there.get(n or 0) for n in (days.of, days.cover)] if days else [None, None]
    open_modal(client, body, say.form(opening, span, chosen[0] if others else None, chosen[1], others=others))
    ack()


def submit(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """What follows is said before it does, where the form was opened."""
    opening, filled = say.Opening.unpack(view["private_metadata"]), Filled(view)
    first, last = filled.day("first_on"), filled.day("last_on")
    wrong = absence_error(first, last, asked.today)
    if wrong or first is None or last is None:
        field, why = wrong or ("first_on", no_longer.PERSON)
        reject(ack, asked.viewer, {field: why})
        return
    with asked.services.reading() as session:
        person = _chosen(session, asked, filled.chosen("who")) or asked.person
        cover = _chosen(session, asked, filled.chosen("cover"))
        stop = _stop(session, asked, person, (first, last), cover)
        message = None if stop else _proposed(session, asked, person, (first, last), cover)
    if stop or message is None:
        field, why = stop or ("first_on", no_longer.PERSON)
        reject(ack, asked.viewer, {field: why})
        return
    confirm(asked.services, ack, opening.response_url, title="Days away", said=message, replace=True)


def _chosen(session: Session, asked: Asked, value: str) -> Person | None:
    there = people.everyone(session, asked.ws.id, [int(value)]) if value.isdigit() else []
    return there[0] if there else None


def back(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Back today, or taken back; a stale button shows how the days stand."""
    ref = say.AbsenceRef.unpack(typed_value(body))
    with asked.services.transaction() as session:
        message = _ended(session, asked, absences.get(session, asked.ws.id, ref.absence))
    asked.services.wake()
    show(asked.services, body, client, message=message)
    ack()


def _ended(session: Session, asked: Asked, absence: Absence | None) -> Message:
    ws = asked.ws.id
    if absence is None or absence.last_on < asked.today:
        return _listing(session, asked, "These days are over, or were taken back.")
    if stop := may_set(people.caller_of(session, ws, asked.person), absence.person_id):
        return refusal(stop, asked.viewer)
    who = people.get(session, ws, absence.person_id)
    absences.end(session, ws, absence, asked.today, by_id=asked.person.id, now=asked.now)
    outbox.repaint_home(session, ws, who.id, now=asked.now)
    return _listing(
        session, asked, say.ended(absence, "" if who.id == asked.person.id else who.name, asked.viewer)
    )


def register(app: Any) -> None:
    app.action(say.AWAY_SET)(set_days)
    app.action(say.AWAY_OPEN)(open_form)
    app.view(say.AWAY_FORM)(submit)
    app.action(say.AWAY_BACK)(back)
    for typed in (say.AWAY_WHO, say.AWAY_COVER):
        app.options(typed)(suggest)
