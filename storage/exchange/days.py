"""Days of what has happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
