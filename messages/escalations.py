"""An A that goes, or went, to the manager of its owner: a line in the owner's morning, what the manager is
told with three buttons, on Home, on the card, in the history; the form in which it is left until a day.

Nobody is blamed: it says for how long there was no contact, and whose turn it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.calendar import DAY
from rules.card import Card
from rules.escalations import FIELD, USUAL
from rules.escalations import silent as days_silent
from rules.facts.escalated import LEFT, Escalation
from rules.facts.notes import first_words
from rules.facts.touch import Touch

from .blocks import Block, Message, actions, button, clip, context, escape, field, message, modal, section
from .carried import Value, WorryRef
from .inputs import day_input, text_input
from .opening import open_button
from .words import CHANNEL, Viewer, count

ESCALATION_ASK = "escalation.ask"
ESCALATION_REASSIGN = "escalation.reassign"
ESCALATION_LEAVE = "escalation.leave"
ESCALATION_LEFT = "escalation.left"
MOST = 3
"""With buttons in one message, where nothing else is to be decided in it; the others wait on Home."""
GOING, ON_HOME, IN_HISTORY = 5, 10, 5
PAST = "no contact, long past the cadence"


@dataclass(frozen=True, slots=True)
class EscalationRef(Value):
    """An account that went to a manager."""

    escalation: int


@dataclass(frozen=True, slots=True)
class Leaving(Value):
    """What the form was opened for. `token` is unique to this opening."""

    token: str
    escalation: int
    response_url: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One with its account: days `silent` (None: never touched), revenue of a year, the last contact, until
    when its owner is away."""

    escalation: Escalation
    name: str
    owner: str
    silent: int | None
    annual: int | None = None
    last: Touch | None = None
    away_until: date | None = None


def in_the_morning(going: Sequence[Shown], viewer: Viewer) -> list[Block]:
    """A working day before, for its owner: time to reach them yet."""
    blocks = [section(_going(s, viewer), open_button(s.escalation.account_id, s.name)) for s in going[:GOING]]
    more = len(going) - GOING
    if more > 0:
        blocks.append(context(f"And {count(more, 'more A account goes', 'more A accounts go')} on then."))
    return blocks


def _going(s: Shown, viewer: Viewer) -> str:
    return f"⏫ *{escape(s.name)}* {_goes(s, viewer)}: {_silence(s.silent)}."


def in_its_place(s: Shown, viewer: Viewer) -> str:
    """Below the account's own place in the message, which says for how long there was no contact."""
    return f"⏫ It {_goes(s, viewer)}, unless you reach them."


def _goes(s: Shown, viewer: Viewer) -> str:
    to = escape(s.escalation.to) or "your manager"
    return f"goes to {to} {_day(s.escalation.on, viewer)}"


def title(going: Sequence[Shown]) -> str:
    """Of a morning that holds nothing else."""
    return f"{count(len(going), 'A account goes', 'A accounts go')} to your manager next"


def _day(on: date, viewer: Viewer) -> str:
    return "tomorrow" if on == viewer.today + DAY else "today" if on <= viewer.today else viewer.weekday(on)


def _silence(silent: int | None) -> str:
    return "never touched" if silent is None else f"no contact for {count(silent, 'day')}"


def told(those: Sequence[Shown], viewer: Viewer, room: int = MOST) -> Message:
    """For the manager, what brings most first: one line, and the first ones with their buttons."""
    waits = [s for s in those if s.escalation.is_open]
    said = f"{count(len(waits) or len(those), 'A account comes', 'A accounts come')} to you: {PAST}"
    blocks = [section(f"*{said}*")]
    blocks += [block for s in those[:room] for block in _with_buttons(s, viewer)]
    if more := [s.name for s in those[room:]]:
        named = ", ".join(escape(name) for name in more[:10])
        waiting = count(len(more), "more waits", "more wait") if room else _all_wait(len(more))
        blocks.append(context(clip(f"{waiting} on Home: {named}", 2900)))
    names = ", ".join(escape(s.name) for s in those[:3])
    return {**message(f"{said}: {names}", blocks), "decides": len(those[:room])}


def _all_wait(number: int) -> str:
    """Where other decisions took all the room of the message."""
    return "It waits" if number == 1 else "They wait"


