"""What a morning message holds beside its places: BESIDE, one line a thing, read from top to bottom when a
morning is planned, before it is sent, when it was, and each time it is painted. How each is said:
messages/nudge.py."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlmodel import Session

from messages.nudge import Beside, Named
from rules import dated
from rules.calendar import start_of
from rules.delivery import sending
from rules.nudging import Bundle, Quiet
from rules.records import Person
from rules.workspace import Workspace
from storage import alarms, nudges, turned_up, unlogged
from storage.assess import readable

from . import away, escalations, fallen, greetings
from .reader import Reader

LINES = 3  # that were not logged, or who turned up elsewhere, in one morning: the others come the next


class Planned(NamedTuple):
    """A morning that is being planned: whose and for when, the places it will have, whom else it is for, and
    the accounts with a day of their own, with the kind of fact."""

    session: Session
    ws: Workspace
    person: Person
    at: sending.Morning
    now: datetime
    bundle: Bundle
    covers: Sequence[int] = ()
    also: Sequence[tuple[int, str]] = ()

    @property
    def to(self) -> Reader:
        return Reader(self.session, self.ws, self.person, self.now)


def _nothing(*_: Any) -> None:
    return None


def _never(to: Reader, shown: Any) -> bool:
    return False


class Thing(NamedTuple):
    """`word` names its key in what is stored, and its field of Beside. `ask`: what a planned morning stores
    of it, as JSON. `read`: what of that holds when it is painted, given all that is stored. `alone`: whether
    what holds is worth a message without places. `noted`, `sent`: what follows when it is written and when it
    arrived (given the outbox row), `freed`: before it is sent, for what it will not say."""

    word: str
    ask: Callable[[Planned], Any]
    read: Callable[[Reader, Any, Mapping[str, Any]], Any]
    alone: Callable[[Reader, Any], bool] = _never
    noted: Callable[[Session, int, Any, int], None] = _nothing
    sent: Callable[[Session, int, Any, int, datetime], None] = _nothing
    freed: Callable[[Reader, Any, date], None] = _nothing


def gathered(of: Planned) -> dict[str, Any]:
    """What a morning stores beside its places."""
    whole = {"local_on": of.at.today.isoformat(), "covers": list(of.covers)}
    return whole | {thing.word: thing.ask(of) for thing in BESIDE}


def read(to: Reader, stored: Mapping[str, Any]) -> Beside:
    """What of it holds now. Mornings of older versions lack what was not there yet."""
    there = {t.word: t.read(to, stored[t.word], stored) for t in BESIDE if stored.get(t.word)}
    return Beside(**{word: shown for word, shown in there.items() if shown})


def worth_a_message(to: Reader, beside: Beside) -> bool:
    """Whether it is said though no account has a place."""
    return any(thing.alone(to, getattr(beside, thing.word)) for thing in BESIDE)


def noted(session: Session, ws: int, stored: Mapping[str, Any], row: int) -> None:
    """The morning is written."""
    for thing in _in(stored):
        thing.noted(session, ws, stored[thing.word], row)


def arrived(session: Session, ws: int, stored: Mapping[str, Any], row: int, at: datetime) -> None:
    """The morning was sent."""
    for thing in _in(stored):
        thing.sent(session, ws, stored[thing.word], row, at)


def set_free(to: Reader, stored: Mapping[str, Any]) -> None:
    """Before a morning is sent: what it will not say any more is for another one, or for somebody else."""
    for thing in _in(stored):
        thing.freed(to, stored[thing.word], date.fromisoformat(stored["local_on"]))


def _in(stored: Mapping[str, Any]) -> list[Thing]:
    return [thing for thing in BESIDE if stored.get(thing.word)]


def _as_it_is(to: Reader, held: Any, stored: Mapping[str, Any]) -> Any:
    return held


def _caught_up_on(of: Planned) -> str | None:
    return of.bundle.caught_up_on.isoformat() if of.bundle.caught_up_on else None


def _day(to: Reader, held: str, stored: Mapping[str, Any]) -> date:
    return date.fromisoformat(held)


def _quiet(of: Planned) -> tuple[str, int] | None:
    quiet = of.bundle.quiet
    return (quiet.until.isoformat(), quiet.waiting) if quiet else None


def _as_quiet(to: Reader, held: Any, stored: Mapping[str, Any]) -> Quiet:
    return Quiet(date.fromisoformat(held[0]), held[1])


def _also(of: Planned) -> list[tuple[int, str]]:
    """But for those that have a place."""
    placed = {chosen.record.account.id for chosen in of.bundle.chosen}
    return [x for x in of.also if x[0] not in placed]


def _named(to: Reader, held: Any, stored: Mapping[str, Any]) -> list[Named]:
    """Of the accounts that are still the reader's, or of whom they cover for, and active."""
    named = nudges.also(stored)
    ids = [account_id for account_id, _ in named]
    there = {r.account.id: r for r in readable(to.session, to.ws.id, ids, now=to.now)}
    owners = {to.person.id, *stored.get("covers", ())}
    mine = {n: r for n, r in there.items() if r.account.owner_id in owners and r.account.status == "active"}
    lines = ((n, dated.says(kind, mine[n], to.today, to.ws.policy)) for n, kind in named if n in mine)
    covered = {n: "" if r.owner.id == to.person.id else r.owner.first_name for n, r in mine.items()}
    return [Named(n, mine[n].account.name, why, covered[n]) for n, why in lines if why]


def _unlogged(of: Planned) -> list[int]:
    return lines_of(of.session, of.ws, of.person, of.at)


def lines_of(session: Session, ws: Workspace, person: Person, at: sending.Morning) -> list[int]:
    """Lines of earlier days that nobody logged."""
    return unlogged.untold(session, ws.id, person.id, start_of(at.today, person.zone), most=LINES)


def _familiar(of: Planned) -> list[int]:
    return turned_up.untold(of.session, of.ws.id, of.person.id, of.at.today, most=LINES)


BESIDE = (
    Thing("waiting", lambda of: of.bundle.waiting, _as_it_is),
    Thing("caught_up_on", _caught_up_on, _day),
    Thing("overflows", lambda of: of.bundle.overflows, _as_it_is),
    Thing("quiet", _quiet, _as_quiet),
    Thing("also", _also, _named),
    Thing(
        "lines",
        _unlogged,
        lambda to, ids, _: unlogged.some(to.session, to.ws.id, ids),
        sent=unlogged.mark_told,
    ),
    Thing(
        "familiar",
        _familiar,
        lambda to, ids, _: turned_up.some(to.session, to.ws.id, ids),
        noted=turned_up.mark_told,
    ),
    Thing(
        "fallen",
        lambda of: fallen.untold(of.to, of.at),
        fallen.told,
        alone=lambda to, falls: bool(falls),
        noted=alarms.mark_told,
        freed=fallen.set_free,
    ),
    Thing("going", escalations.going, escalations.still_going, alone=lambda to, going: bool(going)),
    Thing("back", away.back, away.caught_up, alone=lambda to, back: bool(back and back.logged)),
    Thing("feasts", greetings.to_name, greetings.as_they_stand, alone=greetings.press),
)
