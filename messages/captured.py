"""What the log form takes beside the touch itself: CAPTURED, a line a fact: its fields in the form, what was
filled into them as fields of an Entry, its line in the receipt. Read from top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from rules.facts.entries import Entry

from . import need_fields, next_steps, promised, raised, request_fields, requested
from .blocks import Block
from .inputs import Filled
from .words import Viewer


class Captured(NamedTuple):
    """`logged` is None when the touch brought none."""

    fields: Callable[[Entry], Sequence[Block]]
    read: Callable[[Filled], dict[str, Any]]
    logged: Callable[[Entry, Viewer], str | None]


CAPTURED = (
    Captured(next_steps.fields, next_steps.read, next_steps.logged),
    Captured(promised.fields, promised.read, promised.logged),
    Captured(request_fields.fields, request_fields.read, requested.logged),
    Captured(raised.fields, raised.read, raised.logged),
    Captured(need_fields.fields, need_fields.read, need_fields.logged),
)


def read(filled: Filled) -> dict[str, Any]:
    """The fields of an Entry that CAPTURED fills."""
    return {name: value for line in CAPTURED for name, value in line.read(filled).items()}
