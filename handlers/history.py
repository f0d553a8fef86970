"""An account's history: touches and what was changed, newest first, with the course of its health."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import history as past
from messages.acts import SHORT
from messages.blocks import Message
from messages.card import CARD_HISTORY
from messages.carried import AccountRef
from rules.access import may_void_touch
from rules.course import SPAN, Point, course
from rules.facts.loosened import Loosening
from rules.facts.overridden import Override
from rules.records import days
from storage import accounts, acts, escalations, logged, loosened, people, records
from storage.assess import attempt

from .asked import Asked
from .surface import Body, show, typed_value
from .undoing import shown as shown_acts

Ack = Callable[..., Any]
HISTORY_PAGE = 10


def history_of(session: Session, asked: Asked, account_id: int, page: int = 0, did: str = "") -> Message:
    """A page of an account's touches, the newest first; on the first one what was changed, too. `did`: what
    was just done."""
    hit = accounts.hits_of(session, asked.ws.id, [account_id])
    zone = asked.person.zone
    shown, total = logged.history(
        session, asked.ws.id, account_id, zone=zone, offset=page * HISTORY_PAGE, most=HISTORY_PAGE
    )
    months = logged.per_month(session, asked.ws.id, account_id, zone=zone, today=asked.today)
    name = hit[0].name if hit else "Account"
    changed, changes = acts.of_account(session, asked.ws.id, account_id, most=SHORT) if page == 0 else ([], 0)
    scores, said = _course(session, asked, account_id) if page == 0 else ((), ())
    caller = people.caller_of(session, asked.ws.id, asked.person)
    seen = past.Past(
        name,
        account_id,
        shown,
        total=total,
        page=page,
        size=HISTORY_PAGE,
        months=months,
        course=scores,
        overrides=said,
        acts=shown_acts(session, asked, changed),
        changes=changes,
        did=did,
        escalated=escalations.of_account(session, asked.ws.id, account_id) if page == 0 else (),
        came_on=acts.came_on(session, asked.ws.id, account_id) if page == 0 else None,
        loosenings=_asked_about(session, asked, account_id) if page == 0 else (),
        edits=logged.typed_here(session, asked.ws.id, [t.id for t in shown]),
        mine=frozenset(t.id for t in shown if t.by_id == caller.id),
        voids=frozenset(t.id for t in shown if may_void_touch(caller, t.by_id) is None),
    )
    return past.history(seen, asked.viewer)


def _asked_about(session: Session, asked: Asked, account_id: int) -> list[Loosening]:
    """What was to be loosened of it; what held at once stands among its changes."""
    return [x for x in loosened.of_account(session, asked.ws.id, account_id) if not x.at_once]


def _course(
    session: Session, asked: Asked, account_id: int
) -> tuple[tuple[Point, ...], tuple[Override, ...]]:
    """How its health went, and what people said of it; nothing of an account that can't be computed."""

    def looked() -> tuple[tuple[Point, ...], tuple[Override, ...]]:
        read = records.read(session, asked.ws.id, [account_id], now=asked.now, back=days(SPAN))
        if not read:
            return (), ()
        on = max(asked.today, read[0].today or asked.today)
        return course(read[0], on, asked.ws.policy), read[0].overrides

    return attempt(None, account_id, asked.now, looked) or ((), ())


def history(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Touches in order, a page at a time, and a chart of touches per month."""
    ref = AccountRef.unpack(typed_value(body))
    with asked.services.reading() as session:
        message = history_of(session, asked, ref.account, page=ref.page)
    show(asked.services, body, client, message=message)
    ack()


def register(app: Any) -> None:
    app.action(CARD_HISTORY)(history)
