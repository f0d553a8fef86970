"""Who may take up which message, and taking it: by compare and swap, so that two processes never hold one
row.

Waits and leases are stored real instants; none is believed that is longer than the longest we give
(rules/delivery/verdicts.py).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, case, func, or_, select, update
from sqlmodel import Session

from rules.delivery.verdicts import CLOCKS_DIFFER_BY, LEASE_FOR, LONGEST_WAIT

from .outbox import Message, O, message_of
from .people import P


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a worker may take up of a workspace at a business instant `now` and a real `instant`.

    Messages to people wait while `sending` is off, and while the person isn't linked to Slack. Those that
    would use a `busy` lane (rules/delivery/pacing.py) are passed over, and those whose words are not ready:
    what says one of `ahead`, but the row `only` in that version. A post of unknown fate is looked up when
    this process has found it so long enough ago: its id is in `settled` (None: all are).
    """

    ws: int
    now: datetime
    instant: datetime
    sending: bool
    busy: Collection[str] = ()
    ahead: Collection[str] = ()
    only: tuple[int, int] | None = None
    settled: Collection[int] | None = None


def claim(
    session: Session, wanted: Wanted, claim_as: str, lease: timedelta = timedelta(seconds=LEASE_FOR)
) -> Message | None:
    """Take up one message; None when there is none. What was left unfinished comes first, then what is due
    by its time, then what is of unknown fate. The compare in the update is the fence."""
    order = (case((O.c.state == "due", 1), (O.c.unknown_since.is_not(None), 2), else_=0), O.c.due_at, O.c.id)
    query = select(O).where(_ready(wanted)).order_by(*order).limit(1).with_for_update(skip_locked=True)
    row = session.execute(query).first()
    return None if row is None else take(session, row, wanted.instant, claim_as=claim_as, lease=lease)


def take(
    session: Session,
    row: Row[Any],
    instant: datetime,
    claim_as: str,
    lease: timedelta = timedelta(seconds=LEASE_FOR),
) -> Message | None:
    """Hold a row that was read, unless somebody else took it since.

    Its first try is remembered. An update or view found unfinished may land late: it counts as unknown from
    now on.
    """
    unchanged = and_(
        O.c.id == row.id, O.c.state == row.state, O.c.version == row.version, O.c.claim == row.claim
    )
    unknown_since, first_try_at = row.unknown_since, row.first_try_at
    if row.state == "sending" and row.kind != "post":
        unknown_since = unknown_since or instant
    if row.state == "due":
        first_try_at = first_try_at or instant
    held = (
        update(O)
        .where(unchanged)
        .values(
            state="sending",
            lease_until=instant + lease,
            claim=claim_as,
            unknown_since=unknown_since,
            first_try_at=first_try_at,
        )
    )
    if not session.execute(held).rowcount:  # type: ignore[attr-defined]
        return None
    return message_of(row, claim=claim_as, unknown_since=unknown_since, claimed_at=instant)


def is_anything_ready(session: Session, wanted: Wanted) -> bool:
    return session.execute(select(O.c.id).where(_ready(wanted)).limit(1)).first() is not None


def to_prepare(session: Session, wanted: Wanted, most: int = 20) -> list[Message]:
    """The oldest of those that say one of `ahead` and would be free to go, had they their words."""
    words_or_not = Wanted(wanted.ws, wanted.now, wanted.instant, sending=wanted.sending)
    query = (
        select(O)
        .where(_ready(words_or_not), _painted_first(wanted.ahead))
        .order_by(O.c.due_at, O.c.id)
        .limit(most)
    )
    return [message_of(row) for row in session.execute(query)]


def unknown_ids(session: Session, ws: int) -> list[int]:
    """Posts of which nobody knows whether they arrived."""
    unknown = and_(
        O.c.workspace_id == ws, O.c.state == "sending", O.c.kind == "post", O.c.unknown_since.is_not(None)
    )
    return list(session.execute(select(O.c.id).where(unknown)).scalars())


def _painted_first(ahead: Collection[str]) -> Any:
    """Rows that need their words: a post that may have gone out is only looked up."""
    return and_(O.c.say.in_(list(ahead)), or_(O.c.state == "due", O.c.kind != "post"))


