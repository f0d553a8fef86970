"""A PostgreSQL server of our own, as the tests have it (a socket in a throw-away folder, no port), and what
it works."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg

from tests.postgres import BIN as BIN
from tests.postgres import Server

TICKS = os.sysconf("SC_CLK_TCK")


class Rig(Server):
    """Databases by name; `ask` runs a statement outside any transaction."""

    def make(self, name: str, template: str = "template0") -> str:
        """A new database, a copy of another; its address."""
        self.ask("postgres", f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def drop(self, name: str) -> None:
        self.ask("postgres", f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def ask(self, name: str, statement: str, *values: Any) -> Sequence[Sequence[Any]]:
        """Rows; none for what gives none."""
        with psycopg.connect(self.url(name), autocommit=True) as connection:
            cursor = connection.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []

    def one(self, name: str, statement: str, *values: Any) -> Any:
        return self.ask(name, statement, *values)[0][0]

    def run(self, program: str, *args: str) -> None:
        """One of PostgreSQL's programs, as the server's user."""
        self._run(program, *args)

    def begin(self, program: str, *args: str) -> subprocess.Popen[bytes]:
        """Another program, as the server's user; whoever begins it ends it."""
        return subprocess.Popen([*self._as, program, *args], cwd=self.folder)

    def processor(self) -> float:
        """Seconds of processor time of the server and all that it has begun, ended ones too."""
        postmaster = int((self.folder / "db" / "postmaster.pid").read_text().split()[0])
        own = _stat(postmaster)
        seconds = own[0] + own[1] + own[2] + own[3]
        for other in Path("/proc").glob("[0-9]*"):
            try:
                stat = _stat(int(other.name))
            except (OSError, ValueError):
                continue  # it ended meanwhile
            if stat[4] == postmaster:
                seconds += stat[0] + stat[1]
        return seconds / TICKS


def _stat(pid: int) -> tuple[int, int, int, int, int]:
    """Ticks in user and system, of ended children the same, and the parent's id."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]), int(fields[12]), int(fields[13]), int(fields[14]), int(fields[1])
