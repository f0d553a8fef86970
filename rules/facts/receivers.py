"""Who could be an account's next expert: up to three, by likeness of their books (industry, country and
language, tier) and by room in their week, with the reason.

A receiver with experience of like customers limits what a change of rep costs; one without time loses it
again. Source: DOMAIN, Words, handoff.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from babel.core import Locale, UnknownLocaleError
from babel.languages import get_official_languages

from ..phrase import Phrase, say
from ..records import Account, Person

MOST = 3
ENOUGH = 5  # accounts of a kind from which on more say nothing more
INDUSTRY, COUNTRY, TIER, LANGUAGE, ROOM = 4.0, 2.0, 1.0, 1.0, 3.0
HAS_ROOM = 0.7
"""Of the touches a week that the book needs with the account in it: whoever makes fewer is asked last. The
share below which a digest proposes to move accounts."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Active accounts of a kind in a book."""

    tier: str
    industry: str
    country: str
    count: int
    needs: float
    """Touches a week by their cadences."""


@dataclass(frozen=True, slots=True)
class Book:
    """A person with what they care for; `made` meaningful touches a week, over four weeks."""

    person: Person
    kept: tuple[Kept, ...] = field(default=())
    made: float = 0.0

    @property
    def needs(self) -> float:
        return sum(k.needs for k in self.kept)


@dataclass(frozen=True, slots=True)
class Proposed:
    person: Person
    why: tuple[Phrase, ...]


def proposed(account: Account, needs: float, books: Iterable[Book]) -> list[Proposed]:
    """Up to three of those who are active and not its owner, the likeliest first. `needs`: touches a week
    that the account adds."""
    there = [b for b in books if b.person.active and b.person.id != account.owner_id]
    scored = [(_score(account, needs, b), b) for b in there]
    ranked = sorted(scored, key=lambda x: (-x[0], x[1].needs, x[1].person.name, x[1].person.id))
    return [Proposed(b.person, tuple(_why(account, needs, b))) for _, b in ranked[:MOST]]


def _score(account: Account, needs: float, book: Book) -> float:
    alike = INDUSTRY * _share(_count(book, industry=account.industry))
    alike += COUNTRY * _share(_count(book, country=account.country))
    alike += TIER * _share(_count(book, tier=account.tier))
    return alike + LANGUAGE * speaks(book.person, account.country) + ROOM * has_room(book, needs)


def _share(count: int) -> float:
    return min(count, ENOUGH) / ENOUGH


def _count(book: Book, industry: str = "", country: str = "", tier: str = "") -> int:
    """Accounts of the book that are alike in what is asked; none where it is unknown."""
    if not (industry or country or tier):
        return 0
    return sum(
        k.count
        for k in book.kept
        if (not industry or k.industry.casefold() == industry.casefold())
        and (not country or k.country.casefold() == country.casefold())
        and (not tier or k.tier == tier)
    )


def has_room(book: Book, needs: float) -> bool:
    """Whether their week holds the account, too: by the touches they make against those their book needs."""
    return not book.kept or book.made >= HAS_ROOM * (book.needs + needs)


def speaks(person: Person, country: str) -> bool:
    """Whether a language of a country (ISO 3166) is that of the person's Slack, or they live there."""
    code = country.strip().upper()
    if len(code) != 2:
        return False
    try:
        language = Locale.parse(person.locale, sep="-").language
    except (UnknownLocaleError, ValueError):
        language = ""
    return person.country.upper() == code or language in get_official_languages(code, de_facto=True)


def _why(account: Account, needs: float, book: Book) -> Sequence[Phrase]:
    """In the order of their weight; what says nothing for them is left out, what speaks against is not."""
    why = list[Phrase]()
    if n := _count(book, industry=account.industry):
        why.append(say("{count} in {industry}", count=n, industry=account.industry))
    if n := _count(book, country=account.country):
        why.append(say("{count} in {country}", count=n, country=account.country))
    elif speaks(book.person, account.country):
        why.append(say("speaks their language"))
    if n := _count(book, tier=account.tier):
        why.append(say("{count} of tier {tier}", count=n, tier=account.tier))
    total, made = round(book.needs + needs, 1), round(book.made, 1)
    if not book.kept:
        why.append(say("an empty book"))
    elif has_room(book, needs):
        why.append(say("room: would need {needs} touches a week, makes {made}", needs=total, made=made))
    else:
        why.append(
            say("little room: would need {needs} touches a week, makes {made}", needs=total, made=made)
        )
    return why
