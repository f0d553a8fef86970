"""Whom a line names: accounts by name, part, alias or a slip of it, people by full, first or last name,
initials, surname and title, wherever they stand.

What exists is passed in; what a name is to the line (whose contact it was, what was merely told) is decided
elsewhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from ..names import without_legal_form
from .fold import Cover, before, fold
from .named import PART, WHOLE, WORD, Account, Named, Person
from .signs import CJK, Signs
from .words.names import ACRONYMS, BEFORE_A_NAME, EVERYDAY, NO_NAME, NOT_A_PERSON_BEFORE


class _Word(NamedTuple):
    start: int
    end: int
    text: str
    """Without apostrophes."""
    bare: str
    """Without a possessive or plural ending."""
    shown: str


_LETTER = r"[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
_WORDS = re.compile(rf"{_LETTER}+(?:'{_LETTER}+)*")
_ENDING = re.compile(r"(?:'s|s'|s)$")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "ae", "Ö": "oe", "Ü": "ue"})
_POSSESSIVE = ("'s", "s'", "’s", "s’")
MOST_NAMES = 60
MOST_LATELY = 4  # texts


class Known:
    """Accounts and people that a line may name, made ready once to look lines through."""

    def __init__(self, accounts: Sequence[Account], people: Sequence[Person]) -> None:
        self.accounts = {a.id: a for a in accounts}
        self.people = {p.id: p for p in people}
        self._names: dict[str, list[tuple[tuple[str, ...], int, int]]] = defaultdict(list)
        self._signs = Signs(accounts, people)
        self._firsts: dict[str, list[int]] = defaultdict(list)
        self._lasts: dict[str, list[int]] = defaultdict(list)
        self._fulls: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
        self._initials: dict[str, list[int]] = defaultdict(list)
        for a in accounts:
            self._add_account(a)
        for p in people:
            self._add_person(p)
        self._lately: dict[tuple[str, str], tuple[Named, ...]] = {}
        self._of_people = {*self._fulls, *self._firsts, *self._lasts, *self._initials}

    def _add_account(self, a: Account) -> None:
        for known_as in (a.name, *a.aliases):
            short = without_legal_form(known_as)
            if CJK.search(short):
                continue
            for spelled in {fold(short), fold(short.translate(_UMLAUTS))}:
                words = tuple(w.replace("'", "") for w in _WORDS.findall(spelled) if w != "and")
                alone = len(words) == 1 or (len(words[0]) > 1 and not words[0].isdigit()) if words else False
                for n in range(1 if alone else 2, len(words) + 1):
                    how = WHOLE if n == len(words) else PART
                    self._names[words[0]].append((words[:n], a.id, how))
                for later in words[1:]:
                    if len(later) >= 4:
                        self._names[later].append(((later,), a.id, WORD))

    def _add_person(self, p: Person) -> None:
        if CJK.search(p.name):
            return
        words = tuple(w.replace("'", "") for w in _WORDS.findall(fold(p.name)))
        if not words:
            return
        self._fulls[words[0]].append((words, p.id))
        if len(words[0]) >= 2:
            self._firsts[words[0]].append(p.id)
        if len(words) > 1:
            self._lasts[words[-1]].append(p.id)
            self._initials["".join(w[0] for w in words)].append(p.id)

    def named_in(self, text: str, shown: str) -> list[Named]:
        """What a folded text names, in its order, the longer and surer of two that overlap. `shown` is the
        text as it was typed: capital letters tell a name from a word. A line is looked through more than
        once while it is read: what was seen in the last few is kept."""
        seen = self._lately.get((text, shown))
        if seen is None:
            if len(self._lately) >= MOST_LATELY:
                self._lately.clear()
            seen = self._lately[(text, shown)] = tuple(self._named_in(text, shown))
        return list(seen)

    def _named_in(self, text: str, shown: str) -> list[Named]:
        words = [
            _Word(m.start(), m.end(), w := m[0].replace("'", ""), _ENDING.sub("", m[0]).replace("'", "") or w,
                  shown[m.start() : m.end()])
            for m in _WORDS.finditer(text)
        ]  # fmt: skip
        hits = [*self._by_words(words, text), *(self._own(n) for n in self._signs.named_in(text))]
        hits.sort(key=lambda n: (-n.how - (n.end - n.start) / 100, n.start))
        kept: list[Named] = []
        taken = Cover(len(text))
        for n in hits:
            if not taken.touches(n.start, n.end):
                taken.add(n.start, n.end)
                kept.append(n)
        kept.sort()
        return kept[:MOST_NAMES]

    def _by_words(self, words: list[_Word], text: str) -> Iterator[Named]:
        for n, word in enumerate(words):
            keys = {word.text, word.bare}
            # most words begin nobody's name
            if not self._names.keys().isdisjoint(keys):
                yield from self._account_at(words, n, text)
            if not self._of_people.isdisjoint(keys):
                yield from self._person_at(words, n, text)

    def _account_at(self, words: list[_Word], n: int, text: str) -> Iterator[Named]:
        found: dict[tuple[int, int], set[int]] = defaultdict(set)
        to_the_letter: dict[tuple[int, int], set[int]] = defaultdict(set)
        for key in {words[n].text, words[n].bare}:
            for name, account, how in self._names.get(key, ()):
                end = _matches(words, n, name)
                if end:
                    found[(end, how)].add(account)
                if end and _is_typed(words[n:end], name):
                    to_the_letter[(end, how)].add(account)
        for (end, how), ids in (found | to_the_letter).items():
            start, stop = words[n].start, words[end - 1].end
            if (
                how == WORD
                and words[n].text in EVERYDAY
                and not _called_so(text, start, stop, shown=words[n].shown)
            ):
                continue
            meant = self._meant(ids)
            if not self.accounts[meant[0]].mine and not _stands_apart(
                text, start, stop, how, shown=words[n].shown
            ):
                continue
            yield Named(start, stop, meant, (), how)

    def _own(self, n: Named) -> Named:
        return n._replace(accounts=self._meant(n.accounts)) if n.is_account else n

    def _meant(self, ids: Iterable[int]) -> tuple[int, ...]:
        """Those of the own book, where there are any."""
        mine = sorted(i for i in ids if self.accounts[i].mine)
        return tuple(mine or sorted(ids))

    def _person_at(self, words: list[_Word], n: int, text: str) -> Iterator[Named]:
        word = words[n]
        for key in {word.text, word.bare}:
            for name, person in self._fulls.get(key, ()):
                end = _matches(words, n, name)
                if end and len(name) > 1:
                    yield Named(word.start, words[end - 1].end, (), (person,), WHOLE)
            firsts = self._firsts.get(key, ())
            if firsts and n + 1 < len(words) and len(words[n + 1].text) == 1:
                initial = words[n + 1].text
                ids = tuple(i for i in firsts if _last(self.people[i]).startswith(initial))
                if ids and words[n + 1].start == word.end + 1:
                    yield Named(word.start, words[n + 1].end, (), ids, WHOLE)
            initials = self._initials.get(key, ())
            if (
                initials
                and word.shown.isupper()
                and key not in ACRONYMS
                and _called_so(text, word.start, word.end, shown=word.shown)
            ):
                yield Named(word.start, word.end, (), tuple(initials), PART)
            if key in EVERYDAY and not self._is_somebody(word, text):
                continue
            for people in (firsts, self._lasts.get(key, ())):
                if people and len(key) >= 2:
                    yield Named(word.start, word.end, (), tuple(people), PART)
                    break

    def _is_somebody(self, word: _Word, text: str) -> bool:
        """Whether an everyday word is a person here: "w bill", not "the bill"."""
        if before(NOT_A_PERSON_BEFORE, text, word.start):
            return False
        return _called_so(text, word.start, word.end, shown=word.shown)

    def is_to_the_letter(self, n: Named, text: str) -> bool:
        """Whether an account is called so as it stands there, but for what makes it a possessive."""
        written = [w for w in _WORDS.findall(text[n.start : n.end]) if w != "and"]
        if not written or written[-1].endswith(_POSSESSIVE):
            return True
        words = [w.replace("'", "") for w in written]
        called = (name for name, account, _ in self._names.get(words[0], ()) if account in n.accounts)
        return any([part for part in name if part != "and"] == words for name in called)

    def has(self, word: str) -> bool:
        """Whether a word is part of some name."""
        small = word.lower()
        return small in self._names or small in self._firsts or small in self._lasts

    def near(self, word: str, text: str) -> tuple[int, ...]:
        """Accounts of whose first word this is a slip: one letter wrong, left out or doubled, in five or
        more; or its beginning."""
        if len(word) < 4 or word in EVERYDAY or word in NO_NAME:
            return ()
        ids = set()
        for first, names in self._names.items():
            whole = [account for _, account, how in names if how != WORD]
            if not whole or first[0] != word[0]:
                continue
            slip = (
                len(word) >= 5
                and len(first) >= 5
                and DamerauLevenshtein.distance(word, first, score_cutoff=1) <= 1
            )
            if slip or (first.startswith(word) and len(first) > len(word)):
                ids.update(whole)
        beside = {i for i in ids if any(w in text for w in fold(self.accounts[i].name).split()[1:])}
        return self._meant(beside or ids) if ids else ()


_OF_A_THING = re.compile(r"\b(?:the|a|an|(?<!hold )of|their|our|his|her|new|this|that)\s+$")
_OF_THEM = re.compile(r"\s+(?:guys|one|people|folks|team|lot|side|crew|gang)\b")


def _stands_apart(text: str, start: int, end: int, how: int, shown: str) -> bool:
    """Whether a name of somebody else's account is more than a word that happens to be one: of several words,
    with a capital letter, or where a name stands."""
    several = how == WHOLE and " " in text[start:end]
    return several or start == 0 or shown[:1].isupper() or before(BEFORE_A_NAME, text, start)


def _last(p: Person) -> str:
    words = _WORDS.findall(fold(p.name))
    return words[-1] if len(words) > 1 else ""


def _matches(words: list[_Word], n: int, name: tuple[str, ...]) -> int:
    """Behind which word a name ends that begins at word `n`; 0 when it does not stand there. "&" and "and"
    inside a name are passed over."""
    at = n
    for part in name:
        if at > n and at < len(words) and words[at].text == "and" and part != "and":
            at += 1
        if at >= len(words) or part not in (words[at].text, words[at].bare):
            return 0
        at += 1
    return at


def _is_typed(words: Sequence[_Word], name: tuple[str, ...]) -> bool:
    """Whether a name stands there to the letter: "Acme Industrials" means no Acme Industrial, whosever it
    is."""
    letters = [w.bare if w.shown.endswith(_POSSESSIVE) else w.text for w in words if w.text != "and"]
    return letters == [part for part in name if part != "and"]


def _called_so(text: str, start: int, end: int, shown: str) -> bool:
    """Whether an everyday word stands as a name here: behind "with", at the beginning, or with a capital
    letter inside a line."""
    if _OF_THEM.match(text, end):
        return True
    if before(_OF_A_THING, text, start):
        return False
    return before(BEFORE_A_NAME, text, start) or (shown[:1].isupper() and start > 0)
