"""Binds the workspace to its Slack team, and links people by e-mail: at the start and every four minutes."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from slack_sdk import WebClient

from rules.delivery import is_refusal
from storage import people, workspaces
from storage.database import Services

from .slack_calls import Refused, all_users, ask, said_of

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Unbound:
    """Why the workspace is not bound, as a sentence. `for_now`: Slack could not be asked, which may be otherwise in a minute;
    else it is a no: the token is not accepted, or belongs to another team."""

    why: str
    for_now: bool


def bind(services: Services, client: WebClient) -> Unbound | None:
    """auth.test, then bind to the token's team; None when that went well."""
    try:
        told = ask(client.auth_test)
    except Refused as refused:
        if is_refusal(refused.answer):
            return Unbound(f"Slack does not accept the token ({refused.answer.error}).", for_now=False)
        return Unbound(f"Slack can't be reached yet ({said_of(refused)}).", for_now=True)
    with services.transaction() as session:
        ws = workspaces.current(session)
        wrong = workspaces.bind(session, ws, told["team_id"], told.get("team", ""), told.get("user_id", ""))
    return Unbound(wrong, for_now=False) if wrong else None


def link_people(services: Services, client: WebClient) -> int:
    """Carry Slack's users over: links, zones, deactivation; how many people changed."""
    try:
        users = all_users(client)
    except Refused as refused:
        log.warning("people were not linked: %s", said_of(refused))
        return 0
    with services.transaction() as session:
        ws = workspaces.current(session)
        workspaces.note_synced(session, ws.id, services.clock())
        changed = people.link(session, ws.id, users, services.clock())
    if changed:
        services.wake()
    return len(changed)
