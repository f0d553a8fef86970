"""Pieces of the words of names: kept with the names whatever happens to them, and names found by them."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import select

from bench.called import names
from rules.names import normalise
from rules.spelling import Like, pieces, words_of
from storage import accounts, editing, finding, spelled, tables
from storage.database import Database
from storage.exchange import importing
from storage.schema import alembic_of
from storage.spelled import AN, NP

from ..statements import statements
from ..twin import OURS
from ..world import World

OWNER = 3  # Dana


def kept(database: Database) -> set[tuple[str, str]]:
    with database.reading() as session:
        query = select(NP.c.piece, NP.c.word).where(NP.c.workspace_id == OURS)
        return {(piece, word) for piece, word in session.execute(query)}


def meant(database: Database) -> set[tuple[str, str]]:
    """What the names that are on file want."""
    with database.reading() as session:
        query = select(AN.c.key).where(AN.c.workspace_id == OURS, AN.c.whole)
        words = {word for key in session.execute(query).scalars() for word in words_of(key)}
    return {(piece, word) for word in words for piece in pieces(word)}


def has(world: World, word: str) -> bool:
    assert kept(world.tend.database) == meant(world.tend.database)
    return (f"={word}", word) in kept(world.tend.database)


def test_they_are_kept_with_names_whatever_happens_to_them(world: World):
    row = {"owner_email": "dana@x.com", "tier": "A", "external_id": "N"}
    world.load(world.write("accounts", {"name": "Northwind Foods", **row}))
    assert has(world, "northwind")
    world.account("Foods of Umbria", aliases="Umbrella;東海精機株式会社")
    assert has(world, "umbrella")
    assert has(world, "東海精機")
    world.load(world.write("accounts", {"name": "Southwind Foods", **row}))
    assert has(world, "southwind")
    assert not has(world, "northwind"), "it is called otherwise"
    assert has(world, "foods"), "another one has that word"
    with world.tend.database.transaction() as session:
        values = {"name": "Globex Rail", "tier": "B", "aliases": "Globe"}
        added = editing.add(session, OURS, OWNER, values, by_id=OWNER, now=world.now)
    assert has(world, "rail")
    with world.tend.database.transaction() as session:
        accounts.unname(session, OURS, [added])
    assert not has(world, "rail")


def test_they_go_with_an_import_that_is_undone(world: World):
    world.account("Acme Foods")
    rows = [{"name": f"{n} Foods", "owner_email": "dana@x.com"} for n in ("Umbrella", "한빛소재")]
    report = world.load(world.write("accounts", *rows))
    assert has(world, "umbrella")
    importing.undo_run(world.tend.database, report.run, world.now)
    assert not has(world, "umbrella")
    assert not has(world, "한빛소재")
    assert has(world, "foods")


def test_they_follow_a_merge_and_its_end(world: World):
    stays, gone = world.account("Acme"), world.account("Umbrella Rail")
    with world.tend.database.transaction() as session:
        accounts.unname(session, OURS, [gone])
        accounts.rename(session, OURS, {stays: ("Acme", ["Umbrella"])})
    assert has(world, "umbrella")
    assert not has(world, "rail")
    with world.tend.database.transaction() as session:
        accounts.rename(session, OURS, {gone: ("Umbrella Rail", []), stays: ("Acme", [])})
    assert has(world, "rail")


def test_another_process_finds_what_this_one_just_named(world: World, url: str):
    """Nothing of it is held in a process."""
    acme = world.account("Acme", owner="kim@x.com")
    other = Database(url)
    with other.reading() as session:
        assert finding.find(session, OURS, "northwnd", own=OWNER).meant is None
    with world.tend.database.transaction() as session:
        accounts.rename(session, OURS, {acme: ("Northwind", ())})
    with other.reading() as session:
        assert [n for _, n in spelled.likely(session, OURS, "northwnd")] == ["northwind"]
    other.close()


def test_a_word_that_is_taken_up_while_it_goes_stays(world: World, url: str):
    """One account gives the word up while another one, not committed yet, takes it."""
    acme = world.account("Northwind Foods")
    other, went = Database(url, waits_for=30.0), threading.Event()

    def give_up() -> None:
        with other.transaction() as session:
            accounts.unname(session, OURS, [acme])
        went.set()

    thread = threading.Thread(target=give_up)
    with world.tend.database.transaction() as session:
        values = {"name": "Northwind Rail", "tier": "B"}
        editing.add(session, OURS, OWNER, values, by_id=OWNER, now=world.now)
        thread.start()
        assert not went.wait(0.3), "it waits for whoever holds the word"
    thread.join(30.0)
    other.close()
    assert has(world, "northwind")


@pytest.fixture
def book(world: World) -> dict[int, str]:
    """A book of others, by account."""
    called = [n for n in names(260) if not n.isascii()][:90] + [n for n in names(260) if n.isascii()][:170]
    rows = [{"name": n, "owner_email": "kim@x.com"} for n in dict.fromkeys(called)]
    world.load(world.write("accounts", *rows))
    with world.tend.database.reading() as session:
        query = select(tables.table(tables.Account)).where(
            tables.table(tables.Account).c.workspace_id == OURS
        )
        return {r.id: r.name for r in session.execute(query)}


def a_letter_out(name: str, drawn: random.Random) -> str:
    at = drawn.randrange(len(name))
    return name[:at] + name[at + 1 :]


def a_letter_wrong(name: str, drawn: random.Random) -> str:
    at = drawn.randrange(len(name))
    return name[:at] + drawn.choice("aeiou") + name[at + 1 :]


@pytest.mark.parametrize("slip", [a_letter_out, a_letter_wrong])
def test_what_comparing_all_names_finds_is_found_by_pieces(
    world: World,
    book: dict[int, str],
    slip: Callable[[str, random.Random], str],
    monkeypatch: pytest.MonkeyPatch,
):
    """The same account is meant, or the same one is nearest, whichever way it is looked for."""
    drawn = random.Random(4)
    for name in drawn.sample(sorted(book.values()), 60):
        typed = slip(normalise(name), drawn)
        with world.tend.database.reading() as session:
            monkeypatch.setattr(finding, "FEW", 2_000)
            plain = finding.find(session, OURS, typed, own=OWNER)
            monkeypatch.setattr(finding, "FEW", 0)
            fast = finding.find(session, OURS, typed, own=OWNER)
        assert fast.meant == plain.meant, typed
        assert fast.several == plain.several, typed
        assert {h.name for h in fast.near[:1]} == {h.name for h in plain.near[:1]}, typed


def test_names_with_a_slip_in_part_or_spaced_otherwise(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(finding, "FEW", 0)
    called = (
        "Northwind Foods",
        "한빛소재 주식회사",
        "東海精機株式会社",
        "Kia Motors",
        "Blue Bird Rail Group",
    )
    for name in called:
        world.account(name, owner="kim@x.com")
    for typed, name in {
        "nortwind foods": called[0],
        "northwind fodos": called[0],
        "orthwind foods": called[0],
        "north foods": called[0],
        "north wind foods": called[0],
        "northwindfoods": called[0],
        "northwindxfoods": called[0],
        "wind foods": called[0],
        "foods northwind": called[0],
        "한빗소재": called[1],
        "한 빛소재": called[1],
        "東海精棋": called[2],
        "東精機": called[2],
        "kua motors": called[3],
        "blue brid rail": called[4],
        "blu bir rai": called[4],
    }.items():
        with world.tend.database.reading() as session:
            found = finding.find(session, OURS, typed, own=OWNER)
        shown = [found.meant] if found.meant else [*found.several, *found.near]
        assert [h.name for h in shown[:1]] == [name], typed


def test_a_search_asks_no_more_of_a_larger_book(world: World, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(finding, "FEW", 0)
    asked = []
    for many in (20, 200):
        rows = [{"name": f"Northwind Foods {n}", "owner_email": "kim@x.com"} for n in range(many)]
        world.load(world.write("accounts", *rows))
        with statements(world) as texts, world.tend.database.reading() as session:
            finding.find(session, OURS, "nortwind foods", own=OWNER)
        asked.append(len(texts))
    assert asked[1] - asked[0] <= 4, "names are read some at a time"


def test_of_many_that_begin_so_the_own_and_the_first_are_shown(world: World, monkeypatch: pytest.MonkeyPatch):
    """As all of them sorted: first the name itself, then one's own, then others."""
    rows = [{"name": f"{n:02d} Foods", "owner_email": "kim@x.com"} for n in range(40)]
    rows += [{"name": f"Foods {n:02d}", "owner_email": "kim@x.com"} for n in range(40)]
    rows += [{"name": n, "owner_email": "dana@x.com"} for n in ("Zoo Foods", "Zebra Foods", "Foods zz")]
    world.load(world.write("accounts", *rows, {"name": "Foods", "owner_email": "kim@x.com"}))
    with world.tend.database.reading() as session:
        plain = [h.name for h in finding.starting(session, OURS, "foods", own=OWNER, most=100)]
        with monkeypatch.context() as patch:
            patch.setattr(finding, "MOST_READ", 10)
            fast = [h.name for h in finding.starting(session, OURS, "foods", own=OWNER)]
    assert fast[:4] == plain[:4] == ["Foods", "Foods zz", "Zebra Foods", "Zoo Foods"]
    assert fast[4:] == [f"Foods {n:02d}" for n in range(21)]
    assert len(fast) == finding.SHOWN


