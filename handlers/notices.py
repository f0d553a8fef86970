"""The list of notices; and one was told: a tap there, on a card, in a morning or on the receipt of the touch
that told it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import noticed
from messages.blocks import Message, escape
from messages.book import refusal, sentence
from messages.notices import NOTICE_TOLD, TellRef
from rules import no_longer
from rules.access import may_change_insight, may_post_insight
from rules.facts.insights import NOTICE, pressing
from rules.facts.notes import first_words
from storage import batches, insights, notices, nudges, outbox, people

from .access import refused_change
from .account import card_of
from .asked import Asked
from .surface import Body, show, typed_value

Ack = Callable[..., Any]


def notices_of(session: Session, asked: Asked, did: str = "") -> Message:
    """The notices that concern the caller: of whoever posted them and of admins every account is counted,
    else those of their tree."""
    caller = people.caller_of(session, asked.ws.id, asked.person)
    posted = pressing(insights.notices_seen(session, asked.ws.id, asked.today, caller))
    shown = noticed.Notices(
        posted,
        mine=caller.id,
        changes=[p.insight.id for p in posted if may_change_insight(caller, p.by_id) is None],
        posts=may_post_insight(caller) is None,
        leads=caller.person.leads,
        did=did,
    )
    return noticed.notices(shown, asked.viewer)


def tell(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Told, once: mornings that told of it say so, and whoever posted it sees it counted."""
    ref = TellRef.unpack(typed_value(body))
    with asked.services.transaction() as session:
        posted = insights.get(session, asked.ws.id, ref.notice, on=asked.today)
        batch = batches.batch_of(session, asked.ws.id, ref.batch) if ref.batch else None
        by_touch = batch is not None and batch.by_id == asked.person.id and not batch.voided
        stop = None if by_touch else refused_change(session, asked, ref.account)
        if posted is None or posted.insight.tell_by is None:
            stop = no_longer.NOTICE
        if stop or posted is None:
            message = refusal(stop or no_longer.NOTICE, asked.viewer)
        else:
            notices.tell(
                session,
                asked.ws.id,
                ref.notice,
                ref.account,
                by_id=asked.person.id,
                now=asked.now,
                batch=ref.batch if by_touch else "",
            )
            about = (NOTICE, ref.notice)
            nudges.answered(session, asked.ws.id, ref.account, told=about, outcome="told", now=asked.now)
            for person in {asked.person.id, posted.by_id}:
                outbox.repaint_home(session, asked.ws.id, person, now=asked.now)
            message = _since(session, asked, ref, posted.insight.text)
    asked.services.wake()
    painted = bool((ref.over or ref.listed) and not stop)
    show(asked.services, body, client, message=message, replace=painted)
    ack()


def _since(session: Session, asked: Asked, ref: TellRef, text: str) -> Message:
    """What the button stands on, as it is since; or that it was told."""
    if ref.over:
        return card_of(session, asked, ref.account)
    did = f"✅ Told: “{escape(first_words(text, 200))}”."
    return notices_of(session, asked, did=did) if ref.listed else sentence(did)


def register(app: Any) -> None:
    app.action(NOTICE_TOLD)(tell)
