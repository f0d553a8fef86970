"""What was logged: what was understood, with Undo and Edit; what others logged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.context import Insight
from rules.facts.corrections import Correction
from rules.facts.entries import Entry
from rules.facts.notes import first_words
from rules.facts.requested import Request
from rules.heard import Heard

from . import captured, changed, needed, raised, requested
from .acts import back_button
from .blocks import Block, Message, actions, button, context, escape, first_few, message, section
from .carried import Value
from .notices import told_button
from .opening import open_button
from .people import left_button
from .put_right import Unknown, additions, fixes, not_on_file
from .words import A_CHANNEL, CHANNEL, PURPOSE, SENTIMENT, Viewer, count, listed, what_came

LOG_UNDO = "log.undo"
LOG_EDIT = "log.edit"
LOG_SHORTCUT = "log.message"


@dataclass(frozen=True, slots=True)
class BatchRef(Value):
    """A logged line."""

    batch: str


TOLD = 20  # touches of others in one message


def too_long(said: str, typed: str) -> Message:
    """A line that is unclear and longer than the form's field: given back whole, so that nothing is cut."""
    parts = [section(escape(typed[n : n + 2500])) for n in range(0, min(len(typed), 40 * 2500), 2500)]
    return message(escape(said), [section(f"*Not stored yet.* {escape(said)} Your text:"), *parts])


@dataclass(frozen=True, slots=True)
class Logged:
    """A touch that a line brought, as it stands: with whom, by name; when its account is due next, where that
    is known and it is one; what of it may be wrong; who was named and is not on file; what is open of what
    its accounts asked."""

    batch: str
    entry: Entry
    names: Sequence[str]
    contacts: Sequence[str] = ()
    due_on: date | None = None
    voided: bool = False
    act: int | None = None
    """The undoing that the reader may take back."""
    fix: Correction | None = None
    strangers: Sequence[Unknown] = ()
    asked: Sequence[Request] = ()
    to_tell: Sequence[Insight] = ()
    """Notices that its account is still to hear of."""
    heard: Heard = Heard()
    """What its line tells beside it, and one tap keeps."""


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
    lines = [f"✅ *{title}*", in_short(one.entry, one.contacts, viewer)]
    if one.entry.note:
        lines.append(f"“{escape(first_words(one.entry.note, 160))}”")
    lines += [*_brought(one, viewer), *not_on_file(one.strangers)]
    blocks = [section("\n".join(lines)), _row(one)]
    if tail := _what_follows(one, viewer):
        blocks.insert(1, context(tail))
    return blocks


def _beside(one: Logged, viewer: Viewer, quoted: bool) -> list[Block]:
    """One of several: a line, and what it brought."""
    names = escape(listed(one.names, 5))
    if one.voided:
        back = back_button(one.act, "receipt", names) if one.act is not None else None
        return [section(f"↩️ ~{names}~ {CHANNEL[one.entry.channel]} undone", back)]
    note = [f"“{escape(first_words(one.entry.note, 160))}”"] if quoted and one.entry.note else []
    runs_on = [] if one.entry.meaningful else ["_Nobody was reached: the cadence runs on._"]
    lines = [
        f"*{names}* · {in_short(one.entry, one.contacts, viewer)}",
        *note,
        *_brought(one, viewer),
        *runs_on,
    ]
    return [section("\n".join(lines)), _row(one)]


def _row(one: Logged) -> Block:
    """What the line tells of them first, what waits for an answer, what is most likely wrong, then Undo and
    Edit; what they told of themselves last."""
    ref, names, heard = BatchRef(one.batch).pack(), listed(one.names, 2), one.heard
    news = [changed.note_button(one.entry.account_ids[0], names)] if len(one.names) == 1 else []
    asked = requested.offers(one.batch, one.entry, one.asked, one.strangers, heard.asks)
    unhappy = raised.offered(one.batch, one.entry, heard.concern)
    told = [changed.told(one.batch, one.entry.account_ids[0], heard.change)] if heard.change else []
    if any(b["action_id"] == changed.CHANGED_NOTE for b in told):
        news = []  # the same form, with its kind
    told += [needed.told(one.batch, heard.need)] if heard.need else []
    return actions(
        [
            *(asked if heard.asks else []),
            *(unhappy if heard.concern else []),
            *told,
            *([left_button(heard.gone, "moved" if heard.moved else "left")] if heard.gone else []),
            *([] if heard.asks else asked),
            *fixes(one.batch, one.entry, one.fix, one.strangers),
            *additions(one.batch, one.strangers, one.fix, several=len(one.names) > 1),
            *([] if heard.concern else unhappy),
            button("Undo", LOG_UNDO, ref, says=f"Undo the touch with {names}"),
            button("Edit", LOG_EDIT, ref, says=f"Edit the touch with {names}"),
            *(
                told_button(i.id, one.entry.account_ids[0], batch=one.batch, of=i.text[:50])
                for i in one.to_tell[:2]
            ),
            *news,
        ]
    )


