"""Whose figures a manager sees by name."""

from __future__ import annotations

import pytest

from rules.by_name import by_name, by_name_error, named, refused_alone

from ..builders import a_person

TEXT = "US: by name\nDeutschland: team only; others: team only"
DANA, JONAS, NOBODY = a_person(id=1, country="US"), a_person(id=2, country="DE"), a_person(id=3, country="")


@pytest.mark.parametrize(
    ("text", "country", "shown"),
    [
        ("", "US", False),
        ("US: by name", "US", True),
        ("usa: By  Name", "United States", True),
        ("US: by name", "DE", False),
        ("US: by name", "", False),
        ("others: by name; DE: team only", "DE", False),
        ("others: by name; DE: team only", "", True),
        ("others: by name; DE: team only", "JP", True),
    ],
)
def test_unset_is_team_only(text: str, country: str, shown: bool):
    assert by_name(a_person(country=country), text) is shown


def test_everybody_sees_their_own():
    assert named([DANA, JONAS, NOBODY], "US: by name", reader=2) == {1, 2}


def test_one_person_alone_is_shown_by_name_or_not_at_all():
    assert refused_alone(JONAS, [2], "US: by name", reader=9) is not None
    assert refused_alone(JONAS, [2], "US: by name", reader=2) is None
    assert refused_alone(JONAS, [2, 5], "US: by name", reader=9) is None, "a team"
    assert refused_alone(DANA, [1], "US: by name", reader=9) is None


@pytest.mark.parametrize(
    "text", ["US", "US: names", "Atlantis: by name", ": by name", "US: by name; USA: team only"]
)
def test_a_line_that_can_t_be_read_is_said(text: str):
    assert by_name_error(text, "FIGURES_BY_NAME") is not None


def test_lines_that_can_be_are_fine():
    assert by_name_error("US: by name\n\nothers: team only", "x") is None
