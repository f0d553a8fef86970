"""What was changed: listed in the history of an account, taken back within a week by who may change it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import acts as say
from messages import card as face
from messages.acts import ActRef
from messages.blocks import Message
from messages.book import refusal, sentence
from messages.carried import AccountRef
from messages.segments import PartRef
from rules import acts as rules
from rules.acts import Act
from storage import accounts, acts, batches, processed

from . import bulk, undoing
from .account import read_card
from .asked import Asked
from .history import history_of
from .ours import ours_of
from .receipts import receipt_of
from .segments import painted
from .surface import Body, show, typed_value
from .tiers import tiers_of
from .undoing import refused, shown

Ack = Callable[..., Any]


def undo(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Taken back once; pressed again it says what is so. What it stands on is painted again."""
    ref = ActRef.unpack(typed_value(body))
    with asked.services.transaction() as session:
        act = acts.get(session, asked.ws.id, ref.act)
        stop = (refused(session, asked, act) if act else None) or rules.undo_error(act, asked.now)
        key = f"undo:{ref.act}"
        if act is None or stop or not processed.first_time(session, asked.ws.id, key, now=asked.now):
            message = refusal(stop or rules.TAKEN_BACK, asked.viewer)
        else:
            said = undoing.UNDO[act.noun].back(session, asked, act)
            message = _behind(session, asked, act, ref.where, said)
    asked.services.wake()
    show(asked.services, body, client, message=message, replace=not stop)
    ack()


def _behind(session: Session, asked: Asked, act: Act, where: str, said: str) -> Message:
    """What is shown once it was taken back."""
    if act.noun == "person":
        return ours_of(session, asked, did=said)
    if where == "bulk":
        return bulk.way_in(session, asked, did=said)
    if where == "tiers":
        return tiers_of(session, asked, did=said)
    if where == "segments":
        return painted(session, asked, PartRef(str(act.change.get("proposed") or "")), (said, None))
    stored = batches.of_touch(session, asked.ws.id, act.row_id) if where == "receipt" else None
    if stored and stored.batch:
        return receipt_of(session, asked, batches.line_of(stored.batch))
    if act.account_id is None:
        return sentence(said)
    if where == "history":
        return history_of(session, asked, act.account_id, did=said)
    card = read_card(session, asked, act.account_id)
    return face.long(card, asked.viewer, above=[say.did(said, None)]) if card else sentence(said)


def list_all(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """All that was changed of an account, a page at a time."""
    ref = AccountRef.unpack(typed_value(body))
    with asked.services.reading() as session:
        hits = accounts.hits_of(session, asked.ws.id, [ref.account])
        those, total = acts.of_account(
            session, asked.ws.id, ref.account, most=say.PAGE, offset=ref.page * say.PAGE
        )
        name = hits[0].name if hits else "Account"
        message = say.listed(name, ref.account, shown(session, asked, those), total, ref.page, asked.viewer)
    show(asked.services, body, client, message=message)
    ack()


def register(app: Any) -> None:
    app.action(say.ACT_UNDO)(undo)
    app.action(say.ACT_LIST)(list_all)
