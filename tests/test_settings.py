"""Settings name every gap at once; the environment wins over the file; the command line ends with one
clear sentence."""

from __future__ import annotations

import json
import re
from io import StringIO
from pathlib import Path

import pytest
from dotenv import dotenv_values
from typer.testing import CliRunner

import commands
from settings import NAMES, SECRETS, Settings, SettingsError, load


def test_defaults_and_the_environment_wins(tmp_path: Path):
    file = tmp_path / ".env"
    file.write_text("PORT=4000\nCADENCE_A_DAYS=10\n")
    answer = load(
        {"PORT": "5000", "ADMIN_EMAILS": "A@x.com, b@x.com", "SLACK_API_URL": "http://127.0.0.1:1/api"}, file
    )
    assert (answer.port, answer.seeds, answer.admin_emails, answer.slack_api_url) == (
        5000,
        {"cadence_a_days": 10},
        ("a@x.com", "b@x.com"),
        "http://127.0.0.1:1/api/",
    )
    assert load({}, None) == Settings()


def test_every_gap_is_named_at_once():
    with pytest.raises(SettingsError) as error:
        load(
            {
                "PORT": "x",
                "LOG_LEVEL": "LOUD",
                "SENDING": "maybe",
                "NUDGE_AT": "late",
                "CADENCE_A_DAYS": "0",
                "SLACK_API_URL": "ftp://x",
            },
            None,
        )
    for name in ("PORT", "LOG_LEVEL", "SENDING", "NUDGE_AT", "CADENCE_A_DAYS", "SLACK_API_URL"):
        assert name in str(error.value)
    assert len(Settings().missing()) == 2
    assert not Settings(slack_bot_token="x", slack_app_token="y").missing()


@pytest.mark.parametrize("port", ["\u00b2", "-1", "65536", "9" * 5000, "1e3", "0x1f"])
def test_what_is_no_port_number(port: str):
    with pytest.raises(SettingsError, match="PORT is no port number"):
        load({"PORT": port}, None)


def test_a_file_in_another_encoding_is_said_without_its_text(tmp_path: Path):
    (tmp_path / ".env").write_bytes("SLACK_BOT_TOKEN=xoxb-1\n# f\u00fcr uns\n".encode("latin-1"))
    with pytest.raises(SettingsError) as error:
        load({}, tmp_path / ".env")
    assert "is no UTF-8 text" in str(error.value)
    assert "xoxb" not in str(error.value)


def as_systemd(text: str) -> dict[str, str]:
    """What systemd makes of an EnvironmentFile: a comment is a line that begins with # or ;, behind a
    value it is part of it."""
    pairs = (
        line.partition("=") for line in text.splitlines() if line.strip() and line.strip()[0] not in "#;"
    )
    return {name.strip(): value.strip() for name, _, value in pairs}


def test_systemd_and_dotenv_read_the_same_from_the_example():
    """As it comes, and with every line that holds a setting switched on."""
    text = (Path(__file__).parents[1] / ".env.example").read_text(encoding="utf-8")
    for example in (text, re.sub(r"^# ([A-Z_]+=)", r"\1", text, flags=re.MULTILINE)):
        answer = as_systemd(example)
        assert answer == dotenv_values(stream=StringIO(example))
        assert not load(answer, None).socket_mode
    assert set(answer) == set(NAMES)


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize(
    "value", ["xoxb-1 # the bot token", "xoxb-1\tx", "xoxb-1…", "xoxb-\x07", "xoxb-\u200b1"]
)
def test_a_token_with_a_tail_is_named_and_never_shown(name: str, value: str):
    with pytest.raises(SettingsError) as error:
        load({name: value}, None)
    assert str(error.value).startswith(f"{name} has ")
    assert "xoxb" not in str(error.value)


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    for name in SECRETS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'tend.db'}")
    return lambda *args: CliRunner().invoke(commands.cli, list(args))


def test_running_without_tokens_says_what_is_missing(run):
    for command in ((), ("web",), ("worker",)):
        ended = run(*command)
        assert ended.exit_code == 1
        assert "SLACK_BOT_TOKEN is not set" in ended.output
        assert "SLACK_SIGNING_SECRET" in ended.output


def test_migrate_import_export_check(run, tmp_path: Path):
    assert "up to date" in run("migrate").output
    people = tmp_path / "people.csv"
    people.write_text("email,name,role,timezone,country\na@x.com,Ann,admin,Europe/Berlin,DE\n")
    ended = run("import", str(people))
    assert ended.exit_code == 0
    assert "people.csv: 1 rows; 1 new, 0 changed, 0 as before" in ended.output
    people.write_text("email,role\nnot-an-address,rep\n")
    ended = run("import", str(people))
    assert ended.exit_code == 1
    assert "line 2" in ended.output
    assert "Nothing was written" in ended.output
    assert "people.csv: 1 rows" in run("export", str(tmp_path / "out")).output
    checked = run("check")
    assert checked.exit_code == 1
    assert "SLACK_BOT_TOKEN is not set" in checked.output
    assert "Sending is off" in checked.output


def test_bad_addresses_and_folders_end_with_a_sentence(run, monkeypatch, tmp_path: Path):
    run("migrate")
    (tmp_path / "file").write_text("x")
    ended = run("export", str(tmp_path / "file"))
    assert ended.exit_code == 1
    assert "can't be used" in ended.output
    for url in ("nonsense", "oracle://x", f"sqlite:///{tmp_path}/no/such/folder/tend.db"):
        monkeypatch.setenv("DATABASE_URL", url)
        ended = run("migrate")
        assert ended.exit_code == 1, url
        assert "database" in ended.output.lower(), url


def test_backup_restore_erase(run, tmp_path: Path):
    run("migrate")
    run_import = tmp_path / "people.csv"
    run_import.write_text("email,name\na@x.com,Ann\n")
    run("import", str(run_import))
    assert "Written" in run("backup", str(tmp_path / "b.db")).output
    assert "Erased" in run("erase", "a@x.com").output
    assert "Restored" in run("restore", str(tmp_path / "b.db")).output
    assert "Erased" in run("erase", "a@x.com").output
    assert run("restore", str(tmp_path / "none.db")).exit_code == 1


def test_manifest_needs_a_public_address(run):
    assert run("manifest", "tend.example.com").exit_code == 1
    assert (
        json.loads(run("manifest", "https://tend.example.com/").stdout)["settings"]["interactivity"][
            "request_url"
        ]
        == "https://tend.example.com/slack/events"
    )


def test_admins_named_by_the_environment(run, monkeypatch, tmp_path: Path):
    monkeypatch.setenv("ADMIN_EMAILS", "boss@x.com")
    run("migrate")
    run("export", str(tmp_path / "out"))
    assert "boss@x.com" in (tmp_path / "out" / "people.csv").read_text()


@pytest.mark.parametrize(
    ("given", "names"),
    [
        ({"NUDGE_AT": "16:30"}, "NUDGE_UNTIL"),
        ({"NUDGE_UNTIL": "08:00"}, "NUDGE_UNTIL"),
        ({"DIGEST_AT": "08:30+05:00"}, "DIGEST_AT"),
        ({"NUDGE_CAP": "²"}, "NUDGE_CAP"),
        ({"NUDGE_CAP": "9" * 5000}, "NUDGE_CAP"),
        ({"PORT": "²"}, "PORT"),
        ({"PORT": "9" * 5000}, "PORT"),
    ],
)
def test_what_would_stop_nudges_or_is_no_number_is_named(given: dict[str, str], names: str):
    with pytest.raises(SettingsError, match=names) as error:
        load(given, None)
    assert len(str(error.value).splitlines()) == 1
