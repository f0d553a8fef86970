"""What it looks like when somebody may: for every listener the one thing that shows that it did what was
asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlmodel import SQLModel

from messages import approvals as approving
from messages import away, handoff_form, handoffs, lacking, need_list, offers, step_form, upsells
from messages import changes as changed
from messages import concerns as unhappy
from messages import escalations as escalated
from messages import goals as aimed
from messages import imported as brought
from messages import imports as bringing
from messages import milestones as onboarding
from messages import mine as given
from messages import overrides as overridden
from messages import people as known
from messages import promises as promised
from messages import requests as requested
from messages import segment_details as earning
from messages import segments as earned
from messages import team as helping
from messages import tiers as proposed
from messages.account_change import CHANGE_FORM, CHANGE_LOOK, CHANGE_PARENT, TO_PART
from messages.acts import ACT_LIST, ACT_UNDO
from messages.adding import ADD_FORM, ADD_OPEN, ADD_OWNER
from messages.bell import BELL_FORM, BELL_SHARE, BELL_SHOW
from messages.book import BOOK_PAGE, BOOK_PICK
from messages.bulk import BULK_FILTER, BULK_FORM, BULK_LOOK, BULK_OPEN, BULK_WHO
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
from messages.duplicates import MERGE_LIST, MERGE_TWO
from messages.feasts import FEAST_GREETED, FEAST_LIST, FEAST_UNDO
from messages.friday import FRIDAY_REACHED, FRIDAY_WROTE
from messages.growing import UPSELL_BEGIN
from messages.home import HOME_BOOK, HOME_DIGEST, HOME_INSIGHT, HOME_SENDING, HOME_SETTINGS, LOG_OPEN
from messages.insights import INSIGHT_CHANGE, INSIGHT_CHANGED, INSIGHT_FORM, INSIGHT_WITHDRAW
from messages.introduced import HANDOFF_OPEN
from messages.leaving import CONTACT_BACK, CONTACT_GONE
from messages.log_fields import LOG_ACCOUNT, LOG_CHOOSE
from messages.log_form import LOG_FORM, LOG_MORE
from messages.log_touch import LOG_EDIT, LOG_SHORTCUT, LOG_UNDO
from messages.merge_waits import MERGE_NO, MERGE_WITHDRAW, MERGE_YES
from messages.merging import MERGE_FORM, MERGE_LOOK, MERGE_OPEN, MERGE_OTHER
from messages.my_week import WEEK_FORM, WEEK_OPEN
from messages.needed import GOAL_NOTE, NEED_NOTE, NEED_TOLD
from messages.needs import DIGEST_WORRY
from messages.noticed import NOTICE_POST
from messages.notices import NOTICE_TOLD
from messages.nudge import NUDGE_GREET
from messages.offered_accounts import OFFER_ALL, OFFER_BRIEF, OFFER_LIST
from messages.opening import CARD_NEW, CARD_OPEN
from messages.ours import OURS_ADD, OURS_ADDED, OURS_CHANGED, OURS_DO, OURS_LEFT, OURS_MANAGER, OURS_PAGE
from messages.own_messages import OWN_FORM, OWN_OPEN
from messages.people_form import CONTACT_FORM
from messages.places import NUDGE_LOG, NUDGE_NOT_NEEDED, NUDGE_SNOOZE, NUDGE_STUCK
from messages.preview import PREVIEW_OPEN, PREVIEW_SHOW, PREVIEW_WHO
from messages.put_right import LOG_ADD, LOG_FIX
from messages.questions import ANSWER_FORM, ASK_AGAIN, ASK_ANSWER, ASK_FORM
from messages.quiet import QUIET_FORM, QUIET_OPEN, QUIET_SET
from messages.raised import CONCERN_KIND, CONCERN_RAISE
from messages.reassign import REASSIGN_SAVE, REASSIGN_TEAM
from messages.renewals import NOT_RENEWED_FORM, RENEWAL_NO, RENEWAL_YES, RENEWED_FORM
from messages.replies import ANSWER_PASS
from messages.requested import REQUEST_ANSWERS, REQUEST_WANTED
from messages.sends import UPSELL_ACCEPT
from messages.settings import SETTINGS_FORM
from messages.share import SHARE_FORM
from messages.showing import DIGEST_DETAIL, DIGEST_OPEN
from messages.silence import SILENCE_HERE
from messages.snooze import SNOOZE_FORM
from messages.stated import STATED_KEEP, STATED_UNDO
from messages.team_form import TEAM_AIM, TEAM_FORM, TEAM_WHO
from messages.to_whom import TO_WHOM_ALL, TO_WHOM_CHOOSE, TO_WHOM_KEEP, TO_WHOM_LIST, TO_WHOM_ONE
from messages.unlogged import LINE_DISMISS, LINE_OPEN, LINE_PLAN, PLAN_UNDO
from messages.upsold import UPSELL_OPEN, UPSELL_SENT
from messages.voiding import TOUCH_DO, TOUCH_VOIDED
from storage import tables

from .twin import OURS_IN
from .world import World, text_of


@dataclass(frozen=True)
class Done:
    """One request carried out: its answer, what was sent and called, and the rows of each table before."""

    world: World
    told: dict[str, Any]
    before: dict[str, list[Any]]

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


def snapshot(world: World) -> dict[str, list[Any]]:
    """Every table's rows."""
    return world.stored(OURS_IN)


