"""The steps of onboarding. A dropped one is no row of an export; one that a file brings is marked as first
value where the workspace's template of its stage marks it."""

from __future__ import annotations

from typing import Any

from rules.facts.templates import STAGES

from ..milestones import M
from .cells import DATE, EMAIL, ID, NOTE, Cell
from .known import Known
from .noun import Column, Noun


def _as_ours(text: str) -> str:
    """A stage of ours as we write it; any other as the file does."""
    return text.casefold() if text.casefold() in STAGES else text


STAGE = Cell(tidy=_as_ours)


def _fresh(known: Known, values: dict[str, Any]) -> dict[str, Any]:
    marked = {s.name.casefold() for s in known.policy.steps(values["stage"]) if s.first_value}
    first = values["step"].casefold() in marked
    return {"created_at": known.now, "moved": "", "started_on": None, "first_value": first}


MILESTONES = Noun(
    "milestones",
    M,
    (
        Column("account", to="account_id", required=True, refers="accounts"),
        Column("stage", STAGE),
        Column("step", NOTE, required=True),
        Column("owner_email", EMAIL, to="owner_id", refers="people"),
        Column("due_on", DATE),
        Column("done_on", DATE),
        Column("external_id", ID),
    ),
    one="step",
    undone="dropped_at",
    id_word="milestone",
    has_own_ids=True,
    fresh=_fresh,
)
