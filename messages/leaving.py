"""Who left or moved: the form; and as a typed line said it: what was changed with Undo, who of several it
was, or whom it may mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rules.facts.acquainted import FIELD
from rules.facts.notes import first_words
from rules.facts.unlogged import Unlogged
from rules.phrase import Phrase
from rules.records import Contact

from .blocks import Block, Message, actions, button, clip, escape, field, message, modal, section
from .carried import Value
from .inputs import choice, day_input
from .people import CONTACT_ADD, CONTACT_LEFT, ContactRef, Knowing, Newcomer, left_button, people_button
from .people_form import successors
from .unlogged import dismiss_button
from .unlogged import open_button as log_button
from .words import Viewer

CONTACT_BACK = "contact.back"
CONTACT_GONE = "contact.gone"
SHOWN = 10  # people who may be meant


@dataclass(frozen=True, slots=True)
class Back(Value):
    """Who left on a day, to be brought back; `successor` was made champion then, `was` that one's role
    before."""

    contact: int
    on: str
    successor: int | None = None
    was: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody who left an account; `successor` came after them, `stranger` a name for one who is not
    on file; `leads`: as champion."""

    account_id: int
    account: str
    contact: Contact
    on: date
    back: Back
    successor: Contact | None = None
    stranger: str = ""
    leads: bool = False


def _name(text: str) -> str:
    return clip(escape(text), 300)


def noted(of: Left, viewer: Viewer) -> Message:
    role = ", their champion," if of.contact.role == "champion" else ""
    head = f"✅ {_name(of.contact.name)}{role} left {_name(of.account)} ({viewer.day(of.on)})."
    parts = [head]
    if of.successor:
        as_what = "is their champion now" if of.leads else "came after them"
        parts.append(f"{_name(of.successor.name)} {as_what}.")
    elif of.stranger:
        parts.append(f"“{_name(of.stranger)}” is not on file there: add them.")
    parts.append("No touch was logged: what was logged with them stays.")
    row = [button("Undo", CONTACT_BACK, of.back.pack())]
    if of.stranger and not of.successor:
        new = Newcomer(of.account_id, clip(of.stranger, FIELD), "champion" if of.leads else "")
        row.append(button("Add a person", CONTACT_ADD, new.pack(), style="primary"))
    row.append(people_button(of.account_id))
    return message(head, [section("\n".join(parts)), actions(row)])


def undone(account_id: int, account: str, contact: Contact) -> Message:
    said = f"↩️ Undone: {_name(contact.name)} is still at {_name(account)}."
    return message(said, [section(said), actions([people_button(account_id)])])


def changed_since(account_id: int, account: str, contact: Contact) -> Message:
    said = f"{_name(contact.name)} at {_name(account)} was changed meanwhile: see People."
    return message(said, [section(said), actions([people_button(account_id)])])


def which(typed: str, may: Sequence[tuple[Contact, str]]) -> Message:
    """Several may be meant, or the day is not clear: nothing was changed yet. Each with their account."""
    head = "Who left? Nothing is changed yet." if len(may) > 1 else "Since when? Nothing is changed yet."
    blocks: list[Block] = [section(f"*{head}*\n>{_name(typed)}")]
    for contact, account in may[:SHOWN]:
        ref = ContactRef(contact.id).pack()
        tap = button("Left", CONTACT_LEFT, ref, says=f"Left: {contact.name}")
        blocks.append(section(f"{_name(contact.name)}, {_name(account)}", tap))
    if len(may) > SHOWN:
        blocks.append(section(f"and {len(may) - SHOWN} more: type the account's name, too."))
    return message(head, blocks)


def offered(line: Unlogged, may: Sequence[tuple[Contact, str]], *, moved: bool) -> Message:
    """A line that tells no contact, but that somebody left or moved, and more than that: one tap opens the
    form of whom it may mean."""
    head = "No touch logged, and nothing is changed yet."
    went = "moved" if moved else "left"
    blocks: list[Block] = [section(f"{head}\n>{_name(first_words(line.text, 600))}")]
    for contact, account in may[:SHOWN]:
        tap = left_button(contact, went, line=line.id)
        blocks.append(section(f"{_name(contact.name)}, {_name(account)}", tap))
    blocks.append(actions([log_button(line, "Log a touch"), dismiss_button(line)]))
    return message(head, blocks)


def refused(typed: str, why: Phrase, viewer: Viewer) -> Message:
    """Nothing was changed; what was typed is given back."""
    said = escape(viewer.plain(why))
    return message(said, [section(f"{said}\n>{_name(typed)}")])


def nobody(typed: str, account_id: int, account: str) -> Message:
    said = f"Nobody of that name is on file at {_name(account)}: nothing was changed."
    return message(said, [section(f"{said}\n>{_name(typed)}"), actions([people_button(account_id)])])


def left(contact: Contact, on: date, viewer: Viewer, *, moved: bool = False, successor: str = "") -> str:
    """Who left or moved, confirmed; a champion leaves a task."""
    role = ", their champion," if contact.role == "champion" else ""
    what = "moved inside on" if moved else "left"
    after = f" {_name(successor)} came after them." if successor else ""
    return f"✅ {_name(contact.name)}{role} {what} {viewer.day(on)}.{after}"


WENT = {"left": "left the company", "moved": "moved inside it"}


def left_form(
    contact: Contact, knowing: Knowing, today: date, others: Sequence[Contact] = (), *, went: str = ""
) -> Block:
    """Since which day somebody is not there, or not in their role, any more, and who came after them."""
    said = f"*{escape(contact.name)}*\nWhat was logged with them stays."
    blocks = [
        section(said),
        field("went", "They", choice("went", tuple(WENT), WENT, went or "left"), optional=False),
        field("left_on", "Since", day_input("left_on", today), optional=False),
        *successors(contact, others),
    ]
    return modal("Left or moved", blocks, CONTACT_GONE, submit="Save", private_metadata=knowing.pack())
