"""What reps do on a day, and whoever something waits for: each says whether it came about."""

from __future__ import annotations

from datetime import timedelta

from messages.acts import ACT_UNDO, ActRef
from messages.adding import ADD_OPEN, Adding
from messages.away import AWAY_SET
from messages.card import CARD_SNOOZE
from messages.handoffs import HANDOFF_ACCEPT, HandoffRef
from messages.merge_waits import MERGE_NO, MERGE_YES, MergeRef
from messages.merging import MERGE_OPEN, Merging
from messages.offered_accounts import OFFER_ALL
from messages.places import NUDGE_NOT_NEEDED
from messages.to_whom import ChangeoverRef
from rules.acts import UNDONE
from rules.bulk import PAUSE as BULK_PAUSE
from rules.changeovers import MANY
from rules.facts.handoffs import WAITS as HANDOFF
from rules.facts.merging import WAITS as MERGE
from rules.ours import GAVE
from scheduler.link_people import link_people
from storage import tables
from tests.handlers.test_approvals import through
from tests.world import text_of

from .company import Company

UNDONE_OF = ("account", "bulk", "person")


def touches(c: Company) -> bool:
    """A rep calls one of those that their morning named, or any."""
    rep = c.rep()
    places = c.world.rows(tables.Nudge, tables.Nudge.rep_id == rep.id, tables.Nudge.outcome == "")
    named = [p.account_id for p in places[-5:]]
    account = c.one_of(rep, *([tables.Account.id.in_(named)] if named and c.chance.random() < 0.7 else []))  # type: ignore[union-attr]
    if account is None:
        return False
    said = text_of(c.world.command(f"/log {account.name} called, showed them the figures", by=rep.slack_id))
    return "Logged with" in said


def snoozes(c: Company) -> bool:
    rep = c.rep()
    if account := c.one_of(rep):
        c.world.press(CARD_SNOOZE, f"{account.id}:week", by=rep.slack_id, option=True)
    return account is not None


def needs_nothing(c: Company) -> bool:
    rep = c.rep()
    places = c.world.rows(tables.Nudge, tables.Nudge.rep_id == rep.id, tables.Nudge.state == "sent")
    if places:
        c.world.press(NUDGE_NOT_NEEDED, f"{places[-1].id}:quiet", option=True, by=rep.slack_id)
    return bool(places)


def pauses(c: Company) -> bool:
    rep, days = c.rep(), c.chance.choice((20, 60))
    until = (c.world.now.date() + timedelta(days=days)).isoformat()
    account = c.one_of(rep, tables.Account.status == "active")
    return account is not None and c.change(account, rep, status="paused", until=until, reason="their merger")


def demotes(c: Company) -> bool:
    rep = c.rep()
    account = c.one_of(rep, tables.Account.tier != "C")
    return account is not None and c.change(account, rep, tier="C", why="they shrank")


def promotes(c: Company) -> bool:
    rep = c.rep()
    account = c.one_of(rep, tables.Account.tier != "A")
    return account is not None and c.change(account, rep, tier="A", why="they grow")


def has_it_served(c: Company) -> bool:
    """Through another of the book as its parent; or by itself again. Of an A it is asked."""
    rep = c.rep()
    served = c.one_of(rep, tables.Account.served_through_parent)
    if served and c.chance.random() < 0.3:
        return not through(c.world, served.id, by=rep.slack_id, through="no").get("errors")
    there = c.book(rep, tables.Account.status == "active")
    if len(there) < 2:
        return False
    child, parent = c.chance.sample(there, 2)
    return not through(c.world, child.id, by=rep.slack_id, parent=parent.id, through="yes").get("errors")


def churns(c: Company) -> bool:
    rep = c.rep()
    account = c.one_of(rep, tables.Account.status == "active")
    return account is not None and c.change(account, rep, status="churned", reason="they left")


