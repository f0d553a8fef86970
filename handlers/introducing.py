"""The form that introduces an account's next expert: whom it may name, with the likeliest first, and the
brief."""

from __future__ import annotations

from sqlmodel import Session

from messages import handoff_form as say
from messages.blocks import Block
from messages.carried import Origin
from messages.introduced import INTRODUCE
from rules import no_longer
from rules.access import Caller
from rules.by_name import named
from rules.cadence import own_cadence
from rules.facts.handoffs import may_move, stands_already
from rules.facts.receivers import Proposed, proposed
from rules.records import Person, Record
from storage import introduced, people, receivers, records

from .access import refused_giving
from .asked import Asked
from .surface import notice


def form(session: Session, asked: Asked, account_id: int, origin: Origin) -> Block:
    """The modal, or why this person gets none: while somebody was asked, only who may move it at once has
    one."""
    ws, viewer = asked.ws, asked.viewer
    read = records.read(session, ws.id, [account_id], now=asked.now)
    if stop := refused_giving(session, asked, account_id) if read else no_longer.ACCOUNT:
        return notice(INTRODUCE, stop, viewer)
    record, caller = read[0], people.caller_of(session, ws.id, asked.person)
    moves = may_move(caller, record.account.owner_id)
    going = introduced.under_way(session, ws.id, account_id)
    if going and not moves:
        return notice(INTRODUCE, stands_already(going), viewer)
    everyone = [p for p in people.everyone(session, ws.id) if p.active and p.id != record.account.owner_id]
    likely = _proposed(session, asked, record, everyone)
    return say.form(
        record, _in_order(everyone, likely, caller), likely, origin, may_move=moves, viewer=viewer
    )


def suggested(session: Session, asked: Asked, account_id: int, typed: str) -> list[Person]:
    """Whom the menu names in a company that is too large for one: whose name or address has what was typed;
    before anything is, the likeliest."""
    if not typed.strip() and (read := records.read(session, asked.ws.id, [account_id], now=asked.now)):
        owner = read[0].account.owner_id
        there = [p for p in people.everyone(session, asked.ws.id) if p.active and p.id != owner]
        if likely := _proposed(session, asked, read[0], there):
            return [p.person for p in likely]
    return people.typeahead(session, asked.ws.id, typed)


def _proposed(session: Session, asked: Asked, record: Record, there: list[Person]) -> list[Proposed]:
    """Of those who look after accounts and can read it in Slack."""
    account, policy = record.account, asked.ws.policy
    linked = [p for p in there if p.slack_id]
    books = receivers.books(session, asked.ws.id, linked, policy, asked.today, zone=asked.person.zone)
    needs = 7 / own_cadence(account.tier, account.cadence_days, policy)
    ours = people.under(session, asked.ws.id, asked.person.id)
    shown = named((p for p in linked if p.id in ours), policy.figures_by_name, asked.person.id)
    return proposed(account, needs, [b for b in books if b.kept or b.person.role == "rep"], shown)


def _in_order(there: list[Person], likely: list[Proposed], caller: Caller) -> list[Person]:
    """The likely ones, then the caller's own people, then the others, by name."""
    first = {p.person.id: n for n, p in enumerate(likely)}
    return sorted(there, key=lambda p: (first.get(p.id, len(first)), p.id not in caller.under, p.name))
