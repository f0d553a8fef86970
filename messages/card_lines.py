"""What a card says of an account, a line or a block each: who owns it, the last contact, what comes next,
whom we know."""

from __future__ import annotations

from rules.cadence import EVERY, STEPPED, Due
from rules.card import Card
from rules.facts.notes import first_words
from rules.facts.renewals import renewal_passed
from rules.facts.unanswered import TOO_MUCH
from rules.records import Record

from .blocks import Block, escape, fields
from .condition import worst
from .words import CHANNEL, Viewer, count, listed, what_came


def title_line(card: Card, viewer: Viewer) -> str:
    a, owner = card.record.account, card.record.owner
    status = " · churned" if a.status == "churned" else ""
    segment = f" · {a.segment}" if a.segment else ""
    return f"*{escape(a.name)}* · {a.tier} · {escape(owner.name)} · {brings(card, viewer)}{segment}{status}"


def brings(card: Card, viewer: Viewer) -> str:
    """$84,000, with Sub Ltd $12,000: what is served through it is named, and in the sum where it is known in
    the same currency. Escaped."""
    total, own = card.record.account.annual, card.brings
    served = card.record.served
    if not served:
        return viewer.money(total) if own is None else viewer.value(own)
    counted = [f"{s.name} {viewer.money(s.annual)}" for s in served if s.annual is not None]
    unknown = (s for s in served if s.annual is None)
    beside = [f"{s.name} {viewer.value(s.brings) if s.brings else 'unknown'}" for s in unknown]
    said = [viewer.money(total) if total is not None or own is None else ""]
    said += [f"with {listed(counted)}"] if counted else []
    said += [f"beside it {viewer.value(own)} of its own"] if own is not None else []
    said += [f"without {listed(beside)}"] if beside else []
    return escape(", ".join(s for s in said if s))


def last_line(card: Card, viewer: Viewer) -> str:
    touch = card.record.touches[0] if card.record.touches else None
    if touch is None:
        return "*Last:* never touched"
    said = f": “{escape(first_words(touch.note, 140))}”" if touch.note else ""
    outcome = f" ({came})" if (came := what_came(touch)) else ""
    return f"*Last:* {escape(touch.by_name)}, {CHANNEL[touch.channel]}{outcome}, {viewer.day(touch.on)}{said}"


def next_line(card: Card, viewer: Viewer) -> str:
    step, a = card.record.next_step, card.record.account
    parts = ["*Next step:* none"]
    if step:
        parts = [
            f"*Next step:* {escape(first_words(step.text, 120))}"
            + (f", {viewer.day(step.on)}" if step.on else "")
        ]
    # that one is asked about, below
    if a.renews_on and a.status != "churned" and not renewal_passed(a, viewer.today):
        when = "Renews" if a.renews_on >= viewer.today else "Renewal was due"
        parts.append(f"{when} {viewer.day(a.renews_on)}")
    if a.snoozed_until and a.snoozed_until > viewer.today:
        parts.append(f"snoozed until {viewer.day(a.snoozed_until)}")
    return " · ".join(parts)


def due_line(card: Card, viewer: Viewer) -> str:
    return due_said(card.due, viewer)


def due_said(due: Due, viewer: Viewer) -> str:
    """When an account is due, and by what."""
    if due.on is None:
        return f"*Due:* no date ({escape(viewer.plain(due.why))})"
    late = (viewer.today - due.on).days
    when = (
        "today"
        if late == 0
        else f"{viewer.day(due.on)}, {count(late, 'day')} ago"
        if late > 0
        else viewer.day(due.on)
    )
    if due.why.kind not in {EVERY, STEPPED}:  # no cadence gave that date
        return f"*Due:* {when} ({escape(viewer.plain(due.why))})"
    stepped = (
        f" instead of {due.own_cadence}, since {escape(viewer.plain(due.why))}"
        if due.cadence != due.own_cadence
        else ""
    )
    every = "day" if due.cadence == 1 else f"{due.cadence} days"
    return f"*Due:* {when} (every {every}{stepped})"


def do_now_line(card: Card, viewer: Viewer) -> str:
    ask = f" Ask: “{escape(viewer.plain(card.reason.ask))}”" if card.reason.ask else ""
    if not ask and card.reason.kind != TOO_MUCH and (costs := worst(card.health)) and costs.greener:
        greener = viewer.plain(costs.greener)
        ask = f" {escape(greener[:1].upper() + greener[1:])}."
    return f"{why_line(card, viewer)}{ask}"


def why_line(card: Card, viewer: Viewer) -> str:
    """The reason to call, without its question."""
    why = viewer.plain(card.reason.why)
    return f"*Do now:* {escape(why[:1].upper() + why[1:])}"


def contact_lines(record: Record, viewer: Viewer) -> str:
    here = [c for c in record.contacts if c.here_on(viewer.today)]
    gone = [c for c in record.contacts if not c.here_on(viewer.today)]
    if not here and not gone:
        return "*Contacts:* nobody on file yet"
    shown = [
        f"• {escape(c.name)}"
        + (f", {escape(c.title)}" if c.title else "")
        + (f" ({c.role})" if c.role != "other" else "")
        + (f" · prefers {escape(c.prefers)}" if c.prefers else "")
        for c in here[:8]
    ]
    if len(here) > 8:
        shown.append(f"• and {len(here) - 8} more")
    shown += [f"• {escape(c.name)}, left {viewer.day(c.left_on)}" for c in gone[:3] if c.left_on]
    return "*Contacts*\n" + "\n".join(shown)


def facts_on_file(card: Card, viewer: Viewer) -> list[Block]:
    a = card.record.account
    rows = [f"*Revenue a year*\n{brings(card, viewer)}"]
    if a.segment or card.segment:
        rows.append(f"*Segment*\n{a.segment or f'{card.segment} (by revenue)'}")
    bought = [m for m in card.record.movements if m.kind == "purchase" and m.minor > 0]
    if bought:
        rows.append(
            f"*Last purchase*\n{viewer.day(bought[-1].on)}, "
            f"{viewer.money(bought[-1].minor, bought[-1].currency)}"
        )
    if card.record.movements:
        rows.append(
            f"*Revenue rows*\n{len(card.record.movements)} since {viewer.day(card.record.movements[0].on)}"
        )
    if a.services:
        rows.append(f"*Services*\n{escape(', '.join(a.services))}")
    if a.industry or a.country:
        rows.append(f"*Industry*\n{escape(' · '.join(x for x in (a.industry, a.country) if x))}")
    if a.parent_name:
        rows.append(f"*Parent*\n{escape(a.parent_name)}")
    if a.tier_proposal:
        rows.append(f"*Tier*\n{a.tier}, nobody gave one; by revenue it would be {a.tier_proposal}")
    rows.append(f"*Customer since*\n{viewer.day(a.started_on or a.exists_on)}")
    return [fields(rows)]
