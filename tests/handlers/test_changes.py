"""What changed at a customer: noted in one tap, its reason to call, what answers it; files; who wrote it."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from messages import changes as say
from messages.changed import CHANGED_NOTE
from storage import audit, tables, workspaces
from storage.exchange import exporting
from storage.privacy import erasing, personal

from ..world import World, text_of

FIT = "is what they have still a fit?"


@pytest.fixture
def acme(world: World) -> int:
    return world.account("Acme", last="2026-11-16")


def note(world: World, account: int, by: str = "UDANA", over: bool = False, **filled: str) -> dict[str, Any]:
    """Something changed: what is answered."""
    carried = {"account": account} | ({"over": True} if over else {})
    world.press(CHANGED_NOTE, json.dumps(carried), by=by)
    world.sent.clear()
    refused = world.submit(world.modal, {"kind": "acquired", **filled}, by=by)
    return world.sent[-1] if world.sent else refused


def press(world: World, action: str, number: int = 1, by: str = "UDANA") -> dict[str, Any]:
    world.sent.clear()
    world.press(action, json.dumps({"change": number}), by=by)
    return world.sent[-1] if world.sent else {}


def stored(world: World, number: int = 1) -> Any:
    return world.rows(tables.Change, tables.Change.id == number)[0]


def buttons(message: dict[str, Any]) -> list[str]:
    return [
        e["text"]["text"]
        for b in message["blocks"]
        if b["type"] == "actions"
        for e in b["elements"]
        if "text" in e
    ]


def test_noted_from_the_card_it_is_a_reason_until_a_touch_of_value(world: World, acme: int):
    card = world.command("/account acme")
    assert "Something changed" in buttons(card)
    shown = note(world, acme, over=True, text="by a larger group", on="2026-10-12")
    assert shown["replace_original"]
    assert "✅ Noted: acquired Oct 12: “by a larger group”." in text_of(shown)
    assert buttons(shown) == ["Talked about", "Put right", "Not so", "Something changed", "Card"]
    card = text_of(world.command("/account acme"))
    assert "*Changed there:* acquired Oct 12: “by a larger group”" in card
    assert FIT in card
    world.command("/log acme called 10 min, checked in")
    assert FIT in text_of(world.command("/account acme"))
    world.command("/log acme called 20 min, showed them the benchmark of their industry")
    assert "*Changed there:*" not in text_of(world.command("/account acme"))
    listed = text_of(world.command("/account acme changes"))
    assert "Nothing is open." in listed
    assert "acquired Oct 12: “by a larger group”, answered Nov 18 · Dana Reyes on Nov 18" in listed


def test_noted_from_the_receipt_which_stays(world: World, acme: int):
    receipt = world.command("/log acme called 20 min, showed them the benchmark of their industry")
    assert buttons(receipt)[-1] == "Something changed"
    shown = note(world, acme, kind="competitor seen", name="Hooli", text="showed a cheaper plan")
    assert not shown["replace_original"]
    assert "competitor seen (Hooli) Nov 18: “showed a cheaper plan”" in text_of(shown)
    assert stored(world).text == "Hooli: showed a cheaper plan"
    assert "*Changed there:* competitor seen" in text_of(world.command("/account acme")), (
        "the touch that told of it is no answer"
    )
    world.account("Globex")
    both = world.command("/log acme and globex called 20 min, showed them the benchmark")
    assert "Something changed" not in buttons(both), "of which of them?"


def test_what_is_missing_is_asked_for(world: World, acme: int):
    world.press(CHANGED_NOTE, json.dumps({"account": acme}))
    refused = world.submit(world.modal, {"kind": "competitor seen"})
    assert refused["errors"] == {"name": "Which competitor was it?"}
    assert not world.rows(tables.Change)
    world.press(CHANGED_NOTE, '{"account":999}')
    assert "no longer on file" in text_of(world.modal)


def test_sent_twice_it_is_noted_once(world: World, acme: int):
    world.press(CHANGED_NOTE, json.dumps({"account": acme}))
    form = world.modal
    for _ in range(2):
        world.submit(form, {"kind": "new team"})
    assert len(world.rows(tables.Change)) == 1


def test_a_tap_answers_it_and_the_morning_says_so(world: World, acme: int):
    world.account("Globex", last="2026-09-10")
    globex = world.rows(tables.Account, tables.Account.name == "Globex")[0]
    note(world, globex.id, kind="new team", on="2026-11-02")
    world.tick()
    world.deliver()
    assert [n.reason["kind"] for n in world.rows(tables.Nudge)] == ["change"]
    shown = press(world, say.CHANGED_ANSWERED)
    assert "✅ Talked about: new team Nov 2." in text_of(shown)
    assert stored(world).answered_on == date(2026, 11, 18)
    world.deliver()
    assert "change talked about" in text_of(world.slack.made("chat.update")[-1])
    world.now += timedelta(days=1)
    assert "answered already: Nov 18" in text_of(press(world, say.CHANGED_ANSWERED))
    assert not world.rows(tables.Touch, tables.Touch.at > world.now - timedelta(days=2)), "no touch is added"
    with world.tend.database.reading() as session:
        lines = audit.lines(session, 1, world.now - timedelta(days=2))
    assert any("Dana Reyes: answered change 1" in line for line in lines)


def test_put_right_and_taken_back(world: World, acme: int):
    note(world, acme, kind="competitor seen", name="Holi")
    press(world, say.CHANGED_FIX)
    assert "Holi" in text_of(world.modal)
    world.sent.clear()
    world.submit(world.modal, {"kind": "competitor seen", "name": "Hooli", "on": "2026-11-10"})
    assert "✅ Put right: competitor seen (Hooli) Nov 10." in text_of(world.sent[-1])
    assert (stored(world).text, stored(world).on) == ("Hooli", date(2026, 11, 10))
    shown = press(world, say.CHANGED_VOID)
    assert "✅ Taken back" in text_of(shown)
    assert "Nothing noted yet." in text_of(shown)
    assert stored(world).voided_at
    assert "no longer on file" in text_of(press(world, say.CHANGED_FIX) or world.modal)
    assert "no longer on file" in text_of(press(world, say.CHANGED_ANSWERED))


def test_who_is_not_on_the_account_notes_and_closes_only_their_own(world: World, acme: int):
    """Whoever may log a touch may say what it told."""
    note(world, acme, by="UKIM")
    note(world, acme, kind="new team")
    assert "Only whoever noted it" in text_of(press(world, say.CHANGED_ANSWERED, 2, by="UKIM"))
    assert "Talked about" in text_of(press(world, say.CHANGED_ANSWERED, 1, by="UKIM"))
    assert [c.answered_on for c in world.rows(tables.Change)] == [date(2026, 11, 18), None]


def test_the_card_of_a_churned_account_says_none(world: World, acme: int):
    note(world, acme)
    world.load(world.write("accounts", {"name": "Acme", "owner_email": "dana@x.com", "status": "churned"}))
    assert "*Changed there:*" not in text_of(world.command("/account acme"))
    assert "acquired" in text_of(world.command("/account acme changes")).lower()


def test_before_a_call_it_is_said(world: World, acme: int):
    note(world, acme)
    assert "*Changed there:* acquired" in text_of(world.command("/account acme prep"))


def test_the_digest_rolls_up_competitors(world: World, acme: int):
    globex = world.account("Globex", last="2026-11-16")
    for account, name in ((acme, "Hooli"), (globex, "hooli"), (globex, "Umbra")):
        note(world, account, kind="competitor seen", name=name)
    assert "*Competitors seen* in 90 days: 2" in text_of(world.command("/digest", by="UMEL"))
    said = world.digest_part("competitors")
    assert "*Competitors seen* in 90 days" in said
    assert "hooli: at 2 accounts (Globex, Acme), lately this week" in said
    assert "Umbra: at 1 account (Globex)" in said


def test_in_and_out_of_files(world: World, acme: int, tmp_path: Path):
    row = {"account": "Acme", "kind": "new rules", "text": "a levy", "on": "2026-11-02", "external_id": "c1"}
    assert not world.load(world.write("changes", row)).problems
    note(world, acme)
    with world.tend.database.reading() as session:
        exporting.write(session, 1, tmp_path / "out")
    with (tmp_path / "out" / "changes.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert rows[0] == row
    assert list(rows[0]) == ["account", "kind", "text", "on", "external_id"]
    assert rows[1]["external_id"].startswith("tend-")
    before = [c.model_dump() for c in world.rows(tables.Change)]
    assert not world.load(world.write("changes", *rows)).problems
    assert [c.model_dump() for c in world.rows(tables.Change)] == before
    bad = world.load(world.write("changes", {"account": "Acme", "kind": "moved", "on": "2026-11-02"}))
    assert [p.column for p in bad.problems] == ["kind"]


def test_one_of_a_file_that_is_to_come_is_known_when_it_is_read(world: World, acme: int):
    world.load(world.write("changes", {"account": "Acme", "kind": "new rules", "on": "2027-01-01"}))
    assert "*Changed there:* new rules from Jan 1" in text_of(world.command("/account acme"))


def test_erased_read_out_and_kept_as_notes_are(world: World, acme: int):
    world.load(
        world.write("contacts", {"account": "Acme", "name": "Cleo Vance", "email": "cleo@acme.example"}),
        world.write(
            "changes",
            {"account": "Acme", "kind": "acquired", "text": "Cleo Vance told dana@x.com", "on": "2026-11-02"},
        ),
    )
    with world.tend.database.reading() as session:
        answer = personal.about(session, 1, "dana@x.com")
    assert answer
    assert [c["text"] for c in answer["changes_noted"]] == ["Cleo Vance told dana@x.com"]
    with world.tend.database.transaction() as session:
        erasing.erase(session, workspaces.current(session), "cleo@acme.example", now=world.now)
    assert "Cleo" not in stored(world).text
