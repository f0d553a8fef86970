"""`make words`: lines as people type them, read as `/log` reads them, against what a careful assistant does.
Lines and their labels come in JSON Lines files; their README says what each label means.

What is measured, and how good it must be: DOMAIN, "What a rep types".
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from compose import Tend
from handlers.asked import Asked
from handlers.typed import understood
from rules.facts.entries import Entry
from services import Steady
from settings import Settings
from storage import people, tables, workspaces
from storage.exchange import importing

LINES = Path(__file__).parents[2] / "shared" / "data" / "log_lines"
NOW = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)  # Tuesday, 15:00 in New York
AUTHOR = "author@words.example"
PEOPLE = f"email,name,role,timezone,country\n{AUTHOR},The author,rep,America/New_York,US\n"
ACCOUNTS = (
    ("Acme Industrial", "acme"),
    ("Globex Marine", ""),
    ("Initech Software", ""),
    ("Timber Foods", ""),
    ("Lantern Foods", ""),
    ("Orchard Retail", ""),
    ("Orchard Plastics", ""),
    ("Umbra Logistics", ""),
    ("Stark Tooling", ""),
    ("Müller Präzision", ""),
    ("한빛소재", "Hanbit"),
    ("東海精機株式会社", "Tokai"),
    ("さくら商事", "Sakura"),
    ("Vila Verde Têxteis", ""),
    ("O'Brien & Sons", ""),
)
CONTACTS = (
    ("Acme Industrial", "Leo Torres", "buyer"),
    ("Acme Industrial", "Paolo Jensen", "champion"),
    ("Acme Industrial", "Ingrid Ortiz", "user"),
    ("Globex Marine", "Jane Park", "sponsor"),
    ("Globex Marine", "Tessa Wood", "buyer"),
    ("Initech Software", "Bill Lum", "technical"),
    ("Initech Software", "Sam Nagy", "champion"),
    ("한빛소재", "김민준", "buyer"),
    ("한빛소재", "이서연", "champion"),
    ("東海精機株式会社", "田中一郎", "buyer"),
    ("東海精機株式会社", "佐藤花子", "champion"),
)
HARD = ("account", "on", "channel", "direction", "outcome", "minutes")
"""Fields in which a line that was stored at once may not be wrong."""
SOFT = ("sentiment", "purpose", "contacts")
AT_ONCE = ("store", "not_reached")


@dataclass(frozen=True, slots=True)
class Read:
    """What became of a line: `stored` at once, or asked with these entries filled in; how long it took."""

    stored: bool
    entries: tuple[Entry, ...]
    seconds: float


@dataclass(slots=True)
class Tally:
    """Counts over lines; `wrong` holds a sentence for each that was stored and should not have been so."""

    lines: int = 0
    stored: int = 0
    expected: int = 0
    expected_stored: int = 0
    filled: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    invented: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def wrong_of_stored(self) -> float:
        return len(self.wrong) / self.stored if self.stored else 0.0

    @property
    def stored_of_expected(self) -> float:
        return self.expected_stored / self.expected if self.expected else 0.0

    @property
    def right_of_filled(self) -> float:
        return sum(self.right.values()) / sum(self.filled.values()) if self.filled else 1.0


class Reader:
    """Reads lines as `/log` does, in the world of the collection."""

    def __init__(self, tend: Tend) -> None:
        self.tend = tend
        with tend.database.reading() as session:
            ws = workspaces.current(session)
            (author,) = people.everyone(session, ws.id)
            accounts, contacts = tables.table(tables.Account), tables.table(tables.Contact)
            self.names = {r.id: r.name for r in session.execute(accounts.select())}
            self.people = {r.id: r.name for r in session.execute(contacts.select())}
        self.asked = Asked.of(tend.services, ws, author)

    def read(self, line: str) -> Read:
        begun = time.perf_counter()
        reading = understood(self.asked, line)
        took = time.perf_counter() - begun
        return Read(reading.certain, tuple(event.entry for event in reading.events), took)

    def values(self, entry: Entry, account: int | None) -> dict[str, Any]:
        """An entry's fields for one of its accounts, as labels say them; None where nothing was said."""
        return {
            "account": self.names.get(account or 0),
            "on": entry.on.isoformat(),
            "channel": entry.channel or None,
            "direction": entry.direction,
            "outcome": entry.outcome or None,
            "minutes": entry.minutes,
            "sentiment": entry.sentiment or None,
            "purpose": entry.purpose or None,
            "contacts": sorted(self.people[c] for c in entry.contact_ids),
        }


@contextmanager
def reader() -> Iterator[Reader]:
    """A Tend of its own with the accounts and contacts that the lines speak of."""
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
            yield Reader(tend)
        finally:
            tend.close()


