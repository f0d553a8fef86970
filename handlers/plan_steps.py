"""What follows a step of an upsell plan, in its transaction: the need that it is about follows, mornings that
told of it say so, whoever is to send something is asked."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel import Session

from rules.facts.needed import CLOSED, HEARD, STATUSES, Need
from rules.facts.needed import EXPLORED as NEED_EXPLORED
from rules.facts.needed import OFFERED as NEED_OFFERED
from rules.facts.sends import asks, ends
from rules.facts.upsell import EXPLORE, LOST, OFFER, TARGET, WON, Upsell
from rules.facts.upsells import FACT
from storage import marketing, needs, nudges, upsells

from .asked import Asked
from .changed import computed_anew
from .needs import move

NEED_IS = {EXPLORE: NEED_EXPLORED, OFFER: NEED_OFFERED, WON: WON, LOST: LOST}
"""What becomes of a need with its plan."""


def take(session: Session, asked: Asked, was: Upsell | None, to: Upsell | None) -> None:
    """A plan stands otherwise since an act: `was` None for one that is begun, `to` None for one that is taken
    back."""
    ws, now, plan = asked.ws.id, asked.now, to or was
    assert plan is not None
    if was and to:
        upsells.change(session, ws, was, to, did=_did(was, to), by_id=asked.person.id, now=now)
        _follow_need(session, asked, was, to)
    if was:
        outcome = f"upsell {to.step}" if to and to.step != was.step else "upsell plan changed"
        told = (FACT, was.id)
        nudges.answered(session, ws, was.account_id, told=told, outcome=outcome, now=now)
    _follow_sender(session, asked, was, to)
    also = {x.sender_id for x in (was, to) if x and x.sender_id}
    computed_anew(session, asked, plan.account_id, also=[n for n in also if n is not None])


def _did(was: Upsell, to: Upsell) -> str:
    """What the audit trail calls it."""
    if _is_back(was, to):
        return "taken back"
    if to.step != was.step:
        return to.step
    return "sent" if to.sent_on and not was.sent_on else "put right"


def _is_back(was: Upsell, to: Upsell) -> bool:
    order = (TARGET, EXPLORE, OFFER)
    closed = was.step not in order
    return to.step in order and (closed or order.index(to.step) < order.index(was.step))


def _follow_sender(session: Session, asked: Asked, was: Upsell | None, to: Upsell | None) -> None:
    """Whoever was asked to send something is asked no more, or for what is so now."""
    ws, now, me = asked.ws.id, asked.now, asked.person.id
    if was and (to is None or ends(was, to)):
        marketing.settle(session, ws, was.id, now=now)
    if was and to and asks(was, to, me):
        marketing.ask(session, ws, to, by_id=me, now=now)


def _follow_need(session: Session, asked: Asked, was: Upsell, to: Upsell) -> None:
    """The need on file goes along: explored, offered, won, lost with why; and back with a step that is taken
    back, where it stands as that step left it."""
    linked = to.need_id or was.need_id
    need = needs.get(session, asked.ws.id, linked) if linked else None
    if need is None or need.account_id != to.account_id:
        return
    after = _back(need, was, to) if _is_back(was, to) else _on(need, to, asked)
    if after:
        move(session, asked, need, after)


def _on(need: Need, to: Upsell, asked: Asked) -> Need | None:
    status = NEED_IS.get(to.step, HEARD)
    if not need.is_open or to.need_id is None or STATUSES.index(status) <= STATUSES.index(need.status):
        return None
    on = max(asked.today, need.heard_on)
    offer = need.offer or (to.offer if to.step in (OFFER, WON) else "")
    return replace(need.moved(status, on, why=to.why if status in CLOSED else ""), offer=offer)


def _back(need: Need, was: Upsell, to: Upsell) -> Need | None:
    stands = need.status == NEED_IS.get(was.step) and need.since == was.since
    if not stands or was.step == EXPLORE:
        return None
    return need.reopened()
