"""What many customers lack, near texts together: how many accounts, what they bring a year, whom to tell once
it is met. Source: DOMAIN, Words, need.

Two texts are near when they share most of their words (Dice's coefficient, 2 x shared / all, of at least
NEAR); Korean and Japanese, which part words otherwise, are compared by pairs of characters.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from ..language.fold import fold
from ..language.signs import CJK
from .needed import Need

NEAR = 0.6
_WORD = re.compile(r"[^\W_]+")
_LITTLE = frozenset(
    re.findall(
        r"\w+",
        "a an the their our its some any more new better another extra additional own for of to in at on with"
        " and or by from as is are that which who this next year month quarter spring summer autumn fall"
        " winter about around roughly urgently soon",
    )
)


@dataclass(frozen=True, slots=True)
class Lack:
    """An open need with its account: `annual` in minor units of the workspace's currency, None when
    unknown."""

    need: Need
    name: str
    tier: str
    owner: str
    owner_id: int
    annual: int | None = None


@dataclass(frozen=True, slots=True)
class Lacking:
    """Needs that say nearly the same: `text` is the one most often said, `lacks` one an account, what brings
    most first."""

    text: str
    lacks: tuple[Lack, ...]

    @property
    def annual(self) -> int:
        """What those bring a year of whom it is known."""
        return sum(x.annual for x in self.lacks if x.annual is not None)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Names of the accounts of which nobody knows what they bring."""
        return tuple(x.name for x in self.lacks if x.annual is None)


def rolled_up(those: Iterable[Lack]) -> list[Lacking]:
    """Near texts together, what brings most first; an account once in each. A text whose time has passed is
    left out."""
    groups = _groups([x for x in those if words_of(x.need.text)])
    rolled = [Lacking(_most_said(g), _one_each(g)) for g in groups]
    return sorted(rolled, key=lambda g: (-g.annual, -len(g.lacks), g.text.casefold()))


def like(those: Sequence[Lack], text: str) -> list[Lack]:
    """Those that say nearly the same as a text, one an account, what brings most first."""
    of = words_of(text)
    return list(_one_each([x for x in those if near(of, words_of(x.need.text))]))


@cache
def words_of(text: str) -> frozenset[str]:
    """What two texts are compared by."""
    folded = fold(text)
    if CJK.search(folded):
        signs = "".join(_WORD.findall(folded))
        return frozenset(signs[n : n + 2] for n in range(max(1, len(signs) - 1))) if signs else frozenset()
    kept = (w for w in _WORD.findall(folded) if w not in _LITTLE and not w[0].isdigit())
    return frozenset(map(_stem, kept))


def _stem(word: str) -> str:
    """Without the ending of several."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def near(a: frozenset[str], b: frozenset[str]) -> bool:
    return bool(a and b) and 2 * len(a & b) >= NEAR * (len(a) + len(b))


def _groups(those: Sequence[Lack]) -> list[list[Lack]]:
    """What is said most often leads a group; what is near the leader joins the nearest. Only texts that share
    a word are compared."""
    texts = Counter(words_of(x.need.text) for x in those)
    first = sorted(texts, key=lambda w: (-texts[w], len(w), sorted(w)))
    leads: dict[frozenset[str], frozenset[str]] = {}
    by_word = defaultdict[str, list[frozenset[str]]](list)
    for words in first:
        rivals = {lead for word in words for lead in by_word[word] if near(words, lead)}
        if rivals:
            leads[words] = max(rivals, key=lambda lead: (len(words & lead) / len(words | lead), sorted(lead)))
            continue
        leads[words] = words
        for word in words:
            by_word[word].append(words)
    groups = defaultdict[frozenset[str], list[Lack]](list)
    for x in those:
        groups[leads[words_of(x.need.text)]].append(x)
    return list(groups.values())


def _most_said(group: Sequence[Lack]) -> str:
    said = Counter(" ".join(x.need.text.split()) for x in group)
    return min(said, key=lambda text: (-said[text], len(text), text))


def _one_each(group: Sequence[Lack]) -> tuple[Lack, ...]:
    ranked = sorted(group, key=lambda x: (-(x.annual or 0), x.annual is None, x.name.casefold(), x.need.id))
    return tuple({x.need.account_id: x for x in reversed(ranked)}.values())[::-1]
