"""Fixtures: a database with the schema, a fake Slack that records, and a world of people and accounts to act
in.

`--database postgres` runs the same tests on a PostgreSQL server of their own.
"""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_sdk.webhook import WebhookClient, WebhookResponse

from storage.database import Database

from .postgres import BIN, Server
from .world import World

_NUMBERS = itertools.count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database", choices=("sqlite", "postgres"), default="sqlite", help="which database the tests use"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--database") == "postgres":
        for item in items:
            if item.get_closest_marker("sqlite_only"):
                item.add_marker(pytest.mark.skip(reason="is about the embedded database"))


@pytest.fixture(scope="session")
def postgres(pytestconfig: pytest.Config) -> Iterator[Server | None]:
    """The server, or None on SQLite."""
    if pytestconfig.getoption("--database") == "sqlite":
        yield None
        return
    needs(BIN, "PostgreSQL")
    server = Server()
    with server.database("tend_template"):
        database = Database(server.url("tend_template"))
        database.migrate()
        database.close()
        yield server
    server.stop()


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "tend.db"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    database.close()
    return path


@pytest.fixture
def url(_template: Path, tmp_path: Path, postgres: Server | None) -> Iterator[str]:
    """A database of its own with the schema in it."""
    if postgres is None:
        path = tmp_path / "tend.db"
        shutil.copy(_template, path)
        yield f"sqlite:///{path}"
        return
    name = f"test_{next(_NUMBERS)}"
    with postgres.database(name, "tend_template"):
        yield postgres.url(name)


@pytest.fixture
def world(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    world = World(url, tmp_path)

    def send(self: WebhookClient, body: dict, headers: dict | None = None) -> WebhookResponse:
        world.sent.append({"url": self.url, **body})
        return WebhookResponse(url=self.url, status_code=200, body="ok", headers={})

    monkeypatch.setattr(WebhookClient, "send_dict", send)
    yield world
    world.close()


def needs(path: Path, what: str) -> None:
    """Skip where something is missing; with CI=true a missing browser is a failure, not a skip."""
    if not path.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{what} is missing at {path}")
        pytest.skip(f"{what} is missing at {path}")
