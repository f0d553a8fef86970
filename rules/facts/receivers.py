"""Who could be an account's next expert: up to three, by likeness of their books (industry, country and
language, tier) and by room in their week, with the reason.

A receiver with experience of like customers limits what a change of rep costs; one without time loses it
again. Source: DOMAIN, Words, handoff.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from babel.core import Locale, UnknownLocaleError
from babel.languages import get_official_languages

from ..calendar import add_working_days
from ..language.countries import code_of
from ..own_calendar import Span
from ..phrase import Phrase, say
from ..records import Account, Person

MOST = 3
ENOUGH = 5  # accounts of a kind from which on more say nothing more
INDUSTRY, COUNTRY, TIER, LANGUAGE, ROOM = 4.0, 2.0, 1.0, 1.0, 3.0
AWAY = 12.0  # more than all the others together: whoever is away is asked last
TEAM, LOAD = 3.0, 6.0  # of many that are shared out: the own team; per week that was doubled
ASKED_FOR = 5  # working days that an introduction waits
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
    """A person with what they care for; `made` meaningful touches a week, over four weeks; `away`: their days
    away that run, or begin while they would be asked."""

    person: Person
    kept: tuple[Kept, ...] = field(default=())
    made: float = 0.0
    away: Span | None = None

    @property
    def needs(self) -> float:
        return sum(k.needs for k in self.kept)


@dataclass(frozen=True, slots=True)
class Proposed:
    person: Person
    why: tuple[Phrase, ...]


def proposed(
    account: Account, needs: float, books: Iterable[Book], shown: Collection[int] | None = None
) -> list[Proposed]:
    """Up to three of those who are active and not its owner, the likeliest first. `needs`: touches a week
    that the account adds; `shown`: whose own figures are told as a reason (None: everybody's)."""
    there = [b for b in books if b.person.active and b.person.id != account.owner_id]
    scored = [(_score(account, needs, b), b) for b in there]
    ranked = sorted(scored, key=lambda x: (-x[0], x[1].needs, x[1].person.name, x[1].person.id))
    return [
        Proposed(b.person, tuple(_why(account, needs, b, told=shown is None or b.person.id in shown)))
        for _, b in ranked[:MOST]
    ]


def shared_out(
    accounts: Sequence[tuple[Account, float]], books: Sequence[Book], team: Collection[int] = ()
) -> list[tuple[Account, Person | None]]:
    """Who is likeliest for each of many, in their order, of one's own `team` rather than of another's. Each
    counts from then on in the book that it would come into, and makes the next there less likely by what was
    added to the week: so the likest does not get all."""
    there, shared = [b for b in books if b.person.active], list[tuple[Account, Person | None]]()
    before = [max(b.needs, 1.0) for b in there]

    def rank(n: int, account: Account, needs: float) -> tuple[float, float, str, int]:
        book = there[n]
        added = LOAD * max(book.needs - before[n], 0.0) / before[n]
        score = _score(account, needs, book) - added + TEAM * (book.person.id in team)
        return -score, book.needs, book.person.name, book.person.id

    for account, needs in accounts:
        free = [n for n, b in enumerate(there) if b.person.id != account.owner_id]
        ranked = sorted(free, key=partial(rank, account=account, needs=needs))
        shared.append((account, there[ranked[0]].person if ranked else None))
        if ranked:
            there[ranked[0]] = _with(there[ranked[0]], account, needs)
    return shared


def _with(book: Book, account: Account, needs: float) -> Book:
    more = Kept(account.tier, account.industry, account.country, count=1, needs=needs)
    same = [
        k for k in book.kept if (k.tier, k.industry, k.country) == (more.tier, more.industry, more.country)
    ]
    others = [k for k in book.kept if k not in same]
    one = Kept(
        more.tier,
        more.industry,
        more.country,
        count=1 + sum(k.count for k in same),
        needs=needs + sum(k.needs for k in same),
    )
    return Book(book.person, (*others, one), book.made, book.away)


def why(
    account: Account, needs: float, book: Book, *, team: bool = False, told: bool = True
) -> tuple[Phrase, ...]:
    """What speaks for somebody, and against them; `team`: they are of the reader's own. `told`: how much they
    do, too."""
    return (*((say("in your team"),) if team else ()), *_why(account, needs, book, told=told))


def _score(account: Account, needs: float, book: Book) -> float:
    alike = INDUSTRY * _share(_count(book, industry=account.industry))
    alike += COUNTRY * _share(_count(book, country=account.country))
    alike += TIER * _share(_count(book, tier=account.tier))
    alike += LANGUAGE * speaks(book.person, account.country) + ROOM * has_room(book, needs)
    return alike - AWAY * (book.away is not None)


def away_soon(person: Person, today: date) -> Span | None:
    """Days away that run, or begin before an introduction has waited its time; None without."""
    asked_until = add_working_days(today, ASKED_FOR, person.usual_days)
    spans = (s for s in person.calendar.away if s.first <= asked_until and s.last >= today)
    return min(spans, key=lambda s: s.first, default=None)


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
    """Whether a language of a country is that of the person's Slack, or they live there."""
    code = code_of(country)
    if not code:
        return False
    try:
        language = Locale.parse(person.locale, sep="-").language
    except (UnknownLocaleError, ValueError):
        language = ""
    return code_of(person.country) == code or language in get_official_languages(code, de_facto=True)


def _why(account: Account, needs: float, book: Book, told: bool) -> Sequence[Phrase]:
    """In the order of their weight; what says nothing for them is left out, what speaks against is not.
    `told`: how much they do, too."""
    why = list[Phrase]()
    if book.away:
        why.append(say("away {first} to {last}", first=book.away.first, last=book.away.last))
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
    elif not told:
        return why
    elif has_room(book, needs):
        why.append(say("room: would need {needs} touches a week, makes {made}", needs=total, made=made))
    else:
        why.append(
            say("little room: would need {needs} touches a week, makes {made}", needs=total, made=made)
        )
    return why
