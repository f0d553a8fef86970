"""Erased people are known by keyed hashes alone: so they are taken out of texts, and out of what is
imported later."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from rules.names import normalise, word_spans

from .. import onward, tables
from ..exchange.noun import Noun
from ..records import A
from ..tables.written import Whose, written_in

ER = tables.table(tables.Erased)
GONE = "[erased]"
_EMAIL, _MOST_WORDS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), 4


def mark(secret: str, what: str) -> str:
    """The keyed hash that stands for an erased address or name."""
    return hmac.new(secret.encode(), f"erased:{what.strip().lower()}".encode(), hashlib.sha256).hexdigest()[
        :32
    ]


def marks(session: Session, ws: int) -> frozenset[str]:
    """Hashes of all that was erased."""
    return frozenset(session.execute(select(ER.c.mark).where(ER.c.workspace_id == ws)).scalars())


def named(name: str, account_id: int | None = None) -> str:
    """A name is forgotten everywhere; that of a contact in texts about its account only."""
    return f"name:{'' if account_id is None else account_id}:{normalise(name)}"


def pieces_of(name: str) -> list[str]:
    """The name, and pieces of one that is longer than what texts are looked through for: at most four
    words, at least two."""
    words = normalise(name).split()
    count = -(-len(words) // _MOST_WORDS)
    edges = [len(words) * n // count for n in range(count + 1)] if count > 1 else []
    return [name, *(" ".join(words[a:b]) for a, b in pairwise(edges))]


@dataclass
class Forgetter:
    """Knows erased people by their hashes alone, and takes them out of texts and of files' rows. `alike`:
    accounts with those that went into each: whoever was erased there is erased here."""

    secret: str
    erased: Collection[str]
    alike: Mapping[int, Sequence[int]] = field(default_factory=dict)
    _known: dict[str, bool] = field(default_factory=dict)

    def is_erased(self, what: str) -> bool:
        known = self._known.get(what)
        if known is None:
            known = self._known[what] = mark(self.secret, what) in self.erased
        return known

    def _is_name(self, words: str, account_id: int | None) -> bool:
        if self.is_erased(named(words)) or account_id is None:
            return self.is_erased(named(words))
        there = (account_id, *self.alike.get(account_id, ()))
        return any(self.is_erased(named(words, account)) for account in there)

    def text(self, text: str, account_id: int | None = None) -> str:
        """The text without erased addresses and names; of more than four words piece by piece."""
        text = _EMAIL.sub(lambda m: GONE if self.is_erased(m.group().strip(".")) else m.group(), text)
        words, parts, last, n = word_spans(text), [], 0, 0
        while n < len(words):
            for count in range(min(_MOST_WORDS, len(words) - n), 0, -1):
                start, end = words[n][0], words[n + count - 1][1]
                if end - start < 120 and self._is_name(text[start:end], account_id):
                    parts += [text[last:start], GONE]
                    last, n = end, n + count
                    break
            else:
                n += 1
        return "".join(parts) + text[last:] if parts else text

    def deep(self, value: Any, account_id: int | None = None) -> Any:
        """The same for every text in a JSON value; a part of it that names its `account` is about that
        one."""
        if isinstance(value, dict):
            own = value.get("account")
            account_id = own if isinstance(own, int) else account_id
            return {k: self.deep(v, account_id) for k, v in value.items()}
        if isinstance(value, list):
            return [self.deep(v, account_id) for v in value]
        return self.text(value, account_id) if isinstance(value, str) else value

    def address(self, email: str) -> str:
        """An address as it stands on file: that of an erased person of ours is a hash."""
        return gone(self.secret, email) if email and self.is_erased(email) else email

    def row(self, noun: Noun, row: Sequence[str], account_id: int | None) -> list[str]:
        """A row brought as if it had never named them: addresses become hashes, contacts are left out.
        What the row or a customer is called stays: whoever was erased has no row of their own."""
        cells = []
        for column, cell, is_called in zip(noun.columns, row, _called(noun), strict=True):
            if column.refers == "people":
                cells.append(self.address(cell))
            elif column.names_met:
                there = (n.strip() for n in cell.split(";"))
                cells.append(
                    ";".join(
                        n for n in there if n and not self.is_erased(n) and not self._is_name(n, account_id)
                    )
                )
            else:
                cells.append(cell if is_called else self.text(cell, account_id))
        return cells


@lru_cache
def _called(noun: Noun) -> tuple[bool, ...]:
    """Of each of a noun's columns, whether it is what a person, a contact or a customer is called."""
    companies = written_in(noun.table, Whose.COMPANY)
    return tuple(c.name in noun.person or c.refers == "accounts" or c.into in companies for c in noun.columns)


def gone(secret: str, email: str) -> str:
    """What stands for an erased person's address, so that their touches and accounts still have an author
    and an owner."""
    return f"{mark(secret, email)}@erased.invalid"


def accounts_by_key(session: Session, ws: int) -> dict[str, int]:
    """Accounts by what files call them; those that were merged by what they were called."""
    there = select(A.c.key, A.c.id).where(A.c.workspace_id == ws, A.c.merged_into_id.is_(None))
    to, names = onward.went(session, ws), onward.called(session, ws)
    former = {normalise(name): to[gone] for gone, names_of in names.items() for name in names_of}
    return former | {r.key: r.id for r in session.execute(there)}


def account_in(noun: Noun, row: Sequence[str], find: Callable[[str], int | None]) -> int | None:
    """The account that a row brought is about."""
    return find(normalise(row[noun.place[noun.about]])) if noun.about else None
