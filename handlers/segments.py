"""`/account segments`: what each segment is worth to a manager's team, and what may be changed: a segment
said by one tap, a proposal kept as it is, an account let go (which may wait for somebody's tap, like any)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from slack_sdk import WebClient
from sqlmodel import Session

from messages import segment_details as details
from messages import segments as say
from messages.blocks import Message
from messages.book import refusal, sentence
from messages.carried import AccountRef, Origin
from messages.questions import ask_form
from messages.segment_details import BY_REVENUE, OPEN, ProposedRef, SetRef
from messages.segments import PartRef, Shown
from rules import no_longer
from rules.access import may_see_figures_of
from rules.acts import Act
from rules.editing import LET_GO, Edit
from rules.phrase import Phrase
from rules.records import SEGMENTS, Record
from rules.segment_proposals import KINDS, proposals
from storage import accounts, acts, people, records, segments, tiers

from . import loosening
from .account import card_of
from .account_change import change
from .asked import Asked
from .bulk import may
from .changed import audited
from .digest import AT_ONCE, ONE_MOMENT
from .surface import Body, answer, as_view, notice, open_modal, response_url, show, typed_value

Ack = Callable[..., Any]
Did = tuple[str, int | None]
"""What was done, and the act that takes it back."""
NOTHING: Did = ("", None)


def segments_of(session: Session, asked: Asked) -> Message:
    """The answer to the word: of a large team a tap away, its figures take longer than an answer may."""
    if _is_large(session, asked):
        return say.moment(_whose(asked))
    return painted(session, asked, PartRef())


def _owners(session: Session, asked: Asked) -> frozenset[int] | None:
    """Whose accounts count: everybody's for an admin."""
    return None if asked.person.is_admin else people.under(session, asked.ws.id, asked.person.id)


def _whose(asked: Asked) -> str:
    return "the whole company" if asked.person.is_admin else "your people"


def _is_large(session: Session, asked: Asked) -> bool:
    owners = _owners(session, asked)
    return accounts.how_many(session, asked.ws.id, owners) > AT_ONCE


def painted(session: Session, asked: Asked, ref: PartRef, did: Did = NOTHING) -> Message:
    """The report, or a part of it told whole."""
    ws, owners, today = asked.ws, _owners(session, asked), asked.today
    zone = asked.person.zone
    report = segments.report_of(session, ws, owners, on=today, today=today, now=asked.now, zone=zone)
    kept = segments.kept(session, ws.id, asked.now)
    proposed = proposals(report, kept, ws.policy.currency, ws.policy.hours_percent)
    off = len(tiers.proposed(session, ws.id, owners, now=asked.now)) if not ref.part else 0
    shown = Shown(report, proposed, off, whose=_whose(asked), did=did[0], act=did[1])
    if ref.part:
        return details.detail(ref.part, ref.page, shown, asked.viewer)
    return say.report(shown, asked.viewer)


