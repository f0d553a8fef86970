"""`/account tiers`: managers take the tiers that revenue proposes, keep what is, or take all at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from slack_sdk import WebClient
from sqlmodel import Session

from messages import tiers as say
from messages.blocks import Message
from messages.book import refusal
from messages.tiers import Listed, TierRef
from rules import no_longer
from rules.acts import NOT_THEIRS, Act
from rules.bulk import RETIER
from rules.editing import Edit
from rules.phrase import Phrase
from rules.tiers import MOST, Proposed
from storage import accounts, acts, people, records, tiers

from .account_change import change
from .asked import Asked
from .bulk import AT_ONCE, lately, may
from .changed import audited
from .surface import Body, show, typed_value

Ack = Callable[..., Any]
BY = "proposed from revenue"


def tiers_of(session: Session, asked: Asked, page: int = 0, did: str = "", act: int | None = None) -> Message:
    """What is proposed for the books of the caller's people."""
    week = lately(session, asked, (RETIER,))
    return say.listed(Listed(_proposed(session, asked), page, did, act, week), asked.viewer)


def _proposed(session: Session, asked: Asked) -> list[Proposed]:
    under = None if asked.person.is_admin else people.under(session, asked.ws.id, asked.person.id)
    return tiers.proposed(session, asked.ws.id, under, now=asked.now)


def show_list(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """A page of it."""
    value = typed_value(body)
    with asked.services.reading() as session:
        stop = may(session, asked)
        page = int(value) if value.isdigit() else 0
        message = refusal(stop, asked.viewer) if stop else tiers_of(session, asked, page)
    show(asked.services, body, client, message=message)
    ack()


def take(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """One of them becomes so."""
    _one(ack, body, asked, client, _take)


def keep(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """One stays as it is, and is not asked about again for a while."""
    _one(ack, body, asked, client, _keep)


Does = Callable[[Session, Asked, Proposed], tuple[str, int | None]]


def _one(ack: Ack, body: Body, asked: Asked, client: WebClient, does: Does) -> None:
    ref = TierRef.unpack(typed_value(body))
    with asked.services.transaction() as session:
        stop = may(session, asked)
        those = [] if stop else _proposed(session, asked)
        meant = next((p for p in those if (p.held.id, p.to) == (ref.account, ref.to)), None)
        said, act = does(session, asked, meant) if meant else (say.GONE, None)
        message = refusal(stop, asked.viewer) if stop else tiers_of(session, asked, ref.page, said, act)
    asked.services.wake()
    show(asked.services, body, client, message=message)
    ack()


def _take(session: Session, asked: Asked, p: Proposed) -> tuple[str, int | None]:
    act = _change(session, asked, [p])
    return (say.took(p), act[0]) if act else (say.waits(p), None)


def _keep(session: Session, asked: Asked, p: Proposed) -> tuple[str, int | None]:
    tiers.forget(session, asked.ws.id, p.held.id)
    noted = {"tier": p.held.tier, "proposed": p.to, "was": p.held.proposal}
    act = audited(session, asked, tiers.KEPT, tiers.NOUN, p.held.id, account=p.held.id, undo=True, **noted)
    return say.kept(p), act


def _change(session: Session, asked: Asked, those: Sequence[Proposed]) -> list[int]:
    """The acts of those that hold at once: a manager's own tap is the approval."""
    to, made = {p.held.id: p for p in those}, []
    for record in records.read(session, asked.ws.id, list(to), now=asked.now):
        p = to[record.account.id]
        edited = Edit({"tier": p.held.tier}, {"tier": p.to}, why=BY)
        act = change(session, asked, record, edited)
        made += [act] if act is not None else []
    return made


def take_all(ack: Ack, body: Body, asked: Asked, client: WebClient) -> None:
    """All that are listed, a few at a time; one act of all, undone with one tap. Pressed again it finishes
    what was left."""
    with asked.services.reading() as session:
        stop = may(session, asked)
        those = [] if stop else _proposed(session, asked)
    as_shown = typed_value(body) == str(len(those))
    made, first = list[int](), those[:MOST] if as_shown else []
    for start in range(0, len(first), AT_ONCE):
        with asked.services.transaction() as session:
            made += _change(session, asked, first[start : start + AT_ONCE])
    with asked.services.transaction() as session:
        act = _one_act(session, asked, made) if made else None
        said = say.took_all(len(made), len(first) - len(made)) if as_shown else say.OTHERS
        message = refusal(stop, asked.viewer) if stop else tiers_of(session, asked, 0, said, act)
    asked.services.wake()
    show(asked.services, body, client, message=message)
    ack()


def _one_act(session: Session, asked: Asked, made: Sequence[int]) -> int:
    """As what is done in bulk: taken back by the same undo."""
    return audited(session, asked, RETIER, noun="bulk", row_id=asked.person.id, undo=True, acts=list(made))


def may_take_back(session: Session, asked: Asked, act: Act) -> Phrase | None:
    """Whoever kept it, and those above them."""
    if not accounts.hits_of(session, asked.ws.id, [act.row_id]):
        return no_longer.ACCOUNT
    caller = people.caller_of(session, asked.ws.id, asked.person)
    if act.by_id in caller.under or asked.person.is_admin:
        return None
    return NOT_THEIRS


def take_back(session: Session, asked: Asked, act: Act) -> str:
    """It is proposed again."""
    acts.undone(session, asked.ws.id, act, by_id=asked.person.id, now=asked.now)
    tiers.propose_again(session, asked.ws.id, act.row_id, str(act.change.get("was") or ""))
    (hit,) = accounts.hits_of(session, asked.ws.id, [act.row_id])
    return say.back(hit.name)


def register(app: Any) -> None:
    app.action(say.TIERS_LIST)(show_list)
    app.action(say.TIERS_TAKE)(take)
    app.action(say.TIERS_KEEP)(keep)
    app.action(say.TIERS_ALL)(take_all)
