"""The schemas that are published for Slack's blocks and manifests; where they don't lie beside the checkout
nothing is held against them."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "slack"


def check(given: Any, schema: str, kind: str = "") -> None:
    """Fails with what is wrong first: `told` against a schema, or against one kind of what it defines."""
    if FOLDER.exists():
        wrong = sorted(_validator(schema, kind).iter_errors(given), key=lambda e: -len(e.path))
        assert not wrong, (schema, kind, wrong[0].message[:300], list(wrong[0].path))


@cache
def _validator(schema: str, kind: str) -> Any:
    """One a kind: each reads through the whole schema once."""
    # jsonschema would build the grammar of addresses while it is imported, two seconds for a check of ours
    # that is none
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    from jsonschema import Draft7Validator
    from jsonschema.validators import validator_for

    published = json.loads((FOLDER / f"{schema}.schema.json").read_text(encoding="utf-8"))
    whole = {**published, "$ref": f"#/definitions/{kind}"} if kind else published
    return validator_for(published, default=Draft7Validator)(whole)
