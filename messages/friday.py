"""The summary of somebody's week, on its last afternoon: what went well, their book, what they logged, what
they promised, and what may not be logged yet."""

from __future__ import annotations

from dataclasses import dataclass

from rules.facts.promises import named
from rules.friday import ASKED, BOOKED, NUDGED, Loose, Summary

from . import bell
from .blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    divider,
    escape,
    message,
    option,
    section,
    select,
)
from .carried import Value
from .opening import open_button
from .promised import when
from .sections import Section, lay_out
from .words import Viewer, count, duration, percent, points

FRIDAY_WROTE = "friday.wrote"
FRIDAY_REACHED = "friday.reached"
PROMISED = 5
BECAME = {
    "reached": "reached, logged",
    "sent": "logged as sent",
    "left_message": "a message left, logged",
    "no_show": "a no-show, logged",
}


@dataclass(frozen=True, slots=True)
class LooseRef(Value):
    """An account that the summary of the week up to a day (ISO) asks about."""

    account: int
    on: str


def friday(week: Summary, viewer: Viewer) -> Message:
    """The message; a quiet week is a short one."""
    said = [part for part in (_rhythm(week), _logged(week)) if part]
    bells = [f"{count(len(week.bell), 'thing')} went well."] if week.bell else []
    text = " ".join([*bells, *said]).replace("*", "")
    return message(f"Your week: {text}", lay_out(FRIDAY, week, viewer))


def _bell(week: Summary, viewer: Viewer) -> list[Block] | None:
    return bell.bell(week.bell, week.on.isoformat()) if week.bell else None


def _week(week: Summary, viewer: Viewer) -> list[Block] | None:
    """How the book stands, and what was done."""
    lines = [line for line in (_rhythm(week), _logged(week)) if line]
    if not lines:
        return None
    return [*([divider()] if week.bell else []), section("\n".join(lines))]


def _rhythm(week: Summary) -> str:
    share, before = week.share, week.before
    if not share.whole:
        return ""
    moved = points((share.by_count or 0) - (before.by_count or 0)) if before.whole else 0
    since = f", {'+' if moved > 0 else '−'}{count(abs(moved), 'point')} in 7 days" if moved else ""
    touched = f"; {week.reached} reached this week" if week.reached else ""
    return (
        f"*Your book*: {share.part} of {share.whole} in rhythm ({percent(share.by_count)}{since}{touched})."
    )


def _logged(week: Summary) -> str:
    done = week.done
    if not done.touches:
        return ""
    value = f", {percent(done.value_adding / done.meaningful)} of value" if done.meaningful else ""
    return f"*You logged*: {count(done.touches, 'touch', 'touches')}, {duration(done.minutes)}{value}."


def _promised(week: Summary, viewer: Viewer) -> list[Block] | None:
    if not week.promised:
        return None
    lines = [
        f"• {escape(name[:80])}: {escape(named(p))}, {when(p, viewer)}"
        for name, p in week.promised[:PROMISED]
    ]
    more = [f"and {len(week.promised) - PROMISED} more"] if len(week.promised) > PROMISED else []
    return [section("\n".join(["*Promised up to the end of next week*", *lines, *more]))]


def _loose(week: Summary, viewer: Viewer) -> list[Block] | None:
    """A line an account, with the tap that stores it as sent; a menu for those that were reached."""
    if not week.loose:
        return None
    waits = [loose for loose in week.loose if not loose.became]
    blocks = [divider(), section("*Anything unlogged?* Named to you this week, and nothing of yours since.")]
    blocks += [_line(loose, week, viewer) for loose in week.loose]
    if waits:
        options = [option(f"{x.name} ({x.tier})", _ref(x, week)) for x in waits]
        blocks.append(actions([select("Reached one of them…", FRIDAY_REACHED, options)]))
    if week.more:
        others = count(week.more, "other")
        blocks.append(context(f"And {others}: `/account` has your book, `/log` takes a line."))
    return blocks


def _ref(loose: Loose, week: Summary) -> str:
    return LooseRef(loose.account_id, week.on.isoformat()).pack()


def _line(loose: Loose, week: Summary, viewer: Viewer) -> Block:
    name = f"*{escape(loose.name)}* ({loose.tier})"
    if loose.became:
        opens = open_button(loose.account_id, loose.name)
        return section(f"✅ {name}: {BECAME.get(loose.became, 'logged')}", opens)
    why = {NUDGED: "in your morning", ASKED: "you were asked", BOOKED: "your next step"}.get(loose.kind, "")
    says = f"Log that you wrote to {loose.name}"
    wrote = button("Wrote to them", FRIDAY_WROTE, _ref(loose, week), says=says)
    return section(f"{name} · {why}, {viewer.weekday(loose.on)}", wrote)


FRIDAY = (
    Section("what went well", _bell, rank=0),
    Section("your week", _week, rank=0),
    Section("what you promised", _promised),
    Section("anything unlogged?", _loose),
)
