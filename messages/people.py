"""Who we know at an account: the list with one tap each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from rules.facts.acquainted import Acquaintance
from rules.facts.notes import first_words
from rules.facts.threads import Thin
from rules.records import Contact

from .blocks import Block, Message, actions, button, clip, escape, message, section
from .carried import AccountRef, Value
from .opening import CARD_OPEN
from .sections import Section, lay_out
from .threads import by_a_thread
from .words import Viewer, count

CONTACT_LIST = "contact.list"
CONTACT_ADD = "contact.add"
CONTACT_CHANGE = "contact.change"
CONTACT_LEFT = "contact.left"
TOLD = 10  # of those who left


@dataclass(frozen=True, slots=True)
class ContactRef(Value):
    """Somebody at an account. As a line says: `went` (of messages/leaving.py) how they are gone, `line` the
    one that waits for it; `beside` something that stays as it stands."""

    contact: int
    went: str = ""
    line: int | None = None
    beside: bool | None = None


@dataclass(frozen=True, slots=True)
class Newcomer(Value):
    """Somebody to be added at an account, as far as they are known already."""

    account: int
    name: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Knowing(Value):
    """What a form about somebody was opened for (`contact` None: somebody new): `token` is unique to this
    opening, the list stands at `response_url`, a `line` that was typed waits for it."""

    token: str
    account: int
    contact: int | None = None
    response_url: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class People:
    """Everybody at an account. `thin`: how it hangs by a thread (None: it does not). `did`: what was just
    done, or meanwhile."""

    account_id: int
    name: str
    all_of: Sequence[Acquaintance]
    thin: Thin | None = None
    did: str = ""


def people(p: People, viewer: Viewer) -> Message:
    """The answer to `/account acme people`."""
    here = sum(a.stands != "lost" for a in p.all_of)
    said = f"{p.did} {escape(p.name)}: {count(here, 'person', 'people')} we know.".strip()
    return message(said, lay_out(LISTED, p, viewer))


def _head(p: People, viewer: Viewer) -> list[Block]:
    """What was done stands above what there is."""
    did = f"{p.did}\n" if p.did else ""
    here = [a for a in p.all_of if a.stands != "lost"]
    cooling = sum(a.stands == "cooling" for a in here)
    said = "\nNobody on file yet: add whom you talk to." if not p.all_of else ""
    if p.all_of:
        parts = [count(len(here), "person", "people")]
        parts += [f"{cooling} cooling"] if cooling else []
        parts += ["no champion"] if not any(_is_champion(a.contact, viewer) for a in here) else []
        said = f"\n{' · '.join(parts)}"
    if p.thin:
        said += f"\n⚠️ {by_a_thread(p.thin)}"
    return [section(f"{did}*Who we know at {escape(p.name)}*{said}")]


def _is_champion(c: Contact, viewer: Viewer) -> bool:
    return c.role == "champion" and c.in_role_on(viewer.today)


def _here(p: People, viewer: Viewer, *, cooling: bool) -> list[Block]:
    """Each with their buttons: those who cool down, or the others."""
    blocks: list[Block] = []
    for a in p.all_of:
        if a.stands == "lost" or (a.stands == "cooling") != cooling:
            continue
        ref, name = ContactRef(a.contact.id).pack(), a.contact.name
        row = [
            button("Change", CONTACT_CHANGE, ref, says=f"Change: {name}"),
            button("Left or moved", CONTACT_LEFT, ref, says=f"Left or moved: {name}"),
        ]
        blocks += [section(_line(a, viewer)), actions(row)]
    return blocks


def _line(a: Acquaintance, viewer: Viewer) -> str:
    """Name, role, title; how they like to be reached, address, birthday; when they were last touched."""
    c = a.contact
    role = "" if c.role == "other" else c.role if c.in_role_on(viewer.today) else f"was {c.role}"
    what = ", ".join(x for x in (role, escape(c.title)) if x)
    how = [f"prefers {escape(c.prefers)}"] if c.prefers else []
    how += [escape(c.email)] if c.email else []
    how += [moved(c, viewer)] if c.moved_on else []
    how += [f"birthday {birthday(c, viewer)}"] if c.birthday else []
    how += [mourning(c, viewer)] if c.mourns_on(viewer.today) else []
    mark = "🧊 " if a.stands == "cooling" else ""
    parts = [f"{mark}*{_short(c.name)}*{f', {clip(what, 300)}' if what else ''}", last_touched(a, viewer)]
    return " · ".join(parts) + (f"\n{clip(' · '.join(how), 600)}" if how else "")


def moved(c: Contact, viewer: Viewer) -> str:
    """Since when they do something else; who came after them is asked."""
    asks = "" if c.successor_id or c.role == "other" else ": successor?"
    return f"moved inside {viewer.day(c.moved_on)}{asks}" if c.moved_on else ""


def mourning(c: Contact, viewer: Viewer) -> str:
    """Until when somebody gets no New Year's card."""
    return f"in mourning until {viewer.day(c.mourning_until)}" if c.mourning_until else ""


