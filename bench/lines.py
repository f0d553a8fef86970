"""Lines as people type them against what a careful assistant does: the world in which the labelled ones are
written, and how what was read of one is judged. The README of a collection says what its labels mean; how
good it must be: DOMAIN, "What a rep types".
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rules.facts.entries import Entry
from rules.language.reading import Event, Reading

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
        names = (*HARD, *SOFT)
        filled = sum(self.filled[name] for name in names)
        return sum(self.right[name] for name in names) / filled if filled else 1.0


@dataclass(frozen=True, slots=True)
class World:
    """Names by id, as labels call them; `read` reads a line."""

    read: Callable[[str], Reading]
    accounts: Mapping[int, str]
    people: Mapping[int, str]

    def rows(self, reading: Reading) -> list[dict[str, Any]]:
        """What was read, one a contact and account, as labels say it; None where nothing was said or it is
        asked."""
        return [self._row(e, a) for e in reading.events for a in e.entry.account_ids or (None,)]

    def _row(self, event: Event, account: int | None) -> dict[str, Any]:
        entry: Entry = event.entry
        asked = {doubt.field for doubt in event.doubts}
        return {
            "account": self.accounts.get(account or 0),
            "on": None if "on" in asked else entry.on.isoformat(),
            "channel": entry.channel or None,
            "direction": entry.direction if entry.channel else None,
            "outcome": entry.outcome or None,
            "minutes": entry.minutes,
            "sentiment": entry.sentiment or None,
            "purpose": entry.purpose or None,
            "contacts": sorted(self.people[c] for c in entry.contact_ids),
        }


def lines(paths: Sequence[Path]) -> list[dict[str, Any]]:
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


def judge(world: World, label: dict[str, Any], tally: Tally) -> None:
    """Count one labelled line."""
    reading = world.read(label["line"])
    rows, kinds = world.rows(reading), {label["kind"], *label.get("alt_kinds", ())}
    tally.lines += 1
    tally.expected += label["kind"] in AT_ONCE
    _coming(label, reading, tally)
    if not reading.certain:
        _fields(rows, label, tally)
        return
    tally.stored += 1
    tally.expected_stored += label["kind"] in AT_ONCE
    tally.invented += not kinds & {*AT_ONCE, "ask"}
    if wrong := _wrong(rows, label, kinds):
        tally.wrong.append(f"{label['id']} {label['line']!r}: {wrong}")


def _labels(label: dict[str, Any]) -> list[dict[str, Any]]:
    """A label's touches, one a row and account."""
    return [{**t, "account": account} for t in label["touches"] for account in t["accounts"] or [None]]


def _wrong(rows: Sequence[dict[str, Any]], label: dict[str, Any], kinds: set[str]) -> str:
    """What is wrong with what was stored at once; empty when nothing is."""
    if not kinds & set(AT_ONCE):
        return f"stored, should {label['kind']}"
    free = _labels(label)
    wanted, stored = Counter(w["account"] for w in free), Counter(r["account"] for r in rows)
    if wanted != stored:
        return f"accounts {sorted(map(str, stored))}, should be {sorted(map(str, wanted))}"
    for row in rows:
        mine = [w for w in free if w["account"] == row["account"]]
        best = min(mine, key=lambda w: len(_differ(row, w)))
        if differ := _differ(row, best):
            return ", ".join(f"{name} {row[name]}, should be {best[name]}" for name in differ)
        free.remove(best)
    return ""


def _differ(row: dict[str, Any], label: dict[str, Any]) -> list[str]:
    return [name for name in HARD if name in label and not fits(row[name], label[name])]


def fits(value: Any, label: Any) -> bool:
    """Whether a value is what the label says; a list of labels: any of them, or of names: all of them."""
    if isinstance(value, list):
        return sorted(value) == sorted(label)
    return value in label if isinstance(label, list) else bool(value == label)


def _fields(rows: Sequence[dict[str, Any]], label: dict[str, Any], tally: Tally) -> None:
    """Count the fields that the form holds: what was not said is left open, and counts for nothing."""
    for row in rows[:1]:
        best = min(_labels(label), key=lambda w: len(_differ(row, w)), default=None)
        for name in (*HARD, *SOFT):
            if row[name] in (None, []):
                continue
            tally.filled[name] += 1
            tally.right[name] += best is not None and fits(row[name], best[name])


def _coming(label: dict[str, Any], reading: Reading, tally: Tally) -> None:
    """Whether what comes next or was promised was read with its day."""
    wanted = label.get("promise") or label.get("next")
    if not wanted:
        return
    entry = reading.events[-1].entry if reading.events else reading.ahead
    days = {entry.promise_on, entry.next_on} if entry else {None}
    text = f"{entry.promise_text} {entry.next_text}".lower() if entry else ""
    on = wanted.get("by", wanted.get("on"))
    dated = any(str(day) in map(str, on if isinstance(on, list) else [on]) for day in days)
    tally.filled["coming"] += 1
    tally.right["coming"] += dated and wanted["text_has"].lower() in text
