"""Lines that tell what a customer lacks, what it may cost and from when it is right; and those that only seem
to."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from rules.language.customer import tidings
from rules.language.lacks import Lack, Right, right_on

TODAY = date(2026, 11, 30)
NAMES = ("Acme Industrial", "東海精機株式会社", "한빛소재")


def read(line: str) -> Lack | None:
    return tidings(line, NAMES).need


@pytest.mark.parametrize(
    ("line", "text", "amount", "currency", "right"),
    [
        ("they need cold storage by spring, about 20k", "cold storage", 20_000, "", "2027-03-01"),
        ("needs cold storage by spring", "cold storage", None, "", "2027-03-01"),
        ("acme needs a bigger hall, budget 200k", "bigger hall", 200_000, "", None),
        ("called acme 10 min, they need a bigger hall, €1.5m", "bigger hall", 1_500_000, "EUR", None),
        ("lacks night drivers", "night drivers", None, "", None),
        (
            "they're looking for a second line from March, up to $20,000",
            "second line",
            20_000,
            "USD",
            "2027-03-01",
        ),
        ("they are short of forklift drivers from Q2", "forklift drivers", None, "", "2027-04-01"),
        ("they want a second line, 30k budget", "second line", 30_000, "", None),
        ("Need identified: allergen traceability.", "allergen traceability", None, "", None),
        ("unmet need: cold storage", "cold storage", None, "", None),
        ("they have a need for cold storage", "cold storage", None, "", None),
        ("they need cold storage by 15 March", "cold storage", None, "", "2027-03-15"),
        ("they need cold storage by March 15, budget of 20000", "cold storage", 20_000, "", "2027-03-15"),
        ("they need cold storage in summer 2028", "cold storage", None, "", "2028-06-01"),
        ("they need cold storage for next year", "cold storage", None, "", "2027-01-01"),
        ("they need cold storage by autumn, roughly 12.5k a year", "cold storage", 12_500, "", "2026-11-30"),
        ("냉장창고가 필요하다고 함, 예산 2천만원", "냉장창고", 20_000_000, "KRW", None),
        ("한빛소재 냉장창고 필요, 예산은 약 3억원", "한빛소재 냉장창고", 300_000_000, "KRW", None),
        ("冷蔵倉庫が必要とのこと、予算は500万円", "冷蔵倉庫", 5_000_000, "JPY", None),
    ],
)
def test_what_they_lack(line: str, text: str, amount: int | None, currency: str, right: str | None):
    need = read(line)
    assert need
    assert (need.text, need.currency) == (text, currency)
    assert need.amount == (None if amount is None else Decimal(amount))
    assert (need.right and right_on(need.right, TODAY).isoformat()) == right


@pytest.mark.parametrize(
    "line",
    [
        "they need 5 more seats",
        "they need night deliveries",
        "they need a quote by March, about 20k",
        "they want the price list for 2027",
        "they want a call back in January",
        "needs net-60 terms by spring",
        "they need it by spring, about 20k",
        "they need to move by spring",
        "need to ring tessa in January",
        "they don't need cold storage by spring",
        "they no longer need cold storage, about 20k",
        "they might need cold storage by spring, about 20k",
        "if they need cold storage by spring, about 20k",
        "do they need cold storage by spring?",
        "they need cold storage by spring, about 20k?",
        "we need cold storage by spring, about 20k",
        "our warehouse needs cold storage by spring, about 20k",
        "their supplier needs cold storage by spring, about 20k",
        "the engineers need cold storage by spring, about 20k",
        "they need cold storage but have no budget, 20k is too much",
        "they needed cold storage, bought one for 20k",
        "they need 20k seats",
        "they need cold storage, called 20 min",
        "they need cold storage and they need drivers by spring",
        "they want more time by spring",
        "they need cold storage, contract ends in March",
        "they need cold storage, last order was 20k",
        "budget is 20k",
        "필요한 자료 보내드림",
        "견적이 필요하다고 함, 예산 2천만원",
        "냉장창고 필요없음, 예산 2천만원",
        "見積が必要、予算は500万円",
        "",
    ],
)
def test_what_only_seems_to_be_one(line: str):
    assert read(line) is None, read(line)


def test_an_amount_that_no_book_holds_is_no_budget():
    need = read("they need cold storage, about 99999999999999999999k")
    assert need is None or need.amount is None
    sure = read("they lack cold storage, about 99999999999999999999k")
    assert sure
    assert sure.amount is None
    assert read("냉장창고가 필요하다고 함, 예산 99999999999999억원") is None


def test_what_is_told_beside_it_keeps_the_line_from_being_all_of_it():
    alone = tidings("they need cold storage by spring, about 20k", NAMES)
    assert alone.states
    assert alone.need
    assert alone.need.whole
    more = tidings("they need cold storage by spring, about 20k, the old one leaks", NAMES)
    assert more.states
    assert more.need
    assert not more.need.whole
    told = tidings("they are unhappy about billing, they need cold storage by spring", NAMES)
    assert told.need
    assert not told.states, "two things"


@pytest.mark.parametrize(
    ("right", "today", "country", "day"),
    [
        (Right(3, 3, season=True), "2026-11-30", "", "2027-03-01"),
        (Right(3, 3, season=True), "2026-11-30", "AU", "2026-11-30"),
        (Right(3, 3, season=True), "2026-12-01", "Australia", "2027-09-01"),
        (Right(12, 3, season=True), "2027-01-10", "DE", "2027-01-10"),
        (Right(12, 3, season=True), "2027-03-01", "DE", "2027-12-01"),
        (Right(3, 1), "2027-03-31", "", "2027-03-31"),
        (Right(3, 1), "2027-04-01", "", "2028-03-01"),
        (Right(2, 1, day=29), "2026-11-30", "", "2027-02-28"),
        (Right(1, 3, year=2026), "2026-11-30", "", "2026-01-01"),
        (Right(1, 12, next_year=True), "2026-11-30", "", "2027-01-01"),
        (Right(4, 1), "2026-11-30", "AU", "2027-04-01"),
    ],
)
def test_from_which_day_it_is_right(right: Right, today: str, country: str, day: str):
    assert right_on(right, date.fromisoformat(today), country).isoformat() == day


def test_of_lines_by_other_hands_next_to_none_tells_one():
    """Most who write "need" mean a paper, an answer or a day."""
    folder = Path(__file__).parents[2] / "lines"
    lines = [
        json.loads(x)["line"] for f in sorted(folder.glob("*.jsonl")) for x in f.read_text().splitlines()
    ]
    told = [line for line in lines if read(line)]
    assert len(lines) > 1500
    assert len(told) <= 3, told
