"""Files in and out: any order, again, changed cells, bad rows, cut off; and what is told of each."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from storage import standings, tables, workspaces
from storage.exchange import exporting, files, guessing, importing, taking

from ...twin import ours
from ...world import World

ACME = {"name": "Acme", "owner_email": "dana@x.com", "tier": "A", "started_on": "2024-01-01"}


def problems(report: importing.Report) -> list[str]:
    return [str(p) for p in report.problems]


def test_a_second_time_changes_nothing(world: World):
    paths = [
        world.write("accounts", ACME),
        world.write(
            "touches",
            *[{"account": "Acme", "by_email": "dana@x.com", "at": "2026-11-01", "note": "same"}] * 2,
        ),
    ]
    first, second = world.load(*paths), world.load(*paths)
    assert [f.new for f in first.files] == [1, 2], "two equal rows are two touches"
    assert [(f.new, f.changed, f.same) for f in second.files] == [(0, 0, 1), (0, 0, 2)]
    assert len(world.rows(tables.Touch)) == 2


def test_any_order_of_files_and_of_rows(world: World):
    children = [{**ACME, "name": "Child", "parent": "Parent"}, {**ACME, "name": "Parent", "parent": ""}]
    people = [
        {"email": "rep@y.com", "manager_email": "boss@y.com"},
        {"email": "boss@y.com", "manager_email": ""},
    ]
    paths = [
        world.write("touches", {"account": "child", "at": "2026-11-01", "by_email": "rep@y.com"}),
        world.write("accounts", *children),
        world.write("people", *people),
    ]
    assert not problems(world.load(*paths))
    child, parent = world.rows(tables.Account)
    assert child.parent_id == parent.id


def test_a_changed_row_updates_only_the_cells_that_changed(world: World):
    world.load(world.write("accounts", {**ACME, "industry": "retail", "annual_revenue": "100"}))
    with world.tend.database.transaction() as session:
        standings.change(session, 1, 1, now=world.now, by_id=None, tier="B")
    world.load(world.write("accounts", {**ACME, "industry": "food", "annual_revenue": "100"}))
    account = world.rows(tables.Account)[0]
    assert (account.tier, account.industry, account.annual) == ("B", "food", 10_000), (
        "what was changed in Slack stays"
    )
    world.load(world.write("accounts", {**ACME, "tier": "C", "industry": "food", "annual_revenue": "100"}))
    assert world.rows(tables.Account)[0].tier == "C"


def test_undone_stays_undone(world: World):
    world.load(world.write("accounts", ACME))
    path = world.write("touches", {"account": "Acme", "by_email": "dana@x.com", "at": "2026-11-01"})
    world.load(path)
    with world.tend.database.transaction() as session:
        from sqlalchemy import update

        session.execute(
            update(tables.table(tables.Touch)).where(ours(tables.Touch)).values(voided_at=world.now)
        )
    world.load(path)
    assert [t.voided_at is not None for t in world.rows(tables.Touch)] == [True]


def test_known_again_by_external_id_when_renamed(world: World):
    world.load(world.write("accounts", {**ACME, "external_id": "X1"}))
    world.load(world.write("accounts", {**ACME, "name": "Acme Two", "external_id": "X1"}))
    assert [a.name for a in world.rows(tables.Account)] == ["Acme Two"]
    assert "Acme Two" in str(world.command("/account acme two"))


@pytest.mark.parametrize(
    ("kind", "row", "line", "said"),
    [
        ("accounts", {"name": "X", "owner_email": "nobody@x.com"}, 2, "nobody with this e-mail"),
        ("accounts", {"name": "X", "owner_email": ""}, 2, "is required and empty"),
        ("accounts", {**ACME, "tier": "D"}, 2, "is none of: A, B, C"),
        ("accounts", {**ACME, "started_on": "31.02.2026"}, 2, "is no date"),
        ("accounts", {**ACME, "annual_revenue": "12,5k"}, 2, "is no amount"),
        ("accounts", {**ACME, "parent": "Nowhere"}, 2, "no account of this name"),
        ("people", {"email": "no-address"}, 2, "is no e-mail"),
        ("people", {"email": "a@b.c", "timezone": "Mars/Olympus"}, 2, "is no time zone"),
        ("touches", {"account": "Nowhere", "at": "2026-11-01"}, 2, "no account of this name"),
        ("touches", {"account": "Acme", "at": "2030-01-01"}, 2, "still to come"),
        (
            "touches",
            {"account": "Acme", "at": "2026-11-01T10:00"},
            2,
            "is no date, nor an instant with its offset",
        ),
        ("revenue", {"account": "Acme", "on": "2026-01-01", "kind": "gift", "amount": "1"}, 2, "is none of"),
        ("contacts", {"account": "Acme", "name": "X", "birthday": "31-31"}, 2, "is no day"),
    ],
)
def test_bad_values_are_told_by_file_line_column_and_nothing_is_written(
    world: World, kind: str, row: dict, line: int, said: str
):
    world.load(world.write("accounts", ACME))
    before = len(world.rows(tables.Account)), len(world.rows(tables.Person))
    report = world.load(world.write(kind, row))
    assert not report.written
    assert len(report.problems) == 1
    assert problems(report)[0].startswith(f"{kind}.csv, line {line}")
    assert said in problems(report)[0]
    assert (len(world.rows(tables.Account)), len(world.rows(tables.Person))) == before


def test_two_accounts_of_one_name_are_told_before_anything_is_written(world: World):
    twins = [
        {**ACME, "external_id": "X1"},
        {**ACME, "name": "ACME!", "external_id": "X2"},
        {**ACME, "external_id": ""},
    ]
    report = world.load(world.write("accounts", *twins))
    assert [p.line for p in report.problems] == [3, 4]
    assert "line 2 has this name with another external_id" in problems(report)[0]
    assert world.rows(tables.Account) == []
    world.load(world.write("accounts", twins[0], {**ACME, "name": "Globex", "external_id": "X2"}))
    report = world.load(world.write("accounts", {**twins[0], "name": "globex"}))
    assert "another account has this name" in problems(report)[0]
    assert [a.name for a in world.rows(tables.Account)] == ["Acme", "Globex"]


def test_good_rows_are_kept_only_when_asked(world: World):
    path = world.write("accounts", ACME, {**ACME, "name": "Bad", "tier": "Z"})
    assert not world.load(path).written
    assert world.load(path, keep_good=True).written
    assert [a.name for a in world.rows(tables.Account)] == ["Acme"]


def test_a_dry_run_writes_nothing(world: World):
    report = world.load(world.write("accounts", ACME), dry_run=True)
    assert (report.files[0].new, report.written, world.rows(tables.Account)) == (1, False, [])


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("accounts.csv", b"name,tier\nAcme,A\n", "the column owner_email is missing among its headings"),
        ("accounts.csv", "name,owner_email\nM\xfcller,dana@x.com\n".encode("latin-1"), "is not UTF-8"),
        ("accounts.csv", b"name,owner_email\nAcme\n", "the row has 1 cells, the header 2"),
        ("accounts.csv", b'name,owner_email\n"Acme,x', "is no CSV"),
        ("invoices.csv", b"a\n1\n", "no such file is known"),
    ],
)
def test_a_file_that_can_t_be_read_gets_one_clear_sentence(
    world: World, name: str, content: bytes, said: str
):
    path = world.folder / name
    path.write_bytes(content)
    report = world.load(path)
    assert not report.written
    assert said in problems(report)[0]
    assert said in "\n".join(importing.told(report, False))


def test_a_missing_file_and_unknown_columns_are_told(world: World):
    assert "can't be read" in problems(world.load(world.folder / "accounts.csv"))[0]
    report = world.load(world.write("accounts", {**ACME, "favourite_colour": "red"}))
    assert report.written
    assert report.files[0].unknown == ["favourite_colour"]


def test_cut_off_and_run_again_ends_as_if_run_once(world: World, monkeypatch):
    monkeypatch.setattr(taking, "CHUNK", 10)
    world.load(world.write("accounts", ACME))
    path = world.write(
        "touches",
        *[
            {"account": "Acme", "by_email": "dana@x.com", "at": "2026-11-01", "note": f"n{n}"}
            for n in range(35)
        ],
    )
    seen = []

    def dies(kind, done, of):
        seen.append(done)
        if kind == "touches" and done >= 20:  # how many go at a time depends on how fast the machine is
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        world.load(path, progress=dies)
    assert len(world.rows(tables.Touch)) == seen[-1] < 35
    world.load(path)
    assert len(world.rows(tables.Touch)) == 35
    assert world.rows(tables.Account)[0].due_on is not None


def test_what_was_logged_in_slack_comes_back_from_an_export_once(world: World, tmp_path: Path):
    world.load(world.write("accounts", ACME))
    world.command("/log acme called, happy")
    world.command("/log acme met for lunch")
    world.press("log.undo", f'{{"batch":"{world.rows(tables.Touch)[1].batch}"}}')
    with world.tend.database.reading() as session:
        exporting.write(session, 1, tmp_path / "out")
    report = world.load(*sorted((tmp_path / "out").glob("*.csv")))
    assert not report.problems
    assert [t.voided_at is None for t in world.rows(tables.Touch)] == [True, False]


def test_a_tier_nobody_gave_is_c_with_a_proposal(world: World):
    rows = [
        {
            "name": f"Co {n}",
            "owner_email": "dana@x.com",
            "tier": "",
            "annual_revenue": str(1000 if n == 0 else 10),
        }
        for n in range(10)
    ]
    world.load(world.write("accounts", *rows))
    shown = world.rows(tables.Account)
    assert {a.tier for a in shown} == {"C"}
    assert [a.tier_proposal for a in shown][:2] == ["A", "B"]


def test_an_account_exists_from_the_earliest_thing_known(world: World):
    world.load(
        world.write("accounts", {"name": "Acme", "owner_email": "dana@x.com"}),
        world.write("touches", {"account": "Acme", "at": "2025-03-01", "by_email": "dana@x.com"}),
        world.write(
            "revenue",
            {"account": "Acme", "on": "2024-05-05", "kind": "purchase", "amount": "10.50", "currency": "USD"},
        ),
    )
    account, standing = world.rows(tables.Account)[0], world.rows(tables.Standing)[0]
    assert account.exists_on == standing.from_on == date(2024, 5, 5)
    assert world.rows(tables.Revenue)[0].amount == 1050


def test_yen_have_no_cents_and_rates_decide(world: World):
    rows = [
        {"account": "Acme", "on": "2026-05-05", "kind": "new", "amount": "1000", "currency": c}
        for c in ("JPY", "USD")
    ]
    world.load(world.write("accounts", ACME), world.write("revenue", *rows))
    assert [r.amount for r in world.rows(tables.Revenue)] == [1000, 100_000]
    assert world.rows(tables.Account)[0].annual is None, "a sum of which one part has no rate is unknown"


def test_contacts_named_in_touches_are_linked_or_added(world: World):
    world.load(
        world.write("accounts", ACME),
        world.write("contacts", {"account": "Acme", "name": "Cleo Stone", "email": "cleo@a.com"}),
        world.write(
            "touches",
            {"account": "Acme", "at": "2026-11-01", "by_email": "dana@x.com", "contact": "cleo@a.com; Newt"},
        ),
    )
    assert [c.name for c in world.rows(tables.Contact)] == ["Cleo Stone", "Newt"]
    with world.tend.database.reading() as session:
        from sqlmodel import select

        assert len(session.exec(select(tables.TouchContact).where(ours(tables.TouchContact))).all()) == 2


def test_an_export_can_be_imported_again_and_formulas_are_guarded(world: World, tmp_path: Path):
    world.load(
        world.write("accounts", {**ACME, "name": "=cmd()|x", "annual_revenue": "1200.5", "currency": "USD"}),
        world.write(
            "touches",
            {"account": "=cmd()|x", "at": "2026-11-01", "by_email": "dana@x.com", "note": "+1 on -5 @all"},
        ),
    )
    folder = tmp_path / "out"
    with world.tend.database.reading() as session:
        counts = exporting.write(session, workspaces.current(session).id, folder)
    assert counts["accounts"] == 1
    with (folder / "accounts.csv").open() as file:
        row = next(csv.DictReader(file))
    assert row["name"].startswith("'=")
    assert row["annual_revenue"] == "1200.5"
    with (folder / "touches.csv").open() as file:
        assert next(csv.DictReader(file))["at"] == "2026-11-01"
    report = world.load(*sorted(folder.glob("*.csv")))
    assert not report.problems
    assert [a.name for a in world.rows(tables.Account)] == ["=cmd()|x"], "the guard is undone"


def test_an_import_cut_off_after_its_rows_is_finished_by_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    """Managers, parents and due dates were still to come; the rows themselves are as before, and are
    counted as what the run brought in all."""
    paths = [
        world.write(
            "people",
            {"email": "new@x.com", "manager_email": "boss@x.com"},
            {"email": "boss@x.com", "role": "manager"},
        ),
        world.write(
            "accounts", {**ACME, "owner_email": "new@x.com", "parent": "Mother"}, {**ACME, "name": "Mother"}
        ),
    ]

    def dies(*_, **__):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(taking, "finish", dies)
        world.load(*paths)
    report = world.load(*paths)
    assert [(f.new, f.changed) for f in report.files] == [(2, 0)] * 2
    people = {p.email: p for p in world.rows(tables.Person)}
    accounts = {a.name: a for a in world.rows(tables.Account)}
    assert people["new@x.com"].manager_id == people["boss@x.com"].id
    assert accounts["Acme"].parent_id == accounts["Mother"].id
    assert all(a.due_on and a.look_at for a in accounts.values())
    with world.tend.database.reading() as session:
        assert not workspaces.is_import_cut_off(session, 1)


def wide(headings: int) -> bytes:
    header = ["name", "owner_email", *(f"x{n}" for n in range(headings - 2))]
    return "\n".join([",".join(header), ",".join(["Acme", "dana@x.com", *["1"] * (headings - 2)])]).encode()


@pytest.mark.parametrize(
    ("headings", "said"), [(1000, ""), (1001, "has 1,001 headings; up to 1,000 are read")]
)
def test_a_file_of_too_many_headings_is_not_read(headings: int, said: str):
    rows = files.read_content("accounts.csv", wide(headings), files.NOTHING, {})
    assert (len(rows.rows), said in str(rows.problems)) == (0 if said else 1, True)


def test_headings_are_read_once_not_once_a_column(monkeypatch: pytest.MonkeyPatch):
    read, folded = Counter[str](), guessing.folded

    def counted(heading: str) -> str:
        read[heading] += 1
        return folded(heading)

    monkeypatch.setattr(guessing, "folded", counted)
    rows = files.read_content("theirs.csv", wide(1000), files.NOTHING, {})
    assert rows.of.kind == "accounts"
    assert read["x1"] <= 3, "for its mark, too"


def test_of_many_problems_the_first_are_kept_and_all_counted(world: World):
    path = world.write("accounts", *({**ACME, "name": f"n{n}", "tier": "Z"} for n in range(1_200)))
    report = world.load(path)
    assert (len(report.problems), report.more, report.files[0].bad) == (1_000, 200, 1_200)
    assert "… and 1,150 more problems" in importing.told(report, False)
