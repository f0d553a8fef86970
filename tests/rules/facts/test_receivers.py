"""Who is proposed as an account's next expert: by likeness of books and room in the week, with the reason."""

from __future__ import annotations

import pytest

from rules.facts.receivers import Book, Kept, has_room, proposed, speaks

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
