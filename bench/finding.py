"""An account found by what was typed, among few accounts and many: its whole answer by an exact name; and of
a search alone how long it takes, and whether the account is among the first five shown. `BENCH_FULL=1`: among
1,000,000. Time is the processor's: waiting behind others is none of it."""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

from rapidfuzz.distance import OSA

from compose import Tend
from rules.names import CJK, normalise, without_legal_form
from storage import finding

from .book import a_tend, fill
from .called import names
from .lookup import _signed, command

FEW, MANY = (10_000, 1_000_000) if os.environ.get("BENCH_FULL") else (3_000, 30_000)
OWN = 2
TYPED = 150
Slip = Callable[[str, random.Random], str]
MedianOf = Callable[[Callable[[], object], int], float]


class _Book(NamedTuple):
    tend: Tend
    called: list[str]

    def own(self) -> list[str]:
        """What the accounts of the rep who types are called."""
        reps = max(len(self.called) // 75, 1)
        return [name for n, name in enumerate(self.called, 1) if n % reps + 1 == OWN]


def measure(folder: Path, median_of: MedianOf) -> Iterator[tuple[str, float, float, float]]:
    """An answer of many accounts against one of few, and searches against the answer of an exact name."""
    few, many = (_book(folder, count) for count in (FEW, MANY))
    answers = [_answers(book) for book in (many, few)]
    rounds = [[_median(_taken(answer, 40)) for answer in answers] for _ in range(20)][2:]  # two to warm up
    ours, against = (min(r[n] for r in rounds) for n in (0, 1))
    yield f"/account NAME, {MANY:,} accounts against {FEW:,}", ours, against, 1.3
    drawn = random.Random(5)
    some = drawn.sample(many.called, TYPED)
    card = ours
    starts = [normalise(name)[:3] for name in some]
    yield "three letters against that", _median(_seconds(many, starts)), card, 7
    common = ["industries", "logistics", "foods", "산업", "工業", "gmbh"] * 10
    yield "a common later word against that", _median(_seconds(many, common)), card, 7
    mine = [_slipped(normalise(name), drawn) for name in many.own()]
    yield "a slip in the own book against that", _median(_seconds(many, mine)), card, 1.5
    for what, slip in (("a slip", _slipped), ("parts of words", _parted), ("a later part", _later)):
        typed = [slip(normalise(without_legal_form(name)), drawn) for name in some]
        taken = sorted(_seconds(many, typed))
        yield f"{what} in anybody's, 99 of 100, against that", taken[-1 - len(taken) // 100], card, 65
        missed = [not _is_shown(many, name, words) for name, words in zip(some, typed, strict=True)]
        yield f"{what} in anybody's, missed", sum(missed) / len(missed), 1.0, 0.05
    for book in (few, many):
        book.tend.close()


def _book(folder: Path, count: int) -> _Book:
    called = list({normalise(n): n for n in names(count + count // 10)}.values())[:count]
    book = _Book(a_tend(folder / f"finding{count}.db"), called)
    fill(book.tend, count, touches_each=1, called=called)
    return book


def _answers(book: _Book) -> Callable[[], object]:
    """The whole answer, another account each time."""
    bolt, typed = book.tend.bolt(), cycle(random.Random(2).sample(book.called, 900))
    return lambda: bolt.dispatch(_signed(command("/account", next(typed).lower())).request()).body


def _seconds(book: _Book, typed: Sequence[str]) -> list[float]:
    """Of each search."""
    asked = iter(typed)
    with book.tend.database.reading() as session:
        return _taken(lambda: finding.find(session, 1, next(asked), own=OWN), len(typed))


def _taken(work: Callable[[], object], times: int) -> list[float]:
    seconds = []
    for _ in range(times):
        begun = time.process_time()
        work()
        seconds.append(time.process_time() - begun)
    return seconds


def _median(taken: Sequence[float]) -> float:
    return statistics.median(taken)


def _is_shown(book: _Book, name: str, typed: str) -> bool:
    """Whether it is among the first five, or those are just as like what was typed."""
    with book.tend.database.reading() as session:
        found = finding.find(session, 1, typed, own=-1)
    shown = [found.meant] if found.meant else [*found.several, *found.near][:5]
    called = [normalise(h.name) for h in shown]
    return normalise(name) in called or (bool(called) and all(_holds(c, typed) for c in called))


def _holds(name: str, typed: str) -> bool:
    one_slip = OSA.distance(without_legal_form(name), typed, score_cutoff=1) <= 1
    return one_slip or all(any(word in w for w in name.split(" ")) for word in typed.split(" "))


def _slipped(name: str, drawn: random.Random) -> str:
    """One letter wrong, left out, doubled, or swapped with the next."""
    at = drawn.randrange(len(name))
    wrong = name[:at] + drawn.choice("한소東田" if CJK.search(name) else "aeinrst") + name[at + 1 :]
    swapped = name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :]
    return drawn.choice((wrong, name[:at] + name[at + 1 :], name[:at] + name[at] + name[at:], swapped))


def _parted(name: str, drawn: random.Random) -> str:
    """Two thirds of each word; of Korean and Japanese two signs and more."""
    return " ".join(w[: max(2 if CJK.search(w) else 4, len(w) * 2 // 3)] for w in name.split(" "))


def _later(name: str, drawn: random.Random) -> str:
    """The first word without its first letters, where it is long."""
    first, *rest = name.split(" ")
    return " ".join((first[2:] if len(first) > 6 else first, *rest))
