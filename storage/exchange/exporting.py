"""Writes the files that `import` reads. A cell that a spreadsheet would run as a formula gets a guard, which import undoes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from defusedcsv import csv
from sqlalchemy import select
from sqlmodel import Session

from rules.calendar import local_date

from .. import workspaces
from ..people import P
from ..private import own_folder, own_text
from ..records import TC, A, C, R, T
from .cells import precision
from .files import COLUMNS
from .ids import id_given

Numbered = tuple[int, list[str]]
IDS = frozenset(k for k, columns in COLUMNS.items() if columns[-1] == "external_id")
"""Kinds whose rows are known by an id alone: one that has none is given one, so that the export read back is the same rows."""


def write(session: Session, ws: int, folder: Path) -> dict[str, int]:
    """Write every file into the folder; rows by file."""
    own_folder(folder)
    counts, secret = {}, workspaces.current(session).secret
    for kind, rows in (
        ("people", _people),
        ("accounts", _accounts),
        ("contacts", _contacts),
        ("touches", _touches),
        ("revenue", _revenue),
    ):
        own_text(folder / f"{kind}.csv")
        with (folder / f"{kind}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS[kind])
            counts[kind] = 0
            for row_id, row in rows(session, ws):
                if kind in IDS and not row[-1]:
                    row[-1] = id_given(secret, kind, row_id)
                writer.writerow(row)
                counts[kind] += 1
    return counts


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else "" if value is None else str(value)


def major(minor: int | None, currency: str) -> str:
    """Minor units as major ones with a decimal point, no trailing zeros."""
    if minor is None:
        return ""
    amount = Decimal(minor).scaleb(-precision(currency))
    return f"{amount:f}".rstrip("0").rstrip(".") if "." in f"{amount:f}" else f"{amount:f}"


def _people(session: Session, ws: int) -> Iterator[Numbered]:
    boss = P.alias("boss")
    query = select(P, boss.c.email.label("boss_email")).outerjoin(boss, boss.c.id == P.c.manager_id).where(P.c.workspace_id == ws)
    for r in session.execute(query.order_by(P.c.id)):
        yield r.id, [r.email, r.name, r.role, _text(r.boss_email), r.zone, r.country]


def _accounts(session: Session, ws: int) -> Iterator[Numbered]:
    parent = A.alias("parent")
    query = (
        select(A, P.c.email, parent.c.name.label("parent_name"))
        .join(P, P.c.id == A.c.owner_id)
        .outerjoin(parent, parent.c.id == A.c.parent_id)
    )
    for r in session.execute(query.where(A.c.workspace_id == ws).order_by(A.c.id)):
        yield r.id, [r.name, r.email, r.tier, r.segment, major(r.annual_given, r.currency), r.currency, r.margin, _text(r.started_on), _text(r.renews_given),
               r.services, r.aliases, r.industry, r.country, _text(r.parent_name), r.domain, r.external_id, r.status]  # fmt: skip


def _contacts(session: Session, ws: int) -> Iterator[Numbered]:
    query = select(C, A.c.name.label("account")).join(A, A.c.id == C.c.account_id).where(C.c.workspace_id == ws)
    for r in session.execute(query.order_by(C.c.id)):
        yield r.id, [r.account, r.name, r.email, r.title, r.role, r.prefers, r.birthday, _text(r.left_on), r.external_id]


def _touches(session: Session, ws: int) -> Iterator[Numbered]:
    met: dict[int, list[str]] = {}
    for touch_id, name, email in session.execute(
        select(TC.c.touch_id, C.c.name, C.c.email).join(C, C.c.id == TC.c.contact_id).where(TC.c.workspace_id == ws)
    ):
        met.setdefault(touch_id, []).append((email or name).replace(";", ","))
    query = select(T, A.c.name.label("account"), P.c.email, P.c.zone).join(A, A.c.id == T.c.account_id).join(P, P.c.id == T.c.by_id)
    for r in session.execute(query.where(T.c.workspace_id == ws, T.c.voided_at.is_(None)).order_by(T.c.id)):
        at = local_date(r.at, r.zone).isoformat() if r.day_only else r.at.isoformat()
        yield r.id, [r.account, r.email, at, r.channel, r.direction, r.outcome, r.purpose, "" if r.estimated else str(r.minutes),
               ";".join(met.get(r.id, [])), r.sentiment, r.note, r.external_id]  # fmt: skip


def _revenue(session: Session, ws: int) -> Iterator[Numbered]:
    query = select(R, A.c.name.label("account")).join(A, A.c.id == R.c.account_id).where(R.c.workspace_id == ws)
    for r in session.execute(query.order_by(R.c.id)):
        yield r.id, [r.account, _text(r.on), r.kind, major(r.amount, r.currency), r.currency, r.service, r.external_id]
