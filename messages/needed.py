"""What a customer wants to reach and what it lacks, as it is said beside other things: on a card, before a
call, on Home, in the brief."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.card import Card
from rules.facts.aimed import Goal
from rules.facts.goals import named as goal_named
from rules.facts.goals import open_goals
from rules.facts.needed import HEARD, Need
from rules.facts.needs import named, open_needs
from rules.facts.notes import first_words
from rules.language.lacks import Lack
from rules.records import Record

from .blocks import Block, button, clip, escape, first_few, section
from .carried import AccountRef, Value
from .opening import open_button
from .words import Viewer, count

NEED_NOTE = "need.note"
GOAL_NOTE = "goal.note"
NEED_TOLD = "need.told"

TOLD = 3  # that are named in one place
WAITING = 5
STATUS = {"heard": "heard", "explored": "explored", "offered": "offered", "won": "won", "lost": "lost"}


@dataclass(frozen=True, slots=True)
class NeedOf(Value):
    """The account of which a need is to be noted; `over`: the list then takes the place of the message with
    the button."""

    account: int
    over: bool | None = None


@dataclass(frozen=True, slots=True)
class NeedTold(Value):
    """A need that the line of a logged touch tells."""

    batch: str


def told_label(need: Lack) -> str:
    """What one tap notes."""
    return f"They need: {first_words(need.text, 50)}"


def told(batch: str, need: Lack) -> Block:
    """In the receipt of a touch whose line tells of a need: one tap notes it."""
    return button(told_label(need), NEED_TOLD, NeedTold(batch).pack())


def need_button(account_id: int, name: str, *, over: bool = False) -> Block:
    """Opens the form, wherever an account is shown."""
    ref = NeedOf(account_id, over or None).pack()
    return button("They need…", NEED_NOTE, ref, says=f"Note what {name} needs")


def goal_button(account_id: int, name: str) -> Block:
    return button(
        "A goal…", GOAL_NOTE, AccountRef(account_id).pack(), says=f"Note what {name} wants to reach"
    )


def needs_line(card: Card, viewer: Viewer) -> str | None:
    """The open ones on a card: the most pressing, and how many more. Nobody sells to who left."""
    if card.record.account.status == "churned":
        return None
    there = open_needs(card.record.needs, viewer.today)
    if not there:
        return None
    more = f" · and {len(there) - 1} more" if len(there) > 1 else ""
    return f"*They need:* {in_short(there[0], viewer)}{more}"


def goals_line(card: Card, viewer: Viewer) -> str | None:
    """What they want to reach: what is due first, and how many more."""
    if card.record.account.status == "churned":
        return None
    there = open_goals(card.record.goals, viewer.today)
    if not there:
        return None
    more = f" · and {len(there) - 1} more" if len(there) > 1 else ""
    return f"*Their goal:* {goal_in_short(there[0], viewer)}{more}"


def earns_line(card: Card, viewer: Viewer) -> str | None:
    """How the customer itself earns and keeps its customers."""
    text = card.record.account.earns_by
    return f"*How they earn:* {clip(escape(text), 400)}" if text else None


def before_call(card: Card, viewer: Viewer) -> str | None:
    """All that helps to sell before a call: how they earn, goals, needs; and what to ask where nobody
    knows."""
    if card.record.account.status == "churned":
        return None
    record, today = card.record, viewer.today
    lines = [line] if (line := earns_line(card, viewer)) else []
    goals = [f"• {goal_in_short(g, viewer)}" for g in open_goals(record.goals, today)]
    if goals:
        lines += ["*They want to reach*", *_few(goals)]
    else:
        lines.append("*No goal on file:* ask what they want to reach, by when, and how they will measure it.")
    needs = [f"• {in_short(n, viewer)}" for n in open_needs(record.needs, today)]
    if needs:
        lines += ["*They need*", *_few(needs)]
    return "\n".join(lines)


def brief(record: Record, viewer: Viewer) -> str | None:
    """For whoever is to take the account over."""
    goals = [f"• {goal_in_short(g, viewer)}" for g in open_goals(record.goals, viewer.today)]
    needs = [f"• {in_short(n, viewer)}" for n in open_needs(record.needs, viewer.today)]
    lines = ["*They want to reach*", *_few(goals)] if goals else []
    lines += ["*They need*", *_few(needs)] if needs else []
    return "\n".join(lines) or None


def _few(lines: Sequence[str]) -> list[str]:
    more = [f"• and {len(lines) - TOLD} more"] if len(lines) > TOLD else []
    return [*lines[:TOLD], *more]


def in_short(need: Need, viewer: Viewer, *, bold: bool = False) -> str:
    """“cold storage”, budget $20,000, right from Mar 1, offered Nov 12. Escaped."""
    text = escape(named(need))
    text = f"*{text}*" if bold else text
    return ", ".join([text, *about(need, viewer)])


def about(need: Need, viewer: Viewer) -> list[str]:
    """What is known of it beside its text, escaped."""
    said = [] if need.budget is None else [f"budget {viewer.money(need.budget, need.currency)}"]
    if need.right_on:
        said.append(f"right from {viewer.day(need.right_on)}")
    if need.status != HEARD or need.since:
        since = f" {viewer.day(need.since)}" if need.since else ""
        said.append(f"{STATUS[need.status]}{since}")
    return said


def goal_in_short(goal: Goal, viewer: Viewer) -> str:
    """Second plant live by Mar 31, measured by tons a day. Escaped."""
    due = f" by {viewer.day(goal.due_on)}" if goal.due_on else ""
    late = " (that day is past)" if goal.due_on and goal.due_on < viewer.today and goal.is_open else ""
    measure = f", measured by {escape(first_words(goal.measure, 120))}" if goal.measure else ""
    return f"{escape(goal_named(goal))}{due}{late}{measure}"


def waiting(those: Sequence[tuple[str, Need]], viewer: Viewer) -> list[Block] | None:
    """On Home: what is right this week, or was by now, and is not offered yet; each opens the card."""
    if not those:
        return None

    def painted(one: tuple[str, Need]) -> Block:
        name, need = one
        return section(
            f"*{escape(name)}* · {in_short(need, viewer)}", open_button(need.account_id, name, beside=True)
        )

    right = count(len(those), "need is right", "needs are right")
    head = section(f"*{right} by the end of this week*, not offered yet")
    return [head, *first_few(those, WAITING, painted)]
