"""What `make scale` reckons with, without a database: who names the workspace, and the morning."""

from __future__ import annotations

import pytest

from bench.scale import morning, partitions, starts
from bench.scale.acts import Cost
from bench.scale.costs import Costs
from bench.scale.figures import ACCOUNTS_EACH, REPS, WORKSPACES, size, span
from bench.scale.heard import naming, unnamed

KNOWN = {"touch", "revenue"}
OF_AN_ACCOUNT = "SELECT touch.id FROM touch WHERE touch.account_id = %(id)s ORDER BY touch.id"
COST = Cost(here=0.02, database=0.01, statements=20, log=0)
COSTS = Costs(COST, COST, COST, COST, COST)


@pytest.mark.parametrize(
    ("statement", "lacking"),
    [
        (OF_AN_ACCOUNT, {"touch"}),
        ("SELECT id FROM touch WHERE touch.workspace_id = %(ws)s AND touch.id = 1", set()),
        ("SELECT 1 FROM touch AS t WHERE t.account_id = 1", {"touch"}),
        (
            "SELECT 1 FROM account JOIN revenue ON revenue.account_id = account.id WHERE account.id = 1",
            {"revenue"},
        ),
        (
            "SELECT 1 FROM account AS a JOIN touch ON touch.workspace_id = a.workspace_id WHERE a.id = 1",
            set(),
        ),
        ("UPDATE touch SET note = '' WHERE touch.id = 1", {"touch"}),
        ("INSERT INTO touch (workspace_id) VALUES (1)", set()),
        ("SELECT 1 FROM person WHERE person.id = 1", set()),
    ],
)
def test_which_tables_a_statement_reads_without_the_workspace(statement: str, lacking: set[str]):
    assert unnamed(statement, KNOWN) == lacking
    assert not unnamed(naming(statement, KNOWN, workspace=7), KNOWN)


def test_the_workspace_is_said_in_each_part_of_a_statement_and_nothing_else_changes():
    both = (
        "SELECT EXISTS (SELECT 1 FROM touch WHERE touch.a = 1), EXISTS (SELECT 1 FROM goal WHERE goal.a = 1)"
    )
    assert naming(both, KNOWN, 7) == both.replace("WHERE touch", "WHERE touch.workspace_id = 7 AND touch")
    assert naming("SELECT 1 FROM goal WHERE goal.a = 1", KNOWN, 7) == "SELECT 1 FROM goal WHERE goal.a = 1"


def test_a_query_names_the_workspace_by_itself_or_by_what_it_uses():
    source = """
mine = lambda ws: T.c.workspace_id == ws
def one(ws): return select(T).where(T.c.workspace_id == ws)
def other(ws): return select(T).where(mine(ws))
def third(i): return update(T).where(T.c.id == i)
def none(): return 1
"""
    assert dict(starts.queries(source)) == {"one": True, "other": True, "third": False}


def test_what_a_partitioned_table_would_not_allow_is_told():
    seen = {figure.what: figure.seen for figure in partitions.unfit()}
    assert "touch_contact (touch_id, contact_id)" in seen["other unique keys without the workspace"]
    assert "account (workspace_id" not in seen["other unique keys without the workspace"]


def test_shares_are_of_one_whole():
    assert sum(morning.ZONES.values()) == pytest.approx(1)
    assert sum(morning.HOURS) == pytest.approx(1)


def test_more_workers_bring_a_morning_earlier_until_slack_holds_it():
    peaks = [morning.simulated(slots, COSTS) for slots in (50, 100, WORKSPACES)]
    assert peaks[0].most == pytest.approx(2 * peaks[1].most, rel=0.05)
    assert peaks[0].last > peaks[1].last > peaks[2].last
    people = ACCOUNTS_EACH // 75
    at_home = round(people * (morning.AT_HOME + (1 - morning.AT_HOME) * 0.24))
    assert peaks[2].last == pytest.approx(at_home * (0.03 + 0.23)), "one worker each: its own messages alone"


def test_the_busiest_second_is_between_evenly_spread_and_all_in_one_hour():
    assert REPS / 24 / 3600 < morning.busiest() < REPS / 3600 * max(morning.HOURS)


def test_sizes_and_times_are_readable():
    assert [size(n) for n in (12, 1_500, 2.5e9, 3e15)] == ["12 B", "1.5 kB", "2.5 GB", "3,000.0 TB"]
    assert [span(s) for s in (0.0021, 90, 300, 10_000, 200_000)] == [
        "2.1 ms",
        "90.0 s",
        "5.0 min",
        "2.8 h",
        "2.3 days",
    ]
