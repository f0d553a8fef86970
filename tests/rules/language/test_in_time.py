"""However long a line is and whatever it repeats, it costs no more than its length."""

from __future__ import annotations

from datetime import date
from time import process_time

import pytest

from rules.language.customer import tidings
from rules.language.fold import REACH, Cover, before
from rules.language.named import Account, Person
from rules.language.read import read
from rules.language.seeing import open_words
from rules.language.spent import Spent
from rules.language.who import Known
from rules.language.words.names import BEFORE_A_NAME

TODAY = date(2026, 11, 18)
BOOK = Known(
    [Account(n, f"Acme {n}") for n in range(40)] + [Account(90, "한빛소재"), Account(91, "No Will Half")],
    [Person(1, 1, "Will Noh"), Person(2, 90, "김 철수")],
)


def took(line: str) -> float:
    start = process_time()
    open_words(line, TODAY, BOOK, "en-US")
    read(line, TODAY, BOOK)
    return process_time() - start


@pytest.mark.parametrize(
    "words", ["will ", "no ", "half an ", "e-mail ", "next: ", "한빛 ", "acme ", "fri and mon "]
)
def test_ten_times_the_line_takes_little_more(words):
    took(words)  # its words made ready
    short, long = (min(took((words * n)[:n]) for _ in range(3)) for n in (1000, 10_000))
    assert long < 6 * short + 0.05, "only its beginning is looked through"


@pytest.mark.parametrize("words", ["불만 ", "가", "ア", "依頼", "they was ", "acquired by ", "asked for "])
def test_what_it_tells_of_the_customer_takes_no_longer(words: str):
    tidings("opened a plant in Poland")  # its words made ready
    for line in ((words * 1000)[:1000], (words * 1000)[:980] + " opened a plant"):
        start = process_time()
        tidings(line, ("Acme",))
        assert process_time() - start < 0.05, "each place looks back and ahead a little"


def test_many_days_and_names_in_one_part_take_no_longer():
    words = "mon tue 電話 don't " * 70
    took(words[:100])  # its words made ready
    short, long = (min(took(words[:n]) for _ in range(3)) for n in (250, 1000))
    assert long < 12 * short + 0.05, "not each day with every word"


def test_a_place_looks_back_no_further_than_words_reach():
    assert before(BEFORE_A_NAME, "x" * 5000 + " with leo", 5006)
    assert not before(BEFORE_A_NAME, "with" + " " * REACH + " leo", 4 + REACH + 1)


def test_a_place_is_covered_where_it_touches_another():
    cover = Cover(20, [Spent(2, 5, 10)], [Spent(8, 9, 1)])
    assert cover.touches(4, 8)
    assert cover.touches(8, 20)
    assert not cover.touches(0, 2)
    assert not cover.touches(5, 8)
    assert not cover.touches(9, 20)
