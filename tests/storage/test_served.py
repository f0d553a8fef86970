"""What is served through another counts with it: computed again whatever changes, and not twice."""

from __future__ import annotations

from typing import Any

import pytest

from messages.card import CARD_MORE
from messages.carried import AccountRef
from rules.facts.served import Served, with_served
from storage import accounts, segments, tables, workspaces
from storage.assess import recompute
from storage.exchange import importing

from ..handlers.test_account_change import CHANGE_EARNS, CHANGE_IS, opened, part, undo
from ..handlers.test_merging import merge
from ..handlers.test_merging import undo as unmerge
from ..world import World, text_of


@pytest.fixture
def group(world: World) -> World:
    """Group brings $84,000, and Sub Ltd, served through it, $12,000. Both are Dana's."""
    world.account("Group", tier="B", annual_revenue="84000", currency="USD", last="2026-11-10")
    world.account("Sub Ltd", tier="C", annual_revenue="12000", currency="USD", last="2026-11-10")
    through(world, "Sub Ltd", "Group")
    return world


def account(world: World, name: str) -> Any:
    return world.rows(tables.Account, tables.Account.name == name)[0]


def brings(world: World, name: str = "Group") -> int | None:
    """In dollars."""
    annual = account(world, name).annual
    return annual if annual is None else annual // 100


def through(world: World, name: str, parent: str, served: str = "yes") -> None:
    """As its owner fills it into the form."""
    form = part(world, CHANGE_IS, opened(world, account(world, name).id), {})
    world.submit(form, {"parent": account(world, parent).id if parent else "-", "through": served})


def revenue(world: World, name: str, dollars: Any, currency: str = "USD", **given: Any) -> None:
    row = {"name": name, "owner_email": "dana@x.com", "annual_revenue": dollars, "currency": currency}
    assert not world.load(world.write("accounts", {**row, **given})).problems


def card(world: World, name: str) -> str:
    world.sent.clear()
    world.press(CARD_MORE, AccountRef(account(world, name).id).pack())
    return text_of(world.sent[-1])


def test_with_served_adds_what_is_known():
    two = (Served(2, "Sub", 1200), Served(3, "Unknown"))
    assert [with_served(own, two) for own in (8400, None)] == [9600, 1200]
    assert with_served(None, two[1:]) is None
    assert with_served(8400, two[1:]) == 8400


def test_the_one_that_it_is_served_through_brings_both_and_names_it(group: World):
    assert brings(group) == 96_000
    assert "$96,000, with Sub Ltd $12,000" in text_of(group.command("/account group"))
    assert brings(group, "Sub Ltd") == 12_000
    assert "with Group" not in card(group, "Sub Ltd")


def test_undone_it_brings_its_own(group: World):
    undo(group)
    assert (account(group, "Sub Ltd").served_through_parent, brings(group)) == (False, 84_000)
    assert "Sub Ltd" not in card(group, "Group").split("Served")[0]


def test_by_itself_again(group: World):
    through(group, "Sub Ltd", "Group", "no")
    assert brings(group) == 84_000


def test_whatever_the_subsidiary_brings_later(group: World):
    revenue(group, "Sub Ltd", 20_000)
    assert brings(group) == 104_000
    form = part(group, CHANGE_EARNS, opened(group, account(group, "Sub Ltd").id), {})
    group.submit(form, {"revenue": "30000"})
    assert brings(group) == 114_000
    undo(group)
    assert brings(group) == 104_000


def test_one_that_left_brings_nothing_any_more(group: World):
    form = opened(group, account(group, "Sub Ltd").id)
    group.submit(form, {"status": "churned", "churn_why": "price"})
    assert brings(group) == 84_000
    undo(group)
    assert brings(group) == 96_000


@pytest.mark.parametrize("by", ["form", "file"])
def test_moved_to_another_parent_the_old_one_drops_it(group: World, by: str):
    revenue(group, "Other", 1000, tier="C")
    if by == "form":
        through(group, "Sub Ltd", "Other")
    else:
        revenue(group, "Sub Ltd", 12_000, parent="Other")
    assert (brings(group), brings(group, "Other")) == (84_000, 13_000)
    if by == "form":
        undo(group)
        assert (brings(group), brings(group, "Other")) == (96_000, 1000)


def test_through_one_that_is_served_through_another(group: World):
    revenue(group, "Deep Ltd", 500, tier="C")
    through(group, "Deep Ltd", "Sub Ltd")
    assert (brings(group, "Sub Ltd"), brings(group)) == (12_500, 96_500)
    revenue(group, "Deep Ltd", 700)
    assert (brings(group, "Sub Ltd"), brings(group)) == (12_700, 96_700)


