"""Deciding on a merge that waits: approve, refuse, withdraw. A stale button says what happened meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import merge_waits as say
from messages.blocks import Block, Message
from messages.book import refusal, sentence
from messages.merge_waits import MergeRef
from rules import merging as rules
from rules.facts.merging import WAITS
from rules.phrase import Phrase
from rules.waiting import may_withdraw
from storage import accounts, merge_waits, merged, merging, people, waiting
from storage.merged import Merge

from .asked import Asked
from .changed import by_tap
from .merging import merge
from .surface import Body, typed_value

Ack = Callable[..., Any]


def approve(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    _decide(ack, body, asked, client, rules.MERGED)


def refuse(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    _decide(ack, body, asked, client, rules.REFUSED)


def withdraw(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    _decide(ack, body, asked, client, rules.WITHDRAWN)


def _decide(ack: Ack, body: Body, asked: Asked, client: WebClient, became: str) -> None:
    """Once, by who may; the message that it was pressed in shows what is so since."""
    ref, ws, by = MergeRef.unpack(typed_value(body)), asked.ws.id, asked.person.id

    def act(session: Session) -> Message:
        x = merged.get(session, ws, ref.merge)
        shown = merging.shown(session, ws, ref.merge, asked.today, asked.ws.policy)
        stop = _stops(session, asked, x, became) if x else rules.WAITS_NO_MORE
        pair = merging.pair(session, ws, x.gone_id, x.stays_id) if x and not stop else None
        if x is not None and pair is not None:
            if became == rules.MERGED:
                merge(session, asked, x.id, pair)
            merge_waits.end(session, ws, x, became, by_id=by, now=asked.now, tell=[x.by_id])
        if stop or shown is None:
            return refusal(stop or rules.WAITS_NO_MORE, asked.viewer)
        return sentence(say.did(shown, became))

    by_tap(ack, body, asked, client, act)


def _stops(session: Session, asked: Asked, x: Merge, became: str) -> Phrase | None:
    """Why it is not this person's to decide (any more)."""
    ws = asked.ws.id
    if x.became:
        return rules.meanwhile(x.became, x.ended_by or "Tend")
    held = waiting.of_subject(session, ws, (WAITS,), x.id)
    if became == rules.WITHDRAWN:
        refused = may_withdraw(asked.person, x.by_id)
    else:
        caller = people.caller_of(session, ws, asked.person)
        owner = accounts.owner_of(session, ws, x.gone_id)
        refused = rules.may_decide(caller, held[0].for_id if held else 0, x.by_id, owner)
    if refused:
        return refused
    pair = merging.pair(session, ws, x.gone_id, x.stays_id)
    if pair is None or (became == rules.MERGED and merging.both_passing(session, ws, x.gone_id, x.stays_id)):
        merge_waits.end(session, ws, x, rules.OVERTAKEN, by_id=None, now=asked.now, tell=[x.by_id])
        return rules.meanwhile(rules.OVERTAKEN, "")
    return None


def waits_of(session: Session, asked: Asked) -> list[Block]:
    """What the caller asked for and waits."""
    rows = []
    for x in merged.asked_by(session, asked.ws.id, asked.person.id):
        held = waiting.of_subject(session, asked.ws.id, (WAITS,), x.id)
        shown = merging.shown(session, asked.ws.id, x.id, asked.today, asked.ws.policy)
        if held and shown:
            to = people.get(session, asked.ws.id, held[0].for_id).name
            rows.append(say.you_wait_for(shown, to))
    return rows


def register(app: Any) -> None:
    app.action(say.MERGE_YES)(approve)
    app.action(say.MERGE_NO)(refuse)
    app.action(say.MERGE_WITHDRAW)(withdraw)
