"""How a line of the history says what somebody did."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from messages.acts import changes, line
from messages.words import Viewer
from rules.acts import Act
from tests.builders import a_person

VIEWER = Viewer("en-GB", "UTC", date(2026, 11, 30), "USD")
NAMES = {"person:8": "Marcus <Bell>", "account:5": "Globex"}


def said(noun: str, did: str, **change: Any) -> str:
    act = Act(
        1, datetime(2026, 11, 23, 12, tzinfo=UTC), "Dana Reyes", 1, did, noun, 3, 2, change, names=NAMES
    )
    return line(act, VIEWER).removeprefix("*23 Nov* Dana Reyes ")


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (said("loosening", "asked to loosen", to=8), "asked Marcus &lt;Bell&gt; to loosen it"),
        (said("loosening", "asked to loosen", to=9), "asked to loosen it"),
        (said("loosening", "refused"), "refused what was asked of it"),
        (said("handoff", "introduced", to=8), "introduced Marcus &lt;Bell&gt; to it"),
        (said("escalation", "went to the manager", to=8), "brought it to Marcus &lt;Bell&gt;"),
        (
            said("escalation", "left", until="2026-12-07", why="he meets them", undo=True),
            "left it as it is: until 7 Dec (“he meets them”)",
        ),
        (said("account", "snoozed", until="2027-01-15"), "snoozed it: until 15 Jan"),
        (said("account", "churned", left_on="2026-11-20"), "marked it churned: left 20 Nov"),
        (said("override", "overrode", band="watch"), "said how it is doing: band watch"),
        (said("merge", "merged", gone=5), "made one with it *Globex*"),
        (said("novelty", "sung", to=8), "sung (novelty)"),
    ],
)
def test_whom_until_when_and_why_are_said(act: str, expected: str):
    assert act == expected


def test_columns_that_no_form_has_are_said_in_words_and_their_days_as_days():
    after = {"started_on": "2026-09-15", "external_id": "A-0066", "served_by": "x"}
    expected = "Customer since – → 15 Sept, Id in files – → “A-0066”, Served by – → x"
    assert changes({}, after, VIEWER, {}) == expected


def test_costs_are_said_to_those_who_may_read_them_alone():
    before, after = {"margin": "0.4", "tier": "B"}, {"margin": "0.45", "tier": "A"}
    assert changes(before, after, VIEWER, {}) == "Tier B → A"
    assert changes(before, {"margin": "0.45"}, VIEWER, {}) == ""
    leads = Viewer.of(a_person(leads=True), datetime(2026, 11, 30, tzinfo=UTC), "USD")
    assert changes(before, after, leads, {}) == "Margin “0.4” → “0.45”, Tier B → A"
