"""What proofs/mutants.py takes out stands where it looks for it."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_what_a_mutant_takes_out_stands_once_in_its_file():
    mutants = tomllib.loads((ROOT / "proofs" / "mutants.toml").read_text(encoding="utf-8"))["mutant"]
    counts = {m["what"]: (ROOT / m["file"]).read_text(encoding="utf-8").count(m["text"]) for m in mutants}
    assert {what: count for what, count in counts.items() if count != 1} == {}
