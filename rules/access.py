"""Who may. Deny by default; each answer is a sentence (a Phrase) for the person, or None for yes. Source:
GUARANTEES, Who may."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from .phrase import Phrase, say
from .records import Person

ELSEWHERE = "elsewhere"
NOT_REGISTERED = say(
    "I don't know you yet. Ask an admin to add you (people.csv) with the e-mail of your Slack profile."
)
OTHER_WORKSPACE = say("Tend answers people of its own workspace only.", kind=ELSEWHERE)
GUEST = say("Tend is not open to guests.")
GONE = say("Your access to Tend has been switched off. Ask an admin.")


COVERS = say("You cover for its owner: giving it away, or calling it less often, waits for them.")


@dataclass(frozen=True, slots=True)
class Caller:
    """A registered person who acts; `under` are the ids of everybody below them, themselves included."""

    person: Person
    under: frozenset[int]

    @property
    def id(self) -> int:
        return self.person.id


def may_change(caller: Caller, owner_id: int, team: Collection[int]) -> Phrase | None:
    """Tier, pause, snooze, hand over: the owner, the account team, whoever manages the owner."""
    if owner_id in caller.under or caller.id in team or caller.person.is_admin:
        return None
    return say("Only its owner, its team and their managers can change this account.")


def may_add_for(caller: Caller, owner: Person) -> Phrase | None:
    """Into whose book somebody adds an account: their own, and those of their people."""
    if owner.id in caller.under or caller.person.is_admin:
        return None
    return say("Only their manager adds an account to somebody's book.")


def may_edit_touch(caller: Caller, by_id: int) -> Phrase | None:
    return None if caller.id == by_id else say("Only its author can change or undo a touch.")


def may_void_touch(caller: Caller, by_id: int) -> Phrase | None:
    if caller.id == by_id or by_id in caller.under:
        return None
    return say("Only its author or their manager can undo a touch.")


def may_bring_back(caller: Caller, by_id: int, voided_by: int | None) -> Phrase | None:
    """A touch that was voided: whoever voided it and those above them; its author where that was them."""
    if caller.id == voided_by or (voided_by in caller.under if voided_by else by_id in caller.under):
        return None
    return say("Only whoever voided a touch, or their manager, can bring it back.")


def may_answer(person: Person, to_id: int) -> Phrase | None:
    return None if person.id == to_id else say("Only whom it was put to answers a question.")


def may_see_figures(caller: Caller) -> Phrase | None:
    return (
        None
        if caller.person.leads
        else say("The digest is for managers: it shows the figures of their own team.")
    )


def may_see_figures_of(caller: Caller, person_id: int | None) -> Phrase | None:
    """Of one's own tree alone; None is the caller's own."""
    if person_id is None or person_id in caller.under:
        return None
    return say("You see the figures of your own people.")


def may_set_quiet(caller: Caller) -> Phrase | None:
    """Quiet days are a team's: those of whoever leads it."""
    return None if caller.person.leads else say("A team's manager sets its quiet days.")


COSTS = frozenset({"margin"})
"""Columns of an account that say what it costs, or what it leaves: managers and admins alone read them."""


def sees_costs(person: Person) -> bool:
    """Whether this person may read COSTS."""
    return person.leads or person.is_admin


def may_see_numbers(caller: Caller) -> Phrase | None:
    """What customers cost and are worth: whoever sees costs."""
    if sees_costs(caller.person):
        return None
    return say("The numbers are for managers and admins: they hold costs and margins.")


def may_post_insight(caller: Caller) -> Phrase | None:
    return (
        None if caller.person.leads or caller.person.is_admin else say("Managers and admins post insights.")
    )


def may_change_insight(caller: Caller, by_id: int) -> Phrase | None:
    """Whoever posted it, and admins."""
    return (
        None
        if caller.id == by_id or caller.person.is_admin
        else say("Only whoever posted it, and admins, can change it.")
    )


def seen_reach(caller: Caller, by_id: int) -> frozenset[int] | None:
    """Whose accounts are counted for this person in a notice: their own tree's, or (None) everybody's for
    whoever may change it."""
    return caller.under if may_change_insight(caller, by_id) else None


def may_preview(caller: Caller, person_id: int) -> Phrase | None:
    """What would go to somebody: to oneself and one's own people, admins to anybody."""
    if person_id in caller.under or caller.person.is_admin:
        return None
    return say("You preview the messages of your own people.")


def may_configure(caller: Caller) -> Phrase | None:
    return None if caller.person.is_admin else say("Only admins change settings.")


def may_look_through(caller: Caller) -> Phrase | None:
    """All accounts that may be one, whosever they are."""
    if caller.person.is_admin:
        return None
    return say("Only admins look through these. Merge two of your own behind a name: /account NAME merge.")
