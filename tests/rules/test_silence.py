"""When somebody who acts on nothing is asked about: ten whole working days after their first morning."""

from __future__ import annotations

from datetime import date

import pytest

from rules.calendar import Workdays
from rules.silence import is_silent

MONDAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("today", "silent"),
    [(date(2026, 11, 12), False), (date(2026, 11, 13), False), (date(2026, 11, 16), True)],
)
def test_ten_whole_working_days(today: date, silent: bool):
    assert is_silent(MONDAY, today, Workdays("")) is silent


def test_nobody_is_silent_without_a_morning():
    assert not is_silent(None, date(2026, 12, 24), Workdays(""))
