"""What of a team's week its manager must know first: what only they settle, five accounts to worry about,
five to grow. An account is named once, under its worst reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from .growing import growth_of, ranked
from .health import Factor
from .looked import Looked
from .phrase import say
from .policy import Policy
from .week import Grow, Need, Risk

WORRIES = GROW = 5


def needs(looked: Sequence[Looked], first: date, last: date) -> list[Need]:
    """What only a manager settles of first..last, an account once: relationships whose turn to be decided on
    came, introductions that wait, first touches that were missed. At risk or falling stands first, with what
    is to be settled beside it; then the decisions, the missed, the waiting; each by what they bring."""
    there = []
    for x in looked:
        strain = x.strain if x.strain and x.strain.asked(first, last) else None
        if x.now and (strain or x.passing):
            there.append(Need(x.now, strain, x.passing, _risk(x) if x.is_risk else None))
    return sorted(there, key=_first)


def _first(n: Need) -> tuple[bool, bool, bool, int, str]:
    late = n.passing is not None and n.passing.late
    return n.risk is None, n.strain is None, not late, -n.seen.revenue, n.seen.name


def risks(looked: Sequence[Looked]) -> list[Risk]:
    """At risk or falling. Those that fell first: a list of many is cut. Then by revenue."""
    there = [_risk(x) for x in looked if x.is_risk]
    return sorted(there, key=lambda r: (not r.trend.alarm, -r.seen.revenue, r.seen.name))


def _risk(x: Looked) -> Risk:
    assert x.now is not None
    assert x.health is not None
    behind = [f for f in x.health.factors if f.name in x.fall.behind] if x.fall.alarm else []
    worst = costliest(behind or x.health.factors)
    return Risk(
        x.now,
        x.health,
        x.fall,
        why=worst.why if worst else say("nothing known"),
        factor=worst.name if worst else "",
    )


def costliest(factors: Iterable[Factor]) -> Factor | None:
    """The known factor that costs most points."""
    return max((f for f in factors if f.known), key=lambda f: f.possible - f.earned, default=None)


def worries(looked: Iterable[Looked], named: Collection[int]) -> list[Risk]:
    """Five accounts to worry about, of those at risk, falling or neglected: what they bring, times how bad
    it stands (points missing, twice if neglected). `named`: those that stand above, under what a manager
    is asked to settle."""

    def weight(risk: Risk) -> float:
        missing = 100 - (risk.health.score if risk.health.score is not None else 50)
        return (risk.seen.revenue + 1) * missing * (2 if risk.seen.neglected else 1)

    bad = (x for x in looked if x.now is not None and x.health is not None and x.now.id not in named)
    there = [_risk(x) for x in bad if x.is_risk or (x.now.counted and x.now.neglected)]  # type: ignore[union-attr]
    return sorted(there, key=lambda r: (-weight(r), r.seen.name))[:WORRIES]


def to_grow(
    looked: Iterable[Looked], segments: Mapping[int, str], on: date, policy: Policy, named: Collection[int]
) -> list[Grow]:
    """Five to grow as of a day, the first of those that the upsell plan ranks (rules/growing.py). `named`:
    those that stand above, under what a manager is asked to settle."""
    seen, those = {}, []
    for x in looked:
        if x.now is None or x.health is None or x.now.id in named or x.is_risk:
            continue
        day = max(on, x.health.on)  # of a running week its owner's, where that has begun
        if growth := growth_of(x.record, x.health, segments.get(x.now.id, ""), day, policy):
            seen[x.now.id] = x.now
            those.append(growth)
    return [Grow(seen[g.account_id], g) for g in ranked(those, policy.currency)[:GROW]]
