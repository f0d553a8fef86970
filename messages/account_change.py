"""The form that changes an account, in three parts; what will change, said while it is filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rules.cadence import Due
from rules.editing import CHURN_WHY, FIELDS, NONE, PARTS, Edit, Field
from rules.phrase import Phrase

from . import blocks
from .acts import changes
from .blocks import Block, actions, button, context, escape, modal, option, plain, section
from .card_lines import due_said
from .carried import Value
from .inputs import day_input, text_input
from .words import Viewer

CHANGE_FORM = "change.form"
CHANGE_STANDS = "change.stands"
CHANGE_IS = "change.is"
CHANGE_EARNS = "change.earns"
CHANGE_LOOK = "change.look"
CHANGE_PARENT = "change.parent"

TO_PART = {CHANGE_STANDS: "stands", CHANGE_IS: "is", CHANGE_EARNS: "earns"}
"""The buttons that lead to the parts."""
LOOKS = frozenset({"tier", "status", "until", "cadence", "left_on", "through"})
"""Fields after which it is said what will follow."""
WHY = {"tier": "Why this tier", "cadence": "Why this cadence", "through": "Why through its parent"}
"""What is asked below a field that says why it changes."""
_COLUMN = {f.block: f.column for f in FIELDS}
STATUS = {"active": "active", "paused": "paused", "churned": "churned: they left"}


@dataclass(frozen=True, slots=True)
class Changing(Value):
    """What the form was opened for: `token` is unique to this opening; `part` of it is shown, `draft` holds
    what was filled into the others and differs."""

    token: str
    account: int
    response_url: str = ""
    part: str = "stands"
    draft: Mapping[str, str] = field(default_factory=dict)


HINTS = {
    "cadence": "Empty: its tier's.",
    "name": "The old name goes on finding it.",
    "aliases": "Other names, between them a ;",
    "domain": "Such as acme.com",
    "segment": "None: by its revenue.",
    "parent": "The company that it belongs to.",
    "revenue": "Empty: what its movements say.",
    "currency": "Three letters. Empty: the company's.",
    "renews": "It is asked about that day.",
    "services": "Between them a ;",
    "earns_by": "The customer itself: what it sells, to whom, why they stay.",
}
"""What is said below a field, by its block."""


@dataclass(frozen=True, slots=True)
class Form:
    """The form as it is painted: `cells` by block, what of it `will` change and what follows. `parent`: the
    name of the chosen one; `tier`, `was` (its status), `due`: how the account stands now."""

    name: str
    tier: str
    was: str
    cells: Mapping[str, str]
    will: Edit
    follows: Sequence[Phrase] = ()
    parent: str = ""
    due: Due | None = None
    said: str = ""
    waits_for: str = ""
    """Who decides on how it would stand; empty where nobody is asked."""
    stop: Phrase | None = None
    """Why its reader may not have it so."""


def form(shown: Form, changing: Changing, viewer: Viewer) -> Block:
    """A part of the form, the ways to the others, and what will change."""
    others = [button(PARTS[part], to, part) for to, part in TO_PART.items() if part != changing.part]
    stands = [f"{shown.tier}, {shown.was}", *([due_said(shown.due, viewer)] if shown.due else [])]
    here = f"*{escape(shown.name)}* · {PARTS[changing.part]}\n{' · '.join(stands)}"
    fields = [_field(f, shown, viewer) for f in FIELDS if f.part == changing.part and _asked(f, shown)]
    fields = _with_reasons(fields, shown, viewer)
    wrong = [section(f"⚠️ {escape(shown.said)}")] if shown.said else []
    return modal(
        "Change account",
        [*wrong, section(here), actions(others), *fields, context(_will(shown, viewer))],
        CHANGE_FORM,
        submit="Save",
        private_metadata=changing.pack(),
    )


def _asked(f: Field, shown: Form) -> bool:
    """A pause's end and reason are asked of what is paused, a reason of what left."""
    status = shown.cells["status"]
    if f.block == "until":
        return status == "paused"
    if f.block == "reason":
        return status == "paused" or (status == "churned" and shown.was != "churned")
    return True


def _reasoned(shown: Form) -> str:
    """The block of what is to say why: a tier, or what else somebody decides on; empty for nothing."""
    changed = [block for block in WHY if _COLUMN[block] in shown.will.after]
    return next((block for block in changed if block == "tier" or shown.waits_for), "")


