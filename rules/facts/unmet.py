"""What a team's customers lack and want to reach, as its digest tells it: rolled up by what they bring, what
moved in the week, why it was lost, goals whose day has passed. Source: DOMAIN, Words, need and goal."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date

from ..records import Record
from ..revenue import year_before
from .aimed import Goal
from .goals import overdue
from .lacking import Lack, Lacking, rolled_up
from .needed import LOST, WON, Need
from .needs import open_needs


@dataclass(frozen=True, slots=True)
class Late:
    """A goal that was to be reached by a day that has passed, and so many days ago."""

    account_id: int
    account: str
    goal: Goal
    days: int


@dataclass(frozen=True, slots=True)
class Unmet:
    """`open` needs of accounts that are the team's, near texts together in `lacking`; what was `heard`, `won`
    and `lost` in the week, each with its account; `why` those of a year were lost, near reasons together;
    `goals` that are overdue, the longest first."""

    open: int = 0
    lacking: tuple[Lacking, ...] = ()
    heard: int = 0
    won: tuple[tuple[str, Need], ...] = ()
    lost: tuple[tuple[str, Need], ...] = ()
    why: tuple[Lacking, ...] = ()
    goals: tuple[Late, ...] = ()

    @property
    def is_there(self) -> bool:
        return bool(self.open or self.heard or self.won or self.lost or self.why or self.goals)


def of_team(records: Iterable[Record], ours: Collection[int], first: date, last: date) -> Unmet:
    """As of the end of `last`, of accounts that are `ours` then and no lost customers; what moved from
    `first` on."""
    open_, lost_why, moved, late = list[Lack](), list[Lack](), list[tuple[str, Need]](), list[Late]()
    since = year_before(last)
    for record in records:
        if not record.needs and not record.goals:
            continue
        account, owner = record.at(last).account, record.owner
        if last < account.exists_on or account.owner_id not in ours or account.status == "churned":
            continue
        lack = Lack(
            Need(0, account.id, 0, "", last),
            account.name,
            account.tier,
            owner=owner.name,
            owner_id=account.owner_id,
            annual=account.annual,
        )
        open_ += [replace(lack, need=n) for n in open_needs(record.needs, last)]
        moved += [(account.name, n) for n in record.needs]
        lost = (n for n in record.needs if n.status == LOST and n.why and _closed(n, since, last))
        lost_why += [replace(lack, need=replace(n, text=n.why)) for n in lost]
        late += [
            Late(account.id, account.name, g, (last - g.due_on).days)
            for g in overdue(record.goals, last)
            if g.due_on
        ]
    return Unmet(
        len(open_),
        tuple(rolled_up(open_)),
        sum(first <= n.heard_on <= last for _, n in moved),
        won=_in_week(moved, WON, first, last),
        lost=_in_week(moved, LOST, first, last),
        why=tuple(sorted(rolled_up(lost_why), key=lambda g: (-len(g.lacks), -g.annual, g.text.casefold()))),
        goals=tuple(sorted(late, key=lambda x: (-x.days, x.account.casefold(), x.goal.id))),
    )


def _closed(need: Need, first: date, last: date) -> bool:
    return need.closed_on is not None and first <= need.closed_on <= last


def _in_week(
    moved: Iterable[tuple[str, Need]], status: str, first: date, last: date
) -> tuple[tuple[str, Need], ...]:
    """What budgets say most stands first."""
    those = [(name, n) for name, n in moved if n.status == status and _closed(n, first, last)]
    return tuple(sorted(those, key=lambda x: (-(x[1].budget or 0), x[0].casefold(), x[1].id)))
