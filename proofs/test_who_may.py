"""The matrix of who may what in the other places: the direct message, and a channel shared with people outside."""

from __future__ import annotations

import pytest

from tests.test_matrix import OUTSIDERS, PLACES, ROLES, cells, company, make, outsider, registered, state  # noqa: F401 - a fixture
from tests.world import World, text_of


@pytest.mark.parametrize("place", [p for p in PLACES if p != "channel"])
@pytest.mark.parametrize("role", ROLES)
def test_who_may_what(company: World, role: str, place: str, monkeypatch: pytest.MonkeyPatch):  # noqa: F811
    cells(company, role, place, monkeypatch)


@pytest.mark.parametrize("place", [p for p in PLACES if p != "channel"])
@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsiders_change_and_see_nothing(world: World, who: str, place: str, monkeypatch: pytest.MonkeyPatch):
    account = world.account("Acme", last="2026-10-10", annual_revenue="84000", currency="USD")
    payload, user = world.payload, outsider(world, who)
    monkeypatch.setattr(world, "payload", lambda name, **changed: payload(name, **{**PLACES[place], **changed}))
    before = state(world)
    for kind, id_ in registered(monkeypatch):
        world.slack.calls.clear()
        world.sent.clear()
        told = make(world, kind, id_, account, who, user)
        seen = text_of(told) + text_of({"sent": world.sent, "calls": world.slack.calls})
        assert "84,000" not in seen, (who, id_)
        assert "Acme" not in seen, (who, id_)
        assert state(world) == before, (who, id_)