def on_home(those: Sequence[Shown], viewer: Viewer) -> list[Block] | None:
    """All that is with the reader."""
    if not those:
        return None
    head = section(f"*{count(len(those), 'A account', 'A accounts')} came to you: {PAST}*")
    blocks = [block for s in those[:ON_HOME] for block in _with_buttons(s, viewer)]
    more = len(those) - ON_HOME
    return [head, *blocks, *([context(f"And {more} more.")] if more > 0 else [])]


def _with_buttons(s: Shown, viewer: Viewer) -> list[Block]:
    e = s.escalation
    if not e.is_open:
        return [section(f"~{escape(s.name)}~  {_became(e, viewer)}", open_button(e.account_id, s.name))]
    row = [
        button(
            "Ask", ESCALATION_ASK, WorryRef(e.account_id, "ask").pack(), says=f"Ask the owner about {s.name}"
        ),
        button(
            "Reassign",
            ESCALATION_REASSIGN,
            WorryRef(e.account_id, "reassign").pack(),
            says=f"Reassign {s.name}",
        ),
        button("Leave it", ESCALATION_LEAVE, EscalationRef(e.id).pack(), says=f"Leave {s.name} until a day"),
    ]
    return [section(_line(s, viewer), open_button(e.account_id, s.name)), actions(row)]


def _line(s: Shown, viewer: Viewer) -> str:
    brings = f" · {viewer.money(s.annual)} a year" if s.annual else ""
    away = f" · {escape(s.owner.split()[0])} is away until {viewer.day(s.away_until)}" if s.away_until else ""
    line = f"⏫ *{escape(s.name)}* ({escape(s.owner)}): {_silence(s.silent)}{brings}{away}"
    if s.last:
        note = f": “{escape(first_words(s.last.note, 120))}”" if s.last.note else ""
        line += f"\nLast: {CHANNEL.get(s.last.channel, 'contact')}, {viewer.day(s.last.on)}{note}"
    return clip(line, 2900)


def _became(e: Escalation, viewer: Viewer) -> str:
    if e.became == LEFT and e.until_on:
        return f"⏸ left until {viewer.day(e.until_on)}{_why(e)}"
    return "✅ no longer with you: they were reached, it rests, or it is another’s now"


def _why(e: Escalation) -> str:
    """Why it is left; a reason whose time has passed is gone."""
    return f": “{escape(first_words(e.why, FIELD))}”" if e.why else ""


def line(card: Card, viewer: Viewer) -> str | None:
    """On a card: to whom it goes or went, or who leaves it and why."""
    if not card.record.escalations:
        return None
    e = card.record.escalations[-1]
    to, since = escape(e.to) or "the manager", _silence(days_silent(card.record, viewer.today))
    if e.is_with_manager and e.went_on:
        return f"*Escalated:* with {to} since {viewer.day(e.went_on)}, {since}"
    if e.is_open:
        return f"*Escalated:* goes to {to} {_day(e.on, viewer)}, {since}"
    if e.is_left(viewer.today) and e.until_on:
        return f"*Escalated:* {escape(e.ended_by)} leaves it until {viewer.day(e.until_on)}{_why(e)}"
    return None


def in_history(all_of: Sequence[Escalation], viewer: Viewer) -> list[str]:
    """Who left it until when and why, the newest first; that it went to somebody stands in the trail."""
    left_ones = sorted((e for e in all_of if e.became == LEFT), key=lambda e: e.id, reverse=True)
    return [
        f"⏸ Left until {viewer.day(e.until_on)} by {escape(e.ended_by)}{_why(e)}"
        for e in left_ones[:IN_HISTORY]
        if e.until_on
    ]


def leave_form(leaving: Leaving, s: Shown, viewer: Viewer) -> Block:
    """Until when, and why."""
    blocks = [
        section(
            f"*{escape(s.name)}* ({escape(s.owner)}): {_silence(s.silent)}.\nIt stays as it is, and comes "
            "back to you on that day if there is no contact by then."
        ),
        field("until_on", "Until", day_input("until_on", viewer.today + USUAL), optional=False),
        field(
            "why",
            "Why",
            text_input("why", "", True, most=FIELD),
            optional=False,
            hint="Everybody who opens the account reads it.",
        ),
    ]
    return modal("Leave it", blocks, ESCALATION_LEFT, submit="Leave it", private_metadata=leaving.pack())


def left(name: str, until_on: date, viewer: Viewer) -> str:
    return f"⏸ *{escape(name)}* is left until {viewer.weekday(until_on)}."


def with_you_again(name: str, viewer: Viewer) -> str:
    return f"↩️ Undone: *{escape(name)}* is with whoever leads its owner again."
