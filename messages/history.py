"""Before the call: why now, what to ask, the last talks. And the history of an account, with its chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.card import Card
from rules.course import Point
from rules.facts.escalated import Escalation
from rules.facts.loosened import Loosening
from rules.facts.notes import first_words
from rules.facts.overridden import Override
from rules.facts.touch import Touch

from . import (
    acts,
    approvals,
    changed,
    escalations,
    introduced,
    needed,
    onboarding,
    overrides,
    promised,
    raised,
    requested,
    talk,
    upsold,
)
from .blocks import (
    Block,
    Message,
    actions,
    bar_chart,
    button,
    context,
    escape,
    line_chart,
    message,
    section,
    turns,
)
from .card import CARD_HISTORY, CARD_LOG
from .card_lines import next_line, why_line
from .carried import AccountRef
from .condition import health_line, paused
from .opening import CARD_OPEN
from .sections import Section, lay_out
from .voiding import menu
from .words import CHANNEL, OUTCOME, PURPOSE, SENTIMENT, Viewer, count

ONE_SCREEN = 20  # blocks


def prep(card: Card, viewer: Viewer) -> Message:
    """One screen before the call: why now, the last three talks, whom to ask for, what is open between us,
    the time it took, and the talk track."""
    blocks = lay_out(PREP, card, viewer.as_of(card.on), most=ONE_SCREEN)
    return message(f"Before you call {escape(card.record.account.name)}", blocks)


def _before(card: Card, viewer: Viewer) -> list[Block]:
    return [section(f"*Before you call {escape(card.record.account.name)}*\n{_first(card, viewer)}")]


def _talks(card: Card, viewer: Viewer) -> list[Block]:
    talks = [f"• {_touch_line(t, viewer)}" for t in card.record.touches[:3]]
    return [section("*Last talks*\n" + ("\n".join(talks) or "none yet"))]


def _whom(card: Card, viewer: Viewer) -> list[Block]:
    return [section(talk.whom(card, viewer))]


def _mood(card: Card, viewer: Viewer) -> list[Block]:
    spoken = next((t for t in card.record.touches if t.sentiment), None)
    mood = (
        f"{SENTIMENT[spoken.sentiment]} on {viewer.day(spoken.on)}"
        if spoken
        else "unknown: ask whether they are happy"
    )
    return [context(f"{next_line(card, viewer)} · Mood: {mood}")]


def _buttons(card: Card, viewer: Viewer) -> list[Block]:
    a = card.record.account
    ref = AccountRef(a.id).pack()
    asked = (
        [needed.need_button(a.id, a.name), needed.goal_button(a.id, a.name)] if a.status != "churned" else []
    )
    return [actions([button("Log", CARD_LOG, ref, style="primary"), *asked, button("Card", CARD_OPEN, ref)])]


PREP = (
    Section("why now", _before, rank=0),
    Section("promised", promised.line),
    Section("asked", requested.all_open),
    Section("unhappy", raised.line),
    Section("onboarding", onboarding.line),
    Section("changed there", changed.line),
    Section("introduced", introduced.line),
    Section("watch out for", introduced.watch),
    Section("last talks", _talks),
    Section("whom to ask for", _whom),
    Section("brought them so far", talk.brought),
    Section("seen from the inside", talk.inside),
    Section("to raise", talk.hard_truth),
    Section("goals and needs", needed.before_call),
    Section("upsell", upsold.before_call),
    Section("the question", talk.ask),
    Section("numbers", talk.numbers),
    Section("next step and mood", _mood),
    Section("buttons", _buttons, rank=0),
)


def _first(card: Card, viewer: Viewer) -> str:
    """Why now; of an account that is paused or gone, that instead."""
    standing = card.record.account.stands(viewer.today)
    if standing == "paused":
        return paused(card.record.account, viewer)
    return why_line(card, viewer) if standing == "active" else health_line(card, viewer)


def _touch_line(touch: Touch, viewer: Viewer) -> str:
    outcome = "" if touch.outcome == "reached" else f", {OUTCOME[touch.outcome]}"
    purpose = f" · {PURPOSE[touch.purpose]}" if touch.purpose else ""
    mood = f" · {SENTIMENT[touch.sentiment]}" if touch.sentiment else ""
    note = f"\n    “{escape(first_words(touch.note, 200))}”" if touch.note else ""
    return (
        f"*{viewer.day(touch.on)}* {CHANNEL[touch.channel]}{outcome}, "
        f"{escape(touch.by_name)}{purpose}{mood}{note}"
    )


@dataclass(frozen=True, slots=True)
class Past:
    """A page of an account's history: its touches, newest first, of `total`; on the first page touches per
    month, the course of its health, and what people said of that."""

    name: str
    account_id: int
    touches: Sequence[Touch]
    total: int
    page: int
    size: int
    months: Sequence[tuple[date, int]] = ()
    course: Sequence[Point] = ()
    overrides: Sequence[Override] = ()
    acts: Sequence[acts.Shown] = ()
    """The newest of its `changes`."""
    changes: int = 0
    did: str = ""
    mine: frozenset[int] = frozenset()
    voids: frozenset[int] = frozenset()
    """Touches that the reader logged, and that they may void."""
    edits: frozenset[int] = frozenset()
    """Touches that have a form."""
    loosenings: Sequence[Loosening] = ()
    """Those that somebody was asked about."""
    escalated: Sequence[Escalation] = ()
    came_on: date | None = None
    """When a file brought the account."""


def history(p: Past, viewer: Viewer) -> Message:
    """Touches in order, newest first, a chart of touches per month, and one of health."""
    ref = AccountRef(p.account_id)
    touched = count(p.total, "touch", "touches")
    blocks = [section(p.did)] if p.did else []
    blocks.append(section(f"*{escape(p.name)}* · {touched}"))
    if p.page == 0:
        blocks += [*_course(p, viewer), *_per_month(p, viewer)]
        blocks += _loosened(p, viewer)
        blocks += acts.in_history(p.acts, p.changes, p.account_id, viewer)
        blocks += [context(f"It came with a file on {viewer.day(p.came_on)}.")] if p.came_on else []
    lines = [section(_touch_line(t, viewer), _menu(p, t)) for t in p.touches]
    blocks += lines or [section("No touch yet. The first one counts most.")]
    blocks += turns(
        _page("Newer", p.account_id, p.page - 1) if p.page > 0 else None,
        _page("Older", p.account_id, p.page + 1) if (p.page + 1) * p.size < p.total else None,
        [button("Card", CARD_OPEN, ref.pack())],
    )
    said = ", ".join(f"{viewer.month(first)} {n}" for first, n in p.months)
    scores = ", ".join(f"{viewer.day(x.on)} {x.score}" for x in p.course) if len(p.course) > 1 else ""
    health = f" Health: {scores}." if scores else ""
    return message(f"{escape(p.name)}: {touched}. Per month: {said}.{health}", blocks)


def _menu(p: Past, touch: Touch) -> Block | None:
    return menu(touch, p.account_id, _acts(p, touch), p.page)


def _acts(p: Past, touch: Touch) -> list[str]:
    if touch.id not in p.mine:
        return ["void"] if touch.id in p.voids else []
    return ["edit", "undo"] if touch.id in p.edits else ["undo"]


def _page(label: str, account_id: int, page: int) -> Block:
    return button(label, CARD_HISTORY, AccountRef(account_id, page).pack())


def _per_month(p: Past, viewer: Viewer) -> list[Block]:
    if not p.total:
        return []
    labels = [viewer.month(first) for first, _ in p.months]
    touches = {"Touches": [n for _, n in p.months]}
    return [bar_chart("Touches per month", labels, touches, x="Month", y="Touches")]


def _loosened(p: Past, viewer: Viewer) -> list[Block]:
    """What was loosened of it, or was to be."""
    said = [*escalations.in_history(p.escalated, viewer), *approvals.in_history(p.loosenings, viewer)]
    return [context("\n".join(said))] if said else []


def _course(p: Past, viewer: Viewer) -> list[Block]:
    """Its health as a line, in words below, and what people said of it."""
    said = overrides.in_history(p.overrides, viewer)
    if len(p.course) > 1:
        labels = [viewer.day(x.on) for x in p.course]
        scores = {"Health": [x.score for x in p.course]}
        chart = [line_chart("Health, last 180 days", labels, scores, x="Day", y="Health, 0 to 100")]
        return [*chart, context(_in_words(p.course, viewer), *said)]
    return [context(*said)] if said else []


def _in_words(course: Sequence[Point], viewer: Viewer) -> str:
    """Health 71 on May 22, lowest 41 on Oct 9, highest 80 on Jul 1, 54 on Nov 18."""
    first, last = course[0], course[-1]
    low, high = min(course, key=lambda x: x.score), max(course, key=lambda x: x.score)
    between = [
        f"{word} {x.score} on {viewer.day(x.on)}"
        for word, x in (("lowest", low), ("highest", high))
        if x.score not in {first.score, last.score}
    ]
    words = [f"{first.score} on {viewer.day(first.on)}", *between, f"{last.score} on {viewer.day(last.on)}"]
    return f"Health {', '.join(words)}"
