"""What a team's customers lack and want to reach, in its digest."""

from __future__ import annotations

from collections.abc import Sequence

from rules.facts.goals import named as goal_named
from rules.facts.lacking import Lacking
from rules.facts.needed import Need
from rules.facts.needs import named
from rules.facts.notes import first_words
from rules.facts.unmet import Late, Unmet
from rules.records import Person
from rules.week import Digest

from .blocks import Block, clip, escape, section
from .lacking import sentence
from .showing import open_menu
from .words import Viewer, count, listed

TOLD = 5  # of a kind
NAMED = 3  # accounts of one need


def team_line(d: Digest, viewer: Viewer) -> str | None:
    """How much is open, what moved in the week, which goals are overdue."""
    u = d.unmet
    if not u.is_there:
        return None
    moved = _moved(u, d)
    goals = [f"{count(len(u.goals), 'goal')} overdue"] if u.goals else []
    return f"*Needs*: {' · '.join((f'{u.open} open', *moved, *goals))}"


def _moved(u: Unmet, d: Digest) -> list[str]:
    week = "so far this week" if d.running else "this week"
    there = [
        f"{n} {word}" for n, word in ((u.heard, "heard"), (len(u.won), "won"), (len(u.lost), "lost")) if n
    ]
    return [f"{week} {', '.join(there)}"] if there else []


def of_team(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """What most lack, by what they bring; won and lost in the week, why those of a year were lost; goals
    overdue."""
    u = d.unmet
    if not u.is_there:
        return None
    parts = [
        [team_line(d, viewer) or "", *_few([_lacks(g, viewer) for g in u.lacking])],
        _titled("Won this week 👏", [_one(name, n, viewer) for name, n in u.won]),
        _titled("Lost this week", [_one(name, n, viewer) for name, n in u.lost]),
        _titled("Why needs were lost, in a year", [_why(g) for g in u.why]),
        _titled("Goals overdue: were they reached?", [_late(x) for x in u.goals]),
    ]
    blocks = [section("\n".join(lines)) for lines in parts if lines]
    late = [(x.account_id, f"{x.account}: {goal_named(x.goal)}") for x in u.goals[:TOLD]]
    return [*blocks, open_menu(late)] if late else blocks


def _titled(title: str, lines: Sequence[str]) -> list[str]:
    return [f"*{title}*", *_few(lines)] if lines else []


def _few(lines: Sequence[str]) -> list[str]:
    more = [f"and {len(lines) - TOLD} more"] if len(lines) > TOLD else []
    return [*(f"• {clip(line, 450)}" for line in lines[:TOLD]), *more]


def _lacks(g: Lacking, viewer: Viewer) -> str:
    return f"{sentence(g, viewer)}: {_names(g)}"


def _why(g: Lacking) -> str:
    return f"“{_short(g.text)}”: {count(len(g.lacks), 'account')} ({_names(g)})"


def _names(g: Lacking) -> str:
    return listed((_short(x.name) for x in g.lacks), NAMED)


def _one(name: str, need: Need, viewer: Viewer) -> str:
    budget = "" if need.budget is None else f", budget {viewer.money(need.budget, need.currency)}"
    why = f": “{_short(need.why)}”" if need.why else ""
    return f"{_short(name)}, {escape(named(need))}{budget}{why}"


def _late(x: Late) -> str:
    return f"{_short(x.account)}, {escape(goal_named(x.goal))}: due {count(x.days, 'day')} ago"


def _short(text: str) -> str:
    return clip(escape(first_words(text, 60)), 120)
