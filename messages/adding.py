"""Adding an account: what is like it first, then a short form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rules.editing import FIELDS, Field

from . import blocks
from .account_change import HINTS, element
from .blocks import Block, Message, actions, button, escape, first_few, message, modal, option, plain, section
from .book import Line
from .carried import Value
from .opening import open_button
from .words import Viewer, count

ADD_OPEN = "add.open"
ADD_FORM = "add.form"
ADD_OWNER = "add.owner"
TOLD = 10  # accounts named in one message
ASKED = ("name", "tier", "domain", "industry", "country", "revenue", "currency", "renews", "services")
"""Fields of a new account; the rest is asked on its card, under Change."""


@dataclass(frozen=True, slots=True)
class Adding(Value):
    """What the form was opened for: `token` is unique to this opening; `seen` the name whose likes were
    shown; `name` as it was typed."""

    name: str = ""
    token: str = ""
    response_url: str = ""
    seen: str = ""


def near(name: str, lines: Sequence[Line], exact: bool) -> Message:
    """What is on file that may be the same, before anything is added; a name that is taken is no new one."""
    said = f"“{escape(name[:80])}”"
    if not lines:
        text = f"Nothing on file is like {said}."
        return message(text, [section(text), actions([_add(name)])])
    text = f"{said} is on file:" if exact else f"Is {said} one of these?"
    there = [
        section(
            f"*{escape(x.name)}* · {x.tier}{f' · {escape(x.owner)}' if x.owner else ''}",
            open_button(x.id, x.name, beside=True),
        )
        for x in lines
    ]
    return message(text, [section(text), *there, *([] if exact else [actions([_add(name)])])])


def _add(name: str) -> Block:
    label = f"Add {name[:50]}" if len(name) <= 50 else f"Add {name[:49]}…"
    return button(label, ADD_OPEN, Adding(name[:120]).pack(), style="primary")


def which() -> str:
    return "Which account? `/account add acme` shows first what is like it."


def form(
    adding: Adding,
    cells: Mapping[str, str],
    owner: tuple[int, str],
    may_choose: bool,
    likes: Sequence[str] = (),
) -> Block:
    """What a new account needs; its owner is asked of those who may add for others. `likes`: names on file
    that nobody has looked at yet."""
    fields = [_field(f, cells) for b in ASKED for f in FIELDS if f.block == b]
    if may_choose:
        who: Block = {
            "type": "external_select",
            "action_id": ADD_OWNER,
            "min_query_length": 0,
            "placeholder": plain("Type a name"),
            "initial_option": option(owner[1], str(owner[0])),
        }
        fields.insert(1, blocks.field("owner", "Owner", who, optional=False))
    said = (
        f"{escape(owner[1])} will own it."
        if not may_choose
        else "Its owner's mornings name it when it is due."
    )
    top = [section(said)]
    if likes:
        named = ", ".join(f"*{escape(name)}*" for name in likes)
        top.insert(0, section(f"⚠️ Like it on file: {named}. Add again if it is another one."))
    return modal("Add an account", [*top, *fields], ADD_FORM, submit="Add", private_metadata=adding.pack())


def _field(f: Field, cells: Mapping[str, str]) -> Block:
    optional = f.block not in {"name", "tier"}
    hint = (
        "" if f.block == "name" else "C: still figuring out." if f.block == "tier" else HINTS.get(f.block, "")
    )
    return blocks.field(f.block, f.label, element(f, cells), optional=optional, hint=hint)


def added(name: str, owner: str) -> str:
    """Above the new card."""
    return f"✅ Added: *{escape(name)}*, with {escape(owner)}."


class Added(NamedTuple):
    """An account that another put into the reader's book."""

    by: str
    account_id: int
    name: str
    tier: str


def told(those: Sequence[Added], viewer: Viewer) -> Message:
    """For whoever owns them now."""
    head = f"{count(len(those), 'account')} added to your book."
    return message(head, first_few(those, TOLD, _told))


def _told(a: Added) -> Block:
    text = f"{escape(a.by)} added *{escape(a.name)}* ({a.tier}) to your book."
    return section(text, open_button(a.account_id, a.name, beside=True))
