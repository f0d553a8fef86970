"""An upsell plan beside other things: on a card, before a call, in the brief, on Home, in the digest; and how
one is said in short."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.card import Card
from rules.facts.notes import first_words
from rules.facts.upsell import EXPLORE, OFFER, TARGET, Upsell
from rules.facts.upsells import LATELY, named, offered, open_plans
from rules.records import Person, Record
from rules.week import Digest

from .blocks import Block, button, clip, context, escape, first_few, section
from .carried import Value
from .showing import open_menu
from .words import Viewer, count

UPSELL_OPEN = "upsell.open"
UPSELL_SENT = "upsell.sent"

TOLD = 5  # that are named in one place
WHOLE = 40  # that are listed behind a button


@dataclass(frozen=True, slots=True)
class UpsellRef(Value):
    """An upsell plan; `step`: what it becomes, or is about to."""

    plan: int
    step: str = ""


@dataclass(frozen=True, slots=True)
class UpsellAt(Value):
    """The account whose plan is to be shown, or begun."""

    account: int


def plan_button(account_id: int, name: str, label: str = "Plan") -> Block:
    """Opens an account's plan, wherever it is named."""
    return button(label, UPSELL_OPEN, UpsellAt(account_id).pack(), says=f"Upsell plan of {name}")


def in_short(plan: Upsell, viewer: Viewer) -> str:
    """How far it is and what it waits for: offer “Night planner” Dec 3, brochure sent Dec 5, waits for their
    answer by Jan 4. Escaped."""
    said = [_step(plan, viewer)]
    if plan.sends and plan.step == OFFER:
        said.append(sending(plan, viewer))
    due = plan.due_on(viewer.today)
    if due and not (plan.sends and plan.to_send):
        said.append(_due(plan, viewer))
    return ", ".join(said)


def _step(plan: Upsell, viewer: Viewer) -> str:
    since = f" {viewer.day(plan.since)}" if plan.since else ""
    if plan.step == TARGET:
        return f"target since{since}" if since else "target"
    if plan.step == EXPLORE:
        return f"explored{since}: “{escape(named(plan))}”"
    if plan.step == OFFER:
        return f"offered “{escape(offered(plan))}”{since}"
    why = f": “{escape(first_words(plan.why, 160))}”" if plan.why else ""
    what = f" “{escape(plan.offer)}”" if plan.offer else ""
    return f"{plan.step}{what}{since}{why}"


def _due(plan: Upsell, viewer: Viewer) -> str:
    """The day on which the next step is due, or how late it is."""
    due, late = plan.due_on(viewer.today), plan.late_on(viewer.today)
    what = {TARGET: "explore", EXPLORE: "offer", OFFER: "their answer"}[plan.step_on(viewer.today) or TARGET]
    if late:
        return f"*{what} {count(late, 'day')} late*"
    return f"{what} by {viewer.day(due)}" if due else what


def sending(plan: Upsell, viewer: Viewer) -> str:
    """What is sent, by whom, and how far that is. Escaped."""
    what, who = escape(first_words(plan.sends, 80)), escape(plan.sender)
    if plan.sent_on:
        return f"{what} sent {viewer.day(plan.sent_on)}" + (f" by {who}" if who else "")
    by = f" by {viewer.day(plan.send_by)}" if plan.send_by else ""
    said = f"{who} sends {what}{by}" if who else f"{what} to be sent{by}"
    if plan.sender_left:
        return f"{what} to be sent{by}, but {who} is not with us any more: say who does"
    if late := plan.late_on(viewer.today):
        return f"{said}: *{count(late, 'day')} late*"
    if plan.sender_id is None or plan.sender_id == plan.step_by_id:
        return said
    return (
        f"{said}, accepted {viewer.day(plan.accepted_on)}"
        if plan.accepted_on
        else f"{said}, not accepted yet"
    )


def line(card: Card, viewer: Viewer) -> str | None:
    """On a card. Nobody sells to who left."""
    return None if card.record.account.status == "churned" else brief(card.record, viewer)


def brief(record: Record, viewer: Viewer) -> str | None:
    """For whoever is to take the account over, and before a call."""
    there = open_plans(record, viewer.today)
    return f"*Upsell:* {in_short(there[0], viewer)}" if there else None


