"""What an edited line finds again of what it brought."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from storage.brought import by_account, undone_now

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
EARLIER = NOW - timedelta(hours=1)


class Row(NamedTuple):
    id: int
    account_id: int
    voided_at: datetime


def test_only_what_this_edit_took_back_is_there_again():
    rows = [Row(1, 7, EARLIER), Row(2, 8, NOW), Row(3, 9, NOW)]
    assert [r.id for r in undone_now(rows)] == [2, 3]
    assert undone_now([]) == []


def test_an_account_keeps_its_own_and_a_new_one_takes_that_of_the_one_which_left():
    rows = [Row(1, 7, NOW), Row(2, 8, NOW)]
    assert {a: r.id for a, r in by_account(rows, (9, 8)).items()} == {8: 2, 9: 1}


def test_what_an_earlier_edit_took_back_goes_along_to_no_other_account():
    rows = [Row(1, 7, EARLIER), Row(2, 8, NOW)]
    assert {a: r.id for a, r in by_account(rows, (8, 9)).items()} == {8: 2}
    assert {a: r.id for a, r in by_account(rows, (7,)).items()} == {7: 1}
