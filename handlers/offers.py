"""What we sell now: seen by everybody, said by managers and admins; no more at once than the list holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import offers as say
from messages.blocks import Block, Message
from messages.book import refusal
from messages.inputs import Filled
from messages.offers import Offering, OfferRef
from rules import no_longer
from rules.facts.offer import Offer
from rules.facts.offers import FIELD, NAME, full, may_change_offers, offer_error, unsold_since
from rules.phrase import Phrase
from storage import offers, people, processed, upsells

from .asked import Asked
from .surface import Body, confirm, notice, open_modal, over, reject, response_url, show, typed_value

Ack = Callable[..., Any]


def offers_of(session: Session, asked: Asked, did: str = "") -> Message:
    """All of them; what nobody bought for a year asks whether it stays."""
    ws, sold = asked.ws.id, offers.sold_on(session, asked.ws.id)
    plans = Counter(upsells.offered(session, ws))
    those = [
        say.Shown(o, unsold_since(o, sold.get(o.id), asked.today), plans[o.id])
        for o in offers.all_of(session, ws)
    ]
    return say.offers(say.Offers(those, may=_may(session, asked) is None, did=did), asked.viewer)


def _may(session: Session, asked: Asked) -> Phrase | None:
    return may_change_offers(people.caller_of(session, asked.ws.id, asked.person))


def open_form(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The form of a new one while there is room, or of one that is put right."""
    ref = OfferRef.unpack(typed_value(body))
    with asked.services.reading() as session:
        there = offers.all_of(session, asked.ws.id)
        stop = _may(session, asked)
    offer = next((o for o in there if o.id == ref.offer), None)
    if ref.offer and offer is None:
        stop = stop or no_longer.OFFER
    stop = stop or (None if ref.offer else full(there))
    if stop:
        open_modal(
            client, body, notice("Add an offer" if not ref.offer else "Change an offer", stop, asked.viewer)
        )
    else:
        offering = Offering(uuid4().hex, ref.offer, response_url(body), over=over(body, True))
        open_modal(client, body, say.form(offering, offer, asked.today))
    ack()


def submit(ack: Ack, view: Block, asked: Asked) -> None:
    """Added or put right, once; one too many is refused with the list."""
    offering, filled, ws = Offering.unpack(view["private_metadata"]), Filled(view), asked.ws.id
    with asked.services.transaction() as session:
        offers.lock(session, ws)
        there, stop = offers.all_of(session, ws), _may(session, asked)
        was = next((o for o in there if o.id == offering.offer), None)
        key = f"view:{offering.token}"
        again = processed.was_seen(session, ws, key)
        if offering.offer and was is None:
            stop = stop or no_longer.OFFER
        if stop is None and was is None and not again:
            stop = full(there)
        to = _filled(filled, was)
        others = [o for o in there if o.id != offering.offer]
        error = None if again else offer_error(to.name, to.since_on, asked.today, others)
        if stop or error:
            reject(ack, asked.viewer, {"name": stop} if stop else dict([error] if error else []))
            return
        if processed.first_time(session, ws, key, now=asked.now):
            if was:
                offers.change(session, ws, was, to, did="put right", by_id=asked.person.id, now=asked.now)
            else:
                offers.add(session, ws, to, by_id=asked.person.id, now=asked.now)
        message = offers_of(session, asked, did=(say.put_right if was else say.added)(to.name))
    confirm(
        asked.services, ack, offering.response_url, title="Tend", said=message, replace=bool(offering.over)
    )


def _filled(filled: Filled, was: Offer | None) -> Offer:
    """As it was filled in. A text that the form showed only the beginning of stays whole."""
    to = was or Offer(0, "")
    gain, sends = (
        kept if typed == kept[:FIELD].strip() else typed
        for typed, kept in ((filled.text("gain")[:FIELD], to.gain), (filled.text("sends")[:FIELD], to.sends))
    )
    name, since = filled.text("name")[:NAME], filled.day("since_on")
    return replace(to, name=name, gain=gain, sends=sends, since_on=since)


# one tap ---------------------------------------------------------------------------------------------------
def retire(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Sold no more, from today; plans that offer it go on."""
    _tap(ack, body, asked, client, "retired", say.retired)


def bring_back(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Sold again, while there is room."""
    _tap(ack, body, asked, client, "brought back", say.back)


def keep(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """It stays though nobody bought it: asked again in a quarter."""
    _tap(ack, body, asked, client, "kept", say.kept)


def _tap(ack: Ack, body: Body, asked: Asked, client: WebClient, did: str, said: Callable[[str], str]) -> None:
    """Once; pressed again it says the same."""
    ws = asked.ws.id
    with asked.services.transaction() as session:
        offers.lock(session, ws)
        was, stop = offers.get(session, ws, OfferRef.unpack(typed_value(body)).offer), _may(session, asked)
        if was is not None and not was.is_active and did == "brought back":
            stop = stop or full(offers.all_of(session, ws))
        if was is None or stop:
            message = refusal(stop or no_longer.OFFER, asked.viewer)
        else:
            offers.change(
                session, ws, was, _done(was, did, asked), did=did, by_id=asked.person.id, now=asked.now
            )
            message = offers_of(session, asked, did=said(was.name))
    show(asked.services, body, client, message=message, replace=not stop)
    ack()


def _done(was: Offer, did: str, asked: Asked) -> Offer:
    if did == "retired":
        return replace(was, retired_on=was.retired_on or asked.today)
    if did == "brought back":
        return was if was.is_active else replace(was, retired_on=None, kept_on=asked.today)
    return replace(was, kept_on=asked.today)


def register(app: Any) -> None:
    app.action(say.OFFER_ADD)(open_form)
    app.action(say.OFFER_CHANGE)(open_form)
    app.view(say.OFFER_FORM)(submit)
    app.action(say.OFFER_RETIRE)(retire)
    app.action(say.OFFER_BACK)(bring_back)
    app.action(say.OFFER_KEEP)(keep)
