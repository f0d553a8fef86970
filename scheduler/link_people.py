"""Binds the workspace to its Slack team, and links people by e-mail: at the start and every four minutes."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from slack_sdk import WebClient

from rules.delivery.verdicts import is_refusal
from services import Services
from storage import linking, workspaces

from .slack_calls import STRANGE, Refused, all_users, ask, said_of

log = logging.getLogger(__name__)
A_CHUNK = 100  # people in one transaction


@dataclass(frozen=True, slots=True)
class Unbound:
    """Why the workspace is not bound, as a sentence. `for_now`: Slack could not be asked, which may be
    otherwise in a minute; else it is a no: the token is not accepted, or belongs to another team."""

    why: str
    for_now: bool


def bind(services: Services, client: WebClient) -> Unbound | None:
    """auth.test, then bind to the token's team; None when that went well."""
    try:
        identity = ask(client.auth_test)
    except Refused as refused:
        if is_refusal(refused.answer):
            return Unbound(f"Slack does not accept the token ({refused.answer.error}).", for_now=False)
        return Unbound(f"Slack can't be reached yet ({said_of(refused)}).", for_now=True)
    team = identity.get("team_id")
    if not isinstance(team, str) or not team:
        return Unbound(f"Slack can't be reached yet ({STRANGE}).", for_now=True)
    with services.transaction() as session:
        ws = workspaces.current(session)
        wrong = workspaces.bind(
            session, ws, team, name=identity.get("team", ""), bot_user_id=identity.get("user_id", "")
        )
        if not wrong and ws.held_why:
            workspaces.release(session, ws)
    return Unbound(wrong, for_now=False) if wrong else None


def link_people(services: Services, client: WebClient) -> int:
    """Carry Slack's users over: links, zones, deactivation; how many people changed. Written in short
    transactions."""
    with services.reading() as session:
        ws = workspaces.current(session)
    try:
        users = all_users(client, sleep=services.steady.sleep)
    except Refused as refused:
        log.warning("people were not linked: %s", said_of(refused))
        return 0
    with services.reading() as session:
        lacks_admin = not linking.has_admin(session, ws.id)
    if lacks_admin:
        with services.transaction() as session:
            linking.add_admins(session, ws.id, users)
    with services.reading() as session:
        changed = linking.changes(session, ws.id, users)
    for start in range(0, len(changed), A_CHUNK):
        with services.transaction() as session:
            linking.carry_over(session, ws.id, changed[start : start + A_CHUNK], now=services.clock())
    with services.transaction() as session:
        workspaces.note_synced(session, ws.id, services.clock())
        if ws.held_why:  # Slack takes our token after all; a rest that it asked for is had
            workspaces.release(session, ws)
    if changed:
        services.wake()
    return len(changed)
