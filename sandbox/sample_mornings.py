"""The demo's story of past mornings: whom they named, for what, and how soon somebody called. Each was
followed by a touch of the book, so that nothing of today hangs on them; with one reason always late."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]
DAYS, PLACES = 170, 5
LATE, ALWAYS = "same package", "overdue"
KINDS = ("said last", ALWAYS, "usual order late", "said last", "change")


def mornings(touches: Iterable[Row], today: date) -> list[Row]:
    """By rep and day (`by_email`, `on`): account, place, kind of its reason, and the day of the touch that
    followed (`touched_on`): a day later, or too late."""
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
            kind = ALWAYS if on == days[-1] else LATE if number % 3 == 0 else KINDS[number % len(KINDS)]
            shown = on - timedelta(days=6 if kind == LATE or number % 7 < 3 else 1)
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
    return placed
