"""`python -m tests.schemas.keep REVISION`: writes a filled database of a schema as rows, to be migrated
for ever after."""

from __future__ import annotations

import gzip
import json
import sys
import tempfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

from alembic import command
from slack_sdk.webhook import WebhookClient, WebhookResponse
from sqlalchemy import Engine, MetaData, select, text

from storage.database import Database, _alembic
from storage.tables import Person

from ..world import World

HERE = Path(__file__).parent


def plain(value: Any) -> Any:
    """A cell as JSON, the same for both databases."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat() if value.tzinfo else value.replace(tzinfo=UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return value


def rows(engine: Engine, tables: dict[str, list[str]] | None = None) -> dict[str, Any]:
    """Every table's columns and rows, by id; only these tables and columns when they are named."""
    metadata = MetaData()
    metadata.reflect(engine)
    seen: dict[str, Any] = {}
    with engine.connect() as connection:
        for table in metadata.sorted_tables:
            if table.name == "alembic_version" or (tables is not None and table.name not in tables):
                continue
            names = tables[table.name] if tables else [c.name for c in table.columns]
            order = list(table.primary_key.columns)
            answer = connection.execute(select(*(table.c[n] for n in names)).order_by(*order))
            seen[table.name] = {"columns": names, "rows": [[plain(v) for v in row] for row in answer]}
    return seen


def at_revision(url: str, revision: str) -> Database:
    """An empty database of a schema."""
    database = Database(url)
    with database._writer.begin() as connection:
        config = _alembic(database.url)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    return database


def unheard(client: WebhookClient, body: dict[str, Any], headers: Any = None) -> WebhookResponse:
    """What is answered afterwards reaches nobody."""
    return WebhookResponse(url=client.url, status_code=200, body="ok", headers={})


STAMP = "'2026-11-18 15:00:00'"
LATER = (
    'INSERT INTO escalation (workspace_id, account_id, owner_id, late_on, "on", due_at, became, why, '
    f"created_at) VALUES (1, 1, 3, '2026-11-02', '2026-11-16', {STAMP}, '', '', {STAMP})",
    'INSERT INTO import_run (workspace_id, key, channel, state, keep_good, report, done, "of", created_at) '
    f"VALUES (1, 'kept', '', 'done', 0, '{{}}', 1, 1, {STAMP})",
    "INSERT INTO import_file (workspace_id, run_id, place, name, url, size, why) "
    "VALUES (1, 1, 7, 'accounts.csv', '', 3, '')",
    "INSERT INTO import_change (workspace_id, run_id, kind, row_id, key, is_new, mark, before, after, "
    "memory, stood, became) VALUES (1, 1, 'accounts', 1, 'kept', 0, '', '', '', '', '{}', '')",
    "INSERT INTO file_answer (workspace_id, mark, kind, dates, numbers) "
    "VALUES (1, 'm', 'accounts', 'day', '')",
    "INSERT INTO merge (workspace_id, gone_id, stays_id, by_id, became, asked_on, kept, created_at) "
    f"VALUES (1, 3, 2, 3, 'two', '2026-11-03', '', {STAMP})",
    'INSERT INTO moved (workspace_id, merge_id, noun, "column", row_id, was_id, mark) '
    "VALUES (1, 1, 'touch', 'account_id', 1, 3, '')",
    "INSERT INTO changeover (workspace_id, person_id, why, stage, due_at, created_at) "
    f"VALUES (1, 4, 'off', 'over', {STAMP}, {STAMP})",
    "INSERT INTO changeover_account (workspace_id, changeover_id, account_id, became) VALUES (1, 1, 1, '')",
    "INSERT INTO offer (workspace_id, by_id, name, key, gain, sends, since_on, external_id, created_at) "
    f"VALUES (1, 3, 'Planner', 'planner', 'faster', 'a demo', '2025-01-01', '', {STAMP})",
    "INSERT INTO upsell (workspace_id, account_id, by_id, step, text, competitors, offer_id, gain, sends, "
    "targeted_on, why, external_id, created_at) "
    f"VALUES (1, 1, 3, 'explore', 'more seats', '', 1, '', '', '2026-11-02', '', '', {STAMP})",
    "INSERT INTO feedback (workspace_id, account_id, by_id, kind, asked_on, state, contact, text, theme, "
    "may_use, external_id, created_at) "
    f"VALUES (1, 1, 3, 'feedback', '2026-11-02', 'asked', '', '', '', '', '', {STAMP})",
    'INSERT INTO referral (workspace_id, account_id, by_id, kind, "on", who, "to", outcome, external_id, '
    f"created_at) VALUES (1, 1, 3, 'received', '2026-11-02', 'Umar', 'Umbrella', '', '', {STAMP})",
    'INSERT INTO thanks (workspace_id, account_id, by_id, kind, "on", text, currency, external_id, '
    f"created_at) VALUES (1, 1, 3, 'event', '2026-11-02', 'dinner', 'USD', '', {STAMP})",
    "INSERT INTO cut (workspace_id, rep_id, account_id, outbox_id, local_on, pair, shown, rank) "
    "VALUES (1, 3, 1, 1, '2026-11-17', 1, 1, 3000)",
)
"""A row of each table that nothing above fills."""


