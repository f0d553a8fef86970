"""The form that changes an account: tier, status, pause, cadence, segment."""

from __future__ import annotations

from datetime import date

from rules.records import SEGMENTS, TIERS, Account

from .blocks import Block, escape, field, modal, option, plain, section
from .carried import Origin

CHANGE_FORM = "change.form"


def form(account: Account, origin: Origin, today: date) -> Block:
    """Tier, segment, cadence, pause: for those who may change the account. A pause that is over is not
    offered again."""
    over = account.status == "paused" and account.paused_until is not None and account.paused_until <= today
    status = "active" if over else account.status
    tiers = [option(t, t) for t in TIERS]
    segments = [option(s, s) for s in SEGMENTS]
    states = [option(s, s) for s in ("active", "paused", "churned")]

    def choice(action_id: str, options: list[Block], chosen: str) -> Block:
        element: Block = {
            "type": "static_select",
            "action_id": action_id,
            "options": options,
            "placeholder": plain("Choose"),
        }
        if initial := [o for o in options if o["value"] == chosen]:
            element["initial_option"] = initial[0]
        return element

    cadence: Block = {
        "type": "number_input",
        "action_id": "cadence",
        "is_decimal_allowed": False,
        "min_value": "1",
        "max_value": "730",
    }
    if account.cadence_days:
        cadence["initial_value"] = str(account.cadence_days)
    until: Block = {"type": "datepicker", "action_id": "until"}
    if account.paused_until and not over:
        until["initial_date"] = account.paused_until.isoformat()
    reason: Block = {"type": "plain_text_input", "action_id": "reason", "max_length": 200}
    if account.status_reason and not over:
        reason["initial_value"] = account.status_reason
    blocks = [
        section(f"*{escape(account.name)}*"),
        field("tier", "Tier", choice("tier", tiers, account.tier), optional=False),
        field("status", "Status", choice("status", states, status), optional=False),
        field("until", "Paused until", until),
        field("reason", "Why", reason),
        field("cadence", "Cadence in days", cadence, hint="Empty: its tier's."),
        field("segment", "Segment", choice("segment", segments, account.segment)),
    ]
    return modal("Change account", blocks, CHANGE_FORM, submit="Save", private_metadata=origin.pack())
