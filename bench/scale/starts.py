"""Which of our functions ask a table of a workspace without naming the workspace: read from the code of
storage/, handlers/ and scheduler/, so none is left out because no benchmark comes by."""

from __future__ import annotations

import ast
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from .figures import Figure

ROOT = Path(__file__).parents[2]
ROOMS = ("storage", "handlers", "scheduler")
VERBS = {"select", "update", "delete"}
LIST = bool(os.environ.get("SCALE_LIST"))  # name each that doesn't


def measure() -> Iterator[Figure]:
    """How many, and in which modules most."""
    every = list(_all())
    lacking = Counter(path for path, named in every if not named)
    yield Figure(
        "functions and constants with a query; of them without workspace_id",
        f"{len(every)}; {sum(lacking.values())}",
        "by ids that were read under a workspace, most in "
        + ", ".join(f"{path} {n}" for path, n in lacking.most_common(8)),
    )


def _all() -> Iterator[tuple[str, bool]]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" in path.parts or path.name == "workspaces.py":  # whose table is theirs
                continue
            for name, named in queries(path.read_text(encoding="utf-8")):
                if LIST and not named:
                    print(f"{path.relative_to(ROOT)} {name}")
                yield str(path.relative_to(ROOT).with_suffix("")), named


def queries(source: str) -> Iterator[tuple[str, bool]]:
    """Each function or constant of a module in which a query stands: its name, and whether it names the
    workspace, by itself or by what else of its module it uses."""
    module = ast.parse(source)
    naming = {_name(node) for node in module.body if _says(node)}
    for node in module.body:
        calls = [n for n in ast.walk(node) if isinstance(n, ast.Call)]
        if not any(isinstance(n.func, ast.Name) and n.func.id in VERBS for n in calls):
            continue
        names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
        yield _name(node), _says(node) or bool(names & naming)


def _says(node: ast.stmt) -> bool:
    attributes = {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)}
    keywords = {n.arg for n in ast.walk(node) if isinstance(n, ast.keyword)}
    return "workspace_id" in attributes | keywords


def _name(node: ast.stmt) -> str:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name
    return ast.unparse(node).partition("=")[0].strip()