@patch.object(WebhookClient, "send_dict", unheard)
def filled(url: str, folder: Path) -> World:
    """People, accounts, contacts, touches, revenue; a morning, a Monday, and something of everything that
    people do."""
    world = World(url, folder, alone=True)
    revenue = {
        "annual_revenue": "84000",
        "currency": "USD",
        "renews_on": "2027-01-14",
        "industry": "retail",
        "aliases": "AI;Äcme",
    }
    acme = world.account("Acme Industrial", last="2026-10-10", **revenue)
    globex = world.account("Globex", tier="B", last="2026-09-10")
    initech = world.account("Initech", owner="kim@x.com", tier="C", last="2026-05-10")
    world.load(
        world.write(
            "contacts",
            {"account": "Globex", "name": "Umar Ortiz", "email": "umar@globex.example", "role": "buyer"},
        ),
        world.write(
            "revenue",
            *[
                {"account": "Globex", "on": f"2026-0{n}-01", "kind": "purchase", "amount": "1200.50"}
                for n in (3, 6)
            ],
        ),
    )
    world.load(
        world.write(
            "changes", {"account": "Globex", "kind": "acquired", "on": "2026-10-12", "text": "by a group"}
        )
    )
    world.load(world.write("concerns", {"account": "Globex", "text": "late", "raised_on": "2026-11-10"}))
    world.load(world.write("needs", {"account": "Globex", "text": "cold storage", "heard_on": "2026-11-10"}))
    world.load(world.write("goals", {"account": "Globex", "text": "fewer returns", "said_on": "2026-11-10"}))
    world.load(world.write("promises", {"account": "Globex", "text": "a quote", "due_on": "2026-11-20"}))
    world.load(world.write("requests", {"account": "Globex", "text": "a price?", "asked_on": "2026-11-16"}))
    world.load(world.write("milestones", {"account": "Globex", "stage": "new service", "step": "Kick-off"}))
    world.tick()
    world.deliver()
    world.command("/log acme called 20 min, happy. next: demo on 12 May")
    world.command("/log globex happy about the rollout")
    world.press("card.snooze", f"{globex}:3d", option=True)
    world.press("card.change", json.dumps({"account": acme}))
    paused = {"status": "paused", "until": "2026-12-24", "reason": "their move ☕"}
    world.submit(world.modal, paused)  # an A: it waits for the manager's tap
    world.press("card.change", json.dumps({"account": initech}), by="UKIM")
    world.submit(world.modal, paused, by="UKIM")
    home = {"container": {"type": "view", "view_id": "V0"}, "view": {"type": "home", "id": "V0"}}
    world.press("home.insight", "x", by="UADA", **home)
    world.submit(world.modal, {"text": "New price list"}, by="UADA")
    world.press("home.insight", "x", by="UADA", **home)
    world.submit(world.modal, {"text": "A new version", "tell_by": "2026-12-10"}, by="UADA")
    world.press("notice.told", json.dumps({"notice": 2, "account": globex}))
    world.press("handoff.open", json.dumps({"account": globex}))
    kim = next(p.id for p in world.rows(Person) if p.email == "kim@x.com")
    world.submit(world.modal, {"receiver": kim, "landmines": "mind the dog"})
    world.press("override.open", json.dumps({"account": globex}))
    world.submit(world.modal, {"band": "watch", "reason": "quiet until the audit is over"})
    with world.tend.database.transaction() as session:
        session.execute(text("INSERT INTO erased (workspace_id, mark) VALUES (1, 'a-mark')"))
        session.execute(
            text("INSERT INTO pace (workspace_id, lane, free_at) VALUES (1, 'post', '2026-11-18 15:00:00')")
        )
        session.execute(
            text(
                "INSERT INTO question (workspace_id, account_id, by_id, to_id, outbox_id, asked_at) "
                "VALUES (1, 1, 2, 3, 1, '2026-11-18 15:00:00')"
            )
        )
        session.execute(
            text("INSERT INTO account_team (workspace_id, account_id, person_id) VALUES (1, 1, 4)")
        )
    with world.tend.database.transaction() as session:
        session.execute(
            text(
                'INSERT INTO turned_up (workspace_id, person_id, contact_id, before_id, certain, "on") '
                "VALUES (1, 1, 1, 1, 1, '2026-11-18')"
            )
        )
        session.execute(
            text(
                "INSERT INTO alarm (workspace_id, account_id, fell_at, behind) "
                "VALUES (1, 1, '2026-11-18 15:00:00', 'promises')"
            )
        )
    with world.tend.database.transaction() as session:
        session.execute(
            text(
                "INSERT INTO absence (workspace_id, person_id, by_id, first_on, last_on, created_at) "
                "VALUES (1, 3, 3, '2026-12-01', '2026-12-04', '2026-11-18 15:00:00')"
            )
        )
    world.now = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
    world.tick()
    world.deliver()
    with world.tend.database.transaction() as session:
        for statement in LATER:
            session.execute(text(statement))
    return world


def main() -> None:
    revision = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/tend.db"
        database = Database(url)
        database.migrate()
        filled(url, Path(folder)).close()
        older = at_revision(f"sqlite:///{folder}/older.db", revision)
        kept = {name: t["columns"] for name, t in rows(older.engine).items()}
        seen = rows(database.engine, kept)
    assert all(t["rows"] for name, t in seen.items() if name != "touch_contact"), [
        n for n, t in seen.items() if not t["rows"]
    ]
    path = HERE / f"{revision}.json.gz"
    path.write_bytes(gzip.compress(json.dumps(seen, ensure_ascii=False).encode(), mtime=0))
    sys.stdout.write(
        f"{path.name}: {sum(len(t['rows']) for t in seen.values())} rows of {len(seen)} tables\n"
    )


if __name__ == "__main__":
    main()
