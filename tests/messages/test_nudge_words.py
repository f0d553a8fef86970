"""What the morning message and a receipt say of one account: each thing once, and what is quoted as such."""

from __future__ import annotations

from dataclasses import replace

import pytest

from messages.log_touch import Logged, receipt
from messages.nudge import Beside, nudge
from rules.context import Context
from rules.facts.next_steps import next_step_passed
from rules.facts.promises import promise_due
from rules.reasons import overdue
from rules.records import NextStep, Record

from ..builders import POLICY, TODAY, a_promise, an_account, days_ago
from .test_golden import ENTRY, VIEWER, shown

CONTEXT = Context(POLICY)


@pytest.mark.parametrize(
    ("record", "silent", "line"),
    [
        (an_account(tier="C"), None, "*1  Acme* (C): never touched."),
        (an_account(days_ago(97), tier="C"), 97, "*1  Acme* (C): no contact for 97 days, cadence 90."),
    ],
)
def test_days_without_contact_are_said_once(record: Record, silent: int | None, line: str):
    reason = overdue(record, TODAY, CONTEXT)
    place = replace(shown(1), name="Acme", tier="C", silent=silent, reason=reason)
    said = nudge([place], Beside(), VIEWER)["blocks"][1]["text"]["text"]
    assert said.splitlines()[0] == line
    assert "(A, 21 days): " in nudge([shown(1)], Beside(), VIEWER)["blocks"][1]["text"]["text"]


def test_a_next_step_is_quoted():
    record = an_account(days_ago(9), next_step=NextStep(1, "call again", days_ago(2)))
    reason = next_step_passed(record, TODAY, CONTEXT)
    assert reason is not None
    assert VIEWER.plain(reason.why) == "“call again” was on Nov 16: how did it go?"


def test_a_promise_due_today_asks_nobody_how_it_was():
    reason = promise_due(an_account(days_ago(9), promises=(a_promise(TODAY),)), TODAY, CONTEXT)
    assert reason is not None
    assert reason.ask is not None
    assert VIEWER.plain(reason.ask) == "Who should have it, and in which form?"


def test_a_touch_that_reached_nobody_is_stored_not_kept():
    said = receipt([Logged("b", replace(ENTRY, outcome="no_show"), ["Acme"])], VIEWER)
    assert said["blocks"][1]["elements"][0]["text"] == "Stored, but nobody was reached: the cadence runs on."
