"""Every command in every broken surrounding: exit code 1, sentences that say what is wrong, never a
traceback or a secret."""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from alembic import command as alembic
from click.testing import Result
from typer.testing import CliRunner

import commands
from settings import NAMES
from storage import people, workspaces
from storage.database import Database
from storage.schema import alembic_of

from . import published

pytestmark = pytest.mark.enable_socket
COMMANDS = (
    ("migrate",),
    ("import", "people.csv"),
    ("export", "out"),
    ("backup", "copy.db"),
    ("restored",),
    ("erase", "a@x.com"),
    ("audit",),
    ("backtest",),
    ("numbers", "numbers.csv"),
    ("check",),
    (),
    ("web",),
    ("worker",),
)
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command, with the tokens of an app whose Slack nobody can reach."""
    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    for name, value in (
        ("SLACK_BOT_TOKEN", "xoxb-secret"),
        ("SLACK_SIGNING_SECRET", "secret"),
        ("PORT", "0"),
        ("WORKER_PORT", "0"),
        ("SLACK_API_URL", "http://127.0.0.1:1/api/"),
    ):
        monkeypatch.setenv(name, value)
    (tmp_path / "people.csv").write_text("email,name,role\na@x.com,Ann,admin\nb@x.com,Ben,rep\n")
    return lambda *args: CliRunner().invoke(commands.cli, list(args))


def unused_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def corrupt(folder: Path) -> str:
    (folder / "bad.db").write_bytes(b"this is no database " * 500)
    return f"sqlite:///{folder / 'bad.db'}"


def torn(folder: Path) -> str:
    """A database of ours whose later pages were overwritten."""
    url = f"sqlite:///{folder / 'torn.db'}"
    database = Database(url)
    database.migrate()
    database.close()
    pages = bytearray((folder / "torn.db").read_bytes())
    pages[len(pages) // 2 :] = b"\xa5" * (len(pages) - len(pages) // 2)
    (folder / "torn.db").write_bytes(pages)
    return url


BROKEN: dict[str, tuple[Callable[[Path], str], str]] = {
    "PostgreSQL down": (lambda _: f"postgresql://u:secret@127.0.0.1:{unused_port()}/tend", "refused"),
    "folder missing": (lambda folder: f"sqlite:///{folder}/no/such/tend.db", "folder is missing"),
    "corrupt file": (corrupt, "damaged"),
    "torn file": (torn, "damaged"),
    "mysql": (
        lambda _: "mysql://u:secret@h/tend",
        "names mysql, which Tend does not know; use sqlite:///FILE or postgresql://",
    ),
    "nonsense": (lambda _: "nonsense", "no address of a database"),
    "in memory": (lambda _: "sqlite://", "names a database in memory"),
    "in memory by name": (lambda _: "sqlite:///:memory:", "names a database in memory"),
    "in memory by option": (
        lambda _: "sqlite:///file:secret?mode=memory&uri=true",
        "names a database in memory",
    ),
    "a strange option": (
        lambda folder: f"sqlite:///{folder}/tend.db?timeout=secret",
        "an option behind its ?",
    ),
    "no port": (lambda _: "postgresql://u:secret@h:port/tend", "no address of a database"),
}


def is_clean(given: Result) -> None:
    assert given.exception is None or isinstance(given.exception, SystemExit), repr(given.exception)
    assert "Traceback" not in given.output
    assert "secret" not in given.output


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_database_is_said_in_a_sentence(
    what: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    address, expected = BROKEN[what]
    monkeypatch.setenv("DATABASE_URL", address(tmp_path))
    for command in COMMANDS:
        ended = run(*command)
        assert ended.exit_code == 1, (command, ended.output)
        is_clean(ended)
        assert expected in ended.output, (command, ended.output)
        if command != ("check",):
            assert len(ended.stderr.strip().splitlines()) == 1, (command, ended.stderr)


def test_a_restore_into_an_address_that_is_none(run: Run, monkeypatch: pytest.MonkeyPatch):
    for url, expected in (
        ("nonsense", "no address"),
        ("mysql://x/y", "does not know"),
        ("sqlite:////no/such/tend.db", "none.db does not exist"),
    ):
        monkeypatch.setenv("DATABASE_URL", url)
        ended = run("restore", "none.db")
        assert ended.exit_code == 1
        is_clean(ended)
        assert expected in ended.output


def test_a_database_of_another_version_is_refused_by_each_half(run: Run):
    for command in (("web",), ("worker",), ("backup", "copy.db")):
        ended = run(*command)
        assert ended.exit_code == 1
        is_clean(ended)
        assert "run python bot.py migrate" in ended.output


def test_looking_makes_no_database(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    before = {p.name for p in tmp_path.iterdir()}
    ended = run("check")
    is_clean(ended)
    assert "Database sqlite:///tend.db: no database yet; the first start creates it" in ended.output
    for command in (("backup", "copy.db"), ("web",), ("worker",)):
        ended = run(*command)
        assert (ended.exit_code, "There is no database at sqlite:///tend.db yet" in ended.output) == (
            1,
            True,
        ), command
    assert {p.name for p in tmp_path.iterdir()} == before


def test_check_leaves_a_database_of_before_as_it_is(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """And doesn't make the admins that a start would make, nor complain that they are none yet."""
    database = Database(f"sqlite:///{tmp_path / 'tend.db'}")
    with database._writer.begin() as connection:
        config = alembic_of(database.url)
        config.attributes["connection"] = connection
        alembic.upgrade(config, "0001")
    assert "the schema is not this version's yet; the next start brings it there" in run("check").output
    assert not database.is_current
    run("migrate")
    said = run("check").stdout.splitlines()
    assert any(x.startswith("No people yet") for x in said)
    assert "the worker has never ticked · ⚠️ sending is off" in said[0]
    monkeypatch.setenv("ADMIN_EMAILS", "boss@x.com")
    assert not any(
        "people" in x for x in run("check").stdout.lower().splitlines() if "how it stands" not in x
    )
    with database.reading() as session:
        assert not people.everyone(session, workspaces.current(session).id)
    database.close()


