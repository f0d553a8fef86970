"""The onboarding of an account: its stages, the steps with one tap each, the forms that start a stage and
change a step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from rules.facts.milestone import Milestone
from rules.facts.milestones import named
from rules.facts.onboarding import Stage, stages
from rules.facts.templates import Step
from rules.phrase import Phrase, say

from .blocks import Block, Message, actions, button, escape, first_few, message, section
from .carried import AccountRef, Value
from .onboarding import TOLD, first_value, stage_name, when
from .opening import CARD_OPEN
from .sections import Section, lay_out
from .words import Viewer, count

MILESTONE_START = "milestone.start"
MILESTONE_ADD = "milestone.add"
MILESTONE_DONE = "milestone.done"
MILESTONE_CHANGE = "milestone.change"
MILESTONE_DROPPED = "milestone.dropped"
MILESTONE_AGAIN = "milestone.again"

ACCOUNT_OWNER = "0"
"""The choice of whoever owns the account, now and later."""


@dataclass(frozen=True, slots=True)
class StepRef(Value):
    """A step."""

    step: int


@dataclass(frozen=True, slots=True)
class Editing(Value):
    """What a form was opened for: a step, or an account (to add one, or to start a stage). `token` is unique
    to this opening, the list stands at `response_url`."""

    token: str
    account: int
    step: int | None = None
    response_url: str = ""


@dataclass(frozen=True, slots=True)
class Milestones:
    """All steps of an account that is a customer `since` (None: nobody said), owned by `owner`. `did`: what
    was just done with one, or meanwhile."""

    account_id: int
    name: str
    owner: str
    since: date | None
    steps: Sequence[Milestone]
    did: str = ""

    @property
    def stages(self) -> tuple[Stage, ...]:
        return stages(self.steps, self.since)


def milestones(p: Milestones, viewer: Viewer) -> Message:
    """The answer to `/account acme milestones`."""
    there = count(sum(m.is_open for m in p.steps), "open onboarding step")
    return message(f"{p.did} {escape(p.name)}: {there}.".strip(), lay_out(LISTED, p, viewer))


def _head(p: Milestones, viewer: Viewer) -> list[Block]:
    """What was done stands above what there is."""
    did = f"{p.did}\n" if p.did else ""
    lines = [_stage(s, viewer) for s in p.stages[:TOLD]]
    said = "\n".join(lines) if lines else "No stage started yet."
    return [section(f"{did}*Onboarding of {escape(p.name)}*\n{said}")]


def _stage(s: Stage, viewer: Viewer) -> str:
    since = f", started {viewer.day(s.started_on)}" if s.started_on and s.started_on <= viewer.today else ""
    name = stage_name(s.name)
    done = f"{s.done(viewer.today)} of {count(len(s.steps), 'step')} done"
    return f"• {name[:1].upper()}{name[1:]}{since}: {done}; first value: {first_value(s, viewer)}"


def _open(p: Milestones, viewer: Viewer, *, late: bool) -> list[Block]:
    """Those that are late, or the others, the first due first, each with its buttons."""
    blocks: list[Block] = []
    for m in (m for m in p.steps if m.is_open and (m.late_on(viewer.today) > 0) == late):
        due = f" (by {viewer.day(m.due_on)})" if late and m.due_on else ""
        first = f", first {viewer.day(m.moved[0][1])}" if m.moved else ""
        how = f"{when(m, viewer)}{due}{first}"
        ref, text = StepRef(m.id).pack(), named(m)
        row = [
            button("Done", MILESTONE_DONE, ref, style="primary", says=f"Done: {text}"),
            button("Change", MILESTONE_CHANGE, ref, says=f"Change: {text}"),
            button("Drop", MILESTONE_DROPPED, ref, says=f"Drop: {text}"),
        ]
        mark = "🔴 " if late else ""
        blocks += [section(f"{mark}*{escape(text)}*, {how} · {_whose(m, p)}"), actions(row)]
    return blocks


def _whose(m: Milestone, p: Milestones) -> str:
    value = " · brings first value" if m.first_value else ""
    return f"{stage_name(m.stage)} · {escape(m.owner_name or p.owner)}{value}"


def _done(p: Milestones, viewer: Viewer) -> list[Block] | None:
    """Each with a button that puts it right."""
    those = _closed(p, dropped=False)
    if not those:
        return None

    def painted(m: Milestone) -> Block:
        put_right = button("Change", MILESTONE_CHANGE, StepRef(m.id).pack(), says=f"Change: {named(m)}")
        line = f"✓ {escape(named(m))}, {outcome(m, viewer)} · {stage_name(m.stage)}"
        return section(line, put_right)

    return [section("*Done*"), *first_few(those, TOLD, painted)]


def _dropped(p: Milestones, viewer: Viewer) -> list[Block] | None:
    """Each with a button that takes it up again: a tap drops one."""
    those = _closed(p, dropped=True)
    if not those:
        return None

    def painted(m: Milestone) -> Block:
        again = button("Take up again", MILESTONE_AGAIN, StepRef(m.id).pack(), says=f"Take up: {named(m)}")
        line = f"• {escape(named(m))}, {outcome(m, viewer)} · {stage_name(m.stage)}"
        return section(line, again)

    return [section("*Dropped*"), *first_few(those, TOLD, painted)]


def _closed(p: Milestones, dropped: bool) -> list[Milestone]:
    """The latest first."""
    those = (m for m in p.steps if not m.is_open and m.dropped == dropped)
    return sorted(those, key=lambda m: m.done_on or date.min, reverse=True)


def outcome(m: Milestone, viewer: Viewer) -> str:
    """What became of one that is open no more."""
    on = m.done_on or viewer.today
    if m.dropped:
        return f"dropped {viewer.day(on)}"
    late = (on - m.due_on).days if m.due_on else 0
    return f"done {viewer.day(on)}, {count(late, 'day')} late" if late > 0 else f"done {viewer.day(on)}"


def _buttons(p: Milestones, viewer: Viewer) -> list[Block]:
    ref = AccountRef(p.account_id).pack()
    start = button("Start a stage", MILESTONE_START, ref, style="" if p.steps else "primary")
    return [actions([start, button("Add a step", MILESTONE_ADD, ref), button("Card", CARD_OPEN, ref)])]


LISTED = (
    Section("stages", _head, rank=0),
    Section("late steps", partial(_open, late=True)),
    Section("open steps", partial(_open, late=False), rank=2),
    Section("done", _done, rank=3),
    Section("dropped", _dropped, rank=4),
    Section("buttons", _buttons, rank=0),
)


def did(m: Milestone, viewer: Viewer) -> str:
    """An act, confirmed: how the step stands since."""
    return f"✅ “{escape(named(m))}”: {when(m, viewer) if m.is_open else outcome(m, viewer)}."


def began(stage: str, on: date, steps: Sequence[Step], viewer: Viewer) -> str:
    """A stage was started."""
    return f"✅ {stage_name(stage).capitalize()} from {viewer.day(on)}: {count(len(steps), 'step')}."


def meanwhile(m: Milestone) -> Phrase:
    """A button that is no longer true, by what became of the step."""
    text, on = named(m), m.done_on or date.min
    if m.is_open:
        return say("“{step}” is open.", step=text)
    if m.dropped:
        return say("“{step}” is answered already: dropped {on}.", step=text, on=on)
    return say("“{step}” is answered already: done {on}.", step=text, on=on)