def changes(model: type[SQLModel]) -> Looks:
    """Its table is no longer what it was."""
    name = tables.table(model).name
    return lambda done: done.world.stored([name])[name] != done.before[name]


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
    QUIET_SET: changes(tables.Person),
    QUIET_OPEN: opens("Quiet days"),
    QUIET_FORM: changes(tables.Person),
    FRIDAY_WROTE: shows("Acme"),
    FRIDAY_REACHED: opens("Log a touch"),
    BELL_SHOW: shows("went well", "Nothing of that stands any more."),
    BELL_SHARE: opens("Share"),
    BELL_FORM: changes(tables.Outbox),
    CARD_SNOOZE: changes(tables.Snooze),
    SNOOZE_FORM: changes(tables.Snooze),
    OWN_OPEN: opens("My messages"),
    OWN_FORM: changes(tables.Person),
    CARD_CHANGE: opens("Change account"),
    CHANGE_LOOK: opens("Change account"),
    **dict.fromkeys(TO_PART, opens("Change account")),
    CHANGE_PARENT: shows("Acme"),
    ACT_UNDO: changes(tables.Audit),
    PREVIEW_OPEN: shows("as it would go out"),
    PREVIEW_WHO: shows("*Preview* for *Dana"),
    PREVIEW_SHOW: shows("*Preview* for *Dana"),
    proposed.TIERS_LIST: shows("is proposed", "are proposed"),
    proposed.TIERS_TAKE: changes(tables.Account),
    proposed.TIERS_KEEP: shows("stays"),
    proposed.TIERS_ALL: shows("another tier", "look again"),
    earned.SEGMENTS_SHOW: shows("No segment yet", "Segments need"),
    earning.SEGMENTS_SET: changes(tables.Account),
    earning.SEGMENTS_KEEP: shows("stays as it is"),
    earning.SEGMENTS_GO: changes(tables.Standing),
    earning.SEGMENTS_ASK: opens("Ask the owner"),
    given.MINE_LIST: shows("Are they yours", "Nothing to confirm"),
    given.MINE_YES: shows("is yours"),
    given.MINE_NO: changes(tables.Waiting),
    given.MINE_ALL: shows("are yours", "is yours", "look again"),
    given.MINE_PAUSED: opens("Change account"),
    given.MINE_STAYS: shows("stays with", "answered already"),
    MERGE_OPEN: opens("Merge accounts"),
    MERGE_OTHER: either(opens("Merge accounts"), shows("options")),
    MERGE_LOOK: opens("Merge accounts"),
    MERGE_LIST: shows("may be one", "No two accounts look like one."),
    **dict.fromkeys((MERGE_FORM, MERGE_TWO, MERGE_YES, MERGE_NO, MERGE_WITHDRAW), changes(tables.Merge)),
    BULK_OPEN: opens("In bulk"),
    BULK_WHO: shows("options"),
    BULK_FILTER: shows("Which of them"),
    BULK_LOOK: opens("In bulk"),
    BULK_FORM: shows("account"),
    OURS_PAGE: shows("people-of-ours @name"),
    OURS_ADD: opens("Add somebody"),
    OURS_MANAGER: shows("options"),
    OURS_ADDED: shows("Una New is on file"),
    OURS_DO: opens("Change"),
    OURS_CHANGED: shows("Kim Cho: Role"),
    OURS_LEFT: shows("Kim Cho left"),
    away.AWAY_SET: changes(tables.Absence),
    away.AWAY_BACK: changes(tables.Absence),
    away.AWAY_OPEN: opens("Days away"),
    away.AWAY_FORM: shows("away *", "Away *"),
    away.AWAY_WHO: shows("Dana Reyes"),
    away.AWAY_COVER: shows("Dana Reyes"),
    ADD_OPEN: opens("Add an account"),
    ADD_OWNER: shows("options"),
    ADD_FORM: changes(tables.Account),
    ACT_LIST: shows("*Acme: "),
    CHANGE_FORM: either(changes(tables.Standing), changes(tables.Loosening)),
    **dict.fromkeys(
        (approving.APPROVAL_YES, approving.APPROVAL_NO, approving.APPROVAL_BACK, approving.APPROVAL_WITHDRAW),
        changes(tables.Loosening),
    ),
    BOOK_PAGE: shows("My book", "Your book is empty"),
    BOOK_PICK: shows("Before you call Acme"),
    WEEK_OPEN: opens("My week"),
    WEEK_FORM: changes(tables.Person),
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
    TO_WHOM_LIST: shows("Sue Steps left"),
    TO_WHOM_CHOOSE: changes(tables.ChangeoverAccount),
    TO_WHOM_ONE: changes(tables.Handoff),
    TO_WHOM_KEEP: changes(tables.ChangeoverAccount),
    TO_WHOM_ALL: changes(tables.Handoff),
    OFFER_LIST: shows("Offerco"),
    OFFER_BRIEF: shows("The brief of Offerco"),
    OFFER_ALL: changes(tables.Standing),
    REASSIGN_SAVE: shows("They have no account"),
    REASSIGN_TEAM: shows("Nobody reports to them"),
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
    CONTACT_FORM: changes(tables.Contact),
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
    UPSELL_OPEN: shows("*Upsell at Acme*"),
    UPSELL_BEGIN: changes(tables.Upsell),
    upsells.UPSELL_TARGET: changes(tables.Upsell),
    upsells.UPSELL_EXPLORE: opens("Explore: the upsell"),
    upsells.UPSELL_OFFER: opens("Offer: the upsell"),
    upsells.UPSELL_WON: changes(tables.Upsell),
    upsells.UPSELL_LOST: opens("Lost: the upsell"),
    upsells.UPSELL_CHANGE: opens("Offer: the upsell"),
    upsells.UPSELL_UNDO: changes(tables.Upsell),
    upsells.UPSELL_FORM: changes(tables.Upsell),
    UPSELL_ACCEPT: changes(tables.Upsell),
    UPSELL_SENT: changes(tables.Upsell),
    offers.OFFER_ADD: opens("Add an offer"),
    offers.OFFER_FORM: changes(tables.Offer),
    offers.OFFER_CHANGE: opens("Change an offer"),
    offers.OFFER_RETIRE: changes(tables.Offer),
    offers.OFFER_BACK: changes(tables.Offer),
    offers.OFFER_KEEP: changes(tables.Offer),
    NEED_NOTE: opens("They need"),
    need_list.NEED_FORM: changes(tables.Need),
    need_list.NEED_NEXT: changes(tables.Need),
    need_list.NEED_CHANGE: opens("Change a need"),
    need_list.NEED_LOST: opens("Change a need"),
    need_list.NEED_VOID: changes(tables.Need),
    NEED_TOLD: shows("*They need:* night drivers"),
    GOAL_NOTE: opens("A goal of theirs"),
    aimed.GOAL_FORM: changes(tables.Goal),
    aimed.GOAL_REACHED: changes(tables.Goal),
    aimed.GOAL_CHANGE: opens("Change a goal"),
    lacking.LACK_MET: opens("Tell these customers"),
    need_list.LACK_LIKE: opens("Tell these customers"),
    lacking.LACK_FORM: changes(tables.Need),
    lacking.LACK_TOLD: changes(tables.Need),
    CHANGED_NOTE: opens("Something changed"),
    CHANGED_TOLD: shows("*Changed there:* new team"),
    STATED_KEEP: shows("Noted at Acme: new country"),
    STATED_UNDO: shows("Undone: no change"),
    changed.CHANGED_FORM: changes(tables.Change),
    changed.CHANGED_FIX: opens("Put right"),
    changed.CHANGED_ANSWERED: shows("Talked about"),
    changed.CHANGED_VOID: changes(tables.Change),
    escalated.ESCALATION_ASK: opens("Ask the owner"),
    escalated.ESCALATION_REASSIGN: opens("Introduce next expert"),
    escalated.ESCALATION_LEAVE: opens("Leave it"),
    escalated.ESCALATION_LEFT: changes(tables.Escalation),
    SILENCE_HERE: changes(tables.Waiting),
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
    TEAM_WHO: shows("Dana Reyes"),
    TEAM_FORM: changes(tables.AccountTeam),
    helping.TEAM_OFF: shows("on the team no more"),
    helping.TEAM_GOAL: opens("The team's goal"),
    TEAM_AIM: changes(tables.Account),
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
    LOG_UNDO: either(changes(tables.Touch), opens("Void a touch")),
    TOUCH_DO: either(changes(tables.Touch), opens("Void a touch")),
    TOUCH_VOIDED: changes(tables.Touch),
    LOG_EDIT: opens("Edit touch"),
    NUDGE_LOG: opens("Log a touch"),
    NUDGE_GREET: shows("Acme"),
    FEAST_LIST: shows("New Year, Jan 1"),
    FEAST_GREETED: shows("New Year, Jan 1", "That day is past"),
    FEAST_UNDO: changes(tables.Touch),
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
    **dict.fromkeys(
        (
            bringing.IMPORT_GO,
            bringing.IMPORT_GOOD,
            bringing.IMPORT_DROP,
            bringing.IMPORT_OTHERWISE,
            bringing.IMPORT_ANSWER,
            brought.IMPORT_UNDO,
        ),
        changes(tables.ImportRun),
    ),
    brought.IMPORT_SHOW: shows("Nothing is written yet"),
    "app_home_opened": changes(tables.Outbox),
    "app_mention": CARD,
    "message": CARD,
}
