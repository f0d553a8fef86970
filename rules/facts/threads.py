"""Accounts that hang by a thread: too few people met there, or nobody spoken with in person. Source: DOMAIN,
Touches, Live; Health, breadth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ..parts import WINDOW
from ..policy import Policy
from ..records import Account, Record, Tier, days
from .touch import LIVE

ENOUGH: dict[Tier, int] = {"A": 3, "B": 2}
"""People met within the window, at least."""


@dataclass(frozen=True, slots=True)
class Thin:
    """How an account hangs by a thread: `met` of the `need` people it takes (None: enough, or nobody on file
    yet), and whether it is e-mail only."""

    account: str
    tier: Tier
    met: int | None = None
    need: int = 0
    email_only: bool = False


def thin(record: Record, on: date, policy: Policy) -> Thin | None:
    """As of a day, of an active account; None where nothing is thin."""
    record = record.at(on)
    return thin_by(record.account, people_met(record, on), email_only(record, on, policy), on)


def thin_by(account: Account, met: int | None, written: bool, on: date) -> Thin | None:
    """The same of an account as it stood then, by how many were met (None: nobody is on file), and whether it
    is e-mail only."""
    if account.stands(on) != "active" or account.served_through_parent:
        return None
    need = ENOUGH.get(account.tier, 0)
    few = met is not None and met < need
    if not few and not written:
        return None
    return Thin(account.name, account.tier, met if few else None, need, email_only=written)


def people_met(record: Record, on: date) -> int | None:
    """How many of those who are here took part in a meaningful touch within 180 days; None while nobody was
    ever on file."""
    if not record.contacts:
        return None
    here = {c.id for c in record.contacts if c.here_on(on)}
    touches = record.between(on - days(WINDOW), on)
    return len({c for t in touches if t.meaningful for c in t.contact_ids} & here)


def email_only(record: Record, on: date, policy: Policy) -> bool:
    """An A that was touched within two cadences of its own, but never live. One that is silent for so long
    is that, and said so; of one that is younger nobody knows yet."""
    span = written_for(record.account, on, policy)
    if span is None:
        return False
    touches = [t for t in record.between(on - span, on) if t.meaningful]
    return bool(touches) and not any(t.channel in LIVE for t in touches)


def written_for(account: Account, on: date, policy: Policy) -> timedelta | None:
    """How long one without a live touch is e-mail only; None where nobody asks, or nobody knows yet."""
    span = days(2 * (account.cadence_days or policy.cadence(account.tier)))
    return span if account.tier == "A" and on - account.exists_on >= span else None


def in_order(thins: Iterable[Thin | None]) -> tuple[Thin, ...]:
    """A before B, the fewest met first."""
    there = [t for t in thins if t]
    return tuple(sorted(there, key=lambda t: (t.tier, t.need if t.met is None else t.met, t.account)))
