"""What it looks like when somebody may: for every listener the one thing that shows that it did what was
asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import SQLModel

from messages import changes as changed
from messages import concerns as unhappy
from messages import handoff_form, handoffs, step_form
from messages import milestones as onboarding
from messages import overrides as overridden
from messages import people as known
from messages import promises as promised
from messages import requests as requested
from messages import team as helping
from messages.account_change import CHANGE_FORM
from messages.book import BOOK_PAGE, BOOK_PICK
from messages.card import (
    CARD_CHANGE,
    CARD_HISTORY,
    CARD_LESS,
    CARD_LOG,
    CARD_MORE,
    CARD_PREP,
    CARD_SHARE,
    CARD_SNOOZE,
)
from messages.changed import CHANGED_NOTE, CHANGED_TOLD
from messages.home import HOME_BOOK, HOME_DIGEST, HOME_INSIGHT, HOME_SENDING, HOME_SETTINGS, LOG_OPEN
from messages.insights import INSIGHT_CHANGE, INSIGHT_CHANGED, INSIGHT_FORM, INSIGHT_WITHDRAW
from messages.introduced import HANDOFF_OPEN
from messages.leaving import CONTACT_BACK, CONTACT_GONE
from messages.log_form import LOG_ACCOUNT, LOG_CHOOSE, LOG_FORM, LOG_MORE
from messages.log_touch import LOG_EDIT, LOG_SHORTCUT, LOG_UNDO
from messages.needs import DIGEST_WORRY
from messages.noticed import NOTICE_POST
from messages.notices import NOTICE_TOLD
from messages.nudge import NUDGE_GREET, NUDGE_LOG, NUDGE_NOT_NEEDED, NUDGE_SNOOZE, NUDGE_STUCK
from messages.opening import CARD_NEW, CARD_OPEN
from messages.put_right import LOG_ADD, LOG_FIX
from messages.questions import ANSWER_FORM, ASK_AGAIN, ASK_ANSWER, ASK_FORM
from messages.raised import CONCERN_KIND, CONCERN_RAISE
from messages.renewals import NOT_RENEWED_FORM, RENEWAL_NO, RENEWAL_YES, RENEWED_FORM
from messages.replies import ANSWER_PASS
from messages.requested import REQUEST_ANSWERS, REQUEST_WANTED
from messages.settings import SETTINGS_FORM
from messages.share import SHARE_FORM
from messages.showing import DIGEST_DETAIL, DIGEST_OPEN
from messages.snooze import SNOOZE_FORM
from messages.stated import STATED_KEEP, STATED_UNDO
from messages.unlogged import LINE_DISMISS, LINE_OPEN, LINE_PLAN, PLAN_UNDO
from storage import tables

from .world import World, text_of


@dataclass(frozen=True)
class Done:
    """One request carried out: its answer, what was sent and called, and how many rows each table had
    before."""

    world: World
    told: dict[str, Any]
    before: dict[str, str]

    @property
    def said(self) -> str:
        """What the person is shown, in whichever surface."""
        calls = [
            call
            for name, call in self.world.slack.calls
            if name in {"chat.postEphemeral", "views.open", "views.push", "views.update"}
        ]
        return text_of({"told": self.told, "sent": self.world.sent, "calls": calls})


Looks = Callable[[Done], bool]


def snapshot(world: World) -> dict[str, str]:
    """Every table's rows as text."""
    models = [
        m
        for m in vars(tables).values()
        if isinstance(m, type) and issubclass(m, SQLModel) and m is not SQLModel
    ]
    return {m.__name__: repr([r.model_dump() for r in world.rows(m)]) for m in models if hasattr(m, "id")}


def changes(model: type[SQLModel]) -> Looks:
    """Its table is no longer what it was."""
    return lambda done: snapshot(done.world)[model.__name__] != done.before[model.__name__]


def shows(*texts: str) -> Looks:
    """One of these texts stands in the answer."""
    return lambda done: any(text in done.said for text in texts)


