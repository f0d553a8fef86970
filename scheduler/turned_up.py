"""Newcomers among the contacts are looked at once: who turns up at another account is said in a morning."""

from __future__ import annotations

from services import Services
from storage import turned_up


def look_around(services: Services, workspace: int) -> int:
    """How many lines wait to be said since. Costs one statement where nobody was added."""
    with services.reading() as session:
        if not turned_up.are_there(session, workspace):
            return 0
        looked = turned_up.look(session, workspace, services.clock())
    with services.transaction() as session:
        return len(looked.rows) if turned_up.keep(session, workspace, looked) else 0
