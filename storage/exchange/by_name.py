"""People of ours whom a file names otherwise than by their address alone: by name, where one person is called
so; or by both, as "Dana Reyes (dana@acme.com)"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlmodel import Session

from rules.names import normalise

from ..people import P
from .known import Known
from .people import PEOPLE
from .rows import Rows

_WITH_ADDRESS = re.compile(r"[^<>(]*[(<]\s*([^\s<>()@]+@[^\s<>()@]+)\s*[)>]")


def name_people(session: Session, known: Known, files: Sequence[Rows]) -> None:
    """Put the address in place of a name, in every column that refers to people; a name that nobody has, or
    several, stays as it is and is a bad cell. Rows stay known by what was brought."""
    columns = [(f, place) for f in files if f.noun for place in _places(f)]
    if not any(
        _is_odd(cell) for f, n in columns for _, held in f.rows.blocks() for cell in set(held[n].cells())
    ):
        return
    called = _called(session, known, files)
    for f, place in columns:
        found = dict[str, str]()

        def meant(cell: str, found: dict[str, str] = found) -> str:
            if _is_odd(cell) and cell not in found:
                found[cell] = _address(cell, called)
            return found.get(cell, cell)

        f.rows = f.rows.with_column(place, lambda cells, meant=meant: list(map(meant, cells)))  # type: ignore[misc]


def _is_odd(cell: str) -> bool:
    """Whether a cell says more or else than an address."""
    return bool(cell) and ("@" not in cell or " " in cell)


def _places(f: Rows) -> list[int]:
    return [n for n, c in enumerate(f.of.columns) if c.refers == "people"]


def _address(cell: str, called: dict[str, set[str]]) -> str:
    if m := _WITH_ADDRESS.fullmatch(cell):
        return m[1].lower()
    there = called.get(normalise(cell), set())
    return next(iter(there)) if len(there) == 1 else cell


def _called(session: Session, known: Known, files: Sequence[Rows]) -> dict[str, set[str]]:
    """Addresses by name, of whoever is on file and with us, and of whom the files bring."""
    called = defaultdict[str, set[str]](set)
    query = select(P.c.name, P.c.email).where(P.c.workspace_id == known.ws, P.c.active)
    for name, email in session.execute(query):
        called[normalise(name)].add(email)
    for f in files:
        if f.noun is PEOPLE:
            for row in f.rows:
                called[normalise(row[PEOPLE.place["name"]])].add(row[PEOPLE.place["email"]].lower())
    called.pop("", None)
    return called
