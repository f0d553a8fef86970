"""Rows of a noun, whatever brought them, each with where it came from; and what is wrong, where."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableSequence, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .cells import clean
from .noun import EXTERNAL_ID, Noun
from .spool import Held, Spool

if TYPE_CHECKING:
    from .guessing import Question

Where = int | str
Lines = MutableSequence[int] | list[Where]
MOST_PROBLEMS = 1_000
"""Of a file that are kept; the others are only counted."""


def said_at(where: Where) -> str:
    """Where a row came from, in words."""
    return f"line {where}" if isinstance(where, int) else where


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where. `line`: a file's lines count from 1, the header being line 1, and 0 is the
    file as a whole; what is no file says in a word of its own which row it is."""

    file: str
    line: Where
    column: str
    value: str
    what: str

    def __str__(self) -> str:
        where = f"{self.file}, {said_at(self.line)}" if self.line else self.file
        shown = f", {self.column} “{self.value[:60]}”" if self.column else ""
        return f"{where}{shown}: {self.what}"


@dataclass(slots=True)
class Rows:
    """Rows in the order of the noun's columns, with where each came from; `raw` as they were brought, by
    which they are known. `has`: the columns that were brought; a cell of another one is empty and says
    nothing. `noun` None: nobody knows the kind. Of a file: the `mark` of its headings, the `letters` it was
    read in where they are not UTF-8's, the headings `guessed` for columns, and what must be asked of it
    before any row is read. `more`: how many more problems there are than are kept."""

    noun: Noun | None
    file: str
    has: frozenset[str] = frozenset()
    rows: Spool = field(default_factory=Spool)
    lines: Lines = field(default_factory=lambda: array("Q"))
    unknown: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    raw: Spool = field(default_factory=Spool)
    mark: str = ""
    letters: str = ""
    guessed: list[tuple[str, str]] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    more: int = 0
    doubled: frozenset[int] | None = None
    """Hashes of keys that several rows have, once that was asked (match.py)."""

    @property
    def of(self) -> Noun:
        """The noun of rows that have one."""
        assert self.noun is not None
        return self.noun

    def say(self, line: Where, what: str) -> None:
        """A problem of a whole line, or of the file."""
        self.wrong(Problem(self.file, line, "", value="", what=what))

    def wrong(self, problem: Problem) -> None:
        """A problem: kept while there are few, else counted."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)
        else:
            self.more += 1

    def where(self, wanted: Callable[[list[Held]], bool]) -> Iterator[tuple[int, list[str]]]:
        """(number, row) of the blocks in which something is to be looked at row by row."""
        for start, columns in self.rows.blocks():
            if wanted(columns):
                yield from enumerate(map(list, zip(*(c.cells() for c in columns), strict=True)), start)

    def add(self, where: Where, cells: list[str]) -> None:
        """Take one row: its cells in the order of the noun's columns, without surrounding space."""
        self.raw.append(cells)
        columns = self.of.columns
        if not "".join(cells).isprintable():
            cells = [clean(text, c.cell.lines) for c, text in zip(columns, cells, strict=True)]
        if tidied := self.of.tidied:
            cells = [*cells]
            for place, tidy in tidied:
                cells[place] = tidy(cells[place])
        self.rows.append(cells)
        if isinstance(where, str) and isinstance(self.lines, array):
            self.lines = list(self.lines)
        self.lines.append(where)  # type: ignore[arg-type]

    def add_block(self, lines: Iterable[int], columns: Sequence[Held | list[str]]) -> None:
        """The same for a block of rows, by column; what needs no change is held once."""
        held = self.raw.put(columns)
        tidied = dict(self.of.tidied)
        made: list[Held | list[str]] = []
        for place, (column, its) in enumerate(zip(self.of.columns, held, strict=True)):
            was = cells = its.cells()
            if not "".join(cells).isprintable():
                cells = [clean(text, column.cell.lines) for text in cells]
            if place in tidied:
                cells = list(map(tidied[place], cells))
            made.append(its if cells is was or cells == was else cells)
        self.rows.put(made)
        assert isinstance(self.lines, array)
        self.lines.extend(lines)


def gathered(
    noun: Noun, source: str, columns: Sequence[str], records: Iterable[tuple[Where, Mapping[str, str]]]
) -> Rows:
    """Rows that another system brings, under its name: (what its report calls a record, cells by column).
    The source's name is part of each external id, so that ids of two systems never meet and an export read
    back is the same row."""
    brought = Rows(noun, f"{source} {noun.kind}", frozenset(columns).intersection(noun.names))
    brought.unknown = [c for c in columns if c not in noun.place]
    for where, record in records:
        cells = [record.get(name, "").replace("\x00", "").strip() for name in noun.names]
        if noun.has_ids and (external := cells[noun.place[EXTERNAL_ID]]):
            cells[noun.place[EXTERNAL_ID]] = f"{source}:{external}"
        brought.add(where, cells)
    return brought
