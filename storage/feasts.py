"""Whom somebody's book greets on a feast, who was greeted already, and what mornings named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import select
from sqlmodel import Session

from rules.facts.feast import Feast, greeted_in
from rules.facts.feasts import Greet, greeted_by, in_order, line_of
from rules.policy import Policy

from . import outbox, people
from .contacts import C, contact_of
from .records import CHUNK, A, T


def to_greet(
    session: Session, ws: int, owners: Sequence[int], feast: Feast, policy: Policy, on: date
) -> list[Greet]:
    """Accounts that a feast is greeted at, of the book of the first of these people and of those whom they
    cover, A first: those that are left out and those that were greeted, too."""
    cells = (A.c.id, A.c.name, A.c.tier, A.c.country, A.c.annual, A.c.paused_until, A.c.status, A.c.owner_id)
    mine = (A.c.workspace_id == ws, A.c.owner_id.in_(owners), A.c.served_through_parent.is_(False))
    rows = [
        r
        for r in session.execute(select(*cells).where(*mine, A.c.status != "churned"))
        if feast.name in greeted_in(policy.feasts, r.country)
        and (r.status == "active" or (r.paused_until and r.paused_until <= on))
    ]
    covered = {p.id: p.first_name for p in people.everyone(session, ws, owners[1:])} if owners[1:] else {}
    there, contacts, logged = [], defaultdict(list), defaultdict(list)
    for start in range(0, len(rows), CHUNK):
        ids = [r.id for r in rows[start : start + CHUNK]]
        at = (C.c.workspace_id == ws, C.c.account_id.in_(ids))
        for c in session.execute(select(C).where(*at).order_by(C.c.id)):
            contacts[c.account_id].append(contact_of(c))
        greeted = (T.c.workspace_id == ws, T.c.account_id.in_(ids), T.c.batch.like(f"f%-{feast.key}-%"))
        for t in session.execute(select(T.c.account_id, T.c.batch, T.c.voided_at).where(*greeted)):
            logged[t.account_id].append(t)
    for r in rows:
        whom, mourning = greeted_by(contacts[r.id], feast, on)
        ours = [t for t in logged[r.id] if t.batch.startswith(line_of(feast, r.id))]
        batch = next((t.batch for t in ours if t.voided_at is None), "")
        undone = len({t.batch for t in ours} - {batch})
        greet = Greet(r.id, r.name, r.tier, contact=whom, mourning=mourning, batch=batch, undone=undone)
        there.append(replace(greet, covers=covered.get(r.owner_id, "")))
    return in_order(there, {r.id: r.annual or 0 for r in rows})


def countries(session: Session, ws: int, owners: Sequence[int]) -> list[str]:
    """Where the accounts of these people are, as they name it, each once."""
    mine = (A.c.workspace_id == ws, A.c.owner_id.in_(owners), A.c.status != "churned")
    return sorted(session.execute(select(A.c.country).where(*mine).distinct()).scalars())


def named(
    session: Session, ws: int, person_id: int, since: date, on: date, covers: Iterable[int] = ()
) -> set[tuple[str, str]]:
    """Feasts (name, day) that somebody's mornings named since a day, up to the one before, for the accounts
    of all whom they cover now."""
    days = (since + timedelta(n) for n in range((on - since).days))
    keys = [f"nudge:{person_id}:{day}" for day in days]
    for_all = (p for p in outbox.payloads(session, ws, keys) if {*covers} <= {*p.get("covers", ())})
    return {(name, day) for p in for_all for name, day in p.get("feasts", ())}


def open_of(
    session: Session, ws: int, owners: Sequence[int], feasts: Iterable[Feast], policy: Policy, on: date
) -> list[tuple[Feast, int]]:
    """Those of these feasts for which somebody is still to be greeted, and at how many accounts."""
    waits = ((f, sum(g.waits for g in to_greet(session, ws, owners, f, policy, on))) for f in feasts)
    return [(f, accounts) for f, accounts in waits if accounts]
