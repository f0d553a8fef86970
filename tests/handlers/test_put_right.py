"""One tap in a receipt: what was guessed, and who is not on file."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from messages.put_right import LOG_ADD, LOG_FIX, FixRef, StrangerRef
from rules.language.reading import Stranger
from storage import tables, workspaces
from storage.privacy.forgetting import mark, named

from ..reads import an_event, reads
from ..world import World, text_of

LINE = "call with Jane about renewal"


@pytest.fixture
def acme(world: World) -> int:
    world.account("Globex", owner="kim@x.com")
    return world.account("Acme", last="2026-11-16")


def touches(world: World) -> list[tables.Touch]:
    return world.rows(tables.Touch, tables.Touch.batch != "", tables.Touch.voided_at.is_(None))


def buttons(message: dict[str, Any], action_id: str) -> list[dict[str, Any]]:
    elements = [e for b in message["blocks"] if b["type"] == "actions" for e in b["elements"]]
    return [e for e in elements if e["action_id"] == action_id]


@pytest.mark.parametrize(
    ("event", "label", "after"),
    [
        ({"guessed": ("outcome",)}, "Nobody reached", {"outcome": "left_message"}),
        ({"guessed": ("direction",)}, "They called us", {"direction": "inbound"}),
        ({"guessed": ("on",)}, "Yesterday", {"outcome": "reached"}),
        (
            {"guessed": ("direction",), "channel": "email"},
            "They wrote to us",
            {"direction": "inbound", "outcome": "reached"},
        ),
    ],
)
def test_one_tap_corrects_the_field_most_likely_wrong(
    world: World,
    acme: int,
    monkeypatch: pytest.MonkeyPatch,
    event: dict[str, Any],
    label: str,
    after: dict[str, str],
):
    reads(monkeypatch, an_event(acme, event.pop("channel", "call"), **event))
    (fix,) = buttons(world.command(f"/log {LINE}"), LOG_FIX)
    assert fix["text"]["text"] == label
    audited = len(world.rows(tables.Audit))
    for _ in range(2):
        world.press(LOG_FIX, fix["value"])
        assert "Logged with Acme" in text_of(world.sent[-1])
    (touch,) = touches(world)
    assert {name: getattr(touch, name) for name in after} == after
    assert touch.note == LINE
    assert label != "Yesterday" or touch.at.date().isoformat() == "2026-11-17"
    assert len(world.rows(tables.Audit)) == audited + 2, "voided and logged anew, once"
    assert not buttons(world.sent[-1], LOG_FIX), "it was put right"


def test_a_channel_is_chosen_from_the_others(world: World, acme: int, monkeypatch: pytest.MonkeyPatch):
    reads(monkeypatch, an_event(acme, "call", guessed=("channel",)))
    (fix,) = buttons(world.command(f"/log {LINE}"), LOG_FIX)
    chosen = next(o["value"] for o in fix["options"] if o["text"]["text"] == "Visit")
    world.press(LOG_FIX, chosen, option=True)
    assert [t.channel for t in touches(world)] == ["visit"]


def test_what_is_certain_offers_nothing(world: World, acme: int, monkeypatch: pytest.MonkeyPatch):
    reads(monkeypatch, an_event(acme))
    assert not buttons(world.command(f"/log {LINE}"), LOG_FIX)


def test_only_its_author_corrects_it(world: World, acme: int, monkeypatch: pytest.MonkeyPatch):
    reads(monkeypatch, an_event(acme))
    world.command(f"/log {LINE}")
    value = FixRef(touches(world)[0].batch, "outcome", "left_message").pack()
    world.press(LOG_FIX, value, by="UMEL")
    assert "Only its author" in text_of(world.sent[-1])
    assert [t.outcome for t in touches(world)] == ["reached"]


def test_somebody_not_on_file_is_added_with_one_tap(world: World, acme: int, monkeypatch: pytest.MonkeyPatch):
    named = (Stranger(acme, "Jane"), Stranger(acme, "Tom Lee"))
    reads(monkeypatch, an_event(acme, guessed=("outcome",), strangers=named))
    answer = world.command(f"/log {LINE}")
    assert "Jane, Tom Lee are not on file there." in text_of(answer)
    (add,) = buttons(answer, LOG_ADD)
    assert add["text"]["text"] == "Add Jane as a contact"
    for _ in range(2):
        world.press(LOG_ADD, add["value"])
        assert "with Jane" in text_of(world.sent[-1])
    (jane,) = world.rows(tables.Contact)
    assert (jane.name, jane.key, jane.role, jane.account_id) == ("Jane", "jane", "other", acme)
    assert world.one(select(tables.TouchContact)).contact_id == jane.id
    assert [a.change["account"] for a in world.rows(tables.Audit, tables.Audit.noun == "contact")] == [acme]
    (following,) = buttons(world.sent[-1], LOG_ADD)
    assert following["text"]["text"] == "Add Tom Lee as a contact"
    (fix,) = buttons(world.sent[-1], LOG_FIX)
    world.press(LOG_FIX, fix["value"])
    assert [b["text"]["text"] for b in buttons(world.sent[-1], LOG_ADD)] == ["Add Tom Lee as a contact"]
    assert [t.outcome for t in touches(world)] == ["left_message"]


def test_one_who_is_on_file_by_now_is_not_offered(world: World, acme: int, monkeypatch: pytest.MonkeyPatch):
    world.load(world.write("contacts", {"account": "Acme", "name": "Jane"}))
    reads(monkeypatch, an_event(acme, strangers=(Stranger(acme, "Jane"),)))
    assert not buttons(world.command(f"/log {LINE}"), LOG_ADD)


def test_whoever_may_not_change_the_account_adds_nobody(
    world: World, acme: int, monkeypatch: pytest.MonkeyPatch
):
    globex = acme - 1
    reads(monkeypatch, an_event(globex, strangers=(Stranger(globex, "Jane"),)))
    answer = world.command(f"/log {LINE}")
    assert "Jane is not on file there." in text_of(answer)
    assert not buttons(answer, LOG_ADD)
    world.press(LOG_ADD, StrangerRef(touches(world)[0].batch, globex, "Jane").pack())
    assert "Only its owner" in text_of(world.sent[-1])
    assert not world.rows(tables.Contact)


def test_an_erased_contact_is_not_brought_back(world: World, acme: int, monkeypatch: pytest.MonkeyPatch):
    with world.tend.database.transaction() as session:
        secret = workspaces.current(session).secret
        session.add(tables.Erased(workspace_id=1, mark=mark(secret, named("Jane", acme))))
    reads(monkeypatch, an_event(acme, strangers=(Stranger(acme, "Jane"),)))
    (add,) = buttons(world.command(f"/log {LINE}"), LOG_ADD)
    world.press(LOG_ADD, add["value"])
    assert "was erased here" in text_of(world.sent[-1])
    assert not world.rows(tables.Contact)
