"""Reading a CSV file: the rows that it brings, or what is wrong with it as a whole. Knows nothing of the
database."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path, PurePath

from . import nouns
from .decoding import decoded, delimiter_of
from .guessing import Answer, Guess, Style, guess, mark_of, style_of, whole_name
from .noun import Column
from .rows import Rows
from .styles import as_domain

_FORMULA = frozenset("@+-=|%\t\r")
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
        content = path.read_bytes()
    except OSError as error:
        rows = Rows(nouns.noun(path.stem.lower()), path.name)
        rows.say(0, f"can't be read: {error.strerror}.")
        return rows
    return read_content(path.name, content, answer, before or {})


def read_content(name: str, content: bytes, answer: Answer, before: Answers) -> Rows:
    """Read a file: what it holds is known by its name, else by its headings, and by what was answered. What
    is wrong with it as a whole is in `problems`, what must be asked of it in `questions`."""
    rows = Rows(nouns.noun(PurePath(name).stem.lower()), name)
    text = decoded(content)
    if text.wrong:
        rows.say(text.line, text.wrong)
        return rows
    rows.letters = text.letters
    delimiter = delimiter_of(text.text)
    reader = csv.reader(io.StringIO(text.text, newline=""), strict=True, delimiter=delimiter)
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
        read = _read(rows, reader, len(header))
    except csv.Error as error:
        is_large = "field limit" in str(error)
        rows.say(reader.line_num, LARGE if is_large else f"is no CSV: {error}.")
        return rows
    _take(rows, found, read, delimiter, answer.over(before.get(rows.mark, NOTHING)))
    return rows


def _says(cells: Sequence[str]) -> bool:
    """Whether a line holds anything: exports may begin with lines that do not."""
    return any(cell.strip() for cell in cells)


def _unknown(rows: Rows) -> Rows:
    rows.say(0, f"no such file is known; the names are {', '.join(f'{n.kind}.csv' for n in nouns.NOUNS)}.")
    return rows


Read = list[tuple[int, list[str]]]


def _read(rows: Rows, reader: object, width: int) -> Read:
    read: Read = []
    for cells in reader:  # type: ignore[attr-defined]
        line = reader.line_num  # type: ignore[attr-defined]
        if not _says(cells):
            continue
        if len(cells) != width:
            rows.say(line, f"the row has {len(cells)} cells, the header {width}.")
            continue
        read.append((line, cells))
    return read


def _take(rows: Rows, found: Guess, read: Read, delimiter: str, answer: Answer) -> None:
    """The rows in our own way, where it is certain how the file writes; else what must be asked."""
    noun = rows.of
    cells = {name: _column(read, places) for name, places in found.places.items()}
    checked = {c.name: cells[c.name] for c in noun.columns if c.cell.wrong and c.name in cells}
    style, asks = style_of(noun, checked, delimiter, answer, not found.is_ours or delimiter != ",")
    rows.questions += asks
    told = (style.reworded(c.name, c.cell, cells[c.name]) for c in noun.columns if c.name in checked)
    reworded = [pair for pairs in told for pair in pairs]
    rows.guessed, rows.unknown = [*found.guessed, *reworded[:SHOWN_WORDS]], found.left_out
    rows.has = frozenset(found.places)
    if rows.questions:
        return
    nothing = [""] * len(read)
    ours = [map(_reading(style, c), cells[c.name]) if c.name in cells else nothing for c in noun.columns]
    for (line, _), *row in zip(read, *ours, strict=True):
        rows.add(line, row)


def _column(read: Read, places: Sequence[int]) -> list[str]:
    """A column's cells; a whole name of those that hold its parts."""
    parts = [[_cell(cells[place]) for _, cells in read] for place in places]
    return parts[0] if len(parts) == 1 else list(map(whole_name, *parts))


def _reading(style: Style, column: Column) -> Callable[[str], str]:
    """How the cells of a column are read; most of them are alike."""
    if column.name == "domain":
        return as_domain
    return (
        lru_cache(maxsize=10_000)(partial(style.read, column.name, column.cell)) if column.cell.wrong else str
    )


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
