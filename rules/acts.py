"""What somebody changed, as the audit trail has it: shown in the history, taken back within a week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .phrase import Phrase, say
from .records import days

UNDO_DAYS = 7
UNDONE = "undone"
TAKEN_BACK = say("That was taken back already.", kind="gone")
TOO_LATE = say("That was over {most} days ago: change it again instead.", most=UNDO_DAYS)
NOT_THEIRS = say("Only whoever did it, or their manager, can undo it.")
NO_ACT = say("That is no longer on file.", kind="gone")


@dataclass(frozen=True, slots=True)
class Act:
    """`did` what to which row of a `noun`, and how: `change` holds JSON values, of what can be taken back
    with `before` and `after`. `names`: of people and accounts that it names by id."""

    id: int
    at: datetime
    by: str
    by_id: int | None
    did: str
    noun: str
    row_id: int
    account_id: int | None = None
    change: Mapping[str, Any] = field(default_factory=dict)
    undone: bool = False
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def before(self) -> dict[str, Any]:
        return _values(self.change.get("before"))

    @property
    def after(self) -> dict[str, Any]:
        return _values(self.change.get("after"))


def _values(held: Any) -> dict[str, Any]:
    return dict(held) if isinstance(held, dict) else {}


def can_be_undone(act: Act) -> bool:
    """Whether it is of a kind that is taken back, whenever it was."""
    return bool(act.change.get("undo") or act.after)


def undo_error(act: Act | None, now: datetime) -> Phrase | None:
    """Why it is not taken back (any more); None when it may be."""
    if act is None or not can_be_undone(act):
        return NO_ACT
    if act.undone:
        return TAKEN_BACK
    return TOO_LATE if now - act.at > days(UNDO_DAYS) else None
