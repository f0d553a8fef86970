"""Files with many rows: held by column and on disk, looked at and written some at a time, to the same end."""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from storage import tables, workspaces
from storage.exchange import exporting, files, finish, importing, nouns, recording, spool, taking, turns
from storage.exchange.spool import Spool
from storage.reading import READ

from ...world import World

IC, IMPORTED = tables.table(tables.ImportChange), tables.table(tables.ImportRow)
SIGNS = ["", "a", "ü", " b ", "'=1", "x\ty", "株", "\u2016", "🙂", "a\nb"]


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (spool, files):
        monkeypatch.setattr(module, "BLOCK", 5)
    monkeypatch.setattr(spool, "HELD", 2)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("count", [0, 1, 4, 5, 6, 10, 15, 16, 43])
def test_a_spool_is_the_list_of_its_rows(count: int):
    chance = random.Random(count)
    rows = [[chance.choice(SIGNS) * chance.randrange(3) for _ in range(3)] for _ in range(count)]
    held = Spool(rows)
    assert (list(held), len(held), list(reversed(held))) == (rows, count, rows[::-1])
    assert [held[n] for n in (0, -1) if count] == [rows[n] for n in (0, -1) if count]
    assert held[1:40:3] == rows[1:40:3]
    assert list(held.with_column(1, lambda cells: [c.upper() for c in cells])) == [
        [a, b.upper(), c] for a, b, c in rows
    ]
    assert (held._file is not None) == (count >= 15), "what is large stands on disk"
    with pytest.raises(IndexError):
        held[count]


