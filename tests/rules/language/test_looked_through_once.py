"""What is passed over or kept while a line is read changes nothing that is seen in it."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from rules.language.fold import fold
from rules.language.marks import _marks, marks_in, tongues_of
from rules.language.named import Account, Named, Person
from rules.language.who import Known, _Word

WORDS = [
    *(
        "acme",
        "acme's",
        "industrial's",
        "leo",
        "bill",
        "jo",
        "ann",
        "lee",
        "kim",
        "birch",
        "north",
        "jl",
        "13",
    ),
    *("and", "&", "co", "the", "with", "LK", "JAL", "called", "from", "W", "Birch-north", "x", "sp"),
]
ACCOUNTS = (
    "Acme Industrial",
    "Acme",
    "Birch & North",
    "Birch North 13",
    "Bill Co",
    "The Lee Group",
    "13 Kim",
)
PEOPLE = ("Leo Kim", "Bill", "Jo Ann Lee", "Kim", "Wendy Birch", "Xi X", "Sam Park")


class Plain(Known):
    """Looks at each word, whatever it may begin, and keeps nothing."""

    def named_in(self, text: str, shown: str) -> list[Named]:
        return self._named_in(text, shown)

    def _by_words(self, words: list[_Word], text: str) -> Iterator[Named]:
        for n in range(len(words)):
            yield from self._account_at(words, n, text)
            yield from self._person_at(words, n, text)


def books(kind: type[Known]) -> Sequence[Known]:
    accounts = [Account(n, name, mine=n % 3 > 0) for n, name in enumerate(ACCOUNTS, 1)]
    people = [Person(n, n % len(accounts) + 1, name) for n, name in enumerate(PEOPLE, 1)]
    return kind(accounts, people), kind(accounts, []), kind([], people), kind([], [])


def test_a_line_names_whom_it_names_looked_at_word_by_word():
    chance, named = random.Random(7), 0
    for quick, plain in zip(books(Known), books(Plain), strict=True):
        for _ in range(400):
            line = " ".join(chance.choice(WORDS) for _ in range(chance.randrange(1, 9)))
            seen = plain.named_in(fold(line), line)
            assert quick.named_in(fold(line), line) == seen, line
            assert quick.named_in(fold(line), line) == seen, f"again: {line}"
            named += len(seen)
    assert named > 1000


def test_what_is_done_to_what_was_seen_stays_with_whoever_did_it():
    known = books(Known)[0]
    text = "called leo @ acme yesterday, happy"
    seen, marks = known.named_in(text, text), marks_in(text, tongues_of(text))
    assert seen and marks  # noqa: PT018
    known.named_in(text, text).clear()
    marks_in(text, tongues_of(text)).clear()
    assert (known.named_in(text, text), marks_in(text, tongues_of(text))) == (seen, marks)


def test_little_is_kept_of_what_was_typed():
    known = books(Known)[0]
    for n in range(50):
        known.named_in(f"acme {n}", f"acme {n}")
        marks_in(f"called {n}", tongues_of(f"called {n}"))
    assert len(known._lately) <= 4
    assert _marks.cache_info().currsize <= 16
