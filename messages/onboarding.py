"""Onboarding, as it is said beside other things: on a card, before a call, in the digest, on Home."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rules.card import Card
from rules.facts.milestone import Milestone
from rules.facts.milestones import named, open_steps
from rules.facts.notes import first_words
from rules.facts.onboarding import LateStep, RunningStage, Stage, in_order, of_account
from rules.records import Person, Record
from rules.week import Digest

from .blocks import Block, clip, escape, first_few, section
from .opening import open_button
from .showing import open_menu
from .words import Viewer, count

TOLD = 10  # that are named in one place
LATEST, RUNNING = 6, 6  # steps and stages that the digest names: lines of clipped texts, in one block each


def stage_name(name: str) -> str:
    """A stage as it stands in a sentence, escaped; a file may name none."""
    return escape(first_words(name, 60)) or "onboarding"


def line(card: Card, viewer: Viewer) -> str | None:
    """The stage that runs on a card, and its open step that comes first; of several the one whose step is due
    first. Nobody waits for those of a churned account."""
    if card.record.account.status == "churned":
        return None
    running = {s.next_step(viewer.today).id: s for s in of_account(card.record) if s.runs(viewer.today)}
    if not running:
        return None
    coming = in_order((s.next_step(viewer.today) for s in running.values()), viewer.today)[0]
    stage = running[coming.id]
    more = f" · and {count(len(running) - 1, 'stage')} more" if len(running) > 1 else ""
    done = f"{stage.done(viewer.today)} of {count(len(stage.steps), 'step')} done"
    next_ = f"{escape(named(coming))}, {when(coming, viewer)}"
    return f"*Onboarding:* {stage_name(stage.name)}, {done}; next: {next_}{more}"


def brief(record: Record, viewer: Viewer) -> str | None:
    """For whoever is to take the account over: the steps that are still open, the first due first."""
    there = in_order(open_steps(record, viewer.today), viewer.today)
    lines = [f"• {escape(named(s))}, {when(s, viewer)}" for s in there[:TOLD]]
    more = [f"• and {len(there) - TOLD} more"] if len(there) > TOLD else []
    return "\n".join(("*Onboarding*", *lines, *more)) if lines else None


def value_line(card: Card, viewer: Viewer) -> str | None:
    """How long each stage took to first value."""
    told = [f"{first_value(s, viewer)} ({stage_name(s.name)})" for s in of_account(card.record)[:3]]
    return f"*First value:* {'; '.join(told)}" if told else None


def first_value(stage: Stage, viewer: Viewer) -> str:
    """When a stage reached first value: after so many days, or not yet; and what is missing to say it."""
    on = viewer.today
    if (took := stage.days_to_first_value(on)) is not None:
        return f"after {count(took, 'day')}"
    if stage.started_on is None:
        return "unknown, its start is not on file"
    if stage.started_on > on:
        return f"starts {viewer.day(stage.started_on)}"
    return f"not yet, {count((on - stage.started_on).days, 'day')} since the start"


def team_line(d: Digest, viewer: Viewer) -> str | None:
    """How many stages run, and how many steps are late."""
    if not d.onboarding:
        return None
    late = f"{count(len(d.onboarding.late), 'step')} late" if d.onboarding.late else "no step late"
    return f"*Onboarding*: {count(len(d.onboarding.running), 'stage')} running, {late}"


def of_team(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """Late steps, each with who sees to it; the stages that run; the time to first value; the cards."""
    o = d.onboarding
    if not o:
        return None
    blocks = [section(team_line(d, viewer) or "")]
    if o.late:
        blocks.append(section("\n".join(["*Late steps*", *_listed([_late(x) for x in o.late], LATEST)])))
    if o.running:
        lines = [_runs(r, d.ends_on, viewer) for r in o.running]
        blocks.append(section("\n".join(["*Stages running*", *_listed(lines, RUNNING)])))
    took = [f"{stage_name(name)} {count(median, 'day')} ({n})" for name, median, n in o.first_value[:5]]
    if took:
        blocks.append(section(f"First value, median of the last year: {', '.join(took)}"))
    cards = [(x.step.account_id, x.account) for x in o.late[:LATEST]]
    cards += [(r.account_id, r.account) for r in o.running[:RUNNING]]
    return [*blocks, open_menu(cards)] if cards else blocks


def _listed(lines: Sequence[str], most: int) -> list[str]:
    more = [f"• and {len(lines) - most} more"] if len(lines) > most else []
    return [*lines[:most], *more]


def _late(x: LateStep) -> str:
    """A line, escaped."""
    return f"• {_short(x.account)}: {_short(named(x.step))}, {count(x.days, 'day')} late ({_short(x.owner)})"


def _runs(r: RunningStage, on: date, viewer: Viewer) -> str:
    """A line, escaped: a stage with its next step, as of a day."""
    next_ = r.stage.next_step(on)
    due, step = next_.due_as_of(on), clip(escape(first_words(named(next_), 50)), 80)
    by = f" by {viewer.day(due)}" if due else ""
    done = f"{r.stage.done(on)} of {len(r.stage.steps)} done"
    return f"• {_short(r.account)} ({_short(r.owner)}): {stage_name(r.stage.name)}, {done}; next: {step}{by}"


def _short(text: str) -> str:
    return clip(escape(first_words(text, 60)), 120)


def due_this_week(those: Sequence[tuple[str, Milestone]], viewer: Viewer) -> list[Block] | None:
    """On Home: one's steps that fall due until Sunday, and late ones; each opens the card."""
    if not those:
        return None
    late = sum(m.late_on(viewer.today) > 0 for _, m in those)
    due = [f"{len(those) - late} due this week"] if len(those) > late else []
    head = ", ".join(([f"{late} late"] if late else []) + due)

    def painted(one: tuple[str, Milestone]) -> Block:
        name, m = one
        open_ = open_button(m.account_id, name, beside=True)
        return section(f"*{escape(name)}* · {escape(named(m))}, {when(m, viewer)}", open_)

    return [section(f"*Onboarding steps*: {head}"), *first_few(those, TOLD, painted)]


def when(step: Milestone, viewer: Viewer) -> str:
    """How an open one stands today."""
    if step.due_on is None:
        return "no date yet"
    left = (step.due_on - viewer.today).days
    if left < 0:
        return f"{count(-left, 'day')} late"
    return "due today" if left == 0 else f"by {viewer.day(step.due_on)}"
