"""What a customer wants to reach with us: the list, the form to note a goal and to put it right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.facts.aimed import REACHED, STATES, Goal
from rules.facts.goals import FIELD, named
from rules.phrase import Phrase, say

from .blocks import Block, Message, actions, button, escape, field, message, modal, section
from .carried import AccountRef, Value
from .inputs import choice, day_input, text_input
from .needed import goal_button, goal_in_short
from .opening import CARD_OPEN
from .sections import Section, lay_out
from .words import Viewer, count

GOAL_FORM = "goal.form"
GOAL_REACHED = "goal.reached"
GOAL_CHANGE = "goal.change"

SHOWN = 10  # that are closed
STATE = {"open": "open", "reached": "reached", "dropped": "given up"}
MOVED = "goal has another day"
"""What a morning says that told of one."""


@dataclass(frozen=True, slots=True)
class GoalRef(Value):
    """A goal."""

    goal: int


@dataclass(frozen=True, slots=True)
class Aiming(Value):
    """What the form was opened for: something new of an account, or a goal that is put right. `token` is
    unique to this opening, the list stands at `response_url`."""

    token: str
    account: int
    goal: int = 0
    response_url: str = ""
    over: bool | None = None


@dataclass(frozen=True, slots=True)
class Goals:
    """All goals of an account; `by` names people. `did`: what was just done with one, or meanwhile."""

    account_id: int
    name: str
    all_of: Sequence[Goal]
    by: Mapping[int, str]
    did: str = ""


def goals(g: Goals, viewer: Viewer) -> Message:
    """The answer to `/account acme goals`."""
    there = count(sum(x.is_open for x in g.all_of), "open goal")
    return message(f"{g.did} {escape(g.name)}: {there}.".strip(), lay_out(LISTED, g, viewer))


def _head(g: Goals, viewer: Viewer) -> list[Block]:
    did = f"{g.did}\n" if g.did else ""
    said = "" if g.all_of else "\nNone on file: ask what they want to reach, by when, measured how."
    return [section(f"{did}*What {escape(g.name)} wants to reach*{said}")]


def _open(g: Goals, viewer: Viewer) -> list[Block]:
    """What is due first stands first."""
    blocks: list[Block] = []
    there = sorted((x for x in g.all_of if x.is_open), key=lambda x: (x.due_on is None, x.due_on, x.id))
    for x in there:
        ref, text = GoalRef(x.id).pack(), named(x)
        row = [reached_button(x.id, text), button("Change", GOAL_CHANGE, ref, says=f"Change: {text}")]
        by = f"{escape(g.by.get(x.by_id, 'somebody'))}, {viewer.day(x.said_on)}"
        blocks += [section(f"*{goal_in_short(x, viewer)}* · {by}"), actions(row)]
    return blocks


def reached_button(goal_id: int, text: str, *, primary: bool = True) -> Block:
    """One tap: it was reached."""
    style = "primary" if primary else ""
    return button("Reached", GOAL_REACHED, GoalRef(goal_id).pack(), style=style, says=f"Reached: {text}")


def _closed(g: Goals, viewer: Viewer) -> list[Block] | None:
    """The latest first."""
    those = sorted(
        (x for x in g.all_of if not x.is_open), key=lambda x: (x.closed_on or x.said_on, x.id), reverse=True
    )
    if not those:
        return None
    blocks = [section("*Reached and given up*")]
    for x in those[:SHOWN]:
        change = button("Change", GOAL_CHANGE, GoalRef(x.id).pack(), says=f"Change: {named(x)}")
        when = f" {viewer.day(x.closed_on)}" if x.closed_on else ""
        blocks.append(section(f"• {goal_in_short(x, viewer)}, {STATE[x.state]}{when}", change))
    more = len(those) - SHOWN
    return [*blocks, section(f"and {more} more")] if more > 0 else blocks


def _buttons(g: Goals, viewer: Viewer) -> list[Block]:
    card = button("Card", CARD_OPEN, AccountRef(g.account_id).pack())
    return [actions([goal_button(g.account_id, g.name), card])]


LISTED = (
    Section("goals", _head, rank=0),
    Section("open goals", _open),
    Section("reached and given up", _closed, rank=2),
    Section("buttons", _buttons, rank=0),
)


def did(goal: Goal, what: str, viewer: Viewer) -> str:
    """An act, confirmed: noted, put right, reached."""
    praise = " 👏" if goal.state == REACHED else ""
    return f"✅ {what}: {goal_in_short(goal, viewer)}.{praise}"


def ended(goal: Goal) -> str:
    """What a morning says that told of one."""
    return f"goal {STATE[goal.state]}"


def meanwhile(goal: Goal) -> Phrase:
    """A button that is no longer true, by how the goal stands."""
    if goal.closed_on is None:
        return say("“{goal}” is {state} by now.", goal=named(goal), state=STATE[goal.state])
    return say(
        "“{goal}” is {state} since {on}.", goal=named(goal), state=STATE[goal.state], on=goal.closed_on
    )


def form(aiming: Aiming, name: str, goal: Goal | None) -> Block:
    """What they want to reach; filled when one is put right, with how it stands."""
    text, measure, due = (goal.text, goal.measure, goal.due_on) if goal else ("", "", None)
    blocks = [
        section(f"*{escape(name)}*"),
        field(
            "text", "What do they want to reach?", text_input("text", text, True, most=FIELD), optional=False
        ),
        field("due_on", "By when", day_input("due_on", due)),
        field(
            "measure",
            "How it is measured",
            text_input("measure", measure, False, most=FIELD),
            hint="In their own figures: tons a day, returns a month.",
        ),
    ]
    if goal:
        blocks.append(
            field("state", "How it stands", choice("state", STATES, STATE, goal.state), optional=False)
        )
    title = "Change a goal" if goal else "A goal of theirs"
    return modal(title, blocks, GOAL_FORM, submit="Save", private_metadata=aiming.pack())
