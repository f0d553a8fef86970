"""Requests: who asked is a contact of the account, by name or address. A file tells days and no hours: what
it dates anew is not measured any more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from ..records import A, C
from ..requests import RQ
from .cells import DATE, ID, NAME, NOTE, as_date, shown
from .known import Change, Known
from .met import find_or_add, shown_as, there_at
from .noun import Column, Noun
from .rows import Problem, Rows
from .writing import write_rows

_DATED: dict[str, dict[str, Any]] = {
    "asked_on": {"asked_at": None},
    "answered_on": {"answered_at": None, "answer_logged_at": None, "answer_batch": ""},
}


def _answered_before(known: Known, f: Rows) -> Iterator[tuple[int, Problem]]:
    asked, answered = REQUESTS.place["asked_on"], REQUESTS.place["answered_on"]
    for number, row in enumerate(f.rows):
        first, last = as_date(row[asked]), as_date(row[answered])
        if first and last and last < first:
            what = "is before it was asked."
            yield number, Problem(f.file, f.lines[number], "answered_on", value=row[answered], what=what)


def _write(session: Session, known: Known, changes: Sequence[Change]) -> list[int]:
    ids = write_rows(session, known, REQUESTS, changes=changes)
    for change, row_id in zip(changes, ids, strict=True):
        values: dict[str, Any] = {}
        for column in change.changed & _DATED.keys():
            values |= _DATED[column]
        if values:
            session.execute(update(RQ).where(RQ.c.id == row_id).values(values))
    _ask(session, known, changes, ids)
    return ids


def _ask(session: Session, known: Known, changes: Sequence[Change], ids: Sequence[int]) -> None:
    """Link new and changed rows to whoever asked; somebody who is not on file yet is put there."""
    mine = {
        row_id: (known.accounts[known.key(c.cells["account"])], c.cells)
        for c, row_id in zip(changes, ids, strict=True)
        if c.stands is None
        and (c.cells["contact"] if c.row_id is None else c.changed & {"contact", "account"})
    }
    if not mine:
        return
    there = there_at(session, known.ws, {account for account, _ in mine.values()})
    for row_id, (account, cells) in mine.items():
        on = as_date(cells["asked_on"]) or known.today
        contact = find_or_add(session, known, there, account=account, name=cells["contact"], on=on)
        session.execute(update(RQ).where(RQ.c.id == row_id).values(contact_id=contact))


def _rows(session: Session, ws: int, ids: Sequence[int] | None) -> Iterator[tuple[int, list[str]]]:
    query = (
        select(RQ, A.c.name.label("account"), C.c.name.label("contact"), C.c.email)
        .join(A, A.c.id == RQ.c.account_id)
        .outerjoin(C, C.c.id == RQ.c.contact_id)
        .where(RQ.c.workspace_id == ws, RQ.c.voided_at.is_(None))
    )
    if ids is not None:
        query = query.where(RQ.c.id.in_(ids))
    for r in session.execute(query.order_by(RQ.c.id)):
        contact = shown_as(r.email, r.contact)
        yield (r.id, [r.account, contact, r.text, shown(r.asked_on), shown(r.answered_on), r.external_id])


def _fresh(known: Known, values: dict[str, Any]) -> dict[str, Any]:
    by = known.owners[values["account_id"]]
    return {"by_id": by, "created_at": known.now, "batch": "", "answer_batch": ""}


REQUESTS = Noun(
    "requests",
    RQ,
    (
        Column("account", to="account_id", required=True, refers="accounts"),
        Column("contact", NAME, to=None, names_met=True),
        Column("text", NOTE, required=True),
        Column("asked_on", DATE, required=True),
        Column("answered_on", DATE),
        Column("external_id", ID),
    ),
    one="request",
    by="by_id",
    read_as="requests_logged",
    undone="voided_at",
    id_word="q",
    has_own_ids=True,
    fresh=_fresh,
    look=_answered_before,
    write=_write,
    rows=_rows,
)
