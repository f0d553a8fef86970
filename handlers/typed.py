"""What a typed line tells of, wherever it was typed: the accounts and people on file beside the words."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session

from rules.language.named import Account, Person
from rules.language.read import read
from rules.language.reading import Reading
from rules.language.seeing import open_words
from rules.language.who import Known
from storage import named

from .asked import Asked


def understood(asked: Asked, typed: str, about: int | None = None) -> Reading:
    """A typed line as the contacts it tells of; `about` is the account that it was asked about, which it need
    not name. Nothing is stored by it."""
    if not typed:
        return Reading(typed)
    with asked.services.reading() as session:
        there = named.account_of(session, asked.ws.id, about) if about is not None else None
        known = known_to(session, asked, typed)
    return read(typed, asked.today, known, asked.person.locale, about=there)


def known_to(session: Session, asked: Asked, typed: str, since: date | None = None) -> Known:
    """Whom a line of this person may name: their own book, and of others' accounts those that its open words
    may begin; people who are there, or were on the day `since`."""
    ws, own, there_on = asked.ws.id, asked.person.id, since or asked.today
    accounts, people = named.book_of(session, ws, own, there_on)
    known = _known(accounts, people)
    if words := open_words(typed, asked.today, known, asked.person.locale):
        others, theirs = named.beside(session, ws, own, there_on, words)
        known = Known((*accounts, *others), (*people, *theirs)) if others else known
    return known


MOST_READY = 64  # books
_ready: dict[int, tuple[tuple[Account, ...], tuple[Person, ...], Known]] = {}
"""Books made ready to be looked for in lines, with what they were made of: as long as no name of it changes,
storage gives the very same (storage/named.py), and nothing need be compared."""


def _known(accounts: tuple[Account, ...], people: tuple[Person, ...]) -> Known:
    kept = _ready.get(id(accounts))
    if kept is not None and kept[0] is accounts and kept[1] is people:
        return kept[2]
    if len(_ready) >= MOST_READY:
        _ready.clear()  # one step, whatever other threads do
    known = Known(accounts, people)
    _ready[id(accounts)] = accounts, people, known
    return known
