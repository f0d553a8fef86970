"""Changes at customers. Of those of a file nobody knows when they were noted: they are known on their day,
and those to come from when the file was read."""

from __future__ import annotations

from typing import Any

from rules.facts.changed import KINDS

from ..changes import CH
from .cells import DATE, ID, NOTE, one_of
from .known import Known
from .noun import Column, Noun


def _fresh(known: Known, values: dict[str, Any]) -> dict[str, Any]:
    noted = known.today if values["on"] > known.today else None
    by = known.owners[values["account_id"]]
    return {"created_at": known.now, "noted_on": noted, "behind": 0, "by_id": by}


CHANGES = Noun(
    "changes",
    CH,
    (
        Column("account", to="account_id", required=True, refers="accounts"),
        Column("kind", one_of(KINDS), required=True),
        Column("text", NOTE),
        Column("on", DATE, required=True),
        Column("external_id", ID),
    ),
    one="change",
    by="by_id",
    read_as="changes_noted",
    undone="voided_at",
    id_word="ch",
    has_own_ids=True,
    fresh=_fresh,
)