def in_short(entry: Entry, contacts: Sequence[str], viewer: Viewer) -> str:
    """How, when, how long, with whom, what for, in which mood."""
    estimated = sum(entry.minutes_each())  # nothing while the account is asked
    minutes = f"{entry.minutes} min" if entry.minutes is not None else f"about {estimated} min"
    parts = [
        CHANNEL[entry.channel].capitalize() if entry.channel else "Contact",
        viewer.day(entry.on) if entry.on != viewer.today else "today",
        *([minutes] if entry.minutes is not None or estimated else []),
    ]
    if came := what_came(entry):
        parts.insert(1, came)
    if entry.direction == "inbound" and not entry.promotes:
        parts.append("they came to us")
    if contacts:
        parts.append(f"with {escape(listed(contacts))}")
    if entry.purpose:
        parts.append(PURPOSE[entry.purpose].lower())
    if entry.sentiment:
        parts.append(SENTIMENT[entry.sentiment])
    return " · ".join(parts)


def _brought(one: Logged, viewer: Viewer) -> list[str]:
    known = one.heard.known
    there = [f"*Changed there:* {changed.in_short(known, viewer)}"] if known else []
    if one.heard.needed:
        there.append(f"*They need:* {needed.in_short(one.heard.needed, viewer)}")
    return [text for line in captured.CAPTURED if (text := line.logged(one.entry, viewer))] + there


def _what_follows(one: Logged, viewer: Viewer) -> str:
    tail = []
    if not one.entry.meaningful:
        tail.append("Stored, but nobody was reached: the cadence runs on.")
    elif len(one.names) == 1 and one.due_on:
        tail.append(f"Next due {viewer.day(one.due_on)}.")
    if left_open := _left_open(one.entry):
        tail.append(left_open)
    return " ".join(tail)


def _left_open(entry: Entry) -> str:
    """What nobody said of a contact that reached somebody, and the record wants to know."""
    if not entry.meaningful or (entry.purpose and entry.sentiment):
        return ""
    if entry.purpose:
        return "Left open: how they feel. Edit adds it."
    return "Left open: what they got" + ("" if entry.sentiment else ", how they feel") + ". Edit adds it."


def undone(logged: Sequence[Logged], viewer: Viewer) -> Message:
    """All that a line had brought is taken back."""
    lines = [
        f"↩️ Undone: {CHANNEL[one.entry.channel]} with {escape(listed(one.names, 5))}, "
        f"{viewer.day(one.entry.on)}."
        for one in logged
    ]
    backs = [back_button(one.act, "receipt", listed(one.names, 2)) for one in logged if one.act is not None]
    return message(" ".join(lines), [section("\n".join(lines)), *(actions([b]) for b in backs[:5])])


@dataclass(frozen=True, slots=True)
class ByAnother:
    """A touch that somebody else logged with an account of the reader's."""

    by: str
    name: str
    account_id: int
    entry: Entry


def told_owner(touches: Sequence[ByAnother], viewer: Viewer) -> Message:
    """What others logged with your accounts, in one message."""
    if len(touches) == 1:
        said, head = _by_another(touches[0], viewer).replace("*", ""), list[Block]()
    else:
        many = f"Others logged {count(len(touches), 'touch', 'touches')} with your accounts:"
        said = f"{many} {escape(listed(dict.fromkeys(t.name for t in touches)))}"
        head = [section(many)]
    shown = first_few(touches, TOLD, lambda t: section(_by_another(t, viewer), _open(t)))
    return message(said, [*head, *shown])


def _open(t: ByAnother) -> Block:
    return open_button(t.account_id, t.name)


def _by_another(t: ByAnother, viewer: Viewer) -> str:
    note = f": “{escape(first_words(t.entry.note, 160))}”" if t.entry.note else ""
    when = "" if t.entry.on == viewer.today else f", {viewer.day(t.entry.on)}"
    said = (
        f"{escape(t.by)} logged {A_CHANNEL[t.entry.channel]} with your account *{escape(t.name)}*{when}{note}"
    )
    brought = [text for line in captured.CAPTURED if (text := line.logged(t.entry, viewer))]
    return "\n".join((said, *brought))


def lost_text(typed: str) -> Message:
    """What the person typed, given back when it could not be stored."""
    said = "That was not stored. Please try again in a moment."
    if not typed:
        return message(said, [section(said)])
    return message(said, [section(f"{said} You typed:\n>{escape(typed[:2500])}")])
