"""Who of ours looks after an account beside its owner, each with a role, under one goal that all of them see.

Who is on the team may change the account (rules/access.py). Source: GUARANTEES, Who may.
"""

from __future__ import annotations

from collections.abc import Collection

from ..access import Caller, may_change
from ..phrase import Phrase, say
from .member import Member

FIELD = 300
"""Characters of a goal."""
MOST = 20
"""People on one team."""


def may_take_off(caller: Caller, member: Member, owner_id: int, team: Collection[int]) -> Phrase | None:
    """Whoever may change the account takes somebody off its team; each member leaves by themselves."""
    return None if member.person_id == caller.id else may_change(caller, owner_id, team)


CHURNED = say("That account is churned: nobody joins its team any more.")


def add_error(person_id: int | None, owner_id: int, there: Collection[Member], status: str) -> Phrase | None:
    """Why this person can't join; somebody who is on it already only changes their role."""
    if status == "churned":
        return CHURNED
    if person_id is None:
        return say("Who is it?")
    if person_id == owner_id:
        return say("The account is theirs already: the team is who helps them.")
    if len(there) >= MOST and all(m.person_id != person_id for m in there):
        return say("A team has at most {most} people.", most=MOST)
    return None
