"""Slips of the keyboard in words of contact ("yestrday", "emialed"), put right before a line is read."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from .marks import marks_in
from .who import Known
from .words import TONGUES
from .words.names import FILLER, NO_NAME
from .words.typos import MEANT, NO_SLIP


def mended(line: str, known: Known) -> str:
    """A line with the slips in its words of contact put right ("yestrday", "emialed"); one letter each."""
    return _LONG_WORD.sub(lambda m: _meant(m[0]) if m[0].isascii() and not known.has(m[0]) else m[0], line)


_LONG_WORD = re.compile(r"(?<![\w'@.])[a-z]{4,12}(?![\w'@.-])", re.IGNORECASE)


@lru_cache(maxsize=2048)
def _meant(word: str) -> str:
    small = word.lower()
    if (
        small in MEANT
        or small in NO_SLIP
        or small in NO_NAME
        or small in FILLER
        or marks_in(small, (TONGUES["en"],))
    ):
        return word
    near = (m for m in MEANT if m[0] == small[0] and abs(len(m) - len(small)) <= 1)
    return next((m for m in near if DamerauLevenshtein.distance(small, m, score_cutoff=1) <= 1), word)
