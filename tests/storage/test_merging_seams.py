"""What a merge leaves of what else goes on with an account: escalations, who comes next, imports."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from storage import escalations, tables
from storage.exchange import importing, taking

from ..handlers.test_away import mornings
from ..scheduler.test_escalations import LAST, NEXT, NINE, at_midday
from ..scheduler.test_escalations import gone as escalated
from ..world import World
from .test_merging import merge


def test_one_that_went_is_announced_no_more_and_holds_up_no_other(world: World):
    stays, gone = world.account("Globex", last=LAST), world.account("Globex Ltd", last=LAST)
    merge(world, gone, stays)
    world.now = NINE
    (went,) = world.rows(tables.Account, tables.Account.id == gone)
    assert went.escalate_at is None
    account = tables.table(tables.Account)
    with world.tend.database.transaction() as session:
        session.execute(update(account).where(account.c.id == gone).values(escalate_at=NINE))
    with world.tend.database.reading() as session:
        assert escalations.to_announce(session, 1, NINE, most=1) == [stays]


def test_of_two_that_went_one_is_with_the_manager_and_one_touch_ends_it(world: World):
    stays, gone = world.account("Globex", last=LAST), world.account("Globex Ltd", last=LAST)
    mornings(world, NINE)
    merge(world, gone, stays)
    assert [e.became for e in escalated(world)] == ["over", ""]
    assert at_midday(world, NEXT)["mel"].count("leave") == 1
    world.command("/log globex called, showed the figures")
    assert [e.became for e in escalated(world)] == ["over", "over"]


def test_an_import_that_was_cut_off_and_goes_on_lets_what_went_stand_as_it_stood(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    rows = [{"name": n, "owner_email": "dana@x.com", "tier": "A"} for n in ("Globex", "Globex Ltd")]
    path = world.write("accounts", *rows)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(taking, "finish", _dies)
        world.load(path)
    stays, gone = (a.id for a in world.rows(tables.Account))
    merge(world, gone, stays)
    before = _stood(world, gone)
    world.load(path)
    assert _stood(world, gone) == before


def test_an_import_that_names_what_went_is_undone_where_it_changed_something(world: World):
    rows = [{"name": n, "owner_email": "dana@x.com", "tier": "B"} for n in ("Globex", "Globex Ltd")]
    world.load(world.write("accounts", *rows))
    stays, gone = (a.id for a in world.rows(tables.Account))
    merge(world, gone, stays)
    before = _cells(world, stays)
    report = world.load(world.write("accounts", {**rows[1], "tier": "A", "industry": "food"}))
    assert _cells(world, stays) == ("A", "food")
    assert report.run is not None
    undone = importing.undo_run(world.tend.database, report.run, world.now)
    assert _cells(world, stays) == before
    assert (undone.back, undone.stays) == (1, 0)


def test_a_row_of_what_stays_is_undone_by_itself(world: World):
    rows = [{"name": n, "owner_email": "dana@x.com", "tier": "B"} for n in ("Globex", "Globex Ltd")]
    world.load(world.write("accounts", *rows))
    stays, gone = (a.id for a in world.rows(tables.Account))
    merge(world, gone, stays)
    report = world.load(
        world.write("accounts", {**rows[0], "industry": "food"}, {**rows[1], "industry": "mills"})
    )
    assert _cells(world, stays) == ("B", "food")
    assert [c.key for c in world.rows(tables.ImportChange)][-1] == "globex"
    assert report.run is not None
    importing.undo_run(world.tend.database, report.run, world.now)
    assert _cells(world, stays) == ("B", "")


def _cells(world: World, account: int) -> tuple[str, str]:
    (row,) = world.rows(tables.Account, tables.Account.id == account)
    return row.tier, row.industry


def _dies(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def _stood(world: World, account: int) -> tuple[object, list[tuple[object, ...]]]:
    (row,) = world.rows(tables.Account, tables.Account.id == account)
    standings = world.rows(tables.Standing, tables.Standing.account_id == account)
    return row.exists_on, [(s.from_on, s.status, s.tier) for s in standings]
