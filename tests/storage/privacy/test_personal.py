"""One person's data: read out, erased without a trace, kept out of what is imported later; and notes kept
no longer than wanted."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

import commands
from rules.context import PAST_ITS_TIME
from scheduler.metronome import sweep
from storage import nudges, people, tables, workspaces
from storage.database import Database
from storage.exchange import exporting
from storage.privacy import personal
from storage.privacy.erasing import erase
from storage.privacy.forgetting import Forgetter, mark

from ...twin import ours
from ...world import CALLED, World, text_of

NUDGES = select(nudges.NU).where(ours(nudges.NU))
HOME = {"container": {"type": "view", "view_id": "V0"}, "view": {"type": "home", "id": "V0"}}


@pytest.fixture
def known(world: World) -> World:
    """Canary Contact buys at Acme; Canary Person is a rep of ours; both are named wherever a name can
    stand."""
    world.people(
        {
            "email": "person@canary.com",
            "name": "Canary Person",
            "role": "rep",
            "manager_email": "mel@x.com",
            "timezone": "UTC",
            "country": "",
        }
    )
    acme = world.account("Acme", last="2026-10-10")
    world.account("Globex", owner="person@canary.com", last="2026-10-10")
    world.load(*files(world))
    world.press("card.log", f'{{"account":{acme}}}')
    said = "met Canary Contact (contact@canary.com) and canary  person's team"
    world.submit(
        world.modal,
        {**CALLED, "note": said, "next_text": "send canary contact the numbers", "next_on": "2026-11-20"},
    )
    world.press("card.change", f'{{"account":{acme}}}')
    world.submit(world.modal, {"status": "paused", "until": "2026-12-15", "reason": "Canary Contact is away"})
    world.press("home.insight", "x", by="UADA", **HOME)
    world.submit(world.modal, {"text": "Ask Canary Person, person@canary.com, for slides"}, by="UADA")
    world.press("digest.worry", json.dumps({"account": acme, "do": "ask"}), by="UMEL", option=True)
    world.submit(world.modal, {"text": "What does Canary Contact say? And Canary Person?"}, by="UMEL")
    world.command("/log globex called, happy", by="UPERSON")
    world.tick()
    world.deliver()
    world.press("ask.answer", '{"question":1}')
    world.submit(world.modal, {"text": "Canary Contact says yes, tell Canary Person"})
    return world


def files(world: World) -> list[Path]:
    return [
        world.write(
            "contacts",
            {"account": "Acme", "name": "Canary Contact", "email": "contact@canary.com", "title": "Buyer"},
            {"account": "Acme", "name": "Other", "email": "o@c.com"},
        ),
        world.write(
            "touches",
            {
                "account": "Acme",
                "at": "2026-11-01",
                "by_email": "person@canary.com",
                "contact": "contact@canary.com;Other",
                "note": "lunch with Canary Contact",
            },
            {
                "account": "Globex",
                "at": "2026-11-02",
                "by_email": "person@canary.com",
                "contact": "",
                "note": "Canary Person was there",
            },
        ),
    ]


def everything(world: World, folder: Path) -> str:
    """Every cell of every table, and every file of an export."""
    with world.tend.database.reading() as session:
        rows = [
            str(row)
            for table in tables.METADATA.sorted_tables
            for row in session.execute(table.select().where(ours(table)))
        ]
        exporting.write(session, 1, folder)
    return "\n".join([*rows, *(p.read_text() for p in folder.glob("*.csv"))]).lower()


def test_erased_there_is_no_trace_left_and_none_comes_back(
    known: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    before = everything(known, tmp_path / "before")
    assert before.count("canary") > 15
    touches = len(known.rows(tables.Touch))
    with known.tend.database.transaction() as session:
        ws = workspaces.current(session)
        assert erase(session, ws, "contact@canary.com", now=known.now) == "Erased: 1 contacts."
        assert erase(session, ws, "person@canary.com", now=known.now) == "Erased: a person of ours."
        assert erase(session, ws, "nobody@canary.com", now=known.now).startswith("Nobody")
    assert "canary" not in everything(known, tmp_path / "after")
    assert len(known.rows(tables.Touch)) == touches, "touches stay"
    report = known.load(
        *files(known), known.write("people", {"email": "person@canary.com", "name": "Canary Person"})
    )
    assert not report.problems, "the files of before are still read"
    assert [(f.new, f.changed) for f in report.files] == [(0, 0)] * 3
    assert "canary" not in everything(known, tmp_path / "again")
    assert len(known.rows(tables.Touch)) == touches
    assert [c.name for c in known.rows(tables.Contact)] == ["Other"]
    assert "Erased person" in text_of(known.command("/account globex")), (
        "the account is still there, with an owner to replace"
    )
    assert "canary" not in caplog.text.lower()
    if known.tend.database.is_sqlite:
        known.tend.database.compact()
        path = Path(known.tend.database.engine.url.database or "")
        assert not [p for p in path.parent.glob(f"{path.name}*") if b"canary" in p.read_bytes().lower()], (
            "nor in a free page"
        )


def test_a_person_is_told_all_that_is_on_file(known: World):
    with known.tend.database.reading() as session:
        ours, theirs = (
            personal.about(session, 1, "person@canary.com"),
            personal.about(session, 1, "contact@canary.com"),
        )
        assert personal.about(session, 1, "nobody@canary.com") is None
    assert ours
    assert theirs
    assert ours["person"]["name"] == "Canary Person"
    assert {t["note"] for t in ours["touches_logged"]} >= {
        "lunch with Canary Contact",
        "Canary Person was there",
        "called, happy",
    }
    assert [a["name"] for a in ours["owns"]] == ["Globex"]
    assert {n["where"] for n in ours["named_in"]} >= {"touch.note", "insight.text", "question.text"}
    assert [(c["account"], c["title"]) for c in theirs["contact_at"]] == [("Acme", "Buyer")]
    assert [t["note"] for t in theirs["touches_with_them"]] == ["lunch with Canary Contact"]
    assert {n["where"] for n in theirs["named_in"]} >= {
        "touch.note",
        "next_step.text",
        "account.status_reason",
        "question.text",
        "question.answer",
    }
    assert {r["file"] for r in theirs["in_imported_files"]} == {"contacts", "touches"}
    json.dumps(ours), json.dumps(theirs)


def test_the_command_line_reads_out_erases_and_says_who_changed_what(
    known: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DATABASE_URL", known.tend.settings.database_url)
    monkeypatch.setattr(commands, "now", lambda: known.now)
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> str:
        answer = CliRunner().invoke(commands.cli, list(words))
        assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exception
        return answer.output

    assert "entries" in run("export", "out", "--person", "Contact@Canary.com")
    assert json.loads((tmp_path / "out" / "person.json").read_text())["contact_at"]
    assert "Dana Reyes: changed Acme (" in run("audit")
    assert "Erased: 1 contacts." in run("erase", "contact@canary.com")
    assert "Nobody" in run("export", "out", "--person", "contact@canary.com")


def test_names_of_one_customer_s_contacts_stay_elsewhere():
    forgetter = Forgetter("s", {mark("s", "name:7:ann"), mark("s", "name::umar ortiz"), mark("s", "a@b.com")})
    assert (
        forgetter.text("Ann, ann's and Annabel met UMAR  Ortiz. (a@b.com)", 7)
        == "[erased], [erased]'s and Annabel met [erased]. ([erased])"
    )
    assert forgetter.text("Ann met Umar-Ortiz", 8) == "Ann met [erased]"


def test_notes_are_kept_as_long_as_the_workspace_says(world: World, tmp_path: Path):
    account = world.account("Acme", last="2026-10-10")
    world.press("digest.worry", json.dumps({"account": account, "do": "ask"}), by="UMEL", option=True)
    world.submit(world.modal, {"text": "what does the canary say?"}, by="UMEL")
    world.press("ask.answer", '{"question":1}')
    world.submit(world.modal, {"text": "the canary says yes"})
    path = world.write(
        "touches",
        *[
            {"account": "Acme", "by_email": "dana@x.com", "at": f"2026-{m}-01", "note": f"canary of {m}"}
            for m in ("08", "11")
        ],
    )
    world.load(path)
    world.command("/log acme called, canary of today. next: send canary on 2 December")
    sweep(world.tend.services)
    assert everything(world, tmp_path / "for-good").count("canary of 08") > 1, "0: for good"
    with world.tend.database.transaction() as session:
        workspaces.configure(session, workspaces.current(session), {"notes_kept_days": 60})
    sweep(world.tend.services)
    answer = everything(world, tmp_path / "sixty")
    assert "canary of 08" not in answer
    assert "canary of 11" in answer
    assert [(f.new, f.changed) for f in world.load(path).files] == [(0, 0)], "the file brings it back no more"
    assert "canary of 08" not in everything(world, tmp_path / "again")
    world.now += timedelta(days=20)
    world.command("/log acme called")
    world.now += timedelta(days=61)
    sweep(world.tend.services)
    assert "canary" not in everything(world, tmp_path / "later")
    fresh = Database(world.tend.settings.database_url)
    fresh.close()


def test_a_morning_forgets_what_it_quoted(world: World):
    """A promise and a note that a morning's reasons said word for word; the message is still painted."""
    for name in ("Acme", "Globex"):
        world.account(name, last="2026-09-10")
    made = {"account": "Acme", "by_email": "dana@x.com", "promised_on": "2026-11-01", "due_on": "2026-11-18"}
    touch = {"account": "Globex", "by_email": "dana@x.com", "at": "2026-09-12", "purpose": "shared_insight"}
    world.load(world.write("promises", {**made, "text": "the canary quote"}))
    world.load(world.write("touches", {**touch, "note": "canary: they grow in Peru"}))
    world.tick()
    world.deliver()
    world.press("promise.kept", '{"promise":1}')
    with world.tend.database.reading() as session:
        assert {str(n.reason).count("canary") for n in session.execute(NUDGES)} == {1}
    with world.tend.database.transaction() as session:
        workspaces.configure(session, workspaces.current(session), {"notes_kept_days": 30})
    world.now += timedelta(days=31)
    sweep(world.tend.services)
    with world.tend.database.reading() as session:
        every = [
            str(r) for t in tables.METADATA.sorted_tables for r in session.execute(select(t).where(ours(t)))
        ]
        assert not [r for r in every if "canary" in r]
        (outbox_id,) = {n.outbox_id for n in session.execute(NUDGES)}
        places = nudges.places(session, 1, outbox_id)
    assert {p.reason.kind for p in places} == {"promise", "said last"}
    assert {p.reason.why for p in places} == {PAST_ITS_TIME}


