"""Pieces that many messages are made of."""

from __future__ import annotations

import pytest

from messages.blocks import first_few, section
from messages.merged import TOLD, Merged, told
from messages.words import Viewer


@pytest.mark.parametrize(("there", "most", "more"), [(0, 3, None), (3, 3, None), (4, 3, "And 1 more.")])
def test_the_first_are_shown_and_of_the_rest_how_many(there: int, most: int, more: str | None):
    blocks = first_few(range(there), most, lambda n: section(str(n)))
    shown = [b["text"]["text"] for b in blocks if b["type"] == "section"]
    assert shown == [str(n) for n in range(min(there, most))]
    assert [b["elements"][0]["text"] for b in blocks if b["type"] == "context"] == ([more] if more else [])


def test_no_account_that_was_merged_goes_unsaid():
    those = [Merged("Mel", f"Old {n}", f"New {n}", n) for n in range(TOLD + 2)]
    assert "And 2 more." in str(told(those, Viewer()))
