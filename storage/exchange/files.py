"""Reading a CSV file: the rows that it brings, or what is wrong with it as a whole. Knows nothing of the
database."""

from __future__ import annotations

import csv
import io
from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from . import nouns
from .decoding import decoded
from .guessing import Answer, Guess, Style, Telling, guess, mark_of, style_of, whole_name
from .noun import Column
from .rows import Rows
from .spool import BLOCK, Held, Spool
from .styles import as_domain

_FORMULA = frozenset("@+-=|%\t\r")
_BESIDE = "\u2016"
"""Between cells that are looked at together: a printable sign; one that has it itself costs a closer look."""
NOTHING = Answer()
MOST_HEADINGS, SHOWN_HEADINGS, SHOWN_WORDS = 1_000, 12, 8
EMPTY = "is empty: no headings, no rows."
LARGE = (
    f"is no CSV: a cell has over {csv.field_size_limit():,} characters. Shorten it, or close the quotation "
    "mark before it."
)
Answers = Mapping[str, Answer]
"""What was said of files before, by the mark of their headings."""


def read_file(path: Path, answer: Answer = NOTHING, before: Answers | None = None) -> Rows:
    """Read a file of this machine; see `read_content`."""
    try:
        with path.open("rb") as file:
            return _read_text(path.name, file, answer, before or {})
    except OSError as error:
        rows = Rows(nouns.noun(path.stem.lower()), path.name)
        rows.say(0, f"can't be read: {error.strerror}.")
        return rows


def read_content(name: str, content: bytes, answer: Answer, before: Answers) -> Rows:
    """Read a file that is in memory; see `_read_text`."""
    return _read_text(name, io.BytesIO(content), answer, before)


def _read_text(name: str, file: BinaryIO, answer: Answer, before: Answers) -> Rows:
    """Read a file: what it holds is known by its name, else by its headings, and by what was answered. What
    is wrong with it as a whole is in `problems`, what must be asked of it in `questions`."""
    rows = Rows(nouns.noun(PurePath(name).stem.lower()), name)
    text = decoded(file)
    if text.wrong:
        rows.say(text.line, text.wrong)
        return rows
    rows.letters = text.letters
    reader = csv.reader(text.lines, strict=True, delimiter=text.delimiter)
    try:
        header = [h.strip() for h in next(filter(_says, reader), [])]
        if not header:
            rows.say(0, EMPTY)
            return rows
        if len(header) > MOST_HEADINGS:
            rows.say(1, f"has {len(header):,} headings; up to {MOST_HEADINGS:,} are read.")
            return rows
        found = guess(PurePath(name).stem, header, answer.over(before.get(mark_of(header), NOTHING)))
        rows.mark, rows.noun, rows.questions = found.mark, found.noun, found.questions
        if rows.noun is None:
            return _unknown(rows)
        if not _is_whole(rows, header, found):
            return rows
        read = _read(rows, reader, len(header), found)
    except csv.Error as error:
        is_large = "field limit" in str(error)
        rows.say(reader.line_num, LARGE if is_large else f"is no CSV: {error}.")
        return rows
    _take(rows, found, read, text.delimiter, answer.over(before.get(rows.mark, NOTHING)))
    return rows


def _says(cells: Sequence[str]) -> bool:
    """Whether a line holds anything: exports may begin with lines that do not."""
    return any(cell.strip() for cell in cells)


def _unknown(rows: Rows) -> Rows:
    rows.say(0, f"no such file is known; the names are {', '.join(f'{n.kind}.csv' for n in nouns.NOUNS)}.")
    return rows


@dataclass(slots=True)
class Read:
    """What was read of a file: the line of each row, the cells by column of ours, and of columns by which it
    is told how a file writes the values that tell it."""

    names: list[str]
    cells: Spool = field(default_factory=Spool)
    lines: array[int] = field(default_factory=lambda: array("Q"))
    telling: dict[str, Telling] = field(default_factory=dict)


