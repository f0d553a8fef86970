"""Ids of buttons, menus, modals and shortcuts: `journey.verb`, declared once where they are shown, each with
its listener."""

from __future__ import annotations

import ast
import json

import pytest

from .ids import ROOT, declared, is_id, trees
from .test_matrix import registered


def used(tree: ast.Module) -> set[str]:
    """Names that a module reads, imports aside."""
    return {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def in_messages() -> dict[str, set[str]]:
    """What each module of messages shows: name of an id -> modules."""
    reads = {module: used(tree) for module, tree in trees().items()}
    return {d.name: {module for module, names in reads.items() if d.name in names} for d in declared()}


def of_the_app() -> set[str]:
    """What Slack itself shows, from the app's manifest."""
    manifest = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
    return {s["callback_id"] for s in manifest["features"]["shortcuts"]}


def test_an_id_is_declared_once_and_nowhere_spelled_out():
    ids = [d.id for d in declared()]
    assert len(ids) == len(set(ids)) == len({d.name for d in declared()})
    spelled = [
        n.value for tree in trees().values() for n in ast.walk(tree) if isinstance(n, ast.expr) and is_id(n)
    ]
    assert sorted(spelled) == sorted(ids)


def test_an_id_is_declared_where_it_is_shown():
    shown = in_messages()
    assert {d.name for d in declared() if d.module not in shown[d.name] and d.id not in of_the_app()} == set()


@pytest.mark.parametrize("kind", ["action", "view", "options", "shortcut"])
def test_each_listener_listens_to_an_id_that_is_shown(kind: str, monkeypatch: pytest.MonkeyPatch):
    shown = in_messages()
    there = {d.id for d in declared() if shown[d.name]} | of_the_app()
    assert {id_ for k, id_ in registered(monkeypatch) if k == kind} - there == set()


def test_each_id_that_is_shown_has_its_listener(monkeypatch: pytest.MonkeyPatch):
    listening = {id_ for kind, id_ in registered(monkeypatch) if kind not in {"command", "event"}}
    assert {d.id for d in declared()} - listening == set()


def test_each_listener_is_wired_once(monkeypatch: pytest.MonkeyPatch):
    there = registered(monkeypatch)
    assert [one for one in set(there) if there.count(one) > 1] == []