def test_two_that_name_each_other_bring_no_more_than_they_do(group: World):
    """No form and no file allows it; an older version's files did."""
    with group.tend.database.transaction() as session:
        group_, sub = (session.get(tables.Account, account(group, n).id) for n in ("Group", "Sub Ltd"))
        group_.parent_id = sub.id
        session.add(group_)
    for _ in range(3):
        with group.tend.database.transaction() as session:
            ws = workspaces.current(session)
            ids = [account(group, name).id for name in ("Group", "Sub Ltd")]
            recompute(session, ws.id, ws.policy, ids=ids, now=group.now)
    assert (brings(group), brings(group, "Sub Ltd")) == (84_000, 12_000)


def test_without_a_rate_it_stands_beside(group: World):
    revenue(group, "Sub Ltd", 8_000_000, "KRW")
    assert brings(group) == 84_000
    assert "$84,000, without Sub Ltd ₩8,000,000" in text_of(group.command("/account group"))
    revenue(group, "Group", 9_000_000, "KRW")
    revenue(group, "Sub Ltd", 12_000)
    assert brings(group) == 12_000
    assert "$12,000, with Sub Ltd $12,000, beside it ₩9,000,000 of its own" in text_of(
        group.command("/account group")
    )


def test_a_rate_computes_it_anew(group: World):
    revenue(group, "Sub Ltd", 10_000_000, "KRW")
    group.set(rates={"KRW": 0.001})
    with group.tend.database.transaction() as session:
        workspaces.compute_anew(session, 1)
    group.tick()
    assert brings(group) == 94_000


def test_it_counts_once_in_its_book_and_in_no_ranking(group: World):
    with group.tend.database.reading() as session:
        assert accounts.book_revenue(session, 1, account(group, "Group").owner_id) == 9_600_000
        ws, today = workspaces.current(session), group.now.date()
        r = segments.report_of(
            session, ws, None, on=today, today=today, now=group.now, zone="America/New_York"
        )
    assert [(a.name, a.annual) for a in r.accounts] == [("Group", 9_600_000)]
    assert r.accounts[0].spent.minutes == 30, "the calls to both"
    assert r.whole.revenue == 9_600_000
    said = text_of(group.command("/account tiers", by="UMEL"))
    assert "Sub Ltd" not in said


def test_a_day_before_it_was_served_so_it_brought_its_own(group: World):
    with group.tend.database.reading() as session:
        ws, today = workspaces.current(session), group.now.date()
        days = {"today": today, "before": today.replace(day=17)}
        brought = {
            name: {
                a.name: a.annual
                for a in segments.report_of(
                    session, ws, None, on=on, today=today.replace(day=19), now=group.now, zone="UTC"
                ).accounts
            }
            for name, on in days.items()
        }
    assert brought["today"] == {"Group": 9_600_000}
    assert brought["before"] == {"Group": 8_400_000, "Sub Ltd": 1_200_000}


def test_an_import_undone_gives_it_back_to_the_one_it_was_served_through(group: World):
    revenue(group, "Other", 1000, tier="C")
    row = {"name": "Sub Ltd", "owner_email": "dana@x.com", "parent": "Other"}
    report = group.load(group.write("accounts", row))
    assert (brings(group), brings(group, "Other")) == (84_000, 13_000)
    importing.undo_run(group.tend.database, report.run, group.now)
    assert (brings(group), brings(group, "Other")) == (84_000 + 12_000, 1000)


def test_a_file_that_takes_its_parent_away_has_it_looked_after_by_itself(group: World):
    row = {"name": "Sub Ltd", "owner_email": "dana@x.com", "parent": "-", "tier": "C"}
    named = group.load(group.write("accounts", {**row, "parent": "Group"}))
    assert not named.problems
    report = group.load(group.write("accounts", {**row, "parent": ""}))
    assert not report.problems
    assert (account(group, "Sub Ltd").parent_id, brings(group)) == (None, 84_000)
    importing.undo_run(group.tend.database, report.run, group.now)
    assert account(group, "Sub Ltd").served_through_parent
    assert brings(group) == 96_000


def test_merged_into_another_it_counts_there(group: World):
    revenue(group, "Else", 1000, tier="C")
    stays, gone = account(group, "Else").id, account(group, "Sub Ltd").id
    merge(group, stays, gone)
    assert account(group, "Sub Ltd").merged_into_id == stays
    assert not account(group, "Else").served_through_parent, "it is looked after by itself, and so are both"
    assert brings(group) == 84_000
    unmerge(group)
    assert (brings(group), brings(group, "Sub Ltd")) == (96_000, 12_000)
