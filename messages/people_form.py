"""The form about somebody at an account: added, or changed."""

from __future__ import annotations

from collections.abc import Sequence

from rules.facts.acquainted import FIELD
from rules.records import CONTACT_ROLES, Contact

from .blocks import Block, clip, escape, field, modal, section
from .inputs import choice, day_input, text_input
from .people import Knowing, Newcomer

CONTACT_FORM = "contact.form"
MOST_OPTIONS = 100
ROLES = {role: role for role in CONTACT_ROLES}


def person_form(
    name: str,
    contact: Contact | None,
    knowing: Knowing,
    others: Sequence[Contact] = (),
    new: Newcomer | None = None,
) -> Block:
    """Somebody, to be added (None; `new` as far as they are known) or changed; `others` there may have come
    after them."""
    c = contact or (Contact(0, new.name, new.role or "other") if new else Contact(0, ""))

    def text(block_id: str, label: str, value: str, hint: str = "", optional: bool = True) -> Block:
        return field(block_id, label, text_input(block_id, value, False, most=FIELD), optional, hint)

    blocks = [
        section(f"*{escape(name)}*"),
        text("name", "Name", c.name, optional=False),
        field("role", "Role", choice("role", CONTACT_ROLES, ROLES, c.role), optional=False),
        text("title", "Title", c.title),
        text("prefers", "Likes to be reached by", c.prefers, hint="Call, e-mail, WhatsApp after four …"),
        text("email", "E-mail", c.email),
        text("birthday", "Birthday", c.birthday, hint="Month and day suffice: 05-12."),
    ]
    if contact:
        blocks.append(field("left_on", "Left on", day_input("left_on", c.left_on)))
        blocks.append(field("moved_on", "Moved inside on", day_input("moved_on", c.moved_on)))
        blocks += successors(contact, others)
        mourning = day_input("mourning_until", c.mourning_until)
        hint = "They get no New Year's card that falls into it."
        blocks.append(field("mourning_until", "In mourning until", mourning, hint=hint))
    title = "Change a person" if contact else "Add a person"
    return modal(title, blocks, CONTACT_FORM, submit="Save", private_metadata=knowing.pack())


def successors(contact: Contact, others: Sequence[Contact]) -> list[Block]:
    """Who may have come after them: a champion's successor is champion then."""
    names = {str(o.id): clip(o.name, 75) or "?" for o in others[:MOST_OPTIONS] if o.id != contact.id}
    if not names:
        return []
    chosen = choice("successor", tuple(names), names, str(contact.successor_id or ""))
    hint = "They are champion from then on." if contact.role == "champion" else ""
    return [field("successor", "Successor", chosen, hint=hint)]
