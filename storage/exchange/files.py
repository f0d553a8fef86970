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
    found = Rows(nouns.noun(path.stem.lower()), path.name)
    if found.noun is None:
        found.say(
            0, f"no such file is known; the names are {', '.join(f'{n.kind}.csv' for n in nouns.NOUNS)}."
        )
        return found
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        found.say(0, f"can't be read: {error.strerror}.")
        return found
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        found.say(line, "is not UTF-8 text. Save the file as “CSV UTF-8” and import it again.")
        return found
    _parse(found, content)
    return found


def _parse(found: Rows, content: str) -> None:
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    try:
        header = [h.strip().lower() for h in next(reader, [])]
        if not _is_whole(found, header):
            return
        names, width = found.of.names, len(header)
        found.unknown, found.has = (
            [h for h in header if h not in names],
            frozenset(names).intersection(header),
        )
        places = [header.index(c) if c in header else -1 for c in names]
        for read in reader:
            if not any(read):
                continue
            if len(read) != width:
                found.say(reader.line_num, f"the row has {len(read)} cells, the header {width}.")
                continue
            found.add(reader.line_num, [_cell(read[p]) if p >= 0 else "" for p in places])
    except csv.Error as error:  # a cell of over 131,072 characters, too
        found.say(reader.line_num, f"is no CSV: {error}.")


def _is_whole(found: Rows, header: list[str]) -> bool:
    """Whether a header has what the noun requires, and nothing of it twice."""
    if missing := [c for c in found.of.required if c not in header]:
        found.say(1, f"the column {', '.join(missing)} is missing.")
    elif twice := [c for c in found.of.names if header.count(c) > 1]:
        found.say(1, f"the column {', '.join(twice)} is there twice.")
    else:
        return True
    return False


def _cell(text: str) -> str:
    """A cell without surrounding space and without an export's guard against formulas."""
    text = text.replace("\x00", "").strip()
    if len(text) > 1 and text[0] == "'" and text[1] in _FORMULA:
        text = text[1:].replace("\\|", "|")
    return text
