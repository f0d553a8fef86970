"""The fixtures of tests/, and the size of a proof."""

from __future__ import annotations

import os

import pytest
from slack_sdk.webhook import WebhookClient, WebhookResponse

from tests.conftest import (  # noqa: F401 - fixtures
    _peopled,
    _template,
    postgres,
    pytest_addoption,
    pytest_collection_modifyitems,
    url,
    world,
)

from .worlds import Worlds

FULL = os.environ.get("PROOF_SIZE") == "full"


@pytest.fixture(scope="session")
def size() -> Size:
    return Size()


@pytest.fixture
def worlds(tmp_path, schema, postgres, monkeypatch):
    def answered(self, body, headers=None):
        return WebhookResponse(url=self.url, status_code=200, body="ok", headers={})

    monkeypatch.setattr(WebhookClient, "send_dict", answered)
    worlds = Worlds(tmp_path, schema, postgres)
    yield worlds
    worlds.close()


@pytest.fixture
def schema(_template):
    """The file that holds the schema, to copy."""
    return _template


class Size:
    """`of(ci, full)`: how much of a proof is run."""

    def of(self, ci: int, full: int) -> int:
        return full if FULL else ci
