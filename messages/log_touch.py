"""Logging: the form, what was understood with Undo and Edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.facts.entries import FIELD_LIMIT, Entry
from rules.facts.notes import first_words
from rules.records import CHANNELS, OUTCOMES, PURPOSES, SENTIMENTS, Contact

from . import captured
from .blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    escape,
    field,
    message,
    modal,
    option,
    plain,
    section,
)
from .carried import Origin, Value
from .inputs import choice, day_input, number_input, text_input
from .opening import open_button
from .words import CHANNEL, OUTCOME, PURPOSE, SENTIMENT, Viewer, count, listed

LOG_UNDO = "log.undo"
LOG_EDIT = "log.edit"
LOG_FORM = "log.form"
LOG_ACCOUNT = "log.account"
LOG_SHORTCUT = "log.message"


@dataclass(frozen=True, slots=True)
class BatchRef(Value):
    """A logged line."""

    batch: str


TOLD = 20  # touches of others in one message
FORM_HOLDS = 2900
"""Characters of a typed line that the form's note takes without cutting."""


@dataclass(frozen=True, slots=True)
class Form:
    """What the form opens with. `accounts` are (id, name); `said` is a sentence shown on top; `contacts`
    of the account."""

    accounts: tuple[tuple[int, str], ...] = ()
    entry: Entry | None = None
    contacts: tuple[Contact, ...] = ()
    said: str = ""
    editing: bool = False
    several: bool = False
    asks_day: bool = False
    """The day lies over a year back: a field asks whether it is right, and cannot be passed over."""


def form(form: Form, origin: Origin, viewer: Viewer) -> Block:
    """The modal: account, channel, outcome and day are required; what is known is filled in, what is not
    stays open."""
    entry = form.entry or Entry((), viewer.today)
    blocks: list[Block] = [context(f"⚠️ {escape(form.said)}")] if form.said else []
    if form.several:
        names = ", ".join(escape(n) for _, n in form.accounts)
        blocks.append(section(f"*Accounts:* {names}"))
    else:
        blocks.append(_account_field(form))
    blocks += [
        field("channel", "How", choice("channel", CHANNELS, CHANNEL, chosen=entry.channel), optional=False),
        field("on", "When", day_input("on", entry.on), optional=False),
    ]
    if form.asks_day:
        sure = option(f"Yes, it was on {viewer.day(entry.on)}", entry.on.isoformat())
        element: Block = {
            "type": "static_select",
            "action_id": "sure",
            "options": [sure],
            "placeholder": plain("Choose"),
        }
        blocks.append(field("sure", "That is over a year ago: is the day right?", element, optional=False))
    blocks += _contact_field(form, entry)
    blocks += [
        field(
            "outcome", "Outcome", choice("outcome", OUTCOMES, OUTCOME, chosen=entry.outcome), optional=False
        ),
        field(
            "purpose",
            "What was it for?",
            choice("purpose", PURPOSES, PURPOSE, chosen=entry.purpose),
            hint="By what the customer got. A check-in gives them nothing.",
        ),
        field("got", "What did they get?", text_input("got", entry.got, False, most=FIELD_LIMIT)),
        field("note", "Note", text_input("note", entry.said, True, most=FIELD_LIMIT)),
        field(
            "sentiment", "Are they happy?", choice("sentiment", SENTIMENTS, SENTIMENT, chosen=entry.sentiment)
        ),
        field(
            "minutes",
            "Minutes",
            {**number_input(entry.minutes), "action_id": "minutes"},
            hint="Empty: estimated by channel.",
        ),
        *(block for line in captured.CAPTURED for block in line.fields(entry)),
    ]
    return modal(
        "Edit touch" if form.editing else "Log a touch",
        blocks,
        LOG_FORM,
        submit="Save",
        private_metadata=origin.pack(),
    )


def _account_field(form: Form) -> Block:
    element: Block = {
        "type": "external_select",
        "action_id": LOG_ACCOUNT,
        "min_query_length": 0,
        "placeholder": plain("Type a name"),
    }
    if form.accounts:
        account, name = form.accounts[0]
        element["initial_option"] = option(name, str(account))
    return field("account", "Account", element, optional=False, dispatch=True)


def _contact_field(form: Form, entry: Entry) -> list[Block]:
    here = [c for c in form.contacts if c.left_on is None][:100]
    if not here:
        return []
    options = [option(c.name, str(c.id), c.title or (c.role if c.role != "other" else "")) for c in here]
    element: Block = {
        "type": "multi_static_select",
        "action_id": "contacts",
        "placeholder": plain("Whom"),
        "options": options,
    }
    chosen = [o for o in options if int(o["value"]) in entry.contact_ids]
    if chosen:
        element["initial_options"] = chosen
    return [field("contacts", "With whom", element)]


def too_long(said: str, typed: str) -> Message:
    """A line that is unclear and longer than the form's field: given back whole, so that nothing is cut."""
    parts = [section(escape(typed[n : n + 2500])) for n in range(0, min(len(typed), 40 * 2500), 2500)]
    return message(escape(said), [section(f"*Not stored yet.* {escape(said)} Your text:"), *parts])


@dataclass(frozen=True, slots=True)
class Logged:
    """A touch that a line brought, as it stands: with whom, by name; when its account is due next, where that
    is known and it is one."""

    batch: str
    entry: Entry
    names: Sequence[str]
    contacts: Sequence[str] = ()
    due_on: date | None = None
    voided: bool = False


