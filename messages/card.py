"""The account card: short first, details behind More; preparation for a call; history; the short card for a channel."""

from __future__ import annotations

from dataclasses import dataclass

from rules.cadence import Due
from rules.context import Reason
from rules.facts.notes import first_words
from rules.facts.renewals import renewal_passed
from rules.health import Health, Trend
from rules.phrase import Money
from rules.records import Person, Record

from . import actions as do
from .actions import AccountRef
from .blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    divider,
    escape,
    fields,
    message,
    option,
    section,
    select,
)  # fmt: skip
from .condition import factor_lines, health_line, paused, points_line, stands, worst
from .renewals import question
from .words import BAND, BAND_MARK, CHANNEL, OUTCOME, Viewer, count


@dataclass(frozen=True, slots=True)
class Card:
    """What a card is made of: the record with health, trend, due date and best reason, as of the viewer's today."""

    record: Record
    health: Health
    trend: Trend
    due: Due
    reason: Reason
    owner_is_viewer: bool = False
    segment: str = ""
    """How the account earns: given, or by revenue; only the long card asks for it."""
    brings: Money | None = None
    """Revenue a year in its own currency, where that has no rate."""


def title_line(card: Card, viewer: Viewer) -> str:
    a, owner = card.record.account, card.record.owner
    status = " · churned" if a.status == "churned" else ""
    segment = f" · {a.segment}" if a.segment else ""
    return f"*{escape(a.name)}* · {a.tier} · {escape(owner.name)} · {_brings(card, viewer)}{segment}{status}"


def _brings(card: Card, viewer: Viewer) -> str:
    return viewer.money(card.record.account.annual) if card.brings is None else viewer.value(card.brings)


def last_line(record: Record, viewer: Viewer) -> str:
    touch = record.touches[0] if record.touches else None
    if touch is None:
        return "*Last:* never touched"
    said = f": “{escape(first_words(touch.note, 140))}”" if touch.note else ""
    outcome = "" if touch.outcome == "reached" else f" ({OUTCOME[touch.outcome]})"
    return f"*Last:* {escape(touch.by_name)}, {CHANNEL[touch.channel]}{outcome}, {viewer.day(touch.on)}{said}"


def next_line(card: Card, viewer: Viewer) -> str:
    step, a = card.record.next_step, card.record.account
    parts = ["*Next step:* none"]
    if step:
        parts = [f"*Next step:* {escape(first_words(step.text, 120))}" + (f", {viewer.day(step.on)}" if step.on else "")]
    if a.renews_on and a.status != "churned" and not renewal_passed(a, viewer.today):  # that one is asked about, below
        when = "Renews" if a.renews_on >= viewer.today else "Renewal was due"
        parts.append(f"{when} {viewer.day(a.renews_on)}")
    if a.snoozed_until and a.snoozed_until > viewer.today:
        parts.append(f"snoozed until {viewer.day(a.snoozed_until)}")
    return " · ".join(parts)


def due_line(card: Card, viewer: Viewer) -> str:
    due = card.due
    if due.on is None:
        return f"*Due:* no date ({escape(viewer.plain(due.why))})"
    late = (viewer.today - due.on).days
    when = "today" if late == 0 else f"{viewer.day(due.on)}, {count(late, 'day')} ago" if late > 0 else viewer.day(due.on)
    stepped = f" instead of {due.own_cadence}, since {escape(viewer.plain(due.why))}" if due.cadence != due.own_cadence else ""
    if due.cadence == due.own_cadence and not due.why.template.startswith("every"):
        return f"*Due:* {when} ({escape(viewer.plain(due.why))})"
    every = "day" if due.cadence == 1 else f"{due.cadence} days"
    return f"*Due:* {when} (every {every}{stepped})"


def do_now_line(card: Card, viewer: Viewer) -> str:
    ask = f" Ask: “{escape(viewer.plain(card.reason.ask))}”" if card.reason.ask else ""
    if not ask and (costs := worst(card.health)) and costs.greener:
        greener = viewer.plain(costs.greener)
        ask = f" {escape(greener[:1].upper() + greener[1:])}."
    why = viewer.plain(card.reason.why)
    return f"*Do now:* {escape(why[:1].upper() + why[1:])}.{ask}".replace("?.", "?").replace("..", ".")


def summary(card: Card, viewer: Viewer) -> str:
    """What a notification says of the card."""
    health = card.health
    score = "" if health.score is None or health.band == "not enough known" else f" {health.score}"
    a = card.record.account
    stand = paused(a, viewer, why=False) or f"{BAND[health.band]}{score}"
    return f"{escape(a.name)} ({a.tier}): " + f"{stand}. {last_line(card.record, viewer)}".replace("*", "")


def short(card: Card, viewer: Viewer) -> Message:
    """The answer to `/account acme`."""
    lines = [last_line(card.record, viewer), next_line(card, viewer)]
    if stands(card.record.account, viewer.today) == "active":
        lines.append(do_now_line(card, viewer))
    blocks = [_top(card, viewer), section("\n".join(lines)), *_renewal(card, False, viewer), _buttons(card, more=True)]
    return message(summary(card, viewer), blocks)


