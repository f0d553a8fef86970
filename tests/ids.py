"""The ids of buttons, menus, modals and shortcuts, as the message modules declare them."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
ID = re.compile(r"[a-z_]+\.[a-z_]+")


@dataclass(frozen=True)
class Declared:
    module: str
    name: str
    id: str


@cache
def trees() -> dict[str, ast.Module]:
    """Each message module, parsed."""
    return {
        p.stem: ast.parse(p.read_text(encoding="utf-8")) for p in sorted((ROOT / "messages").glob("*.py"))
    }


def declared() -> list[Declared]:
    """`NAME = "journey.verb"`, one a line, at the top of the module."""
    return [
        Declared(module, node.targets[0].id, node.value.value)
        for module, tree in trees().items()
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and is_id(node.value)
        and isinstance(node.value, ast.Constant)
    ]


def is_id(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and ID.fullmatch(node.value) is not None
    )
