"""Who is proposed as an account's next expert: by likeness of books and room in the week, with the reason."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rules.facts.receivers import Book, Kept, away_soon, has_room, proposed, shared_out, speaks
from rules.own_calendar import Calendar, Span

from ...builders import a_person, an_account

ACCOUNT = an_account(industry="Food", country="DE").account


def a_book(id_: int, *kept: Kept, made: float = 9.0, **person: object) -> Book:
    return Book(a_person(id=id_, name=f"P{id_}", **person), kept, made=made)


def of(industry: str, country: str = "US", tier: str = "C", count: int = 5, needs: float = 1.0) -> Kept:
    return Kept(tier, industry, country, count=count, needs=needs)


def test_who_knows_customers_like_them_comes_first_and_the_owner_never():
    books = [
        a_book(1, of("food", "DE", "A")),
        a_book(2, of("retail")),
        a_book(3, of("food")),
        a_book(4, of("retail", "DE")),
        a_book(5, of("retail"), active=False),
    ]
    assert [p.person.id for p in proposed(ACCOUNT, 0.5, books)] == [3, 4, 2]


def test_room_in_the_week_beats_a_country_but_no_industry():
    full = a_book(2, of("retail", "DE", needs=20.0), made=9.0)
    assert not has_room(full, 0.5)
    assert [p.person.id for p in proposed(ACCOUNT, 0.5, [full, a_book(3, of("retail"))])] == [3, 2]
    expert = a_book(4, of("food", "DE", needs=20.0), made=9.0)
    assert [p.person.id for p in proposed(ACCOUNT, 0.5, [a_book(3, of("retail")), expert])] == [4, 3]


def test_each_says_why():
    told = proposed(ACCOUNT, 0.5, [a_book(2, of("Food", "DE", "A", count=4))])[0].why
    assert [p.message.format(**dict(p.values)) for p in told] == [
        "4 in Food",
        "4 in DE",
        "4 of tier A",
        "room: would need 1.5 touches a week, makes 9.0",
    ]
    assert proposed(ACCOUNT, 0.5, [a_book(2)])[0].why[-1].message == "an empty book"
    little = proposed(ACCOUNT, 0.5, [a_book(2, of("retail"), made=0.0)])[0].why
    assert little[-1].message.startswith("little room")


def test_how_much_somebody_does_is_told_only_where_it_is_shown_by_name():
    busy, little = a_book(2, of("Food", count=4)), a_book(3, of("Food"), made=0.0)
    for p in proposed(ACCOUNT, 0.5, [busy, little], shown={9}):
        assert [w.message for w in p.why] == ["{count} in {industry}"]
    assert len(proposed(ACCOUNT, 0.5, [busy], shown={2})[0].why) == 2


@pytest.mark.parametrize(
    ("locale", "lives", "country", "does"),
    [
        ("de-DE", "US", "DE", True),
        ("de-DE", "US", "at", True),
        ("en-GB", "GB", "DE", False),
        ("en-GB", "DE", "DE", True),
        ("en-US", "US", "Germany", False),
        ("xx-nonsense-1", "US", "DE", False),
        ("de-DE", "US", "", False),
    ],
)
def test_a_language_of_theirs(locale: str, lives: str, country: str, does: bool):
    assert speaks(a_person(locale=locale, country=lives), country) == does


def test_whoever_is_away_is_asked_last_and_it_says_so():
    away = Span(date(2026, 11, 16), date(2026, 11, 27), False)
    expert = replace(a_book(2, of("food", "DE", "A", count=9)), away=away)
    books = [expert, a_book(3, of("retail", needs=90.0))]
    told = proposed(ACCOUNT, 0.5, books)
    assert [p.person.id for p in told] == [3, 2]
    assert told[1].why[0].message == "away {first} to {last}"
    many = [(an_account(id=n, industry="Food").account, 0.5) for n in range(1, 30)]
    assert {p.id for _, p in shared_out(many, books, team={2}) if p} == {3}


@pytest.mark.parametrize(
    ("first", "last", "counts"),
    [
        ("11-10", "11-16", True),
        ("11-23", "11-24", True),
        ("11-24", "11-30", False),
        ("11-02", "11-15", False),
    ],
)
def test_days_away_count_that_run_or_begin_while_they_would_be_asked(first: str, last: str, counts: bool):
    span = Span(date.fromisoformat(f"2026-{first}"), date.fromisoformat(f"2026-{last}"), True)
    person = a_person(country="", calendar=Calendar(away=(span,)))
    assert away_soon(person, date(2026, 11, 16)) == (span if counts else None)
