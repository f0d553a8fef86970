"""A manager's week in figures, computed as of its Sunday from the record. Source: DOMAIN, The weekly digest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil

from .calendar import working_days_between
from .coverage import Seen, by_tier, coverage, neglect, seen, untouched
from .health import Health, Trend, assess, trend
from .phrase import Phrase, say
from .policy import Policy
from .records import TIERS, Person, Record, Tier, days
from .revenue import retention
from .week import Capacity, Digest, Effort, Logged, NudgesActed, Risk

WORRIES = 5

NO_NUDGES = NudgesActed()


def compose(
    records: Sequence[Record],
    people: Sequence[Person],
    ends_on: date,
    policy: Policy,
    week: Sequence[Logged] = (),
    quarter: Sequence[Logged] = (),
    month: Mapping[int, int] | None = None,
    nudges: NudgesActed = NO_NUDGES,
    running: bool = False,
) -> Digest:
    """The digest of the week ending on `ends_on` for a team's `people`; `month` is meaningful touches per person in
    the 28 days to it. Records are those that one of the people owns or owned."""
    ours = {p.id: p for p in people}
    now = _owned(records, ours, ends_on, policy)
    before = _owned(records, ours, ends_on - days(7), policy)
    by_id = {r.account.id: r for r in records}
    cohort = {a.id: by_id[a.id].movements for a in now}
    kept = retention(cohort, ends_on, policy)
    left = neglect(now)
    risks = _risks([by_id[a.id] for a in now if a.status == "active"], {a.id: a for a in now}, ends_on, policy)
    return Digest(
        ends_on=ends_on, people=ours, accounts=tuple(now), all=coverage(now), before=coverage(before),
        value=coverage(now, value=True), tiers=by_tier(now), tiers_before=by_tier(before),
        paused=sum(a.status == "paused" for a in now), untouched=tuple(untouched(now)), neglected=tuple(left),
        retention=kept, largest_name=by_id[kept.largest_account].account.name if kept.largest_account else "",
        risks=tuple(risks), effort=_effort(now, {a.id: a.tier for a in now}, week, quarter),
        capacity=tuple(_capacity(now, people, ends_on, month or {})), nudges=nudges,
        changes=tuple(_changes(records, ours, ends_on)), worries=tuple(_worries(risks, left, by_id, ends_on, policy)),
        running=running,
    )  # fmt: skip


def _owned(records: Sequence[Record], ours: Mapping[int, Person], on: date, policy: Policy) -> list[Seen]:
    found = (seen(r, on, policy) for r in records)
    return [s for s in found if s is not None and s.owner_id in ours and s.status != "churned"]


def _risks(records: Sequence[Record], now: Mapping[int, Seen], on: date, policy: Policy) -> list[Risk]:
    """At risk, or falling by more than 10 points in 7 days; by revenue."""
    found = []
    for record in records:
        health = assess(record, on, policy)
        moved = trend(record, on, policy) if health.score is not None else Trend()
        if health.at_risk or moved.alarm:
            found.append(Risk(now[record.account.id], health, moved, main_reason(health)))
    return sorted(found, key=lambda r: (-r.seen.revenue, r.seen.name))


def main_reason(health: Health) -> Phrase:
    """The factor that costs most points, as its sentence."""
    worst = max((f for f in health.factors if f.known), key=lambda f: f.possible - f.earned, default=None)
    return worst.why if worst else say("nothing known")


def _effort(
    now: Sequence[Seen], tiers: Mapping[int, Tier], week: Sequence[Logged], quarter: Sequence[Logged]
) -> tuple[Effort, ...]:
    def of(rows: Sequence[Logged], tier: Tier) -> list[Logged]:
        return [r for r in rows if tiers.get(r.account_id) == tier]

    return tuple(
        Effort(
            tier, sum(r.touches for r in of(week, tier)), sum(r.minutes for r in of(week, tier)),
            sum(r.estimated_minutes for r in of(week, tier)), sum(r.value_adding for r in of(week, tier)),
            sum(r.meaningful for r in of(week, tier)), sum(r.touches for r in of(quarter, tier)),
            sum(r.minutes for r in of(quarter, tier)), sum(a.revenue for a in now if a.tier == tier),
        )
        for tier in TIERS
    )  # fmt: skip


def _capacity(now: Sequence[Seen], people: Sequence[Person], on: date, month: Mapping[int, int]) -> list[Capacity]:
    """Needed: for each active account 7 / (5 x cadence) a working day. `move`: accounts to hand over until it fits."""
    books: dict[int, list[Seen]] = defaultdict(list)
    for a in now:
        if a.status == "active":
            books[a.owner_id].append(a)
    rows = []
    for person in people:
        book = books.get(person.id, [])
        if not book:
            continue
        needed = sum(7 / (5 * a.cadence) for a in book)
        made = month.get(person.id, 0) / max(working_days_between(on - days(27), on, person.country), 1)
        short = needed - made
        move = (
            min(ceil(short / max(7 / (5 * a.cadence) for a in book)), len(book) // 2) if needed > 1 and made < 0.7 * needed else 0
        )
        rows.append(Capacity(person, len(book), sum(a.tier == "A" for a in book), needed, made, move))
    return sorted(rows, key=lambda c: (c.made - c.needed, c.person.name))


def _changes(records: Sequence[Record], ours: Mapping[int, Person], on: date) -> list[tuple[str, Phrase]]:
    """Tier, cadence, pause and owner changes within the week."""
    found = []
    for record in records:
        for old, new in zip(record.standings, record.standings[1:], strict=False):
            if not on - days(6) <= new.from_on <= on or not {old.owner_id, new.owner_id} & ours.keys():
                continue
            if old.tier != new.tier:
                found.append((record.account.name, say("{0} to {1}", old.tier, new.tier)))
            if old.status != new.status:
                reason = f": {new.reason}" if new.reason else ""
                found.append((record.account.name, say("{0}{1}", new.status, reason)))
            if old.cadence_days != new.cadence_days:
                told = f"every {new.cadence_days} days" if new.cadence_days else "back to its tier's"
                found.append((record.account.name, say("cadence {0}", told)))
            if old.owner_id != new.owner_id:
                found.append((record.account.name, say("new owner")))
    return found


def _worries(risks: Sequence[Risk], left: Sequence[Seen], by_id: Mapping[int, Record], on: date, policy: Policy) -> list[Risk]:
    """Five accounts to worry about: what they bring, times how bad it stands (points missing, twice if neglected)."""
    all_of = {r.seen.id: r for r in risks}
    for a in left:
        if a.id not in all_of:
            health = assess(by_id[a.id], on, policy)
            all_of[a.id] = Risk(a, health, trend(by_id[a.id], on, policy), main_reason(health))

    def weight(risk: Risk) -> float:
        missing = 100 - (risk.health.score if risk.health.score is not None else 50)
        return (risk.seen.revenue + 1) * missing * (2 if risk.seen.neglected else 1)

    return sorted(all_of.values(), key=lambda r: (-weight(r), r.seen.name))[:WORRIES]
