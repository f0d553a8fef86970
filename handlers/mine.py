"""`/account mine`: whoever a file gave accounts says which are theirs, not theirs, or paused; whoever manages
them settles the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import mine as say
from messages.blocks import Message
from messages.book import refusal, sentence
from messages.mine import MineRef
from rules import no_longer
from rules.loosening import may_decide
from rules.mine import MOST, STAYS, Unclaimed
from rules.waiting import REFUSED, WITHDRAWN
from storage import accounts, loosenings, mine, people

from .account_change import open_paused
from .asked import Asked
from .changed import audited, by_tap
from .surface import Body, show, typed_value

Ack = Callable[..., Any]


def mine_of(session: Session, asked: Asked, page: int = 0, did: str = "", back: int | None = None) -> Message:
    """What the caller has not spoken of yet."""
    return say.listed(_those(session, asked), page, asked.viewer, did, back)


def _those(session: Session, asked: Asked) -> list[Unclaimed]:
    return mine.unclaimed(session, asked.ws.id, asked.person.id)


def show_list(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    value = typed_value(body)
    with asked.services.reading() as session:
        message = mine_of(session, asked, int(value) if value.isdigit() else 0)
    show(asked.services, body, client, message=message)
    ack()


def yes(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """It is theirs, after all where they had said that it is not."""
    ref = MineRef.unpack(typed_value(body))
    with asked.services.transaction() as session:
        name = _own(session, asked, ref.account)
        if name:
            _claim(session, asked, [ref.account])
        message = mine_of(session, asked, ref.page, say.is_mine(name) if name else say.GONE)
    asked.services.wake()
    show(asked.services, body, client, message=message)
    ack()


def all_mine(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """All that were listed."""
    with asked.services.transaction() as session:
        those = _those(session, asked)
        as_shown = typed_value(body) == str(len(those))
        done = _claim(session, asked, [x.id for x in those[:MOST]]) if as_shown else 0
        message = mine_of(session, asked, 0, say.all_mine(done) if as_shown else say.OTHERS)
    asked.services.wake()
    show(asked.services, body, client, message=message)
    ack()


def _claim(session: Session, asked: Asked, ids: list[int]) -> int:
    for account_id in mine.settle(session, asked.ws.id, asked.person.id, ids, now=asked.now):
        audited(session, asked, "claimed", noun="account", row_id=account_id)
    return len(ids)


def no(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """It is not theirs: whoever manages them settles it, and it stays where it is until then."""
    ref = MineRef.unpack(typed_value(body))
    ws = asked.ws.id
    with asked.services.transaction() as session:
        name = next((x.name for x in _those(session, asked) if x.id == ref.account), "")
        to = loosenings.approver_of(session, ws, asked.person.id, asked.now) if name else None
        said = say.GONE if not name else say.nobody(name)
        if to is not None:
            mine.settle(session, ws, asked.person.id, [ref.account], now=asked.now)
            mine.disown(session, ws, ref.account, to, by_id=asked.person.id, now=asked.now)
            audited(session, asked, "disowned", noun="account", row_id=ref.account)
            said = say.is_not_mine(name, to.name)
        message = mine_of(session, asked, ref.page, said, ref.account if to else None)
    asked.services.wake()
    show(asked.services, body, client, message=message)
    ack()


def paused(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The form that asks until when and why; what loosens an A waits for whoever decides, as ever."""
    ref = MineRef.unpack(typed_value(body))
    open_paused(asked, body, client, ref.account)
    ack()


def stays(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """A manager: it is theirs all the same."""
    ref = MineRef.unpack(typed_value(body))
    ws = asked.ws.id

    def act(session: Session) -> Message:
        hits = accounts.hits_of(session, ws, [ref.account])
        caller = people.caller_of(session, ws, asked.person)
        stop = may_decide(caller, accounts.owner_of(session, ws, ref.account)) if hits else no_longer.ACCOUNT
        if _went_another_way(session, asked, ref.account, denied=stop is not None):
            stop = no_longer.ANSWERED
        closed = [] if stop else mine.close(session, ws, ref.account, REFUSED, now=asked.now)
        for wait in closed:
            audited(session, asked, "left with its owner", noun="account", row_id=ref.account)
            mine.tell(session, ws, wait, STAYS, {wait.by_id} - {asked.person.id}, now=asked.now)
        if not closed:
            return refusal(stop or no_longer.ANSWERED, asked.viewer)
        owner = people.get(session, ws, closed[0].by_id).name
        return sentence(say.stays(hits[0].name, owner))

    by_tap(ack, body, asked, client, act)


def _went_another_way(session: Session, asked: Asked, account_id: int, denied: bool) -> bool:
    """Whether the account got another owner, or churned, while it waited: then it waits no more."""
    stale = mine.stale(session, asked.ws.id, account_id)
    if not stale or (denied and asked.person.id not in {w.for_id for w in stale}):
        return False
    mine.close(session, asked.ws.id, account_id, WITHDRAWN, now=asked.now)
    return True


def _own(session: Session, asked: Asked, account_id: int) -> str:
    """Its name, where it is the caller's; else nothing."""
    hits = accounts.hits_of(session, asked.ws.id, [account_id])
    is_own = bool(hits) and accounts.owner_of(session, asked.ws.id, account_id) == asked.person.id
    return hits[0].name if is_own else ""


def register(app: Any) -> None:
    app.action(say.MINE_LIST)(show_list)
    app.action(say.MINE_YES)(yes)
    app.action(say.MINE_NO)(no)
    app.action(say.MINE_PAUSED)(paused)
    app.action(say.MINE_ALL)(all_mine)
    app.action(say.MINE_STAYS)(stays)
