"""Reading a CSV file: the rows that it brings, or what is wrong with it as a whole. Knows nothing of the
database."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from . import nouns
from .rows import Rows

_FORMULA = frozenset("@+-=|%\t\r")


def read_file(path: Path) -> Rows:
    """Read a file known by its name; what is wrong with it as a whole is in `problems`."""
    rows = Rows(nouns.noun(path.stem.lower()), path.name)
    if rows.noun is None:
        rows.say(
            0, f"no such file is known; the names are {', '.join(f'{n.kind}.csv' for n in nouns.NOUNS)}."
        )
        return rows
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        rows.say(0, f"can't be read: {error.strerror}.")
        return rows
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        rows.say(line, "is not UTF-8 text. Save the file as “CSV UTF-8” and import it again.")
        return rows
    _parse(rows, content)
    return rows


def _parse(rows: Rows, content: str) -> None:
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    try:
        header = [h.strip().lower() for h in next(reader, [])]
        if not _is_whole(rows, header):
            return
        names, width = rows.of.names, len(header)
        rows.unknown, rows.has = (
            [h for h in header if h not in names],
            frozenset(names).intersection(header),
        )
        places = [header.index(c) if c in header else -1 for c in names]
        for read in reader:
            if not any(read):
                continue
            if len(read) != width:
                rows.say(reader.line_num, f"the row has {len(read)} cells, the header {width}.")
                continue
            rows.add(reader.line_num, [_cell(read[p]) if p >= 0 else "" for p in places])
    except csv.Error as error:  # a cell of over 131,072 characters, too
        rows.say(reader.line_num, f"is no CSV: {error}.")


def _is_whole(rows: Rows, header: list[str]) -> bool:
    """Whether a header has what the noun requires, and nothing of it twice."""
    if missing := [c for c in rows.of.required if c not in header]:
        rows.say(1, f"the column {', '.join(missing)} is missing.")
    elif twice := [c for c in rows.of.names if header.count(c) > 1]:
        rows.say(1, f"the column {', '.join(twice)} is there twice.")
    else:
        return True
    return False


def _cell(text: str) -> str:
    """A cell without surrounding space and without an export's guard against formulas."""
    text = text.replace("\x00", "").strip()
    if len(text) > 1 and text[0] == "'" and text[1] in _FORMULA:
        text = text[1:].replace("\\|", "|")
    return text
