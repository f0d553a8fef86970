"""Once a week looks at what became of places: which reasons sink, and whether a place helps. Rep by rep, each
read for a moment; what is done by then when the process ends is not kept."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from rules.became import Shown
from rules.helped import Followed, Helped, helped
from rules.learned import WINDOW_FOR, Learned, is_due, sinking
from rules.reasons import OVERDUE, STAND
from rules.records import days
from services import Services
from storage import cuts, shown, workspaces

EVERYWHERE_OVER_FOR = timedelta(hours=12)  # a day is over everywhere half a day after it is in Greenwich


def learn(services: Services, workspace: int) -> int:
    """Look where that is due; at how many places."""
    now = services.clock()
    with services.reading() as session:
        ws = workspaces.get(session, workspace)
    if not is_due(ws.learned, now.date()):
        return 0
    with services.transaction() as session:
        cuts.forget_old(session, workspace, now.date())
    until = (now - EVERYWHERE_OVER_FOR).date() - days(1)
    places = _places(services, workspace, until, now)
    kept = Learned(now.date(), sinking(places, STAND, last=OVERDUE), _helped(services, workspace, until))
    with services.transaction() as session:
        workspaces.keep_learned(session, ws, kept.to_json())
    return len(places)


def _places(services: Services, workspace: int, until: date, now: datetime) -> list[Shown]:
    first = until - days(WINDOW_FOR - 1)
    with services.reading() as session:
        reps = shown.reps(session, workspace, first)
    places = list[Shown]()
    for rep in reps:
        services.steady.sleep(0)
        with services.reading() as session:
            places += shown.between(session, workspace, [rep], first, until, now)
    return places


def _helped(services: Services, workspace: int, until: date) -> Helped | None:
    with services.reading() as session:
        reps = cuts.reps(session, workspace)
    pairs = list[tuple[date, Followed]]()
    for rep in reps:
        services.steady.sleep(0)
        with services.reading() as session:
            pairs += cuts.followed(session, workspace, rep, until)
    if not pairs:
        return None
    mornings = [on for on, _ in pairs]
    return helped([pair for _, pair in pairs], min(mornings), max(mornings))
