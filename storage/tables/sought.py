"""Indexes of some rows of tables that every start needs. They stand apart from these: saying in PostgreSQL's
words which rows are meant loads all that is known of it."""

from sqlalchemy import Index, Table, text

from .accounts import Account, AccountName
from .columns import table
from .workspace import Person


def _of_some(called: str, of: Table, names: str, on_postgres: str, on_sqlite: str) -> None:
    columns = (of.c[name] for name in names.split())
    Index(called, *columns, postgresql_where=text(on_postgres), sqlite_where=text(on_sqlite))


# what could not be looked at
_of_some("ix_account_failed", table(Account), "workspace_id", "failed_why != ''", "failed_why != ''")
# names, and what is found by their later words
_of_some("ix_account_name_whole", table(AccountName), "key workspace_id", "whole", "whole = 1")
_of_some("ix_account_name_later", table(AccountName), "key workspace_id", "NOT whole", "whole = 0")
# whom a tick asks for, whoever else there is
_ADMIN = "is_admin OR role = 'admin'", "is_admin = 1 OR role = 'admin'"
_of_some("ix_person_admin", table(Person), "workspace_id", *_ADMIN)
_of_some("ix_person_gone", table(Person), "workspace_id", "active IS false", "active IS 0")
