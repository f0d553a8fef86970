"""The twin workspace (twin.py) tells who reads or writes its rows; its ids, pressed by ours, name nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import insert, select, update
from sqlmodel import Session

from storage import accounts, assess, claims, finding, insights, linking, outbox, pacing, people, tables
from storage.claims import Wanted
from storage.privacy.declared import of_workspace
from storage.privacy.forgetting import marks

from . import twin, twin_rows
from .test_commands import run as command
from .test_matrix import make, registered
from .twin import OURS
from .world import START, World

NOTE = tables.table(tables.Touch)
run = command  # the fixture of a command


def test_every_table_has_rows_of_it(world: World):
    rows = twin.as_it_stands(world.tend.database)
    assert [name for name, there in rows.items() if not there] == []
    assert rows.keys() == {t.name for t in tables.METADATA.sorted_tables}


def test_a_table_without_a_row_of_it_is_named(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    there = twin_rows.rows_by_table("secret")
    monkeypatch.setattr(twin, "rows_by_table", lambda secret: {**there, "promise": []})
    with pytest.raises(AssertionError, match="promise has no row of the twin"):
        World(url, tmp_path)


def test_a_row_of_it_that_changes_is_told(world: World):
    with world.tend.database.transaction() as session:
        touched = update(NOTE).where(of_workspace(NOTE, twin.TWIN))
        session.execute(touched.values(minutes=7))
    with pytest.raises(AssertionError, match="the twin was changed: touch"):
        world.lets_twin_be()
    with world.tend.database.transaction() as session:
        session.execute(touched.values(minutes=0))
    world.lets_twin_be()


def test_a_row_more_or_less_is_told(world: World):
    before = twin.as_it_stands(world.tend.database)
    assert twin.changed(before, {**before, "pace": before["pace"][1:]})
    assert twin.changed(before, {**before, "pace": [*before["pace"], ("x",)]})
    assert twin.changed(before, before) == ""


@pytest.mark.parametrize("surface", ["call", "answer", "later", "file"])
def test_a_text_of_it_that_is_shown_is_told(world: World, surface: str):
    text = f"Acme · {twin.CANARY} note"
    if surface == "call":
        world.slack.chat_postMessage(channel="C1", text=text)
    if surface == "answer":
        world.answered.append(json.dumps({"text": text}))
    if surface == "later":
        world.sent.append({"text": text})
    if surface == "file":
        (world.folder / "touches.csv").write_text(text)
    with pytest.raises(AssertionError, match="the twin's texts"):
        world.lets_twin_be()
    for seen in (world.slack.calls, world.answered, world.sent):
        seen.clear()
    (world.folder / "touches.csv").unlink(missing_ok=True)


def test_a_tests_own_question_is_of_ours(world: World):
    acme = world.account("Acme")
    assert [a.id for a in world.rows(tables.Account)] == [acme]
    assert [w.id for w in world.rows(tables.Workspace)] == [OURS]
    assert world.one(select(tables.table(tables.Person).c.name).where(tables.Person.email == "dana@x.com"))


def test_its_ids_name_nothing_in_any_listener(world: World, monkeypatch: pytest.MonkeyPatch):
    """As an admin, who may do most, with every id that a button or form can carry."""
    world.account("Acme", owner="ada@x.com", last="2026-10-10")
    user = {"id": "UADA", "team_id": "T1", "name": "x", "username": "x"}
    its = {"place": 0, "batch": twin_rows.BATCH, "question": 0, "insight": 0, "promise": 0, "step": 0}
    its |= {"concern": 0, "need": 0, "goal": 0, "feedback": 0, "referral": 0, "thanks": 0}
    for kind, id_ in registered(monkeypatch):
        for account in twin_rows.ACCOUNTS:
            make(world, kind, id_, account=account, who="admin", user=user, **its)
        world.lets_twin_be()


def test_what_follows_an_id_is_of_ours(world: World):
    """Though the twin has a newer account."""
    acme, account = world.account("Acme"), tables.table(tables.Account)
    with world.tend.database.transaction() as session:
        row = session.execute(select(account).where(account.c.id == twin_rows.ACME)).mappings().one()
        newer = {k: v for k, v in row.items() if k != "id"} | {"key": "newer"}
        session.execute(insert(account).values(newer))
        assert assess.following(session, OURS, 0) == [acme]
        session.rollback()


WANTED = Wanted(OURS, START, START, sending=True, ahead=("asked", "digest"))
ASKED: dict[str, Callable[[Session], Iterable[int]]] = {
    "mornings": lambda s: (p.id for p, _ in people.planning_due(s, OURS, START)),
    "fridays": lambda s: (p.id for p, _ in people.summary_due(s, OURS, "friday_at", START)),
    "digests": lambda s: (p.id for p, _ in people.summary_due(s, OURS, "digest_at", START)),
    "people": lambda s: (p.id for p in people.everyone(s, OURS)),
    "reassessed": lambda s: assess.needing(s, OURS, START),
    "unknown": lambda s: claims.unknown_ids(s, OURS),
    "painted ahead": lambda s: (m.id for m in claims.to_prepare(s, WANTED)),
    "typed": lambda s: (h.id for h in finding.starting(s, OURS, "acme", 3)),
    "changed": lambda s: accounts.changed_between(s, OURS, date(2026, 11, 1), date(2026, 11, 18)),
    "insights": lambda s: (i.id for i in insights.standing(s, OURS, date(2026, 11, 18))),
    "linked": lambda s: (c.person_id for c in linking.changes(s, OURS, [])),
    "lost": lambda s: (0 for _ in outbox.lost(s, OURS, START - timedelta(days=7))),
    "busy lanes": lambda s: (0 for _ in pacing.busy(s, OURS, START)),
    "erased": lambda s: (0 for _ in marks(s, OURS)),
}


@pytest.mark.parametrize("asked", ASKED)
def test_what_is_asked_is_of_ours(world: World, asked: str):
    world.account("Acme", last="2026-11-10")
    with world.tend.database.reading() as session:
        assert all(id_ > 0 for id_ in ASKED[asked](session))


def test_a_near_name_is_of_ours(world: World):
    """Kim's, typed by Dana: the twin's would be just as near."""
    globex = world.account("Globex", owner="kim@x.com")
    with world.tend.database.reading() as session:
        meant = finding.find(session, OURS, "globxe", own=3).meant
    assert meant
    assert meant.id == globex


@pytest.mark.parametrize(
    "line",
    [
        "audit --days 3650",
        "export out",
        "export out --person dana@x.com",
        "erase kim@x.com",
        "restored",
        "check",
    ],
)
@pytest.mark.enable_socket
def test_a_command_says_nothing_of_it(
    world: World, run: Callable[..., Result], line: str, monkeypatch: pytest.MonkeyPatch
):
    """Nor writes it into a file, nor changes it: that is asked at the end."""
    world.load(world.write("accounts", {"name": "Acme", "owner_email": "dana@x.com"}))
    monkeypatch.setenv("DATABASE_URL", world.tend.settings.database_url)
    ended = run(*line.split())
    assert ended.exit_code == (1 if line == "check" else 0), ended.output
    assert twin.CANARY not in ended.output