def before_call(card: Card, viewer: Viewer) -> str | None:
    """With what they said, and what they are to gain."""
    there = open_plans(card.record, viewer.today) if card.record.account.status != "churned" else []
    if not there:
        return None
    plan = there[0]
    lines = [f"*Upsell:* {in_short(plan, viewer)}"]
    if plan.text and plan.step != EXPLORE:
        lines.append(f"• In their words: “{escape(named(plan))}”")
    lines += [f"• They gain: {escape(first_words(plan.gain, 160))}"] if plan.gain else []
    lines += [f"• They look at: {escape(first_words(plan.competitors, 120))}"] if plan.competitors else []
    return "\n".join(lines)


# on Home ---------------------------------------------------------------------------------------------------
def due_this_week(those: Sequence[tuple[str, Upsell]], viewer: Viewer) -> list[Block] | None:
    """Steps of one's own plans that are late or due by the end of the week; each opens its plan."""
    if not those:
        return None

    def painted(one: tuple[str, Upsell]) -> Block:
        name, plan = one
        return section(f"*{escape(name)}* · {in_short(plan, viewer)}", plan_button(plan.account_id, name))

    steps = count(len(those), "upsell step is", "upsell steps are")
    return [section(f"*{steps} late or due this week*"), *first_few(those, TOLD, painted)]


def to_send(those: Sequence[tuple[str, Upsell]], viewer: Viewer) -> list[Block] | None:
    """What one is to send and nobody asks for any more; one tap says that it went out."""
    if not those:
        return None

    def painted(one: tuple[str, Upsell]) -> Block:
        name, plan = one
        return section(f"*{escape(name)}* · {sending(plan, viewer)}", sent_button(plan, name))

    return [section(f"*You send* {count(len(those), 'thing')}"), *first_few(those, TOLD, painted)]


def sent_button(plan: Upsell, name: str) -> Block:
    return button("Sent", UPSELL_SENT, UpsellRef(plan.id).pack(), style="primary", says=f"Sent to {name}")


# in the digest ---------------------------------------------------------------------------------------------
def team_line(d: Digest, viewer: Viewer) -> str | None:
    """Upsell: 4 open, 1 late, 2 won, 1 lost: too dear."""
    s = d.selling
    if not (s.open or s.won or s.lost):
        return None
    said = [f"{len(s.open)} open"]
    said += [f"{s.late} late"] if s.late else []
    said += [f"{len(s.won)} won"] if s.won else []
    said += [f"{len(s.lost)} lost{_why(s.why[:1])}"] if s.lost else []
    return f"*Upsell*: {', '.join(said)}"


def _why(why: Sequence[tuple[str, int]]) -> str:
    named_ = [f"{clip(escape(text), 120)}{f' ({times})' if times > 1 else ''}" for text, times in why]
    return f": {', '.join(named_)}" if named_ else ""


def of_team(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """The open ones, the latest first; what was won and lost lately, and why lost, near words together."""
    s = d.selling
    if not (s.open or s.won or s.lost):
        return None
    then = viewer.as_of(d.ends_on)
    blocks = [
        section(f"*Upsell*: {count(len(s.open), 'open plan')}" + (f", {s.late} late" if s.late else ""))
    ]
    rows = [f"• *{_short(name)}* · {clip(in_short(plan, then), 250)}" for name, plan, _ in s.open]
    blocks += _lines(rows)
    for head, those in (("Won", s.won), ("Lost", s.lost)):
        if those:
            blocks.append(section(f"*{head}* in {LATELY} days: {len(those)}"))
            blocks += _lines([f"• *{_short(name)}* · {clip(in_short(p, then), 250)}" for name, p in those])
    if s.why:
        blocks.append(context(clip(f"Why lost{_why(s.why)}", 2900)))
    named_ = [(plan.account_id, name) for name, plan, _ in s.open[:100]]
    return [*blocks, open_menu(named_)] if named_ else blocks


def _lines(rows: Sequence[str]) -> list[Block]:
    there = [section("\n".join(rows[n : n + 8])) for n in range(0, min(len(rows), WHOLE), 8)]
    return [*there, context(f"And {len(rows) - WHOLE} more.")] if len(rows) > WHOLE else there


def _short(text: str) -> str:
    return clip(escape(first_words(text, 60)), 120)
