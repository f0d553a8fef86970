"""How we stand with each person at an account: touched lately, cooling, lost; and what may be put on file of
them. Source: DOMAIN, Words, contact."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date
from typing import Any, Literal

from ..cadence import own_cadence
from ..names import normalise
from ..phrase import Phrase, say
from ..policy import Policy
from ..records import Account, Contact
from .turned_up import address

Stands = Literal["touched", "cooling", "not touched", "lost"]
CHAMPION = "champion"
COOLING = 1.5  # cadences of silence, and a person we know cools down
FIELD = 200
"""Characters of a name, a title, an address, a way to be reached."""
OLDEST = date(1900, 1, 1)
_BIRTHDAY = re.compile(r"-*(?:(?P<year>[0-9]{4})-)?(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")


@dataclass(frozen=True, slots=True)
class Acquaintance:
    """Somebody at an account: when they last took part in a meaningful touch (None: never), the days since,
    and how we stand with them."""

    contact: Contact
    last_on: date | None
    silent: int
    stands: Stands


def acquainted(
    account: Account, contacts: Sequence[Contact], last_on: Mapping[int, date], on: date, policy: Policy
) -> list[Acquaintance]:
    """Everybody at an account as of a day: who is here in the order of their roles, then who left, the last
    to leave first. Silent over 1.5 cadences of the account is cooling."""
    most = COOLING * own_cadence(account.tier, account.cadence_days, policy)

    def of(contact: Contact) -> Acquaintance:
        last = last_on.get(contact.id)
        silent = max((on - last).days, 0) if last else 0
        stands: Stands = "not touched" if last is None else "cooling" if silent > most else "touched"
        return Acquaintance(contact, last, silent, stands if contact.here_on(on) else "lost")

    there = [of(c) for c in contacts if c.known_on(on)]
    return sorted(there, key=_place)


def _place(a: Acquaintance) -> tuple[bool, int, int]:
    left = a.contact.left_on if a.stands == "lost" else None
    if left:
        return True, MAXYEAR * 366 - left.toordinal(), a.contact.id
    return False, ROLE_ORDER.get(a.contact.role, len(ROLE_ORDER)), a.contact.id


ROLE_ORDER = {role: n for n, role in enumerate(("champion", "sponsor", "buyer", "technical", "user"))}


def errors(
    filled: Mapping[str, Any], contact: Contact | None, others: Sequence[Contact], today: date
) -> dict[str, Phrase]:
    """What of a form about somebody can't be, by field. `others` are on file there, `contact` is the one it
    changes: what a file said of them may stay as it is."""
    wrong = {
        "name": _name_error(filled["name"], filled["email"], contact, others),
        "email": None
        if contact and contact.email == filled["email"]
        else _email_error(filled["email"]) or _shared_error(filled["email"], contact, others),
        "birthday": None
        if contact and contact.birthday == filled["birthday"]
        else _birthday_error(filled["birthday"]),
        **{
            day: left_error(filled[day], today)
            for day in ("left_on", "moved_on")
            if filled.get(day) is not None
        },
    }
    return {name: why for name, why in wrong.items() if why}


def _name_error(name: str, email: str, contact: Contact | None, others: Sequence[Contact]) -> Phrase | None:
    key = normalise(name)
    if not any(map(str.isalnum, key)):
        return say("Who is it? A name has a letter or a digit.")
    for other in others:
        if contact and other.id == contact.id or normalise(other.name) != key or other.left_on:
            continue
        if not (email and other.email) or email.lower() == other.email.lower():
            return say("{name} is on file here already.", name=other.name)
    return None


def _email_error(email: str) -> Phrase | None:
    before, at, after = email.partition("@")
    if not email or (at and before and "." in after and " " not in email and "@" not in after):
        return None
    return say("That is no address such as leo@acme.com.")


def _shared_error(email: str, contact: Contact | None, others: Sequence[Contact]) -> Phrase | None:
    """Two who are there have no address in common but a desk's."""
    mail = address(email)
    for other in others:
        same = mail and address(other.email) == mail and not other.left_on
        if same and not (contact and other.id == contact.id):
            return say("{name} has this address here already: change them instead.", name=other.name)
    return None


def birthday_of(typed: str) -> str:
    """A birthday as it is stored, 1980-05-12 or 05-12; empty for what is none. 29 February is one."""
    match = _BIRTHDAY.fullmatch(typed.strip())
    if match is None:
        return ""
    try:
        on = date(int(match["year"] or 2000), int(match["month"]), int(match["day"]))
    except ValueError:
        return ""
    return typed.strip().lstrip("-") if on >= OLDEST else ""


def _birthday_error(typed: str) -> Phrase | None:
    if not typed or birthday_of(typed):
        return None
    return say("Type month and day, such as 05-12, or a whole date such as 1980-05-12.")


def left_error(on: date | None, today: date) -> Phrase | None:
    """Why nobody can have left on that day, as a sentence; None when they can."""
    if on is None:
        return say("Since which day?")
    if on > today:
        return say("Choose today or a day before: until then they are still there.")
    return None if on >= OLDEST else say("Choose a day after 1900.")
