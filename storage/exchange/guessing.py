"""What a file is that has not our names: which noun, which of its headings is which column, how it writes
dates and numbers. Guesses are said; what can be read two ways is a question, and is asked once
(`Answer`)."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from . import nouns, styles
from .cells import AMOUNT, DATE, INSTANT, NUMBER, POSITIVE, Cell, joined
from .headings import HEADINGS, NAMED, TELLS
from .noun import Column, Noun
from .their_words import ours_of

KIND, DATES, NUMBERS = "kind", "dates", "numbers"
FIRST, LAST = "first", "last"
MOST_SEEN = 10_000
"""Values of a column that are remembered so as not to be looked at twice."""
_DATED, _COUNTED = (DATE, INSTANT), (AMOUNT, POSITIVE, NUMBER)
_COMMON = ("accounts", "contacts", "people", "touches", "revenue")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of a file, or of the files with its headings: which noun, which part of a date comes
    first, what parts whole from fraction."""

    kind: str = ""
    dates: str = ""
    numbers: str = ""

    def over(self, other: Answer) -> Answer:
        """This, and the other where this says nothing."""
        return Answer(self.kind or other.kind, self.dates or other.dates, self.numbers or other.numbers)


@dataclass(frozen=True, slots=True)
class Question:
    """What of a file can be read in several ways: `what` of KIND, DATES, NUMBERS, a value that shows it, and
    the answers there are."""

    what: str
    example: str
    answers: tuple[str, ...]


