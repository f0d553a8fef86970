"""The forms that add somebody to an account's team, and set its goal."""

from __future__ import annotations

from rules.facts.member import ROLES
from rules.facts.team import FIELD

from .blocks import Block, escape, field, modal, plain, section
from .inputs import choice, text_input
from .team import Forming

TEAM_WHO = "team.who"
TEAM_FORM = "team.form"
TEAM_AIM = "team.aim"
_ROLES = {role: role for role in ROLES}


def member_form(name: str, forming: Forming) -> Block:
    """Who joins, and as what."""
    who: Block = {
        "type": "external_select",
        "action_id": TEAM_WHO,
        "min_query_length": 0,
        "placeholder": plain("Type a name"),
    }
    blocks = [
        section(f"*{escape(name)}*"),
        field("who", "Who", who, optional=False),
        field("role", "As", choice("role", ROLES, _ROLES, "")),
    ]
    return modal("Add to the team", blocks, TEAM_FORM, submit="Add", private_metadata=forming.pack())


def goal_form(name: str, goal: str, forming: Forming) -> Block:
    text = text_input("goal", goal, False, FIELD)
    hint = "Second plant live by March. Empty: none."
    blocks = [section(f"*{escape(name)}*"), field("goal", "What all of you work for", text, hint=hint)]
    return modal("The team's goal", blocks, TEAM_AIM, submit="Save", private_metadata=forming.pack())
