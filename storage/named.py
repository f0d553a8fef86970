"""Whom a typed line may name: the book of who writes it, and beside it the accounts of others whose names
begin with one of its words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, literal_column, or_, select, union_all
from sqlmodel import Session

from rules.language.named import Account, Person
from rules.names import normalise

from . import tables
from .prepared import Known, Prepared
from .records import A, C

AN = tables.table(tables.AccountName)
_LAST = "\U0010ffff"
MOST_WORDS = 30
"""Words of a line that are looked up in the workspace."""
MOST_EACH = 10

_BOOK = Known(
    select(A.c.id, A.c.name, A.c.aliases)
    .where(A.c.workspace_id == bindparam("ws"), A.c.owner_id == bindparam("own"), A.c.status != "churned")
    .order_by(A.c.id),
    lambda rows: tuple(Account(r.id, r.name, _aliases(r.aliases)) for r in rows),
)
_PEOPLE = Known(
    select(C.c.id, C.c.account_id, C.c.name, C.c.role)
    .join(A, A.c.id == C.c.account_id)
    .where(A.c.workspace_id == bindparam("ws"), A.c.owner_id == bindparam("own"), A.c.status != "churned")
    .where(or_(C.c.left_on.is_(None), C.c.left_on > bindparam("today")))
    .order_by(C.c.id),
    lambda rows: tuple(Person(r.id, r.account_id, r.name, r.role) for r in rows),
)
_THERE = Prepared(
    select(C.c.id, C.c.account_id, C.c.name, C.c.role)
    .where(C.c.workspace_id == bindparam("ws"), C.c.account_id == bindparam("account"))
    .where(or_(C.c.left_on.is_(None), C.c.left_on > bindparam("today")))
    .order_by(C.c.id)
)


def _beginning(n: int) -> Select[Any]:
    """Accounts of which a name begins with the word `n`; their rows say which it was."""
    key, last = bindparam(f"key{n}", type_=AN.c.key.type), bindparam(f"last{n}", type_=AN.c.key.type)
    some = (
        select(literal_column(str(n)).label("n"), A.c.id, A.c.name, A.c.aliases, A.c.owner_id)
        .join(AN, AN.c.account_id == A.c.id)
        .where(AN.c.workspace_id == bindparam("ws"), AN.c.key >= key, AN.c.key < last, AN.c.whole)
        .order_by(AN.c.key)
        .limit(bindparam("most"))
        .subquery()
    )
    return select(*some.c)


@cache
def _any_beginning(words: int) -> Prepared:
    """The same for so many words, in one question."""
    return Prepared(union_all(*map(_beginning, range(words))).subquery().select())


def book_of(
    session: Session, ws: int, own: int, today: object
) -> tuple[tuple[Account, ...], tuple[Person, ...]]:
    """The accounts that a person owns and is still to keep, and who is at them on `today`, a date."""
    return _BOOK(session, ws=ws, own=own), _PEOPLE(session, ws=ws, own=own, today=today)


def account_of(session: Session, ws: int, account: int) -> Account | None:
    """One account by its id, whoever owns it."""
    r = session.execute(
        select(A.c.name, A.c.aliases).where(A.c.workspace_id == ws, A.c.id == account)
    ).first()
    return Account(account, r.name, _aliases(r.aliases)) if r else None


def beside(
    session: Session, ws: int, own: int, today: object, words: Sequence[str]
) -> tuple[tuple[Account, ...], tuple[Person, ...]]:
    """Accounts of others whose name or alias begins with one of these words, and who is at them."""
    found: dict[int, Account] = {}
    keys = list(dict.fromkeys(k for w in words[:MOST_WORDS] if (k := normalise(w))))
    for r in sorted(_begin(session, ws, keys), key=lambda r: int(r.n)):
        if r.owner_id != own:
            found[r.id] = Account(r.id, r.name, _aliases(r.aliases), mine=False)
    people = [
        Person(r.id, r.account_id, r.name, r.role)
        for account in found
        for r in _THERE(session, ws=ws, account=account, today=today)
    ]
    return tuple(found.values()), tuple(people)


def _begin(session: Session, ws: int, keys: Sequence[str]) -> list[Any]:
    """Accounts of which a name begins with any of these words, at most MOST_EACH a word."""
    if not keys:
        return []
    each = {f"key{n}": key for n, key in enumerate(keys)} | {
        f"last{n}": k + _LAST for n, k in enumerate(keys)
    }
    return _any_beginning(len(keys))(session, ws=ws, most=MOST_EACH, **each)


def _aliases(written: str) -> tuple[str, ...]:
    return tuple(a for a in written.split(";") if a)
