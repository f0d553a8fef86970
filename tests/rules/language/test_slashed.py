"""A day of the past written with a slash and no year: the writer's order, asked where another is meant."""

from __future__ import annotations

from datetime import date

import pytest

from messages.words import Viewer

from ...builders import TODAY
from .lines import meaning as meaning_of

VIEWER = Viewer(today=TODAY)


@pytest.mark.parametrize(
    ("typed", "language", "on"),
    [
        ("called on 11/16", "en-US", date(2026, 11, 16)),
        ("called on 16/11", "en-GB", date(2026, 11, 16)),
        ("16/11 called", "en-US", date(2026, 11, 16)),  # it has no other meaning
        ("called on 11/16", "ko-KR", date(2026, 11, 16)),
        ("called on 11/11", "en-US", date(2026, 11, 11)),
        ("called on 11/12", "en-US", date(2026, 11, 12)),  # 11 Dec was long ago
        ("called on 11/18", "en-US", TODAY),
        ("called fri 11/13", "en-US", date(2026, 11, 13)),
        ("called yesterday about the 11/12 visit", "en-US", date(2026, 11, 17)),
    ],
)
def test_a_slashed_day_is_one_of_the_past_in_the_writers_order(typed: str, language: str, on: date):
    meaning = meaning_of(typed, TODAY, language=language)
    assert (meaning.entry.on, meaning.refused) == (on, None)


def test_at_the_turn_of_the_year_it_is_one_of_the_last():
    assert meaning_of("called on 12/28", date(2027, 1, 5)).entry.on == date(2026, 12, 28)


@pytest.mark.parametrize("language", ["en-US", "en-GB"])
def test_one_that_both_orders_can_mean_is_asked(language: str):
    meaning = meaning_of("called on 11/5", TODAY, language=language)
    sentence = VIEWER.plain(meaning.refused)
    assert sentence.startswith("“11/5” may be ")
    assert "Nov 5" in sentence
    assert "May 11" in sentence
    assert meaning.entry.on == TODAY


@pytest.mark.parametrize("typed", ["13/13", "31/2"])
def test_one_that_no_order_can_mean_is_asked(typed: str):
    assert (
        VIEWER.plain(meaning_of(f"called on {typed}", TODAY).refused) == f"I can't read “{typed}” as a date."
    )


@pytest.mark.parametrize(
    "typed",
    [
        "called, 24/7 support is on",
        "called 1/2 hour",
        "called, nps 9/10",
        "called, 3/4 of seats in use",
        "called, their renewal is 12/15",
        "called about the invoice of 11/2",
    ],
)
def test_a_share_a_mark_and_the_day_of_a_thing_date_no_touch(typed: str):
    meaning = meaning_of(typed, TODAY)
    assert (meaning.entry.on, meaning.refused) == (TODAY, None)
