"""What many customers lack: near texts together, by what the accounts bring."""

from __future__ import annotations

import pytest

from rules.facts.lacking import Lack, like, near, rolled_up, words_of

from ...builders import TODAY, a_need


def a_lack(text: str, account: int, annual: int | None = 100, **given: object) -> Lack:
    need = a_need(TODAY, id=account * 100 + len(text), account_id=account, text=text)
    return Lack(need, f"Account {account}", "A", owner="Dana", owner_id=1, annual=annual, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("cold storage", "Cold Storage", True),
        ("cold storage", "a cold storage in Busan", True),
        ("cold storage", "cold storages", True),
        ("carbon labels for pallets", "pallet with a carbon label", True),
        ("cold storage", "data storage", False),
        ("night deliveries", "night shift planning", False),
        ("storage", "cold storage", True),
        ("a second forklift", "forklifts", True),
        ("냉장 창고", "냉장창고", True),
        ("냉장창고", "야간 배송", False),
        ("冷蔵倉庫", "冷蔵倉庫の増設", True),
        ("", "cold storage", False),
        ("the a of", "the a of", False),
    ],
)
def test_near_texts(one: str, other: str, same: bool):
    assert near(words_of(one), words_of(other)) == same
    assert near(words_of(other), words_of(one)) == same


def test_groups_come_by_what_their_accounts_bring_and_an_account_stands_once_in_each():
    groups = rolled_up(
        [
            a_lack("cold storage", 1, 500),
            a_lack("a cold storage", 1, 500),
            a_lack("cold storage", 2, None),
            a_lack("cold storages", 3, 900),
            a_lack("night deliveries", 4, 5000),
            a_lack("", 5, 9000),
        ]
    )
    assert [(g.text, g.annual, len(g.lacks)) for g in groups] == [
        ("night deliveries", 5000, 1),
        ("cold storage", 1400, 3),
    ]
    assert [x.need.account_id for x in groups[1].lacks] == [3, 1, 2], "what brings most first, unknown last"
    assert groups[1].unknown == ("Account 2",)


def test_the_order_in_which_rows_come_changes_nothing():
    those = [a_lack(t, n) for n, t in enumerate(("cold storage", "cold storages", "storage", "cold hall"), 1)]
    assert rolled_up(those) == rolled_up(those[::-1])


def test_who_lacks_the_same_as_a_text():
    those = [a_lack("cold storage", 1, 5), a_lack("a cold storage", 2, 9), a_lack("drivers", 3)]
    assert [x.need.account_id for x in like(those, "cold storage in Busan")] == [2, 1]
    assert not like(those, "")


def test_many_needs_are_rolled_up_in_time():
    from time import perf_counter

    those = [a_lack(f"thing {n % 700} of kind {n % 13}", n) for n in range(5000)]
    begun = perf_counter()
    assert rolled_up(those)
    assert perf_counter() - begun < 2
