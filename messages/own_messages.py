"""My messages: when each kind comes, and which do not come at all."""

from __future__ import annotations

from rules.delivery.own import Own
from rules.policy import Policy

from .blocks import Block, Message, actions, button, field, message, modal, section
from .carried import Origin
from .home import HOME_SETTINGS
from .inputs import choice, text_input

OWN_OPEN = "own.open"
OWN_FORM = "own.form"
ON_OFF = {"on": "on", "off": "off"}


def settings(own: Own, policy: Policy, leads: bool, admin: bool) -> Message:
    """The answer to `/account settings`: how it stands, with a button to change it."""
    lines = [_line("Morning message", own.morning, own.morning_at or policy.nudge_at)]
    if leads:
        lines.append(_line("Monday digest", own.digest, own.digest_at or policy.digest_at))
    lines.append(_line("Friday's summary", own.friday, own.friday_at or policy.friday_at))
    at = f"{own.bundle_time:%H:%M}"
    lines.append(f"*What waits for you*: at {at}, or with a message before")
    lines.append(f"*What others logged and closed*: {'with it' if own.news else 'off'}")
    row = [button("Change", OWN_OPEN, "own", style="primary")]
    if admin:
        row.append(button("The team's settings", HOME_SETTINGS, "settings"))
    return message("Your messages", [section("\n".join(lines)), actions(row)])


def _line(name: str, on: bool, at: str) -> str:
    return f"*{name}*: {f'at {at}' if on else 'off'}"


def form(own: Own, policy: Policy, leads: bool, origin: Origin) -> Block:
    """On or off, and a time, of each kind that this person gets."""
    blocks = [
        _switch("morning", "Morning message", own.morning),
        _time("morning_at", "Morning message at", own.morning_at, policy.nudge_at),
    ]
    if leads:
        blocks += [
            _switch("digest", "Monday digest", own.digest),
            _time("digest_at", "Monday digest at", own.digest_at, policy.digest_at),
        ]
    blocks += [
        _switch("friday", "Friday's summary", own.friday),
        _time("friday_at", "Friday's summary at", own.friday_at, policy.friday_at),
        _switch("news", "What others logged and closed", own.news),
        _time("bundle_at", "What waits for you, at the latest at", own.bundle_at, "13:00"),
    ]
    return modal("My messages", blocks, OWN_FORM, submit="Save", private_metadata=origin.pack())


def _switch(name: str, label: str, on: bool) -> Block:
    return field(name, label, choice(name, ("on", "off"), ON_OFF, "on" if on else "off"), optional=False)


def _time(name: str, label: str, at: str, usual: str) -> Block:
    return field(name, label, text_input(name, at, multiline=False), hint=f"Empty: {usual}, as the team's.")
