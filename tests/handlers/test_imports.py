"""Files sent in the direct message: looked at first, imported by a button, undone by another."""

from __future__ import annotations

import json
import sqlite3
import zlib
from contextlib import closing
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from messages.imported import IMPORT_SHOW, IMPORT_UNDO
from messages.imports import (
    IMPORT_ANSWER,
    IMPORT_DROP,
    IMPORT_GO,
    IMPORT_GOOD,
    IMPORT_OTHERWISE,
    AnswerRef,
    ImportRef,
)
from scheduler.fetching import NotHad
from scheduler.imports import Importer
from scheduler.metronome import sweep
from storage import imports, tables
from storage.exchange import guessing

from ..world import World, text_of

ACCOUNTS = "name,owner_email,tier\nAcme,dana@x.com,A\nGlobex,kim@x.com,B\n"


def elements(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [e for block in message["blocks"] for e in block.get("elements", ()) if "action_id" in e]


class Desk:
    """An admin's direct message: files are put into `there`, as Slack has them by address."""

    def __init__(self, world: World) -> None:
        self.world, self.there, self.fetched = world, dict[str, bytes](), list[str]()
        self.sent = 0

    def fetch(self, url: str, size: int) -> bytes:
        self.fetched.append(url)
        if url not in self.there:
            raise NotHad("gone")
        return self.there[url]

    def event(self, *files: tuple[str, str | bytes], by: str = "UADA", **changed: Any) -> str:
        """What Slack tells of a message with files."""
        self.sent += 1
        held = []
        for n, (name, content) in enumerate(files):
            url = f"https://files.slack.com/files-pri/T1-F{self.sent}{n}/download/{name}"
            self.there[url] = content.encode() if isinstance(content, str) else content
            held.append({"id": f"F{n}", "name": name, "size": 1, "url_private_download": url})
        event = {"type": "message", "subtype": "file_share", "channel": "D" + by[1:], "channel_type": "im"}
        event |= {"user": by, "ts": f"171.{self.sent}", "text": "", "files": held, **changed}
        return json.dumps(self.world.payload("event", event=event))

    def send(self, *files: tuple[str, str | bytes], by: str = "UADA") -> None:
        self.world.dispatch(self.event(*files, by=by), "application/json")

    def work(self) -> None:
        """The worker's beats, each of a process of its own, and what they have to say."""
        world = self.world
        world.deliver()
        while Importer(world.tend.services, world.slack, world.tend.database, self.fetch).run():
            world.deliver()

    @property
    def call(self) -> dict[str, Any]:
        return [c for n, c in self.world.slack.calls if n in {"chat.postMessage", "chat.update"}][-1]

    @property
    def says(self) -> str:
        """What the message of the files says now."""
        return text_of(self.call)

    def press(self, action: str, run: int = 0, by: str = "UADA", **changed: Any) -> None:
        run = run or self.world.rows(tables.ImportRun)[-1].id
        self.world.press(action, ImportRef(run).pack(), by=by, **changed)


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def names(world: World) -> list[str]:
    return [a.name for a in world.rows(tables.Account)]


def test_looked_at_first_then_imported_then_undone(desk: Desk):
    world = desk.world
    desk.send(("accounts.csv", ACCOUNTS))
    world.deliver()
    assert "Reading accounts.csv" in desk.says
    desk.work()
    assert "Nothing is written yet" in desk.says
    assert "*accounts.csv* → accounts: 2 new, 0 changed, 0 as before" in desk.says
    assert not names(world)
    desk.press(IMPORT_GO)
    desk.work()
    assert names(world) == ["Acme", "Globex"]
    assert "*Imported*" in desk.says
    asks = next(e for e in elements(desk.call) if e["action_id"] == IMPORT_UNDO)["confirm"]
    assert "It brought 2 new rows and changed 0" in asks["text"]["text"]
    assert "2 new, 0 changed, 0 as before" in desk.says
    assert len(world.slack.made("chat.postMessage")) == 1, "one message, painted over"
    desk.press(IMPORT_UNDO)
    desk.work()
    assert not names(world)
    assert "*Undone by Ada Admin*: accounts.csv. 2 rows taken away, 0 as before the import." in desk.says
    assert "Send the files again to import them again." in desk.says
    assert not world.rows(tables.ImportFile)


def test_a_large_file_is_packed_before_anybody_waits_for_it(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    there = desk.world.tend.database
    if not there.is_sqlite:
        pytest.skip("writers do not wait for each other there")

    def packed(content: bytes) -> bytes:
        with closing(sqlite3.connect(str(there.engine.url.database), timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")
        return zlib.compress(content)

    monkeypatch.setattr("storage.imports.zlib", SimpleNamespace(compress=packed, decompress=zlib.decompress))
    desk.send(("accounts.csv", ACCOUNTS))
    desk.work()
    assert "2 new" in desk.says


def test_delivered_three_times_it_is_one(desk: Desk):
    event = desk.event(("accounts.csv", ACCOUNTS))
    for _ in range(3):
        desk.world.dispatch(event, "application/json")
    desk.work()
    runs = [r for r in desk.world.rows(tables.ImportRun) if r.by_id]
    assert len(runs) == 1
    assert len(desk.fetched) == 1
    assert len(desk.world.slack.made("chat.postMessage")) == 1


@pytest.mark.parametrize("by", ["UDANA", "UMEL"])
def test_who_is_no_admin_hears_so_in_one_sentence(desk: Desk, by: str):
    before = len(desk.world.rows(tables.ImportRun))
    desk.send(("accounts.csv", ACCOUNTS), by=by)
    (said,) = desk.world.slack.made("chat.postEphemeral")
    assert said["text"] == "Only admins import files."
    desk.work()
    assert not desk.fetched
    assert len(desk.world.rows(tables.ImportRun)) == before


def test_a_rep_who_presses_a_button_of_it_changes_nothing(desk: Desk):
    desk.send(("accounts.csv", ACCOUNTS))
    desk.work()
    for action in (IMPORT_GO, IMPORT_GOOD, IMPORT_DROP, IMPORT_UNDO, IMPORT_SHOW):
        desk.press(action, by="UDANA")
        assert "Only admins import files." in text_of(desk.world.sent[-1])
    desk.work()
    assert not names(desk.world)


def test_bad_rows_are_shown_and_the_good_ones_imported(desk: Desk):
    desk.send(("accounts.csv", ACCOUNTS + "Umbra,nobody@x.com,A\nInitech,dana@x.com,D\n"))
    desk.work()
    assert "*2 bad*" in desk.says
    assert "line 4, owner_email “nobody@x.com”: nobody with this e-mail" in desk.says
    assert "line 5, tier “D”: is none of: A, B, C" in desk.says
    assert "Import the good rows" in desk.says
    desk.press(IMPORT_GO)
    desk.work()
    desk.press(IMPORT_GOOD)
    desk.work()
    assert names(desk.world) == ["Acme", "Globex"]
    assert "2 bad left out" in desk.says


def test_a_second_admin_who_presses_hears_who_did(desk: Desk):
    world = desk.world
    world.people({"email": "abe@x.com", "name": "Abe Admin", "role": "admin", "timezone": "America/New_York"})
    desk.send(("accounts.csv", ACCOUNTS))
    desk.work()
    desk.press(IMPORT_GO, by="UABE")
    desk.press(IMPORT_GO)
    assert "Abe Admin imported these files already." in text_of(world.sent[-1])
    desk.work()
    assert names(world) == ["Acme", "Globex"]
    desk.press(IMPORT_UNDO, by="UABE")
    desk.press(IMPORT_UNDO)
    assert "That was taken back already." in text_of(world.sent[-1])


def test_not_now_lets_the_files_go(desk: Desk):
    desk.send(("accounts.csv", ACCOUNTS))
    desk.work()
    desk.press(IMPORT_DROP)
    desk.work()
    assert "Not imported: accounts.csv" in desk.says
    assert not desk.world.rows(tables.ImportFile)
    desk.press(IMPORT_GO)
    desk.work()
    assert not names(desk.world)


def test_another_systems_export_is_guessed_and_what_is_open_asked_once(desk: Desk):
    world = desk.world
    crm = (
        "Account Owner,Account Name,Type,Customer Since,Annual Revenue,Tier\n"
        'Dana Reyes,Acme,Customer,03/04/2024,"1,200.50",a\n'
    )
    desk.send(("report1699.csv", crm))
    desk.work()
    assert "Before I look at report1699.csv" in desk.says
    assert "“03/04/2024” can be read two ways" in desk.says
    run = world.rows(tables.ImportRun)[-1]
    (question,) = run.report["questions"]
    ref = AnswerRef(run.id, question["mark"], "dates", "day")
    world.press(IMPORT_ANSWER, ref.pack(), by="UDANA", option=True)
    assert "Only admins import files." in text_of(world.sent[-1])
    world.press(IMPORT_ANSWER, ref.pack(), by="UADA", option=True)
    desk.work()
    assert "Guessed: Account Name → name, Account Owner → owner_email" in desk.says
    assert "Left out: Type" in desk.says
    desk.press(IMPORT_GO)
    desk.work()
    (account,) = world.rows(tables.Account)
    assert (account.owner_id, account.tier, account.annual) == (3, "A", 120_050)
    assert str(account.started_on) == "2024-04-03"
    desk.send(("report1700.csv", crm.replace("03/04", "05/06")))
    desk.work()
    assert "Nothing is written yet" in desk.says, "not asked again"
    assert "started_on “2024-04-03” becomes “2024-06-05”" in desk.says


def test_a_wrong_answer_is_said_and_can_be_given_anew(desk: Desk):
    world = desk.world
    crm = "Account Owner,Account Name,Customer Since,Tier\nDana Reyes,Acme,03/04/2024,a\n"
    desk.send(("report.csv", crm))
    for answer in ("day", "month"):
        desk.work()
        run = world.rows(tables.ImportRun)[-1]
        (question,) = run.report["questions"]
        ref = AnswerRef(run.id, question["mark"], "dates", answer)
        world.press(IMPORT_ANSWER, ref.pack(), by="UADA", option=True)
        desk.work()
        assert f"*report.csv* is read as was answered: of a date the {answer} (" in desk.says
        if answer == "day":
            desk.press(IMPORT_OTHERWISE, by="UDANA")
            assert "Only admins import files." in text_of(world.sent[-1])
            desk.press(IMPORT_OTHERWISE)
    desk.press(IMPORT_GO)
    desk.work()
    assert str(world.rows(tables.Account)[0].started_on) == "2024-03-04"
    desk.press(IMPORT_OTHERWISE)
    assert "imported these files already" in text_of(world.sent[-1])
    assert world.rows(tables.FileAnswer)


def test_a_file_that_holds_nothing_as_answered_is_kept_to_be_read_otherwise(desk: Desk):
    mark = guessing.mark_of(["Account Name", "Account Owner"])
    with desk.world.tend.database.transaction() as session:
        imports.answer(session, 1, mark, kind="revenue")
    desk.send(("report.csv", "Account Name,Account Owner\nAcme,Dana Reyes\n"))
    desk.work()
    assert "it holds revenue: orders, contracts" in desk.says
    assert "are missing among its headings (Account Name, Account Owner)" in desk.says
    desk.press(IMPORT_OTHERWISE)
    desk.work()
    assert "*report.csv* → accounts: 1 new" in desk.says


def test_a_file_that_is_gone_is_said_and_the_others_shown(desk: Desk):
    event = desk.event(("accounts.csv", ACCOUNTS), ("contacts.csv", "account,name\nAcme,Ann\n"))
    desk.there.pop(next(u for u in desk.there if "contacts" in u))
    desk.world.dispatch(event, "application/json")
    desk.work()
    assert "*accounts.csv* → accounts: 2 new" in desk.says
    assert "*contacts.csv*: it is no longer in Slack: send it again." in desk.says


def test_a_file_that_can_not_be_read_does_not_hold_up_the_others(desk: Desk):
    desk.send(("accounts.csv", "\n\n" + ACCOUNTS), ("contacts.csv", b"\xff\xfe\x00"))
    desk.work()
    assert "*accounts.csv* → accounts: 2 new" in desk.says, "whatever lines it begins with"
    assert "*contacts.csv* → contacts: *nothing of it can be read*" in desk.says
    assert "is not UTF-16 text" in desk.says
    desk.press(IMPORT_GO)
    desk.work()
    assert not names(desk.world), "nobody said that it may be left out"
    desk.press(IMPORT_GOOD)
    desk.work()
    assert names(desk.world) == ["Acme", "Globex"]


def test_a_new_account_that_may_be_there_already_is_said_before_it_is_written(desk: Desk):
    desk.world.load(
        desk.world.write("accounts", {"name": "Acme", "owner_email": "dana@x.com", "domain": "a.com"})
    )
    rows = "Acme Inc.,Dana Reyes,x.com\nUmbra,Dana Reyes,www.a.com\nAcme,Dana Reyes,\nFar,Dana Reyes,f.com\n"
    desk.send(("crm.csv", "Account Name,Account Owner,Website\n" + rows))
    desk.work()
    assert "• *Acme Inc.* may be *Acme*: same name" in desk.says
    assert "• *Umbra* may be *Acme*: same domain" in desk.says
    assert "Far* may" not in desk.says
    assert "*Acme* may" not in desk.says
    west = "Account Name,Account Owner,Website,Parent Account\nAcme West,Dana Reyes,a.com,Acme\n"
    desk.send(("crm.csv", west))
    desk.work()
    assert "1 new" in desk.says
    assert "there already" not in desk.says, "companies of one house share a domain"


def test_the_history_says_what_a_file_changed_and_that_it_was_undone(desk: Desk):
    world = desk.world
    desk.send(("accounts.csv", ACCOUNTS))
    desk.work()
    desk.press(IMPORT_GO)
    desk.work()
    desk.send(("accounts.csv", "name,owner_email,tier,industry\nAcme,kim@x.com,C,food\n"))
    desk.work()
    desk.press(IMPORT_GO)
    desk.work()
    line = "Ada Admin changed it with a file: tier A → C, its owner, industry"
    said = text_of(world.command("/account acme history"))
    assert line in said
    assert "taken back" not in said
    assert "(loosening)" not in said
    globex = text_of(world.command("/account globex history"))
    assert "changed it with a file" not in globex
    assert "It came with a file on Nov 18." in globex
    desk.press(IMPORT_UNDO)
    desk.work()
    said = text_of(world.command("/account acme history"))
    assert f"{line}~ taken back" in said
    assert "tier A to C, by a file, undone with it" in said
    assert "(loosening)" not in said


def test_the_same_file_twice_at_once_brings_its_rows_once(desk: Desk):
    desk.send(("accounts.csv", ACCOUNTS), ("accounts.csv", ACCOUNTS))
    desk.work()
    assert "2 new, 0 changed, 0 as before" in desk.says
    assert "0 new, 0 changed, 2 as before" in desk.says
    desk.press(IMPORT_GO)
    desk.work()
    assert "*accounts.csv*: 2 new, 0 changed, 2 as before" in desk.says
    assert names(desk.world) == ["Acme", "Globex"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("name,owner_email\n", "There are headings, and no row below them"),
        (ACCOUNTS, "All of it is on file already"),
        (ACCOUNTS + "Bad,nobody@x.com,A\n", "What is good of it is on file already"),
        ("name,owner_email\nBad,nobody@x.com\n", "No row of it is good"),
    ],
)
def test_why_nothing_is_imported_is_said(desk: Desk, content: str, said: str):
    desk.send(("accounts.csv", ACCOUNTS))
    desk.work()
    desk.press(IMPORT_GO)
    desk.work()
    desk.send(("accounts.csv", content))
    desk.work()
    assert f"{said}: there is nothing to import." in desk.says
    assert "Import the good rows" not in desk.says


def test_what_was_looked_at_is_imported_though_it_is_gone_and_the_process_another(desk: Desk):
    desk.send(("accounts.csv", ACCOUNTS))
    desk.work()
    desk.there.clear()
    desk.press(IMPORT_GO)
    desk.work()
    assert names(desk.world) == ["Acme", "Globex"]


def test_rows_that_turned_bad_meanwhile_are_shown_again(desk: Desk):
    world = desk.world
    world.load(world.write("accounts", {"name": "Acme", "owner_email": "dana@x.com"}))
    desk.send(("contacts.csv", "account,name\nAcme,Ann\n"))
    desk.work()
    with world.tend.database.transaction() as session:
        A = tables.table(tables.Account)
        session.execute(A.update().where(A.c.workspace_id == 1).values(name="Gone", key="gone"))
    desk.press(IMPORT_GO)
    desk.work()
    assert "Nothing is written yet" in desk.says
    assert "no account of this name" in desk.says


def test_whom_it_would_make_an_admin_is_said(desk: Desk):
    rows = ("kim@x.com,Kim Cho,admin", "new@y.com,New,admin", "ada@x.com,,admin")
    desk.send(("people.csv", "\n".join(("email,name,role", *rows))))
    desk.work()
    assert "2 people become admins*: kim@x.com, new@y.com" in desk.says


def test_who_has_no_slack_user_is_listed_at_the_end(desk: Desk):
    world = desk.world
    world.slack.users.append({**world.slack.users[0], "id": "UNEW", "profile": {"email": "new@y.com"}})
    desk.send(("people.csv", "email,name\nnew@y.com,New\nlost@y.com,Lost\n"))
    desk.work()
    desk.press(IMPORT_GO)
    desk.work()
    assert "1 person of ours has no Slack user here*: lost@y.com." in desk.says
    assert "invite them to Slack" in desk.says


def test_the_word_lists_the_last_imports_and_undoes(desk: Desk):
    world = desk.world
    world.load(world.write("accounts", {"name": "Initech", "owner_email": "dana@x.com"}))
    desk.send(("accounts.csv", ACCOUNTS))
    desk.work()
    listed = text_of(world.command("/account imports", by="UADA"))
    assert "*accounts.csv* · Ada Admin" in listed
    assert "waits for Import" in listed
    assert "*accounts.csv* · The command line" in listed
    assert "Only admins import files." in text_of(world.command("/account imports"))
    desk.press(IMPORT_SHOW)
    assert "Nothing is written yet" in text_of(world.sent[-1])
    by_hand = world.rows(tables.ImportRun)[-2]
    world.press(IMPORT_UNDO, ImportRef(by_hand.id, True).pack(), by="UADA")
    assert "being undone by Ada Admin" in text_of(world.sent[-1])
    desk.work()
    assert not names(world)


def test_the_list_says_what_stays_of_an_undone_import_and_opens_it(desk: Desk):
    world = desk.world
    desk.send(("accounts.csv", ACCOUNTS))
    desk.work()
    desk.press(IMPORT_GO)
    desk.work()
    world.command("/log acme called, happy")
    desk.press(IMPORT_UNDO)
    desk.work()
    listed = world.command("/account imports", by="UADA")
    assert "undone by Ada Admin; 1 row stays" in text_of(listed)
    assert IMPORT_SHOW in text_of(listed)
    desk.press(IMPORT_SHOW)
    assert "account Acme: used or changed since" in text_of(world.sent[-1])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("book.xlsx", b"PK\x03\x04zip", "is an Excel workbook"),
        ("photo.png", b"\x89PNG", "it is no CSV file"),
        ("accounts.csv", b"", "accounts.csv: is empty"),
        ("export.csv", b"\n \n,,\n", "export.csv: is empty"),
        (
            "accounts.csv",
            b"Kette,Tier\nAcme,A\n",
            "the columns name, owner_email are missing among its headings (Kette, Tier).",
        ),
        ("accounts.csv", b"name,owner_email\n" + b"x" * 200_000, "a cell has over 131,072 characters"),
        ("accounts.csv", b"\x00\x01\x02\xff", "is not UTF-8 text"),
        ("accounts.csv", b'name,owner_email\n"Acme,dana@x.com\n', "is no CSV"),
        ("accounts.csv", b"name,name,owner_email\nA,B,dana@x.com\n", "the column name is there twice"),
        ("strange.csv", b"a,b\n1,2\n", "no such file is known"),
    ],
)
def test_what_is_no_csv_gets_a_sentence(desk: Desk, name: str, content: bytes, said: str):
    desk.send((name, content))
    desk.work()
    assert "can be imported" in desk.says
    assert said in desk.says
    desk.press(IMPORT_GO)
    desk.work()
    assert not names(desk.world)


def test_more_files_than_are_read_at_once_are_named(desk: Desk):
    desk.send(
        *((f"accounts{n}.csv", f"Account Name,Account Owner,Tier\nA{n},dana@x.com,A\n") for n in range(11))
    )
    desk.work()
    assert len(desk.fetched) == 10
    assert "*accounts10.csv*: 10 files at once are read: send it in another message." in desk.says
    desk.press(IMPORT_GO)
    desk.work()
    assert names(desk.world) == [f"A{n}" for n in range(10)]


def test_a_book_of_another_system_is_large(desk: Desk):
    """Five megabytes are read, looked at and let be; the message stays within what Slack takes."""
    heads = [f"Custom Field {n}" for n in range(200)]
    row = ",".join(["Dana Reyes", "{}", "Q", *["x" * 20] * 200])
    lines = [
        ",".join(["Account Owner", "Account Name", "Tier", *heads]),
        *(row.format(f"A{n}") for n in range(1200)),
    ]
    desk.send(("crm.csv", "\n".join(lines)))
    desk.work()
    assert "*1,200 bad*" in desk.says
    assert "… and 1,190 more" in desk.says


def test_formulas_are_text(desk: Desk):
    desk.send(("accounts.csv", 'name,owner_email,industry\n"=HYPERLINK(""x"")",dana@x.com,<!channel>\n'))
    desk.work()
    desk.press(IMPORT_GO)
    desk.work()
    (account,) = desk.world.rows(tables.Account)
    assert (account.name, account.industry) == ('=HYPERLINK("x")', "<!channel>")


def test_a_failure_of_ours_ends_with_a_sentence(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    desk.send(("accounts.csv", ACCOUNTS))
    with monkeypatch.context() as patched:
        patched.setattr("scheduler.imports.importing.read", broken)
        desk.work()
    assert "Something went wrong on our side" in desk.says
    assert not desk.world.rows(tables.ImportFile), "nobody reads them again"


def broken(*_: Any, **__: Any) -> None:
    raise ZeroDivisionError


def test_an_import_that_fails_halfway_can_be_undone(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    desk.send(("accounts.csv", ACCOUNTS))
    desk.work()
    desk.press(IMPORT_GO)
    with monkeypatch.context() as patched:
        patched.setattr("storage.exchange.taking.finish", broken)
        desk.work()
    assert "*Imported in part*: something went wrong on our side with accounts.csv after 2 rows" in desk.says
    assert names(desk.world) == ["Acme", "Globex"]
    assert not desk.world.rows(tables.ImportFile)
    desk.world.command("/account imports", by="UADA")
    assert "in part: 2 rows" in text_of(desk.world.answered[-1])
    desk.press(IMPORT_UNDO)
    desk.work()
    assert not names(desk.world)


def test_one_that_fails_before_it_wrote_anything_has_nothing_to_undo(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    desk.send(("accounts.csv", ACCOUNTS))
    desk.work()
    desk.press(IMPORT_GO)
    with monkeypatch.context() as patched:
        patched.setattr("storage.exchange.taking.check_rows", broken)
        desk.work()
    assert "Something went wrong on our side" in desk.says
    assert "Undo" not in desk.says


def test_an_undo_that_fails_goes_on_when_pressed_again(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    desk.send(("accounts.csv", ACCOUNTS))
    desk.work()
    desk.press(IMPORT_GO)
    desk.work()
    desk.press(IMPORT_UNDO)
    with monkeypatch.context() as patched:
        patched.setattr("storage.exchange.undoing.compute_anew", broken)
        desk.work()
    assert "went wrong on our side while it was undone" in desk.says
    desk.press(IMPORT_UNDO)
    desk.work()
    assert "*Undone by Ada Admin*: accounts.csv. 2 rows taken away" in desk.says
    assert not names(desk.world)


def test_files_of_which_nothing_can_be_imported_are_let_go(desk: Desk):
    desk.send(("notes.csv", "what,ever\n1,2\n"))
    desk.work()
    assert "Nothing of notes.csv can be imported" in desk.says
    assert not desk.world.rows(tables.ImportFile)


@pytest.mark.parametrize("state", ["sent", "asks", "shown", "done", "refused", "undone"])
def test_no_file_is_kept_longer_than_its_days(desk: Desk, state: str):
    """Whatever its run ended as, and was cut off before."""
    desk.send(("accounts.csv", ACCOUNTS))
    IR = tables.table(tables.ImportRun)
    with desk.world.tend.database.transaction() as session:
        sent = IR.c.workspace_id == 1, IR.c.outbox_id.is_not(None)
        session.execute(IR.update().where(*sent).values(state=state))
    desk.world.now += timedelta(days=7)
    sweep(desk.world.tend.services)
    assert desk.world.rows(tables.ImportFile)
    desk.world.now += timedelta(seconds=1)
    sweep(desk.world.tend.services)
    assert not desk.world.rows(tables.ImportFile)


def test_it_is_answered_while_nothing_is_sent_to_people(desk: Desk):
    """An admin fills the book before they switch sending on."""
    from storage import workspaces

    with desk.world.tend.database.transaction() as session:
        workspaces.switch_sending(session, workspaces.current(session), on=False)
    desk.send(("accounts.csv", ACCOUNTS))
    desk.work()
    assert "Nothing is written yet" in desk.says
