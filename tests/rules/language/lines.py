"""A typed line read with one account on file: what a test of words or days asks about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from rules.facts.entries import Entry
from rules.language.named import Account, Person
from rules.language.read import read
from rules.language.reading import Reading
from rules.language.who import Known
from rules.phrase import Phrase
from rules.records import Contact

ACME, GLOBEX = Account(1, "Acme"), Account(2, "Globex Marine")


class Meaning(NamedTuple):
    """The first contact of a line, or what is ahead; `refused`: the first sentence of what is asked."""

    entry: Entry
    refused: Phrase | None
    kind: str


def meaning(
    line: str, today: date, people: Sequence[Contact] = (), language: str = "en-US", book: bool = False
) -> Meaning:
    """A line read as one of Acme's, which stands before it."""
    known = Known([ACME, GLOBEX] if book else [ACME], [Person(p.id, 1, p.name, p.role) for p in people])
    reading = read(f"acme {line}", today, known, language)
    if reading.ahead:
        return Meaning(reading.ahead, None, reading.kind)
    if not reading.events:
        return Meaning(Entry((), today), None, reading.kind)
    event = reading.events[0]
    return Meaning(event.entry, event.doubts[0].why if event.doubts else None, reading.kind)


def reading(line: str, today: date, book: Known, language: str = "en-US") -> Reading:
    return read(line, today, book, language)
