"""The card, and what its buttons show: more, prep, history; my book."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import book as say
from messages import card as face
from messages import history as past
from messages.blocks import Message
from messages.carried import AccountRef
from messages.home import HOME_BOOK
from messages.opening import CARD_NEW, CARD_OPEN
from messages.showing import DIGEST_OPEN
from messages.words import Viewer
from rules import no_longer
from rules.book import pressing
from rules.card import Card, compose
from rules.context import Context
from rules.records import Record
from storage import accounts, insights, people, records, segments
from storage.accounts import Hit
from storage.assess import attempt

from .asked import Asked
from .surface import Body, show, typed_value

Ack = Callable[..., Any]


def my_book(session: Session, asked: Asked) -> list[say.Line]:
    """The person's own book, the most pressing first."""
    book = accounts.book(session, asked.ws.id, asked.person.id, zone=asked.person.zone)
    return say.lines(pressing(book, asked.today, asked.ws.policy), asked.today)


def hit_lines(session: Session, asked: Asked, hits: Sequence[Hit]) -> list[say.Line]:
    """Accounts that a name may mean, each with its owner."""
    owners = people.names(session, asked.ws.id, (h.owner_id for h in hits))
    return [say.Line(h.id, h.name, h.tier, owner=owners.get(h.owner_id, "")) for h in hits]


def read_card(session: Session, asked: Asked, account_id: int) -> Card | None:
    """Everything a card shows, as of the viewer's today; None when the account is gone, or can't be
    computed."""
    standing = insights.standing(session, asked.ws.id, asked.today, account_id)
    context = Context(asked.ws.policy, standing, asked.ws.looked_back)
    read = attempt(None, account_id, asked.now, records.read, session, asked.ws.id, [account_id], asked.now)
    return attempt(None, account_id, asked.now, compose, read[0], asked.today, context) if read else None


def no_card(session: Session, asked: Asked, account_id: int) -> Message:
    """Why there is no card of an account."""
    if accounts.hits_of(session, asked.ws.id, [account_id]):
        return say.sentence(
            "Something on file about that account can't be computed. Your admin sees which, on Tend's Home "
            "tab."
        )
    return say.refusal(no_longer.ACCOUNT, asked.viewer)


def _show_card(
    asked: Asked, body: Body, client: WebClient, account_id: int, paint: Any, replace: bool = True
) -> None:
    with asked.services.reading() as session:
        message = _painted(session, asked, account_id, paint=paint)
    show(asked.services, body, client, message=message, replace=replace)


def _painted(
    session: Session, asked: Asked, account_id: int, paint: Callable[[Card, Viewer], Message]
) -> Message:
    """A card as one of its faces shows it, or why there is none: what can't be shown of one account is no
    error of ours."""
    card = read_card(session, asked, account_id)
    if card and paint is face.long:
        card = dataclasses.replace(card, segment=_segment(session, asked, card.record))
    shown = attempt(None, account_id, asked.now, paint, card, asked.viewer) if card else None
    return shown or no_card(session, asked, account_id)


def _segment(session: Session, asked: Asked, record: Record) -> str:
    """The segment given, else by its revenue; empty where there is none."""
    a = record.account
    return a.segment or segments.of_account(session, asked.ws.id, a.id, asked.today)


def card_of(session: Session, asked: Asked, account_id: int) -> Message:
    """An account's short card, or why there is none."""
    return _painted(session, asked, account_id, paint=face.short)


def prep_of(session: Session, asked: Asked, account_id: int) -> Message:
    """The page before a call."""
    return _painted(session, asked, account_id, paint=past.prep)


def open_card(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """A name in a list, a nudge, a digest: its card."""
    ref = AccountRef.unpack(typed_value(body))
    _show_card(asked, body, client, account_id=ref.account, paint=face.short)
    ack()


def open_new_card(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """A name on the Home tab: its whole card in a modal."""
    _show_card(
        asked,
        body,
        client,
        account_id=AccountRef.unpack(typed_value(body)).account,
        paint=face.long,
        replace=False,
    )
    ack()


def more(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    _show_card(asked, body, client, account_id=AccountRef.unpack(typed_value(body)).account, paint=face.long)
    ack()


def prep(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    _show_card(asked, body, client, account_id=AccountRef.unpack(typed_value(body)).account, paint=past.prep)
    ack()


def turn_page(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Previous and next of my book; My book on the Home tab."""
    value = typed_value(body)
    page = int(value) if value.isdigit() else 0
    with asked.services.reading() as session:
        lines = my_book(session, asked)
    show(asked.services, body, client, message=say.book(lines, page, asked.viewer))
    ack()


def register(app: Any) -> None:
    for action_id, listener in (
        (CARD_OPEN, open_card),
        (CARD_NEW, open_new_card),
        (face.CARD_MORE, more),
        (face.CARD_LESS, open_card),
        (face.CARD_PREP, prep),
        (say.BOOK_PAGE, turn_page),
        (HOME_BOOK, turn_page),
        (DIGEST_OPEN, open_card),
    ):
        app.action(action_id)(listener)