def receipt(logged: Sequence[Logged], viewer: Viewer) -> Message:
    """What was understood, in one look, with Undo and Edit for each touch of the line."""
    standing = [one for one in logged if not one.voided]
    if not standing:
        return undone(logged, viewer)
    title = f"Logged with {escape(listed([n for one in standing for n in one.names], 5))}"
    if len(logged) == 1:
        return message(title, _alone(logged[0], title, viewer))
    notes = list(dict.fromkeys(one.entry.note for one in standing))
    blocks = [section(f"✅ *Logged {count(len(standing), 'touch', 'touches')}*")]
    for one in logged:
        blocks += _beside(one, viewer, quoted=len(notes) > 1)
    if len(notes) == 1 and notes[0]:
        blocks.append(context(f"“{escape(first_words(notes[0], 300))}”"))
    return message(title, blocks)


def _alone(one: Logged, title: str, viewer: Viewer) -> list[Block]:
    lines = [f"✅ *{title}*", _in_short(one, viewer)]
    if one.entry.note:
        lines.append(f"“{escape(first_words(one.entry.note, 160))}”")
    blocks = [section("\n".join(lines + _brought(one, viewer))), _undo_and_edit(one)]
    if tail := _what_follows(one, viewer):
        blocks.insert(1, context(tail))
    return blocks


def _beside(one: Logged, viewer: Viewer, quoted: bool) -> list[Block]:
    """One of several: a line, and what it brought."""
    names = escape(listed(one.names, 5))
    if one.voided:
        return [section(f"↩️ ~{names}~ {CHANNEL[one.entry.channel]} undone")]
    note = [f"“{escape(first_words(one.entry.note, 160))}”"] if quoted and one.entry.note else []
    runs_on = [] if one.entry.meaningful else ["_Nobody was reached: the cadence runs on._"]
    lines = [f"*{names}* · {_in_short(one, viewer)}", *note, *_brought(one, viewer), *runs_on]
    return [section("\n".join(lines)), _undo_and_edit(one)]


def _undo_and_edit(one: Logged) -> Block:
    ref, names = BatchRef(one.batch).pack(), listed(one.names, 2)
    return actions(
        [
            button("Undo", LOG_UNDO, ref, says=f"Undo the touch with {names}"),
            button("Edit", LOG_EDIT, ref, says=f"Edit the touch with {names}"),
        ]
    )


def _in_short(one: Logged, viewer: Viewer) -> str:
    """How, when, how long, with whom, what for, in which mood."""
    entry = one.entry
    minutes = (
        f"{entry.minutes} min" if entry.minutes is not None else f"about {sum(entry.minutes_each())} min"
    )
    parts = [
        CHANNEL[entry.channel].capitalize(),
        viewer.day(entry.on) if entry.on != viewer.today else "today",
        minutes,
    ]
    if entry.outcome != "reached":
        parts.insert(1, OUTCOME[entry.outcome])
    if entry.direction == "inbound":
        parts.append("they came to us")
    if one.contacts:
        parts.append(f"with {escape(listed(one.contacts))}")
    if entry.purpose:
        parts.append(PURPOSE[entry.purpose].lower())
    if entry.sentiment:
        parts.append(SENTIMENT[entry.sentiment])
    return " · ".join(parts)


def _brought(one: Logged, viewer: Viewer) -> list[str]:
    return [text for line in captured.CAPTURED if (text := line.logged(one.entry, viewer))]


def _what_follows(one: Logged, viewer: Viewer) -> str:
    tail = []
    if not one.entry.meaningful:
        tail.append("Stored, but nobody was reached: the cadence runs on.")
    elif len(one.names) == 1 and one.due_on:
        tail.append(f"Next due {viewer.day(one.due_on)}.")
    if one.entry.meaningful and not one.entry.purpose:
        tail.append("What did they get from it? Edit adds it.")
    return " ".join(tail)


def undone(logged: Sequence[Logged], viewer: Viewer) -> Message:
    """All that a line had brought is taken back."""
    lines = [
        f"↩️ Undone: {CHANNEL[one.entry.channel]} with {escape(listed(one.names, 5))}, "
        f"{viewer.day(one.entry.on)}."
        for one in logged
    ]
    return message(" ".join(lines), [section("\n".join(lines))])


@dataclass(frozen=True, slots=True)
class ByAnother:
    """A touch that somebody else logged with an account of the reader's."""

    by: str
    name: str
    account_id: int
    entry: Entry


def told_owner(touches: Sequence[ByAnother], viewer: Viewer) -> Message:
    """What others logged with your accounts, in one message."""
    lines = [_by_another(t, viewer) for t in touches]
    if len(lines) == 1:
        said, head = lines[0].replace("*", ""), list[Block]()
    else:
        said = (
            f"Others logged {count(len(lines), 'touch', 'touches')} with your accounts: "
            f"{escape(listed(dict.fromkeys(t.name for t in touches)))}"
        )
        head = [section(f"Others logged {count(len(lines), 'touch', 'touches')} with your accounts:")]
    shown = [
        section(line, open_button(t.account_id, t.name))
        for line, t in list(zip(lines, touches, strict=True))[:TOLD]
    ]
    more = [context(f"And {len(lines) - TOLD} more.")] if len(lines) > TOLD else []
    return message(said, [*head, *shown, *more])


def _by_another(t: ByAnother, viewer: Viewer) -> str:
    note = f": “{escape(first_words(t.entry.note, 160))}”" if t.entry.note else ""
    when = "" if t.entry.on == viewer.today else f", {viewer.day(t.entry.on)}"
    return (
        f"{escape(t.by)} logged a {CHANNEL[t.entry.channel]} with your account *{escape(t.name)}*{when}{note}"
    )


def lost_text(typed: str) -> Message:
    """What the person typed, given back when it could not be stored."""
    said = "That was not stored. Please try again in a moment."
    if not typed:
        return message(said, [section(said)])
    return message(said, [section(f"{said} You typed:\n>{escape(typed[:2500])}")])
