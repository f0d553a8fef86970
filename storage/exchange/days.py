"""Days of what has happened, in their order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta

from .cells import as_date
from .known import Known
from .rows import Problem, Rows


def still_to_come(known: Known, f: Rows, columns: Sequence[str]) -> Iterator[tuple[int, Problem]]:
    """Rows with a day of these columns that is still to come; somewhere it is tomorrow already."""
    last, places = known.today + timedelta(days=1), [(name, f.of.place[name]) for name in columns]
    for number, row in enumerate(f.rows):
        for name, place in places:
            on = as_date(row[place])
            if on and on > last:
                what = "is still to come."
                yield number, Problem(f.file, f.lines[number], name, value=row[place], what=what)


def before(f: Rows, first: str, later: tuple[str, ...], what: str) -> Iterator[tuple[int, Problem]]:
    """Rows in which a later day lies before the first."""
    for number, row in enumerate(f.rows):
        begins = as_date(row[f.of.place[first]])
        for name in later:
            day = as_date(row[f.of.place[name]])
            if begins and day and day < begins:
                value = row[f.of.place[name]]
                yield number, Problem(f.file, f.lines[number], name, value=value, what=what)


def still_open(
    f: Rows, column: str, closed: Collection[str], what: str, day: str = "closed_on"
) -> Iterator[tuple[int, Problem]]:
    """Rows with a day on which it was closed that say that it is open."""
    if column not in f.has:
        return
    for number, row in enumerate(f.rows):
        on = row[f.of.place[day]]
        if on and row[f.of.place[column]] not in closed:
            yield number, Problem(f.file, f.lines[number], day, value=on, what=what)
