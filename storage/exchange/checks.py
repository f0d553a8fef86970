"""Which rows are bad. A row that is bad does not come in, so no other row may refer to it."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from . import nouns
from .cells import Check
from .known import Known
from .match import BY_ID, doubled, key_in
from .memory import SEPARATOR
from .noun import EXTERNAL_ID, Noun
from .rows import Problem, Rows, said_at
from .spool import Held

MOST_KNOWN = 50_000


@dataclass(slots=True)
class Checked:
    """Rows while they are checked: the numbers of the bad ones."""

    f: Rows
    bad: set[int] = field(default_factory=set)
    told: bool = False

    def say(self, number: int, column: str, value: str, what: str) -> None:
        self.bad.add(number)
        self.f.wrong(Problem(self.f.file, self.f.lines[number], column, value=value, what=what))


def check_rows(session: Session, known: Known, files: Sequence[Rows]) -> list[set[int]]:
    """Numbers of the bad rows, file by file; their problems are added to the files'. What may be referred
    to is known once its own kind is checked, and where rows refer to their own kind (managers, parents)
    when nothing more turns out bad."""
    checked = [Checked(f) for f in files]
    there = {kind: set(ids) for kind, ids in known.ids.items()}
    listed = {
        kind: _named(known, [c for c in checked if c.f.noun is nouns.of(kind)], all_rows=True)
        for kind in there
    }
    for noun in nouns.NOUNS:
        mine = [c for c in checked if c.f.noun is noun]
        for c in mine:
            _alone(known, c)
        again = bool(mine)
        while again:
            good = {k: names | _named(known, mine) if k == noun.kind else names for k, names in there.items()}
            before = sum(len(c.bad) for c in mine)
            for c in mine:
                _refers(known, c, good, listed=listed)
                _repeats(known, c)
                if noun.agree:
                    noun.agree(session, known, c)
            again = noun.kind in there and sum(len(c.bad) for c in mine) > before
        if noun.kind in there:
            there[noun.kind] |= _named(known, mine)
    return [c.bad for c in checked]


def _named(known: Known, mine: Sequence[Checked], all_rows: bool = False) -> set[str]:
    """What rows are called that good rows bring (or all rows do)."""
    return {
        known.called(c.f.of.kind, row[c.f.of.place[c.f.of.named[-1]]])
        for c in mine
        for number, row in enumerate(c.f.rows)
        if all_rows or number not in c.bad
    }


def _alone(known: Known, c: Checked) -> None:
    """What is wrong with a row whatever else there is."""
    for number, problem in (*_cells(known, c.f), *(c.f.of.look(known, c.f) if c.f.of.look else ())):
        c.bad.add(number)
        c.f.wrong(problem)


def _cells(known: Known, f: Rows) -> Iterator[tuple[int, Problem]]:
    """(row number, problem) for every cell whose value can't be. A note that is kept for a while may be empty
    once its day is past: an export of rows whose notes were deleted is still read."""
    checks = [(n, c.name, c.cell.wrong) for n, c in enumerate(f.of.columns) if c.cell.wrong]
    required = [(f.of.place[c], c) for c in f.of.required]
    people = {n for n, c in enumerate(f.of.columns) if c.refers == "people"}
    good, lapsing, today = set[tuple[int, str]](), dict(f.of.kept), str(known.today)
    fine: dict[int, set[str]] = {n: {""} for n, _, _ in checks}
    for number, row in f.where(lambda columns: _may_be_wrong(columns, required, checks, people, fine)):
        for n, name in required:
            if not row[n] and not (n in lapsing and "" < row[lapsing[n]][:10] < today):
                yield number, Problem(f.file, f.lines[number], name, value="", what="is required and empty.")
        for n, name, test in checks:
            value = row[n]
            if n in people and value and "@" not in value:
                what = "is the name of nobody on file, or of several: give their e-mail."
                yield number, Problem(f.file, f.lines[number], name, value=value, what=what)
                continue
            if value and (n, value) not in good:
                wrong = test(value)
                if wrong:
                    yield number, Problem(f.file, f.lines[number], name, value=value, what=wrong)
                else:
                    good.add((n, value))


def _may_be_wrong(
    columns: list[Held],
    required: Sequence[tuple[int, str]],
    checks: Sequence[tuple[int, str, Check]],
    people: Collection[int],
    fine: dict[int, set[str]],
) -> bool:
    """Whether a block has a cell that can't be, each value being looked at once; `fine` are those that were
    seen lately, by column."""
    if any("" in columns[n].cells() for n, _ in required):
        return True
    for n, _, test in checks:
        fresh = set(columns[n].cells()) - fine[n]
        if any(value and ((n in people and "@" not in value) or test(value)) for value in fresh):
            return True
        fine[n] |= fresh
        if len(fine[n]) > MOST_KNOWN:
            fine[n] = {""}
    return False


def _refers(known: Known, c: Checked, good: dict[str, set[str]], listed: dict[str, set[str]]) -> None:
    """Rows that refer to what is neither on file nor in a good row; those found bad before are not told of
    twice."""
    bad = frozenset(c.bad) if c.told else frozenset()
    c.told = True
    for place, column in enumerate(c.f.of.columns):
        if not column.refers:
            continue
        target, wrong = nouns.of(column.refers), {"": ""}

        def why(value: str, target: Noun = target, wrong: dict[str, str] = wrong) -> str:
            if value not in wrong:
                name = known.called(target.kind, value)
                wrong[value] = (
                    "" if name in good[target.kind] else _missing(target, name in listed[target.kind])
                )
            return wrong[value]

        for number, row in c.f.where(lambda columns, p=place, w=why: any(map(w, set(columns[p].cells())))):  # type: ignore[misc]
            value = row[place]
            what = why(value)
            if target.kind == "people" and value and "@" not in value:
                continue  # a name that is nobody's was told of already
            if what and number not in bad:
                c.say(number, column.name, value, what)


def _missing(target: Noun, is_listed: bool) -> str:
    if is_listed:
        return f"the row of this {target.one} in {target.kind}.csv is bad."
    return target.nowhere or f"no {target.one} of this {target.named[-1]} is on file or in {target.kind}.csv."


def _repeats(known: Known, c: Checked) -> None:
    """A name or an id stands once in what is brought; a row that says the very same again is let be."""
    noun, key_of, first = c.f.of, key_in(known, c.f.of), dict[str, tuple[int, bytes]]()
    if not (twice := doubled(known, c.f)):
        return
    for number, (raw, row) in enumerate(zip(c.f.raw, c.f.rows, strict=True)):
        if number in c.bad:
            continue
        key = key_of(raw)
        by_id = key.startswith(BY_ID)
        if hash(key) not in twice or (not noun.named and not by_id):
            continue
        says = _mark(row)  # the first one may stand on disk, far before
        there, said = first.setdefault(key, (number, says))
        if said != says:
            column = EXTERNAL_ID if by_id else noun.named[-1]
            what = (
                f"{said_at(c.f.lines[there])} has this {'id' if by_id else column} and says something else."
            )
            c.say(number, column, row[noun.place[column]], what)


def _mark(row: Sequence[str]) -> bytes:
    return hashlib.blake2b(SEPARATOR.join(row).encode(), digest_size=16).digest()
