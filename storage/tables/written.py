"""Whose text a column of text or JSON holds. Each such column says so where it is declared; storage/privacy/
reads it there.

| whose   | what stands in it                                        | when somebody is erased                                |
| ------- | -------------------------------------------------------- | ------------------------------------------------------ |
| choice  | one of a few words, a number, a currency                 | stays                                                  |
| id      | what another system or one of ours calls it              | stays                                                  |
| key     | made from other things: folded, hashed, drawn            | stays, and is not read out                             |
| company | what a company is called, a customer or our own          | stays: a customer keeps its name, a person's or not    |
| person  | about the person of ours whose row it is (or `of`)       | back to its default, or `then`                         |
| contact | about the contact whose row it is                        | goes with the row                                      |
| said    | free text of a person, a file or Tend                    | their names and addresses are taken out of it          |
| file    | a row of a file (`kind`, `row_id` beside it)             | the same, as an import takes them out of the file      |

Nothing else in the house names these columns for erasing, reading out or keeping for a while.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, Table


class Whose(StrEnum):
    """Whose text it is; the first three are nobody's."""

    CHOICE = "choice"
    ID = "id"
    KEY = "key"
    COMPANY = "company"
    PERSON = "person"
    CONTACT = "contact"
    SAID = "said"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Kept:
    """A note is kept as long as the workspace says, counted from the instant or date in the column `since`
    (empty: not yet). Of JSON the values `keys` are notes, in rows whose column `where` is one of `among`."""

    since: str
    keys: tuple[str, ...] = ()
    where: str = ""
    among: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """Whose text a column holds. `by`: the column with its author, a person of ours. `account`: the column
    with the account it is about, where the account's contacts are known by their names (JSON may name its
    `account` itself). `of`: the column with the person, when it isn't their own row. `then`: what stands
    there once they are erased."""

    whose: Whose
    by: str = ""
    account: str = ""
    of: str = ""
    then: str = ""
    kept: Kept | None = None


CHOICE, ID, KEY, COMPANY = (
    Written(Whose.CHOICE),
    Written(Whose.ID),
    Written(Whose.KEY),
    Written(Whose.COMPANY),
)
PERSON, CONTACT, FILE = Written(Whose.PERSON), Written(Whose.CONTACT), Written(Whose.FILE)


def person(*, of: str = "", then: str = "") -> Written:
    """About a person of ours: the one in the column `of`; `then` instead of the default when they are
    erased."""
    return Written(Whose.PERSON, of=of, then=then)


def said(*, by: str = "", account: str = "", kept: Kept | None = None) -> Written:
    """Free text: whose, about which account, and whether it is kept only for a while."""
    return Written(Whose.SAID, by=by, account=account, kept=kept)


def written_in(table: Table, *whose: Whose) -> dict[str, tuple[Column[Any], Written]]:
    """Columns of a table that hold such texts, by name."""
    declared = ((c, c.info.get("written")) for c in table.columns)
    return {c.name: (c, w) for c, w in declared if w is not None and w.whose in whose}
