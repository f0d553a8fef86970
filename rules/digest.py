"""A manager's week in figures, computed as of its Sunday from the record. Source: DOMAIN, The weekly
digest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from math import ceil

from .book import behind
from .calendar import working_days_between
from .coverage import Seen, by_tier, coverage, neglect, untouched
from .facts import answered, kept, onboarding, resolved, threads, unmet, upsells, voice
from .facts.changes import rivals
from .facts.loosened import Loosening
from .facts.people import latest_first
from .fitting import Fitting, a_day, fitting
from .health import Health
from .looked import Looked, Whole, look, nothing_left
from .phrase import Days, Money, Phrase, say
from .policy import Policy
from .records import SEGMENTS, TIERS, Person, Record, Standing, days
from .revenue import retentions
from .week import NAMED, Capacity, Digest, Done, Effort, Logged, first_day
from .worries import needs, risks, to_grow, worries

OWN_TIERS = say("cadence back to its tier's")

NOTHING_DONE = Done()
NO_SEGMENTS: Mapping[int, str] = {}


def compose(
    records: Iterable[Record],
    people: Sequence[Person],
    ends_on: date,
    policy: Policy,
    done: Done = NOTHING_DONE,
    running: bool = False,
    segments: Mapping[int, str] = NO_SEGMENTS,
) -> Digest:
    """The digest of the week ending on `ends_on` for a team's `people`, from records that one of them owns
    or owned; they are read once, one by one. The rest as `assemble` has it."""
    ours = {p.id for p in people}
    looked = [look(record, ours, ends_on, policy=policy, running=running) for record in records]
    return assemble(looked, people, ends_on, policy=policy, done=done, running=running, segments=segments)


def assemble(
    looked: Sequence[Looked],
    people: Sequence[Person],
    ends_on: date,
    policy: Policy,
    done: Done = NOTHING_DONE,
    running: bool = False,
    head: int | None = None,
    segments: Mapping[int, str] = NO_SEGMENTS,
    whole: Whole = nothing_left,
) -> Digest:
    """The digest from accounts that were looked at, and what the team did; `head` is whose team it is,
    `segments` has that of each account that is in one; `whole` looks at those that were only glanced at."""
    ours = {p.id: p for p in people}
    now, before = [x.now for x in looked if x.now], [x.before for x in looked if x.before]
    stands = {x.record.account.id: x.record for x in looked if x.record.stood_until is None}
    first = first_day(ends_on, running)
    to_settle = needs(looked, first, ends_on)
    named = {n.seen.id for n in to_settle[:NAMED]}
    counted = [a for a in now if a.counted]
    tiers_of, segment_of = {a.id: a.tier for a in counted}, {a.id: segments.get(a.id, "") for a in counted}
    capacity = _capacity(now, people, ends_on, month=done.month)
    moving = sorted((x.passing for x in looked if x.passing), key=lambda p: (p.handoff.since_on, p.name))
    return Digest(
        ends_on=ends_on,
        people=ours,
        accounts=tuple(now),
        all=coverage(now),
        before=coverage(before),
        value=coverage(now, value=True),
        tiers=by_tier(now),
        tiers_before=by_tier(before),
        paused=sum(a.status == "paused" for a in now),
        untouched=tuple(untouched(now)),
        neglected=tuple(neglect(now)),
        retention=retentions(stands.values(), ours, ends_on, policy=policy),
        risks=risks(looked, whole),
        effort=_effort(TIERS, counted, tiers_of, _by_tier(stands, ours, ends_on), done),
        by_segment=_effort(
            (*SEGMENTS, ""), counted, segment_of, _by_segment(stands, ours, segments, ends_on), done
        ),
        capacity=tuple(capacity),
        fits=_fits(now, people, capacity, policy, done),
        nudges=done.nudges,
        history=done.history,
        learned=done.learned,
        changes=tuple(_changes(stands.values(), ours, first, ends_on)),
        worries=tuple(worries(looked, named=named, whole=whole)),
        segments={a.id: segment for a in now if (segment := segments.get(a.id, ""))},
        grow=tuple(to_grow(looked, segments, ends_on, policy, named=named, whole=whole)),
        unmet=unmet.of_team(stands.values(), ours, first, ends_on),
        running=running,
        unrated=_unrated(now),
        reached=_reached(now, done.week),
        gained=tuple(_gained(looked)),
        moved={a.id: stands[a.id].owner for a in now if stands[a.id].account.owner_id != a.owner_id},
        left=_left(stands.values(), ours, ends_on),
        promises=kept.of_team(stands.values(), ours, ends_on),
        requests=answered.of_team(stands.values(), ours, ends_on),
        onboarding=onboarding.of_team(stands.values(), ours, ends_on),
        thin=threads.in_order(x.thin for x in looked),
        champions=latest_first(x.champion for x in looked),
        needs=tuple(to_settle),
        behind=tuple(behind(now, people, head)),
        rivals=rivals(stands.values(), ours, first, ends_on),
        loosened=tuple(_loosened(looked, ours, first, ends_on)),
        overridden=tuple(_overridden(looked)),
        concerns=resolved.of_team(stands.values(), ours, first, ends_on),
        selling=upsells.of_team(stands.values(), ours, ends_on),
        voice=voice.of_team(stands.values(), ours, first, ends_on),
        passing=tuple(moving),
    )


def _left(records: Iterable[Record], ours: Collection[int], on: date) -> int:
    lost = (record for record in records if record.is_lost(on))
    there = (record.at(on).account for record in lost if on >= record.account.exists_on)
    return sum(a.status == "churned" and a.owner_id in ours and not a.served_through_parent for a in there)


def _loosened(
    looked: Sequence[Looked], ours: Collection[int], first: date, ends_on: date
) -> list[tuple[str, Loosening]]:
    """What people or files loosened in the week without anybody's tap, of accounts that the team owned."""
    said = [
        (x.record.account, loosening)
        for x in looked
        for loosening in x.record.loosenings
        if loosening.at_once and first <= loosening.asked_on <= ends_on and loosening.owner_id in ours
    ]
    said.sort(key=lambda pair: (pair[1].became, -(pair[0].annual or 0), pair[0].name))
    return [(account.name, loosening) for account, loosening in said]