def _read(rows: Rows, reader: Any, width: int, found: Guess) -> Read:
    read = Read(list(found.places))
    read.telling = {n: Telling(rows.of.kind, rows.of.column[n]) for n in read.names}
    block: list[list[str]] = []
    for cells in reader:
        if not _says(cells):
            continue
        if len(cells) != width:
            rows.say(reader.line_num, f"the row has {len(cells)} cells, the header {width}.")
            continue
        block.append(cells)
        read.lines.append(reader.line_num)
        if len(block) == BLOCK:
            _keep(read, block, found)
            block = []
    if block:
        _keep(read, block, found)
    return read


def _keep(read: Read, block: list[list[str]], found: Guess) -> None:
    """A block of rows by column, a whole name of those that hold its parts."""
    its, plain = list(zip(*block, strict=True)), _is_plain(block)
    columns = []
    for name, places in found.places.items():
        parts = [list(its[place]) if plain else list(map(_cell, its[place])) for place in places]
        columns.append(parts[0] if len(parts) == 1 else list(map(whole_name, *parts)))
        read.telling[name].look(columns[-1])
    read.cells.put(columns)


def _is_plain(block: list[list[str]]) -> bool:
    """Whether no cell of a block begins or ends with anything but a sign, all of them looked at at once."""
    said = "".join([_BESIDE, *(f"{_BESIDE.join(cells)}{_BESIDE}" for cells in block)])
    beside = (f" {_BESIDE}", f"{_BESIDE} ", f"{_BESIDE}'")
    return said.isprintable() and not any(it in said for it in beside)


def _take(rows: Rows, found: Guess, read: Read, delimiter: str, answer: Answer) -> None:
    """The rows in our own way, where it is certain how the file writes; else what must be asked."""
    noun = rows.of
    checked = {
        c.name: read.telling[c.name].values for c in noun.columns if c.cell.wrong and c.name in read.names
    }
    style, asks = style_of(noun, checked, delimiter, answer, not found.is_ours or delimiter != ",")
    rows.questions += asks
    told = (style.reworded(c.name, c.cell, checked[c.name]) for c in noun.columns if c.name in checked)
    reworded = [pair for pairs in told for pair in pairs]
    rows.guessed, rows.unknown = [*found.guessed, *reworded[:SHOWN_WORDS]], found.left_out
    rows.has = frozenset(found.places)
    if rows.questions:
        return
    readings = [
        (_reading(style, c), read.names.index(c.name)) if c.name in read.names else None for c in noun.columns
    ]
    for start, columns in read.cells.blocks():
        size = len(columns[0].cells())
        block: list[Held | list[str]] = []
        for reading in readings:
            if reading is None:
                block.append([""] * size)
                continue
            as_read, held = reading[0], columns[reading[1]]
            cells = held.cells() if as_read is None else list(map(as_read, held.cells()))
            block.append(held if as_read is None or cells == held.cells() else cells)
        rows.add_block(read.lines[start : start + size], block)


def _reading(style: Style, column: Column) -> Callable[[str], str] | None:
    """How the cells of a column are read, None for as they are; most of them are alike."""
    if column.name == "domain":
        return as_domain
    if not column.cell.wrong:
        return None
    return lru_cache(maxsize=10_000)(partial(style.read, column.name, column.cell))


def _is_whole(rows: Rows, header: list[str], found: Guess) -> bool:
    """Whether a header has what the noun requires, and nothing of it twice."""
    noun = rows.of
    lower = [h.lower() for h in header]
    if missing := [c for c in noun.required if c not in found.places]:
        rows.say(1, _misses(missing, header))
    elif twice := [c for c in noun.names if lower.count(c) > 1]:
        rows.say(1, f"the column {', '.join(twice)} is there twice.")
    else:
        return True
    return False


def _misses(missing: Sequence[str], header: Sequence[str]) -> str:
    """What is missing, beside the headings that there are: one of them may mean it."""
    which = f"the column {missing[0]} is" if len(missing) == 1 else f"the columns {', '.join(missing)} are"
    there = ", ".join(heading[:40] for heading in header[:SHOWN_HEADINGS])
    more = ", …" if len(header) > SHOWN_HEADINGS else ""
    return f"{which} missing among its headings ({there}{more}). Call those so that mean it."


def _cell(text: str) -> str:
    """A cell without surrounding space and without an export's guard against formulas."""
    text = text.replace("\x00", "").strip()
    if len(text) > 1 and text[0] == "'" and text[1] in _FORMULA:
        text = text[1:].replace("\\|", "|")
    return text
