"""A book's order: what is due first, by pressure; the rest by the date it falls due; what rests last."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from messages.book import lines
from rules.book import BookRow, behind, pressing
from rules.coverage import Seen, seen, seen_as_stored
from rules.records import Person

from ..builders import POLICY, TODAY, an_account, days_ago, in_days


def row(name: str, due_on: date | None, last_on: date | None = None, **given: Any) -> BookRow:
    return BookRow(an_account(last_on, name=name, **given).account, due_on, last_on, at_risk=False)


def test_due_first_by_pressure_then_by_date_and_resting_last():
    rows = [
        row("paused", in_days(9), days_ago(300), status="paused", paused_until=in_days(9)),
        row("not needed", in_days(12), days_ago(60), not_needed_until=in_days(12)),
        row("soon", in_days(2), days_ago(12)),
        row("never touched", days_ago(1), None, tier="C", added_on=days_ago(20)),
        row("a", days_ago(2), days_ago(16)),
        row("b", days_ago(30), days_ago(60), tier="B"),
        row("snoozed", days_ago(9), days_ago(80), snoozed_until=in_days(1)),
        row("through its parent", None, days_ago(500)),
        row("pause over", days_ago(1), days_ago(14), status="paused", paused_until=days_ago(1)),
    ]
    assert [r.account.name for r in pressing(rows, TODAY, POLICY)] == [
        "b",
        "a",
        "pause over",
        "never touched",
        "soon",
        "not needed",
        "through its parent",
        "snoozed",
        "paused",
    ]
    assert {x.name for x in lines(rows, TODAY) if x.due} == {"b", "a", "pause over", "never touched"}


@pytest.mark.parametrize(("due_on", "due"), [(days_ago(0), True), (in_days(1), False), (None, False)])
def test_due_is_the_stored_date(due_on: date | None, due: bool):
    assert row("x", due_on).due(TODAY) is due


@pytest.mark.parametrize("tier", ["A", "B", "C"])
@pytest.mark.parametrize("ago", [0, 14, 15, 18, 19, 29, 30, 33, 34, 35, 90, 95, 96, None])
@pytest.mark.parametrize(
    "given", [{}, {"cadence_days": 7}, {"paused_until": days_ago(3)}, {"started_on": days_ago(2)}]
)
def test_a_list_sees_an_account_as_its_record_does(tier: str, ago: int | None, given: dict[str, Any]):
    last = None if ago is None else days_ago(ago)
    record = an_account(last, tier=tier, **given)
    whole, light = (
        seen(record, TODAY, POLICY),
        seen_as_stored(record.account, record.owner, last, TODAY, POLICY),
    )
    assert whole
    assert light
    for name in ("counted", "covered", "neglected", "touched", "silent", "cadence", "status"):
        assert getattr(light, name) == getattr(whole, name), name


def stands(owner_id: int, tier: Any, covered: bool) -> Seen:
    return Seen(
        1, "x", tier, owner_id, "active", counted=True, covered=covered, value_covered=False,
        neglected=False, touched=True, silent=1, cadence=14, revenue=0,
    )  # fmt: skip


def test_who_needs_help_has_an_a_out_or_less_than_half_in_rhythm():
    ann, ben, cho, dee = (
        Person(n, name, f"{name}@x.com") for n, name in enumerate(("ann", "ben", "cho", "dee"))
    )
    accounts = [
        stands(0, "A", False), stands(0, "A", True), stands(0, "B", True),
        stands(1, "B", False), stands(1, "B", True),
        stands(2, "B", False), stands(2, "B", False), stands(2, "C", True),
    ]  # fmt: skip
    worst = behind(accounts, [ben, cho, ann, dee])
    assert [(b.person.name, b.a_out, b.share.part, b.share.whole) for b in worst] == [
        ("ann", 1, 2, 3),
        ("cho", 0, 1, 3),
    ]
    assert [b.person.name for b in behind(accounts, [ben, cho, ann, dee], ann.id)] == ["cho"], "her own team"
    assert [b.person.name for b in behind(accounts, [ann], ann.id)] == ["ann"], "nobody else is in it"
    assert behind(accounts, [replace(ann, active=False)]) == []