def show_part(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """A part of it whole, or all of it again."""
    with asked.services.reading() as session:
        stop = may(session, asked)
    _show(ack, body, asked, client, PartRef.unpack(typed_value(body)), NOTHING, stop)


def _show(
    ack: Ack, body: Body, asked: Asked, client: WebClient, ref: PartRef, did: Did, stop: Phrase | None
) -> None:
    """At once, of a large team a moment later; or why not."""

    def whole() -> Message:
        with asked.services.reading() as session:
            return painted(session, asked, ref, did)

    with asked.services.reading() as session:
        large = not stop and _is_large(session, asked)
    if stop or not large:
        show(asked.services, body, client, message=refusal(stop, asked.viewer) if stop else whole())
    elif url := response_url(body):
        ephemeral = bool((body.get("container") or {}).get("is_ephemeral"))
        asked.services.later(lambda: answer(asked.services, url, whole(), replace=ephemeral))
    else:
        view_id = open_modal(client, body, as_view(sentence(ONE_MOMENT)))
        asked.services.later(lambda: client.views_update(view_id=view_id, view=as_view(whole())))
    ack()


# one tap ---------------------------------------------------------------------------------------------------
Does = Callable[[Session, Asked, Record], Did]


def _act(ack: Ack, body: Body, asked: Asked, client: WebClient, of: int, ref: PartRef, does: Does) -> None:
    """What a tap does with an account of one's people, then the part that it stood on anew."""
    did = NOTHING
    with asked.services.transaction() as session:
        record = next(iter(records.read(session, asked.ws.id, [of], now=asked.now)), None)
        stop = may(session, asked) or _not_theirs(session, asked, record)
        if record is not None and not stop:
            did = does(session, asked, record)
    asked.services.wake()
    _show(ack, body, asked, client, ref, did, stop)


def _not_theirs(session: Session, asked: Asked, record: Record | None) -> Phrase | None:
    if record is None:
        return no_longer.ACCOUNT
    caller = people.caller_of(session, asked.ws.id, asked.person)
    return None if caller.person.is_admin else may_see_figures_of(caller, record.owner.id)


def keep(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """It stays as it is, and the same is not proposed again for half a year."""
    ref = ProposedRef.unpack(typed_value(body))

    def does(session: Session, asked: Asked, record: Record) -> Did:
        account = record.account
        there = segments.kept(session, asked.ws.id, asked.now)
        if ref.kind not in KINDS or (account.id, ref.kind) in there:
            return asked.viewer.plain(details.GONE), None
        noted = {"proposed": ref.kind, "account": account.id}
        act = audited(session, asked, segments.KEPT, segments.NOUN, account.id, undo=True, **noted)
        return details.kept(account.name), act

    _act(ack, body, asked, client, ref.account, PartRef(ref.kind, ref.page), does)


def let_go(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """Churned from today; of an A of one's own whoever decides on it is asked."""
    ref = ProposedRef.unpack(typed_value(body))

    def does(session: Session, asked: Asked, record: Record) -> Did:
        a = record.account
        if a.status == "churned":
            return asked.viewer.plain(details.GONE), None
        if any(w.waits and w.after.status == "churned" for w in record.loosenings):
            return details.asked_already(a.name), None
        until = a.paused_until.isoformat() if a.paused_until else None
        before = {"status": a.status, "paused_until": until, "status_reason": a.status_reason}
        after = {"status": "churned", "paused_until": None, "status_reason": LET_GO}
        edited = Edit(before, {c: v for c, v in after.items() if v != before[c]}, left_on=asked.today)
        to = loosening.waits_for(session, asked, a, edited)
        act = change(session, asked, record, edited)
        return (details.waits(a.name, to.name), None) if to else (details.let_go(a.name), act)

    _act(ack, body, asked, client, ref.account, PartRef(ref.kind, ref.page), does)


def choose(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """It is of another segment, or by its revenue again; or its card."""
    ref = SetRef.unpack(typed_value(body))
    if ref.to == OPEN:
        with asked.services.reading() as session:
            card = card_of(session, asked, ref.account)
        show(asked.services, body, client, message=card, replace=False)
        ack()
        return

    def does(session: Session, asked: Asked, record: Record) -> Did:
        was, to = record.account.segment, "" if ref.to == BY_REVENUE else ref.to
        if was == to or to not in {"", *SEGMENTS}:
            return details.same(record.account.name), None
        act = change(session, asked, record, Edit({"segment": was}, {"segment": to}))
        return details.now_is(record.account.name, to), act

    _act(ack, body, asked, client, ref.account, PartRef(ref.part, ref.page), does)


def ask(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """The owner is asked what takes the time."""
    account = AccountRef.unpack(typed_value(body)).account
    with asked.services.reading() as session:
        record = next(iter(records.read(session, asked.ws.id, [account], now=asked.now)), None)
        stop = may(session, asked) or _not_theirs(session, asked, record)
    if record is None or stop:
        view = notice("Ask the owner", stop or no_longer.ACCOUNT, asked.viewer)
    else:
        origin = Origin(uuid4().hex, response_url(body), accounts=(account,))
        view = ask_form(record.account.name, record.owner.name, origin)
    open_modal(client, body, view)
    ack()


# taken back ------------------------------------------------------------------------------------------------
def take_back(session: Session, asked: Asked, act: Act) -> str:
    """It may be proposed again."""
    acts.undone(session, asked.ws.id, act, by_id=asked.person.id, now=asked.now)
    (hit,) = accounts.hits_of(session, asked.ws.id, [act.row_id])
    return details.back(hit.name)


def register(app: Any) -> None:
    app.action(say.SEGMENTS_SHOW)(show_part)
    app.action(details.SEGMENTS_SET)(choose)
    app.action(details.SEGMENTS_KEEP)(keep)
    app.action(details.SEGMENTS_GO)(let_go)
    app.action(details.SEGMENTS_ASK)(ask)
