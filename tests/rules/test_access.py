"""Who may."""

from __future__ import annotations

from rules.access import (
    Caller,
    may_change,
    may_configure,
    may_edit_touch,
    may_post_insight,
    may_see_figures,
    may_void_touch,
)

from ..builders import a_person


def test_changes_are_for_owner_team_and_managers():
    rep, boss, other = (Caller(a_person(id=n), frozenset(u)) for n, u in ((1, {1}), (2, {1, 2}), (3, {3})))
    assert may_change(rep, 1, ()) is None
    assert may_change(boss, 1, ()) is None
    assert may_change(other, 1, (3,)) is None
    assert may_change(other, 1, ()) is not None
    assert may_edit_touch(boss, 1) is not None
    assert may_void_touch(boss, 1) is None
    assert may_void_touch(other, 1) is not None
    lead = Caller(a_person(id=4, leads=True), frozenset({4}))
    assert may_see_figures(rep) is not None
    assert may_see_figures(lead) is None
    assert may_post_insight(lead) is None
    assert may_configure(lead) is not None
