"""Rows that were there before an import: each cell that still holds what it brought is as it was,
standings that it replaced stand again, and the same files bring the same again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

from sqlalchemy import and_, delete, update
from sqlmodel import Session

from .. import editing, loosenings, mine, served, standings
from .in_history import note_back
from .known import Change, Known
from .memory import IMPORTED, SEPARATOR
from .noun import Noun
from .recording import stored
from .undone import BACK, STAYS, become, called, note_touched, rows_of
from .writing import write_rows

_STANDS = frozenset({"owner_email", "tier", "status"})
_WITH_PARENT = _STANDS | {"parent"}  # one that has none any more is looked after by itself


def put_back(session: Session, ids: Sequence[int], known: Known, noun: Noun, said: list[str]) -> None:
    """Rows that were there before: each cell that still holds what the run brought is as it was."""
    rows = rows_of(session, ids)
    now = stored(session, known.ws, noun, list(rows))
    kept_of = noun.held_since(session, known) if noun.held_since else _nothing
    changes, back, stays, owned = list[Change](), list[Any](), list[Any](), list[int]()
    for row_id, row in rows.items():
        if row_id not in now:
            stays.append(row)
            continue
        before, after = row.before.split(SEPARATOR), row.after.split(SEPARATOR)
        brought = [n for n, _ in enumerate(noun.names) if before[n] != after[n]]
        held = [
            n for n in brought if now[row_id][n] == after[n] and _is_free(known, noun, n, before[n], row_id)
        ]
        kept = kept_of(row_id, dict(zip(noun.names, before, strict=True)))
        held = [n for n in held if noun.names[n] not in kept]
        cells = [before[n] if n in held else cell for n, cell in enumerate(now[row_id])]
        named = dict(zip(noun.names, cells, strict=True))
        changed = frozenset(noun.names[n] for n in held)
        if "owner_email" in changed:
            owned.append(row_id)
        changed -= _restand(session, known, row, changed, named)
        if noun.kind == "accounts" and (
            known.imported_at and {"tier", "status"} & {noun.names[n] for n in held}
        ):
            at, today = known.imported_at, known.today
            loosenings.import_undone(session, known.ws, row_id, at, on=today)
        if changed:
            changes.append(Change(row.key, named, row_id, changed=changed, raw=cells))
        other = [noun.names[n] for n in brought if n not in held]
        (stays if other else back).append(row)
        if other:
            said.append(f"{noun.one} {called(noun, now[row_id])}: {', '.join(other)} changed since")
        note_touched(known, noun, [now[row_id], cells])
    if changes:
        (noun.write or partial(_write, noun=noun))(session, known, changes)
        _link(session, known, noun, changes)
    mine.given_back(session, known.ws, owned, known.now)
    _remember(session, known, noun, [*back, *stays])
    become(session, back, BACK)
    become(session, stays, STAYS)
    if noun.kind == "accounts" and back:
        note_back(session, known, back[0].run_id, [row.row_id for row in back])


def _nothing(row_id: int, before: Mapping[str, str]) -> Collection[str]:
    return ()


def _is_free(known: Known, noun: Noun, place: int, cell: str, row_id: int) -> bool:
    """Whether a row may be called so again: another one may be by now."""
    if not noun.found_by or noun.names[place] != noun.named[-1]:
        return True
    return known.find(noun.kind, cell) in (None, row_id)


def _write(session: Session, known: Known, changes: Sequence[Change], noun: Noun) -> list[int]:
    return write_rows(session, known, noun, changes)


def _link(session: Session, known: Known, noun: Noun, changes: Sequence[Change]) -> None:
    """What refers to rows of its own kind, by the row itself: names may be others' by now."""
    if noun.link:
        noun.link(session, known, changes)
        return
    for change in changes:
        for column in noun.later:
            if column.name in change.changed and column.into:
                other = known.find(noun.kind, change.cells[column.name])
                if noun.kind == "accounts" and change.row_id:
                    known.touched.update(served.parents(session, known.ws, [change.row_id]))
                session.execute(
                    update(noun.table).where(noun.table.c.id == change.row_id).values({column.into: other})
                )


def _restand(
    session: Session, known: Known, row: Any, changed: frozenset[str], cells: dict[str, str]
) -> frozenset[str]:
    """Standings that were replaced stand again, as if the import had not been, where all of them still hold;
    the columns that are done by it."""
    kept, columns = row.stood, _WITH_PARENT & changed
    if not kept or not columns or not standings.hold(session, known.ws, row.row_id, kept["stands"]):
        return frozenset()
    stands, replaced = ([standings.as_kept(s) for s in kept[side]] for side in ("stands", "stood"))
    stood = [s for s in standings.of_account(session, known.ws, row.row_id) if s not in stands]
    if not (before := sorted([*stood, *replaced], key=lambda s: str(s["from_on"]))):
        return frozenset()
    last = before[-1]
    values = {c: last[c] for c in ("owner_id", "tier", "status", "served_through_parent")}
    values |= {"paused_until": last["until"], "status_reason": last["reason"]}
    editing.restand(session, known.ws, row.row_id, kept, values)
    known.owners[row.row_id] = last["owner_id"]
    return columns & _STANDS


def _remember(session: Session, known: Known, noun: Noun, rows: Sequence[Any]) -> None:
    """What was remembered of the rows before the run: the same files bring the same again."""
    for row in rows:
        mine = and_(
            IMPORTED.c.workspace_id == known.ws, IMPORTED.c.kind == noun.kind, IMPORTED.c.key == row.key
        )
        if row.memory:
            session.execute(update(IMPORTED).where(mine).values(cells=row.memory))
        elif row.key:
            session.execute(delete(IMPORTED).where(mine))
