"""The demo's story of past mornings: whom they named, for what, and how soon somebody called. Each was
followed by a touch of the book, so that nothing of today hangs on them; with one reason always late."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]
DAYS, PLACES = 170, 5
LATE, ALWAYS = "same package", "overdue"
KINDS = ("said last", ALWAYS, "usual order late", "said last", "change")


def mornings(touches: Iterable[Row], today: date) -> list[Row]:
    """By rep and day (`by_email`, `on`): account, place, kind of its reason, and the day of the touch that
    followed (`touched_on`): a day later, or too late. `waits`: another account of theirs that could wait
    while this one was shown last, if any."""
    of = defaultdict[tuple[str, str], list[date]](list)
    for t in touches:
        on = date.fromisoformat(str(t["at"])[:10])
        if t["outcome"] == "reached" and on < today:
            of[str(t["by_email"]), str(t["account"])].append(on)
    named = list[Row]()
    for (by, account), days in sorted(of.items()):
        days = sorted(set(days))
        for n, (before, on) in enumerate(zip([date.min, *days], days, strict=False)):
            number = len(named) + n
            kind = LATE if number % 3 == 0 else KINDS[number % len(KINDS)]
            shown = on - timedelta(days=9 if kind == LATE else 6 if number % 7 < 3 else 1)
            shown -= timedelta(days=max(0, shown.weekday() - 4))
            if before < shown >= today - timedelta(days=DAYS):
                named.append(
                    {"by_email": by, "account": account, "on": shown, "kind": kind, "touched_on": on}
                )
    there = Counter[tuple[str, date]]()
    placed = list[Row]()
    for row in sorted(named, key=lambda r: (r["on"], r["by_email"], r["account"])):
        there[row["by_email"], row["on"]] += 1
        if there[row["by_email"], row["on"]] <= PLACES:
            placed.append({**row, "place": there[row["by_email"], row["on"]]})
    last = {row["account"]: row["on"] for row in placed}
    told = ({**row, "kind": ALWAYS} if last[row["account"]] == row["on"] else row for row in placed)
    return [{**row, "waits": _waits(row, placed, of)} for row in told]


def _waits(row: Row, placed: Sequence[Row], of: Mapping[tuple[str, str], Sequence[date]]) -> str:
    """One of the rep's that no place of the morning named, another each day; empty for all but the last
    place."""
    named = [r for r in placed if (r["by_email"], r["on"]) == (row["by_email"], row["on"])]
    there = {r["account"] for r in named}
    left = sorted(account for by, account in of if by == row["by_email"] and account not in there)
    return left[row["on"].toordinal() % len(left)] if left and row["place"] == len(named) else ""
