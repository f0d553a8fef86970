"""The morning message: whom to call today and why, and what else it holds. MORNING, one line a thing; the
planner's side of the table is BESIDE (scheduler/beside.py)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from rules.alarms import Fell
from rules.away import Caught
from rules.facts.celebrations import ANNIVERSARY, BIRTHDAY
from rules.facts.feast import Feast
from rules.facts.next_steps import PREPARE
from rules.facts.turned_up import TurnedUp
from rules.facts.unlogged import Unlogged
from rules.nudging import Quiet
from rules.phrase import Phrase

from . import away, escalations, feasts, fell, turned_up, unlogged
from .blocks import Block, Message, button, context, escape, header, message, section
from .carried import Chosen
from .opening import open_button
from .places import Shown, place, prep_button
from .sections import Section, lay_out
from .words import Viewer, count

NUDGE_GREET = "nudge.greet"

ALSO = 5  # accounts named under "Also today"
OVERFLOWS = (
    "More falls due than your mornings hold: there is no day in the next eight weeks by which you would be "
    "through. "
    "A slower cadence, a pause or another owner for some of them would help."
)


class Named(NamedTuple):
    """An account that "Also today" names, and what is said after its name; `covers`: for whom the reader
    covers, by their first name, empty for an account of their own."""

    account_id: int
    name: str
    why: Phrase
    covers: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What the message holds beside its places: how many can wait; the date by which a backlog is caught
    up, or that there is none; accounts that take no place but are worth a line; lines that were typed on an
    earlier day and not logged; who turned up at another account; whose health fell; what happened while the
    reader was away; that these are quiet days; which A accounts go to a manager next."""

    waiting: int = 0
    caught_up_on: date | None = None
    overflows: bool = False
    also: Sequence[Named] = ()
    lines: Sequence[Unlogged] = ()
    familiar: Sequence[TurnedUp] = ()
    fallen: Sequence[Fell] = ()
    back: Caught | None = None
    quiet: Quiet | None = None
    going: Sequence[escalations.Shown] = ()
    feasts: Sequence[tuple[Feast, int]] = ()
    """Whose list of greetings is open, and how many accounts wait on it."""


def nudge(shown: Sequence[Shown], beside: Beside, viewer: Viewer) -> Message:
    """The bundle. The same function paints it again when something became of an account."""
    title = _title(shown, beside, viewer)
    names = ", ".join(s.name for s in shown or beside.fallen)
    said = escape(f"{title}: {names}" if names else title)
    return message(said, lay_out(MORNING, shown, beside, viewer))


def _title(shown: Sequence[Shown], beside: Beside, viewer: Viewer) -> str:
    if shown:
        wait = f", {count(beside.waiting, 'can', 'can')} wait" if beside.waiting else ""
        return f"{len(shown)} today{wait}"
    there = ((title, held) for word, title in ALONE.items() if (held := getattr(beside, word)))
    return next((title(held, viewer) for title, held in there), "Good morning")


def _header(shown: Sequence[Shown], beside: Beside, viewer: Viewer) -> list[Block]:
    return [header(_title(shown, beside, viewer))]


def _back(shown: Sequence[Shown], beside: Beside, viewer: Viewer) -> list[Block] | None:
    return [section(away.welcome(beside.back, viewer))] if beside.back else None


def _places(shown: Sequence[Shown], beside: Beside, viewer: Viewer) -> list[Block]:
    """What else is told of an account that has a place is said there."""
    fallen = {f.account_id: f for f in beside.fallen}
    going = {g.escalation.account_id: g for g in beside.going}
    those = [(n, s, s.account_id) for n, s in enumerate(shown, 1)]
    return [b for n, s, id_ in those for b in place(n, s, viewer, fallen.get(id_), going.get(id_))]


def _going(shown: Sequence[Shown], beside: Beside, viewer: Viewer) -> list[Block]:
    placed = {s.account_id for s in shown}
    return escalations.in_the_morning(
        [g for g in beside.going if g.escalation.account_id not in placed], viewer
    )


def _fallen(shown: Sequence[Shown], beside: Beside, viewer: Viewer) -> list[Block]:
    placed = {s.account_id for s in shown}
    return fell.in_the_morning([f for f in beside.fallen if f.account_id not in placed], viewer)


def _also(shown: Sequence[Shown], beside: Beside, viewer: Viewer) -> list[Block]:
    """What takes no place but is worth a line, with one tap each."""
    lines = feasts.in_the_morning(beside.feasts, viewer)
    for x in beside.also[:ALSO]:
        whose = f" (for {escape(x.covers)})" if x.covers else ""
        said = f"*{escape(x.name)}*{whose} {escape(viewer.plain(x.why))}."
        lines.append((said, _tap(x.account_id, x.name, x.why.kind)))
    blocks = [section(said if n else f"Also today: {said}", tap) for n, (said, tap) in enumerate(lines)]
    if len(beside.also) > ALSO:
        blocks.append(context(f"And {len(beside.also) - ALSO} more."))
    return blocks


def _tap(account_id: int, name: str, kind: str) -> Block:
    """What is done about it in one tap."""
    if kind in (BIRTHDAY, ANNIVERSARY):
        says = f"Log greetings sent to {name}"
        return button("Log greetings", NUDGE_GREET, Chosen(account_id, kind).pack(), says=says)
    return (prep_button if kind == PREPARE else open_button)(account_id, name)


def _familiar(shown: Sequence[Shown], beside: Beside, viewer: Viewer) -> list[Block]:
    return turned_up.in_the_morning(beside.familiar, viewer)


def _lines(shown: Sequence[Shown], beside: Beside, viewer: Viewer) -> list[Block]:
    return unlogged.in_the_morning(beside.lines, viewer)


def _quiet(shown: Sequence[Shown], beside: Beside, viewer: Viewer) -> list[Block] | None:
    """Why the message is short on quiet days."""
    if not (quiet := beside.quiet):
        return None
    waits = f" {count(quiet.waiting, 'other waits', 'others wait')} until then." if quiet.waiting else ""
    until = viewer.weekday(quiet.until)
    return [context(f"Quiet days until {until}: A accounts and what has its day.{waits}")]


def _through(shown: Sequence[Shown], beside: Beside, viewer: Viewer) -> list[Block] | None:
    """When a backlog is caught up, or that all is done."""
    if on := beside.caught_up_on:
        return [context(f"At this pace you are through the backlog by {viewer.weekday(on)}.")]
    if beside.overflows:
        return [context(OVERFLOWS)]
    return [context("All done for today. 👏")] if shown and all(s.outcome for s in shown) else None


ALONE: Mapping[str, Callable[[Any, Viewer], str]] = {
    "going": lambda going, viewer: escalations.title(going),
    "fallen": lambda fallen, viewer: fell.title(fallen),
    "feasts": feasts.title,
    "back": lambda back, viewer: "Welcome back",
}
"""What names a morning without places: the first of these fields of Beside that holds something."""

MORNING = (
    Section("title", _header, rank=0),
    Section("what happened while you were away", _back),
    Section("accounts", _places, rank=0),
    Section("what goes to your manager", _going),
    Section("whose health fell", _fallen),
    Section("also today", _also, rank=2),
    Section("who turned up elsewhere", _familiar, rank=2),
    Section("lines that are not logged", _lines),
    Section("quiet days", _quiet, rank=3),
    Section("when you are through", _through, rank=3),
)
