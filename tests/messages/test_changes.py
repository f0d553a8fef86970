"""How changes at a customer are listed: in blocks that Slack takes, whatever was typed."""

from __future__ import annotations

from typing import Any

import pytest

from messages.blocks import MOST_BLOCKS
from messages.changes import Changes, changes
from rules.facts.changed import KINDS
from sandbox.limits import wrong_blocks

from ..builders import TODAY, a_change, days_ago
from ..hostile import CORPUS, alive
from .test_golden import VIEWER


def listed(some: list[Any], **given: Any) -> dict[str, Any]:
    c = Changes(1, given.pop("name", "Acme"), some, given.pop("answered", {}), by={1: "Dana Reyes"}, **given)
    return changes(c, VIEWER)


def test_many_are_cut_and_said():
    many = [a_change(days_ago(n), id=n, text="x" * 300, noted_on=days_ago(n)) for n in range(1, 60)]
    said = listed(many, answered=dict.fromkeys(range(40, 60), TODAY))
    assert wrong_blocks(said["blocks"]) is None
    assert len(said["blocks"]) <= MOST_BLOCKS
    assert "No room here" in str(said["blocks"][-1])


@pytest.mark.parametrize("typed", CORPUS)
def test_whatever_was_typed(typed: str):
    some = [a_change(days_ago(n), id=n, kind=k, text=typed[:300]) for n, k in enumerate(KINDS)]
    said = listed(some, name=typed, answered={1: TODAY})
    assert wrong_blocks(said["blocks"]) is None
    assert not alive(said)
