"""What a stale button or form names that was merged since: it means the account that is there now. Done at
the gate, for every listener alike."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from sqlmodel import Session

from messages.card import CARD_SNOOZE
from messages.nudge import NUDGE_GREET
from storage import onward

CHOICES = frozenset({CARD_SNOOZE, NUDGE_GREET})
"""Menus of an account: `12:3d` (messages/carried.py, Chosen)."""
FIELDS = frozenset({"account", "parent"})
"""Fields of forms in which an account is chosen, by its id alone."""
CARRY = frozenset({"actions", "view"})
"""Parts of a payload that carry values of ours; a command or a line has neither."""
Put = Callable[[str], None]


def follow(session: Session, ws: int, body: dict[str, Any]) -> None:
    """Every account that the payload names and that went, by the one that is there; in place."""
    if not body.keys() & CARRY:
        return
    values = list(_values(body))
    named = {i for _, text in values for i in _ids(text)}
    to = onward.went(session, ws, named) if named else {}
    for put, text in values if to else ():
        new = _followed(text, to)
        if new != text:
            put(new)


def _values(body: dict[str, Any]) -> Iterator[tuple[Put, str]]:
    """What the payload carries of ours: where to put it, and as which text."""
    actions = body.get("actions")
    for action in filter(_is_held, actions if isinstance(actions, list) else ()):
        action_id = str(action.get("action_id") or "")
        for holder in (action, _part(action, "selected_option")):
            text = str(holder.get("value") or "")
            if text.startswith("{") or action_id in CHOICES or action.get("block_id") in FIELDS:
                yield _at(holder, "value"), text
    view = _part(body, "view")
    yield _at(view, "private_metadata"), str(view.get("private_metadata") or "")
    values = _part(_part(view, "state"), "values")
    for block in FIELDS & values.keys():
        for element in filter(_is_held, _part(values, block).values()):
            option = _part(element, "selected_option")
            yield _at(option, "value"), str(option.get("value") or "")


def _is_held(value: Any) -> bool:
    return isinstance(value, dict)


def _part(of: dict[str, Any], name: str) -> dict[str, Any]:
    """What a payload holds there; nothing where it is of no shape that Slack sends."""
    value = of.get(name)
    return value if isinstance(value, dict) else {}


def _at(holder: dict[str, Any], key: str) -> Put:
    def put(text: str) -> None:
        holder[key] = text

    return put


def _ids(text: str) -> Iterator[int]:
    head = text.partition(":")[0]
    if _is_id(head):
        yield int(head)
    elif (held := _loaded(text)) is not None:
        yield from onward.named(held)


def _is_id(head: str) -> bool:
    """What is longer is no row of ours, and no integer of a database."""
    return head.isascii() and head.isdigit() and len(head) < 19


def _loaded(text: str) -> Any:
    try:
        return json.loads(text) if text.startswith("{") else None
    except ValueError:  # no JSON, or a number of thousands of digits
        return None


def _followed(text: str, to: dict[int, int]) -> str:
    head, colon, rest = text.partition(":")
    if _is_id(head):
        return f"{to.get(int(head), head)}{colon}{rest}"
    held = _loaded(text)
    return (
        text
        if held is None
        else json.dumps(onward.followed(held, to), separators=(",", ":"), ensure_ascii=False)
    )
