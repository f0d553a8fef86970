"""Once a month looks back at what health told, for what cards may say of it: in small steps, so that nobody
waits for them. What is done by then when the process ends is not kept: the next one begins anew."""

from __future__ import annotations

from collections.abc import Callable

from rules.chances import chances, is_due
from rules.worth import by_band
from services import Services, Steady
from storage import workspaces, worth

REST = 0.02  # seconds at least between two steps
UNHEARD = "unheard"  # what cards speak of


def look_back(services: Services, workspace: int) -> int:
    """Look back where that is due; how many days were looked at."""
    now = services.clock()
    with services.reading() as session:
        ws = workspaces.get(session, workspace)
        if not is_due(ws.chances, ws.policy, now.date()):
            return 0
        plan = worth.plan(session, ws, now)
    looks = worth.look_back(services.reading, ws, plan, now, rest=_resting(services.steady))
    kept = chances(by_band(looks, UNHEARD), plan.dates, ws.policy, on=now.date())
    with services.transaction() as session:
        workspaces.keep_look_back(session, ws, kept.to_json())
    return len(plan.dates)


def _resting(steady: Steady) -> Callable[[], None]:
    """Rests after each step for as long as it took: half of the machine at most, the rest is for whoever
    waits."""
    woken = steady.monotonic()

    def rest() -> None:
        nonlocal woken
        steady.sleep(max(REST, steady.monotonic() - woken))
        woken = steady.monotonic()

    return rest
