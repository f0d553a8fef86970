"""One account as a digest sees it where its touches need not be read: by the days that aggregates tell of
them.

Most accounts of a team are in rhythm and nothing happened to them: neither at risk nor falling, whatever
their factors say. Of those that are silent for twice their cadence the band is known, too. Only the others
are looked at whole (looked.py), and those of these that a digest names."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from .cadence import came_due_since, own_cadence
from .coverage import Seen, seen_since
from .factors import weights_of
from .facts import threads
from .facts.changed import ACQUIRED
from .facts.growth import contracted
from .facts.strain import REPEATED
from .facts.touches import YOUNG
from .looked import Looked, owned
from .policy import Policy
from .records import TIERS, Record, days
from .trend import Trend


class Met(NamedTuple):
    """What is known of an account's touches as of a day and of a week before (`_then`), all of them local
    dates: the last meaningful one, the last that gave something, the last live one; whether the last mood may
    be a worry, and whether so many contacts of ours in a row brought nothing back (facts/strain.py).

    Of its people: whether anybody was on file, how many of those who are there were met in 180 days,
    whether a champion may have left or moved. "May": a day is not looked at, so that it may be nothing."""

    last_on: date | None = None
    last_then: date | None = None
    value_on: date | None = None
    value_then: date | None = None
    live_on: date | None = None
    worried: bool = False
    unanswered: bool = False
    on_file: bool = False
    people: int = 0
    champion_left: bool = False


def glance(record: Record, met: Met, ours: Collection[int], on: date, policy: Policy) -> Looked | None:
    """One account as of a day, of its record without touches and contacts; None where it has to be looked at
    whole."""
    if record.account.tier not in TIERS or not all(s.tier in TIERS for s in record.standings):
        return None
    now = owned(seen_since(record, met.last_on, met.value_on, on, policy), ours)
    before = owned(seen_since(record, met.last_then, met.value_then, on - days(7), policy), ours)
    thin, lapsed = None, False
    if now is not None:
        if record.handoffs or record.overrides:
            return None
        if now.status == "active":
            then = record.at(on)
            lapsed = _lapsed(then, met, on, policy)
            if _is_strained(record, met) or _happened(record, met, on, policy):
                return None
            if not lapsed and not _in_rhythm(now, met, on):
                return None
            if now.counted:
                thin = _thin(then, met, on, policy)
    return Looked(record, now, before, health=None, fall=Trend(), thin=thin, on=on, lapsed=lapsed)


def _is_strained(record: Record, met: Met) -> bool:
    """Whether the relationship may be strained."""
    acquired = any(c.kind == ACQUIRED for c in record.changes)
    return met.unanswered or met.champion_left or acquired or len(record.concerns) >= REPEATED


def _happened(record: Record, met: Met, on: date, policy: Policy) -> bool:
    """Whether an event may stand behind a factor (rules/factors.py, `events`): without one a score falls with
    silence alone, which is no alarm, and an account in rhythm is on watch at worst."""
    return (
        met.worried
        or met.champion_left
        or any(c.open_on(on) for c in record.concerns)
        or any(p.late_on(on) for p in record.promises)
        or contracted(record, on, policy)
    )


def _in_rhythm(now: Seen, met: Met, on: date) -> bool:
    """As a band has it: a pause excuses nothing."""
    return met.last_on is not None and (on - met.last_on).days <= now.cadence


def _lapsed(then: Record, met: Met, on: date, policy: Policy) -> bool:
    """Whether it is certainly at risk, if nothing else is said: silent for twice its cadence, so that its
    score is below 50, and enough is known by its touches alone."""
    account = then.account
    due_on = came_due_since(account, then.owner, met.last_on, policy)
    cadence = own_cadence(account.tier, account.cadence_days, policy)
    if due_on is None or (on - due_on).days <= cadence:
        return False
    weights = weights_of(policy)
    steady = weights["steadiness"] if (on - account.exists_on).days >= YOUNG else 0
    known = weights["silence"] + weights["value of touches"] + steady
    return known > 0 and known / sum(weights.values()) >= 0.5


def _thin(then: Record, met: Met, on: date, policy: Policy) -> threads.Thin | None:
    span = threads.written_for(then.account, on, policy)
    written = (
        span is not None
        and met.last_on is not None
        and met.last_on >= on - span
        and (met.live_on is None or met.live_on < on - span)
    )
    return threads.thin_by(then.account, met.people if met.on_file else None, written, on)
