"""What follows a change behind an act, in its transaction: the audit trail says who did it, and what is due
is computed again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages.blocks import Message
from storage import accounts, audit, outbox
from storage.assess import recompute

from .asked import Asked
from .surface import Body, show


def audited(session: Session, asked: Asked, did: str, noun: str, row_id: int, **change: Any) -> int:
    """The audit trail has it: whoever asked did this to that row, and how (JSON values). Its id."""
    return audit.keep(
        session, asked.ws.id, asked.now, by_id=asked.person.id, did=did, noun=noun, row_id=row_id, **change
    )


def account_changed(session: Session, asked: Asked, account_id: int, did: str, **change: Any) -> int:
    """The same of an account, which is computed again."""
    act_id = audited(session, asked, did, noun="account", row_id=account_id, **change)
    ids = {account_id, *left(change.get("before"))}
    recompute(session, asked.ws.id, asked.ws.policy, ids=ids, now=asked.now)
    return act_id


def left(before: Any) -> list[int]:
    """The account that one belonged to until a change: it no longer brings what that one does."""
    parent = before.get("parent_id") if isinstance(before, dict) else None
    return [parent] if isinstance(parent, int) else []


def computed_anew(session: Session, asked: Asked, *account_ids: int, also: Iterable[int] = ()) -> None:
    """Accounts are computed again; Homes that show them are painted anew: of whoever acted, of their owners,
    of these people `also`."""
    ws = asked.ws.id
    recompute(session, ws, asked.ws.policy, ids=account_ids, now=asked.now)
    owners = (accounts.owner_of(session, ws, account) for account in account_ids)
    for person in sorted({asked.person.id, *owners, *also}):
        outbox.repaint_home(session, ws, person, now=asked.now)


def shown_anew(session: Session, asked: Asked, body: Body) -> None:
    """The message that a button stands on, whatever else is in it, shows what is so since."""
    ts = str((body.get("container") or {}).get("message_ts") or "")
    if row := outbox.shown_at(session, asked.ws.id, asked.person.id, ts):
        outbox.repaint(session, asked.ws.id, row, now=asked.now)


def by_tap(
    ack: Callable[..., Any],
    body: Body,
    asked: Asked,
    client: WebClient,
    act: Callable[[Session], Message],
    *,
    replace: bool = True,
) -> None:
    """What a tap does, in one transaction with the message that it was made in painted anew; then the answer
    that it gave."""
    with asked.services.transaction() as session:
        message = act(session)
        shown_anew(session, asked, body)
    asked.services.wake()
    show(asked.services, body, client, message=message, replace=replace)
    ack()
