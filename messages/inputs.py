"""Fields of a form, and what somebody filled into them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from .blocks import Block, option, plain


def choice(action_id: str, values: Sequence[str], words: dict[str, str], chosen: str) -> Block:
    options = [option(words[v][:1].upper() + words[v][1:], v) for v in values]
    element: Block = {
        "type": "static_select",
        "action_id": action_id,
        "options": options,
        "placeholder": plain("Choose"),
    }
    if chosen in values:
        element["initial_option"] = options[list(values).index(chosen)]
    return element


def text_input(action_id: str, value: str, multiline: bool, most: int = 200) -> Block:
    element: Block = {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": multiline,
        "max_length": most,
    }
    if value:
        element["initial_value"] = value[:most]
    return element


def number_input(value: int | None) -> Block:
    element: Block = {
        "type": "number_input",
        "is_decimal_allowed": False,
        "min_value": "1",
        "max_value": "1440",
    }
    if value is not None:
        element["initial_value"] = str(value)
    return element


def day_input(action_id: str, on: date | None) -> Block:
    element: Block = {"type": "datepicker", "action_id": action_id}
    if on:
        element["initial_date"] = on.isoformat()
    return element


class Filled:
    """A form as it came back: what stands in a field, by the id of its block; empty or None where nothing
    does."""

    def __init__(self, view: Mapping[str, Any]) -> None:
        self._of: dict[str, dict[str, Any]] = {
            block: next(iter(of.values()), {}) for block, of in view["state"]["values"].items()
        }

    def chosen(self, block: str) -> str:
        return str((self._of.get(block, {}).get("selected_option") or {}).get("value") or "")

    def all_chosen(self, block: str) -> list[str]:
        return [str(o["value"]) for o in self._of.get(block, {}).get("selected_options") or []]

    def day(self, block: str) -> date | None:
        stored = self._of.get(block, {}).get("selected_date")
        return date.fromisoformat(stored) if stored else None

    def text(self, block: str) -> str:
        return str(self._of.get(block, {}).get("value") or "").replace("\x00", "").strip()
