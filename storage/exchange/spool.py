"""Rows of a file, however many: by column, some thousand at a time. The blocks of a large one stand in a file
of the system that nobody else can open and that ends with the process; what is looked at is one block."""

from __future__ import annotations

import marshal
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, overload

BLOCK = 2_000
HELD = 10
"""Blocks that are kept in memory before any is put on disk: most files have no more."""
Columns = list[list[str]]


class Held:
    """A column of a block: its cells, or where they stand in the file."""

    __slots__ = ("_at", "_cells")

    def __init__(self, cells: list[str]) -> None:
        self._cells: list[str] | None = cells
        self._at: tuple[IO[bytes], int, int] | None = None

    def put(self, file: IO[bytes]) -> None:
        if self._cells is not None:
            said = marshal.dumps(self._cells)
            self._at = (file, file.seek(0, 2), len(said))
            file.write(said)
            self._cells = None

    def cells(self) -> list[str]:
        if self._cells is not None:
            return self._cells
        assert self._at is not None
        file, start, size = self._at
        file.seek(start)
        cells: list[str] = marshal.loads(file.read(size))
        return cells


class Spool(Sequence[list[str]]):
    """Rows in the order in which they were added. A block that was put from columns of another one is not
    held twice."""

    def __init__(self, rows: Iterable[list[str]] = ()) -> None:
        self._blocks: list[tuple[int, list[Held]]] = []
        self._tail: list[list[str]] = []
        self._file: IO[bytes] | None = None
        self._seen: tuple[int | None, list[list[str]]] = (None, [])
        for row in rows:
            self.append(row)

    def append(self, row: list[str]) -> None:
        self._tail.append(row)
        if len(self._tail) == BLOCK:
            tail, self._tail = self._tail, []
            self._put([Held(list(column)) for column in zip(*tail, strict=True)])

    def put(self, columns: Sequence[Held | list[str]]) -> list[Held]:
        """Take a whole block (BLOCK rows, or the last ones) by its columns."""
        held = [c if isinstance(c, Held) else Held(c) for c in columns]
        size = len(held[0].cells())
        if size == BLOCK:
            self._put(held)
        else:
            self._tail += map(list, zip(*(h.cells() for h in held), strict=True))
        return held

    def _put(self, held: list[Held]) -> None:
        self._blocks.append((BLOCK, held))
        if len(self._blocks) > HELD:
            if self._file is None:
                self._file = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the rows
                for _, columns in self._blocks[:-1]:
                    self._store(columns)
            self._store(held)

    def _store(self, columns: Iterable[Held]) -> None:
        assert self._file is not None
        for column in columns:
            column.put(self._file)

    def blocks(self) -> Iterator[tuple[int, list[Held]]]:
        """(number of the first row, columns) of each block."""
        start = 0
        for size, columns in self._blocks:
            yield start, columns
            start += size
        if self._tail:
            yield start, [Held(list(c)) for c in zip(*self._tail, strict=True)]

    def __len__(self) -> int:
        return len(self._blocks) * BLOCK + len(self._tail)

    def __iter__(self) -> Iterator[list[str]]:
        for _, columns in self.blocks():
            yield from map(list, zip(*(c.cells() for c in columns), strict=True))

    @overload
    def __getitem__(self, number: int) -> list[str]: ...

    @overload
    def __getitem__(self, number: slice) -> list[list[str]]: ...

    def __getitem__(self, number: int | slice) -> list[str] | list[list[str]]:
        if isinstance(number, slice):
            return [self[n] for n in range(*number.indices(len(self)))]
        if number // BLOCK == self._seen[0]:
            return self._seen[1][number % BLOCK]
        block, place = divmod(number + len(self) if number < 0 else number, BLOCK)
        if block >= len(self._blocks):
            return self._tail[place]
        if self._seen[0] != block:
            columns = self._blocks[block][1]
            self._seen = (block, list(map(list, zip(*(c.cells() for c in columns), strict=True))))
        return self._seen[1][place]

    def with_column(self, place: int, change: Callable[[list[str]], list[str]]) -> Spool:
        """The same rows with one column's cells as `change` makes them."""
        made = Spool()
        for _, columns in self.blocks():
            made.put([*columns[:place], change(columns[place].cells()), *columns[place + 1 :]])
        return made
