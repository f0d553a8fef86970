"""What is decided on with a tap ends alike, whatever its noun."""

from __future__ import annotations

import pytest

from rules.waiting import ACCEPTED, EXPIRED, REFUSED, WITHDRAWN
from storage import decisions, people, tables, waiting
from storage.decisions import Decision

from ..world import World

GIFT = Decision("gift", ("gift",), yes="given", told="merge_became")


@pytest.mark.parametrize(
    ("became", "state"),
    [
        ("given", ACCEPTED),
        ("refused", REFUSED),
        ("expired", EXPIRED),
        ("withdrawn", WITHDRAWN),
        ("over", WITHDRAWN),
    ],
)
def test_a_noun_of_its_own_ends_as_any(world: World, became: str, state: str):
    acme = world.account("Acme")
    (dana,) = world.rows(tables.Person, tables.Person.email == "dana@x.com")
    (mel,) = world.rows(tables.Person, tables.Person.email == "mel@x.com")
    with world.tend.database.transaction() as session:
        to = people.get(session, 1, mel.id)
        asks = {"kind": "gift", "subject_id": 7, "person": to, "by_id": dana.id}
        waiting.ask(session, 1, **asks, say="merge_asked", now=world.now, gift=7)
    with world.tend.database.transaction() as session:
        decisions.ended(session, 1, GIFT, 7, became, now=world.now)
        decisions.note(session, 1, GIFT, 7, acme, became, mel.id, now=world.now)
        whom = {dana.id, None}
        decisions.tell(session, 1, GIFT, 7, became, whom, now=world.now, by=mel.id)
    world.made_up = {"gift"}  # no history says it in words
    (wait,) = world.rows(tables.Waiting, tables.Waiting.kind == "gift")
    assert (wait.state, wait.closed_at is not None) == (state, True)
    (told,) = world.rows(tables.Outbox, tables.Outbox.say == "merge_became")
    assert (told.person_id, told.payload) == (dana.id, {"gift": 7, "what": became, "by": mel.id})
    (kept,) = world.rows(tables.Audit, tables.Audit.noun == "gift")
    assert (kept.did, kept.account_id, kept.by_id) == (became, acme, mel.id)