def _overridden(looked: Sequence[Looked]) -> list[tuple[Seen, Health]]:
    """But for those that stand among the risks."""
    pairs = ((x.now, x.health) for x in looked if x.now and x.health and not x.is_risk)
    said = [(seen, health) for seen, health in pairs if health.override]
    return sorted(said, key=lambda pair: (-pair[0].revenue, pair[0].name))


def _unrated(now: Sequence[Seen]) -> tuple[Money, ...]:
    """What counted accounts bring in currencies without a rate, a sum for each."""
    sums: dict[str, int] = defaultdict(int)
    for a in now:
        if a.counted and a.brings is not None:
            sums[a.brings.currency] += a.brings.minor
    return tuple(Money(minor, currency) for currency, minor in sorted(sums.items()))


def _reached(now: Sequence[Seen], week: Sequence[Logged]) -> int:
    touched = {row.account_id for row in week if row.meaningful}
    return sum(a.counted and a.id in touched for a in now)


def _gained(looked: Sequence[Looked]) -> list[Seen]:
    """Accounts that came back into rhythm in the week because somebody reached them, by what they bring: a
    lower tier or a longer cadence is no praise."""
    pairs = ((x.now, x.before) for x in looked if x.now and x.before)
    reached = ((now, before) for now, before in pairs if now.silent < before.silent)
    back = [
        now
        for now, before in reached
        if now.counted and now.covered and before.counted and not before.covered
    ]
    return sorted(back, key=lambda a: (-a.revenue, a.name))


Part = Callable[[Logged], str | None]
"""Of what was logged on an account, in which part of the book it counts; None: it was not ours."""


def _by_tier(records: Mapping[int, Record], ours: Collection[int], on: date) -> Part:
    """The tier that the account had on the day of the touch."""

    def part(row: Logged) -> str | None:
        standing = _then(row, records, ours, on)
        return standing.tier if standing else None

    return part


def _by_segment(
    records: Mapping[int, Record], ours: Collection[int], segments: Mapping[int, str], on: date
) -> Part:
    """The segment that the account is in, or the one that it is served through: nobody keeps which it was
    in."""

    def part(row: Logged) -> str | None:
        mine = _then(row, records, ours, on)
        return segments.get(_served_by(row.account_id, records, on), "") if mine else None

    return part


def _served_by(account_id: int, records: Mapping[int, Record], on: date) -> int:
    """The account through which one is served in the end; itself, where it is looked after by itself."""
    seen = set[int]()
    while account_id in records and account_id not in seen:
        seen.add(account_id)
        account = records[account_id].at(on).account
        if not account.served_through_parent or account.parent_id is None:
            break
        account_id = account.parent_id
    return account_id


def _then(row: Logged, records: Mapping[int, Record], ours: Collection[int], on: date) -> Standing | None:
    """How an account stood on the day of a touch, where it was ours."""
    record = records.get(row.account_id)
    standing = record.standing(row.on or on) if record else None
    return standing if standing is not None and standing.owner_id in ours else None


