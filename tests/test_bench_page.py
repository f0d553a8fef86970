"""The table that `make bench` writes into docs/benchmarks.md, and the rows that it is made of."""

from __future__ import annotations

from datetime import date

import pytest

from bench.page import BEGINS, ENDS, HEAD, PAGE, table, written
from bench.rows import Row, Seconds, median_of, row_of


def test_a_part_may_give_four_plain_figures():
    row = row_of(("idle tick", 0.006, 0.004, 1.5), "over 1,000")
    assert row.cells() == ("idle tick", "6.00 ms", "", "4.00 ms over 1,000", "1.50", "at most 1.5")
    assert row_of(("memory at rest", 120.0, 150.0, 1), "").cells()[1] == "120.00 MB"
    assert row_of(("missed of 100", 0.021, 0.05, 1), "").cells()[1] == "2.10 %"
    assert row_of(("import", 16.7, 1.25, 15), "").cells()[1:4] == ("16.70 s", "", "1.25 s")


def test_what_a_row_says_of_itself_stays():
    row = Row("read", 2_048, 1_024, 3, "kB", p99=4_096, beside="bare")
    assert row_of(row, "another") == row
    assert row.cells() == ("read", "2,048.00 kB", "4,096.00 kB", "1,024.00 kB bare", "2.00", "at most 3")


def test_a_missed_mark_is_said():
    assert row_of(("tick", 1.51, 1.0, 1.5), "").cells()[-1] == "at most 1.5 MISSED"
    assert not row_of(("tick", 1.5, 1.0, 1.5), "").missed


def test_the_median_of_the_best_round_keeps_its_slowest():
    fast, slow = Seconds.of([1.0, 2.0, 9.0]), Seconds.of([3.0, 3.0, 4.0])
    assert (fast, fast.p99) == (2.0, 9.0)
    assert Seconds.of(range(1, 201)).p99 == 198
    assert row_of(("tick", min(slow, fast), 1.0, 3), "").p99 == 9.0


def test_a_median_calls_as_often_as_is_said():
    calls: list[int] = []
    assert median_of(lambda: calls.append(1), 7) >= 0
    assert len(calls) == 7


def test_what_stands_between_the_marks_is_written_anew_and_nothing_else():
    page = f"# One\n{BEGINS}\nold\n{ENDS}\ntwo {ENDS}\n"
    once = written(page, "new")
    assert once == f"# One\n{BEGINS}\nnew\n{ENDS}\ntwo {ENDS}\n"
    assert written(once, "new") == once
    with pytest.raises(ValueError, match="lacks its marks"):
        written("# One\n", "new")


def test_the_page_has_its_marks_and_the_table_its_head():
    shown = table([Row("tick", 0.006, 0.004, 1.5)], date(2026, 11, 30), "this machine")
    assert shown.splitlines()[0] == "Seen on 2026-11-30: this machine."
    assert table([], date(2026, 11, 30), "", ["no server"]).endswith(" --- |\n\nno server")
    assert f"| {' | '.join(HEAD)} |" in written(PAGE.read_text(encoding="utf-8"), shown)