@pytest.mark.parametrize("days", ["0", "-1", "3651", "99999999999"])
def test_audit_looks_back_so_far_and_no_further(run: Run, days: str):
    ended = run("audit", "--days", days)
    assert ended.exit_code == 1
    is_clean(ended)
    assert ended.output == "--days is a whole number from 1 to 3650.\n"


def test_backtest_says_when_there_is_not_enough_of_a_record(run: Run):
    ended = run("backtest")
    is_clean(ended)
    assert ended.exit_code == 0
    assert ended.stdout.startswith("There is not enough of a record yet: a day is looked at once 180 days")


def test_numbers_writes_the_year_for_its_owner_alone_and_says_what_is_missing(run: Run, tmp_path: Path):
    (tmp_path / "accounts.csv").write_text("name,owner_email,started_on\nAcme,b@x.com,2020-01-10\n")
    assert run("import", "people.csv", "accounts.csv").exit_code == 0
    ended = run("numbers", "n.csv")
    is_clean(ended)
    assert ended.exit_code == 0
    assert oct((tmp_path / "n.csv").stat().st_mode & 0o777) == "0o600"
    lines = (tmp_path / "n.csv").read_text().splitlines()
    assert lines[0] == "as_of,figure,of,currency,unit,value,part,whole,missing"
    assert ended.stdout == f"n.csv: {len(lines) - 1:,} rows\n"
    assert len({line.split(",")[0] for line in lines[1:]}) in (12, 13), "month ends, and today"
    last = {line.split(",")[1]: line.split(",") for line in lines[1:]}
    assert last["nrr"][5:] == ["", "", "", "no revenue by date is on file"]
    assert last["acquire"][5:] == ["", "", "", "missing: cost of a new account (settings)"]
    refused = run("numbers", "m.csv", "--of", "nobody@x.com")
    assert refused.exit_code == 1
    assert refused.output == "Nobody with this e-mail is on file.\n"
    assert not (tmp_path / "m.csv").exists()


