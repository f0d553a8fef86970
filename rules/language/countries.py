"""Countries as lines name them, in English, Korean and Japanese."""

from __future__ import annotations

from functools import cache, lru_cache

from babel.core import Locale

from .fold import fold

AMBIGUOUS = frozenset({"georgia", "jordan", "chad", "us"})
"""Names that are as often something else."""
_FIELD = {
    "korea": "KR",
    "republic of korea": "KR",
    "한국": "KR",
    "united states of america": "US",
    "great britain": "GB",
    "england": "GB",
    "eire": "IE",
    "rsa": "ZA",
}
"""Names beside the usual ones, in a field for countries."""


def country_of(place: str) -> str:
    """The code of the country that a place begins with; empty where it is none."""
    said = place.strip().strip(".")
    known, tokens = countries(), said.split(" ")
    for n in range(min(len(tokens), 4), 0, -1):
        if code := known.get(" ".join(tokens[:n]).rstrip(".,")):
            return code
    return ""


@lru_cache(maxsize=4096)
def code_of(named: str) -> str:
    """The code of a country as a file or a form names it, by a code or by its whole name: JP, Japan, 日本;
    empty where it is none. In a field for countries no name is something else."""
    said = fold(" ".join(named.replace(".", "").split()))
    names = _names()
    code = _FIELD.get(said) or names.get(said, "")
    return code or (said.upper() if said.upper() in names.values() else "")


@cache
def countries() -> dict[str, str]:
    """Codes by the folded names of countries in English, Korean and Japanese, but for those that are as
    often something else."""
    return {name: code for name, code in _names().items() if name not in AMBIGUOUS}


@cache
def _names() -> dict[str, str]:
    names = {"uk": "GB", "usa": "US", "turkey": "TR", "czech republic": "CZ", "holland": "NL"}
    for language in ("en", "ko", "ja"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in ("ZZ", "EU", "EZ", "UN", "XA", "XB", "QO"):
                names.setdefault(fold(name), code)
    return names
