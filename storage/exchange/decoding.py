"""The text of a file from its bytes: in which letters, and with what between its cells. What is no CSV at all
is said so."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass, field
from typing import BinaryIO, TextIO

from .guessing import known_headings

UTF8 = "is not UTF-8 text. Save the file as “CSV UTF-8” and import it again."
_WORKBOOKS = {
    b"PK\x03\x04": "is an Excel workbook or another archive. Save it as “CSV UTF-8” and send that.",
    b"\xd0\xcf\x11\xe0": "is an old Excel workbook. Save it as “CSV UTF-8” and send that.",
    b"%PDF": "is a PDF. Export a CSV and send that.",
}
PIECE = 1 << 20
_OLD = ("cp932", "cp949")
"""As what card scanners and spreadsheets of Japan and Korea save by default."""


@dataclass(frozen=True, slots=True)
class Text:
    """What a file says, to be read once; `letters` other than UTF-8, where it was read so; `delimiter`: what
    stands between its cells; `wrong`: why it can't be read, with the line."""

    lines: TextIO = field(default_factory=io.StringIO)
    letters: str = ""
    delimiter: str = ","
    wrong: str = ""
    line: int = 0


def decoded(file: BinaryIO) -> Text:
    """Text of a file. Letters other than Unicode's are believed where they make headings that we know: a name
    read in the wrong ones would look right to nobody but us. Of UTF-8 no more than a piece is held."""
    begin = file.read(8)
    file.seek(0)
    for begins, why in _WORKBOOKS.items():
        if begin.startswith(begins):
            return Text(wrong=why)
    if begin.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return _of(file.read().decode("utf-16"), "UTF-16")
        except UnicodeDecodeError:
            return Text(wrong="is not UTF-16 text, though it begins so. Save the file as “CSV UTF-8”.")
    if not _is_utf8(file):
        file.seek(0)
        content = file.read()
        try:
            content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            return _in_old_letters(content) or Text(wrong=UTF8, line=line)
    file.seek(0)
    head = codecs.getincrementaldecoder("utf-8-sig")().decode(file.read(PIECE))
    file.seek(0)
    return Text(io.TextIOWrapper(file, encoding="utf-8-sig", newline=""), delimiter=delimiter_of(head))


def _is_utf8(file: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while piece := file.read(PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _of(text: str, letters: str) -> Text:
    return Text(io.StringIO(text, newline=""), letters, delimiter_of(text))


def _in_old_letters(content: bytes) -> Text | None:
    head = content.split(b"\n", 1)[0]
    best, most = None, 0
    for letters in _OLD:
        try:
            header = head.decode(letters)
            text = content.decode(letters)
        except UnicodeDecodeError:
            continue
        cells = next(csv.reader(io.StringIO(header.strip()), delimiter=delimiter_of(header)), [])
        known = known_headings([c.strip() for c in cells]) if not header.isascii() else 0
        if known > most:
            best, most = _of(text, {"cp932": "Shift-JIS", "cp949": "CP949"}[letters]), known
    return best


def delimiter_of(text: str) -> str:
    """What stands between the cells of a first line: a comma, unless there is more of another outside
    quotes."""
    line, inside, counts = text.split("\n", 1)[0], False, {",": 0, ";": 0, "\t": 0}
    for sign in line:
        if sign == '"':
            inside = not inside
        elif not inside and sign in counts:
            counts[sign] += 1
    return max(counts, key=lambda sign: (counts[sign], sign == ","))