class Answering(BaseHTTPRequestHandler):
    """Slack as it may answer: `says` holds the body for each method, else the server's own trouble."""

    says: dict[str, tuple[int, str]] = {}

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status, body = self.says.get(self.path.rsplit("/", 1)[-1], (500, "<h1>secret page of a proxy</h1>"))
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def slack(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, tuple[int, str]]]:
    """What a Slack of our own says, by method; empty at first: 500 to everything."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(Answering, "says", {})
    monkeypatch.setenv("SLACK_API_URL", f"http://127.0.0.1:{server.server_port}/api/")
    yield Answering.says
    server.shutdown()
    server.server_close()


WHO = (200, '{"ok": true, "team_id": "T1", "team": "T", "user_id": "U1"}')


def lines(given: Result) -> list[str]:
    is_clean(given)
    return given.stdout.splitlines()


def test_check_tells_a_slack_that_is_away_from_a_token_that_is_refused(
    run: Run, slack: dict, monkeypatch: pytest.MonkeyPatch
):
    run("import", "people.csv")
    away = "could not be tried."
    assert any("(status 500): SLACK_BOT_TOKEN " + away in line for line in lines(run("check")))
    slack["auth.test"] = (200, "<html>log in to the network</html>")
    assert any("(status 200): SLACK_BOT_TOKEN " + away in line for line in lines(run("check")))
    for strange, why in (
        ("[]", "status 200"),
        ("[1]", "an answer that is not Slack's"),
        ('"x"', "an answer that is not Slack's"),
    ):
        slack["auth.test"] = (200, strange)
        assert any(f"({why}): SLACK_BOT_TOKEN " + away in line for line in lines(run("check"))), strange
    slack["auth.test"] = (200, '{"ok": false, "error": "invalid_auth"}')
    assert "SLACK_BOT_TOKEN is refused by Slack: invalid_auth." in lines(run("check"))
    monkeypatch.setenv("SLACK_BOT_TOKEN", "secret-of-another-kind")
    assert "SLACK_BOT_TOKEN is refused by Slack: invalid_auth; such a token begins with xoxb-." in lines(
        run("check")
    )
    slack["auth.test"] = WHO
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
    assert any("(status 500): SLACK_APP_TOKEN " + away in line for line in lines(run("check")))
    slack["apps.connections.open"] = (200, '{"ok": false, "error": "not_allowed_token_type"}')
    refused = (
        "SLACK_APP_TOKEN is refused by Slack: not_allowed_token_type. It needs the scope connections:write."
    )
    assert refused in lines(run("check"))
    monkeypatch.setenv("SLACK_API_URL", f"http://127.0.0.1:{unused_port()}/api/")
    assert any("(URLError): SLACK_BOT_TOKEN " + away in line for line in lines(run("check")))


def test_check_names_who_has_no_slack_user_before_the_first_start(run: Run, slack: dict):
    """Read only: nobody is linked by it."""
    run("import", "people.csv")
    assert "2 people are not linked to a Slack user yet; that happens at the start, by e-mail." in lines(
        run("check")
    )
    slack["auth.test"] = WHO
    assert any(
        x.startswith("2 people are not linked to a Slack user yet, and Slack's list")
        for x in lines(run("check"))
    )
    ann, guest = (
        '{"id": "U1", "profile": {"email": "A@x.com"}}',
        '{"id": "U2", "is_restricted": true, "profile": {"email": "b@x.com"}}',
    )
    slack["users.list"] = (200, f'{{"ok": true, "members": [{ann}, {guest}]}}')
    for _ in range(2):
        ended = [x for x in lines(run("check")) if "linked" in x and "How it stands" not in x]
        assert ended == [
            "1 person is not linked to a Slack user (the e-mail must be that of their profile: invite "
            "them to Slack, or put it right in people.csv): b@x.com"
        ]


def test_files_that_cannot_be_used_are_said_in_a_sentence(run: Run, tmp_path: Path):
    run("import", "people.csv")
    (tmp_path / "a_file").write_text("x")
    for command in (
        ("import", "people_of_nobody.csv"),
        ("import", "a_folder"),
        ("export", "a_file"),
        ("export", "a_file/in_it"),
        ("export", "a_file", "--person", "a@x.com"),
        ("backup", "no/such/folder/copy.db"),
        ("restore", "a_file"),
        ("restore", "none.db"),
    ):
        (tmp_path / "a_folder").mkdir(exist_ok=True)
        ended = run(*command)
        assert ended.exit_code == 1, (command, ended.output)
        is_clean(ended)
        assert ended.output.strip(), command
    run("export", "out")
    assert "a@x.com" in (tmp_path / "out" / "people.csv").read_text(), "what was there is still there"


def test_settings_that_are_wrong_are_said_by_every_command(run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-secret   # the bot's token")
    monkeypatch.setenv("DEMO_PORT", "many")
    for command in (*COMMANDS, ("restore", "x"), ("demo",)):
        ended = run(*command)
        assert ended.exit_code == 1, command
        is_clean(ended)
        assert "DEMO_PORT is no port number: many" in ended.output
        assert command == ("demo",) or "SLACK_BOT_TOKEN has white space in it" in ended.output


def test_manifests_are_what_slack_takes(run: Run):
    kept = json.loads((Path(commands.__file__).parent / "manifest.json").read_text(encoding="utf-8"))
    printed = json.loads(run("manifest", "https://tend.example.com").stdout)
    options_url = printed["settings"]["interactivity"]["message_menu_options_url"]
    assert options_url == "https://tend.example.com/slack/events"
    assert printed["settings"]["socket_mode_enabled"] is False
    assert all(c["url"].startswith("https://") for c in printed["features"]["slash_commands"])
    for manifest in (kept, printed):
        assert len(manifest["display_information"]["long_description"]) >= 175
        assert len(manifest["display_information"]["description"]) <= 140
        published.check(manifest, "manifest")


@pytest.mark.parametrize(
    "url",
    [
        "https://",
        "http://tend.example.com",
        "tend.example.com",
        "https:///path",
        "https://a b.com",
        "https://user@tend.example.com",
        "https://u:p@tend.example.com",
        "https://tend.example.com:port",
        "https://tend.example.com:99999",
        "https://-",
        "https://tend.example.com/?a=b",
        "https://tend.example.com#x",
        "https://tend .example.com",
        " https://tend.example.com",
        "https://[::1",
        "https://t\u00e9nd.example.com",
        "https://.",
    ],
)
def test_a_manifest_needs_an_address_that_slack_can_reach(url: str, run: Run):
    ended = run("manifest", url)
    assert ended.exit_code == 1, ended.output
    is_clean(ended)
    assert re.fullmatch(r"The URL is https://.*\n", ended.output)


@pytest.mark.parametrize(
    "url",
    [
        "https://tend.example.com",
        "https://tend.example.com:8443",
        "https://TEND.example.com/bot/",
        "https://10.0.0.1",
    ],
)
def test_a_manifest_of_an_address_with_a_port_or_a_path(url: str, run: Run):
    ended = run("manifest", url)
    assert ended.exit_code == 0, ended.output
    assert f'"{url.rstrip("/")}/slack/events"' in ended.stdout
