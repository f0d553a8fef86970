"""What many customers lack, rolled up over one's own or one's people's accounts; and, once it is met, whom to
tell, with one tap each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import lacking as say
from messages.blocks import Message, escape
from messages.book import refusal
from messages.inputs import Filled
from messages.lacking import LackRef, Telling, TellRef
from messages.need_list import LACK_LIKE
from messages.need_list import meanwhile as stands
from rules import no_longer
from rules.facts.lacking import Lack, like, rolled_up
from rules.facts.needed import OFFERED, Need
from rules.facts.needs import FIELD
from rules.phrase import say as phrase
from storage import accounts, needs, people, processed

from .asked import Asked
from .needs import move, theirs
from .surface import Body, confirm, notice, open_modal, over, reject, response_url, show, typed_value

Ack = Callable[..., Any]
NOBODY = phrase("Nobody of your accounts lacks that any more.", kind=no_longer.GONE)


def lacking_of(session: Session, asked: Asked) -> Message:
    """What the caller's accounts lack, and those of everybody below them."""
    ours = people.under(session, asked.ws.id, asked.person.id)
    groups = rolled_up(needs.lacks(session, asked.ws.id, ours))
    return say.rolled(groups, len(ours) > 1, asked.viewer)


def _like(session: Session, asked: Asked, need_id: int) -> tuple[Need | None, list[Lack]]:
    """A need, and who among the caller's accounts lacks nearly the same."""
    need = needs.get(session, asked.ws.id, need_id)
    if need is None:
        return None, []
    ours = people.under(session, asked.ws.id, asked.person.id)
    return need, like(needs.lacks(session, asked.ws.id, ours), need.text)


def open_met(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """It is met: the form asks by what."""
    need_id = LackRef.unpack(typed_value(body)).need
    with asked.services.reading() as session:
        need, those = _like(session, asked, need_id)
    if need is None or not those:
        why = no_longer.NEED if need is None else NOBODY
        open_modal(client, body, notice("Tell these customers", why, asked.viewer))
    else:
        offer = need.offer or next((x.need.offer for x in those if x.need.offer), "")
        telling = Telling(uuid4().hex, need.id, response_url(body), over=over(body, True))
        open_modal(client, body, say.form(telling, need.text, offer))
    ack()


def submit(ack: Ack, view: dict[str, Any], asked: Asked) -> None:
    """What meets it is kept with each need of the list that is the caller's to change, once; the list
    follows."""
    telling, offer = Telling.unpack(view["private_metadata"]), Filled(view).text("offer")[:FIELD]
    if not offer:
        reject(ack, asked.viewer, {"offer": phrase("What meets it?")})
        return
    with asked.services.transaction() as session:
        need, those = _like(session, asked, telling.need)
        if need is None or not those:
            reject(ack, asked.viewer, {"offer": no_longer.NEED if need is None else NOBODY})
            return
        if processed.first_time(session, asked.ws.id, f"view:{telling.token}", now=asked.now):
            _keep(session, asked, those, offer)
        message = _listed(session, asked, need)
    asked.services.wake()
    confirm(asked.services, ack, telling.response_url, title="Tend", said=message, replace=bool(telling.over))


def _keep(session: Session, asked: Asked, those: list[Lack], offer: str) -> None:
    """What was offered before stays as it was."""
    for x in (x for x in those if x.need.status != OFFERED):
        need, stop = theirs(session, asked, x.need.id)
        if need and not stop:
            move(session, asked, need, replace(need, offer=offer))


def _listed(session: Session, asked: Asked, need: Need, did: str = "") -> Message:
    now, those = _like(session, asked, need.id)
    waits = (x.need.offer for x in those if x.need.status != OFFERED and x.need.offer)
    offer = next(waits, "") or (now or need).offer
    return say.to_tell(need, offer, those, asked.viewer, did)


def told(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Told: offered today, once; a stale button says what happened meanwhile. The list is painted again."""
    ref = TellRef.unpack(typed_value(body))
    with asked.services.transaction() as session:
        need, stop = theirs(session, asked, ref.need)
        of = needs.get(session, asked.ws.id, ref.of) or need
        if need is None or of is None or stop:
            message = refusal(stop or no_longer.NEED, asked.viewer)
        else:
            did = _tell(session, asked, need)
            message = _listed(session, asked, of, did=did)
    asked.services.wake()
    show(asked.services, body, client, message=message, replace=not stop)
    ack()


def _tell(session: Session, asked: Asked, need: Need) -> str:
    """What was done, or meanwhile, escaped."""
    if need.status == OFFERED or not need.is_open:
        return escape(asked.viewer.plain(stands(need)))
    move(session, asked, need, need.moved(OFFERED, asked.today))
    return say.told(accounts.hits_of(session, asked.ws.id, [need.account_id])[0].name)


def register(app: Any) -> None:
    app.action(say.LACK_MET)(open_met)
    app.action(LACK_LIKE)(open_met)
    app.view(say.LACK_FORM)(submit)
    app.action(say.LACK_TOLD)(told)
