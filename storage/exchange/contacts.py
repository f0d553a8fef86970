"""Writes contacts. A new row may mean somebody on file: whom touches named, or an earlier file knew
without an id or by another name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select, update
from sqlmodel import Session

from rules.records import CONTACT_ROLES

from .. import turned_up
from ..database import new_id
from ..records import A, C
from .cells import BIRTHDAY, DATE, ID, NAME, as_date, one_of
from .known import Change, Known
from .memory import became
from .met import find_or_add, shown_as, there_at
from .noun import Column, Noun
from .writing import values_of


@dataclass(frozen=True, slots=True)
class OnFile:
    id: int
    key: str
    email: str
    external_id: str


@dataclass(slots=True)
class There:
    """Contacts by account and by key, e-mail; each is meant by one row of a file at most."""

    known: Known
    wanted: set[tuple[int, str]]
    by_name: dict[tuple[int, str], list[OnFile]] = field(default_factory=dict)
    by_email: dict[tuple[int, str], list[OnFile]] = field(default_factory=dict)

    def add(self, account: int, contact: OnFile) -> None:
        self.by_name.setdefault((account, contact.key), []).append(contact)
        if contact.email:
            self.by_email.setdefault((account, contact.email.lower()), []).append(contact)

    def take(self, account: int, cells: dict[str, str]) -> int | None:
        """The contact that a row means: of this name (without another e-mail), or of this e-mail, who has
        no other id."""
        key, email = self.known.key(cells["name"]), cells["email"].lower()
        alike = [
            c
            for c in self.by_name.get((account, key), ())
            if not (c.email and email) or c.email.lower() == email
        ]
        if email:  # a touch may have named them by it
            alike += self.by_name.get((account, self.known.key(email)), ())
            alike += (
                c for c in self.by_email.get((account, email), ()) if (account, c.key) not in self.wanted
            )
        free = (
            c
            for c in alike
            if c.id not in self.known.claimed["contacts"] and _one_id(c.external_id, cells["external_id"])
        )
        contact = next(free, None)
        if contact is None:
            return None
        self.known.claimed["contacts"].add(contact.id)
        return contact.id


def _one_id(one: str, other: str) -> bool:
    return not one or not other or one == other


def contacts_there(session: Session, known: Known, changes: Sequence[Change]) -> There:
    """Everybody on file at the accounts that new rows name."""
    new = [c for c in changes if c.row_id is None and c.stands is None]
    wanted = {(known.accounts[known.key(c.cells["account"])], known.key(c.cells["name"])) for c in new}
    there, ids = There(known, wanted), sorted({account for account, _ in wanted})
    columns = (C.c.id, C.c.account_id, C.c.key, C.c.email, C.c.external_id)
    for start in range(0, len(ids), 400):
        query = select(*columns).where(
            C.c.workspace_id == known.ws, C.c.account_id.in_(ids[start : start + 400])
        )
        for row in session.execute(query.order_by(C.c.id)):
            there.add(row.account_id, OnFile(row.id, row.key, row.email, external_id=row.external_id))
    return there


def given(values: dict[str, Any], cells: dict[str, str]) -> dict[str, Any]:
    """What a row that means a contact on file says of them: an empty cell says nothing."""
    said = {c: values[c] for c, cell in cells.items() if c in values and cell}
    return said | {"key": values["key"]}


def write_contacts(session: Session, known: Known, changes: Sequence[Change]) -> list[int]:
    ids = []
    known.left(session, CONTACTS, changes)
    there = contacts_there(session, known, changes)
    for change in changes:
        cells = change.cells
        account = known.accounts[known.key(cells["account"])]
        if change.stands is not None:
            ids.append(change.stands)
            continue
        values = {**values_of(known, CONTACTS, cells, names=CONTACTS.place), "key": known.key(cells["name"])}
        met = there.take(account, cells) if change.row_id is None else None
        if met is not None:
            known.keep(met)
            session.execute(update(C).where(C.c.id == met).values(**given(values, cells)))
            turned_up.look_again(session, known.ws, met, now=known.now)
            ids.append(met)
        elif change.row_id is None:
            values["added_on"] = known.date_of(known.owners[account])
            ids.append(new_id(session.execute(C.insert().values(workspace_id=known.ws, **values))))
        else:
            changed = values_of(known, CONTACTS, cells, names=change.changed)
            session.execute(update(C).where(C.c.id == change.row_id).values(**changed, key=values["key"]))
            if change.changed & {"name", "email"}:
                turned_up.look_again(session, known.ws, change.row_id, now=known.now)
            ids.append(change.row_id)
        known.touched.add(account)
    return ids


def _link(session: Session, known: Known, changes: Sequence[Change]) -> None:
    """Who came after somebody may stand below them: set once everybody is there."""
    new = [c for c in changes if c.row_id is None and c.stands is None and c.cells["successor"]]
    wanted = [*new, *(c for c in changes if "successor" in c.changed)]
    ids = became(session, known.ws, CONTACTS, [c.key for c in wanted])
    at = [known.accounts[known.key(c.cells["account"])] for c in wanted]
    there = there_at(session, known.ws, set(at))
    for change, account in zip(wanted, at, strict=True):
        cells, row_id = change.cells, ids[change.key]
        on = as_date(cells["left_on"]) or as_date(cells["moved_on"]) or known.today
        after = find_or_add(session, known, there, account=account, name=cells["successor"], on=on)
        value = after if after != row_id else None
        session.execute(update(C).where(C.c.id == row_id).values(successor_id=value))


def _rows(session: Session, ws: int, ids: Sequence[int] | None) -> Iterator[tuple[int, list[str]]]:
    after = C.alias("after")
    called = (A.c.name.label("called"), after.c.name.label("after_name"), after.c.email.label("after_email"))
    query = select(C, *called).join(A, A.c.id == C.c.account_id)
    query = query.outerjoin(after, after.c.id == C.c.successor_id)
    query = query.where(C.c.workspace_id == ws, C.c.same_as_id.is_(None))
    if ids is not None:
        query = query.where(C.c.id.in_(ids))
    for r in session.execute(query.order_by(C.c.id)):
        said = {**r._mapping, "account": r.called, "successor": shown_as(r.after_email, r.after_name)}
        yield r.id, [c.cell.show(said[c.name]) for c in CONTACTS.columns]


CONTACTS = Noun(
    "contacts",
    C,
    (
        Column("account", to="account_id", required=True, refers="accounts"),
        Column("name", NAME, required=True),
        Column("email"),
        Column("title"),
        Column("role", one_of(CONTACT_ROLES, empty="other")),
        Column("prefers"),
        Column("birthday", BIRTHDAY),
        Column("left_on", DATE),
        Column("external_id", ID),
        Column("moved_on", DATE),
        Column("successor", NAME, to=None, names_met=True, last=True),
        Column("mourning_until", DATE),
    ),
    one="contact",
    named=("account", "name"),
    person=("email", "name"),
    id_word="c",
    write=write_contacts,
    link=_link,
    rows=_rows,
)
