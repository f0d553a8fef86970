"""Fixtures: a database with the schema, a fake Slack that records, and a world of people and accounts to act in."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from slack_sdk.webhook import WebhookClient, WebhookResponse

from storage.database import Database

from .world import World


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "tend.db"
    database = Database(f"sqlite:///{path}")
    database.migrate()
    database.close()
    return path


@pytest.fixture
def url(_template: Path, tmp_path: Path) -> str:
    """A database of its own with the schema in it."""
    path = tmp_path / "tend.db"
    shutil.copy(_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def world(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    world = World(url, tmp_path)

    def send(self, body, headers=None):
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
