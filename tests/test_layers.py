"""Imports point one way; the clock is read in bot.py alone; storage never commits; the house's other
rules."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAY = {
    "rules": set(),
    "messages": {"rules"},
    "storage": {"rules"},
    "sandbox": set(),
    "handlers": {"rules", "messages", "storage", "services"},
    "scheduler": {"rules", "messages", "storage", "services"},
}
TOP = {"bot", "commands", "compose", "serving", "starting", "demo", "checking", "settings", "services"}
FILES = [p for d in MAY for p in sorted((ROOT / d).rglob("*.py")) if "versions" not in p.parts]


def imported(path: Path) -> set[str]:
    seen = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            seen |= {a.name.split(".")[0] for a in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            seen.add((node.module or "").split(".")[0])
    return seen


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_imports_point_one_way(path: Path):
    room = path.relative_to(ROOT).parts[0]
    assert not imported(path) & ((set(MAY) | TOP) - MAY[room] - {room}), f"{path} looks the wrong way"


def test_what_handlers_and_ticks_are_given_looks_at_storage_alone():
    assert imported(ROOT / "services.py") & (set(MAY) | TOP) == {"storage"}


@pytest.mark.parametrize("room", ["rules", "messages"])
def test_rules_and_messages_are_pure(room: str):
    allowed = {
        "__future__",
        "array",
        "babel",
        "bisect",
        "collections",
        "dataclasses",
        "datetime",
        "decimal",
        "enum",
        "functools",
        "holidays",
        "itertools",
        "json",
        "math",
        "random",
        "rapidfuzz",
        "re",
        "rules",
        "statistics",
        "typing",
        "unicodedata",
        "zoneinfo",
    }
    for path in (ROOT / room).rglob("*.py"):
        assert imported(path) <= allowed, (path, imported(path) - allowed)


@pytest.mark.parametrize("room", ["rules", "messages"])
def test_their_tests_need_no_database_and_no_fixture_of_one(room: str):
    """`make unit` leaves conftest.py out, and what it imports."""
    ours = {"rules", "messages", "sandbox", "tests"}
    for path in (ROOT / "tests" / room).glob("*.py"):
        assert not imported(path) & (set(MAY) | TOP) - ours, path
        tree = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        tests = [n for n in tree if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]
        asked = {a.arg for test in tests for a in test.args.args}
        assert not asked & {"world", "url", "postgres"}, path


def test_the_clock_is_read_in_bot_alone():
    for path in [*FILES, *(ROOT / f"{t}.py" for t in TOP - {"bot"})]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in {"now", "utcnow", "today"}:
                base = getattr(node.value, "id", getattr(node.value, "attr", ""))
                assert base not in {"datetime", "date"}, f"{path}:{node.lineno}"


def test_storage_commits_in_one_place():
    for path in (p for p in FILES if p.is_relative_to(ROOT / "storage")):
        commits = [
            n
            for n in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(n, ast.Attribute) and n.attr == "commit"
        ]
        assert not commits or path.name == "database.py", path


def test_every_table_carries_its_workspace():
    from storage.tables import METADATA

    for table in METADATA.tables.values():
        assert table.name in {"workspace", "alembic_version"} or "workspace_id" in table.c, table.name


def test_importing_the_entry_does_nothing():
    code = (
        "import bot, sys; assert not any(m in sys.modules for m in ('uvicorn', 'sandbox', 'handlers', "
        "'scheduler')), 'too much'"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False).returncode
        == 0
    )


def test_what_serves_holds_nothing_of_what_others_need():
    """The command line, migrations, holidays of countries that nobody is in; what talks with Slack is loaded
    once the port answers, and tables once they are named."""
    code = (
        "import bot, serving, starting, sys; print([m for m in ('typer', 'rich', 'commands', 'alembic', "
        "'mako', 'pygments', 'holidays', 'prometheus_client', 'slack_bolt', 'slack_sdk', "
        "'storage.tables.upsells', 'storage.exchange', "
        "'sqlalchemy.dialects.postgresql') if m in sys.modules])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.stdout.strip() == "[]", ended.stderr


def test_all_tables_are_there_where_all_are_asked_for():
    """Each is loaded with its theme; whoever walks through them has every one."""
    code = (
        "from storage import tables; a = set(tables.METADATA.tables); "
        "b = {tables.table(getattr(tables, n)).name for n in tables.__all__[3:]}; print(a == b, len(a) > 50)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ended.stdout.strip() == "True True", ended.stderr


def test_which_workspace_is_meant_is_asked_at_the_edge_alone():
    """The gate, a beat, a command's start, the parts put together, and health."""
    edges = {
        "handlers/gate.py",
        "scheduler/metronome.py",
        "scheduler/deliver.py",
        "scheduler/imports.py",
        "scheduler/link_people.py",
        "storage/health.py",
        "storage/exchange/taking.py",
        "storage/workspaces.py",
    }
    asking = {
        str(p.relative_to(ROOT)) for p in FILES if "workspaces.current(" in p.read_text(encoding="utf-8")
    }
    assert asking <= edges
