"""What loosens the hold on an account, and whose tap it needs. Source: DOMAIN, Cadence.

A lower tier, a longer cadence, a rest of more than 30 days, served through its parent, churned. Of an A it
waits for a manager of its owner; of a B or C it holds at once, and the manager may take it back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from .access import Caller
from .cadence import own_cadence
from .editing import Edit, Values
from .facts.loosened import APPROVED, EXPIRED, HELD, OVERTAKEN, REFUSED, TAKEN_BACK, Loosening, Stands
from .phrase import Days, Phrase, say
from .policy import Policy
from .records import TIERS, Account, Tier, days

MOST_REST, WITHIN = 30, 90  # days; those of an A are counted together
BACK_FOR = 7  # days in which a manager takes one back, once their digest told of it
TIER, CADENCE, PAUSE, SNOOZE, CHURN = "tier", "cadence", "pause", "snooze", "churn"
THROUGH, KEPT = "through", "kept"
CHANGED = say("The account changed meanwhile, so that is over: nothing was changed.")
DAY_PASSED = say("The day that it was to rest until has come, so that is over: nothing was changed.")
Rest = tuple[date, date]
"""From a day on, to the day before another."""


def stands(account: Account) -> Stands:
    through = (account.parent_id, account.parent_name) if account.served_through_parent else (None, "")
    until = account.paused_until
    return Stands(account.tier, account.status, account.cadence_days, until, None, None, *through)


def loosens(
    before: Stands, after: Stands, today: date, policy: Policy, rests: Iterable[Rest] = ()
) -> tuple[str, ...]:
    """In which ways a change loosens; none when it does not. `rests`: when it was paused or put off
    before."""
    if before.status == "churned":
        return ()
    if after.status == "churned":
        return (CHURN,)
    ways = []
    if TIERS.index(_tier(after)) > TIERS.index(_tier(before)):
        ways.append(TIER)
    elif _cadence(after, policy) > _cadence(before, policy):
        ways.append(CADENCE)
    elif keeps_slower(before, after, policy):
        ways.append(KEPT)
    if after.through is not None and before.through is None:
        ways.append(THROUGH)
    if after.status == "paused" and after.until is None and before.status != "paused":
        ways.append(PAUSE)  # without an end
    paused = after.until if after.status == "paused" and after.until != before.until else None
    for way, until in ((PAUSE, paused), (SNOOZE, after.snoozed_until)):
        if until is None or until <= today or (way == SNOOZE and before.tier != "A"):
            continue
        if until <= _rests_until(before, way, today):
            continue  # it ends sooner, or as it does
        counted = rests if before.tier == "A" else ()
        if rested([*counted, (today, until)], today) > MOST_REST:
            ways.append(way)
    return tuple(ways)


def keeps_slower(before: Stands, after: Stands, policy: Policy) -> bool:
    """Whether a tier is raised and a cadence of its own, slower than that tier's, is kept: it calls for no
    more than before, under a name that promises more."""
    is_raised = TIERS.index(_tier(after)) < TIERS.index(_tier(before))
    return is_raised and _cadence(after, policy) > policy.cadence(_tier(after))


def _rests_until(before: Stands, way: str, today: date) -> date:
    """Until when it rests already, so that a pause or a snooze to then lets nothing rest longer. What is put
    off still counts for coverage, paused it does not: a snooze holds back no pause."""
    pause = (before.until or date.max) if before.status == "paused" else today
    return pause if way == PAUSE else max(pause, before.snoozed_until or today)


def _tier(of: Stands) -> Tier:
    return of.tier  # type: ignore[return-value]


def _cadence(of: Stands, policy: Policy) -> int:
    return own_cadence(_tier(of), of.cadence_days, policy)


def edit_of(stored: Values, after: Stands, why: str) -> Edit:
    """The change by which an account that is `stored` so stands as it is to; `why` it rests or left."""
    values: Values = {"tier": after.tier, "status": after.status, "cadence_days": after.cadence_days}
    values["paused_until"] = after.until.isoformat() if after.until and after.left_on is None else None
    through = after.through is not None and stored["parent_id"] == after.through
    values["served_through_parent"] = through
    changed = {c: v for c, v in values.items() if v != stored[c]}
    if {"status", "paused_until"} & changed.keys():
        changed["status_reason"] = why if after.status != "active" else ""
    return Edit({c: stored[c] for c in changed}, changed, left_on=after.left_on)


def rested(rests: Iterable[Rest], today: date) -> int:
    """On how many days, of the last 90 and those to come, an account rests; a day counts once."""
    first = today - days(WITHIN)
    return len({d for a, b in rests for n in range((b - a).days) if (d := a + days(n)) >= first})


def may_decide(caller: Caller, owner_id: int) -> Phrase | None:
    """Who loosens without being asked, approves and takes back: whoever manages its owner, and admins."""
    manages = owner_id in caller.under and caller.id != owner_id
    if manages or caller.person.is_admin:
        return None
    return say("Only a manager of its owner, or an admin, decides on that.")


def asks(account: Account, ways: Sequence[str], caller: Caller) -> bool:
    """Whether it waits for somebody's tap."""
    return bool(ways) and account.tier == "A" and may_decide(caller, account.owner_id) is not None


