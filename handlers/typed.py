"""What a typed line tells of, wherever it was typed: the accounts and people on file beside the words."""

from __future__ import annotations

from functools import lru_cache

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
    ws, own, today = asked.ws.id, asked.person.id, asked.today
    with asked.services.reading() as session:
        accounts, people = named.book_of(session, ws, own, today)
        there = named.account_of(session, ws, about) if about is not None else None
        known = _known(accounts, people)
        if words := open_words(typed, today, known, asked.person.locale):
            others, theirs = named.beside(session, ws, own, today, words)
            known = Known((*accounts, *others), (*people, *theirs)) if others else known
    return read(typed, today, known, asked.person.locale, about=there)


@lru_cache(maxsize=64)
def _known(accounts: tuple[Account, ...], people: tuple[Person, ...]) -> Known:
    """A book made ready to be looked for in lines: the same until one of its names changes."""
    return Known(accounts, people)
