"""Accounts of somebody who left, for the matrix: Mel has them and says to whom they go; one was offered to
Nia, who has not answered."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select, update
from sqlmodel import Session

from messages.offered_accounts import OFFER_ALL, OFFER_BRIEF, OFFER_LIST
from messages.reassign import REASSIGN_SAVE, REASSIGN_TEAM, Reassigning
from messages.to_whom import TO_WHOM_ALL, TO_WHOM_CHOOSE, TO_WHOM_KEEP, TO_WHOM_LIST, TO_WHOM_ONE
from storage import tables

from .twin import ours
from .world import World

HOLDS = (TO_WHOM_LIST, TO_WHOM_CHOOSE, TO_WHOM_ONE, TO_WHOM_KEEP, TO_WHOM_ALL)
OFFERS = (OFFER_LIST, OFFER_BRIEF, OFFER_ALL)


def _person(world: World, who: str) -> int:
    return int(world.rows(tables.Person, tables.Person.email == f"{who}@x.com")[0].id)


def begin(world: World) -> None:
    """Sue had them until eight days ago."""
    mel, nia, sue = (_person(world, who) for who in ("mel", "nia", "sue"))
    held, offered = (world.account(name, owner="mel@x.com") for name in ("Heldco", "Offerco"))
    before = world.now - timedelta(days=8)
    stands = {"workspace_id": 1, "person_id": sue, "to_id": mel, "by_id": mel, "created_at": before}
    with world.tend.database.transaction() as session:
        session.add(
            tables.Changeover(**stands, why="left", stage="settled", due_at=before, moved_at=before, act_id=1)
        )
        who = {"by_id": mel, "giver_id": mel, "receiver_id": nia}
        session.add(
            tables.Handoff(
                workspace_id=1, account_id=offered, since_on=date(2026, 11, 17), created_at=before, **who
            )
        )
        session.flush()
        for account, handoff in ((held, None), (offered, 2)):
            session.add(
                tables.ChangeoverAccount(
                    workspace_id=1,
                    changeover_id=1,
                    account_id=account,
                    act_id=1,
                    receiver_id=nia,
                    handoff_id=handoff,
                    became="introduced" if handoff else "",
                )
            )


def anew(session: Session) -> None:
    """As at the beginning: nobody said anything."""
    models = (tables.ChangeoverAccount, tables.Handoff, tables.Account, tables.Person)
    line, handoff, account, person = (tables.table(model) for model in models)
    lines = update(line).where(ours(line))
    session.execute(lines.where(line.c.id == 1).values(became="", handoff_id=None))
    session.execute(lines.where(line.c.id == 2).values(became="introduced", handoff_id=2))
    handoffs = update(handoff).where(ours(handoff))
    session.execute(handoffs.where(handoff.c.id == 2).values(became="", ended_on=None, greet_by=None))
    session.execute(handoffs.where(handoff.c.id > 2).values(became="withdrawn"))
    mel = select(person.c.id).where(ours(person), person.c.email == "mel@x.com").scalar_subquery()
    session.execute(update(account).where(ours(account), account.c.name == "Offerco").values(owner_id=mel))


def values(world: World) -> dict[str, tuple[str, bool]]:
    """What each button carries."""
    dana, kim = (_person(world, who) for who in ("dana", "kim"))
    return {
        **dict.fromkeys((TO_WHOM_LIST, TO_WHOM_ALL, OFFER_LIST, OFFER_ALL), ('{"changeover":1}', False)),
        TO_WHOM_ONE: ('{"line":1}', False),
        TO_WHOM_KEEP: ('{"line":1}', False),
        TO_WHOM_CHOOSE: (f'{{"line":1,"to":{kim}}}', True),
        OFFER_BRIEF: ('{"handoff":2}', False),
        REASSIGN_SAVE: (Reassigning(kim, dana, "all").pack(), False),
        REASSIGN_TEAM: (Reassigning(kim, dana, "team").pack(), False),
    }
