"""Before the call: why now, what to ask, the last talks. And the history of an account, with its chart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rules.card import Card
from rules.facts.notes import first_words
from rules.records import Touch

from . import changed, introduced, onboarding, promised, talk
from .blocks import Block, Message, actions, bar_chart, button, context, escape, message, section
from .card import CARD_HISTORY, CARD_LOG
from .card_lines import next_line, why_line
from .carried import AccountRef
from .condition import health_line, paused
from .opening import CARD_OPEN
from .sections import Section, lay_out
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
    ref = AccountRef(card.record.account.id).pack()
    return [actions([button("Log", CARD_LOG, ref, style="primary"), button("Card", CARD_OPEN, ref)])]


PREP = (
    Section("why now", _before, rank=0),
    Section("promised", promised.line),
    Section("onboarding", onboarding.line),
    Section("changed there", changed.line),
    Section("introduced", introduced.line),
    Section("watch out for", introduced.watch),
    Section("last talks", _talks),
    Section("whom to ask for", _whom),
    Section("brought them so far", talk.brought),
    Section("seen from the inside", talk.inside),
    Section("to raise", talk.hard_truth),
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


def history(
    name: str,
    account_id: int,
    touches: Sequence[Touch],
    total: int,
    page: int,
    size: int,
    months: Sequence[tuple[date, int]],
    viewer: Viewer,
) -> Message:
    """Touches in order, newest first, and a chart of touches per month."""
    ref = AccountRef(account_id)
    blocks = [section(f"*{escape(name)}* · {count(total, 'touch', 'touches')}")]
    if page == 0 and total:
        labels = [viewer.month(first) for first, _ in months]
        blocks.append(
            bar_chart(
                "Touches per month", labels, {"Touches": [n for _, n in months]}, x="Month", y="Touches"
            )
        )
    lines = [_touch_line(t, viewer) for t in touches]
    blocks += [section(line) for line in lines] or [section("No touch yet. The first one counts most.")]
    row = []
    if page > 0:
        row.append(button("Newer", CARD_HISTORY, AccountRef(account_id, page - 1).pack()))
    if (page + 1) * size < total:
        row.append(button("Older", CARD_HISTORY, AccountRef(account_id, page + 1).pack()))
    blocks.append(actions([*row, button("Card", CARD_OPEN, ref.pack())]))
    said = ", ".join(f"{viewer.month(first)} {n}" for first, n in months)
    return message(f"{escape(name)}: {count(total, 'touch', 'touches')}. Per month: {said}", blocks)
