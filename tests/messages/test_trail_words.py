"""Each act that the code keeps in the trail of an account has words (DID, messages/did.py): read off the
calls themselves, where noun and act stand in them. What is a variable is caught by `World.has_words`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from messages.did import DID

ROOT = Path(__file__).parents[2]
ROOMS = ("storage", "handlers", "scheduler")
KEEPS = {"keep", "audited", "account_changed"}


def _kept() -> Iterator[tuple[str, str, str]]:
    """Noun, act and place of each line that is kept of an account."""
    for path in (p for room in ROOMS for p in sorted((ROOT / room).rglob("*.py"))):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        trails = dict(_trails(tree))
        for call in (n for n in ast.walk(tree) if isinstance(n, ast.Call)):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            named = {k.arg: k.value for k in call.keywords}
            texts = [a.value for a in (*call.args, named.get("did")) if _is_text(a)]
            nouns = (
                [trails[name]] if name in trails else [n.value for n in [named.get("noun")] if _is_text(n)]
            )
            nouns = ["account"] if name == "account_changed" else nouns
            of_account = name in trails or nouns == ["account"] or "account" in named
            if texts and nouns and of_account and (name in KEEPS or name in trails):
                yield nouns[0], texts[-1], f"{path.name}:{call.lineno}"


def _trails(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """The trails of nouns that a module gives a name: `_audit = Trail("request")`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            called = node.value.func
            if getattr(called, "id", "") == "Trail" and _is_text(node.value.args[0]):
                yield node.targets[0].id, node.value.args[0].value


def _is_text(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_each_act_that_is_kept_of_an_account_has_words():
    kept = set(_kept())
    assert len({(noun, did) for noun, did, _ in kept}) > 25, "the calls are found"
    assert not {(noun, did, at) for noun, did, at in kept if (noun, did) not in DID}
