"""What a receiver does with many introductions that came together: accepted all at once, or one by one with
their briefs. Their first touches are spread over the days to come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import offered_accounts as say
from messages.book import refusal, sentence
from messages.handoffs import HandoffRef
from messages.to_whom import ChangeoverRef
from rules import no_longer
from rules.changeovers import AT_ONCE, MANY, Offered, slot, spread
from rules.editing import Edit
from rules.facts import handoffs as rules
from rules.facts.handoffs import comes_up
from rules.facts.introduced import Handoff
from rules.waiting import ACCEPTED
from storage import (
    audit,
    bundles,
    changeovers,
    editing,
    handoffs,
    introduced,
    outbox,
    people,
    to_whom,
    waiting,
)
from storage.assess import readable, recompute
from storage.handoffs import SOON, First

from .asked import Asked
from .surface import Body, show, typed_value

Ack = Callable[..., Any]


def offered(session: Session, asked: Asked, changeover_id: int) -> Offered | None:
    """What of one waits for the caller; None once nothing does."""
    one = changeovers.get(session, asked.ws.id, changeover_id)
    there = [
        (x, h) for x, h in to_whom.offered(session, asked.ws.id, changeover_id, asked.person.id) if not h.void
    ]
    if one is None or not there:
        return None
    by = people.get(session, asked.ws.id, there[0][1].by_id).name
    return Offered(one, by, tuple(x for x, _ in there))


def open_list(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    ref = ChangeoverRef.unpack(typed_value(body))
    with asked.services.reading() as session:
        there = offered(session, asked, ref.changeover)
    message = say.offered_list(there, ref.page, asked.viewer) if there else say.offer_over()
    show(asked.services, body, client, message=message)
    ack()


def open_brief(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """What whoever takes one has to know."""
    with asked.services.reading() as session:
        handoff = introduced.get(session, asked.ws.id, HandoffRef.unpack(typed_value(body)).handoff)
        stop = rules.may_receive(asked.person, handoff) if handoff else no_longer.HANDOFF
        stop = stop or (rules.meanwhile(handoff) if handoff and not handoff.waits else None)
        read = (
            readable(session, asked.ws.id, [handoff.account_id], now=asked.now)
            if handoff and not stop
            else []
        )
        message = refusal(stop or no_longer.HANDOFF, asked.viewer)
        if handoff and read:
            message = say.briefed(read[0].account.name, handoff, read[0], asked.viewer)
    show(asked.services, body, client, message=message, replace=False)
    ack()


def accept_all(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """All that still wait are the receiver's, some at a time: pressed again it finishes what was left."""
    ref, done = ChangeoverRef.unpack(typed_value(body)), list[date | None]()
    with asked.services.reading() as session:
        those = [
            h for _, h in to_whom.offered(session, asked.ws.id, ref.changeover, asked.person.id) if not h.void
        ]
        first = _days(session, asked, len(those))
    for start in range(0, len(those), AT_ONCE):
        with asked.services.transaction() as session:
            done += _accept(session, asked, those[start : start + AT_ONCE], first[start : start + AT_ONCE])
    if done:
        with asked.services.transaction() as session:
            _close(session, asked, ref.changeover)
            _tell(session, asked, ref.changeover, those, len(done))
            for person_id in sorted({asked.person.id, *(h.giver_id for h in those)}):
                outbox.repaint_home(session, asked.ws.id, person_id, now=asked.now)
    last = max((day for day in done if day), default=None)
    message = sentence(say.accepted(len(done), last, sum(day is None for day in done), asked.viewer))
    asked.services.wake()
    show(asked.services, body, client, message=message)
    ack()


def _days(session: Session, asked: Asked, many: int) -> list[date | None]:
    taken, places = _taken(session, asked), max(asked.ws.policy.dated_cap, 1)
    return spread(many, asked.today, asked.person.workdays, taken, places) if many else []


def _taken(session: Session, asked: Asked) -> Counter[date]:
    """How many first touches come up on which day already."""
    there = to_whom.first_touches(session, asked.ws.id, asked.person.id, asked.today)
    return Counter({comes_up(by, asked.person): n for by, n in there.items()})


def _accept(
    session: Session, asked: Asked, those: list[Handoff], first: list[date | None]
) -> list[date | None]:
    """Those of them that still wait, each from today on."""
    ws, now, did = asked.ws.id, asked.now, list[date | None]()
    for known, day in zip(those, first, strict=True):
        handoff = introduced.get(session, ws, known.id)
        if handoff is None or not handoff.waits or handoff.question:
            continue
        handoffs.accept(session, ws, handoff, asked.person, now=now, first=day, together=True)
        taker = asked.person.id
        edit = Edit({"owner_id": handoff.giver_id}, {"owner_id": taker})
        kept = editing.change(session, ws, handoff.account_id, edit, by_id=taker, now=now)
        said = {"noun": "account", "row_id": handoff.account_id, **kept}
        audit.keep(session, ws, now, by_id=taker, did="reassigned", **said)
        did.append(day)
    recompute(session, ws, asked.ws.policy, ids=[h.account_id for h in those], now=now)
    return did


def _tell(session: Session, asked: Asked, changeover_id: int, those: list[Handoff], taken: int) -> None:
    """Whoever gave them hears it once."""
    for giver_id in sorted({h.giver_id for h in those} - {asked.person.id}):
        thing = {"accepted": changeover_id, "who": asked.person.id, "count": taken}
        giver = people.get(session, asked.ws.id, giver_id)
        bundles.add(session, asked.ws.id, "told", person=giver, thing=thing, now=asked.now)


def first_for(session: Session, asked: Asked, handoff: Handoff) -> First:
    """The day for a first touch: as soon as any, or of one that came with many its own."""
    one, place, many = to_whom.of_handoff(session, asked.ws.id, handoff)
    if one is None:
        return SOON
    places = max(asked.ws.policy.dated_cap, 1)
    return slot(place, many, asked.today, asked.person.workdays, _taken(session, asked), places)


def closed(session: Session, asked: Asked, handoff: Handoff) -> None:
    """Once a receiver answered all that came with one, nothing of it waits for them."""
    one, _, _ = to_whom.of_handoff(session, asked.ws.id, handoff)
    if one:
        _close(session, asked, one.id)


def _close(session: Session, asked: Asked, changeover_id: int) -> None:
    there = to_whom.offered(session, asked.ws.id, changeover_id, asked.person.id)
    if any(not h.void for _, h in there):  # what came to nothing ends by itself
        return
    for wait in waiting.of_subject(session, asked.ws.id, (MANY,), changeover_id):
        if wait.for_id == asked.person.id:
            waiting.close(session, asked.ws.id, wait, ACCEPTED, now=asked.now)


def register(app: Any) -> None:
    app.action(say.OFFER_ALL)(accept_all)
    app.action(say.OFFER_LIST)(open_list)
    app.action(say.OFFER_BRIEF)(open_brief)
