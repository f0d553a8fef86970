"""A notice was told: one tap on a card, in a morning or on the receipt of the touch that told it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient

from messages.blocks import escape
from messages.book import refusal, sentence
from messages.notices import NOTICE_TOLD, TellRef
from rules import no_longer
from rules.facts.insights import NOTICE
from rules.facts.notes import first_words
from storage import batches, insights, notices, nudges, outbox

from .access import refused_change
from .account import card_of
from .asked import Asked
from .surface import Body, show, typed_value

Ack = Callable[..., Any]


def tell(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Told, once: mornings that told of it say so, and whoever posted it sees it counted."""
    ref = TellRef.unpack(typed_value(body))
    with asked.services.transaction() as session:
        posted = insights.get(session, asked.ws.id, ref.notice, on=asked.today)
        batch = batches.batch_of(session, asked.ws.id, ref.batch) if ref.batch else None
        by_touch = batch is not None and batch.by_id == asked.person.id and not batch.voided
        stop = None if by_touch else refused_change(session, asked, ref.account)
        if posted is None or posted.insight.tell_by is None:
            stop = no_longer.INSIGHT
        if stop or posted is None:
            message = refusal(stop or no_longer.INSIGHT, asked.viewer)
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
            message = (
                card_of(session, asked, ref.account)
                if ref.over
                else sentence(f"✅ Told: “{escape(first_words(posted.insight.text, 200))}”.")
            )
    asked.services.wake()
    show(asked.services, body, client, message=message, replace=bool(ref.over and not stop))
    ack()


def register(app: Any) -> None:
    app.action(NOTICE_TOLD)(tell)