def goes_away(c: Company) -> bool:
    """With a cover two times in three."""
    rep, first = c.rep(), c.world.now.date() + timedelta(days=c.chance.randrange(1, 8))
    last = first + timedelta(days=c.chance.randrange(0, 15))
    cover = c.chance.choice([p for p in c.people() if p.id != rep.id])
    typed = f"/account away {first:%d %b %Y} - {last:%d %b %Y}"
    if c.chance.random() < 0.67:
        typed += f" cover <@{cover.slack_id}|x>"
    before = len(c.world.rows(tables.Absence))
    for block in c.world.command(typed, by=rep.slack_id).get("blocks", ()):
        for element in block.get("elements", ()):
            if element.get("action_id") == AWAY_SET:
                c.world.press(AWAY_SET, element["value"], by=rep.slack_id)
    return len(c.world.rows(tables.Absence)) > before


def is_deactivated(c: Company) -> bool:
    """In Slack alone: nobody of us was told."""
    reps = c.people()
    if len(reps) < 4:
        return False
    gone = c.chance.choice(reps).slack_id
    for user in c.world.slack.users:
        if user["id"] == gone:
            user["deleted"] = True
    link_people(c.world.tend.services, c.world.slack)
    return True


def accepts(c: Company) -> bool:
    return c.press_what_waits(HANDOFF, lambda of: (HANDOFF_ACCEPT, HandoffRef(of).pack()))


def is_merged(c: Company) -> bool:
    """Two of one book; where it loosens an A it is asked."""
    rep = c.rep()
    there = c.book(rep)
    if len(there) < 2:
        return False
    stays, gone = c.chance.sample(there, 2)
    before = len(c.world.slack.made("views.open"))
    c.world.press(MERGE_OPEN, Merging(stays.id, other=gone.id).pack(), by=rep.slack_id)
    if len(c.world.slack.made("views.open")) == before:
        return False
    c.world.submit(c.world.modal, {}, by=rep.slack_id)
    asked = tables.Merge.stays_id == stays.id, tables.Merge.gone_id == gone.id
    return bool(c.world.rows(tables.Merge, *asked))


def decides_on_a_merge(c: Company) -> bool:
    def button(of: int) -> tuple[str, str]:
        (merge,) = c.world.rows(tables.Merge, tables.Merge.id == of)
        yes = c.chance.random() < 0.6
        if yes:
            c.allowed |= {merge.stays_id, merge.gone_id}
        return MERGE_YES if yes else MERGE_NO, MergeRef(of).pack()

    return c.press_what_waits(MERGE, button)


def takes_all(c: Company) -> bool:
    """A receiver accepts all that was offered to them of one who left."""
    return c.press_what_waits(MANY, lambda of: (OFFER_ALL, ChangeoverRef(of).pack()))


def takes_it_back(c: Company) -> bool:
    """Somebody undoes what they changed in this week: of one account, in bulk, of a whole book."""
    did = tables.Audit.did.in_(("changed", BULK_PAUSE, GAVE))  # type: ignore[attr-defined]
    there = c.world.rows(tables.Audit, did, tables.Audit.noun.in_(UNDONE_OF), tables.Audit.at >= c.monday())  # type: ignore[attr-defined]
    if not there:
        return False
    act = c.chance.choice(there)
    (by,) = c.world.rows(tables.Person, tables.Person.id == act.by_id)
    if not by.active or not by.slack_id:
        return False
    if by.role == "manager":
        c.allowed.add(act.row_id)
    before = len(c.world.rows(tables.Audit, tables.Audit.did == UNDONE))
    c.world.press(ACT_UNDO, ActRef(act.id).pack(), by=by.slack_id)
    return len(c.world.rows(tables.Audit, tables.Audit.did == UNDONE)) > before


def is_added(c: Company) -> bool:
    c.added += 1
    rep, name = c.rep(), f"Added{c.added}"
    c.world.command(f"/account add {name}", by=rep.slack_id)
    c.world.press(ADD_OPEN, Adding(name).pack(), by=rep.slack_id)
    c.world.submit(c.world.modal, {"tier": c.chance.choice("ABC")}, by=rep.slack_id)
    return bool(c.world.rows(tables.Account, tables.Account.name == name))
