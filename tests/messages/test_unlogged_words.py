"""What is said of a line that is not logged."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest

from messages.log_touch import in_short
from messages.unlogged import ahead
from messages.words import Viewer
from rules.facts.entries import Entry
from rules.facts.unlogged import Unlogged

TODAY = date(2026, 11, 18)
VIEWER = Viewer(today=TODAY)
LINE = Unlogged(1, 1, "t", "the samples by fri", datetime(2026, 11, 18, 9, tzinfo=UTC))


def test_no_minutes_are_estimated_while_the_account_is_asked():
    assert in_short(Entry((), TODAY, "call", outcome="reached"), (), VIEWER) == "Call · today"
    assert "about 15 min" in in_short(Entry((1,), TODAY, "call", outcome="reached"), (), VIEWER)


@pytest.mark.parametrize(
    ("said", "button"),
    [
        ({"promise_text": "the samples", "promise_on": date(2026, 11, 20)}, "Keep as promise"),
        ({"next_text": "a demo", "next_on": date(2026, 11, 20)}, "Keep as next step"),
        ({"next_text": "a demo", "promise_text": "the samples", "promise_on": TODAY}, "Keep as next step"),
    ],
)
def test_the_button_says_what_a_line_is_kept_as(said, button):
    assert button in json.dumps(ahead(LINE, Entry((1,), TODAY, **said), ["Acme"], VIEWER))
