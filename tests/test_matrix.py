"""Who may do what: outsiders x every command, action, view, option, shortcut and event. Default deny.

A listener that is registered and has no row here fails the suite, so that nobody forgets to say who may.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import update
from sqlmodel import SQLModel

from handlers.typed import understood
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
from messages.account_change import CHANGE_FORM, CHANGE_IS, CHANGE_LOOK, CHANGE_PARENT, TO_PART
from messages.acts import ACT_LIST, ACT_UNDO
from messages.adding import ADD_FORM, ADD_OPEN, ADD_OWNER
from messages.bell import BELL_FORM, BELL_SHARE, BELL_SHOW, Sharing
from messages.bell import form as bell_form
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
from messages.carried import Origin
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
from messages.unlogged import LINE_DISMISS, LINE_OPEN, LINE_PLAN, PLAN_UNDO
from messages.upsold import UPSELL_OPEN, UPSELL_SENT
from messages.voiding import TOUCH_DO, TOUCH_VOIDED
from messages.words import Viewer
from rules.access import GONE, NOT_REGISTERED
from rules.editing import Edit
from rules.facts.entries import Entry
from rules.language.reading import AHEAD, Reading
from scheduler.link_people import link_people
from storage import absences, editing, imports, people, plans, tables, unlogged, waiting, workspaces

from . import placing
from .allowed import ALLOWED, Done, snapshot
from .twin import ours
from .world import CALLED, START, TEAM, World, _filled_in, text_of

ANYBODY, OWNERS, LEADS, POSTERS, ADMINS = (
    "anybody registered",
    "owner, team, their managers",
    "managers",
    "managers and admins",
    "admins",
)
UNDOERS, AUTHOR, ASKED = "author and their managers", "author", "whoever was asked"
POSTER = "whoever posted it, admins"
DAYS = "whose days they are, their managers, admins"
RECEIVER, GIVER = "whoever was introduced", "the owner, and whoever introduced"
ON_IT = "whoever was introduced, owner, team, their managers"
PROMISED = "whoever promised it, owner, team, their managers"
REQUESTED = "whoever logged it, owner, team, their managers"
STEP = "whose step it is, owner, team, their managers"
LACKERS = "owner, their managers"
NOTED = "whoever noted it, owner, team, their managers"
OWNER = "whoever owns it"
PREVIEWERS = "oneself, their managers, admins"
LOOKERS, PLACERS = "managers and admins", "their managers, admins"
SENDER, SENDS_IT = "whoever sends it", "whoever sends it, owner, team, their managers"
CONCERNED = "whoever opened it or looks after its kind, owner, team, their managers"
HOLDERS = "whoever has the accounts of who left, their managers, admins"
DECIDERS, ASKER = "managers of its owner, admins", "whoever asked to loosen"
OF_OFFERS = (offers.OFFER_CHANGE, offers.OFFER_RETIRE, offers.OFFER_BACK, offers.OFFER_KEEP)
FILES_AT = {
    bringing.IMPORT_GO: "shown",
    bringing.IMPORT_GOOD: "shown",
    bringing.IMPORT_DROP: "shown",
    bringing.IMPORT_OTHERWISE: "shown",
    brought.IMPORT_SHOW: "shown",
    bringing.IMPORT_ANSWER: "asks",
    brought.IMPORT_UNDO: "done",
}
"""Where files stand when a button of theirs is pressed."""
MATRIX = {
    "/account": ANYBODY,
    "/log": ANYBODY,
    "/digest": LEADS,
    CARD_OPEN: ANYBODY,
    CARD_NEW: ANYBODY,
    CARD_MORE: ANYBODY,
    CARD_LESS: ANYBODY,
    CARD_PREP: ANYBODY,
    CARD_HISTORY: ANYBODY,
    CARD_LOG: ANYBODY,
    CARD_SHARE: ANYBODY,
    SHARE_FORM: ANYBODY,
    CARD_SNOOZE: OWNERS,
    SNOOZE_FORM: OWNERS,
    CARD_CHANGE: OWNERS,
    CHANGE_FORM: OWNERS,
    CHANGE_LOOK: OWNERS,
    **dict.fromkeys(TO_PART, OWNERS),
    CHANGE_PARENT: ANYBODY,
    ACT_UNDO: OWNERS,
    ACT_LIST: ANYBODY,
    away.AWAY_SET: DAYS,
    away.AWAY_BACK: DAYS,
    away.AWAY_OPEN: ANYBODY,
    away.AWAY_FORM: ANYBODY,
    away.AWAY_WHO: ANYBODY,
    away.AWAY_COVER: ANYBODY,
    ADD_OPEN: ANYBODY,
    ADD_OWNER: ANYBODY,
    ADD_FORM: ANYBODY,
    PREVIEW_OPEN: ANYBODY,
    PREVIEW_WHO: PREVIEWERS,
    PREVIEW_SHOW: PREVIEWERS,
    proposed.TIERS_LIST: LOOKERS,
    proposed.TIERS_TAKE: PLACERS,
    proposed.TIERS_KEEP: PLACERS,
    proposed.TIERS_ALL: LOOKERS,
    earned.SEGMENTS_SHOW: LOOKERS,
    earning.SEGMENTS_SET: PLACERS,
    earning.SEGMENTS_KEEP: PLACERS,
    earning.SEGMENTS_GO: PLACERS,
    earning.SEGMENTS_ASK: PLACERS,
    given.MINE_LIST: ANYBODY,
    given.MINE_YES: OWNER,
    given.MINE_NO: OWNER,
    given.MINE_ALL: ANYBODY,
    given.MINE_PAUSED: OWNERS,
    given.MINE_STAYS: DECIDERS,
    MERGE_OPEN: ANYBODY,
    MERGE_OTHER: ANYBODY,
    MERGE_LOOK: ANYBODY,
    MERGE_FORM: OWNERS,
    MERGE_LIST: ADMINS,
    MERGE_TWO: ADMINS,
    MERGE_YES: DECIDERS,
    MERGE_NO: DECIDERS,
    MERGE_WITHDRAW: ASKER,
    BULK_OPEN: LOOKERS,
    BULK_WHO: ANYBODY,
    BULK_FILTER: PLACERS,
    BULK_LOOK: PLACERS,
    BULK_FORM: PLACERS,
    TOUCH_DO: UNDOERS,
    TOUCH_VOIDED: UNDOERS,
    OURS_PAGE: LOOKERS,
    OURS_ADD: LOOKERS,
    OURS_MANAGER: ANYBODY,
    OURS_ADDED: PLACERS,
    OURS_DO: PLACERS,
    OURS_CHANGED: PLACERS,
    OURS_LEFT: PLACERS,
    OWN_OPEN: ANYBODY,
    OWN_FORM: ANYBODY,
    approving.APPROVAL_YES: DECIDERS,
    approving.APPROVAL_NO: DECIDERS,
    approving.APPROVAL_BACK: DECIDERS,
    approving.APPROVAL_WITHDRAW: ASKER,
    escalated.ESCALATION_ASK: ANYBODY,
    escalated.ESCALATION_REASSIGN: OWNERS,
    escalated.ESCALATION_LEAVE: DECIDERS,
    escalated.ESCALATION_LEFT: DECIDERS,
    SILENCE_HERE: DAYS,
    BOOK_PAGE: ANYBODY,
    BOOK_PICK: ANYBODY,
    HOME_BOOK: ANYBODY,
    WEEK_OPEN: ANYBODY,
    WEEK_FORM: ANYBODY,
    DIGEST_OPEN: ANYBODY,
    DIGEST_DETAIL: LEADS,
    DIGEST_WORRY: OWNERS,
    ASK_FORM: ANYBODY,
    HANDOFF_OPEN: OWNERS,
    handoff_form.HANDOFF_WHO: ANYBODY,
    handoff_form.HANDOFF_FORM: OWNERS,
    handoffs.HANDOFF_WITHDRAW: ON_IT,
    handoffs.HANDOFF_ACCEPT: RECEIVER,
    handoffs.HANDOFF_ASK: RECEIVER,
    handoff_form.HANDOFF_ASKED: RECEIVER,
    handoffs.HANDOFF_ANSWER: GIVER,
    handoff_form.HANDOFF_ANSWERED: GIVER,
    **dict.fromkeys(placing.HOLDS, HOLDERS),
    **dict.fromkeys(placing.OFFERS, RECEIVER),
    REASSIGN_SAVE: PLACERS,
    REASSIGN_TEAM: PLACERS,
    helping.TEAM_ADD: OWNERS,
    TEAM_WHO: ANYBODY,
    TEAM_FORM: OWNERS,
    helping.TEAM_OFF: OWNERS,
    helping.TEAM_GOAL: OWNERS,
    TEAM_AIM: OWNERS,
    HOME_DIGEST: LEADS,
    LOG_FORM: ANYBODY,
    LOG_ACCOUNT: ANYBODY,
    LOG_CHOOSE: ANYBODY,
    LOG_SHORTCUT: ANYBODY,
    LOG_MORE: ANYBODY,
    LOG_FIX: AUTHOR,
    LOG_ADD: AUTHOR,
    LINE_OPEN: AUTHOR,
    LINE_DISMISS: AUTHOR,
    LINE_PLAN: AUTHOR,
    PLAN_UNDO: UNDOERS,
    LOG_OPEN: ANYBODY,
    ASK_ANSWER: ASKED,
    ANSWER_FORM: ASKED,
    ANSWER_PASS: AUTHOR,
    ASK_AGAIN: ANYBODY,
    RENEWAL_YES: OWNERS,
    RENEWAL_NO: OWNERS,
    RENEWED_FORM: OWNERS,
    NOT_RENEWED_FORM: OWNERS,
    LOG_UNDO: UNDOERS,
    LOG_EDIT: AUTHOR,
    NUDGE_LOG: ANYBODY,
    NUDGE_GREET: ANYBODY,
    FEAST_LIST: ANYBODY,
    FEAST_GREETED: ANYBODY,
    FEAST_UNDO: UNDOERS,
    QUIET_SET: LEADS,
    QUIET_OPEN: LEADS,
    QUIET_FORM: LEADS,
    FRIDAY_WROTE: ANYBODY,
    FRIDAY_REACHED: ANYBODY,
    BELL_SHOW: ANYBODY,
    BELL_SHARE: ANYBODY,
    BELL_FORM: ANYBODY,
    NUDGE_SNOOZE: OWNERS,
    NUDGE_NOT_NEEDED: OWNERS,
    NUDGE_STUCK: OWNERS,
    HOME_INSIGHT: POSTERS,
    NOTICE_POST: POSTERS,
    INSIGHT_FORM: POSTERS,
    HOME_SETTINGS: ADMINS,
    SETTINGS_FORM: ADMINS,
    HOME_SENDING: ADMINS,
    **dict.fromkeys(FILES_AT, ADMINS),
    INSIGHT_CHANGE: POSTER,
    INSIGHT_CHANGED: POSTER,
    INSIGHT_WITHDRAW: POSTER,
    NOTICE_TOLD: OWNERS,
    promised.PROMISE_KEPT: PROMISED,
    promised.PROMISE_MOVE: PROMISED,
    promised.PROMISE_DROPPED: PROMISED,
    promised.PROMISE_FORM: PROMISED,
    REQUEST_WANTED: AUTHOR,
    REQUEST_ANSWERS: AUTHOR,
    requested.REQUEST_ANSWERED: REQUESTED,
    requested.REQUEST_CHANGE: REQUESTED,
    requested.REQUEST_WITHDRAWN: REQUESTED,
    requested.REQUEST_ADD: OWNERS,
    requested.REQUEST_FORM: REQUESTED,
    known.CONTACT_LIST: ANYBODY,
    known.CONTACT_ADD: OWNERS,
    known.CONTACT_CHANGE: OWNERS,
    known.CONTACT_LEFT: OWNERS,
    CONTACT_FORM: OWNERS,
    CONTACT_GONE: OWNERS,
    CONTACT_BACK: OWNERS,
    onboarding.MILESTONE_START: OWNERS,
    step_form.MILESTONE_STARTED: OWNERS,
    onboarding.MILESTONE_ADD: OWNERS,
    onboarding.MILESTONE_DONE: STEP,
    onboarding.MILESTONE_CHANGE: STEP,
    onboarding.MILESTONE_DROPPED: STEP,
    onboarding.MILESTONE_AGAIN: STEP,
    step_form.MILESTONE_FORM: STEP,
    UPSELL_OPEN: ANYBODY,
    UPSELL_BEGIN: OWNERS,
    upsells.UPSELL_TARGET: OWNERS,
    upsells.UPSELL_EXPLORE: NOTED,
    upsells.UPSELL_OFFER: NOTED,
    upsells.UPSELL_WON: NOTED,
    upsells.UPSELL_LOST: NOTED,
    upsells.UPSELL_CHANGE: NOTED,
    upsells.UPSELL_UNDO: NOTED,
    upsells.UPSELL_FORM: NOTED,
    UPSELL_ACCEPT: SENDER,
    UPSELL_SENT: SENDS_IT,
    offers.OFFER_ADD: POSTERS,
    offers.OFFER_FORM: POSTERS,
    offers.OFFER_CHANGE: POSTERS,
    offers.OFFER_RETIRE: POSTERS,
    offers.OFFER_BACK: POSTERS,
    offers.OFFER_KEEP: POSTERS,
    NEED_NOTE: ANYBODY,
    need_list.NEED_FORM: NOTED,
    need_list.NEED_NEXT: NOTED,
    need_list.NEED_CHANGE: NOTED,
    need_list.NEED_LOST: NOTED,
    need_list.NEED_VOID: NOTED,
    NEED_TOLD: AUTHOR,
    GOAL_NOTE: ANYBODY,
    aimed.GOAL_FORM: NOTED,
    aimed.GOAL_REACHED: NOTED,
    aimed.GOAL_CHANGE: NOTED,
    lacking.LACK_MET: LACKERS,
    need_list.LACK_LIKE: LACKERS,
    lacking.LACK_FORM: LACKERS,
    lacking.LACK_TOLD: NOTED,
    CHANGED_NOTE: ANYBODY,
    CHANGED_TOLD: AUTHOR,
    STATED_KEEP: AUTHOR,
    STATED_UNDO: AUTHOR,
    changed.CHANGED_FORM: ANYBODY,
    changed.CHANGED_FIX: NOTED,
    changed.CHANGED_ANSWERED: NOTED,
    changed.CHANGED_VOID: NOTED,
    overridden.OVERRIDE_OPEN: OWNERS,
    overridden.OVERRIDE_FORM: OWNERS,
    overridden.OVERRIDE_VOID: OWNERS,
    unhappy.CONCERN_ADD: ANYBODY,
    unhappy.CONCERN_NEW: ANYBODY,
    CONCERN_RAISE: AUTHOR,
    CONCERN_KIND: AUTHOR,
    unhappy.CONCERN_CHANGE: CONCERNED,
    unhappy.CONCERN_CHANGED: CONCERNED,
    unhappy.CONCERN_CLOSE: CONCERNED,
    unhappy.CONCERN_CLOSED: CONCERNED,
    unhappy.CONCERN_REOPEN: CONCERNED,
    "app_home_opened": ANYBODY,
    "app_mention": ANYBODY,
    "message": ANYBODY,
}
REFUSED_HOME = dict.fromkeys(("unregistered", "stranger"), Viewer().plain(NOT_REGISTERED)) | dict.fromkeys(
    ("guest", "deactivated"), Viewer().plain(GONE)
)
OUTSIDERS = ("unregistered", "guest", "stranger", "bot", "deactivated", "other workspace")


def registered(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """(kind, id) of every listener that `register` wires."""
    import handlers

    class Recorder:
        def __init__(self) -> None:
            self.found: list[tuple[str, str]] = []

        def __getattr__(self, kind: str) -> Callable[..., Any]:
            def note(*args: Any) -> Any:
                if args and isinstance(args[0], str):
                    self.found.append((kind, args[0]))
                return lambda listener: listener

            return note

    recorder = Recorder()
    handlers.register(recorder, None)  # type: ignore[arg-type]
    return recorder.found


def test_every_listener_has_its_row(monkeypatch: pytest.MonkeyPatch):
    assert {id_ for _, id_ in registered(monkeypatch)} == set(MATRIX) == set(ALLOWED)


def make(
    world: World,
    kind: str,
    id_: str,
    account: int,
    who: str,
    user: dict[str, Any],
    said: str = "acme called, happy",
    **carried: Any,
) -> dict[str, Any]:
    """Send the request of a listener as somebody; the answer. `carried`: what else its button holds."""
    outer = {"team_id": "T_OTHER"} if who == "other workspace" else {}
    value = json.dumps({"account": account, "do": "reassign", "place": 1, "batch": "b", **carried})
    if kind == "command":
        return world.command(f"{id_} {said}", by=user["id"], **outer)
    if kind == "event":
        event = {
            "type": id_,
            "user": user["id"],
            "channel": "D1",
            "channel_type": "im",
            "tab": "home",
            "text": f"log {said}",
            "ts": "1.5",
            "event_ts": "1.5",
        }
        if who == "bot":
            event["bot_id"] = "B1"
        return world.dispatch(json.dumps(world.payload("event", event=event, **outer)), "application/json")
    if kind == "options":
        return world.interact(world.payload("block_suggestion", user=user, value=said[:4]))
    if kind == "shortcut":
        return world.interact(world.payload("message_action", user=user, message={"text": said, "ts": "1.1"}))
    if kind in {"view", "view_closed"}:
        view = {
            "type": "modal",
            "id": "V1",
            "hash": "1",
            "callback_id": id_,
            "blocks": [],
            "private_metadata": Origin("t", accounts=(account,)).pack(),
            "state": {
                "values": {
                    "account": {
                        "log.account": {"type": "external_select", "selected_option": {"value": str(account)}}
                    }
                }
            },
        }
        sent = world.payload("view_submission", user=user, view=view)
        return world.interact({**sent, "type": {"view": "view_submission"}.get(kind, kind)})
    chosen = {
        "type": "static_select",
        "selected_option": {
            "value": f"{account}:3d" if "snooze" in id_ or "needed" in id_ or "stuck" in id_ else value
        },
    }
    button = {"type": "button", "value": value}
    action = {
        **(chosen if "snooze" in id_ or "needed" in id_ or "worry" in id_ else button),
        "action_id": id_,
        "block_id": "b",
        "action_ts": "1.1",
    }
    return world.interact(world.payload("block_actions", user=user, actions=[action]))


def outsider(world: World, who: str) -> dict[str, Any]:
    user = {"id": "UDANA", "team_id": TEAM, "name": "x", "username": "x"}
    change = {
        "guest": {"is_restricted": True},
        "deactivated": {"deleted": True},
        "bot": {"is_bot": True},
    }.get(who)
    if change:
        world.slack.users = [{**u, **(change if u["id"] == "UDANA" else {})} for u in world.slack.users]
        link_people(world.tend.services, world.slack)
    if who == "unregistered":
        user["id"] = "UNOBODY"
    if who in {"stranger", "other workspace"}:
        user["team_id"] = "T_OTHER"
    if who == "stranger":
        user["id"] = "USTRANGER"
    return user


LOOKED_AT = [
    str(tables.table(model).name)
    for model in (
        tables.Touch,
        tables.Snooze,
        tables.Standing,
        tables.Insight,
        tables.Outbox,
        tables.NextStep,
        tables.Audit,
        tables.Workspace,
        tables.Account,
        tables.Question,
        tables.Promise,
        tables.Request,
        tables.Milestone,
        tables.Change,
        tables.Contact,
        tables.Concern,
        tables.Need,
        tables.Goal,
        tables.Told,
        tables.Unlogged,
        tables.Handoff,
        tables.Override,
        tables.Waiting,
        tables.Escalation,
        tables.Person,
    )
]


def state(world: World) -> dict[str, list[Any]]:
    return world.stored(LOOKED_AT)


def see_nothing(world: World, who: str, monkeypatch: pytest.MonkeyPatch, place: dict[str, Any]) -> None:
    """Every listener as an outsider, somewhere: nothing changes, and nothing of the account is shown."""
    account = world.account("Acme", last="2026-10-10", annual_revenue="84000", currency="USD")
    payload, user = world.payload, outsider(world, who)
    monkeypatch.setattr(world, "payload", lambda name, **changed: payload(name, **{**place, **changed}))
    before = state(world)
    for kind, id_ in registered(monkeypatch):
        world.slack.calls.clear()
        world.sent.clear()
        answer = make(world, kind, id_, account=account, who=who, user=user)
        seen = text_of(answer) + text_of({"sent": world.sent, "calls": world.slack.calls})
        assert "84,000" not in seen, (who, id_)
        assert "Acme" not in seen, (who, id_)
        assert state(world) == before, (who, id_)
        calls = [c for c in world.slack.calls if c[0].startswith(("views.", "chat."))]
        if id_ == "app_home_opened" and calls:  # it is told to them alone, on their own Home tab
            ((name, shown),) = calls
            assert (name, shown["user_id"]) == ("views.publish", user["id"]), who
            assert [b["text"]["text"] for b in shown["view"]["blocks"]] == [REFUSED_HOME[who]], who
            calls = []
        assert (id_ == "app_home_opened" and who in REFUSED_HOME) == bool(
            [c for c in world.slack.calls if c[0] == "views.publish"]
        ), who
        assert not calls, (who, id_)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsiders_change_and_see_nothing(world: World, who: str, monkeypatch: pytest.MonkeyPatch):
    see_nothing(world, who, monkeypatch, place={})


# everybody inside x every listener x where they are ---------------------------------------------------------
FOR_IT = {
    OWNERS,
    ON_IT,
    PROMISED,
    REQUESTED,
    CONCERNED,
    NOTED,
    STEP,
    SENDS_IT,
}  # whoever may change the account
LEADERS = {PREVIEWERS, LOOKERS, PLACERS, LEADS, POSTERS, POSTER, DECIDERS, DAYS, HOLDERS}
ROLES = {  # who -> what they may beyond what anybody registered may
    "admin": {*FOR_IT, *LEADERS, ADMINS, UNDOERS, LACKERS},  # over Mel
    "admin only": {*FOR_IT, *LEADERS, ADMINS},  # of an empty tree
    "manager": {*FOR_IT, *LEADERS, UNDOERS, LACKERS},
    "owner": {*FOR_IT, UNDOERS, AUTHOR, ASKED, GIVER, ASKER, DAYS, PREVIEWERS, OWNER, LACKERS},
    "account team": FOR_IT,
    "whoever promised": {PROMISED, REQUESTED, CONCERNED, NOTED},
    "next expert": {ON_IT, RECEIVER},
    "whose step it is": {STEP, SENDER, SENDS_IT},
    "other rep": set(),
    "other manager": {LEADS, LOOKERS, POSTERS},
}
SLACK_ID = {
    "admin": "UADA",
    "admin only": "USAM",
    "manager": "UMEL",
    "owner": "UDANA",
    "account team": "UTESS",
    "whoever promised": "UPAT",
    "whose step it is": "USUE",
    "next expert": "UNIA",
    "other rep": "UKIM",
    "other manager": "UNED",
}
PLACES: dict[str, dict[str, Any]] = {
    "direct message": {
        "channel": {"id": "DX", "name": "directmessage"},
        "channel_id": "DX",
        "channel_name": "directmessage",
    },
    "channel": {"channel": {"id": "C1", "name": "sales"}, "channel_id": "C1", "channel_name": "sales"},
    "shared outside": {
        "channel": {"id": "CX", "name": "partners"},
        "channel_id": "CX",
        "channel_name": "partners",
        "is_ext_shared_channel": True,
    },
}
REFUSALS = (
    "Only its owner",
    "Only the owners of both",
    "Only a manager of its owner",
    "Only whoever asked",
    "Only its author",
    "Only whom it was put to",
    "Only whom it waits for",
    "The digest is for managers",
    "A team's manager sets its quiet days",
    "Managers and admins post",
    "Only whoever posted it",
    "Only admins",
    "Only whoever promised",
    "Only whoever logged",
    "Only the step's owner",
    "Only whoever noted",
    "Only whoever sends",
    "Managers and admins say what we sell",
    "Only whoever opened",
    "Nobody of your accounts lacks",
    "Only whoever typed",
    "Managers and admins look after",
    "Only their managers and admins",
    "You place people in your own team",
    "Only they, their managers",
    "Only managers and admins do that",
    "No account of your people",
    "You preview the messages",
    "You have said that already",
    "That is not proposed any more",
    "You see the figures of your own people",
    "Only whoever has these accounts now",
    "Only the manager of both",
    "Nothing of that waits for you",
    "These introductions are answered",
)
HOME = {
    "container": {"type": "view", "view_id": "V0"},
    "view": {"type": "home", "id": "V0"},
    "response_url": None,
}
ON_HOME = {
    INSIGHT_CHANGE,
    INSIGHT_WITHDRAW,
    HOME_INSIGHT,
    HOME_SETTINGS,
    HOME_SENDING,
    HOME_DIGEST,
    HOME_BOOK,
    WEEK_OPEN,
    CARD_NEW,
}


SELLING = {"step": "offer", "text": "night shifts", "offer": "Planner", "sends": "a brochure"} | {
    "sender_email": "sue@x.com",
    "targeted_on": "2026-11-10",
    "explored_on": "2026-11-11",
    "offered_on": "2026-11-12",
    "send_by": "2026-12-10",
}
PLAN = "call acme fri"
FEAST = {"feast": "New Year", "on": "2027-01-01"}
FRIDAY = {"on": "2026-11-20"}


def reads_plans(monkeypatch: pytest.MonkeyPatch, account: int) -> None:
    """One line is read as what is only to come."""
    step = Entry((account,), date(2026, 11, 18), next_text="call", next_on=date(2026, 11, 20))
    monkeypatch.setattr(
        "handlers.lines.understood",
        lambda asked, typed: Reading(typed, AHEAD, ahead=step) if typed == PLAN else understood(asked, typed),
    )


@pytest.fixture
def company(world: World) -> World:
    """Acme is Dana's, Tess is on its team, Kim has nothing to do with it; Ned manages somebody else; Sam
    is an admin who manages nobody."""
    world.people(
        {
            "email": "tess@x.com",
            "name": "Tess Team",
            "role": "rep",
            "manager_email": "",
            "timezone": "America/New_York",
            "country": "US",
        },
        {
            "email": "ned@x.com",
            "name": "Ned Other",
            "role": "manager",
            "manager_email": "",
            "timezone": "America/New_York",
            "country": "US",
        },
        {
            "email": "pat@x.com",
            "name": "Pat Under",
            "role": "rep",
            "manager_email": "ned@x.com",
            "timezone": "America/New_York",
            "country": "US",
        },
        {
            "email": "sue@x.com",
            "name": "Sue Steps",
            "role": "rep",
            "manager_email": "ned@x.com",
            "timezone": "America/New_York",
            "country": "US",
        },
        {
            "email": "sam@x.com",
            "name": "Sam Sysadmin",
            "role": "admin",
            "manager_email": "",
            "timezone": "America/New_York",
            "country": "US",
        },
        {
            "email": "nia@x.com",
            "name": "Nia Next",
            "role": "rep",
            "manager_email": "",
            "timezone": "America/New_York",
            "country": "US",
        },
    )
    world.acme = world.account("Acme", last="2026-10-10", renews_on="2026-11-01", started_on="2023-11-18")  # type: ignore[attr-defined]
    world.account("Patco", owner="pat@x.com", last="2026-10-10")
    tess = world.rows(tables.Person, tables.Person.email == "tess@x.com")[0].id
    nia = world.rows(tables.Person, tables.Person.email == "nia@x.com")[0].id
    globex = world.account("Globex")
    for name in ("Takeco", "Keepco"):
        world.account(name, tier="C", last="2026-11-10")
    with world.tend.database.transaction() as session:
        for account in (world.acme, globex):  # type: ignore[attr-defined]
            session.add(tables.AccountTeam(workspace_id=1, account_id=account, person_id=tess))
    world.press(HANDOFF_OPEN, json.dumps({"account": globex}))
    world.submit(world.modal, {"receiver": nia, "landmines": "mind the dog"})
    world.load(
        world.write(
            "promises",
            {"account": "Acme", "by_email": "pat@x.com", "text": "the numbers", "due_on": "2026-11-12"},
        ),
        world.write("requests", {"account": "Acme", "text": "a price?", "asked_on": "2026-11-16"}),
    )
    with world.tend.database.transaction() as session:
        pat = world.rows(tables.Person, tables.Person.email == "pat@x.com")[0].id
        session.execute(update(tables.table(tables.Request)).where(ours(tables.Request)).values(by_id=pat))
    world.load(world.write("contacts", {"account": "Acme", "name": "Leo Park", "role": "champion"}))
    step = {"account": "Acme", "step": "Kick-off", "owner_email": "sue@x.com", "due_on": "2026-11-25"}
    world.load(world.write("milestones", {**step, "stage": "renewal"}))
    world.press(overridden.OVERRIDE_OPEN, json.dumps({"account": world.acme}))  # type: ignore[attr-defined]
    world.submit(world.modal, {"band": "healthy", "reason": "they said so"})
    world.press(CHANGED_NOTE, json.dumps({"account": world.acme}), by="UPAT")  # type: ignore[attr-defined]
    world.submit(world.modal, {"kind": "acquired"}, by="UPAT")
    world.load(
        world.write(
            "concerns",
            {"account": "Acme", "by_email": "pat@x.com", "text": "late parts", "raised_on": "2026-11-12"},
        )
    )
    theirs = {"account": "Acme", "by_email": "pat@x.com"}
    world.load(
        world.write("needs", {**theirs, "text": "cold storage", "heard_on": "2026-11-12"}),
        world.write("goals", {**theirs, "text": "fewer returns", "said_on": "2026-11-12"}),
        world.write("offers", {"name": "Planner", "since_on": "2024-11-12"}),
        world.write("upsells", {**theirs, **SELLING}),
    )
    with world.tend.database.transaction() as session:
        for state in set(FILES_AT.values()):
            imports.add(session, 1, f"m{state}", by_id=None, state=state, now=world.now)
    world.command(
        "/log acme left a voicemail, they have a new team, they need night drivers, about 20k",
        trigger="dana's",
    )
    world.command("/log acme", trigger="kept")
    world.command(f"/log {PLAN}", trigger="kept too")
    dana = world.rows(tables.Person, tables.Person.email == "dana@x.com")[0].id
    with world.tend.database.transaction() as session:
        plan = Entry((world.acme,), date(2026, 11, 18), next_text="demo")  # type: ignore[attr-defined]
        policy = workspaces.current(session).policy
        plans.keep(session, 1, policy, plan, by_id=dana, batch="p1", now=world.now)
    world.press(DIGEST_WORRY, json.dumps({"account": world.acme, "do": "ask"}), by="UMEL", option=True)  # type: ignore[attr-defined]
    world.submit(world.modal, {"text": "what is next?"}, by="UMEL")
    with world.tend.database.transaction() as session:
        line = unlogged.keep(session, 1, dana, token="mD1", text="acme ok", now=world.now, question_id=1)
        assert line.id == 3
        stated = unlogged.keep(
            session, 1, dana, token="mD2", text="acme opens a plant in Poland", now=world.now
        )
        assert stated.id == 4
    world.press(CARD_CHANGE, json.dumps({"account": world.acme}), by="UMEL")  # type: ignore[attr-defined]
    at = {"view": _filled_in(world.modal, {}), "container": {"type": "view"}, "response_url": None}
    world.press(CHANGE_IS, "is", by="UMEL", **at)
    world.submit(world.slack.made("views.update")[-1]["view"], {"industry": "mills"}, by="UMEL")
    world.press(CARD_CHANGE, json.dumps({"account": world.acme}), by="UMEL")  # type: ignore[attr-defined]
    world.submit(world.modal, {"cadence": "20"}, by="UMEL")  # to be taken back by whoever decides
    with world.tend.database.transaction() as session:
        days = date(2027, 4, 5), date(2027, 4, 6)
        absences.add(session, 1, dana, *days, cover_id=None, by_id=dana, now=world.now)
    world.press(HOME_INSIGHT, "insight", by="UMEL", **HOME)
    world.submit(world.modal, {"text": "the fair is in May"}, by="UMEL")
    world.press(HOME_INSIGHT, "insight", by="UMEL", **HOME)
    world.submit(world.modal, {"text": "a new version", "tell_by": "2026-12-10"}, by="UMEL")
    user = {"id": "UNEW", "team_id": TEAM, "tz": "UTC", "real_name": "Una New"}
    world.slack.users.append({**user, "profile": {"email": "una@x.com"}})
    world.press(CARD_CHANGE, json.dumps({"account": world.acme}))  # type: ignore[attr-defined]
    world.submit(world.modal, {"tier": "B", "why": "they shrank"})
    with world.tend.database.transaction() as session:
        mel = next(p for p in people.everyone(session, 1) if p.email == "mel@x.com")
        waiting.wait(session, 1, "silent", dana, person=mel, by_id=dana, now=world.now)
    placing.begin(world)
    near = {"tier": "A", "last": "2026-11-17", "started_on": "2025-01-10"}
    zeta, other = world.account("Zeta", **near), world.account("Zeta Ltd", **near)
    world.omega = world.account("Omega", **{**near, "tier": "C"})  # type: ignore[attr-defined]
    world.press(MERGE_OPEN, json.dumps({"account": zeta, "other": other}))
    world.submit(world.modal, {})
    world.tick()
    world.deliver()
    return world


def _file_ref(world: World, state: str) -> str:
    run = world.rows(tables.ImportRun, tables.ImportRun.key == f"m{state}")[0].id
    return json.dumps({"run": run, "mark": "m", "what": "dates", "answer": "day"})


def kim(world: World) -> int:
    return int(world.rows(tables.Person, tables.Person.email == "kim@x.com")[0].id)


def tier_of(world: World, name: str) -> str:
    """A proposal for an account."""
    return json.dumps({"account": named(world, name), "to": "B"})


def named(world: World, name: str) -> int:
    return int(world.rows(tables.Account, tables.Account.name == name)[0].id)


def owned_by(world: World) -> int:
    """Whose Acme is."""
    return int(world.rows(tables.Person, tables.Person.email == "dana@x.com")[0].id)


def escalation_of(world: World) -> str:
    """What came to Mel of Acme."""
    acme = tables.Escalation.account_id == world.acme  # type: ignore[attr-defined]
    return json.dumps({"escalation": world.rows(tables.Escalation, acme)[-1].id})


def silence_of(world: World) -> int:
    """What Mel was asked of Dana."""
    return int(world.rows(tables.Waiting, tables.Waiting.kind == "silent")[0].id)


def logged(world: World) -> int:
    return int(world.rows(tables.Touch, tables.Touch.batch != "")[0].id)


def act_of(world: World, did: str) -> int:
    """The first act of a kind that is on file."""
    return int(world.rows(tables.Audit, tables.Audit.did == did)[0].id)


def act(world: World, kind: str, id_: str, by: str, at: dict[str, Any]) -> dict[str, Any]:
    """One listener's request, made as Slack makes it when this person could press, choose or submit it;
    the answer."""
    account = world.acme  # type: ignore[attr-defined]
    ref = json.dumps({"account": account})
    place = world.rows(tables.Nudge, tables.Nudge.account_id == account)[0].id
    batch = world.rows(tables.Touch, tables.Touch.batch != "")[0].batch
    dana = world.rows(tables.Person, tables.Person.email == "dana@x.com")[0].id
    if kind == "command":
        line = {"/log": "/log acme called, happy", "/account": "/account acme"}.get(id_, id_)
        return world.command(line, by=by, **at)
    if kind == "event":
        event = {
            "type": id_,
            "user": by,
            "tab": "home",
            "text": "account acme",
            "ts": "1.5",
            "event_ts": "1.5",
            "channel": "DX" if id_ == "message" else at["channel_id"],
            "channel_type": "im" if id_ == "message" else "channel",
        }
        return world.dispatch(
            json.dumps(world.payload("event", event=event, **_outer(at))), "application/json"
        )
    user = {"id": by, "team_id": TEAM, "name": by, "username": by}
    if kind == "options":
        people = {TEAM_WHO, handoff_form.HANDOFF_WHO, away.AWAY_WHO, away.AWAY_COVER}
        looked_for = "dana" if id_ in people else "ac"
        suggestion = world.payload(
            "block_suggestion", action_id=id_, user=user, value=looked_for, **_outer(at)
        )
        return world.interact(suggestion)
    if kind == "shortcut":
        return world.interact(
            world.payload("message_action", user=user, message={"text": "acme called", "ts": "1.1"}, **at)
        )
    if kind == "view":
        return world.submit(_form(world, id_, account), _filled(world, id_), by=by)
    value, option = {
        CARD_SNOOZE: (f"{account}:3d", True),
        NUDGE_SNOOZE: (f"{place}:3d", True),
        NUDGE_NOT_NEEDED: (f"{place}:quiet", True),
        NUDGE_STUCK: (f"{place}:time", True),
        NUDGE_GREET: (f"{account}:anniversary", False),
        QUIET_SET: ('{"first":"2027-03-30","last":"2027-03-31"}', False),
        FEAST_LIST: (json.dumps(FEAST), False),
        FRIDAY_WROTE: (json.dumps({"account": account, **FRIDAY}), False),
        FRIDAY_REACHED: (json.dumps({"account": account, **FRIDAY}), True),
        **dict.fromkeys((BELL_SHOW, BELL_SHARE), (json.dumps(FRIDAY), False)),
        FEAST_GREETED: (json.dumps({**FEAST, "account": account}), False),
        FEAST_UNDO: (json.dumps({**FEAST, "account": account, "batch": batch}), False),
        NUDGE_LOG: (json.dumps({"place": place}), False),
        LOG_UNDO: (json.dumps({"batch": batch}), False),
        LOG_EDIT: (json.dumps({"batch": batch}), False),
        DIGEST_DETAIL: (json.dumps({"part": "rhythm", "ends_on": "2026-11-15"}), False),
        DIGEST_WORRY: (json.dumps({"account": account, "do": "reassign"}), True),
        ASK_ANSWER: (json.dumps({"question": 1}), False),
        ASK_AGAIN: (json.dumps({"account": account, "do": "ask"}), False),
        TOUCH_DO: (json.dumps({"touch": logged(world), "do": "void", "account": account}), True),
        OURS_PAGE: ("0", False),
        OURS_ADD: ('{"do":"add","slack":"UNEW"}', False),
        OURS_DO: (json.dumps({"do": "change", "person": kim(world)}), True),
        proposed.TIERS_LIST: ("0", False),
        proposed.TIERS_ALL: ("999", False),
        proposed.TIERS_TAKE: (tier_of(world, "Takeco"), False),
        proposed.TIERS_KEEP: (tier_of(world, "Keepco"), False),
        earned.SEGMENTS_SHOW: ("{}", False),
        earning.SEGMENTS_SET: (json.dumps({"account": named(world, "Takeco"), "to": "filler"}), True),
        earning.SEGMENTS_KEEP: (json.dumps({"account": named(world, "Keepco"), "kind": "upgrade"}), False),
        earning.SEGMENTS_GO: (json.dumps({"account": named(world, "Takeco"), "kind": "let go"}), False),
        earning.SEGMENTS_ASK: (json.dumps({"account": account}), False),
        given.MINE_LIST: ("0", False),
        given.MINE_ALL: ("999", False),
        PREVIEW_WHO: (json.dumps({"person": dana}), True),
        PREVIEW_SHOW: (json.dumps({"person": dana, "which": "morning"}), False),
        **placing.values(world),
        ADD_OPEN: ('{"name":"Zenith"}', False),
        away.AWAY_OPEN: ("{}", False),
        away.AWAY_SET: (json.dumps({"first": "2027-05-03", "last": "2027-05-04", "of": dana}), False),
        away.AWAY_BACK: (json.dumps({"absence": next(a.id for a in world.rows(tables.Absence))}), False),
        ACT_UNDO: (json.dumps({"act": act_of(world, "changed")}), False),
        INSIGHT_CHANGE: ('{"insight":1}', False),
        INSIGHT_WITHDRAW: ('{"insight":1}', False),
        overridden.OVERRIDE_VOID: ('{"override":1}', False),
        NOTICE_TOLD: (json.dumps({"notice": 2, "account": account}), False),
        BOOK_PAGE: ("0", False),
        BOOK_PICK: (json.dumps({"account": account, "word": "prep"}), False),
        HOME_BOOK: ("0", False),
        WEEK_OPEN: ("week", False),
        HOME_SENDING: ("on", False),
        **{
            action: (_file_ref(world, state), action == bringing.IMPORT_ANSWER)
            for action, state in FILES_AT.items()
            if action == id_
        },
        LINE_OPEN: ('{"line":1}', False),
        LINE_DISMISS: ('{"line":1}', False),
        LINE_PLAN: ('{"line":2}', False),
        STATED_KEEP: ('{"line":4}', False),
        STATED_UNDO: ('{"line":4}', False),
        CHANGED_TOLD: (json.dumps({"batch": batch, "kind": "new team"}), False),
        NEED_TOLD: (json.dumps({"batch": batch}), False),
        **dict.fromkeys((UPSELL_OPEN, UPSELL_BEGIN, upsells.UPSELL_TARGET), (ref, False)),
        upsells.UPSELL_EXPLORE: ('{"plan":1,"step":"explore"}', False),
        upsells.UPSELL_OFFER: ('{"plan":1,"step":"offer"}', False),
        upsells.UPSELL_WON: ('{"plan":1,"step":"won"}', False),
        upsells.UPSELL_LOST: ('{"plan":1,"step":"lost"}', False),
        upsells.UPSELL_CHANGE: ('{"plan":1,"step":"offer"}', False),
        upsells.UPSELL_UNDO: ('{"plan":1,"step":"target"}', False),
        **dict.fromkeys((UPSELL_ACCEPT, UPSELL_SENT), ('{"plan":1}', False)),
        offers.OFFER_ADD: ("{}", False),
        **dict.fromkeys(OF_OFFERS, ('{"offer":1}', False)),
        need_list.NEED_NEXT: ('{"need":1,"status":"explored"}', False),
        need_list.NEED_LOST: ('{"need":1,"status":"lost"}', False),
        **dict.fromkeys((need_list.NEED_CHANGE, need_list.NEED_VOID), ('{"need":1}', False)),
        **dict.fromkeys((aimed.GOAL_REACHED, aimed.GOAL_CHANGE), ('{"goal":1}', False)),
        **dict.fromkeys((lacking.LACK_MET, need_list.LACK_LIKE), ('{"need":1}', False)),
        lacking.LACK_TOLD: ('{"need":1,"of":1}', False),
        PLAN_UNDO: ('{"batch":"p1"}', False),
        ANSWER_PASS: ('{"line":3}', False),
        LOG_FIX: (json.dumps({"batch": batch, "field": "outcome", "value": "reached"}), False),
        LOG_ADD: (json.dumps({"batch": batch, "account": account, "name": "Jane"}), False),
        **dict.fromkeys(
            (promised.PROMISE_KEPT, promised.PROMISE_MOVE, promised.PROMISE_DROPPED), ('{"promise":1}', False)
        ),
        CONTACT_BACK: ('{"contact":1,"on":"2026-11-10"}', False),
        helping.TEAM_OFF: (json.dumps({"member": 1, "account": account}), False),
        **dict.fromkeys((known.CONTACT_CHANGE, known.CONTACT_LEFT), ('{"contact":1}', False)),
        **dict.fromkeys(
            (
                onboarding.MILESTONE_DONE,
                onboarding.MILESTONE_CHANGE,
                onboarding.MILESTONE_DROPPED,
                onboarding.MILESTONE_AGAIN,
            ),
            ('{"step":1}', False),
        ),
        **dict.fromkeys(
            (changed.CHANGED_FIX, changed.CHANGED_ANSWERED, changed.CHANGED_VOID), ('{"change":1}', False)
        ),
        **dict.fromkeys(
            (
                handoffs.HANDOFF_ACCEPT,
                handoffs.HANDOFF_ASK,
                handoffs.HANDOFF_ANSWER,
                handoffs.HANDOFF_WITHDRAW,
            ),
            ('{"handoff":1}', False),
        ),
        **dict.fromkeys(
            (approving.APPROVAL_YES, approving.APPROVAL_NO, approving.APPROVAL_WITHDRAW),
            ('{"loosening":2}', False),
        ),
        approving.APPROVAL_BACK: ('{"loosening":1}', False),
        escalated.ESCALATION_ASK: (json.dumps({"account": account, "do": "ask"}), False),
        escalated.ESCALATION_REASSIGN: (json.dumps({"account": account, "do": "reassign"}), False),
        escalated.ESCALATION_LEAVE: (escalation_of(world), False),
        SILENCE_HERE: (json.dumps({"wait": silence_of(world)}), False),
        **dict.fromkeys((MERGE_YES, MERGE_NO, MERGE_WITHDRAW), ('{"merge":1}', False)),
        MERGE_LIST: ('{"account":0,"other":0}', False),
        MERGE_TWO: (json.dumps({"account": account, "other": world.omega}), False),  # type: ignore[attr-defined]
        **dict.fromkeys(
            (unhappy.CONCERN_CHANGE, unhappy.CONCERN_CLOSE, unhappy.CONCERN_REOPEN), ('{"concern":1}', False)
        ),
        CONCERN_RAISE: (json.dumps({"batch": batch}), False),
        CONCERN_KIND: (json.dumps({"batch": batch, "kind": "billing"}), True),
        **dict.fromkeys(
            (requested.REQUEST_ANSWERED, requested.REQUEST_CHANGE, requested.REQUEST_WITHDRAWN),
            ('{"request":1}', False),
        ),
        REQUEST_WANTED: (json.dumps({"batch": batch, "field": "wants_answer", "value": "yes"}), False),
        REQUEST_ANSWERS: (json.dumps({"batch": batch, "field": "answers", "value": "1"}), False),
    }.get(id_, (ref, False))
    if id_ == BULK_LOOK:
        view = {**_form(world, BULK_FORM, account), "id": "V1", "hash": "1"}
        at = {**at, "view": _filled_in(view, {"what": "tier"}), "response_url": None}
        at["container"] = {"type": "view"}
        world.slack.calls.clear()
    if id_ in {MERGE_OTHER, MERGE_LOOK}:
        world.press(MERGE_OPEN, ref)
        at = {**at, "view": _filled_in(world.modal, {}), "response_url": None, "container": {"type": "view"}}
        world.slack.calls.clear()
    if id_ in {CHANGE_LOOK, *TO_PART}:
        world.press(CARD_CHANGE, ref)
        at = {**at, "view": _filled_in(world.modal, {}), "response_url": None, "container": {"type": "view"}}
        world.slack.calls.clear()
    if id_ in {LOG_ACCOUNT, LOG_CHOOSE, LOG_MORE}:
        world.press(CARD_LOG, ref, by="UDANA")
        return world.press(
            id_,
            str(account),
            by=by,
            option=True,
            view={**world.modal, "id": "V1", "hash": "1", "state": {"values": {}}},
            container={"type": "view"},
            response_url=None,
        )
    return world.press(id_, value, by=by, option=option, **(HOME if id_ in ON_HOME else at))


def _outer(at: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in at.items() if k == "is_ext_shared_channel"}


def _form(world: World, id_: str, account: int) -> dict[str, Any]:
    """The form as somebody who may would see it."""
    ref = json.dumps({"account": account})
    if id_ in {CHANGE_FORM, SHARE_FORM, LOG_FORM}:
        world.press({CHANGE_FORM: CARD_CHANGE, SHARE_FORM: CARD_SHARE, LOG_FORM: CARD_LOG}[id_], ref)
    elif id_ == OURS_ADDED:
        world.press(OURS_ADD, '{"do":"add","slack":"UNEW"}', by="UMEL")
    elif id_ in {OURS_CHANGED, OURS_LEFT}:
        do = "change" if id_ == OURS_CHANGED else "leave"
        world.press(OURS_DO, json.dumps({"do": do, "person": kim(world)}), by="UMEL", option=True)
    elif id_ == BULK_FILTER:
        world.press(BULK_OPEN, "-", by="UMEL")
    elif id_ == BULK_FORM:
        world.press(BULK_OPEN, "-", by="UMEL")
        chosen = world.submit(world.modal, {"owner": owned_by(world)}, by="UMEL")["view"]
        at = {"view": _filled_in(chosen, {"what": "tier"}), "container": {"type": "view"}}
        world.press(BULK_LOOK, "tier", by="UMEL", option=True, response_url=None, **at)
        return dict(world.slack.made("views.update")[-1]["view"])
    elif id_ == MERGE_FORM:
        other = world.omega  # type: ignore[attr-defined]
        world.press(MERGE_OPEN, json.dumps({"account": account, "other": other}))
    elif id_ == TOUCH_VOIDED:
        value = json.dumps({"touch": logged(world), "do": "void", "account": account})
        world.press(TOUCH_DO, value, by="UMEL", option=True)
    elif id_ == QUIET_FORM:
        world.press(QUIET_OPEN, "quiet", by="UMEL")
    elif id_ == BELL_FORM:
        return bell_form((), Sharing(uuid4().hex, FRIDAY["on"]), Viewer())
    elif id_ == away.AWAY_FORM:
        world.press(away.AWAY_OPEN, "{}")
    elif id_ == ADD_FORM:
        world.press(ADD_OPEN, '{"name":"Zenith"}')
    elif id_ == OWN_FORM:
        world.press(OWN_OPEN, "own")
    elif id_ == SNOOZE_FORM:
        world.press(CARD_SNOOZE, f"{account}:date", option=True)
    elif id_ in {handoff_form.HANDOFF_FORM, ASK_FORM}:
        chosen = "reassign" if id_ == handoff_form.HANDOFF_FORM else "ask"
        world.press(DIGEST_WORRY, json.dumps({"account": account, "do": chosen}), by="UMEL", option=True)
    elif id_ in {RENEWED_FORM, NOT_RENEWED_FORM}:
        with world.tend.database.transaction() as session:  # asked anew: the other form has answered it
            asked_anew = Edit({}, {"renews_given": "2026-11-01"})
            editing.change(session, 1, account, asked_anew, by_id=None, now=world.now)
        world.press(RENEWAL_YES if id_ == RENEWED_FORM else RENEWAL_NO, ref)
    elif id_ == promised.PROMISE_FORM:
        world.press(promised.PROMISE_MOVE, '{"promise":1}')
    elif id_ == requested.REQUEST_FORM:
        world.press(requested.REQUEST_CHANGE, '{"request":1}')
    elif id_ in {CONTACT_FORM, CONTACT_GONE}:
        world.press(known.CONTACT_CHANGE if id_ == CONTACT_FORM else known.CONTACT_LEFT, '{"contact":1}')
    elif id_ == overridden.OVERRIDE_FORM:
        world.press(overridden.OVERRIDE_OPEN, ref)
    elif id_ == step_form.MILESTONE_FORM:
        world.press(onboarding.MILESTONE_CHANGE, '{"step":1}')
    elif id_ == step_form.MILESTONE_STARTED:
        world.press(onboarding.MILESTONE_START, ref)
    elif id_ in {TEAM_FORM, TEAM_AIM}:
        world.press(helping.TEAM_ADD if id_ == TEAM_FORM else helping.TEAM_GOAL, ref)
    elif id_ == WEEK_FORM:
        world.press(WEEK_OPEN, "week", **HOME)
    elif id_ == escalated.ESCALATION_LEFT:
        world.press(escalated.ESCALATION_LEAVE, escalation_of(world), by="UMEL")
    elif id_ == upsells.UPSELL_FORM:
        with world.tend.database.transaction() as session:
            anew = update(tables.table(tables.Upsell)).where(ours(tables.Upsell))
            session.execute(anew.values(AS_IT_WAS[tables.Upsell]))
        world.press(upsells.UPSELL_CHANGE, '{"plan":1,"step":"offer"}')
    elif id_ == offers.OFFER_FORM:
        world.press(offers.OFFER_CHANGE, '{"offer":1}', by="UADA")
    elif id_ == need_list.NEED_FORM:
        world.press(need_list.NEED_CHANGE, '{"need":1}')
    elif id_ == aimed.GOAL_FORM:
        world.press(aimed.GOAL_CHANGE, '{"goal":1}')
    elif id_ == lacking.LACK_FORM:
        world.press(lacking.LACK_MET, '{"need":1}')
    elif id_ == changed.CHANGED_FORM:
        world.press(CHANGED_NOTE, ref)
    elif id_ == handoff_form.HANDOFF_ASKED:
        world.press(handoffs.HANDOFF_ASK, '{"handoff":1}', by="UNIA")
    elif id_ == handoff_form.HANDOFF_ANSWERED:
        world.press(handoffs.HANDOFF_ANSWER, '{"handoff":1}')
    elif id_ == unhappy.CONCERN_NEW:
        world.press(unhappy.CONCERN_ADD, ref)
    elif id_ in {unhappy.CONCERN_CHANGED, unhappy.CONCERN_CLOSED}:
        changes = id_ == unhappy.CONCERN_CHANGED
        world.press(unhappy.CONCERN_CHANGE if changes else unhappy.CONCERN_CLOSE, '{"concern":1}')
    elif id_ == ANSWER_FORM:
        world.press(ASK_ANSWER, json.dumps({"question": 1}))
    elif id_ == INSIGHT_CHANGED:
        world.press(INSIGHT_CHANGE, '{"insight":1}', by="UMEL", **HOME)
    else:
        world.press(HOME_SETTINGS if id_ == SETTINGS_FORM else HOME_INSIGHT, "x", by="UADA", **HOME)
    return world.modal


def _filled(world: World, id_: str) -> dict[str, Any]:
    owner = world.rows(tables.Person, tables.Person.email == "mel@x.com")[0].id
    return {
        handoff_form.HANDOFF_FORM: {"receiver": str(owner)},
        handoff_form.HANDOFF_ASKED: {"text": "why?"},
        handoff_form.HANDOFF_ANSWERED: {"text": "because"},
        OWN_FORM: {"morning_at": "09:30"},
        SNOOZE_FORM: {"until": "2026-12-01"},
        SHARE_FORM: {"channel": "C1"},
        BELL_FORM: {"channel": "C1"},
        QUIET_FORM: {"quiet_days": "12-28 to 12-31"},
        CHANGE_FORM: {"tier": "B", "why": "they shrank"},
        away.AWAY_FORM: {"first_on": "2027-06-07", "last_on": "2027-06-08"},
        INSIGHT_FORM: {"text": "news"},
        INSIGHT_CHANGED: {"text": "other news"},
        ASK_FORM: {"text": "how is it?"},
        ANSWER_FORM: {"text": "fine"},
        changed.CHANGED_FORM: {"kind": "new team"},
        need_list.NEED_FORM: {"budget": "20k"},
        upsells.UPSELL_FORM: {"gain": "less waiting"},
        offers.OFFER_FORM: {"gain": "less waiting"},
        aimed.GOAL_FORM: {"measure": "returns a month"},
        lacking.LACK_FORM: {"offer": "the new hall"},
        overridden.OVERRIDE_FORM: {"band": "watch", "reason": "they wait for the fair"},
        escalated.ESCALATION_LEFT: {"why": "their plant is closed"},
        promised.PROMISE_FORM: {"due_on": "2026-12-02"},
        requested.REQUEST_FORM: {"text": "another price?"},
        CONTACT_FORM: {"title": "CTO"},
        CONTACT_GONE: {"went": "left", "left_on": "2026-11-10"},
        step_form.MILESTONE_FORM: {"due_on": "2026-12-02"},
        step_form.MILESTONE_STARTED: {"stage": "new service"},
        unhappy.CONCERN_NEW: {"text": "wrong colour"},
        unhappy.CONCERN_CHANGED: {"text": "later parts"},
        unhappy.CONCERN_CLOSED: {"done": "sent anew", "told_on": "2026-11-17"},
        TEAM_FORM: {"who": str(owner), "role": "support"},
        TEAM_AIM: {"goal": "second plant by March"},
        NOT_RENEWED_FORM: {"became": "open", "ask_on": ""},
        LOG_FORM: {**CALLED, "note": "called"},
        WEEK_FORM: {"days": ["1", "3"]},
        SETTINGS_FORM: {"nudge_cap": "4"},
        OURS_CHANGED: {"role": "manager"},
        TOUCH_VOIDED: {"why": "twice"},
        BULK_FILTER: {"owner": owned_by(world)},
        BULK_FORM: {"to_tier": "B", "accounts": [world.acme]},  # type: ignore[attr-defined]
    }.get(id_, {})


AS_IT_WAS: dict[type[SQLModel], dict[str, Any]] = {
    tables.Nudge: {"outcome": ""},
    tables.Touch: {"voided_at": None},
    tables.Promise: {"state": "open", "done_on": None},
    tables.Contact: {"left_on": None, "title": ""},
    tables.Milestone: {"done_on": None, "dropped_at": None, "due_on": date(2026, 11, 25)},
    tables.Change: {"answered_on": None, "voided_at": None},
    tables.Request: {"answered_on": None, "answered_at": None, "voided_at": None},
    tables.Concern: {"closed_on": None},
    tables.Need: {"status": "heard", "explored_on": None, "offered_on": None, "closed_on": None}
    | {"voided_at": None, "budget": None, "offer": ""},
    tables.Upsell: {"step": "offer", "voided_at": None, "closed_on": None, "gain": ""}
    | {"accepted_on": None, "sent_on": None},
    tables.Offer: {"retired_on": None, "kept_on": None, "gain": ""},
    tables.Goal: {"state": "open", "closed_on": None, "measure": ""},
    tables.Override: {"ended_on": None},
    tables.Loosening: {"became": "", "ended_on": None},
    tables.Escalation: {"became": "", "ended_on": None, "went_on": date(2026, 11, 18)},
    tables.Waiting: {"state": "open", "closed_at": None},
    tables.Merge: {"became": ""},
    tables.Absence: {"voided_at": None},
    tables.AccountTeam: {"left_at": None, "role": ""},
    tables.Account: {"team_goal": "", "asks_owner": True, "tier_proposal": "B"},
}
"""What a cell may have changed, before the next one."""
CLOSED: dict[str, tuple[type[SQLModel], dict[str, Any]]] = {
    approving.APPROVAL_BACK: (tables.Loosening, {"became": "held"}),
    upsells.UPSELL_EXPLORE: (tables.Upsell, {"step": "target"}),
    upsells.UPSELL_OFFER: (tables.Upsell, {"step": "explore"}),
    upsells.UPSELL_UNDO: (tables.Upsell, {"step": "target"}),
    upsells.UPSELL_TARGET: (tables.Upsell, {"voided_at": START}),
    UPSELL_BEGIN: (tables.Upsell, {"voided_at": START}),
    offers.OFFER_BACK: (tables.Offer, {"retired_on": date(2026, 11, 17)}),
    unhappy.CONCERN_REOPEN: (tables.Concern, {"closed_on": date(2026, 11, 17)}),
    onboarding.MILESTONE_AGAIN: (tables.Milestone, {"done_on": date(2026, 11, 17), "dropped_at": START}),
    FEAST_UNDO: (tables.Touch, {"voided_at": None}),
    MERGE_FORM: (tables.Merge, {"became": "refused"}),
}
"""What has to be closed before it is opened again, or stand before it is undone once more."""


def cells(company: World, role: str, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every listener for one role in one place: who may gets what they asked for, seen by them alone; who
    may not changes nothing."""
    world, by, at = company, SLACK_ID[role], PLACES[place]
    last = {
        approving.APPROVAL_BACK: -4,
        CHANGED_TOLD: -3,
        NEED_TOLD: -3,
        STATED_KEEP: -3,
        NUDGE_STUCK: -2,
        CONCERN_RAISE: -2,
        CONCERN_KIND: -1,
        NUDGE_SNOOZE: -1,
        NUDGE_NOT_NEEDED: -1,
        approving.APPROVAL_YES: 1,
        handoff_form.HANDOFF_FORM: 1,
        handoffs.HANDOFF_ACCEPT: 1,
        OURS_CHANGED: 2,
        OURS_LEFT: 3,
        HOME_SENDING: 2,
        INSIGHT_WITHDRAW: 2,
        LINE_DISMISS: 2,
        LOG_UNDO: 3,
        TOUCH_VOIDED: 3,
        TOUCH_DO: 3,
        FEAST_UNDO: 4,
        MERGE_YES: 5,
        MERGE_FORM: 6,
    }
    # what would change the next cells comes last
    reads_plans(monkeypatch, world.acme)  # type: ignore[attr-defined]
    for kind, id_ in sorted(registered(monkeypatch), key=lambda listener: last.get(listener[1], 0)):
        if kind == "view_closed":
            continue  # answers nobody: tests/handlers/test_unlogged.py
        world.slack.answers["conversations.info"] = [{"channel": {"is_member": True}}]
        may = MATRIX[id_] == ANYBODY or MATRIX[id_] in ROLES[role]
        with world.tend.database.transaction() as session:  # nobody has answered the introduction
            asked = "why?" if id_ in {handoffs.HANDOFF_ANSWER, handoff_form.HANDOFF_ANSWERED} else ""
            session.execute(
                update(tables.table(tables.Handoff))
                .where(ours(tables.Handoff), tables.table(tables.Handoff).c.id == 1)
                .values(became="", ended_on=None, question=asked, answer="")
            )
        if kind == "view":
            _form(world, id_, world.acme)  # type: ignore[attr-defined]
        # nothing was done yet
        with world.tend.database.transaction() as session:
            for model, values in AS_IT_WAS.items():
                session.execute(update(tables.table(model)).where(ours(model)).values(values))
            placing.anew(session)
            for stands in set(FILES_AT.values()):
                there = {"state": stands, "went_at": world.now}
                mine = (ours(tables.ImportRun), tables.table(tables.ImportRun).c.key == f"m{stands}")
                session.execute(update(tables.table(tables.ImportRun)).where(*mine).values(there))
            if id_ in CLOSED:
                model, values = CLOSED[id_]
                session.execute(update(tables.table(model)).where(ours(model)).values(values))
        before, rows = state(world), snapshot(world)
        world.slack.calls.clear()
        world.sent.clear()
        answer = act(world, kind, id_, by=by, at=at)
        seen = text_of(answer) + text_of(
            {
                "sent": world.sent,
                "calls": [
                    c for c in world.slack.calls if kind != "view" or c[0] not in {"views.open", "views.push"}
                ],
            }
        )
        where = (role, id_, place, seen[:300])
        if may:
            assert not [r for r in REFUSALS if r in seen], where
            assert ALLOWED[id_](Done(world, answer, rows)), where
        else:
            assert [r for r in REFUSALS if r in seen], where
            assert state(world) == before, where
        for message in [answer, *world.sent]:
            assert not message.get("blocks") or message.get("response_type") == "ephemeral", where
        for name, call in world.slack.calls:
            assert name != "chat.postMessage", where
            assert name != "chat.postEphemeral" or call["user"] == by, where


@pytest.mark.parametrize("role", ROLES)
def test_who_may_what_in_a_channel(company: World, role: str, monkeypatch: pytest.MonkeyPatch):
    cells(company, role, "channel", monkeypatch=monkeypatch)


def test_a_card_is_not_shared_with_people_outside(company: World):
    company.press(CARD_SHARE, json.dumps({"account": company.acme}))
    company.slack.answers["conversations.info"] = [{"channel": {"is_member": True, "is_ext_shared": True}}]
    assert (
        "shared with people outside" in company.submit(company.modal, {"channel": "CX"})["errors"]["channel"]
    )


def test_slack_is_asked_who_is_there_within_five_minutes():
    from datetime import timedelta

    from scheduler.metronome import LINK_EVERY

    assert timedelta(minutes=5) > LINK_EVERY


def test_deactivation_works_at_the_next_look_at_slack(world: World):
    world.account("Acme", last="2026-10-10")
    assert "*Acme*" in text_of(world.command("/account acme"))
    outsider(world, "deactivated")
    assert "switched off" in world.command("/account acme")["text"]
