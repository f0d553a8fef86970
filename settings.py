"""Settings from the environment; every gap is named at once. Reads .env only where it is told to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from dotenv import dotenv_values

from messages.words import Viewer
from rules.factors import points_of
from rules.language.numbers import whole
from rules.policy import SEEDS, settings_errors, typed

SLACK_API = "https://slack.com/api/"
INSTANT = "2026-11-18T10:00:00-05:00"


class SettingsError(Exception):
    """What is missing or wrong, all of it, in plain words."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment said; see .env.example for each name."""

    slack_bot_token: str = ""
    slack_signing_secret: str = ""
    slack_app_token: str = ""
    slack_api_url: str = SLACK_API
    database_url: str = "sqlite:///tend.db"
    host: str = "127.0.0.1"
    port: int = 3000
    worker_port: int = 3001
    demo_port: int = 8000
    demo_at: datetime | None = None
    log_level: str = "INFO"
    admin_emails: tuple[str, ...] = ()
    sending: bool = False
    seeds: Mapping[str, Any] = field(default_factory=dict)

    @property
    def socket_mode(self) -> bool:
        return bool(self.slack_app_token)

    def missing(self, for_slack: bool = True) -> list[str]:
        """Sentences for what is needed to run against Slack and is not set."""
        lacking = []
        if for_slack and not self.slack_bot_token:
            lacking.append("SLACK_BOT_TOKEN is not set: the bot token (xoxb-…) of the installed app.")
        if for_slack and not self.slack_app_token and not self.slack_signing_secret:
            lacking.append(
                "Neither SLACK_APP_TOKEN (Socket Mode) nor SLACK_SIGNING_SECRET (HTTP) is set: one of them "
                "is needed."
            )
        return lacking


NAMES = (
    "SLACK_BOT_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_APP_TOKEN",
    "SLACK_API_URL",
    "DATABASE_URL",
    "PORT",
    "HOST",
    "LOG_LEVEL",
    "WORKER_PORT",
    "ADMIN_EMAILS",
    "SENDING",
    "DEMO_PORT",
    "DEMO_AT",
    "HEALTH_POINTS",
    *(s.upper() for s in SEEDS),
)
SECRETS = ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN")


def token_trouble(value: str) -> str:
    """What no token has, in words that go behind its name; empty when it can be one. The value itself is
    never said."""
    if any(c.isspace() for c in value):
        return (
            "has white space in it: perhaps a comment stands behind the value; comments have lines of their "
            "own"
        )
    if not (value.isascii() and value.isprintable()):
        return "has characters in it that no token has: copy it anew from Slack"
    return ""


def instant(text: str) -> datetime | None:
    """An ISO date and time with an offset (or Z); None when it is not one, or lies where the demo can't
    be."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None and 1980 <= at.year < 2200 else None


def _stored(env_file: Path) -> dict[str, str]:
    """What a file says; its text is never repeated, a token can stand in it. Raises SettingsError."""
    try:
        return {k: v for k, v in dotenv_values(env_file).items() if v is not None}
    except UnicodeDecodeError:
        raise SettingsError(f"{env_file} is no UTF-8 text: store it anew as UTF-8.") from None
    except OSError as error:
        raise SettingsError(f"{env_file} can't be read: {error.strerror or type(error).__name__}.") from None


def load(environ: Mapping[str, str], env_file: Path | None = Path(".env")) -> Settings:
    """Settings from the environment, which wins over the file. Raises SettingsError with everything that
    is wrong."""
    stored = _stored(env_file) if env_file and env_file.exists() else {}
    values = {name: (environ.get(name) or stored.get(name) or "").strip() for name in NAMES}
    wrong: list[str] = []

    def port(name: str, default: int) -> int:
        number = whole(values[name] or str(default), 65535)
        if number is None:
            wrong.append(f"{name} is no port number: {values[name][:20]}")
        return default if number is None else number

    demo_at = instant(values["DEMO_AT"])
    if values["DEMO_AT"] and demo_at is None:
        wrong.append(
            f"DEMO_AT is no instant with an offset between 1980 and 2199, such as {INSTANT}: "
            f"{values['DEMO_AT']}"
        )
    wrong += [f"{name} {why}." for name in SECRETS if (why := token_trouble(values[name]))]
    level = (values["LOG_LEVEL"] or "INFO").upper()
    if level not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        wrong.append(f"LOG_LEVEL is none of DEBUG, INFO, WARNING, ERROR: {level}")
    url = values["SLACK_API_URL"] or SLACK_API
    if not url.startswith(("https://", "http://")):
        wrong.append(f"SLACK_API_URL is no address: {url}")
    seeded = {name: values[name.upper()] for name in SEEDS if values[name.upper()]}
    wrong += [f"{name.upper()}: {Viewer().plain(error)}" for name, error in settings_errors(seeded).items()]
    seeds: dict[str, Any] = {name: typed(name, value) for name, value in seeded.items()} if not wrong else {}
    if points_of(values["HEALTH_POINTS"]) is None:
        wrong.append("HEALTH_POINTS names factors with their points, such as: silence 25, steadiness 20")
    elif values["HEALTH_POINTS"]:
        seeds["weights"] = points_of(values["HEALTH_POINTS"])
    ports = port("PORT", 3000), port("WORKER_PORT", 3001), port("DEMO_PORT", 8000)
    sending = values["SENDING"].lower()
    if sending not in {"", "on", "off", "true", "false", "1", "0", "yes", "no"}:
        wrong.append(f"SENDING is on or off, not: {sending}")
    if wrong:
        raise SettingsError("\n".join(wrong))
    return Settings(
        values["SLACK_BOT_TOKEN"],
        values["SLACK_SIGNING_SECRET"],
        values["SLACK_APP_TOKEN"],
        url if url.endswith("/") else url + "/",
        values["DATABASE_URL"] or "sqlite:///tend.db",
        values["HOST"] or "127.0.0.1",
        *ports,
        demo_at,
        level,
        tuple(e.strip().lower() for e in values["ADMIN_EMAILS"].split(",") if e.strip()),
        sending in {"on", "true", "1", "yes"},
        seeds,
    )
