"""Costs and prices as an admin types them."""

from __future__ import annotations

import pytest

from rules.costs import DISCOUNT, Costs, costs_error, costs_of, share_of
from rules.policy import Policy, settings_errors, typed

TEXT = "Hour 60.50; acquire: 1,200\nkeep = 20k; margin 70 %; discount 8%; entry 900"


def test_each_line_in_minor_units_and_shares():
    read = costs_of(TEXT, "USD")
    assert read == Costs(6050, 120_000, keep=2_000_000, margin=0.7, discount=0.08, entry=90_000)
    assert costs_of("hour 9000", "JPY").hour == 9000, "a yen has no cents"


def test_a_line_that_is_not_there_is_not_zero():
    assert costs_of("", "USD") == Costs()
    assert Costs().hour is None
    assert Costs().margin is None
    assert Costs().discount == DISCOUNT == Policy().cost.discount
    assert costs_of("hour 0", "USD").hour == 0, "said, and nothing"


@pytest.mark.parametrize(
    "text",
    [
        "hour",
        "hour sixty",
        "hour -5",
        "hours 60",
        "hour 60 %",
        "margin 120 %",
        "margin 0.7",
        "hour 1; hour 2",
    ],
)
def test_a_line_that_can_t_be_read_is_said(text: str):
    error = costs_error(text, "COSTS")
    assert error is not None
    assert text[:4] in str(error.values)
    assert settings_errors({"costs": text})


def test_what_can_be_read_is_kept_in_lines():
    assert costs_error(TEXT, "COSTS") is None
    assert Policy(costs=str(typed("costs", TEXT))).cost.keep == 2_000_000


@pytest.mark.parametrize(
    ("text", "share"),
    [("0.45", 0.45), ("45", 0.45), ("-0.1", -0.1), ("1", 1.0), ("0", 0.0), ("", None), ("900", None)],
)
def test_the_margin_of_an_account(text: str, share: float | None):
    assert share_of(text) == share