def _effort(
    parts: Sequence[str], counted: Sequence[Seen], part_of: Mapping[int, str], part: Part, done: Done
) -> tuple[Effort, ...]:
    """What our people did on our accounts, by parts of the book."""

    def by_part(rows: Sequence[Logged]) -> dict[str, list[Logged]]:
        logged: dict[str, list[Logged]] = {name: [] for name in parts}
        for row in rows:
            if (name := part(row)) is not None:
                logged[name].append(row)
        return logged

    weeks, quarters = by_part(done.week), by_part(done.quarter)
    return tuple(
        Effort(
            name,
            sum(r.touches for r in weeks[name]),
            sum(r.minutes for r in weeks[name]),
            estimated_minutes=sum(r.estimated_minutes for r in weeks[name]),
            value_adding=sum(r.value_adding for r in weeks[name]),
            meaningful=sum(r.meaningful for r in weeks[name]),
            quarter_touches=sum(r.touches for r in quarters[name]),
            quarter_minutes=sum(r.minutes for r in quarters[name]),
            revenue=sum(a.revenue for a in counted if part_of[a.id] == name),
            accounts=sum(part_of[a.id] == name for a in counted),
        )
        for name in parts
    )


def _capacity(
    now: Sequence[Seen], people: Sequence[Person], on: date, month: Mapping[int, int]
) -> list[Capacity]:
    """Needed: for each active account 7 / (5 x cadence) a working day. `move`: accounts to hand over until
    it fits."""
    books: dict[int, list[Seen]] = defaultdict(list)
    for a in now:
        if a.status == "active":
            books[a.owner_id].append(a)
    rows = []
    for person in people:
        book = books.get(person.id, [])
        if not book:
            continue
        needed = sum(a_day(a.cadence) for a in book)
        made = month.get(person.id, 0) / max(working_days_between(on - days(27), on, person.own_days), 1)
        short = needed - made
        move = (
            min(ceil(short / max(a_day(a.cadence) for a in book)), len(book) // 2)
            if needed > 1 and made < 0.7 * needed
            else 0
        )
        rows.append(
            Capacity(person, len(book), sum(a.tier == "A" for a in book), needed=needed, made=made, move=move)
        )
    return sorted(rows, key=lambda c: (c.made - c.needed, c.person.name))


def _fits(
    now: Sequence[Seen], people: Sequence[Person], books: Sequence[Capacity], policy: Policy, done: Done
) -> Fitting | None:
    """Whether the whole team is short, and what would fit; None for one person, whose accounts others could
    take, and while the team has logged for less than the 4 weeks."""
    touches = sum(done.month.get(p.id, 0) for p in people)
    if len(people) < 2 or sum(row.meaningful for row in done.quarter) <= touches:
        return None
    called = [a for a in now if a.status == "active"]
    needed, made = sum(c.needed for c in books), sum(c.made for c in books)
    return fitting(called, needed, made, touches, policy)


def _changes(
    records: Iterable[Record], ours: Mapping[int, Person], first: date, last: date
) -> list[tuple[str, Phrase]]:
    """Tier, cadence, pause and owner changes within the week."""
    changes = []
    for record in records:
        for old, new in zip(record.standings, record.standings[1:], strict=False):
            if not first <= new.from_on <= last or not {old.owner_id, new.owner_id} & ours.keys():
                continue
            if old.tier != new.tier:
                changes.append((record.account.name, say("{was} to {tier}", was=old.tier, tier=new.tier)))
            if old.status != new.status:
                changes.append((record.account.name, _became(new)))
            if old.cadence_days != new.cadence_days:
                every = (
                    say("cadence every {cadence}", cadence=Days(new.cadence_days))
                    if new.cadence_days
                    else OWN_TIERS
                )
                changes.append((record.account.name, every))
            if old.owner_id != new.owner_id:
                changes.append((record.account.name, _passed(record, new, ours)))
    return changes


def _passed(record: Record, new: Standing, ours: Mapping[int, Person]) -> Phrase:
    """To whom an account went; of people outside the team only who has it still is known."""
    to = ours.get(new.owner_id) or (record.owner if record.owner.id == new.owner_id else None)
    return say("passed to {owner}", owner=to.name) if to else say("passed to another team")


def _became(new: Standing) -> Phrase:
    if new.reason:
        return say("{status}: {why}", status=new.status, why=new.reason)
    return say("{status}", status=new.status)
