"""Whose contact a line tells of: nobody's namesake, no colleague's."""

from __future__ import annotations

from datetime import date

import pytest

from rules.language.named import Account, Person
from rules.language.read import read
from rules.language.who import Known

from .lines import reading

TODAY = date(2026, 11, 18)
BOOK = Known(
    [Account(1, "Acme Industrial"), Account(2, "Timber Software")],
    [Person(1, 1, "Leo Torres"), Person(2, 2, "Hugo Novak")],
)


TWINS = Known([Account(1, "Acme Industrial"), Account(2, "Acme Industrials", mine=False)], [])


@pytest.mark.parametrize(
    ("line", "account"),
    [
        ("called Acme Industrials, happy", 2),
        ("acme industrials: called", 2),
        ("called acme industrial, happy", 1),
        ("called acme industrial's buyer", 1),
        ("acme called", 1),
    ],
)
def test_a_name_to_the_letter_is_meant_whosever_it_is(line, account):
    (event,) = reading(line, TODAY, TWINS).events
    assert event.entry.account_ids == (account,)


@pytest.mark.parametrize("line", ["coffee with klara novak", "met Klara Novak 20m", "called Leo Petrov"])
def test_one_who_shares_only_a_name_with_somebody_on_file_is_asked(line):
    (event,) = reading(line, TODAY, BOOK).events
    assert [d.field for d in event.doubts] == ["account"]


@pytest.mark.parametrize(
    "line", ["called novak", "called Leo about the price", "met with hugo novak", "call w Leo today"]
)
def test_one_name_alone_is_whoever_bears_it(line):
    assert reading(line, TODAY, BOOK).certain


@pytest.mark.parametrize(
    "line", ["colleague from support called acme", "our support called acme", "my boss visited acme"]
)
def test_what_a_colleague_did_is_asked(line):
    (event,) = reading(line, TODAY, BOOK).events
    assert ("direction", event.entry.direction) in {(d.field, "outbound") for d in event.doubts}


@pytest.mark.parametrize(
    ("line", "direction"),
    [
        ("vera from acme phoned 5m", "inbound"),
        ("their ops guy called, acme", "inbound"),
        ("just called acme", "outbound"),
        ("yesterday called acme", "outbound"),
    ],
)
def test_who_acts_is_read_without_being_on_file(line, direction):
    seen = reading(line, TODAY, BOOK)
    assert (seen.certain, seen.events[0].entry.direction) == (True, direction)


def test_a_mail_instead_of_a_call_is_sent():
    (event,) = reading("no time to ring acme, mailed leo torres instead", TODAY, BOOK).events
    assert (event.entry.channel, event.entry.outcome) == ("email", "sent")


def test_a_voice_message_is_left_in_korean_too():
    (event,) = reading("Acme Industrial 부재중이라 음성 남김", TODAY, BOOK).events
    assert event.entry.outcome == "left_message"


@pytest.mark.parametrize(
    "line",
    [
        "almost called acme",
        "if leo torres called, log it",
        "spoke to my boss about acme",
        "internal meeting re acme",
    ],
)
def test_what_may_be_no_contact_with_them_is_asked(line):
    assert not reading(line, TODAY, BOOK).certain


def test_nobody_met_is_nobody_reached():
    (event,) = reading("met nobody at acme", TODAY, BOOK).events
    assert event.entry.outcome == "no_show"


@pytest.mark.parametrize("line", ["called acme, almost an hour", "met acme with my boss"])
def test_what_only_looks_like_it_is_stored(line):
    assert reading(line, TODAY, BOOK).certain


@pytest.mark.parametrize("line", ["acme call at 3 today", "zoom w/ acme 2pm", "acme call at 3 re pricing"])
def test_an_hour_alone_may_be_still_to_come_and_is_asked(line):
    assert not reading(line, TODAY, BOOK).certain


@pytest.mark.parametrize("line", ["called acme at 3 today", "acme call at 3, 20 min", "acme call 2pm, happy"])
def test_an_hour_of_what_took_place_is_stored(line):
    assert reading(line, TODAY, BOOK).certain


@pytest.mark.parametrize(
    ("line", "field"), [("talked to legal re acme", "account"), ("saw acme in the news", "channel")]
)
def test_a_topic_is_asked(line, field):
    (event,) = reading(line, TODAY, BOOK).events
    assert field in [d.field for d in event.doubts]


def test_of_two_accounts_the_topic_is_none():
    (event,) = reading("called acme re timber merger 10m", TODAY, BOOK).events
    assert (event.entry.account_ids, event.doubts) == ((1,), ())


# asked about an account -----------------------------------------------------------------------------------
ACME = Account(1, "Acme Industrial")


@pytest.mark.parametrize("line", ["called them, happy", "spoke to legal yesterday", "had a call, all good"])
def test_a_line_that_names_nobody_is_of_the_account_it_was_asked_about_and_asked(line):
    (event,) = read(line, TODAY, BOOK, about=ACME).events
    assert event.entry.account_ids == (1,)
    assert [d.field for d in event.doubts] == ["account"]


@pytest.mark.parametrize("line", ["called timber, happy", "met Hugo Novak"])
def test_a_name_beats_the_account_it_was_asked_about(line):
    (event,) = read(line, TODAY, BOOK, about=ACME).events
    assert event.entry.account_ids == (2,)
    assert not event.doubts


def test_what_is_to_come_is_of_the_account_it_was_asked_about():
    reading = read("will send them the quote fri", TODAY, BOOK, about=ACME)
    assert reading.ahead.account_ids == (1,)


# what there is to choose from -------------------------------------------------------------------------------
TWO = Known(
    [ACME, Account(2, "Orchard Foods"), Account(3, "Orchard Plastics")],
    [
        Person(1, 1, "Farid Khan"),
        Person(2, 2, "Farid Aziz"),
        Person(3, 2, "Ida Lund"),
        Person(4, 2, "Ida Bo"),
    ],
)


@pytest.mark.parametrize(
    ("line", "choices"),
    [
        ("called farid", [(1, (1,)), (2, (2,))]),
        ("called orchard", [(2, ()), (3, ())]),
        ("called orchrd", [(2, ()), (3, ())]),
        ("met farid and ida", [(1, (1,)), (2, (2,))]),
        ("coffee with Farid Novak", [(1, ()), (2, ())]),
        ("called acme", []),
        ("called somebody", []),
    ],
)
def test_the_accounts_that_a_line_may_mean_with_whom_it_names_there(line, choices):
    (event,) = read(line, TODAY, TWO).events
    assert [(c.account_id, c.contact_ids) for c in event.choices] == choices


def test_two_of_a_name_at_one_account_leave_no_doubt_about_it():
    (event,) = read("ida called 5 min", TODAY, TWO).events
    assert event.entry.account_ids == (2,)


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("called LT 10m", (1,)),
        ("acme: call w/ LT, 10 min", (1,)),
        ("called acme IT dept 10m", ()),
        ("called acme lt 10m", ()),
        ("acme call 10m, the LT is fine", ()),
    ],
)
def test_initials_are_a_person_where_a_name_stands(line, people):
    (event,) = reading(line, TODAY, BOOK).events
    assert event.entry.contact_ids == people


def test_initials_of_two_are_asked():
    both = Known(list(BOOK.accounts.values()), [*BOOK.people.values(), Person(3, 1, "Lena Tran")])
    (event,) = reading("called LT at acme", TODAY, both).events
    assert [d.field for d in event.doubts] == ["contacts"]
