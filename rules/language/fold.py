"""The form in which a line is looked through: small letters without accents, plain signs, one character for
each of the line's, so that a place found in it is a place in the line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol


class _Placed(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


REACH = 80
"""Characters before a place in which the words that turn it are looked for."""
_SIGNS = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "}
)


def fold(text: str) -> str:
    """As long as the text. Hangul and kana stay whole; full-width letters, digits and signs become plain."""
    return "".join(map(_folded, text.translate(_SIGNS)))


def with_digraphs(words: str) -> str:
    """A pattern of German words as they stand in a folded text: "zurück" as "zuruck" or "zurueck"."""
    return words.replace("ü", "ue?").replace("ä", "ae?").replace("ö", "oe?")


def before(words: re.Pattern[str], text: str, at: int) -> bool:
    """Whether words that end where they are asked for stand right before a place; not looked for from the
    beginning of the text, which would cost its length for each place in it."""
    return words.search(text, max(0, at - REACH), at) is not None


class Cover:
    """Which places of a text are explained; asked about one, it looks at no other."""

    def __init__(self, length: int, *groups: Iterable[_Placed]) -> None:
        self._signs = bytearray(length)
        for group in groups:
            for p in group:
                self.add(p.start, p.end)

    def add(self, start: int, end: int) -> None:
        self._signs[start:end] = b"\1" * (end - start)

    def touches(self, start: int, end: int) -> bool:
        return 1 in self._signs[start:end]


@lru_cache(maxsize=4096)
def _folded(sign: str) -> str:
    plain = unicodedata.normalize("NFKC", sign)
    if len(plain) != 1 or (sign.isdigit() and not sign.isdecimal()):  # "²" is no 2
        plain = sign
    small = plain.lower() if len(plain.lower()) == 1 else plain
    base = unicodedata.normalize("NFD", small)[0]
    return base if base.isascii() else small
