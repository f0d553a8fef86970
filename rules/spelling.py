"""Which names may be meant by one that is typed with a slip, or in part: what each word of a name is kept
under (`pieces`), and what is looked for there.

A word with one letter wrong, left out, doubled or swapped with the next has one of its halves as it is (Li,
Deng et al., Pass-Join, 2011): so each is kept under its halves, with its length. A word of Korean or Japanese
is short, and half of it is what thousands end in: it is kept under itself without each of its signs (Garbe,
SymSpell). Numbers are in no name what a slip is found by.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from .names import CJK, without_legal_form

LEAST = 3
"""Letters of a word that is found though misspelt; in Korean and Japanese two."""
PART = 4
"""Letters that are looked for inside of a word, too."""
MOST_LETTERS, MOST_SIGNS = 24, 8
MOST_SPACED = 60
"""Letters of a typed word between which a space may be missing: each place is two looks."""
MOST_TYPED = 6
"""Words of what was typed that are looked at."""
MOST_LIKE = 60


def words_of(name: str) -> frozenset[str]:
    """The words of a normalised name that have pieces: those of its legal form in letters are among them."""
    words = {*without_legal_form(name).split(" "), *(w for w in name.split(" ") if not CJK.search(w))}
    return frozenset(w for w in words if _is_found(w))


def _is_found(word: str) -> bool:
    return not word.isdigit() and len(word) >= (2 if CJK.search(word) else LEAST)


def pieces(word: str) -> frozenset[str]:
    """All that a word is kept under: `=word`; its halves `7<nor`, `7>mand`; its endings (`rmand`); in Korean
    and Japanese instead `~` and its signs but one."""
    if CJK.search(word):
        return frozenset((f"={word}", *_but_one(word)))
    size, half = len(word), len(word) // 2
    ends = (word[n:] for n in range(1, min(size - PART, MOST_LETTERS) + 1))
    return frozenset((f"={word}", f"{size}<{word[:half]}", f"{size}>{word[half:]}", *ends))


def _but_one(word: str) -> Iterator[str]:
    head = word[:MOST_SIGNS]
    return (f"~{head[:n]}{head[n + 1 :]}" for n in range(len(head)))


def slips(word: str) -> list[str]:
    """The pieces under which a word stands of which this one may be a slip."""
    if not _is_found(word):
        return []
    if CJK.search(word):
        less = list(_but_one(word))
        return list(dict.fromkeys((f"~{word[:MOST_SIGNS]}", *less, *(f"={p[1:]}" for p in less))))
    typed, half = len(word), len(word) // 2
    swapped = word[: half - 1] + word[half] + word[half - 1] + word[half + 1 :]
    looked_for = [f"={swapped}"]  # over the middle: no half is as it is
    for size in range(max(typed - 1, LEAST), typed + 2):
        half = size // 2
        looked_for += [f"{size}<{word[:half]}", f"{size}>{word[typed - size + half :]}"]
    return looked_for


class Like(NamedTuple):
    """Words on file that a typed one may be: by one slip; by two, in long ones; because they begin so, or
    hold it."""

    near: Sequence[str] = ()
    far: Sequence[str] = ()
    begun: Sequence[str] = ()
    held: Sequence[str] = ()


def like(word: str, kept: Sequence[str], begun: Sequence[str], held: Sequence[str]) -> Like:
    """Of words that are kept under a piece of it (`kept`), and that it is a part of, those that it may be."""
    most = 2 if len(word) >= 6 else 1
    compared = process.extract(word, kept, scorer=OSA.distance, score_cutoff=most, limit=MOST_LIKE)
    near, far = ([w for w, distance, _ in compared if distance == n] for n in (1, 2))
    return Like(near, far, begun, held)


def beginnings(words: Sequence[str], alike: Sequence[Like]) -> Iterator[tuple[str, int]]:
    """What a name that is meant may begin with, or go on with from one of its words, and how many such names
    are worth a look. The surest first: the whole as it would be without the slip, two words of it, each
    alone."""
    last = len(words) - 1
    for n, one in enumerate(alike):
        # the last word may be a beginning as it stands
        for word in (*one.near, *(one.begun if n < last else ()), *one.held):
            yield " ".join((*words[:n], word, *words[n + 1 :])), 30
    yield from _spaced(words)
    for n, one in enumerate(alike):
        for word in one.far:
            yield " ".join((*words[:n], word, *words[n + 1 :])), 30
    if last > 1:
        yield from _by_twos(words, alike)
    for word in (w for one in alike for w in one.near):
        yield word, 150
    for word in sorted(words, key=len, reverse=True):
        yield word, 200
        if CJK.search(word):
            yield from ((part, 100) for part in _runs(word))
    for word in (w for one in alike for w in (*one.held, *one.far)):
        yield word, 20


def _by_twos(words: Sequence[str], alike: Sequence[Like]) -> Iterator[tuple[str, int]]:
    for n in range(len(words) - 1):
        yield " ".join(words[n : n + 2]), 60
        for word in (*alike[n].near, *alike[n].begun):
            yield f"{word} {words[n + 1]}", 30
        for word in alike[n + 1].near:
            yield f"{words[n]} {word}", 30


def _spaced(words: Sequence[str]) -> Iterator[tuple[str, int]]:
    """With one space less, or one more, or one in the place of a letter."""
    for n in range(len(words) - 1):
        yield " ".join((*words[:n], words[n] + words[n + 1], *words[n + 2 :])), 30
    for n, word in enumerate(words):
        for at in range(2, min(len(word), MOST_SPACED) - 1):
            for behind in (word[at:], word[at + 1 :]):
                yield " ".join((*words[:n], word[:at], behind, *words[n + 1 :])), 10


def _runs(word: str) -> Iterator[str]:
    """What is left of a word beside a slip, the longest first."""
    size = min(len(word), MOST_SIGNS)
    for length in range(size - 1, 1, -1):
        yield from (word[n : n + length] for n in range(size - length + 1))
