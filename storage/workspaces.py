"""The workspace row: settings, binding to a Slack team, and whether anything may be sent.

Whoever writes here and elsewhere in one transaction writes here first, so that no two wait for each other.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, select, update
from sqlmodel import Session

from rules.policy import policy_from
from rules.workspace import Workspace

from . import tables
from .prepared import Prepared

W = tables.table(tables.Workspace)
LOOKED_BACK = "looked_back"
"""What health told on past days, kept beside the settings: the row is at hand wherever a card is, and no
setting has this name."""
LEARNED = "learned"
"""What was learned from what became of places, kept there for the same reason."""
NONE_YET = "no workspace yet: run python bot.py migrate"
_CURRENT = Prepared(select(W).order_by(W.c.id).limit(1))
_ONE = Prepared(select(W).where(W.c.id == bindparam("ws")))


def ensure(session: Session, now: datetime, seeds: Mapping[str, Any], sending: bool) -> Workspace:
    """The one workspace; on the first start it is made from the environment's seeds, which later starts
    don't touch."""
    if not _CURRENT(session):
        row = {"secret": secrets.token_hex(32), "sending": sending, "policy": dict(seeds), "created_at": now}
        session.execute(W.insert().values(name="", bot_user_id="", held_why="", **row))
    return current(session)


def current(session: Session) -> Workspace:
    """The workspace that this installation is for: the first. Asked at the edge alone, once a request and
    once a beat; from there on it is passed on. Raises LookupError before the first start."""
    rows = _CURRENT(session)
    if not rows:
        raise LookupError(NONE_YET)
    return workspace_of(rows[0])


def get(session: Session, ws: int) -> Workspace:
    """A workspace as it stands now: its settings may be changed, and sending held, in the middle of a
    beat."""
    return workspace_of(_ONE(session, ws=ws)[0])


def workspace_of(row: Row[Any]) -> Workspace:
    """A workspace of its whole row."""
    return Workspace(
        row.id,
        row.team_id or "",
        row.name,
        bot_user_id=row.bot_user_id,
        secret=row.secret,
        sending=row.sending,
        policy=policy_from(row.policy),
        held_until=row.held_until,
        held_why=row.held_why,
        synced_at=row.synced_at,
        ticked_at=row.ticked_at,
        restored_at=row.restored_at,
        recompute_after=row.recompute_after,
        settle_after=row.settle_after,
        imported_at=row.imported_at,
        looked_back=row.policy.get(LOOKED_BACK),
        what_was_learned=row.policy.get(LEARNED),
    )


def bind(session: Session, ws: Workspace, team_id: str, name: str, bot_user_id: str) -> str | None:
    """Bind to a Slack team, once; a sentence when the row already belongs to another team."""
    if ws.team_id and ws.team_id != team_id:
        return f"This database belongs to another Slack workspace ({ws.team_id}); the token is for {team_id}."
    session.execute(
        update(W).where(W.c.id == ws.id).values(team_id=team_id, name=name, bot_user_id=bot_user_id)
    )
    return None


def configure(session: Session, ws: Workspace, changed: Mapping[str, Any]) -> None:
    """Keep settings by their names (rules/policy.py); those not named stay."""
    stored = session.execute(select(W.c.policy).where(W.c.id == ws.id)).scalar_one()
    session.execute(update(W).where(W.c.id == ws.id).values(policy={**stored, **changed}))


def keep_look_back(session: Session, ws: Workspace, kept: Mapping[str, Any]) -> None:
    """Keep what is to be known of a look back until the next one; settings changed meanwhile stay."""
    lock(session, ws.id)
    configure(session, ws, {LOOKED_BACK: dict(kept)})


def keep_learned(session: Session, ws: Workspace, kept: Mapping[str, Any]) -> None:
    """Keep what was learned until the next look; settings changed meanwhile stay."""
    lock(session, ws.id)
    configure(session, ws, {LEARNED: dict(kept)})


def lock(session: Session, ws: int) -> None:
    """Until this transaction ends no other one gets past here (SQLite's BEGIN IMMEDIATE has seen to it
    already)."""
    session.execute(select(W.c.id).where(W.c.id == ws).with_for_update(key_share=True))


def switch_sending(session: Session, ws: Workspace, on: bool) -> None:
    session.execute(update(W).where(W.c.id == ws.id).values(sending=on))


def hold(session: Session, ws: int, until: datetime | None, why: str) -> None:
    """Send nothing until an instant (None: go on)."""
    session.execute(update(W).where(W.c.id == ws).values(held_until=until, held_why=why))


def release(session: Session, ws: Workspace) -> None:
    """A call has worked: what held sending when the workspace was read holds it no longer."""
    if ws.held_until is not None or ws.held_why:
        held = and_(W.c.id == ws.id, W.c.held_until == ws.held_until, W.c.held_why == ws.held_why)
        session.execute(update(W).where(held).values(held_until=None, held_why=""))


def note_synced(session: Session, ws: int, at: datetime) -> None:
    session.execute(update(W).where(W.c.id == ws).values(synced_at=at))


def note_tick(session: Session, ws: int, at: datetime) -> None:
    """Remember a tick's real instant: the age of the last one is what /readyz reports."""
    session.execute(update(W).where(W.c.id == ws).values(ticked_at=at))


def note_restored(session: Session, ws: int, at: datetime) -> None:
    """From now on, what was due before is looked up in Slack before it is sent."""
    session.execute(update(W).where(W.c.id == ws).values(restored_at=at))


def note_import(session: Session, ws: int, since: datetime | None) -> None:
    """An import writes (None: it is through): one that was cut off leaves the instant behind."""
    _IMPORTS(session, ws=ws, since=since)


_IMPORTS = Prepared(update(W).where(W.c.id == bindparam("ws")).values(importing_since=bindparam("since")))


def note_imported(session: Session, ws: int, at: datetime) -> None:
    """An import was through."""
    session.execute(update(W).where(W.c.id == ws).values(imported_at=at))


def is_import_cut_off(session: Session, ws: int) -> bool:
    return session.execute(select(W.c.importing_since).where(W.c.id == ws)).scalar_one() is not None


def compute_anew(session: Session, ws: int) -> None:
    """Have every account computed again by the ticks to come: a setting was changed that their figures
    rest on."""
    session.execute(update(W).where(W.c.id == ws).values(recompute_after=0))


def settle_anew(session: Session, ws: int) -> None:
    """Have everybody's calendar settled by the ticks to come: days were changed that it holds."""
    session.execute(update(W).where(W.c.id == ws).values(settle_after=0))


def walked(session: Session, ws: Workspace, mark: str, up_to: int | None) -> None:
    """What a mark begins is done for ids up to this one (None: for all), unless it was begun again
    meanwhile."""
    mine = (W.c.id == ws.id) & (W.c[mark] == getattr(ws, mark))
    session.execute(update(W).where(mine).values({mark: up_to}))


def account_ids(session: Session, ws: int) -> list[int]:
    """Every account of the workspace, without those that went into another."""
    A = tables.table(tables.Account)
    mine = (A.c.workspace_id == ws, A.c.merged_into_id.is_(None))
    return list(session.execute(select(A.c.id).where(*mine).order_by(A.c.id)).scalars())
