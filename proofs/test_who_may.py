"""The matrix of who may what in the other places: the direct message, and a channel shared with people
outside."""

from __future__ import annotations

import pytest

from tests.test_matrix import OUTSIDERS, PLACES, ROLES, cells, company, see_nothing  # noqa: F401 - a fixture
from tests.world import World

# the rights are the same on either database; tests/test_matrix.py runs on SQLite in CI, too
pytestmark = pytest.mark.sqlite_only
OTHER_PLACES = [p for p in PLACES if p != "channel"]


@pytest.mark.parametrize("place", OTHER_PLACES)
@pytest.mark.parametrize("role", ROLES)
def test_who_may_what(company: World, role: str, place: str, monkeypatch: pytest.MonkeyPatch):  # noqa: F811
    cells(company, role, place, monkeypatch=monkeypatch)


@pytest.mark.parametrize("place", OTHER_PLACES)
@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsiders_change_and_see_nothing(
    world: World, who: str, place: str, monkeypatch: pytest.MonkeyPatch
):
    see_nothing(world, who, monkeypatch, place=PLACES[place])
