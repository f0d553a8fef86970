"""`python bot.py check`: what is missing, in plain words: setting, token, scope, database, person."""

from __future__ import annotations

import json
from pathlib import Path

from slack_sdk.errors import SlackApiError, SlackClientError
from sqlalchemy.exc import SQLAlchemyError

from compose import Tend
from storage import people, workspaces
from storage.database import Unusable, describe


def problems(tend: Tend) -> list[str]:
    """Sentences, one for each thing that is missing; empty when everything is in place."""
    found = tend.settings.missing()
    found += _database(tend)
    if tend.settings.slack_bot_token:
        found += _slack(tend)
    return found


def _database(tend: Tend) -> list[str]:
    try:
        tend.prepare()
        with tend.database.reading() as session:
            ws = workspaces.current(session)
            admins, lost = people.admins(session, ws.id), people.unlinked(session, ws.id)
            everyone = people.everyone(session, ws.id)
    except (Unusable, SQLAlchemyError) as error:
        return [f"Database {describe(tend.settings.database_url)}: {error}"]
    found = []
    if not everyone:
        found.append("No people yet: import people.csv, or name yourself in ADMIN_EMAILS.")
    elif not admins:
        found.append("Nobody is an admin: give somebody the role in people.csv, or name them in ADMIN_EMAILS.")
    if not ws.sending:
        found.append("Sending is off: nothing goes to anybody until an admin switches it on, on Tend's Home tab.")
    if lost and ws.team_id:
        names = ", ".join(p.email for p in lost[:20]) + (f" and {len(lost) - 20} more" if len(lost) > 20 else "")
        found.append(f"{len(lost)} people are not linked to a Slack user (the e-mail must be that of their profile): {names}")
    return found


def _slack(tend: Tend) -> list[str]:
    client = tend.web_client(timeout=10)
    try:
        told = client.auth_test()
    except SlackApiError as error:
        return [f"SLACK_BOT_TOKEN is refused by Slack: {error.response.get('error')}."]
    except (SlackClientError, OSError) as error:
        return [f"Slack can't be reached at {tend.settings.slack_api_url}: {type(error).__name__}."]
    found = []
    granted = told.headers.get("x-oauth-scopes") or told.headers.get("X-OAuth-Scopes")
    manifest = json.loads((Path(__file__).parent / "manifest.json").read_text(encoding="utf-8"))
    if granted is not None:
        missing = sorted(set(manifest["oauth_config"]["scopes"]["bot"]) - {s.strip() for s in granted.split(",")})
        found += [f"The scope {scope} is missing: add it to the app and install it again." for scope in missing]
    with tend.database.reading() as session:
        ws = workspaces.current(session)
    if ws.team_id and ws.team_id != told["team_id"]:
        found.append(f"This database belongs to Slack workspace {ws.team_id}; the token is for {told['team_id']}.")
    if tend.settings.slack_app_token:
        found += _socket(tend)
    return found


def _socket(tend: Tend) -> list[str]:
    try:
        tend.web_client(timeout=10).apps_connections_open(app_token=tend.settings.slack_app_token)
    except SlackApiError as error:
        return [f"SLACK_APP_TOKEN is refused by Slack: {error.response.get('error')} (it needs the scope connections:write)."]
    except (SlackClientError, OSError) as error:
        return [f"Socket Mode can't be reached: {type(error).__name__}."]
    return []
