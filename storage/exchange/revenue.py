"""Writes revenue: new movements are inserted, changed ones get only the cells that changed in the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from ..records import R
from .cells import as_date, as_minor
from .known import Change, Known, insert, reserve

_REVENUE = {"account": ("account_id",), "currency": ("currency", "amount")}  # the amount is read anew: digits differ


def _currencies(session: Session, changes: Sequence[Change]) -> dict[int, str]:
    """What rows are stored in whose currency the file still doesn't name, by row: the setting may have changed since."""
    same = [c.row_id for c in changes if c.row_id is not None and not c.cells["currency"] and "currency" not in c.changed]
    found: dict[int, str] = {}
    for start in range(0, len(same), 400):
        query = select(R.c.id, R.c.currency).where(R.c.id.in_(same[start : start + 400]))
        found.update({row_id: currency for row_id, currency in session.execute(query)})
    return found


def write_revenue(session: Session, known: Known, changes: Sequence[Change]) -> list[int]:
    fresh = iter(reserve(session, R, sum(c.row_id is None for c in changes)))
    new, ids = [], []
    stored = _currencies(session, changes)
    known.left(session, R, changes)
    for change in changes:
        if change.stands is not None:
            ids.append(change.stands)
            continue
        cells = change.cells
        currency = cells["currency"].upper() or stored.get(change.row_id or 0) or known.policy.currency
        values: dict[str, Any] = {
            "workspace_id": known.ws, "account_id": known.accounts[known.key(cells["account"])], "on": as_date(cells["on"]),
            "kind": cells["kind"], "amount": as_minor(cells["amount"], currency) or 0, "currency": currency,
            "service": cells["service"], "external_id": cells["external_id"],
        }  # fmt: skip
        known.touched.add(values["account_id"])
        if change.row_id is None:
            values["id"] = next(fresh)
            new.append(values)
        else:
            columns = {name for c in change.changed for name in _REVENUE.get(c, (c,))}
            session.execute(update(R).where(R.c.id == change.row_id).values({name: values[name] for name in columns}))
        ids.append(int(values.get("id") or change.row_id or 0))
    insert(session, R, new)
    return ids