ODD = ["", " ", "north\nwind", "\n", "😀😀😀", "100%s", "%(x)s", "=abc", "7<nor", "x" * 1190, "東" * 390]
"""Keys that no name makes, and yet they may stand in a database."""


def test_an_older_book_has_them_after_its_migration(url: str, tmp_path: Path):
    """Back to the schema without them, and here again."""
    world = World(url, tmp_path, alone=True)
    world.load(world.write("accounts", *({"name": n, "owner_email": "kim@x.com"} for n in names(30))))
    database, before = world.tend.database, kept(world.tend.database)
    with database._writer.begin() as connection:
        config = alembic_of(database.url)
        config.attributes["connection"] = connection
        command.downgrade(config, "0033")
        row = {"workspace_id": OURS, "account_id": 1, "whole": True}
        connection.execute(AN.insert(), [row | {"key": key} for key in ODD])
    assert not database.is_current
    database.migrate()
    assert before < kept(database) == meant(database)
    world.close()


def test_words_of_another_workspace_are_none_of_ours(world: World, monkeypatch: pytest.MonkeyPatch):
    """The twin has an Acme: nothing of ours is like it, and no account is named for it."""
    monkeypatch.setattr(finding, "FEW", 0)
    world.account("Umbrella")
    with world.tend.database.reading() as session:
        assert spelled._like(session, OURS, "acne") == Like([], [], [], [])
        assert spelled.likely(session, OURS, "acne") == []


def test_a_word_without_end_is_looked_up_in_few_questions(world: World, monkeypatch: pytest.MonkeyPatch):
    """Slack sends some 3,000 letters behind a command, and a word is tried with a space at each place."""
    monkeypatch.setattr(finding, "FEW", 0)
    world.account("Northwind Foods")
    letters = [chr(97 + n * n % 26) for n in range(3000)]
    with statements(world) as texts, world.tend.database.reading() as session:
        finding.find(session, OURS, "".join(letters), own=OWNER)
    assert len(texts) < 200
