"""Words of a line that tell of a contact, its outcome, its time or a mood, where they stand; and in which
languages a line is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from .fold import Cover, with_digraphs
from .words import TONGUES
from .words.kinds import Tongue


class Mark(NamedTuple):
    """A word or two of one `kind` (words/kinds.py) from `start` to `end`."""

    start: int
    end: int
    kind: str
    value: str


_HANGUL, _KANA = re.compile(r"[\uac00-\ud7a3]"), re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
MANY = 3
"""Words of a language by which it is told without a look at those of contact."""
_LATIN = ("de", "fr", "es", "pt")
MOST_LATELY = 16
"""Texts of which it is kept what was seen in them: reading a line asks some of it more than once."""


@lru_cache(maxsize=MOST_LATELY)
def tongues_of(text: str, locale: str = "en-US") -> tuple[Tongue, ...]:
    """The languages of a folded text: told by its signs and words, by the writer's own only where these
    leave it open. Korean and Japanese lines mix English in."""
    if _HANGUL.search(text):
        return TONGUES["ko"], TONGUES["en"]
    if _KANA.search(text):
        return TONGUES["ja"], TONGUES["en"]
    own = locale.split("-")[0]
    words: dict[str, float] = {
        code: len({m[0] for m in _telling(code).finditer(text)}) for code in ("en", *_LATIN)
    }
    most = max(words.values())
    near = [code for code in words if words[code] >= most - 1]
    if len(near) > 1 and most < MANY and near != ["en"]:  # "stark versucht": by its words of contact
        for code in near:
            words[code] += len(marks_in(text, (TONGUES[code],)))
    words["en"] += 0.5
    words[own if own in words else "en"] += 0.4
    best = max(words, key=lambda code: words[code])
    return (TONGUES[best],)


@cache
def _telling(code: str) -> re.Pattern[str]:
    return re.compile(with_digraphs(rf"(?<![\w'])(?:{TONGUES[code].tells})(?![\w'])"))


@cache
def _scanner(code: str) -> tuple[re.Pattern[str], tuple[tuple[str, str], ...]]:
    tongue = TONGUES[code]
    left, right = (r"(?<![a-z\d_'])", r"(?![a-z\d_])") if tongue.bounded else ("", "")
    one_of = "|".join(f"(?P<m{n}>{words})" for n, (_, _, words) in enumerate(tongue.marks))
    return re.compile(with_digraphs(f"{left}(?:{one_of}){right}")), tuple(
        (kind, value) for kind, value, _ in tongue.marks
    )


def marks_in(text: str, tongues: Sequence[Tongue]) -> list[Mark]:
    """The marks of a folded text in its order; where two languages read the same place, the first one's."""
    return list(_marks(text, tuple(t.code for t in tongues)))


@lru_cache(maxsize=MOST_LATELY)
def _marks(text: str, codes: tuple[str, ...]) -> tuple[Mark, ...]:
    found: list[Mark] = []
    taken = Cover(len(text))
    for tongue in (TONGUES[code] for code in codes):
        pattern, means = _scanner(tongue.code)
        for m in pattern.finditer(text):
            kind, value = means[int((m.lastgroup or "m0")[1:])]
            if not tongue.bounded and _is_cut(text, m.start(), m.end()):
                continue
            if not taken.touches(m.start(), m.end()):
                taken.add(m.start(), m.end())
                found.append(Mark(m.start(), m.end(), kind, value))
    return tuple(sorted(found))


def _is_cut(text: str, start: int, end: int) -> bool:
    """Whether a Latin word goes on before or behind a match: "mail" is none in "mailed"."""
    before, behind = text[start - 1 : start + 1], text[end - 1 : end + 1]
    return any(len(pair) == 2 and pair.isascii() and pair.isalpha() for pair in (before, behind))


@cache
def _purposes(code: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    tongue = TONGUES[code]
    left, right = (r"(?<![\w'])", r"(?![\w])") if tongue.bounded else ("", "")
    return tuple(
        (name, re.compile(with_digraphs(f"{left}(?:{words}){right}"))) for name, words in tongue.purposes
    )


def purpose_of(text: str, tongues: Sequence[Tongue]) -> str:
    """What the customer got by a contact, by its words; empty when none says so."""
    for tongue in tongues:
        for name, words in _purposes(tongue.code):
            if words.search(text):
                return name
    return ""


@cache
def _asking(code: str) -> re.Pattern[str]:
    return re.compile(rf"\W*(?:{TONGUES[code].asks})(?!\w)")


def opens_a_question(text: str, tongues: Sequence[Tongue]) -> bool:
    """Whether a folded text begins as a question, a wish to the bot or a courtesy does."""
    return any(_asking(t.code).match(text) for t in tongues)
