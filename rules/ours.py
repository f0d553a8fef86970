"""Who of ours looks after whom: who may add, change and take somebody off, and what can't be."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from .access import Caller
from .phrase import Phrase, say
from .records import Person

ROLES = ("rep", "manager", "admin")
LEFT_US, SWITCHED_OFF, GAVE, PASSED_TEAM = "left us", "switched off", "gave accounts", "passed their team"
MOVES = (LEFT_US, SWITCHED_OFF, GAVE, PASSED_TEAM)
"""Acts by which people or accounts of somebody go to another, as the audit trail calls them."""


def may_look_after(caller: Caller) -> Phrase | None:
    """Who sees the list, and adds somebody: managers to their own tree, admins anywhere."""
    if caller.person.leads or caller.person.is_admin:
        return None
    return say("Managers and admins look after who is here.")


def may_change(caller: Caller, person: Person) -> Phrase | None:
    """Role, manager, leaving: of their own people by managers, of anybody by admins."""
    if caller.person.is_admin:
        return None
    if person.id in caller.under and person.id != caller.id and not person.is_admin:
        return None
    return say("Only their managers and admins can change that.")


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stands: their role, and under whom (None: nobody)."""

    role: str
    manager_id: int | None


def place_error(
    caller: Caller, place: Place, manager: Person | None, below: Collection[int]
) -> tuple[str, Phrase] | None:
    """What is wrong with a place, by field: `below` are those under whoever gets it."""
    if place.role not in ROLES:
        return "role", say("Rep, manager or admin?")
    if place.role == "admin" and not caller.person.is_admin:
        return "role", say("Only admins make admins.")
    if place.manager_id is not None and (manager is None or not manager.active):
        return "manager", say("They are not with us any more.")
    if place.manager_id in below:
        return "manager", say("Nobody is managed by themselves, or by one of their own people.")
    if not caller.person.is_admin and place.manager_id not in caller.under:
        return "manager", say("You place people in your own team: choose somebody of yours.")
    return None


def last_admin(person: Person, stays: bool, admins: Collection[int]) -> Phrase | None:
    """There is always an admin."""
    if stays or not person.is_admin or set(admins) - {person.id}:
        return None
    return say("They are the only admin: make somebody else one first.")


def leave_error(
    caller: Caller, person: Person, taker: Person | None, accounts: int
) -> tuple[str, Phrase] | None:
    """Why somebody is not taken off so, by field."""
    if person.id == caller.id:
        return "taker", say("Somebody else takes you off.")
    if not accounts:
        return None
    if taker is None or not taker.active or taker.id == person.id:
        return "taker", say("Who takes their accounts?")
    if not caller.person.is_admin and taker.id not in caller.under:
        return "taker", say("You give accounts to your own people, or keep them.")
    return None
