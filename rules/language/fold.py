"""The form in which a line is looked through: small letters without accents, plain signs, one character for
each of the line's, so that a place found in it is a place in the line."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_SIGNS = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "}
)


def fold(text: str) -> str:
    """As long as the text. Hangul and kana stay whole; full-width letters, digits and signs become plain."""
    return "".join(map(_folded, text.translate(_SIGNS)))


@lru_cache(maxsize=4096)
def _folded(sign: str) -> str:
    plain = unicodedata.normalize("NFKC", sign)
    if len(plain) != 1 or (sign.isdigit() and not sign.isdecimal()):  # "²" is no 2
        plain = sign
    small = plain.lower() if len(plain.lower()) == 1 else plain
    base = unicodedata.normalize("NFD", small)[0]
    return base if base.isascii() else small