def last_touched(a: Acquaintance, viewer: Viewer) -> str:
    """When somebody was last touched; silent for long they are cooling."""
    if a.last_on is None:
        return "not touched yet"
    if a.stands == "cooling":
        return f"cooling: last touched {viewer.day(a.last_on)}, {count(a.silent, 'day')} ago"
    return f"last touched {viewer.day(a.last_on)}"


def birthday(contact: Contact, viewer: Viewer) -> str:
    """A birthday as the reader says a day of the year; what is none stands as it is."""
    this = viewer.today.year
    try:
        near = [date.fromisoformat(f"{year}-{contact.birthday[-5:]}") for year in (this - 1, this, this + 1)]
    except ValueError:  # 29 February, too
        return escape(contact.birthday)
    return viewer.day(min(near, key=lambda on: abs(on - viewer.today)))


def _lost(p: People, viewer: Viewer) -> list[Block] | None:
    gone = [a for a in p.all_of if a.stands == "lost"]
    blocks: list[Block] = []
    for a in gone[:TOLD]:
        c = a.contact
        role = f", {c.role}" if c.role != "other" else ""
        names = {x.contact.id: x.contact.name for x in p.all_of}
        left = f", left {viewer.day(c.left_on)}" if c.left_on else ""
        if c.successor_id in names:
            left += f" · after them: {_short(names[c.successor_id])}"
        elif c.role != "other":
            left += ": successor?"
        ref = ContactRef(c.id).pack()
        title = "*Lost*\n" if a is gone[0] else ""
        change = button("Change", CONTACT_CHANGE, ref, says=f"Change: {c.name}")
        blocks.append(section(f"{title}• {_short(c.name)}{role}{left}", change))
    if len(gone) > TOLD:
        blocks.append(section(f"and {len(gone) - TOLD} more"))
    return blocks or None


def _buttons(p: People, viewer: Viewer) -> list[Block]:
    ref = AccountRef(p.account_id).pack()
    add = button("Add a person", CONTACT_ADD, ref, style="" if p.all_of else "primary")
    return [actions([add, button("Card", CARD_OPEN, ref)])]


def left_button(contact: Contact, went: str, *, line: int | None = None) -> Block:
    """Opens the form of who left or moved; without a line that waits for it, what it stands on stays."""
    ref = ContactRef(contact.id, went, line=line, beside=True if line is None else None).pack()
    name = first_words("".join(sign for sign in contact.name if sign not in "<>&"), 30)
    label = f"{went.capitalize()}: {name}"
    return button(label, CONTACT_LEFT, ref)


def people_button(account_id: int, name: str = "") -> Block:
    says = f"Who we know at {name}" if name else ""
    return button("People", CONTACT_LIST, AccountRef(account_id).pack(), says=says)


LISTED = (
    Section("who we know", _head, rank=0),
    Section("people who are cooling", partial(_here, cooling=True)),
    Section("other people", partial(_here, cooling=False), rank=2),
    Section("people who left", _lost, rank=3),
    Section("buttons", _buttons, rank=0),
)


def _short(text: str) -> str:
    return clip(escape(text), 300)


def stored(name: str, new: bool) -> str:
    """The form, confirmed."""
    return f"✅ {_short(name)} is on file now." if new else f"✅ {_short(name)}: changed."