def opens(title: str) -> Looks:
    """A modal of this title opens."""
    views = {"views.open", "views.push", "views.update"}
    return lambda done: any(
        name in views and title in call["view"]["title"]["text"]
        for name, call in done.world.slack.calls
        if "view" in call
    )


def either(*looks: Looks) -> Looks:
    return lambda done: any(look(done) for look in looks)


CARD, FIGURES = shows("*Acme*"), shows("in rhythm", "owns no account")
ALLOWED: dict[str, Looks] = {
    "/account": CARD,
    "/log": changes(tables.Touch),
    "/digest": FIGURES,
    CARD_OPEN: CARD,
    CARD_NEW: CARD,
    CARD_MORE: shows("*Health*"),
    CARD_LESS: CARD,
    CARD_PREP: shows("Before you call Acme"),
    CARD_HISTORY: shows("*Acme* · "),
    CARD_LOG: opens("Log a touch"),
    CARD_SHARE: opens("Share"),
    SHARE_FORM: changes(tables.Outbox),
    CARD_SNOOZE: changes(tables.Snooze),
    SNOOZE_FORM: changes(tables.Snooze),
    CARD_CHANGE: opens("Change account"),
    CHANGE_FORM: changes(tables.Standing),
    BOOK_PAGE: shows("My book", "Your book is empty"),
    BOOK_PICK: shows("Before you call Acme"),
    HOME_BOOK: shows("My book", "Your book is empty"),
    DIGEST_OPEN: CARD,
    DIGEST_DETAIL: shows("Out of rhythm"),
    DIGEST_WORRY: opens("Introduce next expert"),
    ASK_FORM: either(changes(tables.Question), shows("That account is your own")),
    HANDOFF_OPEN: opens("Introduce next expert"),
    handoff_form.HANDOFF_WHO: shows("Dana Reyes"),
    handoff_form.HANDOFF_FORM: changes(tables.Handoff),
    handoffs.HANDOFF_WITHDRAW: changes(tables.Handoff),
    handoffs.HANDOFF_ACCEPT: changes(tables.Standing),
    handoffs.HANDOFF_ASK: opens("Ask back"),
    handoff_form.HANDOFF_ASKED: changes(tables.Handoff),
    handoffs.HANDOFF_ANSWER: opens("Answer"),
    handoff_form.HANDOFF_ANSWERED: changes(tables.Handoff),
    ASK_ANSWER: opens("Answer"),
    ANSWER_FORM: changes(tables.Question),
    ANSWER_PASS: changes(tables.Question),
    ASK_AGAIN: opens("Ask the owner"),
    RENEWAL_YES: opens("It renewed"),
    RENEWAL_NO: opens("It did not renew"),
    RENEWED_FORM: changes(tables.Account),
    NOT_RENEWED_FORM: changes(tables.Account),
    promised.PROMISE_KEPT: shows("kept"),
    promised.PROMISE_DROPPED: shows("dropped"),
    promised.PROMISE_MOVE: opens("New date"),
    promised.PROMISE_FORM: changes(tables.Promise),
    REQUEST_WANTED: changes(tables.Touch),
    REQUEST_ANSWERS: changes(tables.Request),
    requested.REQUEST_ANSWERED: shows("answered Nov 18"),
    requested.REQUEST_CHANGE: opens("Request"),
    requested.REQUEST_WITHDRAWN: shows("no longer wanted"),
    requested.REQUEST_ADD: opens("Request"),
    requested.REQUEST_FORM: changes(tables.Request),
    known.CONTACT_LIST: shows("Who we know at"),
    known.CONTACT_ADD: opens("Add a person"),
    known.CONTACT_CHANGE: opens("Change a person"),
    known.CONTACT_LEFT: opens("Left"),
    known.CONTACT_FORM: changes(tables.Contact),
    CONTACT_GONE: changes(tables.Contact),
    CONTACT_BACK: shows("is still at Acme"),
    onboarding.MILESTONE_START: opens("Start a stage"),
    step_form.MILESTONE_STARTED: changes(tables.Milestone),
    onboarding.MILESTONE_ADD: opens("Add a step"),
    onboarding.MILESTONE_DONE: shows("done Nov"),
    onboarding.MILESTONE_CHANGE: opens("Change step"),
    onboarding.MILESTONE_DROPPED: shows("dropped Nov"),
    onboarding.MILESTONE_AGAIN: shows("“Kick-off”: "),
    step_form.MILESTONE_FORM: changes(tables.Milestone),
    CHANGED_NOTE: opens("Something changed"),
    CHANGED_TOLD: shows("*Changed there:* new team"),
    STATED_KEEP: shows("Noted at Acme: new country"),
    STATED_UNDO: shows("Undone: no change"),
    changed.CHANGED_FORM: changes(tables.Change),
    changed.CHANGED_FIX: opens("Put right"),
    changed.CHANGED_ANSWERED: shows("Talked about"),
    changed.CHANGED_VOID: changes(tables.Change),
    overridden.OVERRIDE_OPEN: opens("Override health"),
    overridden.OVERRIDE_FORM: changes(tables.Override),
    overridden.OVERRIDE_VOID: changes(tables.Override),
    unhappy.CONCERN_ADD: opens("Open a concern"),
    unhappy.CONCERN_NEW: changes(tables.Concern),
    CONCERN_RAISE: changes(tables.Concern),
    CONCERN_KIND: changes(tables.Concern),
    unhappy.CONCERN_CHANGE: opens("Change a concern"),
    unhappy.CONCERN_CHANGED: changes(tables.Concern),
    unhappy.CONCERN_CLOSE: opens("Close the loop"),
    unhappy.CONCERN_CLOSED: changes(tables.Concern),
    unhappy.CONCERN_REOPEN: changes(tables.Concern),
    helping.TEAM_ADD: opens("Add to the team"),
    helping.TEAM_WHO: shows("Dana Reyes"),
    helping.TEAM_FORM: changes(tables.AccountTeam),
    helping.TEAM_OFF: shows("on the team no more"),
    helping.TEAM_GOAL: opens("The team's goal"),
    helping.TEAM_AIM: changes(tables.Account),
    HOME_DIGEST: FIGURES,
    LOG_FORM: changes(tables.Touch),
    LOG_ACCOUNT: shows("Acme"),
    LOG_CHOOSE: shows("Acme"),
    LOG_SHORTCUT: opens("Log a touch"),
    LOG_MORE: shows("Minutes"),
    LOG_FIX: changes(tables.Touch),
    LOG_ADD: changes(tables.Contact),
    LINE_OPEN: opens("Log a touch"),
    LINE_DISMISS: changes(tables.Unlogged),
    LINE_PLAN: changes(tables.NextStep),
    PLAN_UNDO: changes(tables.NextStep),
    LOG_OPEN: opens("Log a touch"),
    LOG_UNDO: changes(tables.Touch),
    LOG_EDIT: opens("Edit touch"),
    NUDGE_LOG: opens("Log a touch"),
    NUDGE_GREET: shows("Acme"),
    NUDGE_SNOOZE: changes(tables.Snooze),
    NUDGE_NOT_NEEDED: changes(tables.Snooze),
    NUDGE_STUCK: changes(tables.Audit),
    HOME_INSIGHT: opens("Post an insight"),
    NOTICE_POST: opens("Post a notice"),
    INSIGHT_FORM: changes(tables.Insight),
    HOME_SETTINGS: opens("Settings"),
    INSIGHT_CHANGE: opens("Change insight"),
    INSIGHT_CHANGED: changes(tables.Insight),
    INSIGHT_WITHDRAW: changes(tables.Insight),
    NOTICE_TOLD: shows("Told: “a new version”"),
    SETTINGS_FORM: changes(tables.Workspace),
    HOME_SENDING: changes(tables.Audit),
    "app_home_opened": changes(tables.Outbox),
    "app_mention": CARD,
    "message": CARD,
}
