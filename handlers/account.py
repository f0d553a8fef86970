"""Looking up: `/account`, the card and its buttons."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient
from sqlmodel import Session

from messages import actions as do
from messages import book as say
from messages import card as face
from messages import history as past
from messages.actions import AccountRef
from messages.blocks import Message
from messages.card import Card
from messages.words import Viewer
from rules.book import pressing
from rules.cadence import due
from rules.calendar import local_date
from rules.health import assess, trend
from rules.reasons import Context, best_reason
from rules.records import Person, Record
from rules.revenue import is_recurring, unrated
from rules.segments import default_segment
from rules.workspace import Workspace
from storage import accounts, insights, people, records, touches
from storage.accounts import Hit
from storage.assess import attempt

from .surface import Body, show, typed_text, typed_value

Ack = Callable[..., Any]
HISTORY_PAGE = 10


def account_command(ack: Ack, command: dict[str, Any], context: BoltContext) -> None:
    """`/account`, `/account NAME`, `/account help`: answered inside the ack."""
    ack(**answer_to(context, typed_text(command.get("text") or "")), response_type="ephemeral")


def answer_to(context: BoltContext, typed: str) -> Message:
    """What `/account typed` says. An exact account name beats a subcommand."""
    services, ws, person = context["services"], context["ws"], context["caller"]
    now = services.clock()
    viewer = Viewer.of(person, now, ws.policy.currency)
    with services.reading() as session:
        if not typed:
            return say.book(
                say.lines(pressing(accounts.book(session, ws.id, person.id, person.zone), viewer.today, ws.policy), viewer.today),
                0,
                viewer,
            )
        found = accounts.find(session, ws.id, typed, person.id)
        if typed.lower() == "help" and not (found.meant and found.meant.exact):
            return say.help_text()
        if found.meant:
            card = read_card(session, ws, found.meant.id, person, now)
            return face.short(card, viewer) if card else no_card(session, ws, found.meant.id)
        lines = _hit_lines(session, ws, found.several or found.near)
    return say.pick(typed, lines) if found.several else say.nearest(typed, lines)


def is_exact(context: BoltContext, typed: str) -> bool:
    """Whether typed words are an account's whole name: it beats a word of ours."""
    services, ws, person = context["services"], context["ws"], context["caller"]
    with services.reading() as session:
        return any(hit.exact for hit in accounts.starting(session, ws.id, typed, person.id))


def _hit_lines(session: Session, ws: Workspace, hits: Sequence[Hit]) -> list[say.Line]:
    owners = {p.id: p.name for p in people.everyone(session, ws.id, {h.owner_id for h in hits})} if hits else {}
    return [say.Line(h.id, h.name, h.tier, owners.get(h.owner_id, "")) for h in hits]


def read_card(session: Session, ws: Workspace, account_id: int, person: Person, now: datetime) -> Card | None:
    """Everything a card shows, as of the viewer's today; None when the account is gone, or can't be computed."""
    context = Context(ws.policy, insights.standing(session, ws.id, local_date(now, person.zone)))
    found = attempt(None, account_id, now, records.read, session, ws.id, [account_id], now)
    return attempt(None, account_id, now, _card, found[0], ws, person, context, now) if found else None


def _card(record: Record, ws: Workspace, person: Person, context: Context, now: datetime) -> Card:
    today = max(local_date(now, person.zone), record.today or date.min)  # what the owner logged counts where it is yesterday
    health = assess(record, today, ws.policy)
    return Card(
        record, health, trend(record, today, ws.policy), due(record, today, ws.policy, health.trouble),
        best_reason(record, today, context), record.owner.id == person.id, brings=unrated(record, today, ws.policy),
    )  # fmt: skip


def no_card(session: Session, ws: Workspace, account_id: int) -> Message:
    """Why there is no card of an account."""
    if accounts.hits_of(session, ws.id, [account_id]):
        return say.sentence("Something on file about that account can't be computed. Your admin sees which, on Tend's Home tab.")
    return say.sentence("That account is no longer on file.")


def _show_card(context: BoltContext, body: Body, client: WebClient, account_id: int, paint: Any, replace: bool = True) -> None:
    services, ws, person = context["services"], context["ws"], context["caller"]
    now = services.clock()
    with services.reading() as session:
        card = read_card(session, ws, account_id, person, now)
        if card and paint is face.long:
            card = dataclasses.replace(card, segment=_segment(session, ws, card.record))
        viewer = Viewer.of(person, now, ws.policy.currency)
        message = paint(card, viewer) if card else no_card(session, ws, account_id)
    show(context, body, client, message, replace)


def _segment(session: Session, ws: Workspace, record: Record) -> str:
    """The segment given, else the default one by rank of revenue; empty when revenue is unknown."""
    a = record.account
    if a.segment or a.annual is None:
        return a.segment
    recurring = any(is_recurring(m) for m in record.movements)
    return default_segment(accounts.revenue_rank(session, ws.id, a.annual), len(a.services), recurring)


def open_card(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
    """A name in a list, a nudge, a digest: its card."""
    ref = AccountRef.unpack(typed_value(body))
    _show_card(context, body, client, ref.account, face.short)
    ack()


def open_new_card(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
    """A name on the Home tab: its whole card in a modal."""
    _show_card(context, body, client, AccountRef.unpack(typed_value(body)).account, face.long, replace=False)
    ack()


def more(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
    _show_card(context, body, client, AccountRef.unpack(typed_value(body)).account, face.long)
    ack()


def prep(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
    _show_card(context, body, client, AccountRef.unpack(typed_value(body)).account, past.prep)
    ack()


def history(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
    """Touches in order, a page at a time, and a chart of touches per month."""
    ref = AccountRef.unpack(typed_value(body))
    services, ws, person = context["services"], context["ws"], context["caller"]
    now = services.clock()
    viewer = Viewer.of(person, now, ws.policy.currency)
    with services.reading() as session:
        hit = accounts.hits_of(session, ws.id, [ref.account])
        page, total = touches.history(session, ws.id, ref.account, person.zone, ref.page * HISTORY_PAGE, HISTORY_PAGE)
        months = touches.per_month(session, ws.id, ref.account, person.zone, viewer.today)
    name = hit[0].name if hit else "Account"
    show(context, body, client, past.history(name, ref.account, page, total, ref.page, HISTORY_PAGE, months, viewer))
    ack()


def turn_page(ack: Ack, body: Body, context: BoltContext, client: WebClient) -> None:
    """Previous and next of my book; My book on the Home tab."""
    services, ws, person = context["services"], context["ws"], context["caller"]
    value = typed_value(body)
    page = int(value) if value.isdigit() else 0
    viewer = Viewer.of(person, services.clock(), ws.policy.currency)
    with services.reading() as session:
        lines = say.lines(pressing(accounts.book(session, ws.id, person.id, person.zone), viewer.today, ws.policy), viewer.today)
    show(context, body, client, say.book(lines, page, viewer))
    ack()


def register(app: Any) -> None:
    app.command("/account")(account_command)
    for action_id, listener in (
        (do.CARD_OPEN, open_card), (do.CARD_NEW, open_new_card), (do.CARD_MORE, more), (do.CARD_LESS, open_card),
        (do.CARD_PREP, prep), (do.CARD_HISTORY, history), (do.BOOK_PAGE, turn_page), (do.HOME_BOOK, turn_page),
        (do.DIGEST_OPEN, open_card),
    ):  # fmt: skip
        app.action(action_id)(listener)
