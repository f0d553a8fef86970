"""`python bot.py check`: what is missing, in plain words: setting, token, scope, database, person."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from slack_sdk import WebClient
from sqlalchemy.exc import SQLAlchemyError

from compose import Tend
from messages.installation import line
from messages.words import Viewer
from rules.delivery.verdicts import is_refusal
from rules.linking import email_of, is_live
from rules.records import Person
from rules.workspace import Workspace
from scheduler.slack_calls import Refused, all_users, ask, said_of
from storage import installation, people, workspaces
from storage.database import Unusable, describe, why_unusable

STARTS_WITH = {"SLACK_BOT_TOKEN": "xoxb-", "SLACK_APP_TOKEN": "xapp-"}


def how_it_stands(tend: Tend) -> str:
    """The health line, as an admin reads it on Home; empty where there is no database to ask."""
    try:
        if _lacks(tend):
            return ""
        with tend.database.reading() as session:
            ws = workspaces.current(session)
            stands = installation.read(session, ws, tend.clock(), tend.steady.instant())
    except (Unusable, SQLAlchemyError, LookupError):
        return ""
    return line(stands, Viewer())


def problems(tend: Tend) -> list[str]:
    """Sentences, one for each thing that is missing; empty when everything is in place. Nothing is changed
    by looking."""
    missing = tend.settings.missing()
    try:
        if lacks := _lacks(tend):
            raise Unusable(lacks)
        with tend.database.reading() as session:
            ws = workspaces.current(session)
            lost, everyone = people.unlinked(session, ws.id), people.everyone(session, ws.id)
    except (Unusable, SQLAlchemyError) as error:
        why = str(error) if isinstance(error, Unusable) else why_unusable(error)
        missing.append(f"Database {describe(tend.settings.database_url)}: {why}")
        return missing + _slack(tend, None, ())
    named = bool(tend.settings.admin_emails)  # the start makes them admins
    if not everyone and not named:
        missing.append("No people yet: import people.csv, or name yourself in ADMIN_EMAILS.")
    elif not named and not any(p.is_admin and p.active for p in everyone):
        missing.append(
            "Nobody is an admin: give somebody the role in people.csv, or name them in ADMIN_EMAILS."
        )
    if not ws.sending:
        missing.append(
            "Sending is off: nothing goes to anybody until an admin switches it on, on Tend's Home tab."
        )
    return missing + _slack(tend, ws, lost)


def _lacks(tend: Tend) -> str:
    """What the database lacks that the first start brings; nothing is written. Raises Unusable."""
    if not tend.database.is_there:
        return "no database yet; the first start creates it, and so does python bot.py migrate."
    tend.database.refuse_unusable()
    if not tend.database.is_current:
        return (
            "the schema is not this version's yet; the next start brings it there, and so does python bot.py "
            "migrate."
        )
    return ""


def _slack(tend: Tend, ws: Workspace | None, lost: Sequence[Person]) -> list[str]:
    """What Slack says of the tokens and of people without a link; without an answer, only how many those
    are."""
    unasked = f"{_people(lost)} not linked to a Slack user yet; that happens at the start, by e-mail."
    if not tend.settings.slack_bot_token:
        return [unasked] if lost else []
    client = tend.web_client(timeout=10)
    try:
        identity = ask(client.auth_test)
    except Refused as refused:
        return [
            _refused("SLACK_BOT_TOKEN", tend.settings.slack_bot_token, refused, tend=tend),
            *([unasked] if lost else []),
        ]
    wrong = _scopes(identity.headers)
    if ws and ws.team_id and ws.team_id != identity.get("team_id"):
        wrong.append(
            f"This database belongs to Slack workspace {ws.team_id}; "
            f"the token is for {identity.get('team_id')}."
        )
    if tend.settings.slack_app_token:
        try:
            ask(client.apps_connections_open, app_token=tend.settings.slack_app_token)
        except Refused as refused:
            wrong.append(_refused("SLACK_APP_TOKEN", tend.settings.slack_app_token, refused, tend=tend))
    return wrong + _unlinked(client, lost)


def _scopes(headers: dict[str, str]) -> list[str]:
    granted = headers.get("x-oauth-scopes") or headers.get("X-OAuth-Scopes")
    if granted is None:
        return []
    manifest = json.loads((Path(__file__).parent / "manifest.json").read_text(encoding="utf-8"))
    missing = sorted(set(manifest["oauth_config"]["scopes"]["bot"]) - {s.strip() for s in granted.split(",")})
    return [f"The scope {scope} is missing: add it to the app and install it again." for scope in missing]


def _refused(name: str, token: str, refused: Refused, tend: Tend) -> str:
    """Why a token could not be tried, or is not accepted; how such a token begins when this one begins
    otherwise."""
    if not is_refusal(refused.answer):
        return (
            f"Slack can't be reached at {tend.settings.slack_api_url} ({said_of(refused)}): {name} could not "
            "be tried."
        )
    begins = STARTS_WITH[name]
    hint = "" if token.startswith(begins) else f"; such a token begins with {begins}"
    needs = " It needs the scope connections:write." if name == "SLACK_APP_TOKEN" else ""
    return f"{name} is refused by Slack: {said_of(refused)}{hint}.{needs}"


def _unlinked(client: WebClient, lost: Sequence[Person]) -> list[str]:
    """Those whose e-mail no member of the workspace has: the start will not link them either."""
    if not lost:
        return []
    try:
        members = all_users(client, 1000)
    except Refused as refused:
        return [
            f"{_people(lost)} not linked to a Slack user yet, and Slack's list of users can't be read "
            f"({said_of(refused)})."
        ]
    there = {email_of(u) for u in members if is_live(u)}
    strange = [p for p in lost if p.email not in there]
    if not strange:
        return []
    names = ", ".join(p.email for p in strange[:20]) + (
        f" and {len(strange) - 20} more" if len(strange) > 20 else ""
    )
    return [
        f"{_people(strange)} not linked to a Slack user (the e-mail must be that of their profile: invite "
        f"them to Slack, or put it right in people.csv): {names}"
    ]


def _people(lost: Sequence[Person]) -> str:
    return "1 person is" if len(lost) == 1 else f"{len(lost)} people are"