def overtaken(loosening: Loosening, account: Account, today: date) -> bool:
    """Whether the account is not any more what it was when somebody asked, or what was asked lies behind."""
    if day_passed(loosening, today):
        return True
    through = loosening.after.through
    moved = through is not None and through != account.parent_id
    is_other = stands(account).standing != loosening.before.standing
    return account.owner_id != loosening.owner_id or moved or is_other


def day_passed(loosening: Loosening, today: date) -> bool:
    """Whether the day until which it was to rest came."""
    until = rests_until(loosening)
    return until is not None and until <= today


def rests_until(loosening: Loosening) -> date | None:
    """The day until which it is to rest; None where that is not what was asked, or has no end."""
    before, after = loosening.before, loosening.after
    pause = after.until if after.status == "paused" and after.until != before.until else None
    return after.snoozed_until or pause


def differences(before: Stands, after: Stands) -> list[Phrase]:
    """What changes, each in a few words."""
    said = []
    if after.status == "churned" != before.status:
        return [say("churned since {on}", on=after.left_on) if after.left_on else say("churned")]
    if after.tier != before.tier:
        said.append(say("tier {before} to {after}", before=before.tier, after=after.tier))
    raised = TIERS.index(_tier(after)) < TIERS.index(_tier(before))
    if raised and after.cadence_days and after.cadence_days == before.cadence_days:
        said.append(say("keeps its own cadence of {cadence}", cadence=Days(after.cadence_days)))
    if after.cadence_days != before.cadence_days and after.cadence_days:
        said.append(say("cadence {after}", after=Days(after.cadence_days)))
    elif after.cadence_days != before.cadence_days:
        said.append(say("its tier's cadence"))
    if after.through != before.through:
        to = say("served through {parent}", parent=after.through_name or "its parent")
        said.append(say("looked after by itself") if after.through is None else to)
    if after.status == "paused" and after.until and after.until != before.until:
        said.append(say("paused until {on}", on=after.until))
    if after.snoozed_until:
        said.append(say("put off until {on}", on=after.snoozed_until))
    return said


def ended_with_its_day(loosening: Loosening) -> bool:
    """Of one that was overtaken: by its day, not by a change of the account."""
    return loosening.ended_on is not None and day_passed(loosening, loosening.ended_on)


def meanwhile(loosening: Loosening) -> Phrase:
    """What became of one, for whoever taps too late."""
    by = loosening.ended_by or "Tend"
    if loosening.became == OVERTAKEN and ended_with_its_day(loosening):
        return DAY_PASSED
    return {
        APPROVED: say("{by} approved that already.", by=by),
        REFUSED: say("{by} refused that already: nothing was changed.", by=by),
        EXPIRED: say("Nobody answered that in time: nothing was changed."),
        OVERTAKEN: CHANGED,
        TAKEN_BACK: say("{by} took that back already.", by=by),
        HELD: say("That held at once."),
    }.get(loosening.became, say("That was withdrawn: nothing was changed."))


def may_take_back(
    loosening: Loosening, account: Account, today: date, sent_on: date | None = None
) -> Phrase | None:
    """Why one that held at once can't be taken back (any more). `sent_on`: when the digest that tells of it
    came to whoever takes it back; it is due on the Monday after."""
    if loosening.became != HELD:
        return meanwhile(loosening)
    due_on = loosening.asked_on + days(7 - loosening.asked_on.weekday())
    if today > max(due_on, sent_on or due_on) + days(BACK_FOR):
        return say(
            "That was in the digest more than {days} ago: change the account instead.", days=Days(BACK_FOR)
        )
    now, then = stands(account), loosening.after
    if replace(now, until=then.until).standing != then.standing:
        return say("The account was changed again since: open it to see how it stands.")
    return None
