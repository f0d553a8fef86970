"""What may happen at a company on a day: HAPPENINGS, with how often; each does it as people do, in Slack.

Left out is what changes a past week's figures, and rightly: a touch that is voided, moved or of an earlier
day, a churn of an earlier day, an undo of what was changed in a week before ("as if it had not been").
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from messages.acts import ACT_UNDO, ActRef
from messages.adding import ADD_OPEN, Adding
from messages.approvals import APPROVAL_BACK, APPROVAL_NO, APPROVAL_YES
from messages.away import AWAY_SET
from messages.bulk import BULK_OPEN
from messages.card import CARD_SNOOZE
from messages.escalations import ESCALATION_LEAVE
from messages.handoffs import HANDOFF_ACCEPT, HandoffRef
from messages.merge_waits import MERGE_NO, MERGE_YES, MergeRef
from messages.merging import MERGE_OPEN, Merging
from messages.needs import DIGEST_WORRY
from messages.offers import OFFER_ALL
from messages.ours import OURS_ADD, OURS_DO, OurRef
from messages.places import NUDGE_NOT_NEEDED
from messages.reassign import REASSIGN_SAVE
from messages.to_whom import TO_WHOM_ALL, ChangeoverRef
from rules.acts import UNDONE
from rules.bulk import PAUSE as BULK_PAUSE
from rules.changeovers import MANY, TO_WHOM
from rules.facts.handoffs import WAITS as HANDOFF
from rules.facts.loosened import HELD, TAKEN_BACK
from rules.facts.merging import WAITS as MERGE
from rules.ours import GAVE
from scheduler.link_people import link_people
from storage import tables
from tests.handlers.test_bulk import asked as in_bulk
from tests.world import TEAM, text_of

from .company import Company

UNDONE_OF = ("account", "bulk", "person")


class Happening(NamedTuple):
    """What may happen on a day, with how many of it a day there are on the average, in a whole company."""

    name: str
    a_day: float
    do: Callable[[Company], bool]
    """Whether it came about."""


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


def churns(c: Company) -> bool:
    rep = c.rep()
    account = c.one_of(rep, tables.Account.status == "active")
    return account is not None and c.change(account, rep, status="churned", reason="they left")


def decides(c: Company) -> bool:
    """A manager takes or refuses what was asked of them; two in five are left to expire."""
    open_ones = c.world.rows(tables.Loosening, tables.Loosening.became == "")
    if not open_ones:
        return False
    asked = c.chance.choice(open_ones)
    if asked.id % 5 < 2:
        return False
    (owner,) = c.world.rows(tables.Person, tables.Person.id == asked.owner_id)
    manager = c.manager_of(owner)
    if manager is None:
        return False
    yes = c.chance.random() < 0.6
    if yes:
        c.allowed.add(asked.account_id)
    value = json.dumps({"loosening": asked.id})
    c.world.press(APPROVAL_YES if yes else APPROVAL_NO, value, by=manager.slack_id)
    (now,) = c.world.rows(tables.Loosening, tables.Loosening.id == asked.id)
    return now.became == ("approved" if yes else "refused")


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


def joins(c: Company) -> bool:
    """A manager adds somebody by mention, and they are given some accounts as they come."""
    c.newcomers += 1
    manager, who = c.chance.choice(c.people("manager")), f"NEW{c.newcomers}"
    profile = {"email": f"new{c.newcomers}@x.com"}
    user = {"id": f"U{who}", "team_id": TEAM, "tz": "America/New_York", "locale": "en-US", "deleted": False}
    c.world.slack.users.append({**user, "real_name": who.title(), "profile": profile})
    c.world.command(f"/account people-of-ours <@U{who}|x>", by=manager.slack_id)
    c.world.press(OURS_ADD, OurRef("add", slack=f"U{who}").pack(), by=manager.slack_id)
    c.world.submit(c.world.modal, {}, by=manager.slack_id)
    return bool(c.world.rows(tables.Person, tables.Person.email == profile["email"]))


def leaves(c: Company) -> bool:
    reps = c.people()
    if len(reps) < 4:
        return False
    rep = c.chance.choice(reps)
    manager = c.manager_of(rep)
    if manager is None:
        return False
    value = OurRef("leave", rep.id).pack()
    c.world.press(OURS_DO, value, by=manager.slack_id, option=True)
    c.world.submit(c.world.modal, {}, by=manager.slack_id)
    (now,) = c.world.rows(tables.Person, tables.Person.id == rep.id)
    return now.left_on is not None


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


def is_given_on(c: Company) -> bool:
    """By a manager: at once, or when the receiver accepts."""
    rep = c.rep()
    manager, account = c.manager_of(rep), c.one_of(rep)
    if manager is None or account is None:
        return False
    theirs = [p for p in c.people() if p.manager_id == manager.id and p.id != rep.id]
    if not theirs:
        return False
    value = json.dumps({"account": account.id, "do": "reassign"})
    c.world.press(DIGEST_WORRY, value, by=manager.slack_id, option=True)
    filled = {"receiver": str(c.chance.choice(theirs).id), "when": c.chance.choice(("now", "accepted"))}
    return not c.world.submit(c.world.modal, filled, by=manager.slack_id).get("errors")


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


def says_to_whom(c: Company) -> bool:
    """All of somebody who left as proposed."""
    return c.press_what_waits(TO_WHOM, lambda of: (TO_WHOM_ALL, ChangeoverRef(of).pack()))


def takes_all(c: Company) -> bool:
    """A receiver accepts all that was offered to them of one who left."""
    return c.press_what_waits(MANY, lambda of: (OFFER_ALL, ChangeoverRef(of).pack()))


def leaves_it(c: Company) -> bool:
    """A manager leaves an account that came to them as it is, for a month."""
    there = (tables.Escalation.became == "", tables.Escalation.went_on.is_not(None))  # type: ignore[union-attr]
    came = c.world.rows(tables.Escalation, *there)
    if not came:
        return False
    one = c.chance.choice(came)
    (manager,) = c.world.rows(tables.Person, tables.Person.id == one.to_id)
    until = (c.world.now.date() + timedelta(days=30)).isoformat()
    value = json.dumps({"escalation": one.id})
    c.world.press(ESCALATION_LEAVE, value, by=manager.slack_id)
    return not c.world.submit(
        c.world.modal, {"until_on": until, "why": "their audit"}, by=manager.slack_id
    ).get("errors")


def takes_it_back(c: Company) -> bool:
    """Somebody undoes what they changed in this week: of one account, in bulk, of a whole book."""
    monday = c.world.now - timedelta(days=c.world.now.weekday(), hours=c.world.now.hour)
    did = tables.Audit.did.in_(("changed", BULK_PAUSE, GAVE))  # type: ignore[attr-defined]
    there = c.world.rows(tables.Audit, did, tables.Audit.noun.in_(UNDONE_OF), tables.Audit.at >= monday)  # type: ignore[attr-defined]
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


def takes_a_loosening_back(c: Company) -> bool:
    """A manager, of a B or C that was loosened at once."""
    held = c.world.rows(tables.Loosening, tables.Loosening.became == HELD)
    if not held:
        return False
    one = c.chance.choice(held[-10:])
    (owner,) = c.world.rows(tables.Person, tables.Person.id == one.owner_id)
    manager = c.manager_of(owner)
    if manager is None:
        return False
    c.world.press(APPROVAL_BACK, json.dumps({"loosening": one.id}), by=manager.slack_id)
    (now,) = c.world.rows(tables.Loosening, tables.Loosening.id == one.id)
    return now.became == TAKEN_BACK


def pauses_in_bulk(c: Company) -> bool:
    """A manager, some C of their people."""
    manager, before = c.chance.choice(c.people("manager")), len(c.world.slack.made("views.open"))
    c.world.press(BULK_OPEN, "-", by=manager.slack_id)
    if len(c.world.slack.made("views.open")) == before:
        return False
    form = c.world.submit(c.world.modal, {"tier": "C"}, by=manager.slack_id).get("view")
    if form is None:
        return False
    ticked = next(b["element"] for b in form["blocks"] if b.get("block_id") == "accounts")["options"][:3]
    values = {"accounts": [o["value"] for o in ticked], "what": BULK_PAUSE}
    asked = in_bulk(c.world, form, BULK_PAUSE, by=manager.slack_id, accounts=values["accounts"])
    until = (c.world.now.date() + timedelta(days=14)).isoformat()
    filled = {**values, "until": until, "why": "their holidays"}
    return not c.world.submit(asked, filled, by=manager.slack_id).get("errors")


def is_reassigned(c: Company) -> bool:
    """A whole book, from one rep to another of the same manager."""
    manager = c.chance.choice(c.people("manager"))
    theirs = [p for p in c.people() if p.manager_id == manager.id]
    if len(theirs) < 2:
        return False
    gives, takes = c.chance.sample(theirs, 2)
    said = c.world.command(
        f"/account reassign <@{gives.slack_id}|x> <@{takes.slack_id}|y>", by=manager.slack_id
    )
    for block in said.get("blocks", ()):
        for element in block.get("elements", ()):
            if element.get("action_id") == REASSIGN_SAVE:
                c.world.press(REASSIGN_SAVE, element["value"], by=manager.slack_id)
                return True
    return False


def is_added(c: Company) -> bool:
    c.added += 1
    rep, name = c.rep(), f"Added{c.added}"
    c.world.command(f"/account add {name}", by=rep.slack_id)
    c.world.press(ADD_OPEN, Adding(name).pack(), by=rep.slack_id)
    c.world.submit(c.world.modal, {"tier": c.chance.choice("ABC")}, by=rep.slack_id)
    return bool(c.world.rows(tables.Account, tables.Account.name == name))


HAPPENINGS: tuple[Happening, ...] = (
    Happening("touched", 22, touches),
    Happening("snoozed", 2, snoozes),
    Happening("not needed", 2, needs_nothing),
    Happening("paused", 0.4, pauses),
    Happening("demoted", 0.4, demotes),
    Happening("promoted", 0.3, promotes),
    Happening("churned", 0.15, churns),
    Happening("decided", 0.6, decides),
    Happening("away", 0.3, goes_away),
    Happening("joined", 0.05, joins),
    Happening("left", 0.04, leaves),
    Happening("deactivated", 0.03, is_deactivated),
    Happening("given on", 0.5, is_given_on),
    Happening("accepted", 0.4, accepts),
    Happening("added", 0.3, is_added),
    Happening("merged", 0.2, is_merged),
    Happening("merge decided", 0.3, decides_on_a_merge),
    Happening("to whom", 0.5, says_to_whom),
    Happening("took all", 0.6, takes_all),
    Happening("left as it is", 0.3, leaves_it),
    Happening("undone", 0.4, takes_it_back),
    Happening("loosening taken back", 0.3, takes_a_loosening_back),
    Happening("paused in bulk", 0.1, pauses_in_bulk),
    Happening("reassigned", 0.02, is_reassigned),
)
