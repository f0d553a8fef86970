"""Indexes of the people whom a tick asks for, whoever else there is, of accounts that can't be computed, and
of names. They stand apart from their tables, which every start needs: saying in PostgreSQL's words which rows
are meant loads all that is known of it."""

from sqlalchemy import Index, text

from .accounts import Account, AccountName
from .columns import table
from .workspace import Person

A, AN, P = table(Account), table(AccountName), table(Person)
for name, columns, on_postgres, on_sqlite in (
    ("ix_person_admin", (P.c.workspace_id,), "is_admin OR role = 'admin'", "is_admin = 1 OR role = 'admin'"),
    ("ix_person_gone", (P.c.workspace_id,), "active IS false", "active IS 0"),
    ("ix_account_failed", (A.c.workspace_id,), "failed_why != ''", "failed_why != ''"),
    ("ix_account_name_whole", (AN.c.key, AN.c.workspace_id), "whole", "whole = 1"),
    ("ix_account_name_later", (AN.c.key, AN.c.workspace_id), "NOT whole", "whole = 0"),
):
    Index(name, *columns, postgresql_where=text(on_postgres), sqlite_where=text(on_sqlite))
