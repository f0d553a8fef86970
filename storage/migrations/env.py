"""Alembic's entry: runs migrations on the connection that Database.migrate hands over."""

from alembic import context
from sqlalchemy import Connection, create_engine

from storage.tables import METADATA


def run(connection: Connection) -> None:
    context.configure(connection, target_metadata=METADATA, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with create_engine(context.config.get_main_option("sqlalchemy.url") or "").connect() as own:
        run(own)
