"""Deciding on a loosening: approve, refuse, withdraw, take back; `/account approvals`. A stale button says
what happened meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import approvals as say
from messages import waiting as say_waiting
from messages.approvals import LooseningRef
from messages.blocks import Block, Message, escape
from messages.book import refusal, sentence
from messages.mine import of_files
from rules import loosening as rules
from rules import no_longer
from rules.calendar import local_date
from rules.facts.loosened import APPROVED, REFUSED, TAKEN_BACK, WITHDRAWN, Loosening, Shown
from rules.phrase import Phrase
from rules.waiting import may_withdraw
from storage import accounts, awaited, digests, loosened, loosenings, outbox, people, records, tiers
from storage.assess import recompute
from storage.mine import unclaimed

from .asked import Asked
from .changed import by_tap
from .merge_answers import waits_of
from .surface import Body, typed_value

Ack = Callable[..., Any]
Act = Callable[..., None]


def approvals_of(session: Session, asked: Asked, said: str = "") -> Message:
    """What waits for the caller's tap, of any kind, and what they wait for themselves."""
    mine = awaited.of_person(session, asked.ws, asked.person)
    those = loosened.asked_by(session, asked.ws.id, asked.person.id)
    names = {h.id: h.name for h in accounts.hits_of(session, asked.ws.id, [x.account_id for x in those])}
    waits = [(names[x.account_id], x) for x in those if x.account_id in names]
    shown = [*(say_waiting.section_of(mine, asked.viewer) or []), *_of_files(session, asked)]
    return say.listed(shown, waits, asked.viewer, said=said, beside=waits_of(session, asked))


def _of_files(session: Session, asked: Asked) -> list[Block]:
    """What files brought and nobody settled yet: it waits for as long as it is so."""
    those = unclaimed(session, asked.ws.id, asked.person.id)
    proposed = tiers.how_many(session, asked.ws.id, asked.person, now=asked.now)
    return of_files(those, proposed, asked.viewer)


def _shown(session: Session, asked: Asked, loosening_id: int) -> Shown | None:
    return loosenings.shown(session, asked.ws.id, loosening_id)


def approve(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    _decide(ack, body, asked, client, APPROVED, loosenings.approve)


def refuse(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    _decide(ack, body, asked, client, REFUSED, loosenings.refuse)


def withdraw(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    _decide(ack, body, asked, client, WITHDRAWN, loosenings.withdraw)


def take_back(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    _decide(ack, body, asked, client, TAKEN_BACK, loosenings.take_back)


def _decide(ack: Ack, body: Body, asked: Asked, client: WebClient, became: str, act: Act) -> None:
    """Once, by who may; the message that it was pressed in shows what is so since."""
    ref = LooseningRef.unpack(typed_value(body))

    def act_on(session: Session) -> Message:
        shown = _shown(session, asked, ref.loosening)
        stop = _stops(session, asked, shown.loosening, became) if shown else no_longer.LOOSENING
        if shown is not None and stop is None:
            act(session, asked.ws.id, shown.loosening, by_id=asked.person.id, on=asked.today, now=asked.now)
            recompute(session, asked.ws.id, asked.ws.policy, ids=[shown.loosening.account_id], now=asked.now)
        if shown is None or stop is not None:
            said = escape(asked.viewer.plain(stop or no_longer.LOOSENING))
        else:
            said = say.did(shown, became, asked.viewer)
        return _message(session, asked, body, became, said, stop)

    by_tap(ack, body, asked, client, act_on, replace=became != TAKEN_BACK)


def _stops(session: Session, asked: Asked, x: Loosening, became: str) -> Phrase | None:
    """Why it is not this person's to decide (any more)."""
    if became == WITHDRAWN:
        refused = may_withdraw(asked.person, x.by_id)
    else:
        caller = people.caller_of(session, asked.ws.id, asked.person)
        refused = rules.may_decide(caller, _owner(session, asked, x))
    if refused is not None:
        return refused
    account = records.read(session, asked.ws.id, [x.account_id], now=asked.now)[0].account
    if became == TAKEN_BACK:
        return rules.may_take_back(x, account, asked.today, _told_on(session, asked, x))
    if x.became:
        return rules.meanwhile(x)
    if became == APPROVED and rules.overtaken(x, account, asked.today):
        loosenings.overtake(session, asked.ws.id, x, by_id=asked.person.id, on=asked.today, now=asked.now)
        recompute(session, asked.ws.id, asked.ws.policy, ids=[x.account_id], now=asked.now)
        return rules.DAY_PASSED if rules.day_passed(x, asked.today) else rules.CHANGED
    return None


def _told_on(session: Session, asked: Asked, x: Loosening) -> date | None:
    """When the digest with it came to the one who asks."""
    at = outbox.sent_at(session, asked.ws.id, digests.key_of(asked.person.id, x.asked_on))
    return local_date(at, asked.person.zone) if at else None


def _owner(session: Session, asked: Asked, x: Loosening) -> int:
    """Whose account it is: who managed its owner when it was asked has no say over another's people."""
    return accounts.owner_of(session, asked.ws.id, x.account_id)


def _message(
    session: Session, asked: Asked, body: Body, became: str, said: str, stop: Phrase | None
) -> Message:
    """In the list behind `/account approvals` the list anew, elsewhere a sentence."""
    ephemeral = (body.get("container") or {}).get("is_ephemeral", False)
    if ephemeral and became != TAKEN_BACK:
        return approvals_of(session, asked, said=said)
    return refusal(stop, asked.viewer) if stop else sentence(said)


def register(app: Any) -> None:
    app.action(say.APPROVAL_YES)(approve)
    app.action(say.APPROVAL_NO)(refuse)
    app.action(say.APPROVAL_WITHDRAW)(withdraw)
    app.action(say.APPROVAL_BACK)(take_back)