def _with_reasons(fields: list[Block], shown: Form, viewer: Viewer) -> list[Block]:
    """What is asked of a change alone: why of a tier, why and since when of who left."""
    asked, reasoned = [], _reasoned(shown)
    for block in fields:
        asked.append(block)
        if block["block_id"] == reasoned:
            why = text_input("why", shown.cells.get("why", ""), False)
            asked.append(blocks.field("why", WHY[reasoned], why, optional=not shown.waits_for))
        if block["block_id"] == "status" and shown.cells["status"] == "churned" != shown.was:
            options = [(w, w[:1].upper() + w[1:]) for w in CHURN_WHY]
            why = _menu("churn_why", options, shown.cells.get("churn_why", ""))
            left = shown.cells.get("left_on") or viewer.today.isoformat()
            since = day_input(CHANGE_LOOK, date.fromisoformat(left))
            asked.append(blocks.field("churn_why", "Why did they leave?", why, optional=False))
            asked.append(blocks.field("left_on", "Since when", since, dispatch=True))
    return asked


def _field(f: Field, shown: Form, viewer: Viewer) -> Block:
    looks = f.block in LOOKS
    element = _element(f, shown, CHANGE_LOOK if looks else f.block)
    label = "Details" if f.block == "reason" and shown.cells["status"] == "churned" else f.label
    of_pause = shown.cells["status"] == "paused" and f.block in {"until", "reason"}
    optional = f.block not in {"tier", "status", "name", "through"} and not of_pause
    return blocks.field(
        f.block, label, element, optional=optional, hint=HINTS.get(f.block, ""), dispatch=looks
    )


def _element(f: Field, shown: Form, action_id: str) -> Block:
    if f.kind == "account":
        return _account(shown.cells[f.block], shown.parent)
    return element(f, shown.cells, action_id)


def element(f: Field, cells: Mapping[str, str], action_id: str = "") -> Block:
    """What a field is filled in with, as it stands; an account is looked for by its own."""
    cell, action_id = cells[f.block], action_id or f.block
    if f.block == "status":
        return _menu(action_id, list(STATUS.items()), cell)
    if f.kind == "choice":
        none = [(NONE, "By default")] if f.block == "segment" else []
        return _menu(action_id, [*none, *((c, c[:1].upper() + c[1:]) for c in f.choices)], cell)
    if f.kind == "yes":
        return _menu(action_id, [("no", "By itself"), ("yes", "Through its parent")], cell)
    if f.kind == "day":
        return day_input(action_id, date.fromisoformat(cell) if cell else None)
    if f.kind in {"number", "money"}:
        return _number(action_id, cell, f.kind == "money")
    return text_input(action_id, cell, False, f.most)


def _menu(action_id: str, choices: Sequence[tuple[str, str]], chosen: str) -> Block:
    options = {value: option(label, value) for value, label in choices}
    menu: Block = {
        "type": "static_select",
        "action_id": action_id,
        "options": list(options.values()),
        "placeholder": plain("Choose"),
    }
    return {**menu, "initial_option": options[chosen]} if chosen in options else menu


def _number(action_id: str, cell: str, decimal: bool) -> Block:
    element: Block = {
        "type": "number_input",
        "action_id": action_id,
        "is_decimal_allowed": decimal,
        "min_value": "0" if decimal else "1",
    }
    if not decimal:
        element["max_value"] = "730"
    return {**element, "initial_value": cell} if cell else element


def _account(cell: str, name: str) -> Block:
    """Typeahead over accounts; the chosen one can be taken away by choosing none."""
    element: Block = {
        "type": "external_select",
        "action_id": CHANGE_PARENT,
        "min_query_length": 0,
        "placeholder": plain("Type a name"),
    }
    return {**element, "initial_option": option(name or "?", cell)} if cell else element


def parent_options(hits: Sequence[tuple[int, str]], typed: str) -> list[Block]:
    none = [] if typed else [option("No parent", NONE)]
    return [*none, *(option(name, str(account)) for account, name in hits)]


def _will(shown: Form, viewer: Viewer) -> str:
    """What Save will do."""
    edit = shown.will
    if not edit.after:
        return "Nothing is changed yet."
    names = {f"account:{shown.cells['parent']}": shown.parent} if shown.parent else {}
    said = [f"*Will change:* {changes(edit.before, edit.after, viewer, names)}."]
    said += [escape(viewer.plain(p)) for p in shown.follows]
    if shown.stop:
        said.append(f"⚠️ *Can't be saved so:* {escape(viewer.plain(shown.stop))}")
    elif shown.waits_for:
        said.append(f"*{escape(shown.waits_for)} is asked first*: until then it stands as it is.")
    return " ".join(said)


def done(edited: Edit, viewer: Viewer, names: Mapping[str, str]) -> str:
    """What was changed, above the card."""
    return f"✅ Changed: {changes(edited.before, edited.after, viewer, names)}."
