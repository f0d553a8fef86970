"""What managers do on a day: each says whether it came about."""

from __future__ import annotations

import json
from datetime import timedelta

from messages.approvals import APPROVAL_BACK, APPROVAL_NO, APPROVAL_YES
from messages.bulk import BULK_OPEN
from messages.escalations import ESCALATION_LEAVE
from messages.needs import DIGEST_WORRY
from messages.ours import OURS_ADD, OURS_DO, OurRef
from messages.reassign import REASSIGN_SAVE
from messages.to_whom import TO_WHOM_ALL, ChangeoverRef
from rules.bulk import PAUSE as BULK_PAUSE
from rules.changeovers import TO_WHOM
from rules.facts.loosened import HELD, TAKEN_BACK
from storage import tables
from tests.handlers.test_bulk import asked as in_bulk
from tests.world import TEAM

from .company import Company


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


def says_to_whom(c: Company) -> bool:
    """All of somebody who left as proposed."""
    return c.press_what_waits(TO_WHOM, lambda of: (TO_WHOM_ALL, ChangeoverRef(of).pack()))


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


def takes_a_loosening_back(c: Company) -> bool:
    """A manager, of a B or C that was loosened at once in this week."""
    of_week = tables.Loosening.created_at >= c.monday()
    held = c.world.rows(tables.Loosening, tables.Loosening.became == HELD, of_week)
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
