"""What the report of segments says where little is known: no figure of nothing is made up."""

from __future__ import annotations

from typing import Any

from messages import segments
from messages.words import Viewer
from rules.phrase import Money
from rules.segment_report import Counted, Spent

from ..builders import TODAY
from ..rules.test_segment_report import of, one, proposed

VIEWER = Viewer(today=TODAY, sees_costs=True)


def said(*those: Counted, **segment_of: str) -> str:
    report = of(list(those), {a.id: segment_of.get(f"co{a.id}", "") for a in those})
    message = segments.report(segments.Shown(report, proposed(report)), VIEWER)
    texts: list[Any] = [b["text"]["text"] for b in message["blocks"] if b["type"] == "section"]
    texts += [e["text"] for b in message["blocks"] if b["type"] == "context" for e in b["elements"]]
    return "\n".join(texts)


def test_a_segment_of_which_no_revenue_is_known_brings_something_unknown():
    """Somebody chose its segment, nobody said what it brings."""
    text = said(one(1, annual=None), co1="money maker")
    assert "1 of 1 accounts (100 %)\nrevenue and profit unknown\n1 h (100 %)" in text
    assert "$0" not in text
    assert "Nobody knows what those bring that took time" in text
    assert "Profit is unknown: what they bring a year missing." in text
    beside = said(one(1, annual=None), one(2), co1="money maker", co2="filler")
    assert "$1,000 a year (100 %) · profit $440 (100 %)" in beside
    assert "An hour of yours earns most with fillers" in beside


def test_one_without_a_rate_that_a_person_put_into_a_segment_is_named_with_what_it_brings():
    seoul = one(1, annual=None, brings=Money(8_000_000, "KRW"))
    text = said(seoul, one(2), one(3, annual=None), co1="filler", co2="filler", co3="filler")
    which = "1 account of unknown revenue; Co 01 ₩8,000,000 (no rate)"
    assert f"Put into a segment by a person, and not in revenue and profit: {which}." in text


def test_what_is_known_to_bring_nothing_is_nothing():
    text = said(one(1, annual=0, spent=Spent()), co1="filler")
    assert "$0 a year · profit $0" in text
    assert "No time was logged in a year" in text


def test_without_any_account_nothing_is_said_to_be_known():
    assert said() == "Segments need active accounts, and there is none."
