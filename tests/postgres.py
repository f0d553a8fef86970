"""A PostgreSQL server of our own for tests: Debian's binaries, a non-root user, a throw-away folder; ended
by pg_ctl."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import psycopg
from pytest_postgresql.janitor import DatabaseJanitor

BIN = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/nonexistent"))


class Server:
    """One server for a test process; a database for each test, made from a template that holds the schema."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="tend-postgres-"))
        self._as: list[str] = []
        if os.getuid() == 0:  # the server refuses to run as root
            user = pwd.getpwnam("postgres")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self._as = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        self._run(
            "initdb",
            "-D",
            str(self.folder / "db"),
            "-A",
            "trust",
            "-U",
            "postgres",
            "-N",
            "--no-instructions",
        )
        # a socket in its folder, no port
        self._quick = f"-c listen_addresses= -k {self.folder} -c fsync=off -c max_connections=200"
        self._run(
            "pg_ctl",
            "-D",
            str(self.folder / "db"),
            "-w",
            "-o",
            self._quick,
            "-l",
            str(self.folder / "log"),
            "start",
        )

    def _run(self, program: str, *args: str) -> None:
        subprocess.run(
            [*self._as, str(BIN / program), *args], check=True, stdout=subprocess.DEVNULL, cwd=self.folder
        )

    def url(self, name: str) -> str:
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def database(self, name: str, template: str | None = None) -> DatabaseJanitor:
        """Makes a database on entry and drops it on exit."""
        seen: dict[str, Any] = {
            "user": "postgres",
            "host": str(self.folder),
            "port": 5432,
            "dbname": name,
            "template_dbname": template,
        }
        return DatabaseJanitor(**seen)

    def settle(self, url: str) -> None:
        """A checkpoint. Before its first one a copy of a template holds the template's numbers without the
        log of those given ahead: after a crash a sequence would give some of them a second time."""
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CHECKPOINT")

    def kill(self) -> None:
        """The server dies at once, as if its machine lost power."""
        self._run("pg_ctl", "-D", str(self.folder / "db"), "-m", "immediate", "stop")

    def start_again(self) -> None:
        self._run(
            "pg_ctl",
            "-D",
            str(self.folder / "db"),
            "-w",
            "-o",
            self._quick,
            "-l",
            str(self.folder / "log"),
            "start",
        )

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "db"), "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)
