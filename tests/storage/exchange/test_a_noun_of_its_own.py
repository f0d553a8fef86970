"""A noun is one declaration: on a table of its own it is taken, changed, exported, read out, without a
line elsewhere."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column as Held
from sqlalchemy import Date, ForeignKey, Integer, String, Table, Text, UniqueConstraint, update

from storage import tables, workspaces
from storage.exchange import exporting, nouns, taking, turns
from storage.exchange.cells import AMOUNT, CURRENCY, DATE, EMAIL, ID, NAME, NOTE, one_of
from storage.exchange.noun import Column, Noun
from storage.exchange.rows import gathered
from storage.privacy import personal
from storage.tables.written import CHOICE, COMPANY, KEY, Kept, said
from storage.tables.written import ID as AN_ID

from ...twin import ours
from ...world import World

STATES = ("planned", "given")


def own_table() -> Table:
    """What a migration and storage/tables would hold."""
    at = tables.table(tables.Touch).c.created_at.type
    said_of = said(by="by_id", account="account_id", kept=Kept("on"))
    return Table(
        "own_gift",
        tables.METADATA,
        Held("id", Integer, primary_key=True),
        Held("workspace_id", Integer, ForeignKey("workspace.id"), nullable=False),
        Held("account_id", Integer, ForeignKey("account.id"), nullable=False),
        Held("by_id", Integer, ForeignKey("person.id"), nullable=False),
        Held("words", Text, nullable=False, info={"written": said_of}),
        Held("on", Date, nullable=False),
        Held("state", String, nullable=False, info={"written": CHOICE}),
        Held("worth", Integer),
        Held("currency", String, nullable=False, info={"written": CHOICE}),
        Held("external_id", String, nullable=False, info={"written": AN_ID}),
        Held("made_at", at, nullable=False),
        Held("undone_at", at),
    )


def own_noun(table: Table) -> Noun:
    return Noun(
        "gifts",
        table,
        (
            Column("account", to="account_id", required=True, refers="accounts"),
            Column("by_email", EMAIL, to="by_id", refers="people"),
            Column("text", NOTE, to="words", required=True),
            Column("on", DATE, required=True),
            Column("state", one_of(STATES, empty="planned")),
            Column("worth", AMOUNT, currency="currency"),
            Column("currency", CURRENCY),
            Column("external_id", ID),
        ),
        by="by_id",
        undone="undone_at",
        fresh=lambda known, values: {"made_at": known.now},
    )


@pytest.fixture
def gifts(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Noun]:
    """The noun, registered for one test, and an account to give to."""
    world.account("Acme", last="2026-11-10")
    yield from registered(world, monkeypatch, own_noun(own_table()))


def registered(world: World, monkeypatch: pytest.MonkeyPatch, noun: Noun) -> Iterator[Noun]:
    noun.table.create(world.tend.database.engine)
    try:
        with monkeypatch.context() as patch:
            patch.setattr(nouns, "NOUNS", (*nouns.NOUNS, noun))
            yield noun
    finally:
        tables.METADATA.remove(noun.table)


ROW = {
    "account": "Acme",
    "by_email": "kim@x.com",
    "text": "a book",
    "on": "2026-11-01",
    "state": "given",
    "worth": "12.5",
    "currency": "EUR",
}


def stored(world: World, noun: Noun) -> list[Any]:
    with world.tend.database.reading() as session:
        return list(session.execute(noun.table.select().order_by(noun.table.c.id)))


def export(world: World, folder: Path) -> list[Path]:
    with world.tend.database.reading() as session:
        exporting.write(session, workspaces.current(session).id, folder)
    return sorted(folder.glob("*.csv"))


def person(world: World, email: str) -> int:
    return next(p.id for p in world.rows(tables.Person) if p.email == email)


def test_rows_come_in_with_their_references_defaults_and_money(world: World, gifts: Noun):
    short = {"account": "Newco", "text": "a plant", "on": "2026-11-02", "worth": "3"}
    paths = (
        world.write("gifts", ROW, short),
        world.write("accounts", {"name": "Newco", "owner_email": "dana@x.com"}),
    )
    report = world.load(*paths)
    assert not report.problems
    first, second = stored(world, gifts)
    assert (first.by_id, first.words, first.on, first.state) == (
        person(world, "kim@x.com"),
        "a book",
        date(2026, 11, 1),
        "given",
    )
    assert (first.worth, first.currency, first.made_at) == (1250, "EUR", world.now)
    assert (second.by_id, second.state) == (person(world, "dana@x.com"), "planned"), (
        "nobody said: the account's owner; planned"
    )
    assert (second.worth, second.currency) == (300, "USD"), "the workspace's currency"
    again = world.load(*paths)
    assert [(f.new, f.changed, f.same) for f in again.files] == [(0, 0, 1), (0, 0, 2)]
    assert stored(world, gifts) == [first, second]


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"on": "soon"}, "gifts.csv, line 3, on “soon”: is no date such as 2026-11-22."),
        ({"state": "lost"}, "gifts.csv, line 3, state “lost”: is none of: planned, given."),
        ({"text": "", "on": "2026-12-01"}, "gifts.csv, line 3, text “”: is required and empty."),
        (
            {"account": "Nowhere"},
            "gifts.csv, line 3, account “Nowhere”: no account of this name is on file or in accounts.csv: "
            "send that with it, or /account add it.",
        ),
        (
            {"by_email": "x@y.z"},
            "gifts.csv, line 3, by_email “x@y.z”: nobody with this e-mail is on file or in people.csv.",
        ),
        (
            {"external_id": "1", "worth": "9"},
            "gifts.csv, line 3, external_id “1”: line 2 has this id and says something else.",
        ),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    world: World, gifts: Noun, changed: dict[str, str], what: str
):
    row = {**ROW, "external_id": "1"}
    report = world.load(world.write("gifts", row, {**row, "external_id": "2", **changed}))
    assert [str(p) for p in report.problems] == [what]
    assert stored(world, gifts) == []


def test_a_cell_that_changed_is_written_alone_and_its_account_computed(world: World, gifts: Noun):
    rows = [{**ROW, "external_id": "1"}, {**ROW, "text": "tea", "external_id": "2"}]
    world.load(world.write("gifts", *rows))
    with world.tend.database.transaction() as session:  # as if it was changed in Slack
        session.execute(update(gifts.table).where(gifts.table.c.words == "a book").values(state="planned"))
        session.execute(update(tables.table(tables.Account)).where(ours(tables.Account)).values(due_on=None))
    report = world.load(world.write("gifts", {**rows[0], "currency": "JPY"}, rows[1]))
    assert (report.files[0].changed, report.files[0].same, report.files[0].cells) == (1, 1, {"currency": 1})
    first, second = stored(world, gifts)
    assert (first.state, first.worth, first.currency) == ("planned", 12, "JPY"), (
        "read anew: yen have no cents"
    )
    assert (second.state, second.worth, second.currency) == ("given", 1250, "EUR")
    assert world.rows(tables.Account)[0].due_on is not None
    world.load(world.write("gifts", {c: rows[0][c] for c in ("account", "text", "on", "external_id")}))
    assert stored(world, gifts)[0] == first, "columns that are not there change nothing"
    world.load(world.write("gifts", {**rows[0], "currency": "JPY", "worth": "", "by_email": ""}))
    first = stored(world, gifts)[0]
    assert (first.worth, first.by_id) == (None, person(world, "dana@x.com")), "an empty cell empties"


def test_a_row_that_goes_to_another_account_has_both_computed(world: World, gifts: Noun):
    world.account("Globex", last="2026-11-10")
    world.load(world.write("gifts", {**ROW, "external_id": "1"}))
    with world.tend.database.transaction() as session:
        session.execute(update(tables.table(tables.Account)).where(ours(tables.Account)).values(due_on=None))
    world.load(world.write("gifts", {**ROW, "account": "Globex", "external_id": "1"}))
    assert all(a.due_on for a in world.rows(tables.Account))


def test_an_export_read_back_is_the_same_rows(world: World, gifts: Noun, tmp_path: Path):
    world.load(
        world.write(
            "gifts", ROW, ROW, {**ROW, "text": "=1+1", "external_id": "7", "worth": "", "currency": ""}
        )
    )
    with world.tend.database.transaction() as session:
        session.execute(update(gifts.table).where(gifts.table.c.id == 2).values(undone_at=world.now))
    before = stored(world, gifts)
    paths = export(world, tmp_path / "out")
    with (tmp_path / "out" / "gifts.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["external_id"].startswith("tend-gifts1-")
    assert {**rows[0], "external_id": ""} == {**ROW, "external_id": ""}
    assert [r["text"] for r in rows] == ["a book", "'=1+1"], "undone rows are left out, formulas are guarded"
    for _ in range(2):
        report = world.load(*paths)
        assert not report.problems
        assert [(f.file, f.new, f.changed) for f in report.files if f.new or f.file == "gifts.csv"] == [
            ("gifts.csv", 0, 0)
        ]
        assert stored(world, gifts) == before
    path = tmp_path / "out" / "gifts.csv"
    path.write_text(path.read_text().replace("a book", "a pen"))
    assert world.load(path).files[0].changed == 1
    assert [r.words for r in stored(world, gifts)] == ["a pen", "a book", "=1+1"]


def test_whoever_wrote_it_is_read_it(world: World, gifts: Noun):
    world.load(world.write("gifts", ROW, {**ROW, "by_email": "dana@x.com", "text": "for Kim Cho"}))
    with world.tend.database.reading() as session:
        answer = personal.about(session, 1, "kim@x.com")
    assert answer
    assert [(g["words"], g["on"]) for g in answer["gifts"]] == [("a book", "2026-11-01")]
    assert {r["file"] for r in answer["in_imported_files"]} == {"people", "gifts"}


def test_an_import_cut_off_anywhere_and_run_again_is_as_if_run_once(
    world: World, gifts: Noun, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(taking, "CHUNK", 10)
    path = world.write("gifts", *({**ROW, "text": f"gift {n // 2}"} for n in range(60)))
    remember, seen = turns.remember, list[int]()

    def dies_in_the_chunk(*args: Any, changes: Any, **named: Any) -> None:
        remember(*args, changes=changes, **named)
        seen.append(len(changes))
        if sum(seen) > 25:  # how many go at a time depends on how fast the machine is
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(turns, "remember", dies_in_the_chunk)
        with pytest.raises(KeyboardInterrupt):
            world.load(path)
    assert 0 < len(stored(world, gifts)) == sum(seen[:-1]) < 60, (
        "the last chunk left no row without its memory"
    )

    def dies_after(kind: str, done: int, of: int) -> None:
        if kind == "gifts":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        world.load(path, progress=dies_after)
    with world.tend.database.transaction() as session:
        session.execute(update(tables.table(tables.Account)).where(ours(tables.Account)).values(due_on=None))
    world.load(path)
    assert sorted(r.words for r in stored(world, gifts)) == sorted(f"gift {n // 2}" for n in range(60))
    assert world.rows(tables.Account)[0].due_on is not None
    assert world.load(path).files[0].same == 60


def test_rows_that_no_file_brings_have_the_name_of_their_source_in_their_id(
    world: World, gifts: Noun, tmp_path: Path
):
    def take(**cells: str) -> Any:
        record = {
            "account": "Acme",
            "text": "a book",
            "on": "2026-11-01",
            "external_id": "17",
            "colour": "red",
            **cells,
        }
        brought = gathered(gifts, "crm", tuple(record), records=[("record 0017", record)])
        return taking.take(world.tend.database, [brought], world.now)

    assert (
        str(take(on="soon").problems[0])
        == "crm gifts, record 0017, on “soon”: is no date such as 2026-11-22."
    )
    world.load(world.write("gifts", {**ROW, "external_id": "17"}))
    assert take().files[0].unknown == ["colour"]
    assert [r.external_id for r in stored(world, gifts)] == ["17", "crm:17"], (
        "the same id of another system is another row"
    )
    assert take().files[0].same == 1
    assert world.load(*export(world, tmp_path / "out")).files[-1].new == 0, (
        "an export knows it by the same id"
    )
    assert take(text="two\x1f books").files[0].changed == 1
    assert [r.words for r in stored(world, gifts)] == ["a book", "two books"]


def test_old_texts_are_left_out_as_the_table_says(world: World, gifts: Noun, tmp_path: Path):
    with world.tend.database.transaction() as session:
        workspaces.configure(session, workspaces.current(session), {"notes_kept_days": 10})
    path = world.write("gifts", ROW, {**ROW, "on": "2026-11-17"})
    world.load(path)
    assert [r.words for r in stored(world, gifts)] == ["", "a book"]
    assert world.load(path).files[0].same == 2
    for _ in range(2):
        report = world.load(*export(world, tmp_path / "out"))
        assert not report.problems, "what is required and was deleted since is not missed"
        assert (report.files[-1].new, report.files[-1].changed) == (0, 0)


def test_a_noun_with_a_name_is_known_by_it_and_may_stand_under_its_like(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    table = Table(
        "own_place",
        tables.METADATA,
        Held("id", Integer, primary_key=True),
        Held("workspace_id", Integer, nullable=False),
        Held("name", String, nullable=False, info={"written": COMPANY}),
        Held("key", String, nullable=False, info={"written": KEY}),
        Held("within_id", Integer, ForeignKey("own_place.id")),
        UniqueConstraint("workspace_id", "key"),
    )
    columns = Column("name", NAME, required=True), Column("within", to="within_id", refers="places")
    noun = Noun("places", table, columns, one="place", named=("name",), found_by="key", about="")
    for _ in registered(world, monkeypatch, noun):
        paths = world.write("places", {"name": "Paris", "within": "FRANCE"}, {"name": "France", "within": ""})
        assert not world.load(paths).problems
        paris, france = stored(world, noun)
        assert (paris.within_id, france.within_id, france.key) == (france.id, None, "france")
        report = world.load(world.write("places", {"name": "paris", "within": "Gaul"}))
        assert str(report.problems[0]).endswith("no place of this name is on file or in places.csv.")
        report = world.load(world.write("places", {"name": "PARIS", "within": ""}))
        assert (report.files[0].changed, report.files[0].cells) == (1, {"name": 1, "within": 1})
        assert [(r.name, r.within_id) for r in stored(world, noun)] == [("PARIS", None), ("France", None)]