def _top(card: Card, viewer: Viewer) -> Block:
    """What it is and how it is doing; a pause comes before its health."""
    lines = title_line(card, viewer), paused(card.record.account, viewer), health_line(card, viewer)
    return section("\n".join(line for line in lines if line))


def _renewal(card: Card, long: bool, viewer: Viewer) -> list[Block]:
    """The question whether it renewed, with its buttons, once that day has passed."""
    account = card.record.account
    passed = renewal_passed(account, viewer.today)
    return question(account, passed, long, card.reason.kind == "renewal passed", viewer) if passed else []


def _buttons(card: Card, more: bool) -> Block:
    a = card.record.account
    ref = AccountRef(a.id).pack()
    snooze = select("Snooze", do.CARD_SNOOZE, [option(label, do.Chosen(a.id, key).pack()) for key, label in do.SNOOZE_CHOICES])
    row = [button("Log", do.CARD_LOG, ref, "primary", f"Log a touch with {a.name}"), snooze, button("Prep", do.CARD_PREP, ref)]
    if more:
        row.append(button("More", do.CARD_MORE, ref, says=f"More about {a.name}"))
    else:
        row += [button("History", do.CARD_HISTORY, ref), button("Share", do.CARD_SHARE, ref), button("Change", do.CARD_CHANGE, ref),
                button("Less", do.CARD_LESS, ref)]  # fmt: skip
    return actions(row)


def long(card: Card, viewer: Viewer) -> Message:
    """The card with everything: each factor with its points, why, and what would turn it green."""
    lines = [last_line(card.record, viewer), next_line(card, viewer), due_line(card, viewer)]
    if stands(card.record.account, viewer.today) == "active":
        lines.append(do_now_line(card, viewer))
    blocks = [_top(card, viewer), section("\n".join(lines))]
    blocks += _renewal(card, True, viewer)
    if card.health.factors:
        factors = "\n".join(factor_lines(card, viewer))
        blocks += [divider(), section(f"*Health* · {points_line(card.health)}\n{factors}")]
    blocks += [section(contact_lines(card.record, viewer)), fields(_facts(card, viewer)), _buttons(card, more=False)]
    return message(summary(card, viewer), blocks)


def contact_lines(record: Record, viewer: Viewer) -> str:
    here = [c for c in record.contacts if c.here_on(viewer.today)]
    gone = [c for c in record.contacts if not c.here_on(viewer.today)]
    if not here and not gone:
        return "*Contacts:* nobody on file yet"
    shown = [
        f"• {escape(c.name)}" + (f", {escape(c.title)}" if c.title else "") + (f" ({c.role})" if c.role != "other" else "")
        + (f" · prefers {escape(c.prefers)}" if c.prefers else "")
        for c in here[:8]
    ]  # fmt: skip
    if len(here) > 8:
        shown.append(f"• and {len(here) - 8} more")
    shown += [f"• {escape(c.name)}, left {viewer.day(c.left_on)}" for c in gone[:3] if c.left_on]
    return "*Contacts*\n" + "\n".join(shown)


def _facts(card: Card, viewer: Viewer) -> list[str]:
    a = card.record.account
    rows = [f"*Revenue a year*\n{_brings(card, viewer)}"]
    if a.segment or card.segment:
        rows.append(f"*Segment*\n{a.segment or f'{card.segment} (by revenue)'}")
    bought = [m for m in card.record.movements if m.kind == "purchase" and m.minor > 0]
    if bought:
        rows.append(f"*Last purchase*\n{viewer.day(bought[-1].on)}, {viewer.money(bought[-1].minor, bought[-1].currency)}")
    if card.record.movements:
        rows.append(f"*Revenue rows*\n{len(card.record.movements)} since {viewer.day(card.record.movements[0].on)}")
    if a.services:
        rows.append(f"*Services*\n{escape(', '.join(a.services))}")
    if a.industry or a.country:
        rows.append(f"*Industry*\n{escape(' · '.join(x for x in (a.industry, a.country) if x))}")
    if a.parent_name:
        rows.append(f"*Parent*\n{escape(a.parent_name)}")
    if a.tier_proposal:
        rows.append(f"*Tier*\n{a.tier}, nobody gave one; by revenue it would be {a.tier_proposal}")
    rows.append(f"*Customer since*\n{viewer.day(a.started_on or a.exists_on)}")
    return rows


def shared(card: Card, viewer: Viewer, by: Person, note: str) -> Message:
    """The short card for a channel: no health reasons, no notes of talks."""
    a = card.record.account
    said = f"\n{escape(note)}" if note else ""
    due = "" if card.due.on is None or stands(a, viewer.today) == "paused" else f" · next due {viewer.day(card.due.on)}"
    last = card.record.last_touch()
    touched = f"last touched {viewer.day(last.on)}" if last else "never touched"
    rests = f"{paused(a, viewer, why=False)} · " if stands(a, viewer.today) == "paused" else ""
    top = f"{title_line(card, viewer)}\n{rests}{BAND_MARK[card.health.band]} {BAND[card.health.band]} · {touched}{due}{said}"
    return message(f"{escape(by.name)} shared {escape(a.name)}", [section(top), context(f"Shared by {escape(by.name)}")])
