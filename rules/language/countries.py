"""Countries as lines name them, in English, Korean and Japanese."""

from __future__ import annotations

from functools import cache

from babel.core import Locale

from .fold import fold

AMBIGUOUS = frozenset({"georgia", "jordan", "chad", "us"})
"""Names that are as often something else."""


def country_of(place: str) -> str:
    """The code of the country that a place begins with; empty where it is none."""
    said = place.strip().strip(".")
    known, tokens = countries(), said.split(" ")
    for n in range(min(len(tokens), 4), 0, -1):
        if code := known.get(" ".join(tokens[:n]).rstrip(".,")):
            return code
    return ""


@cache
def countries() -> dict[str, str]:
    """Codes by the folded names of countries in English, Korean and Japanese."""
    names = {"uk": "GB", "usa": "US", "turkey": "TR", "czech republic": "CZ", "holland": "NL"}
    for language in ("en", "ko", "ja"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("ZZ", "EU", "EZ", "UN", "XA", "XB", "QO"):
                names.setdefault(fold(name), code)
    return {name: code for name, code in names.items() if name not in AMBIGUOUS}
