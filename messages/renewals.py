"""A renewal date that has passed: the question on the card, and the forms behind its two buttons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from rules.phrase import Phrase
from rules.records import Account

from .blocks import Block, actions, button, context, escape, field, modal, option, plain, section
from .carried import Origin, Value
from .words import Viewer

RENEWAL_YES = "renewal.yes"
RENEWAL_NO = "renewal.no"
RENEWED_FORM = "renewed.form"
NOT_RENEWED_FORM = "not_renewed.form"


@dataclass(frozen=True, slots=True)
class RenewalRef(Value):
    """An account that is asked whether it renewed; `long` when the card that asks is the long one."""

    account: int
    long: bool | None = None


def question(account: Account, passed: date, long: bool, says_it: bool, viewer: Viewer) -> list[Block]:
    """Two buttons, under the question unless the card `says_it` already."""
    ref = RenewalRef(account.id, long or None).pack()
    row = actions(
        [
            button("It renewed", RENEWAL_YES, ref, says=f"{account.name} renewed"),
            button("It did not", RENEWAL_NO, ref, says=f"{account.name} did not renew"),
        ]
    )
    said = section(f"Renewal was due {viewer.day(passed)}: did it renew?")
    return [row] if says_it else [said, row]


def renewed_form(name: str, passed: date, following: date, origin: Origin, viewer: Viewer) -> Block:
    element: Block = {"type": "datepicker", "action_id": "next_on", "initial_date": following.isoformat()}
    said = section(f"*{escape(name)}* renewed, as was due {viewer.day(passed)}.")
    return modal(
        "It renewed",
        [said, field("next_on", "Renews next on", element, optional=False)],
        RENEWED_FORM,
        submit="Save",
        private_metadata=origin.pack(),
    )


@dataclass(frozen=True, slots=True)
class Left:
    """What follows where they left: the revenue that is `lost`, who is asked first (empty: nobody), why its
    reader may not say so."""

    lost: Phrase
    waits_for: str = ""
    stop: Phrase | None = None


def _if_left(left: Left, viewer: Viewer) -> str:
    """Said before anything is saved."""
    if left.stop:
        return f"⚠️ *They left* can’t be saved: {escape(viewer.plain(left.stop))}"
    said = f"*If they left:* {escape(viewer.plain(left.lost))}"
    asked = f" *{escape(left.waits_for)} is asked first*: until then it stands as it is."
    return said + (asked if left.waits_for else "")


def not_renewed_form(
    name: str, passed: date, ask_on: date, left: Left, *, origin: Origin, viewer: Viewer
) -> Block:
    """They left, or it is open: then with a day to ask again, or none."""
    choices = [option("Still open", "open"), option("They left: churned", "churned")]
    became: Block = {
        "type": "static_select",
        "action_id": "became",
        "options": choices,
        "placeholder": plain("Choose"),
    }
    reason: Block = {"type": "plain_text_input", "action_id": "reason", "max_length": 200}
    left_on: Block = {"type": "datepicker", "action_id": "left_on", "initial_date": passed.isoformat()}
    again: Block = {"type": "datepicker", "action_id": "ask_on", "initial_date": ask_on.isoformat()}
    blocks = [
        section(f"*{escape(name)}* did not renew {viewer.day(passed)}."),
        field("became", "How does it stand?", became, optional=False),
        field(
            "ask_on",
            "Still open: new renewal date",
            again,
            hint="Then it is asked again. Empty: it has no renewal date.",
        ),
        field("reason", "They left: why", reason),
        field("left_on", "They left: from which day", left_on),
        context(_if_left(left, viewer)),
    ]
    return modal("It did not renew", blocks, NOT_RENEWED_FORM, submit="Save", private_metadata=origin.pack())