@pytest.mark.usefixtures("small_blocks")
def test_a_large_file_is_read_as_a_small_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Whatever its cells hold, in whichever block."""
    chance, path = random.Random(7), tmp_path / "touches.csv"
    cells = [*SIGNS, "  ", "'+2", "03.04.2026", "2026-11-03", "Phone", "call", "20", "7"]
    lines = ["account,by_email,at,channel,note,minutes,else"]
    for _ in range(60):
        row = [chance.choice(cells) for _ in range(7)]
        lines.append(",".join(f'"{cell}"' for cell in row[: chance.choice([7, 7, 7, 6])]))
    path.write_text("\n".join(lines), encoding="utf-8")
    some = files.read_file(path)
    for module in (spool, files):
        monkeypatch.setattr(module, "BLOCK", 1000)
    whole = files.read_content("touches.csv", path.read_bytes(), files.NOTHING, {})
    for part in ("rows", "raw", "lines", "problems", "guessed", "unknown", "questions", "has"):
        one, other = getattr(some, part), getattr(whole, part)
        assert (list(one), bool(one)) == (list(other), bool(other)), part
    assert len(some.rows) > 20


def test_no_more_of_a_file_is_held_than_some_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for module in (spool, files):
        monkeypatch.setattr(module, "BLOCK", 100)

    def peak(count: int) -> int:
        path = tmp_path / f"{count}.csv"
        with path.open("w") as file:
            file.write("account,at,channel,note\n")
            file.writelines(f"Acme,2026-11-03,call,{n:0300}\n" for n in range(count))
        tracemalloc.start()
        read = files.read_content("touches.csv", path.read_bytes(), files.NOTHING, {})
        content, most = path.stat().st_size, tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert len(read.rows) == count
        return most - content  # what `read_content` is given; a file of this machine is read in pieces

    assert peak(6000) - peak(3000) < 3000 * 60, "a row has over 300 bytes"


def test_rows_that_come_twice_are_not_looked_for_on_disk(world: World, monkeypatch: pytest.MonkeyPatch):
    """The first of each may stand anywhere: a file is read through some times, however many come again."""
    for module in (spool, files):
        monkeypatch.setattr(module, "BLOCK", 40)
    monkeypatch.setattr(spool, "HELD", 1)
    loads, read = spool.marshal.loads, [0]

    def counted(said: bytes) -> Any:
        read[0] += 1
        return loads(said)

    monkeypatch.setattr(spool.marshal, "loads", counted)
    rows = [{"name": f"Co {n}", "owner_email": "dana@x.com", "external_id": f"C{n}"} for n in range(400)]
    again = [*rows[::-1][:-1], {**rows[0], "name": "Else"}]
    path = world.write("accounts", *rows, *again)
    report = importing.run(world.tend.database, [path], world.now, dry_run=True)
    assert [p.what for p in report.problems] == ["line 2 has this id and says something else."]
    columns, blocks = len(nouns.of("accounts").columns), 800 // 40
    assert read[0] < 40 * columns * blocks


def touches(world: World, count: int) -> list[dict[str, Any]]:
    """Touches with all columns: with ids and without, twice the same, with whom was met, with odd cells."""
    chance = random.Random(count)
    made = []
    for n in range(count):
        row = {
            "account": chance.choice(["Acme", "Globex"]),
            "by_email": chance.choice(["dana@x.com", ""]),
            "at": chance.choice(["2026-11-03", "2026-10-02T09:30:00+02:00", "2026-09-01"]),
            "channel": chance.choice(["call", ""]),
            "direction": "",
            "outcome": chance.choice(["reached", "no_show", ""]),
            "purpose": "",
            "minutes": chance.choice(["", "20"]),
            "contact": chance.choice(["", "", "", "Leo Ortiz", "Leo Ortiz;Ann"]),
            "sentiment": "",
            "note": chance.choice(["=1+1", "the numbers", "a\nb", ""]),
            "external_id": chance.choice(["", f"T{n}"]),
        }
        made += [row] * chance.choice([1, 1, 1, 2])
    return made


def kept(world: World) -> list[Any]:
    """What an import leaves, without numbers."""
    named = {a.id: a.name for a in world.rows(tables.Account)}
    rows = world.rows(tables.Touch)
    with world.tend.database.reading() as session:
        memory = session.execute(select(IMPORTED.c.kind, IMPORTED.c.key, IMPORTED.c.cells)).all()
        last = max(session.execute(select(IC.c.run_id)).scalars())
        did = session.execute(select(IC.c.kind, IC.c.key, IC.c.is_new).where(IC.c.run_id == last)).all()
    said = [
        (named[t.account_id], t.by_id, t.at, t.day_only, t.outcome, t.minutes, t.estimated, t.note, t.noted)
        for t in rows
    ]
    due = [(a.name, a.due_on, a.exists_on, a.last_meaningful_at) for a in world.rows(tables.Account)]
    return [said, sorted(map(tuple, memory)), sorted(map(tuple, did)), due]


def test_some_at_a_time_is_as_all_at_once(world: World, monkeypatch: pytest.MonkeyPatch):
    """New rows, the same again, some of them changed: what is stored, remembered, kept and told."""
    for name in ("Acme", "Globex"):
        world.account(name)
    before = [(a.name, a.due_on) for a in world.rows(tables.Account)]
    rows = touches(world, 60)
    changed = [
        {**r, "note": "another"} if r["external_id"] and int(r["external_id"][1:]) % 4 == 0 else r
        for r in rows
    ]
    seen, chunks = [], list[int]()
    write = turns.write_some

    def counted(session: Any, chunk: Any, known: Any, noun: Any) -> None:
        chunks.append(len(chunk))
        write(session, chunk, known, noun)

    monkeypatch.setattr(turns, "write_some", counted)
    for alone in (True, False):
        monkeypatch.setattr(taking, "CHUNK", 10 if alone else 4000)
        monkeypatch.setattr(taking, "known_alone", lambda f, alone=alone: alone)
        told: list[Any] = []
        runs = list[int]()
        for file in (rows, rows, changed):
            report = world.load(world.write("touches", *file))
            f = report.files[0]
            told.append((f.new, f.changed, f.same, f.changes, dict(f.cells), kept(world)))
            assert report.written, report.problems
            runs.append(report.run or 0)
        seen.append(told)
        for run in reversed(runs):
            undone = importing.undo_run(world.tend.database, run, world.now)
            assert undone.stays == 0, undone.said
        assert not world.rows(tables.Touch)
        assert [(a.name, a.due_on) for a in world.rows(tables.Account)] == before
    assert seen[0] == seen[1]
    assert seen[0][0][0] > 60
    assert seen[0][2][1] > 3
    assert max(chunks) <= 10, "no more is held than is written at once"


def test_marks_of_what_was_written_are_those_of_what_is_read(world: World):
    """An undo knows by them what nobody touched since."""
    for name in ("Acme", "Globex"):
        world.account(name)
    revenue = [
        {"account": "Acme", "on": f"2026-0{n}-01", "kind": kind, "amount": amount, "currency": currency}
        for n, (kind, amount, currency) in enumerate(
            [("new", "12.50", "USD"), ("purchase", "-3", ""), ("churn", "7", "JPY")], 1
        )
    ]
    world.load(world.write("touches", *touches(world, 40)), world.write("revenue", *revenue))
    with world.tend.database.reading() as session:
        ws = workspaces.current(session).id
        for kind in ("touches", "revenue"):
            query = select(IC.c.row_id, IC.c.mark).where(IC.c.kind == kind, IC.c.is_new)
            there = {row_id: mark for row_id, mark in session.execute(query)}
            assert len(there) >= 3
            assert recording.marks(session, ws, nouns.of(kind), sorted(there)) == there


@pytest.fixture
def exported(world: World, tmp_path: Path) -> Callable[[str], dict[str, str]]:
    def export(name: str) -> dict[str, str]:
        folder = tmp_path / name
        with world.tend.database.reading() as session:
            exporting.write(session, workspaces.current(session).id, folder)
        return {p.name: p.read_text(encoding="utf-8") for p in folder.glob("*.csv")}

    return export


def test_an_export_of_many_pages_is_that_of_one(
    world: World, exported: Callable[[str], dict[str, str]], monkeypatch: pytest.MonkeyPatch
):
    """And no formula gets past the guard."""
    for name in ("Acme", "Globex"):
        world.account(name)
    world.load(world.write("touches", *touches(world, 30)))
    whole = exported("whole")
    monkeypatch.setattr(exporting, "PAGE", 3)
    assert exported("pages") == whole
    assert "Leo Ortiz;Ann" in whole["touches.csv"]
    assert "'=1+1" in whole["touches.csv"]
    assert ",=1+1" not in whole["touches.csv"]


def test_what_is_loaded_once_is_not_waited_for_in_a_transaction(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    """Statements, and with them days off and all else that a first record needs."""
    asks, ready = READ[0].query.many, list[bool]()
    monkeypatch.setattr(asks, "_ready", {})
    plain = finish.recompute

    def watched(*given: Any, **named: Any) -> Any:
        ready.append(bool(asks._ready))
        return plain(*given, **named)

    monkeypatch.setattr(finish, "recompute", watched)
    given = {"owner_email": "dana@x.com", "tier": "B"}
    world.load(world.write("accounts", *[{"name": f"Co {n}", **given} for n in range(3)]))
    assert ready == [True]
