"""What a noun declares of itself: its columns in a file and in its table, how a row is known again, who wrote
it.

Reading, checking, referring, keying, writing, exporting and the read-out of a person ask these values; none
lists nouns.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table
from sqlmodel import Session

from .cells import TEXT, Cell

if TYPE_CHECKING:
    from ..database import Database
    from .checks import Checked
    from .known import Change, Known
    from .rows import Problem, Rows

EXTERNAL_ID = "external_id"
Kept = Callable[[int, Mapping[str, str]], Collection[str]]
"""Of a row, by its id and its cells before an import: the columns that can't be as they were."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a noun's file. `to`: the table's column when it has another name; None when no column of
    the table holds it. `refers`: the kind of the noun that its cell names, `to` then holds that row's id;
    one of its own kind is set once every row is there. `noon`: a day, of which the table holds noon where
    whoever wrote the row is. `currency`: the file's column with the currency of
    its amount. `names_met`: contacts by name, `;` between them. `itself`: a row may refer to itself."""

    name: str
    cell: Cell = TEXT
    to: str | None = ""
    required: bool = False
    refers: str = ""
    currency: str = ""
    names_met: bool = False
    itself: bool = False
    noon: bool = False
    last: bool = False

    @property
    def into(self) -> str | None:
        return self.to if self.to != "" else self.name


@dataclass(frozen=True, eq=False)
class Noun:
    """A kind of row, file `<kind>.csv`. Known again by its external id, else by the columns `named` (in which
    the last is its name and those before say within what), else by its content and its ordinal among equal
    rows.

    What few need: `found_by`, the table's column with the folded name by which other nouns refer to it;
    `about`, the file's column with the account that a row is about; `by`, the table's column with the
    person who wrote it (nobody: the account's owner); `read_as`, what the read-out of a person calls their
    rows; `person`, the columns of whoever the row is, the address first; `undone`, the table's column that
    is set on a row which was undone; `one` and `nowhere`, words of the report; `id_word`, what stands for
    the kind in ids that an export gives; `has_own_ids`, rows made in Slack have an external id; `of_many`,
    there are far more of them than accounts, and all that its table holds was said by somebody. Its own
    steps: `fresh`, what a new row holds beside its cells; `look`, what is wrong with rows whatever else
    there is; `agree`, with rows among each other; `held_since`, which cells can't be as they were before
    an import that is undone, for what was done since; `ready`, before any is written; `write`, ids of the
    rows written; `link`, what is set once every row is there; `rows`, what an export says (of the rows with
    these ids, of all for None)."""

    kind: str
    table: Table
    columns: tuple[Column, ...]
    one: str = "row"
    named: tuple[str, ...] = ()
    found_by: str = ""
    about: str = "account"
    by: str = ""
    read_as: str = ""
    person: tuple[str, ...] = ()
    undone: str = ""
    nowhere: str = ""
    id_word: str = ""
    has_own_ids: bool = False
    of_many: bool = False
    fresh: Callable[[Known, dict[str, Any]], dict[str, Any]] | None = None
    look: Callable[[Known, Rows], Iterable[tuple[int, Problem]]] | None = None
    agree: Callable[[Session, Known, Checked], None] | None = None
    held_since: Callable[[Session, Known], Kept] | None = None
    ready: Callable[[Database, Known, list[Change], Sequence[Change]], None] | None = None
    write: Callable[[Session, Known, Sequence[Change]], list[int]] | None = None
    link: Callable[[Session, Known, Sequence[Change]], None] | None = None
    rows: Callable[[Session, int, Sequence[int] | None], Iterator[tuple[int, list[str]]]] | None = None

    @cached_property
    def names(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns)

    @cached_property
    def place(self) -> dict[str, int]:
        return {name: n for n, name in enumerate(self.names)}

    @cached_property
    def column(self) -> dict[str, Column]:
        return {c.name: c for c in self.columns}

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(c.name for c in self.columns if c.required)

    @property
    def has_ids(self) -> bool:
        return EXTERNAL_ID in self.place

    @property
    def is_given_ids(self) -> bool:
        """Its rows are known by an id alone: one that has none is given one in an export, so that it is
        the same row read back."""
        return self.has_ids and not self.found_by

    @cached_property
    def later(self) -> tuple[Column, ...]:
        """Columns that are set once every row is there."""
        return tuple(c for c in self.columns if c.refers == self.kind or c.last)

    @cached_property
    def amounts(self) -> tuple[Column, ...]:
        return tuple(c for c in self.columns if c.currency)

    @cached_property
    def currencies(self) -> frozenset[str]:
        """Columns with the currency of an amount."""
        return frozenset(c.currency for c in self.amounts)

    @cached_property
    def kept(self) -> tuple[tuple[int, int], ...]:
        """Places of notes that the table says are kept for a while, each with the place of the day since
        when."""
        places = {c.into: n for n, c in enumerate(self.columns) if c.into}
        written = {into: self.table.c[into].info.get("written") for into in places}
        return tuple(
            (places[into], places[w.kept.since])
            for into, w in written.items()
            if w and w.kept and w.kept.since in places
        )

    @cached_property
    def lines(self) -> str:
        """The first column whose text may have several lines; "" when none has."""
        return next((c.name for c in self.columns if c.cell.lines), "")

    @cached_property
    def tidied(self) -> tuple[tuple[int, Callable[[str], str]], ...]:
        """Places of cells whose text is always written one way, and how."""
        return tuple((n, c.cell.tidy) for n, c in enumerate(self.columns) if c.cell.tidy)