def lines(paths: Sequence[Path]) -> list[dict[str, Any]]:
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def fits(value: Any, label: Any) -> bool:
    """Whether a value is what the label says; a list of labels: any of them."""
    if isinstance(label, list):
        return any(value == one for one in label)
    return bool(value == label)


def judge(reader: Reader, label: dict[str, Any], tally: Tally) -> float:
    """Count one line; returns the seconds that reading it took."""
    read = reader.read(label["line"])
    kinds = {label["kind"], *label.get("alt_kinds", ())}
    tally.lines += 1
    tally.expected += label["kind"] in AT_ONCE
    if read.stored:
        tally.stored += 1
        tally.expected_stored += label["kind"] in AT_ONCE
        tally.invented += not kinds & {*AT_ONCE, "ask"}
        if wrong := _wrong(reader, read, label, kinds=kinds):
            tally.wrong.append(f"{label['id']} {label['line']!r}: {wrong}")
    else:
        _fields(reader, read, label, tally=tally)
    return read.seconds


def _rows(reader: Reader, entries: Sequence[Entry]) -> list[dict[str, Any]]:
    return [reader.values(e, account) for e in entries for account in e.account_ids or (None,)]


def _labels(label: dict[str, Any]) -> list[dict[str, Any]]:
    """A label's touches, one a row and account."""
    return [{**t, "account": account} for t in label["touches"] for account in t["accounts"] or [None]]


def _wrong(reader: Reader, read: Read, label: dict[str, Any], kinds: set[str]) -> str:
    """What is wrong with what was stored at once; empty when nothing is."""
    if not kinds & set(AT_ONCE):
        return f"stored, should {label['kind']}"
    wanted, stored = _labels(label), _rows(reader, read.entries)
    names = Counter(w["account"] for w in wanted), Counter(s["account"] for s in stored)
    if names[0] != names[1]:
        return f"accounts {sorted(map(str, names[1]))}, should be {sorted(map(str, names[0]))}"
    free = list(wanted)
    for row in stored:
        mine = [w for w in free if w["account"] == row["account"]]
        best = min(mine, key=lambda w: len(_differ(row, w, HARD)))
        if differ := _differ(row, best, HARD):
            return ", ".join(f"{name} {row[name]}, should be {best[name]}" for name in differ)
        free.remove(best)
    return ""


def _differ(row: dict[str, Any], label: dict[str, Any], names: Sequence[str]) -> list[str]:
    return [name for name in names if name in label and not fits(row[name], label[name])]


def _fields(reader: Reader, read: Read, label: dict[str, Any], tally: Tally) -> None:
    """Count the fields that the form holds: what was not said is left open, and counts for nothing."""
    wanted = _labels(label)
    for row in _rows(reader, read.entries)[:1]:
        best = min(wanted, key=lambda w: len(_differ(row, w, HARD)), default=None)
        for name in (*HARD, *SOFT):
            if row[name] in (None, []):
                continue
            tally.filled[name] += 1
            right = best is not None and (fits(row[name], best[name]) or sorted_equal(row[name], best[name]))
            tally.right[name] += right


def sorted_equal(value: Any, label: Any) -> bool:
    return isinstance(value, list) and isinstance(label, list) and sorted(value) == sorted(label)


def measure(paths: Sequence[Path]) -> tuple[dict[str, Tally], float]:
    """A tally by language, "all" among them, and the median seconds of reading a line."""
    tallies: dict[str, Tally] = {"all": Tally()}
    took = []
    with reader() as reads:
        for label in lines(paths):
            mine = tallies.setdefault(label["lang"], Tally())
            took.append(judge(reads, label, mine))
            judge(reads, label, tallies["all"])
    return tallies, statistics.median(took)


SHOWN = "{:<5} {:>6} {:>7} {:>14} {:>20} {:>13} {:>9}"


def main() -> None:
    paths = [Path(p) for p in sys.argv[1:]] or sorted(LINES.glob("*.jsonl"))
    if not paths:
        sys.exit(f"No labelled lines: name a file, or put some in {LINES.name}.")
    tallies, seconds = measure(paths)
    print(
        SHOWN.format("", "lines", "stored", "wrong of them", "stored of certain", "fields right", "invented")
    )
    for name, t in tallies.items():
        shares = (f"{t.wrong_of_stored:.0%}", f"{t.stored_of_expected:.0%}", f"{t.right_of_filled:.0%}")
        print(SHOWN.format(name, t.lines, t.stored, *shares, t.invented))
    whole = tallies["all"]
    print("\nfields of forms, right of filled:")
    print(", ".join(f"{name} {whole.right[name]}/{whole.filled[name]}" for name in whole.filled))
    print(f"\na line is read in {seconds * 1000:.2f} ms (median)\n")
    print("\n".join(whole.wrong))


if __name__ == "__main__":
    main()
