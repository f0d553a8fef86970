"""`make words`: lines as people type them, read as `/log` reads them, with what is measured of them by
language and field, and every line that was stored wrong. Without names of files it reads the collections of
the tests, and one beside the project where there is one.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from compose import Tend
from handlers.asked import Asked
from handlers.typed import understood
from rules.language.reading import Reading
from services import Steady
from settings import Settings
from storage import people, tables, workspaces
from storage.exchange import importing

from .lines import ACCOUNTS, AUTHOR, CONTACTS, NOW, PEOPLE, Tally, World, judge, lines

ROOT = Path(__file__).parents[1]
LINES = (ROOT / "tests" / "lines", ROOT.parent / "shared" / "data" / "log_lines")
SHOWN = "{:<5} {:>6} {:>7} {:>14} {:>20} {:>13} {:>9}"


@contextmanager
def world() -> Iterator[tuple[World, list[float]]]:
    """A Tend of its own with the accounts and contacts that the lines speak of; and the seconds that each
    reading took."""
    with tempfile.TemporaryDirectory() as folder:
        steady = Steady(lambda: NOW, lambda: 0.0, lambda seconds: None)
        tend = Tend(Settings(database_url=f"sqlite:///{folder}/words.db"), lambda: NOW, steady)
        tend.prepare()
        files = {
            "people": PEOPLE,
            "accounts": "name,aliases,owner_email,tier\n"
            + "".join(f"{name},{alias},{AUTHOR},B\n" for name, alias in ACCOUNTS),
            "contacts": "account,name,role\n" + "".join(f"{a},{name},{r}\n" for a, name, r in CONTACTS),
        }
        for name, text in files.items():
            (Path(folder) / f"{name}.csv").write_text(text, encoding="utf-8")
        report = importing.run(tend.database, [Path(folder) / f"{name}.csv" for name in files], NOW)
        assert not report.problems, report.problems
        try:
            yield _reads(tend)
        finally:
            tend.close()


def _reads(tend: Tend) -> tuple[World, list[float]]:
    with tend.database.reading() as session:
        ws = workspaces.current(session)
        (author,) = people.everyone(session, ws.id)
        accounts, contacts = tables.table(tables.Account), tables.table(tables.Contact)
        names = {r.id: r.name for r in session.execute(accounts.select())}
        there = {r.id: r.name for r in session.execute(contacts.select())}
    asked, took = Asked.of(tend.services, ws, author), list[float]()

    def read(line: str) -> Reading:
        begun = time.perf_counter()
        reading = understood(asked, line)
        took.append(time.perf_counter() - begun)
        return reading

    return World(read, names, there), took


def measure(paths: Sequence[Path]) -> tuple[dict[str, Tally], float]:
    """A tally by language, "all" among them, and the median seconds of reading a line."""
    tallies: dict[str, Tally] = {"all": Tally()}
    with world() as (reads, took):
        for label in lines(paths):
            judge(reads, label, tallies.setdefault(label["lang"], Tally()))
            judge(reads, label, tallies["all"])
    return tallies, statistics.median(took)


def main() -> None:
    given = [Path(p) for p in sys.argv[1:]] or [p for f in LINES for p in sorted(f.glob("*.jsonl"))]
    tallies, seconds = measure(given)
    titles = ("", "lines", "stored", "wrong of them", "stored of certain", "fields right", "invented")
    print(SHOWN.format(*titles))
    for name, t in tallies.items():
        shares = (f"{t.wrong_of_stored:.1%}", f"{t.stored_of_expected:.0%}", f"{t.right_of_filled:.0%}")
        print(SHOWN.format(name, t.lines, t.stored, *shares, t.invented))
    whole = tallies["all"]
    print("\nfields of forms, and what is to come, right of filled:")
    print(", ".join(f"{name} {whole.right[name]}/{whole.filled[name]}" for name in whole.filled))
    print(f"\na line is read in {seconds * 1000:.2f} ms (median)\n")
    print("\n".join(whole.wrong))


if __name__ == "__main__":
    main()
