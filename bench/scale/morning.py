"""The morning by zone, simulated from measured costs: when bundles of all workspaces fall due at 08:45, how
many workers bring them, how late the last comes, and what answers need of processes and connections."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from typing import NamedTuple

from .costs import LINES, LOOKS, Costs
from .figures import A_REP, ACCOUNTS_EACH, REPS, WORKSPACES, Figure, span

# assumed: hours that a zone is ahead of UTC, and its share of all people
ZONES = {-8: 0.10, -7: 0.04, -6: 0.14, -5: 0.24, -3: 0.05, 0: 0.10, 1: 0.16, 5: 0.07, 8: 0.04, 9: 0.06}
AT_HOME = 0.7  # of a workspace's people in its own zone, the rest as everybody
SLACK = 0.2  # seconds that a call to Slack is waited for
A_MINUTE = 300  # messages that Slack takes of a workspace
# of a working day's looks and lines, by hour from 08:00
HOURS = (0.08, 0.20, 0.15, 0.12, 0.06, 0.10, 0.11, 0.10, 0.08)
STATEMENT = 0.0005  # seconds between a process and its database and back
LATEST, LATE = 900.0, 300.0  # /readyz calls a message stale then; what 99 of 100 should keep
SLOTS = (100, 200, 400, 800, 1_600, 3_200)
FULL = 0.5  # of a core that a process is given to do


class Peak(NamedTuple):
    """Of the largest zone: seconds after 08:45 that 99 of 100 and all messages have arrived."""

    slots: int
    most: float
    last: float


def measure(costs: Costs) -> Iterator[Figure]:
    share = max(ZONES.values())
    at_once = REPS * share
    yield Figure(
        "messages due at 08:45 of each zone, by UTC, as assumed",
        "; ".join(f"{_at(zone)} {REPS * part / 1e3:,.0f} k" for zone, part in reversed(ZONES.items())),
        f"at most {at_once:,.0f}: {at_once / LATE:,.0f} a second to bring them within {span(LATE)}",
    )
    peaks = [simulated(slots, costs) for slots in SLOTS]
    enough = next((p for p in peaks if p.most <= LATE and p.last <= LATEST), peaks[-1])
    yield Figure(
        "simulated: workspaces served at once, and when 99 % / all have arrived",
        "; ".join(f"{p.slots:,}: {span(p.most)} / {span(p.last)}" for p in peaks),
        f"{enough.slots:,} at once are enough",
    )
    work = costs.rep.here + costs.message.here
    there = costs.rep.database + costs.message.database
    busy = at_once / LATE
    yield Figure(
        f"cores that this takes for {span(LATE)}",
        f"{span(work)} + {span(there)} a message planned and sent",
        f"{busy * work:,.0f} for workers, {busy * there:,.0f} in databases",
    )
    yield from _answers(costs)


def _at(zone: int) -> str:
    """08:45 there, here."""
    return f"{(8 - zone) % 24:02}:45"


def _answers(costs: Costs) -> Iterator[Figure]:
    rate = busiest()
    looks, lines = rate * LOOKS, rate * LINES
    here = looks * costs.look.here + lines * costs.line.here
    there = looks * costs.look.database + lines * costs.line.database
    held = sum(
        count * (cost.database + cost.here + cost.statements * STATEMENT)
        for count, cost in ((looks, costs.look), (lines, costs.line))
    )
    yield Figure(
        f"answers at the busiest minute ({LOOKS} looks, {LINES} lines a rep a day)",
        f"{looks:,.0f} looks and {lines:,.0f} lines a second",
        f"{here:,.0f} cores for web, {there:,.0f} in databases",
    )
    processes = here / FULL
    yield Figure(
        f"web processes at {FULL:.0%} of a core; connections they may open; in use at once",
        f"{processes:,.0f}; {processes * 34:,.0f}; {held:,.0f}",
        f"a pool of {held * 2:,.0f} in all behind pgbouncer",
    )


def busiest() -> float:
    """Of all people's acts of a day, the largest number that falls into one second."""
    hours = [0.0] * 24
    for zone, share in ZONES.items():
        for hour, part in enumerate(HOURS, 8):
            hours[(hour - zone) % 24] += share * part
    return max(hours) * REPS / 3_600


def simulated(slots: int, costs: Costs) -> Peak:
    """Workspaces wait for one of `slots`; one that has it plans its mornings and sends them one after the
    other, as Slack's rate and its answers let it."""
    largest = max(ZONES, key=lambda z: ZONES[z])
    free, arrived = [0.0] * slots, list[float]()
    for n in range(WORKSPACES):
        home = _zone(n / WORKSPACES)
        people = ACCOUNTS_EACH // A_REP
        due = round(people * (AT_HOME * (home == largest) + (1 - AT_HOME) * ZONES[largest]))
        each = max(60 / A_MINUTE, SLACK + costs.message.here + costs.message.database)
        begins = heapq.heappop(free) + due * (costs.rep.here + costs.rep.database)
        arrived += [begins + each * k for k in range(1, due + 1)]
        heapq.heappush(free, begins + each * due)
    arrived.sort()
    return Peak(slots, arrived[int(len(arrived) * 0.99)], arrived[-1])


def _zone(part: float) -> int:
    """Where a workspace is at home, which stands at this part of all."""
    part = part * 7 % 1  # not all of one zone after the other
    for zone, share in ZONES.items():
        if part < share:
            return zone
        part -= share
    return max(ZONES)
