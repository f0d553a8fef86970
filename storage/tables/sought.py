"""Indexes of the people whom a tick asks for, whoever else there is. They stand apart from their table, which
every start needs: saying in PostgreSQL's words which rows are meant loads all that is known of it."""

from sqlalchemy import Index, text

from .columns import table
from .workspace import Person

P = table(Person)
for name, on_postgres, on_sqlite in (
    ("ix_person_admin", "is_admin OR role = 'admin'", "is_admin = 1 OR role = 'admin'"),
    ("ix_person_gone", "active IS false", "active IS 0"),
):
    Index(name, P.c.workspace_id, postgresql_where=text(on_postgres), sqlite_where=text(on_sqlite))