def test_what_waits_for_an_erased_person_is_dropped_and_what_waits_for_others_is_not(world: World):
    from storage import outbox

    ids = {p.email: p.id for p in world.rows(tables.Person)}
    with world.tend.database.transaction() as session:
        for email in ("dana@x.com", "kim@x.com"):
            seen = {"text": "a message"}
            outbox.enqueue(
                session, 1, f"notice:{email}", say="notice", payload=seen, now=world.now, person_id=ids[email]
            )
        erase(session, workspaces.current(session), "dana@x.com", now=world.now)
    assert {r.key: r.state for r in world.rows(tables.Outbox) if r.say == "notice"} == {
        "notice:dana@x.com": "dropped",
        "notice:kim@x.com": "due",
    }
    world.deliver()
    assert [m["channel"] for m in world.slack.posted] == ["DKIM"]


def test_a_touch_of_two_accounts_names_the_contacts_of_each(world: World):
    from rules.facts.entries import Entry
    from storage import touches

    ids = [world.account(name) for name in ("Acme", "Globex")]
    world.load(
        world.write("contacts", {"account": "Acme", "name": "Cleo"}, {"account": "Globex", "name": "Newt"})
    )
    cleo, newt = world.rows(tables.Contact)
    with world.tend.database.transaction() as session:
        ws, dana = workspaces.current(session), people.get(session, 1, 3)
        entry = Entry(
            tuple(ids),
            world.now.date(),
            "call",
            direction="outbound",
            outcome="reached",
            purpose="",
            minutes=None,
            sentiment="",
            note="",
            contact_ids=(cleo.id, newt.id),
            next_text="",
            next_on=None,
        )
        touches.log(session, 1, ws.policy, entry=entry, by=dana, batch="batch", now=world.now)
        links = session.execute(
            tables.table(tables.TouchContact).select().where(ours(tables.TouchContact))
        ).all()
    accounts = {t.id: t.account_id for t in world.rows(tables.Touch)}
    assert sorted((accounts[r.touch_id], r.contact_id) for r in links) == [
        (ids[0], cleo.id),
        (ids[1], newt.id),
    ]


