"""Documents cannot drift: manifest = registered commands = README; .env.example = settings = README; locks
hold no address."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from handlers import words
from settings import NAMES
from storage.exchange.nouns import NOUNS

from .world import World

ROOT = Path(__file__).parents[1]
MANIFEST = json.loads((ROOT / "manifest.json").read_text())
README = (ROOT / "README.md").read_text()
COMMANDS = [c["command"] for c in MANIFEST["features"]["slash_commands"]]


def test_every_command_of_the_manifest_is_answered_and_documented(world: World):
    for command in COMMANDS:
        assert world.command(command, by="UMEL") != {"text": ""} or world.slack.made("views.open"), command
        assert f"`{command}" in README, command


def test_the_readme_has_every_word_and_no_other():
    row = r"^\| `(/account(?: NAME)? [a-z-]+(?: [A-Z][^`]*)?)` \| (.+) \|$"
    rows = dict(re.findall(row, README, re.MULTILINE))
    assert rows == {w.typed: w.about for w in (*words.AFTER, *words.BEFORE, *words.ALONE)}


def test_no_command_is_registered_that_the_manifest_lacks():
    registered = set(
        re.findall(
            r'app\.command\("(/\w+)"\)', "".join(p.read_text() for p in (ROOT / "handlers").glob("*.py"))
        )
    )
    assert registered == set(COMMANDS)


def test_events_and_shortcuts_are_registered():
    handlers = "".join(p.read_text() for p in (ROOT / "handlers").glob("*.py"))
    events = set(re.findall(r'app\.event\("([\w.]+)"\)', handlers))
    assert events == {e.split(".")[0] for e in MANIFEST["settings"]["event_subscriptions"]["bot_events"]}
    assert MANIFEST["features"]["shortcuts"][0]["callback_id"] == "log.message"


def test_environment_names_stand_in_the_example_and_the_readme():
    example = re.findall(r"^#?\s?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert sorted(example) == sorted(NAMES)
    for name in NAMES:
        assert name in README, name


def test_each_dependency_has_a_line_with_its_reason():
    text = (ROOT / "pyproject.toml").read_text().split("dependencies = [")[1].split("]\n")[0]
    for name in re.findall(r'"([a-z0-9-]+)[\[>=]', text):
        assert f"| {name} |" in README, name


def test_locks_hold_hashes_and_no_address():
    for name in ("requirements.lock", "requirements-dev.lock"):
        lock = (ROOT / name).read_text()
        assert "http:" not in lock
        assert "https:" not in lock
        assert len(re.findall(r"^[a-z0-9._-]+==", lock, re.MULTILINE)) <= lock.count("--hash=")


def test_import_files_are_documented():
    for noun in NOUNS:
        assert f"{noun.kind}.csv" in README
        for column in noun.names:
            assert column in README, (noun.kind, column)


@pytest.mark.parametrize(
    "path",
    sorted(p.name for p in (ROOT / "docs" / "screens").glob("*.png"))
    if (ROOT / "docs" / "screens").exists()
    else [],
)
def test_the_readme_shows_each_screenshot(path: str):
    assert f"docs/screens/{path}" in README
