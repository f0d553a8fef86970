"""Feasts on which customers are greeted: which ones where, from when a morning names one, whom to greet.
Source: DOMAIN, Nudges, "Also today"; what is greeted in which country is a setting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from ..calendar import Workdays, add_working_days
from ..phrase import Phrase, count
from ..policy import Policy
from ..records import Contact
from .entries import Entry
from .feast import FEASTS, NEW_YEAR, Feast

FEAST = "feast"
"""Its kind, in what a morning says."""
FIRST = {"champion": 0, "sponsor": 1, "buyer": 2}
"""Whom a greeting goes to first, by role."""


@dataclass(frozen=True, slots=True)
class Greet:
    """An account to be greeted, by whom there; `batch` of the greeting that was logged. `mourning`: who
    there gets no card; the account is left out where that is everybody."""

    account_id: int
    name: str
    tier: str
    contact: Contact | None = None
    mourning: tuple[Contact, ...] = ()
    batch: str = ""
    undone: int = 0
    """Greetings that were taken back."""
    covers: str = ""
    """For whom its reader covers, by their first name; empty for an account of their own."""

    @property
    def left_out(self) -> bool:
        return self.contact is None and bool(self.mourning)

    @property
    def waits(self) -> bool:
        return not self.left_out and not self.batch


def near(on: date, policy: Policy, workdays: Workdays) -> list[Feast]:
    """Feasts whose list is open on a day: from so many working days before, to the day before."""
    ahead = upcoming(on)
    return [f for f in ahead if opens_on(f, policy, workdays) <= on < f.on]


def upcoming(on: date) -> list[Feast]:
    """The next day of each feast after a day, the first first."""
    there = list[Feast]()
    for name, day_in in FEASTS.items():
        days = [day for year in (on.year, on.year + 1) if (day := day_in(year)) and day > on]
        there += [Feast(name, min(days))] if days else []
    return sorted(there, key=lambda f: (f.on, f.name))


def opens_on(feast: Feast, policy: Policy, workdays: Workdays) -> date:
    return add_working_days(feast.on, -policy.feast_working_days, workdays)


def presses(feast: Feast, on: date, policy: Policy, workdays: Workdays) -> bool:
    """Whether its list is worth a message where a morning holds nothing else: in the second half of its
    time."""
    return add_working_days(feast.on, -(policy.feast_working_days // 2), workdays) <= on


def greeted_by(
    contacts: Iterable[Contact], feast: Feast, on: date
) -> tuple[Contact | None, tuple[Contact, ...]]:
    """Whom at an account the greeting goes to, and who there is in mourning: on New Year's Day they get
    no card."""
    here = sorted(
        (c for c in contacts if c.in_role_on(on) and c.known_on(on)),
        key=lambda c: (FIRST.get(c.role, 9), c.id),
    )
    mourning = [c for c in here if feast.name == NEW_YEAR and c.mourns_on(feast.on)]
    return next((c for c in here if c not in mourning), None), tuple(mourning)


def says(feast: Feast, accounts: int) -> Phrase:
    """What "Also today" says of it."""
    return count(
        "{feast} is on {on}: greet 1 account",
        "{feast} is on {on}: greet {count} accounts",
        accounts,
        FEAST,
        feast=feast.name,
        on=feast.on,
    )


def greeting(feast: Feast, whom: Greet, on: date) -> tuple[str, Entry]:
    """The greeting that one tap logs, as sent: by which it is logged once, and the touch."""
    ids = (whom.contact.id,) if whom.contact else ()
    note = f"{feast.name} greetings"
    sent = Entry(
        (whom.account_id,), on, "message", outcome="sent", purpose="celebrated", note=note, contact_ids=ids
    )
    return f"{line_of(feast, whom.account_id)}{whom.undone}", sent


def line_of(feast: Feast, account_id: int) -> str:
    """How the keys of an account's greetings for a feast begin."""
    return f"f{account_id}-{feast.key}-"


def in_order(those: Sequence[Greet], annual: Mapping[int, int]) -> list[Greet]:
    """A first, then what brings most in a year."""
    return sorted(those, key=lambda g: (g.tier, -annual.get(g.account_id, 0), g.name, g.account_id))
