"""How concerns were resolved: by kind, how many are open and how long it took to close the loop; what was
closed soon. Nobody is ranked by them: opening one is no fault. Source: DOMAIN, Words, concern."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from ..records import Record, days
from .concerns import SOON
from .raised import Concern

SPAN = days(365)  # a median counts what was closed in the year to its day


@dataclass(frozen=True, slots=True)
class OfKind:
    """Concerns of one kind (empty: nobody said): `open`, `closed` in a year, `median` days that these took;
    None without any."""

    kind: str
    open: int
    closed: int
    median: int | None


@dataclass(frozen=True, slots=True)
class Resolved:
    """Those of a team's accounts. `open` are (account, concern, days), the longest first; `soon` are
    (account, concern) closed within 7 days in the week that is looked at."""

    kinds: tuple[OfKind, ...] = ()
    open: tuple[tuple[str, Concern, int], ...] = ()
    soon: tuple[tuple[str, Concern], ...] = ()


def took(concerns: Iterable[Concern]) -> int | None:
    """The median of the days that closed ones took, whole days, a half up; None without any."""
    lengths = [c.took for c in concerns if c.took is not None]
    return int(median(lengths) + 0.5) if lengths else None


def closed_in_a_year(record: Record, on: date) -> list[Concern]:
    """Those of one account whose loop was closed in the year to a day, the latest first."""
    closed = (c for c in record.concerns if c.closed_on and on - SPAN < c.closed_on <= on)
    return sorted(closed, key=lambda c: (c.closed_on or on, c.id), reverse=True)


def of_team(records: Iterable[Record], ours: Collection[int], first: date, on: date) -> Resolved:
    """Of a day, for whoever owned the account then; closed ones for whoever owned it when they were. `first`:
    of the week."""
    open_ = list[tuple[str, Concern, int]]()
    closed = list[tuple[str, Concern]]()
    for record in records:
        if not record.concerns:
            continue
        name, then = record.account.name, record.at(on).account
        if then.owner_id in ours and then.status != "churned":
            open_ += [(name, c, (on - c.raised_on).days) for c in record.concerns if c.open_on(on)]
        closed += [
            (name, c)
            for c in closed_in_a_year(record, on)
            if c.closed_on and record.at(c.closed_on).account.owner_id in ours
        ]
    soon = ((name, c) for name, c in closed if c.closed_on and c.closed_on >= first and (c.took or 0) <= SOON)
    return Resolved(
        _by_kind([c for _, c, _ in open_], [c for _, c in closed]),
        open=tuple(sorted(open_, key=lambda o: (-o[2], o[0]))),
        soon=tuple(sorted(soon, key=lambda s: (s[1].took or 0, s[0]))),
    )


def _by_kind(open_: Iterable[Concern], closed: Iterable[Concern]) -> tuple[OfKind, ...]:
    """The kinds of which there is one, most open first."""
    still, done = defaultdict[str, int](int), defaultdict[str, list[Concern]](list)
    for c in open_:
        still[c.kind] += 1
    for c in closed:
        done[c.kind].append(c)
    kinds = (OfKind(k, still[k], len(done[k]), took(done[k])) for k in {*still, *done})
    return tuple(sorted(kinds, key=lambda k: (-k.open, -k.closed, k.kind)))
