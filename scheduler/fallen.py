"""Whose health fell: looked for where something happened, and told in the owner's next morning message while
it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from rules import alarms as rules
from rules.calendar import local_date, start_of
from rules.delivery.sending import Morning
from rules.policy import Policy
from rules.records import Record
from services import Services
from storage import alarms, workspaces
from storage.assess import AGAIN_AFTER, attempt, readable

from .reader import Reader

MOST = 50  # accounts of one morning


def look_for_falls(services: Services, workspace: int) -> int:
    """How many falls are to be told since. Costs one statement where nothing happened."""
    kept = 0
    while True:
        services.steady.sleep(0)
        now = services.clock()
        with services.reading() as session:
            ws = workspaces.get(session, workspace)
            due = dict(alarms.due(session, ws.id, now))
            records = {r.account.id: r for r in readable(session, ws.id, list(due), now=now)} if due else {}
        seen = [_look(n, at, records.get(n), now, ws.policy) for n, at in due.items()]
        if seen:
            with services.transaction() as session:
                kept += sum(alarms.keep(session, ws.id, one) for one in seen)
        if len(due) < alarms.CHUNK:
            return kept


def _look(
    account_id: int, due_at: datetime, record: Record | None, now: datetime, policy: Policy
) -> alarms.Seen:
    """One account; what can't be read or computed is looked at a day later."""
    on = local_date(now, record.owner.zone) if record else now.date()
    looked = attempt(None, account_id, now, rules.look, record, on, policy) if record else None
    if record is None or looked is None:
        return alarms.Seen(account_id, due_at, again_at=now + AGAIN_AFTER)
    again_at = start_of(looked.again_on, record.owner.zone) if looked.again_on else None
    return alarms.Seen(account_id, due_at, again_at, behind=looked.behind)


def untold(to: Reader, at: Morning) -> list[int]:
    """Falls that a person's morning is to say, the oldest `MOST`: those that were there before it began, and
    stand. Those that stand no more take no other's place."""
    standing, last = list[int](), 0
    while len(standing) < MOST:
        ids = alarms.untold(to.session, to.ws.id, to.person.id, at.opens_at, most=MOST, after=last)
        if not ids:
            break
        standing += sorted(_standing(to, ids, at.today))
        last = ids[-1]
    return standing[:MOST]


def told(to: Reader, ids: Sequence[int], stored: Mapping[str, Any]) -> list[rules.Fell]:
    """What a morning message says of them, as of its day, an account once; who fell furthest first."""
    standing = _standing(to, ids, date.fromisoformat(stored["local_on"]))
    fallen = {fell.account_id: fell for fell in standing.values()}
    return sorted(fallen.values(), key=lambda f: (-f.by, f.name))


def set_free(to: Reader, ids: Sequence[int], on: date) -> None:
    """Before a morning message is sent: what it will not say is said in another one, should it stand again,
    or to whoever owns the account by now."""
    unsaid = set(ids) - _standing(to, ids, on).keys()
    alarms.mark_told(to.session, to.ws.id, unsaid, None)


def _standing(to: Reader, ids: Sequence[int], on: date) -> dict[int, rules.Fell]:
    """Those of these falls that stand on a date, of accounts that are the person's."""
    owned = alarms.owned(to.session, to.ws.id, ids, to.person.id)
    records = readable(to.session, to.ws.id, sorted(set(owned.values())), now=to.now) if owned else []
    fallen = {
        r.account.id: fell
        for r in records
        if (fell := attempt(None, r.account.id, to.now, rules.fell, r, on, to.ws.policy))
    }
    return {n: fallen[account_id] for n, account_id in owned.items() if account_id in fallen}
