"""Fixtures: a database with the schema, a fake Slack that records, and a world of people and accounts to act
in.

`--database postgres` runs the same tests on a PostgreSQL server of their own.
"""

from __future__ import annotations

import copy
import itertools
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.webhook import WebhookClient, WebhookResponse

from storage import database
from storage.database import Database

from .compiled import create_engine_alike
from .postgres import BIN, Server
from .world import World

database.create_engine = create_engine_alike  # type: ignore[assignment]
_NUMBERS = itertools.count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database", choices=("sqlite", "postgres"), default="sqlite", help="which database the tests use"
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL only what asks for its database runs: all else is the same on both."""
    if config.getoption("--database") != "postgres":
        return
    for item in items:
        if item.get_closest_marker("sqlite_only"):
            item.add_marker(pytest.mark.skip(reason="is about the embedded database"))
    asks = [{"url", "postgres"} & set(getattr(item, "fixturenames", ())) for item in items]
    config.hook.pytest_deselected(items=[item for item, any_ in zip(items, asks, strict=True) if not any_])
    items[:] = [item for item, any_ in zip(items, asks, strict=True) if any_]


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


@pytest.fixture(scope="session")
def _peopled(
    _template: Path, tmp_path_factory: pytest.TempPathFactory, postgres: Server | None
) -> Iterator[tuple[Path | str, list[dict[str, Any]]]]:
    """A database with the people of a World, and their Slack users: imported once, then copied."""
    folder = tmp_path_factory.mktemp("peopled")
    with ExitStack() as done:
        if postgres is None:
            source: Path | str = Path(shutil.copy(_template, folder / "tend.db"))
            url = f"sqlite:///{source}"
        else:
            source = "tend_peopled"
            done.enter_context(postgres.database(source, "tend_template"))
            url = postgres.url(source)
        world = World(url, folder)
        world.close()
        yield source, world.slack.users


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path, postgres: Server | None) -> Iterator[str]:
    """A database of its own with the schema in it; that of the world, where a test has one."""
    peopled = "world" in request.fixturenames
    if postgres is None:
        template = request.getfixturevalue("_peopled")[0] if peopled else request.getfixturevalue("_template")
        path = tmp_path / "tend.db"
        shutil.copy(template, path)
        yield f"sqlite:///{path}"
        return
    name = f"test_{next(_NUMBERS)}"
    template = request.getfixturevalue("_peopled")[0] if peopled else "tend_template"
    with postgres.database(name, template):
        yield postgres.url(name)


@pytest.fixture
def world(
    url: str,
    _peopled: tuple[Path | str, list[dict[str, Any]]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[World]:
    world = World(url, tmp_path, copy.deepcopy(_peopled[1]))

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
