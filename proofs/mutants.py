"""`make mutants`: each safeguard is taken away, alone, in a copy of the project; the tests must notice.
Exit 1 when one lives."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
MUTANTS = tomllib.loads((ROOT / "proofs" / "mutants.toml").read_text(encoding="utf-8"))["mutant"]
LEFT_OUT = (".venv", ".git", ".demo", ".mypy_cache", ".ruff_cache", ".hypothesis", "docs")


def lives(mutant: dict[str, str]) -> bool | None:
    """Whether the tests pass without the safeguard; None when its text is no longer there."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "tend"
        # what was compiled comes along: each run would compile all of it anew
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
        (copy / "docs").mkdir()
        source = (copy / mutant["file"]).read_text(encoding="utf-8")
        if mutant["text"] not in source:
            return None
        mutated = source.replace(mutant["text"], mutant["instead"])
        path = copy / mutant["file"]
        path.write_text(mutated, encoding="utf-8")
        for compiled in path.parent.glob(f"__pycache__/{path.stem}.*"):
            compiled.unlink()  # with the same second and size it would pass for what stands there now
        options = ["-m", "pytest", "-q", "-x", "-p", "no:randomly", "-p", "no:xdist", "--deselect"]
        agreement = "tests/storage/test_database.py::test_models_and_migrations_agree"
        run = [sys.executable, *options, agreement, *mutant["tests"].split()]
        return subprocess.run(run, cwd=copy, capture_output=True, check=False).returncode == 0


def main() -> None:
    """All of them; with a number and of how many, such as `2 3`, that part of them."""
    part, parts = (int(n) for n in sys.argv[1:3] or ("0", "1"))
    tried = MUTANTS[part % parts :: parts]
    with ThreadPoolExecutor(2) as pool:
        verdicts = list(pool.map(lives, tried))
    for mutant, verdict in zip(tried, verdicts, strict=True):
        said = {True: "LIVES: no test noticed", False: "killed", None: "GONE: its text is not there"}[verdict]
        sys.stdout.write(f"{mutant['what']:<36} {said}\n")
    killed = sum(v is False for v in verdicts)
    sys.stdout.write(f"{killed} passed, {len(tried) - killed} failed\n")
    sys.exit(0 if killed == len(tried) else 1)


if __name__ == "__main__":
    main()