def test_a_customer_keeps_its_name_though_a_contact_was_called_so(world: World):
    """Such as a firm of one, or the switchboard on file as a contact: its rows are still its own."""
    files = [
        world.write(
            "accounts",
            {
                "name": "Cleo Newt",
                "owner_email": "dana@x.com",
                "aliases": "Cleo",
                "industry": "what Cleo does",
            },
        ),
        world.write(
            "contacts",
            {"account": "Cleo Newt", "name": "Cleo Newt", "email": "cleo@newt.com"},
            {"account": "Cleo Newt", "name": "Ned"},
        ),
        world.write(
            "touches",
            {
                "account": "Cleo Newt",
                "at": "2026-11-01",
                "by_email": "dana@x.com",
                "note": "Cleo Newt was in",
            },
        ),
    ]
    world.load(*files)
    with world.tend.database.transaction() as session:
        erase(session, workspaces.current(session), "cleo@newt.com", now=world.now)
    assert [a.name for a in world.rows(tables.Account)] == ["Cleo Newt"]
    assert [t.note for t in world.rows(tables.Touch)] == ["[erased] was in"]
    report = world.load(*files)
    assert not report.problems
    assert [(f.new, f.changed, f.erased) for f in report.files] == [(0, 0, 0), (0, 0, 1), (0, 0, 0)]
    world.load(
        world.write("accounts", {"name": "Cleo Newt", "owner_email": "dana@x.com", "external_id": "A1"})
    )
    assert [(a.name, a.external_id) for a in world.rows(tables.Account)] == [("Cleo Newt", "A1")], (
        "and by an id it gets later"
    )


@pytest.mark.parametrize(
    "name",
    [
        "Ana",
        "Ana Maria del Carmen",
        "Ana Maria del Carmen de la Cruz",
        "A B C D E",
        "Ana-Maria del Carmen de la Cruz y Vega",
    ],
)
def test_a_name_of_any_length_is_taken_out(world: World, name: str):
    world.account("Acme", last="2026-10-10")
    world.load(
        world.write("contacts", {"account": "Acme", "name": name, "email": "ana@cruz.com"}),
        world.write(
            "touches", {"account": "Acme", "at": "2026-11-01", "note": f"with {name.upper()}, who is glad"}
        ),
    )
    with world.tend.database.transaction() as session:
        erase(session, workspaces.current(session), "ana@cruz.com", now=world.now)
    note = next(t.note for t in world.rows(tables.Touch) if t.note.endswith("glad"))
    assert note.replace("[erased] ", "").replace("[erased]", "") == "with , who is glad"
