"""What SQLite reads for rows of some accounts: theirs alone, though every query names the workspace, too."""

from __future__ import annotations

import pytest
from sqlalchemy import Table, select, text

from storage.tables import METADATA

from ...world import World

OF_ACCOUNTS = [
    t
    for t in METADATA.sorted_tables
    if any(next(iter(index.columns)).name == "account_id" for index in t.indexes)
]


@pytest.mark.sqlite_only
@pytest.mark.parametrize("table", OF_ACCOUNTS, ids=lambda t: str(t.name))
def test_rows_of_accounts_are_found_by_them(world: World, table: Table):
    mine, account = table.c.workspace_id == 1, table.c.account_id
    with world.tend.database.reading() as session:
        for some in (account == 5, account.in_(range(100))):
            query = select(table).where(mine, some).compile(compile_kwargs={"literal_binds": True})
            plan = session.execute(text(f"EXPLAIN QUERY PLAN {query}")).all()
            assert any("account_id=?" in row.detail for row in plan), plan
