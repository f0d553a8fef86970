"""Which rows of the files are bad. A row that is bad does not come in, so no other row may refer to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session

from .cells import as_date, as_decimal, as_instant
from .files import COLUMNS, Problem, Rows, check
from .known import IMPORTED, Known
from .match import NAMED, key_in

_REFERS = {
    "people": {"manager_email": "people"}, "accounts": {"owner_email": "people", "parent": "accounts"},
    "contacts": {"account": "accounts"}, "touches": {"account": "accounts", "by_email": "people"},
    "revenue": {"account": "accounts"},
}  # fmt: skip
_NOWHERE = {"people": "nobody with this e-mail is on file or in people.csv.",
            "accounts": "no account of this name is on file or in accounts.csv."}  # fmt: skip
_BAD = {"people": "the row of this person in people.csv is bad.", "accounts": "the row of this account in accounts.csv is bad."}


@dataclass(slots=True)
class Checked:
    """A file while it is checked: the numbers of its bad rows."""

    f: Rows
    bad: set[int] = field(default_factory=set)
    told: bool = False

    def say(self, number: int, column: str, value: str, what: str) -> None:
        self.bad.add(number)
        self.f.problems.append(Problem(self.f.file, self.f.lines[number], column, value, what))


def check_rows(session: Session, known: Known, files: Sequence[Rows]) -> list[set[int]]:
    """Numbers of the bad rows, file by file; their problems are added to the files'. What may be referred to is known once its
    own kind is checked, and where rows refer to their own kind (managers, parents) when nothing more turns out bad."""
    checked = [Checked(f) for f in files]
    there = {"people": set(known.people), "accounts": set(known.accounts)}
    listed = {kind: _named(known, [c for c in checked if c.f.kind == kind], all_rows=True) for kind in there}
    for kind in COLUMNS:
        mine = [c for c in checked if c.f.kind == kind]
        for c in mine:
            _alone(known, c)
        again = bool(mine)
        while again:
            good = {k: names | _named(known, mine) if k == kind else names for k, names in there.items()}
            before = sum(len(c.bad) for c in mine)
            for c in mine:
                _refers(known, c, good, listed)
                _repeats(known, c)
                if kind == "accounts":
                    _names(session, known, c)
            again = kind in there and sum(len(c.bad) for c in mine) > before
        if kind in there:
            there[kind] |= _named(known, mine)
    return [c.bad for c in checked]


def _named(known: Known, mine: Sequence[Checked], all_rows: bool = False) -> set[str]:
    """E-mails of the people, or keys of the accounts, that good rows bring (or all rows do)."""
    return {
        row[0].lower() if c.f.kind == "people" else known.key(row[0])
        for c in mine
        for number, row in enumerate(c.f.rows)
        if all_rows or number not in c.bad
    }


def _alone(known: Known, c: Checked) -> None:
    """What is wrong with a row whatever else there is."""
    for number, problem in (*check(c.f), *_negative(c.f)):
        c.bad.add(number)
        c.f.problems.append(problem)
    if c.f.kind == "touches":
        _future(known, c)


def _refers(known: Known, c: Checked, good: dict[str, set[str]], listed: dict[str, set[str]]) -> None:
    """Rows that refer to what is neither on file nor in a good row; those found bad before are not told of twice."""
    bad = frozenset(c.bad) if c.told else frozenset()
    c.told = True
    for column, kind in _REFERS[c.f.kind].items():
        place = COLUMNS[c.f.kind].index(column)
        key: Callable[[str], str] = known.key if kind == "accounts" else str.lower
        wrong: dict[str, str] = {"": ""}
        for number, row in enumerate(c.f.rows):
            value = row[place]
            what = wrong.get(value)
            if what is None:
                name = key(value)
                what = wrong[value] = "" if name in good[kind] else _BAD[kind] if name in listed[kind] else _NOWHERE[kind]
            if what and number not in bad:
                c.say(number, column, value, what)


def _repeats(known: Known, c: Checked) -> None:
    """A person, an account, a contact or an id stands once in a file; a row that says the very same again is let be."""
    key_of, first = key_in(known, c.f.kind), dict[str, int]()
    for number, raw in enumerate(c.f.raw):
        if number in c.bad:
            continue
        key = key_of(raw)
        if c.f.kind not in NAMED and not key.startswith("x:"):
            continue
        there = first.setdefault(key, number)
        if c.f.rows[there] != c.f.rows[number]:
            by_id = key.startswith("x:")
            column = "external_id" if by_id else "name" if c.f.kind == "contacts" else COLUMNS[c.f.kind][0]
            value = c.f.rows[number][COLUMNS[c.f.kind].index(column)]
            what = f"line {c.f.lines[there]} has this {'id' if by_id else column} and says something else."
            c.say(number, column, value, what)


def _names(session: Session, known: Known, c: Checked) -> None:
    """Two accounts can't have one name. One on file has the name that the file gives it: what it was called is free then."""
    query = select(IMPORTED.c.key, IMPORTED.c.row_id).where(IMPORTED.c.workspace_id == known.ws, IMPORTED.c.kind == "accounts")
    ids = {key: row_id for key, row_id in session.execute(query)}
    key_of = key_in(known, "accounts")
    keys = [key_of(raw) for raw in c.f.raw]
    listed = {ids[key] for key in keys if key in ids}
    will = {
        ids[key]: known.key(row[0])
        for number, (key, row) in enumerate(zip(keys, c.f.rows, strict=True))
        if key in ids and number not in c.bad
    }
    first: dict[str, tuple[int, str]] = {}
    for number, row in enumerate(c.f.rows):
        if number in c.bad:
            continue
        name, key = known.key(row[0]), keys[number]
        line, its_key = first.setdefault(name, (c.f.lines[number], key))
        mine, there = ids.get(key), known.accounts.get(name)
        stays = there is not None and there != mine and will.get(there, name) == name
        if key != its_key:
            what = f"line {line} has this name with another external_id: two accounts can't have one name."
            c.say(number, "name", row[0], what)
        elif stays and (mine is not None or there in listed):
            c.say(number, "name", row[0], "another account has this name: two accounts can't have one name.")


def _negative(f: Rows) -> Iterator[tuple[int, Problem]]:
    """A purchase below 0 is a refund; of every other movement the kind gives the sign."""
    if f.kind != "revenue":
        return
    kind, amount = COLUMNS["revenue"].index("kind"), COLUMNS["revenue"].index("amount")
    for number, row in enumerate(f.rows):
        if row[amount].startswith("-") and row[kind] != "purchase" and (as_decimal(row[amount]) or 0) < 0:
            what = f"is below 0: only a purchase can be (a refund); the amount of a {row[kind] or 'movement'} is positive."
            yield number, Problem(f.file, f.lines[number], "amount", row[amount], what)


def _future(known: Known, c: Checked) -> None:
    """Touches that are still to come. An offset makes today of yesterday at most: what lies before is not looked at closely."""
    near, place = str(known.today - timedelta(days=1)), COLUMNS["touches"].index("at")
    for number, row in enumerate(c.f.rows):
        value = row[place]
        if value[:10] >= near and number not in c.bad:
            at = as_instant(value)
            if at > known.now if at else (as_date(value) or known.today) > known.today:
                c.say(number, "at", value, "is still to come: a touch has happened.")
