"""Feasts: their days, where each is greeted, from when a list is open, and whom a greeting goes to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from messages.words import Viewer
from rules.calendar import Workdays
from rules.facts.feast import NEW_YEAR, Feast, feast_of, feasts_error, greeted_in
from rules.facts.feasts import Greet, greeted_by, greeting, in_order, near, presses, says, upcoming
from rules.policy import settings_errors
from rules.records import Contact

from ...builders import POLICY

CHUSEOK = Feast("Chuseok", date(2026, 9, 25))
CARDS = Feast(NEW_YEAR, date(2027, 1, 1))
KR = Workdays("KR")


def test_the_days_of_each():
    assert [(f.name, f.on) for f in upcoming(date(2026, 8, 1))] == [
        ("Obon", date(2026, 8, 13)),
        ("Chuseok", date(2026, 9, 25)),
        ("New Year", date(2027, 1, 1)),
        ("Seollal", date(2027, 2, 7)),
    ]
    assert feast_of("Chuseok", date(2028, 10, 3)) is not None, "on another holiday, too"
    assert feast_of("Chuseok", date(2026, 9, 24)) is None, "the day before it"
    assert feast_of("Easter", date(2026, 4, 5)) is None


@pytest.mark.parametrize(
    ("on", "opened"),
    [
        (date(2026, 9, 10), False),
        (date(2026, 9, 11), True),  # the day before Chuseok is a holiday, too
        (date(2026, 9, 24), True),
        (date(2026, 9, 25), False),
    ],
)
def test_a_list_is_open_from_some_working_days_before_to_the_day_before(on: date, opened: bool):
    policy = replace(POLICY, feast_working_days=9)
    assert [f.name for f in near(on, policy, KR)] == (["Chuseok"] if opened else [])


def test_how_many_days_before_is_a_setting():
    few = replace(POLICY, feast_working_days=2)
    assert near(date(2026, 9, 21), few, KR) == []
    assert near(date(2026, 9, 22), few, KR) == [CHUSEOK]


def test_in_its_second_half_a_list_is_worth_a_message_of_its_own():
    policy, of = replace(POLICY, feast_working_days=4), Workdays("US")
    assert not presses(CHUSEOK, date(2026, 9, 22), policy, of)
    assert presses(CHUSEOK, date(2026, 9, 23), policy, of)


# the setting ------------------------------------------------------------------------------------------------
def test_the_country_of_the_account_decides():
    seed = POLICY.feasts
    assert greeted_in(seed, "Korea") == greeted_in(seed, "kr") == ("Chuseok", "Seollal")
    assert greeted_in(seed, "日本") == ("Obon", NEW_YEAR)
    assert greeted_in(seed, "Germany") == greeted_in(seed, "") == (NEW_YEAR,)
    assert greeted_in("JP: obon", "Germany") == (), "others are greeted where a line says so"
    assert greeted_in("", "KR") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("KR: Chuseok\nJP: Easter", "“JP: Easter”"),
        ("Nowhere: Chuseok", "“Nowhere: Chuseok”"),
        ("Chuseok", "“Chuseok”"),
        ("KR: Chuseok\nKorea: Seollal", "KR stands there twice"),
        ("others:", "“others:”"),
    ],
)
def test_an_error_names_its_line(text: str, said: str):
    error = feasts_error(text, "Feasts")
    assert error is not None
    assert said in Viewer().plain(error)
    assert list(settings_errors({"feasts": text})) == ["feasts"]


def test_the_seed_can_be_read_and_none_is_no_error():
    assert feasts_error(POLICY.feasts, "x") is None
    assert feasts_error("", "x") is None


# whom -------------------------------------------------------------------------------------------------------
CHAMPION = Contact(2, "Cho", "champion")
BUYER = Contact(1, "Bea", "buyer")


def test_the_champion_is_greeted_before_the_buyer_and_nobody_who_left():
    assert greeted_by([BUYER, CHAMPION], CHUSEOK, date(2026, 9, 14)) == (CHAMPION, ())
    gone = replace(CHAMPION, left_on=date(2026, 9, 1))
    assert greeted_by([BUYER, gone], CHUSEOK, date(2026, 9, 14)) == (BUYER, ())
    assert greeted_by([], CHUSEOK, date(2026, 9, 14)) == (None, ())


@pytest.mark.parametrize(
    ("until", "mourns"), [(date(2027, 3, 3), True), (date(2027, 1, 1), True), (date(2026, 12, 31), False)]
)
def test_who_is_in_mourning_gets_no_new_years_card(until: date, mourns: bool):
    on, grieves = date(2026, 12, 21), replace(CHAMPION, mourning_until=until)
    assert greeted_by([grieves, BUYER], CARDS, on) == ((BUYER, (grieves,)) if mourns else (grieves, ()))
    whom, mourning = greeted_by([grieves], CARDS, on)
    assert Greet(1, "Acme", "A", whom, mourning).left_out == mourns
    assert greeted_by([grieves], CHUSEOK, on) == (grieves, ()), (
        "another feast's greeting is no New Year's card"
    )


def test_a_first_then_what_brings_most():
    those = [Greet(1, "x", "B"), Greet(2, "y", "A"), Greet(3, "z", "A")]
    assert [g.account_id for g in in_order(those, {3: 5, 1: 9})] == [3, 2, 1]


def test_a_greeting_is_known_again_and_one_taken_back_may_be_logged_anew():
    first, entry = greeting(CHUSEOK, Greet(7, "Acme", "A", CHAMPION), date(2026, 9, 14))
    again, _ = greeting(CHUSEOK, Greet(7, "Acme", "A", CHAMPION, undone=1), date(2026, 9, 14))
    assert (first, again) == ("f7-chuseok-2026-0", "f7-chuseok-2026-1")
    assert (entry.outcome, entry.purpose, entry.contact_ids) == ("sent", "celebrated", (2,))
    assert greeting(CARDS, Greet(7, "Acme", "A"), date(2026, 12, 21))[0] == "f7-newyear-2027-0"


def test_it_is_said_with_how_many():
    assert Viewer().plain(says(CHUSEOK, 1)).endswith("greet 1 account")
    assert (
        Viewer(today=date(2026, 9, 14)).plain(says(CHUSEOK, 12)) == "Chuseok is on Sep 25: greet 12 accounts"
    )
