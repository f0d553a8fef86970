"""What was changed, in the history of an account and where it was done, with Undo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules.access import COSTS
from rules.acts import Act
from rules.editing import BY_COLUMN, Field

from .blocks import Block, Message, actions, button, clip, context, escape, message, section, turns
from .carried import AccountRef, Value
from .did import BEFORE_OTHER, DID, TO
from .opening import CARD_OPEN
from .words import CHANNEL, Viewer, count

ACT_UNDO = "act.undo"
ACT_LIST = "act.list"
SHORT, PAGE = 4, 12  # acts in a history, on a page of their own
LABELS = {"started_on": "Customer since", "external_id": "Id in files"}
"""Of columns that no form has."""
_HIDDEN = frozenset({"before", "after", "stood", "stands", "account", "of", "undo", "batch", "touches"})


@dataclass(frozen=True, slots=True)
class ActRef(Value):
    """An act that is to be taken back; `where` its button stands: on the card, in the history, in the list of
    people, of tiers or of what was done in bulk, in a receipt."""

    act: int
    where: str = "card"


def changes(
    before: Mapping[str, Any], after: Mapping[str, Any], viewer: Viewer, names: Mapping[str, str]
) -> str:
    """Tier A → C, paused until – → Dec 24. Costs are said to those who may read them; empty when nothing is
    left."""
    said = []
    for column, value in after.items():
        if column in COSTS and not viewer.sees_costs:
            continue
        f = BY_COLUMN.get(column)
        was, now = (
            _value(f, column, v, side, viewer, names)
            for v, side in ((before.get(column), before), (value, after))
        )
        said.append(f"{f.label if f else _label(column)} {was} → {now}")
    return ", ".join(said)


def _label(column: str) -> str:
    return LABELS.get(column) or column.removesuffix("_id").replace("_", " ").capitalize()


def _value(
    f: Field | None,
    column: str,
    value: Any,
    side: Mapping[str, Any],
    viewer: Viewer,
    names: Mapping[str, str],
) -> str:
    if value in (None, ""):
        return "–"
    if column in {"owner_id", "manager_id"}:
        return escape(names.get(f"person:{value}", "somebody"))
    if column == "parent_id":
        return escape(names.get(f"account:{value}", "another account"))
    if f is not None and f.kind == "yes":
        return "through its parent" if value else "by itself"
    if (f is not None and f.kind == "day") or column.endswith("_on"):
        return viewer.day(date.fromisoformat(str(value)))
    if f is not None and f.kind == "money":
        return viewer.money(int(value), str(side.get("currency") or ""))
    if isinstance(value, str):
        return f"“{clip(escape(value.replace(';', '; ')), 120)}”" if len(value) > 2 else escape(value)
    return str(value)


def line(act: Act, viewer: Viewer) -> str:
    """Nov 18 Dana Reyes changed: Tier A → C (“they shrink”)."""
    said = _did(act)
    how = changes(act.before, act.after, viewer, act.names) if act.after else _rest(act, viewer)
    why = str(act.change.get("why") or "")
    line = f"*{viewer.day(viewer.local(act.at))}* {escape(act.by)} {said}"
    other = act.names.get(f"account:{act.change.get('gone') or act.change.get('other')}", "")
    line += f"{BEFORE_OTHER.get((act.noun, act.did), '')} *{escape(other)}*" if other else ""
    line += f": {how}" if how else ""
    if act.after and (since := act.change.get("from_on")):
        line += f", from {viewer.day(date.fromisoformat(str(since)))}"
    line += f" (“{clip(escape(why), 200)}”)" if why else ""
    return f"~{line}~ taken back" if act.undone else line


def _did(act: Act) -> str:
    what, to = (act.noun, act.did), act.names.get(f"person:{act.change.get('to')}", "")
    if to and what in TO:
        return TO[what].format(to=escape(to))
    return DID.get(what) or f"{act.did} ({act.noun})"


def _rest(act: Act, viewer: Viewer) -> str:
    """What else the trail has of it."""
    if act.noun == "touch" and "channel" in act.change:
        on = date.fromisoformat(str(act.change["on"]))
        return f"{CHANNEL.get(str(act.change['channel']), 'contact')} of {viewer.day(on)}"
    if act.did == "reassigned":
        sides = (act.names.get(f"person:{act.change.get(k)}", "") for k in ("before", "after"))
        return escape(" → ".join(name for name in sides if name))
    shown = [
        f"{k.replace('_', ' ').removesuffix(' on')} {_said(v, viewer)}"
        for k, v in act.change.items()
        if k not in _HIDDEN | {"why"} and isinstance(v, str) and v
    ]
    return ", ".join(shown)


def _said(value: str, viewer: Viewer) -> str:
    """A day as its reader writes it, else as it stands."""
    try:
        return viewer.day(date.fromisoformat(value))
    except ValueError:
        return clip(escape(value), 80)


def undo_button(act_id: int, where: str = "card", of: str = "") -> Block:
    return button("Undo", ACT_UNDO, ActRef(act_id, where).pack(), says=f"Undo: {of}" if of else "Undo")


def back_button(act_id: int, where: str, of: str) -> Block:
    """What an undoing took away is brought back."""
    return button("Bring back", ACT_UNDO, ActRef(act_id, where).pack(), says=f"Bring back: {of}")


def did(text: str, act_id: int | None) -> Block:
    """What was just done, above what it changed, with Undo."""
    return section(text, undo_button(act_id) if act_id else None)


@dataclass(frozen=True, slots=True)
class Shown:
    """An act, and whether its reader may take it back now."""

    act: Act
    undo: bool = False


def in_history(those: Sequence[Shown], total: int, account_id: int, viewer: Viewer) -> list[Block]:
    """The newest of them, with a way to all."""
    if not those:
        return []
    more = [button(f"All {total} changes", ACT_LIST, AccountRef(account_id).pack())] if total > SHORT else []
    row = [actions(more)] if more else []
    return [section("*What was changed*"), *_lines(those, viewer), *row]


def _lines(those: Sequence[Shown], viewer: Viewer) -> list[Block]:
    return [
        section(line(s.act, viewer), undo_button(s.act.id, "history", s.act.did) if s.undo else None)
        for s in those
    ]


def listed(
    name: str, account_id: int, those: Sequence[Shown], total: int, page: int, viewer: Viewer
) -> Message:
    """All that was changed, a page at a time."""
    said = f"{escape(name)}: {count(total, 'change')}"
    more = (page + 1) * PAGE < total
    ways = turns(
        button("Newer", ACT_LIST, AccountRef(account_id, page - 1).pack()) if page > 0 else None,
        button("Older", ACT_LIST, AccountRef(account_id, page + 1).pack()) if more else None,
        [button("Card", CARD_OPEN, AccountRef(account_id).pack())],
    )
    lines = _lines(those, viewer) or [context("Nothing yet.")]
    return message(said, [section(f"*{said}*"), *lines, *ways])


def taken_back(act: Act, back: Mapping[str, Any], stays: Sequence[str], viewer: Viewer) -> str:
    """What came back, and what was changed since and stays."""
    again = {c: v for c, v in act.before.items() if c in back}
    was = {c: act.after[c] for c in again}
    said = f"↩️ Undone: {changes(was, again, viewer, act.names)}." if again else "↩️ Nothing came back."
    if stays:
        labels = [BY_COLUMN[c].label if c in BY_COLUMN else c for c in stays]
        said += f" Changed since, so it stays: {', '.join(labels)}."
    return said
