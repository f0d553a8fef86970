"""What of a team's week its manager must know first: what only they settle, five accounts to worry about,
five to grow. An account is named once, under its worst reason."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from itertools import islice

from .growing import chances_of, growth_of, may_grow
from .health import Factor
from .looked import Looked, Whole, nothing_left
from .phrase import say
from .policy import Policy
from .week import RISKS, Firsts, Grow, Need, Risk

WORRIES = GROW = 5
SOME = 10  # that are looked at whole at a time


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


def risks(looked: Sequence[Looked], whole: Whole = nothing_left) -> Firsts[Risk]:
    """At risk or falling. Those that fell first: a list of many is cut. Then by revenue."""
    there = [x for x in looked if x.is_risk and x.now]
    there.sort(key=lambda x: (not x.fall.alarm, -x.now.revenue, x.now.name) if x.now else (True, 0, ""))
    return Firsts(tuple(map(_risk, _looked_at(there[:RISKS], whole))), len(there))


def _looked_at(those: Sequence[Looked], whole: Whole) -> list[Looked]:
    """Whole, in their order; what can't be looked at whole is left out."""
    glanced = [x.record.account.id for x in those if x.health is None]
    seen = {x.record.account.id: x for x in (whole(glanced) if glanced else ()) if x.health and x.now}
    ids = ((x, x.record.account.id) for x in those)
    return [x if x.health else seen[i] for x, i in ids if x.health or i in seen]


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


def worries(looked: Iterable[Looked], named: Collection[int], whole: Whole = nothing_left) -> list[Risk]:
    """Five accounts to worry about, of those at risk, falling or neglected: what they bring, times how bad
    it stands (points missing, twice if neglected). `named`: those that stand above, under what a manager
    is asked to settle.

    Of those that were only glanced at the points are not known: they are looked at whole, what may stand
    worst first, until none can stand worse than the fifth."""
    bad = [x for x in looked if x.now and x.now.status == "active" and x.now.id not in named]
    bad = [x for x in bad if x.is_risk or (x.now and x.now.counted and x.now.neglected)]
    known = sorted((_risk(x) for x in bad if x.health), key=_worst)
    left = sorted((x for x in bad if x.health is None), key=_at_worst)
    known, some = known[:WORRIES], SOME
    while left and (len(known) < WORRIES or _weight(known[-1]) <= -_at_worst(left[0])):
        known += map(_risk, _looked_at(left[:some], whole))
        known, left, some = sorted(known, key=_worst)[:WORRIES], left[some:], 2 * some
    return known


def _worst(risk: Risk) -> tuple[float, str]:
    return -_weight(risk), risk.seen.name


def _weight(risk: Risk) -> float:
    missing = 100 - (risk.health.score if risk.health.score is not None else 50)
    return (risk.seen.revenue + 1) * missing * (2 if risk.seen.neglected else 1)


def _at_worst(x: Looked) -> float:
    """Minus the weight that it has if every point is missing."""
    return -(x.now.revenue + 1) * 100 * (2 if x.now.neglected else 1) if x.now else 0


def to_grow(
    looked: Iterable[Looked],
    segments: Mapping[int, str],
    on: date,
    policy: Policy,
    named: Collection[int],
    whole: Whole = nothing_left,
) -> list[Grow]:
    """Five to grow as of a day, the first of those that the upsell plan ranks (rules/growing.py). `named`:
    those that stand above, under what a manager is asked to settle. They are looked at whole in that order,
    until there are five that are well."""
    there = dict[int, tuple[Looked, date]]()
    for x in looked:
        if x.now is None or x.now.status != "active" or x.now.id in named or x.is_risk:
            continue
        day = max(on, x.on)  # of a running week its owner's, where that has begun
        if may_grow(x.record.at(day), segments.get(x.now.id, ""), day):
            there[x.now.id] = x, day
    chances = chances_of(((x.record, day) for x, day in there.values()), policy)
    grow = list[Grow]()
    while len(grow) < GROW and (some := list(islice(chances, SOME))):
        for x in _looked_at([there[c.account_id][0] for c in some], whole):
            segment = segments.get(x.record.account.id, "")
            growth = growth_of(x.record, x.health, segment, max(on, x.on), policy) if x.health else None
            if growth and x.now:
                grow.append(Grow(x.now, growth))
    return grow[:GROW]
