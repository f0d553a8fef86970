"""Somebody of the same name or address at another account: what is certain, what may be, what is nothing."""

from __future__ import annotations

import pytest

from rules.facts.turned_up import OnFile, address, is_whole_name, turned_up

LEO = OnFile(1, 1, "leo brandt", "Leo@acme.com")


def pairs(new: OnFile, *there: OnFile, groups: dict[int, int] | None = None) -> list[tuple[int, bool]]:
    return [(known.id, sure) for _, known, sure in turned_up([new], there, groups or {})]


def test_the_same_address_is_certain_the_same_whole_name_may_be():
    assert pairs(OnFile(2, 2, "l brandt", "leo@ACME.com"), LEO) == [(1, True)]
    assert pairs(OnFile(2, 2, "leo brandt", "leo@globex.com"), LEO) == [(1, False)]
    assert pairs(OnFile(2, 2, "leo brandt", "leo@acme.com"), LEO) == [(1, True)], "told once"
    assert pairs(OnFile(2, 1, "leo brandt", "leo@acme.com"), LEO) == [], "at the same account"


@pytest.mark.parametrize(
    ("key", "whole"),
    [
        ("leo brandt", True),
        ("leo", False),
        ("이민호", True),
        ("레오", False),
        ("佐藤健", True),
        ("田中", False),
        ("レオナルド", False),
        ("", False),
    ],
)
def test_a_first_name_alone_never_counts(key: str, whole: bool):
    assert is_whole_name(key) == whole
    assert bool(pairs(OnFile(2, 2, key), OnFile(1, 1, key))) == whole


def test_a_desks_address_is_nobodys():
    assert address("Info@acme.com") == ""
    assert address("front desk") == ""
    assert pairs(OnFile(2, 2, "bo", "info@acme.com"), OnFile(1, 1, "leo", "info@acme.com")) == []


def test_a_name_on_file_at_three_other_accounts_is_a_common_one():
    two = [OnFile(n, n, "john smith") for n in (1, 2)]
    assert pairs(OnFile(9, 9, "john smith"), *two) == [(1, False), (2, False)]
    assert pairs(OnFile(9, 9, "john smith"), *two, OnFile(3, 3, "john smith")) == []
    others = [*two, OnFile(3, 3, "john smith")]
    sure = OnFile(4, 4, "john smith", "js@home.com")
    assert pairs(OnFile(9, 9, "john smith", "js@home.com"), *others, sure) == [(4, True)]


def test_a_group_of_companies_is_one():
    assert pairs(OnFile(2, 2, "leo brandt", "leo@acme.com"), LEO, groups={1: 1, 2: 1}) == []


def test_the_one_added_last_is_told_of_two_at_one_account():
    assert pairs(OnFile(9, 2, "leo brandt"), LEO, OnFile(3, 1, "leo brandt")) == [(3, False)]