@dataclass(slots=True)
class Guess:
    """`places`: of each column of the noun the places of its cells, several where a name stands in parts;
    `guessed`: (heading, column) of what was not called as we call it; `left_out`: headings that are none."""

    noun: Noun | None = None
    mark: str = ""
    places: dict[str, tuple[int, ...]] = field(default_factory=dict)
    guessed: list[tuple[str, str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    is_ours: bool = True


def folded(heading: str) -> str:
    """A heading by its letters and digits alone, so that "E-mail" and "email" are one."""
    text = unicodedata.normalize("NFKC", heading).casefold()
    return "".join(c for c in text if c.isalnum())


def mark_of(header: Sequence[str]) -> str:
    """What files with these headings are known by."""
    return hashlib.sha256("\x1f".join(sorted(map(folded, header))).encode()).hexdigest()[:32]


def known_headings(header: Sequence[str]) -> int:
    """How many of these headings some noun has, by our name or another's."""
    names = {folded(h) for table in HEADINGS.values() for hs in table.values() for h in hs}
    names |= {folded(c) for n in nouns.NOUNS for c in n.names}
    return sum(folded(h) in names for h in header)


@dataclass(frozen=True, slots=True)
class _Header:
    """Headings as they stand, and where each is first, in lower case and folded."""

    said: Sequence[str]
    lower: Mapping[str, int]
    folded: Mapping[str, int]

    @classmethod
    def of(cls, header: Sequence[str]) -> _Header:
        lower, keys = dict[str, int](), dict[str, int]()
        for place, heading in enumerate(header):
            lower.setdefault(heading.lower(), place)
            keys.setdefault(folded(heading), place)
        return cls(header, lower, keys)


def guess(stem: str, header: Sequence[str], answer: Answer) -> Guess:
    """What a file of this name and these headings is; what of it must be asked."""
    found = Guess(mark=mark_of(header))
    own = nouns.noun(stem.strip().lower())
    read = _Header.of(header)
    kinds = [own.kind] if own else [answer.kind] if answer.kind else _kinds(stem, read)
    if len(kinds) != 1:
        if kinds or known_headings(header):
            found.questions.append(Question(KIND, ", ".join(header[:4]), tuple(kinds or _COMMON)))
        return found
    found.noun = nouns.of(kinds[0])
    _match(found, found.noun, read)
    return found


def _kinds(stem: str, header: _Header) -> list[str]:
    """Nouns that a file may hold, by its headings; by its name where they leave it open. One where it is
    certain."""
    fits = {noun.kind: fit for noun in nouns.NOUNS if (fit := _fit(noun, header))}
    best = [k for k, fit in fits.items() if fit == max(fits.values())]
    if len(best) == 1:
        return best
    name = stem.casefold()
    named = [k for k in best if any(word in name for word in NAMED.get(k, ()))]
    return named if len(named) == 1 else best


def _fit(noun: Noun, header: _Header) -> int:
    """How many columns of a noun a file has; 0 where it lacks one that is required, or any that tells the
    noun."""
    trial = Guess()
    _match(trial, noun, header)
    has = trial.places.keys()
    if any(c not in has for c in noun.required):
        return 0
    tells = TELLS.get(noun.kind)
    parts = {c for c in (FIRST, LAST) if _place(noun, c, header) is not None}
    if tells is not None and not tells & (has | parts):
        return 0
    if tells is None and any(c not in header.lower for c in noun.required):
        return 0
    return len(has)


def _match(found: Guess, noun: Noun, header: _Header) -> None:
    """Each column's heading: ours first, else the first that others use for it."""
    taken = set[int]()
    for name in noun.names:
        if name in header.lower:
            found.places[name] = (header.lower[name],)
            taken.add(header.lower[name])
    for name in noun.names:
        if name not in found.places and (place := _place(noun, name, header, taken)) is not None:
            found.places[name] = (place,)
            taken.add(place)
            found.guessed.append((header.said[place], name))
    _in_parts(found, noun, header, taken)
    found.left_out = [h for n, h in enumerate(header.said) if n not in taken]
    found.is_ours = not found.guessed


def _in_parts(found: Guess, noun: Noun, header: _Header, taken: set[int]) -> None:
    """A name of which a file has the two halves. What stands for the whole elsewhere is the given name beside
    a family name."""
    last = _place(noun, LAST, header, taken)
    first = _place(noun, FIRST, header, taken - set(found.places.get("name", ())))
    if last is None or first is None or "name" not in noun.place:
        return
    if "name" in found.places and found.places["name"] != (first,):
        return
    found.guessed = [g for g in found.guessed if g[1] != "name"]
    found.places["name"] = (first, last)
    taken |= {first, last}
    found.guessed.append((f"{header.said[first]} + {header.said[last]}", "name"))


def _place(noun: Noun, column: str, header: _Header, taken: Collection[int] = ()) -> int | None:
    for heading in HEADINGS.get(noun.kind, {}).get(column, ()):
        place = header.folded.get(folded(heading))
        if place is not None and place not in taken:
            return place
    return None


def whole_name(first: str, last: str) -> str:
    """A name from its two halves, in the order in which its language has them."""
    if not first or not last:
        return first or last
    if any("\uac00" <= c <= "\ud7a3" for c in first + last):
        return last + first
    if any("\u3040" <= c <= "\u9fff" for c in first + last):
        return f"{last} {first}"
    return f"{first} {last}"


@dataclass(frozen=True, slots=True)
class Style:
    """How a file writes: `orders`, for its columns of days, which part comes first; `mark`, what parts whole
    from fraction; `is_foreign`: numbers that we could read are read so, too. `words`: of columns that hold
    one of a few words, ours by another system's."""

    orders: Mapping[str, str] = field(default_factory=dict)
    mark: str = ""
    is_foreign: bool = False
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def read(self, name: str, cell: Cell, text: str) -> str:
        """A cell as our files have it, where it is not so already."""
        if not text or (cell.wrong is None):
            return text
        if cell in _COUNTED and self.is_foreign and self.mark == styles.COMMA:
            return styles.as_plain(text, self.mark)
        if cell.wrong(text) is None:
            return text
        if cell in _DATED:
            return styles.as_iso(text, self.orders.get(name, ""))
        if cell in _COUNTED:
            return styles.as_plain(text, self.mark)
        return self._meant(name, cell, text)

    def _meant(self, name: str, cell: Cell, text: str) -> str:
        """The word of ours that is meant; of several, between semicolons, the first that is one."""
        theirs = self.words.get(name)
        if theirs is None:
            return cell.said_as(text)
        for part in (text, *text.split(";")):
            ours = theirs.get(joined(part)) or cell.said_as(part.strip())
            if ours in cell.words:
                return ours
        return text

    def reworded(self, name: str, cell: Cell, texts: Sequence[str]) -> list[tuple[str, str]]:
        """Words of another system, each with the one of ours that it was taken for."""
        if name not in self.words:
            return []
        read = {text: self.read(name, cell, text) for text in dict.fromkeys(texts) if text}
        return [(text, ours) for text, ours in read.items() if joined(text) != joined(ours)]


class Telling:
    """The values of a column that tell how a file writes, each kind of them once: what is fine by itself
    tells nothing. Of a column of words, those that there are."""

    def __init__(self, kind: str, column: Column) -> None:
        self.values: list[str] = []
        self._worded = column.name in ours_of(kind)
        self._of = styles.date_order if column.cell in _DATED else styles.number_mark
        self._asks = self._worded or column.cell in (*_DATED, *_COUNTED)
        self._told, self._seen = set[tuple[str, bool]](), set[str]()

    def look(self, cells: Sequence[str]) -> None:
        if not self._asks:
            return
        fresh = dict.fromkeys(cells).keys() - self._seen if len(self._seen) < MOST_SEEN else set(cells)
        if not fresh:
            return
        for value in dict.fromkeys(cells):
            if value not in fresh:
                continue
            told = self._tells(value)
            if told not in self._told and len(self.values) < MOST_SEEN:
                self._told.add(told)
                self.values.append(value)
        if len(self._seen) < MOST_SEEN:
            self._seen |= fresh

    def _tells(self, value: str) -> tuple[str, bool]:
        if self._worded:
            return value, False
        mark, example = self._of([value])
        return mark, bool(example)


def style_of(
    noun: Noun, columns: Mapping[str, Sequence[str]], delimiter: str, answer: Answer, is_foreign: bool
) -> tuple[Style, list[Question]]:
    """How a file's cells (by column) are written, and what of it must be asked. A column that tells by itself
    speaks for the others."""
    questions, orders, open_ = list[Question](), dict[str, str](), dict[str, str]()
    for column in noun.columns:
        if column.cell in _DATED and column.name in columns:
            order, example = styles.date_order(columns[column.name])
            if order:
                orders[column.name] = order
            elif example:
                open_[column.name] = example
    told = set(orders.values())
    common = answer.dates or (told.pop() if len(told) == 1 else "")
    if open_ and not common:
        questions.append(Question(DATES, next(iter(open_.values())), (styles.DAY, styles.MONTH)))
    orders |= dict.fromkeys(open_, common)
    mark, example = styles.number_mark(
        v for c in noun.columns if c.cell in _COUNTED for v in columns.get(c.name, ())
    )
    needs = example and (is_foreign or "," in example)
    if not mark and needs:
        mark = answer.numbers or _usual(example, delimiter)
        if not mark:
            questions.append(Question(NUMBERS, example, (styles.POINT, styles.COMMA)))
    return Style(orders, mark, is_foreign, ours_of(noun.kind)), questions


def _usual(example: str, delimiter: str) -> str:
    """Where the comma parts the fraction, files part their cells with a semicolon."""
    if delimiter == ";":
        return styles.COMMA
    return styles.POINT if delimiter == "," and "," in example and "." not in example else ""
