"""Once a month looks back at what health told, for what cards may say of it: in small steps, so that nobody
waits for them. What is done by then when the process ends is not kept: the next one begins anew."""

from __future__ import annotations

from rules.chances import chances, is_due
from rules.worth import by_band
from services import Services
from storage import workspaces, worth

REST = 0.02  # seconds between two steps: the machine is for whoever waits
UNHEARD = "unheard"  # what cards speak of


def look_back(services: Services, workspace: int) -> int:
    """Look back where that is due; how many days were looked at."""
    now = services.clock()
    with services.reading() as session:
        ws = workspaces.get(session, workspace)
        if not is_due(ws.chances, ws.policy, now.date()):
            return 0
        plan = worth.plan(session, ws, now)
    looks = worth.look_back(services.reading, ws, plan, now, rest=lambda: services.steady.sleep(REST))
    kept = chances(by_band(looks, UNHEARD), plan.dates, ws.policy, on=now.date())
    with services.transaction() as session:
        workspaces.keep_look_back(session, ws, kept.to_json())
    return len(plan.dates)
