"""Lines that tell that somebody of theirs left, moved or came, and of a contact: the day there is not the
contact's, and who went was not met for it."""

from __future__ import annotations

from datetime import date

import pytest

from rules.language.named import Account, Person
from rules.language.read import read
from rules.language.who import Known

TODAY = date(2026, 11, 24)  # a Tuesday
KNOWN = Known(
    (Account(1, "Acme Industrial", ("Acme", "아크메", "アクメ")), Account(2, "Globex Marine")),
    (
        Person(1, 1, "Leo Brandt", "champion"),
        Person(2, 1, "Mia Stone"),
        Person(3, 2, "Ingrid Moe", "champion"),
        Person(4, 1, "이민호"),
        Person(5, 1, "佐藤 健"),
    ),
)  # fmt: skip


def stored(line: str, known: Known = KNOWN) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
    """Days back, accounts and people of a line that tells of one contact, for certain."""
    (event,) = read(line, TODAY, known).events
    assert not event.doubts, event.doubts
    return (TODAY - event.entry.on).days, event.entry.account_ids, event.entry.contact_ids


@pytest.mark.parametrize(
    ("line", "account", "people"),
    [
        ("Ingrid left Globex Marine yesterday, I called her 10 min", 2, (3,)),
        ("Leo left Acme last week - talked to Mia for 20 min", 1, (2,)),
        ("Mia joined on Monday, met her 30 min", 1, (2,)),
        ("yesterday Leo left Acme, I called him 10 min", 1, (1,)),
        ("Leo left Acme Friday, I called him 10 min", 1, (1,)),
        ("Leo left Acme yesterday and I called Mia 10 min", 1, (2,)),
        ("Leo left Acme on Friday so I called Mia 10 min", 1, (2,)),
        ("champion left acme last week, talked to Mia for 20 min", 1, (2,)),
        ("Leo has left the company on 16 Nov, called Mia 10 min", 1, (2,)),
        ("Leo no longer works at Acme since Friday, called Mia 10 min", 1, (2,)),
        ("Leo moved to purchasing on Friday, met Mia 30 min", 1, (2,)),
        ("called Mia 10 min, Leo left on Friday", 1, (2,)),
        ("Mia says Leo left yesterday, 10 min call, acme", 1, (2,)),
        ("their new buyer Mia started on Monday, called her 10 min", 1, (2,)),
        ("Mia joined acme as buyer yesterday, called her 10 min", 1, (2,)),
        ("Susan left acme yesterday, called Mia 10 min", 1, (2,)),
        ("아크메 이민호 어제 퇴사, Mia와 10분 통화", 1, (2,)),
        ("이민호 씨가 지난주 금요일에 퇴사했습니다, Mia와 10분 통화", 1, (2,)),
        ("アクメの佐藤さんが昨日退職しました、Miaさんと10分電話", 1, (2,)),
    ],
)
def test_the_day_somebody_went_is_not_the_contacts(line: str, account: int, people: tuple[int, ...]):
    assert stored(line) == (0, (account,), people)


@pytest.mark.parametrize(
    ("line", "back", "people"),
    [
        ("called Mia at acme yesterday 10 min, Leo left last week", 1, (2,)),
        ("Leo left Acme today, called Mia yesterday 10 min", 1, (2,)),
        ("Leo joined the call on Monday, 30 min with acme", 1, (1,)),
        ("Mia joined Monday's call with Leo at acme, 30 min", 1, (2, 1)),
        ("met Leo at acme on Monday, Mia joined, 30 min", 1, (1, 2)),
        ("left Acme at 3 yesterday, met Leo 30 min", 1, (1,)),
        ("the team left Acme yesterday after a visit with Leo, 1h", 1, (1,)),
        ("visited acme yesterday, we left Acme at 5, 30 min", 1, ()),
    ],
)
def test_a_contacts_own_day_stays(line: str, back: int, people: tuple[int, ...]):
    assert stored(line) == (back, (1,), people)


def test_one_who_left_for_another_customer_is_met_there():
    """On the day of the contact, which is not said."""
    known = Known([*KNOWN.accounts.values()], [Person(1, 2, "Leo Brandt"), KNOWN.people[2]])
    assert stored("Leo left Acme and joined Globex Marine yesterday, I called him 10 min", known)[0] == 0


def test_an_account_whose_name_is_such_a_word_is_none_there():
    known = Known([*KNOWN.accounts.values(), Account(3, "Left Bank")], [*KNOWN.people.values()])
    assert stored("called Left Bank yesterday 10 min", known) == (1, (3,), ())
    assert stored("called Mia 10 min, Leo left yesterday", known) == (0, (1,), (2,))
