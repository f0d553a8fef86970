"""Who we know, as it is said: hostile names, long lists, days of birth near and far."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from messages.blocks import MOST_BLOCKS
from messages.leaving import left_form
from messages.people import Knowing, People, birthday, people
from messages.people_form import person_form
from messages.words import Viewer
from rules.facts.acquainted import Acquaintance
from rules.records import Contact
from sandbox.limits import wrong_blocks, wrong_view

from ..builders import TODAY, days_ago

VIEWER = Viewer(today=TODAY)
HOSTILE = "<!channel> & <https://evil.example|x> " + "&" * 400


def known(n: int, stands: Any = "touched", **given: Any) -> Acquaintance:
    return Acquaintance(Contact(n, **{"name": f"P{n}", **given}), days_ago(3), 3, stands)


def test_a_hostile_person_says_nothing_alive_and_fits():
    there = [
        known(1, name=HOSTILE, title=HOSTILE, prefers=HOSTILE, email=HOSTILE, birthday=HOSTILE),
        known(2, "lost", name=HOSTILE, left_on=TODAY),
    ]
    shown = people(People(1, HOSTILE, there), VIEWER)
    for block in shown["blocks"]:
        if "text" in block:
            assert "<" not in block["text"]["text"]
            assert len(block["text"]["text"]) <= 3000
    assert "<" not in shown["text"]


def test_a_hundred_people_fit_and_what_is_left_out_is_said():
    there = [known(n, "cooling" if n < 40 else "touched") for n in range(100)]
    there += [known(n, "lost", left_on=days_ago(n)) for n in range(100, 130)]
    blocks = people(People(1, "Acme", there), VIEWER)["blocks"]
    assert len(blocks) <= MOST_BLOCKS
    said = str(blocks)
    assert "other people" in said
    assert "Add a person" in said
    assert "100 people · 40 cooling · no champion" in said


@pytest.mark.parametrize("many", [0, 1, 300])
@pytest.mark.parametrize("stands", ["touched", "cooling", "not touched", "lost"])
def test_nobody_one_and_three_hundred_are_valid(many: int, stands: str):
    gone = {"left_on": TODAY} if stands == "lost" else {"moved_on": TODAY}
    texts = dict.fromkeys(("name", "title", "prefers", "email", "birthday"), HOSTILE)
    there = [known(n, stands, **texts, role="buyer", **gone, successor_id=n - 1) for n in range(1, many + 1)]
    shown = people(People(1, HOSTILE, there, did="✅"), VIEWER)
    assert wrong_blocks(shown["blocks"]) is None
    assert len(shown["text"]) <= 4000
    assert "Add a person" in str(shown["blocks"])


def test_a_form_offers_a_hundred_successors_with_hostile_names():
    leo = Contact(0, HOSTILE, "champion")
    others = [Contact(n, HOSTILE) for n in range(1, 300)]
    for view in (
        left_form(leo, Knowing("t", 1, 7), TODAY, others),
        person_form("A", leo, Knowing("t", 1, 7), others),
    ):
        assert wrong_view(view) is None
        options = next(b for b in view["blocks"] if b.get("block_id") == "successor")["element"]["options"]
        assert len(options) == 100
    alone = left_form(leo, Knowing("t", 1, 7), TODAY)
    assert "successor" not in str(alone), "nobody is there"


@pytest.mark.parametrize(
    ("typed", "today", "said"),
    [
        ("01-02", date(2026, 12, 30), "Jan 2"),
        ("1980-12-30", date(2027, 1, 2), "Dec 30"),
        ("02-29", TODAY, "02-29"),
        ("in May", TODAY, "in May"),
    ],
)
def test_a_birthday_is_said_as_the_day_that_is_near(typed: str, today: date, said: str):
    assert birthday(Contact(1, "Leo", birthday=typed), Viewer(today=today)) == said


def test_the_forms_hold_what_is_on_file():
    leo = Contact(7, "Leo", "champion", title="CTO", email="leo@x.com", prefers="call", birthday="05-12")
    blocks = {b["block_id"]: b["element"] for b in person_form("Acme", leo, Knowing("t", 1, 7))["blocks"][1:]}
    assert {k: v.get("initial_value") for k, v in blocks.items()} == {
        "name": "Leo",
        "role": None,
        "title": "CTO",
        "prefers": "call",
        "email": "leo@x.com",
        "birthday": "05-12",
        "left_on": None,
        "moved_on": None,
        "mourning_until": None,
    }
    assert blocks["role"]["initial_option"]["value"] == "champion"
    assert "left_on" not in str(person_form("Acme", None, Knowing("t", 1))["blocks"]), "nobody new has left"
    assert left_form(leo, Knowing("t", 1, 7), TODAY)["blocks"][2]["element"]["initial_date"] == "2026-11-18"
