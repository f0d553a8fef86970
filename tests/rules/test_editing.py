"""What is wrong in the form of an account, by rules alone."""

from __future__ import annotations

from datetime import date

import pytest

from rules.editing import errors, stored_cells

TODAY = date(2026, 11, 17)
STORED = {"name": "Acme", "tier": "A", "status": "active"}


@pytest.mark.parametrize("block", ["tier", "status"])
@pytest.mark.parametrize("cell", ["", "D"])
def test_a_choice_that_is_none_is_told(block: str, cell: str):
    cells = {**stored_cells(STORED, TODAY, "USD"), block: cell}
    wrong = errors(STORED, cells, TODAY, TODAY)
    assert {k: v.message for k, v in wrong.items()} == {block: "Choose one."}
    assert not errors(STORED, stored_cells(STORED, TODAY, "USD"), TODAY, TODAY)
