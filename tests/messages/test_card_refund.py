"""A refund is not the last purchase."""

from __future__ import annotations

from dataclasses import replace

from messages import card
from rules.facts.movement import Movement

from ..builders import days_ago
from .test_golden import VIEWER, a_card


def test_the_last_purchase_is_no_refund():
    moved = (
        Movement(days_ago(90), "purchase", 80_000, currency="USD"),
        Movement(days_ago(9), "purchase", -50_000, currency="USD"),
    )
    shown = a_card()
    shown = replace(shown, record=replace(shown.record, movements=moved))
    given = str(card.long(shown, VIEWER))
    assert "$800" in given
    assert "-500" not in given
