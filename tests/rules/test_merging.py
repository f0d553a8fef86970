"""What the one that stays takes over, whose tap a merge needs, which accounts may be one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rules import duplicates
from rules.access import Caller
from rules.duplicates import Known, look_alike
from rules.merging import MANAGER, NEITHER, OWNER, Pair, decides, merged, rests_until
from rules.policy import Policy
from rules.records import Person

TODAY = date(2026, 11, 18)
EMPTY: dict[str, Any] = {
    "name": "Globex",
    "tier": "B",
    "status": "active",
    "paused_until": None,
    "status_reason": "",
    "cadence_days": None,
    "aliases": "",
    "domain": "",
    "industry": "",
    "annual_given": None,
    "currency": "",
    "parent_id": None,
    "served_through_parent": False,
    "owner_id": 3,
}


def pair(stays: dict[str, Any], gone: dict[str, Any], **more: bool) -> Pair:
    return Pair({**EMPTY, **stays}, {**EMPTY, "name": "Globex Ltd", **gone}, **more)


def changed(stays: dict[str, Any], gone: dict[str, Any], **more: bool) -> dict[str, Any]:
    after = merged(pair(stays, gone, **more), TODAY, Policy()).after
    after.pop("aliases")
    return after


PAUSED = {"status": "paused", "paused_until": "2026-12-24", "status_reason": "strike"}
AWAKE = {"status": "active", "paused_until": None, "status_reason": ""}


@pytest.mark.parametrize(
    ("stays", "gone", "after"),
    [
        ({}, {}, {}),
        ({}, {"tier": "A"}, {"tier": "A"}),
        ({"tier": "A"}, {"tier": "C"}, {}),
        ({"cadence_days": 60}, {}, {"cadence_days": None}),
        ({}, {"cadence_days": 10}, {"cadence_days": 10}),
        ({"cadence_days": 10}, {"tier": "A"}, {"tier": "A"}),
        ({"cadence_days": 60}, {"cadence_days": 50}, {"cadence_days": 50}),
        (PAUSED, {}, AWAKE),
        ({}, PAUSED, {}),
        (PAUSED, {**PAUSED, "paused_until": "2026-12-01"}, {"paused_until": "2026-12-01"}),
        (PAUSED, {**PAUSED, "paused_until": "2026-11-18"}, AWAKE),  # that pause is over
        (PAUSED, {**PAUSED, "paused_until": None}, {}),
        ({"status": "churned", "status_reason": "price", "tier": "C"}, {}, {"tier": "B", **AWAKE}),
        ({}, {"status": "churned", "tier": "A", "cadence_days": 7}, {}),
        ({"domain": "a.com"}, {"domain": "b.com", "industry": "Mills"}, {"industry": "Mills"}),
        ({}, {"annual_given": 5, "currency": "EUR"}, {"annual_given": 5, "currency": "EUR"}),
        ({"annual": 9}, {"annual_given": 5, "currency": "EUR"}, {}),  # its movements say 9
        ({"annual_given": 0}, {"annual_given": 5, "currency": "EUR"}, {}),
        ({}, {"parent_id": 9, "served_through_parent": True}, {"parent_id": 9}),
        (
            {"status": "churned"},
            {"parent_id": 9, "served_through_parent": True},
            {"status": "active", "parent_id": 9, "served_through_parent": True},
        ),
        ({"parent_id": 7, "served_through_parent": True}, {}, {"served_through_parent": False}),
        ({"parent_id": 7, "served_through_parent": True}, {"status": "churned"}, {}),
        (
            {"parent_id": 7, "served_through_parent": True},
            {"parent_id": 9, "served_through_parent": True},
            {},
        ),
        ({"parent_id": 7}, {"parent_id": 9}, {}),
    ],
)
def test_what_is_empty_is_taken_over_and_the_tighter_holds(
    stays: dict[str, Any], gone: dict[str, Any], after: dict[str, Any]
):
    got = changed(stays, gone)
    assert {c: v for c, v in got.items() if v != {**EMPTY, **stays}[c]} == {
        c: v for c, v in after.items() if v != {**EMPTY, **stays}[c]
    }


def test_nothing_belongs_to_itself():
    assert changed({"parent_id": 2}, {"parent_id": 9}, below=True) == {"parent_id": 9}
    assert changed({"parent_id": 2, "served_through_parent": True}, {}, below=True) == {
        "parent_id": None,
        "served_through_parent": False,
    }
    assert changed({}, {"parent_id": 1}, above=True) == {}


def test_the_old_names_find_the_one_that_stays_once_each():
    both = pair({"aliases": "GLX"}, {"aliases": "glx;Globex Limited;globex"})
    assert merged(both, TODAY, Policy()).after["aliases"] == "GLX;Globex Ltd;Globex Limited"


def test_it_is_put_off_only_as_long_as_both_were():
    one, other = date(2026, 12, 1), date(2026, 12, 9)
    assert rests_until(one, other, False, False) == one
    assert rests_until(one, None, False, False) is None
    assert rests_until(None, other, True, False) == other
    assert rests_until(one, None, False, True) == one


def caller(person_id: int, *under: int, admin: bool = False) -> Caller:
    person = Person(person_id, "Somebody", "x@x.com", is_admin=admin)
    return Caller(person, frozenset({person_id, *under}))


@pytest.mark.parametrize(
    ("who", "stays", "gone", "refused", "whose"),
    [
        (caller(3), {}, {}, (None, None), ""),
        (caller(3), {}, {"tier": "A"}, (None, None), MANAGER),
        (caller(2, 3), {}, {"tier": "A"}, (None, None), ""),
        (caller(1, admin=True), {"owner_id": 4}, {"tier": "A"}, (None, None), ""),
        (caller(3), {}, {"tier": "A", "status": "churned"}, (None, None), ""),
        (caller(3), {"tier": "A"}, {}, (None, None), ""),
        (caller(3), {}, {"owner_id": 4}, (None, NEITHER), OWNER),
        (caller(3), {"owner_id": 4}, {}, (NEITHER, None), OWNER),
        (caller(2, 3, 4), {}, {"owner_id": 4}, (None, None), ""),
        (caller(9), {}, {}, (None, NEITHER), OWNER),  # on the team of one of them
    ],
)
def test_whose_tap_it_needs(
    who: Caller, stays: dict[str, Any], gone: dict[str, Any], refused: tuple[Any, Any], whose: str
):
    got, owner = decides(who, pair(stays, gone), refused)
    assert got == whose
    if whose == OWNER:
        assert owner not in who.under


@pytest.mark.parametrize(
    ("one", "other", "by"),
    [
        (("Globex",), ("Globex Ltd",), ("name",)),
        (("Globex Marine GmbH",), ("Globex Marin",), ("name",)),
        (("Globex", "globex.com"), ("Umbra", "https://www.globex.com/x"), ("domain",)),
        (("Globex", "", "S1"), ("Umbra", "", " s1"), ("external id",)),
        (("Globex", "globex.com"), ("Globex", "globex.com"), ("domain", "name")),
        (("Plant 1 North",), ("Plant 2 North",), None),
        (("Acme",), ("Acma",), None),
        (("Globex",), ("Umbra",), None),
        (("株式会社アクメ",), ("アクメ",), ("name",)),
    ],
)
def test_which_accounts_may_be_one(one: tuple[str, ...], other: tuple[str, ...], by: Any):
    there = [Known(1, *one), Known(2, *other)]
    assert [p.by for p in look_alike(there)] == ([by] if by else [])
    assert look_alike(there, {(1, 2)}) == []
    assert [p.by for p in look_alike([*there, Known(3, *one)], of={2})] == ([by, by] if by else [])


def test_each_name_is_read_once_however_many_begin_alike(monkeypatch: pytest.MonkeyPatch):
    read = list[str]()
    monkeypatch.setattr(duplicates, "normalise", lambda name: read.append(name) or name)
    look_alike([Known(n, f"hotel {n}") for n in range(1, 60)])
    assert len(read) == 59


def test_those_of_one_are_those_of_all_that_name_it(monkeypatch: pytest.MonkeyPatch):
    names = ["Globex", "Globex Ltd", "Globex Marine", "Globex Marin", "Umbra"]
    there = [Known(n, name, "g.com" if n in {0, 4} else "") for n, name in enumerate(names, 1)]
    pairs = look_alike(there)
    for x in there:
        mine = [p for p in pairs if x.id in (p.first.id, p.other.id)]
        assert look_alike(there, of={x.id}) == mine
    compared = list[str]()
    monkeypatch.setattr(duplicates._Read, "is_near", lambda self, other: compared.append(other.core))
    look_alike(there, of={1})
    assert len(compared) == 3, "only with those that begin like it"


def test_companies_of_one_house_share_a_domain_and_are_not_one():
    house = [
        Known(1, "Globex", "g.com"),
        Known(2, "Umbra", "g.com", "", 1),
        Known(3, "Initech", "g.com", "", 1),
    ]
    assert look_alike(house) == []
