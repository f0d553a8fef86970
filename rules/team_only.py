"""A team's figures as a manager may read them: of people whose figures are not shown by name (by_name.py)
there are their accounts and what they come to together.

Every surface that shows figures of several people goes through here: the digest in all its parts, and Home.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from .became import History
from .book import Behind
from .by_name import named
from .coverage import Seen
from .facts.answered import OfRep, Pace, Requests
from .facts.kept import Kept
from .records import Person
from .week import Digest

ENOUGH = 2
"""People whose figures are together no longer those of one."""


def discreet(d: Digest, text: str, reader: int) -> Digest:
    """A digest as `reader` may read it; `text` is the setting. It stays as it is where everybody's are
    shown."""
    shown = named(d.people.values(), text, reader)
    if not d.people.keys() - shown:
        return d
    together = [c for c in d.capacity if c.person.id not in shown]
    needed, made = sum(c.needed for c in d.capacity), sum(c.made for c in d.capacity)
    return replace(
        d,
        team_only=True,
        behind=tuple(b for b in d.behind if b.person.id in shown),
        capacity=tuple(c for c in d.capacity if c.person.id in shown),
        pace=(needed, made) if len(together) >= ENOUGH else None,
        a_out=tuple(a_out(d.accounts, d.people.values(), shown)),
        untouched=tuple(sorted(d.untouched, key=lambda a: (a.tier, -a.silent, a.name))),
        promises=_promises(d.promises, shown),
        fits=d.fits if len(together) != 1 else None,
        history=_history(d.history, shown) if d.history else None,
        requests=replace(d.requests, reps=_requests(d.requests, shown)),
    )


def a_out(accounts: Iterable[Seen], people: Iterable[Person], shown: Collection[int]) -> list[Seen]:
    """A accounts out of rhythm of those whose figures are not shown, by what they bring: what a manager
    mends without knowing whose figure it is."""
    theirs = {p.id for p in people if p.id not in shown and p.active}
    out = (a for a in accounts if a.owner_id in theirs and a.tier == "A" and a.counted and not a.covered)
    return sorted(out, key=lambda a: (-a.revenue, -a.silent, a.name))


def behind_by_name(those: Sequence[Behind], shown: Collection[int]) -> tuple[Behind, ...]:
    """Who needs help, of those whose figures are shown."""
    return tuple(b for b in those if b.person.id in shown)


def _promises(rates: Sequence[Kept], shown: Collection[int]) -> tuple[Kept, ...]:
    """Those of the others in one line: what is overdue, and where they are several how they keep theirs."""
    own = [k for k in rates if k.person and k.person.id in shown]
    others = [k for k in rates if k.person and k.person.id not in shown]
    if not others:
        return tuple(own)
    several = len(others) >= ENOUGH
    kept, due = sum(k.kept for k in others), sum(k.due for k in others)
    late = sorted((o for k in others for o in k.overdue), key=lambda o: (-o[2], o[0]))
    together = Kept(None, kept if several else 0, due if several else 0, overdue=tuple(late))
    return (together, *own)


def _history(history: History, shown: Collection[int]) -> History:
    """By rep those that are shown, where what is left of the whole is not the figure of one."""
    hidden = history.by_rep.keys() - shown
    by_rep = history.by_rep if len(hidden) != 1 else {}
    return replace(history, by_rep={rep: n for rep, n in by_rep.items() if rep in shown})


def _requests(requests: Requests, shown: Collection[int]) -> tuple[OfRep, ...]:
    """Those of the others in one line: what waits. Medians of several people make no median, so there is
    none."""
    own = [r for r in requests.reps if r.person and r.person.id in shown]
    others = [r for r in requests.reps if r.person and r.person.id not in shown]
    waits = sorted((w for r in others for w in r.open), key=lambda w: (-w.waited, w.account))
    together = [OfRep(None, Pace(None, 0, 0), tuple(waits))] if others else []
    return (*together, *own)
