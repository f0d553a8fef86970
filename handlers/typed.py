"""What a typed line tells of, wherever it was typed: the accounts and people on file beside the words."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

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


@lru_cache(maxsize=64)
def _known(accounts: tuple[Account, ...], people: tuple[Person, ...]) -> Known:
    """A book made ready to be looked for in lines: the same until one of its names changes."""
    return Known(accounts, people)