def _ready(wanted: Wanted) -> Any:
    """Due and free to go, or held by a process whose lease is over."""
    due = and_(
        O.c.workspace_id == wanted.ws,
        O.c.state == "due",
        O.c.due_at <= wanted.now,
        free(wanted.ws, wanted.sending),
    )
    leased = _over(O.c.lease_until, wanted.instant, timedelta(seconds=LEASE_FOR) + CLOCKS_DIFFER_BY)
    stale = and_(O.c.workspace_id == wanted.ws, O.c.state == "sending", leased)
    # a row that our database has no try of was sent by one that is gone: that is settled
    if wanted.settled is not None:
        settled = or_(O.c.id.in_(list(wanted.settled)), O.c.first_try_at.is_(None))
        stale = and_(stale, or_(O.c.kind != "post", O.c.unknown_since.is_(None), settled))
    due, stale = _passing(due, stale, wanted.ws, busy=wanted.busy)
    ready = and_(or_(due, stale), _over(O.c.not_before, wanted.instant, LONGEST_WAIT))
    if wanted.only is not None:
        return and_(ready, O.c.id == wanted.only[0], O.c.version == wanted.only[1])
    return and_(ready, ~_painted_first(wanted.ahead)) if wanted.ahead else ready


def _over(until: Any, instant: datetime, longest: timedelta) -> Any:
    return or_(until.is_(None), until <= instant, until > instant + longest)


def _passing(due: Any, stale: Any, ws: int, busy: Collection[str]) -> tuple[Any, Any]:
    """Only what uses no busy lane."""
    if not busy:
        return due, stale
    past = O.c.kind.not_in([lane for lane in busy if ":" not in lane])
    people = [int(lane.partition(":")[2]) for lane in busy if lane.startswith("person:")]
    channels = [lane.partition(":")[2] for lane in busy if lane.startswith("channel:")]
    reachable = or_(O.c.person_id.is_(None), O.c.person_id.not_in(people))
    if "open" in busy:
        opened = O.c.person_id.in_(select(P.c.id).where(P.c.workspace_id == ws, P.c.dm_channel != ""))
        reachable = and_(reachable, or_(O.c.person_id.is_(None), opened))
    due = and_(due, past, or_(O.c.kind != "post", and_(reachable, O.c.channel.not_in(channels))))
    stale = and_(stale, or_(O.c.kind == "post", past))
    if "history" in busy:
        stale = and_(stale, or_(O.c.kind != "post", O.c.unknown_since.is_(None)))
    return due, stale


def free(ws: int, sending: bool) -> Any:
    """Rows that don't wait for a switch or a link: nothing goes to a person while `sending` is off, or
    before they are linked."""
    linked = select(P.c.id).where(P.c.workspace_id == ws, P.c.slack_id.is_not(None))
    reachable = or_(O.c.person_id.is_(None), O.c.person_id.in_(linked))
    return reachable if sending else and_(reachable, or_(O.c.kind != "post", O.c.person_id.is_(None)))


def counts(session: Session, ws: int, now: datetime, sending: bool) -> tuple[dict[str, int], datetime | None]:
    """Rows by state (posts of unknown fate as `unknown`), and since when the oldest one waits that could
    go out: one of unknown fate doesn't, as long as Slack shows no history it can't be told whether it did."""
    unknown = and_(O.c.state == "sending", O.c.kind == "post", O.c.unknown_since.is_not(None))
    state = case((unknown, "unknown"), else_=O.c.state).label("state")
    per_state = select(state, func.count()).where(O.c.workspace_id == ws).group_by(state)
    states = {name: count for name, count in session.execute(per_state)}
    waiting = and_(
        O.c.workspace_id == ws,
        O.c.state.in_(("due", "sending")),
        ~unknown,
        O.c.due_at <= now,
        free(ws, sending),
    )
    since = case((O.c.created_at > O.c.due_at, O.c.created_at), else_=O.c.due_at)
    oldest = session.execute(
        select(O.c.due_at, O.c.created_at).where(waiting).order_by(since).limit(1)
    ).first()
    return states, max(oldest.due_at, oldest.created_at) if oldest else None
