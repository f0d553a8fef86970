"""What is wrong in the form of an account, by rules alone."""

from __future__ import annotations

from datetime import date

import pytest

from rules.editing import edit, errors, stored_cells

TODAY = date(2026, 11, 17)
STORED = {"name": "Acme", "tier": "A", "status": "active"}


@pytest.mark.parametrize("block", ["tier", "status"])
@pytest.mark.parametrize("cell", ["", "D"])
def test_a_choice_that_is_none_is_told(block: str, cell: str):
    cells = {**stored_cells(STORED, TODAY, "USD"), block: cell}
    wrong = errors(STORED, cells, TODAY, TODAY)
    assert {k: v.message for k, v in wrong.items()} == {block: "Choose one."}
    assert not errors(STORED, stored_cells(STORED, TODAY, "USD"), TODAY, TODAY)


@pytest.mark.parametrize("typed", ["acme.com", "https://www.Acme.com/about?x=1", "www.acme.com", "müller.de"])
def test_a_domain_is_one_also_from_a_website_that_was_pasted(typed: str):
    cells = {**stored_cells(STORED, TODAY, "USD"), "domain": typed}
    assert not errors(STORED, cells, TODAY, TODAY)
    assert edit(STORED | {"aliases": ""}, cells, TODAY, "USD").after["domain"] in ("acme.com", "müller.de")


@pytest.mark.parametrize("typed", ["not a domain!!", "acme", "ann@acme.com", "acme..com"])
def test_what_is_no_domain_is_told_where_it_is_new(typed: str):
    cells = {**stored_cells(STORED, TODAY, "USD"), "domain": typed}
    assert set(errors(STORED, cells, TODAY, TODAY)) == {"domain"}
    there = STORED | {"domain": typed}
    assert not errors(there, stored_cells(there, TODAY, "USD"), TODAY, TODAY)


@pytest.mark.parametrize(
    ("until", "now", "wrong"),
    [
        (None, {"tier": "B"}, set()),  # as a file brought it
        (None, {"reason": "their merger"}, {"until"}),
        ("2026-12-01", {"tier": "B"}, set()),
        ("2026-12-01", {"until": ""}, {"until", "reason"}),
        ("2026-12-01", {"until": "2026-11-17"}, {"until", "reason"}),
    ],
)
def test_a_pause_that_stays_as_it_is_asks_for_nothing(
    until: str | None, now: dict[str, str], wrong: set[str]
):
    stored = STORED | {"status": "paused", "paused_until": until, "status_reason": ""}
    cells = {**stored_cells(stored, TODAY, "USD"), **now}
    assert errors(stored, cells, TODAY, TODAY).keys() == wrong
