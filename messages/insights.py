"""Insights: the forms to post and to change one, and how they stand on the Home tab of who posted them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.context import Posted
from rules.records import TIERS

from .blocks import Block, actions, button, context, escape, field, modal, option, plain, section
from .carried import Origin, Value
from .words import Viewer

INSIGHT_FORM = "insight.form"
INSIGHT_CHANGE = "insight.change"
INSIGHT_WITHDRAW = "insight.withdraw"
INSIGHT_CHANGED = "insight.changed"


@dataclass(frozen=True, slots=True)
class InsightRef(Value):
    """An insight that was posted."""

    insight: int


SHOWN = 10
EVERYTHING = "*"
"""The choice that stands for every tier, or every industry."""


def listed(posted: Sequence[Posted], mine: int, viewer: Viewer) -> list[Block]:
    """What holds now, newest first, each with Change and Withdraw; an admin sees everybody's, with who
    posted it."""
    if not posted:
        return []
    blocks = [section("*Your insights*" if all(p.by_id == mine for p in posted) else "*Insights*")]
    for p in posted[:SHOWN]:
        i, ref = p.insight, InsightRef(p.insight.id).pack()
        fits = " ".join(
            x
            for x in (
                f"{i.tier} accounts" if i.tier else "every tier",
                f"in {i.industry}" if i.industry else "",
            )
            if x
        )
        by = "" if p.by_id == mine else f", by {p.by}"
        blocks.append(
            section(f"“{escape(i.text[:300])}”\n{escape(fits)}, until {viewer.day(p.until_on)}{escape(by)}")
        )
        blocks.append(
            actions(
                [
                    button("Change", INSIGHT_CHANGE, ref, says="Change this insight"),
                    button("Withdraw", INSIGHT_WITHDRAW, ref, says="Withdraw this insight"),
                ]
            )
        )
    if len(posted) > SHOWN:
        blocks.append(context(f"And {len(posted) - SHOWN} older ones."))
    return blocks


def post_form(industries: Sequence[str], token: str) -> Block:
    """What is worth telling, and for which accounts."""
    tiers = [option(f"{t} accounts", t) for t in TIERS]
    blocks = [
        field(
            "text",
            "What is worth telling them?",
            {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": 500},
            optional=False,
            hint="Reps get it as the reason to call: a benchmark, a story, an offer that helps.",
        ),
        field(
            "tier",
            "Only for",
            {
                "type": "static_select",
                "action_id": "tier",
                "options": tiers,
                "placeholder": plain("Every tier"),
            },
        ),
    ]
    if industries:
        choices = [option(i, i) for i in industries[:100]]
        element: Block = {
            "type": "static_select",
            "action_id": "industry",
            "options": choices,
            "placeholder": plain("Every industry"),
        }
        blocks.append(field("industry", "Industry", element))
    return modal(
        "Post an insight", blocks, INSIGHT_FORM, submit="Post", private_metadata=Origin(token).pack()
    )


def change_form(p: Posted, industries: Sequence[str], origin: Origin) -> Block:
    text: Block = {
        "type": "plain_text_input",
        "action_id": "text",
        "multiline": True,
        "max_length": 500,
        "initial_value": p.insight.text,
    }
    known = [i for i in dict.fromkeys([p.insight.industry, *industries]) if i][:99]
    blocks = [
        field("text", "What is worth telling them?", text, optional=False),
        _one_of(
            "tier",
            "Only for",
            "Every tier",
            choices=[(t, f"{t} accounts") for t in TIERS],
            now=p.insight.tier,
        ),
        _one_of(
            "industry", "Industry", "Every industry", choices=[(i, i) for i in known], now=p.insight.industry
        ),
    ]
    return modal("Change insight", blocks, INSIGHT_CHANGED, submit="Save", private_metadata=origin.pack())


def _one_of(name: str, label: str, every: str, choices: Sequence[tuple[str, str]], now: str) -> Block:
    options = {EVERYTHING: option(every, EVERYTHING)} | {
        value: option(said, value) for value, said in choices
    }
    element: Block = {
        "type": "static_select",
        "action_id": name,
        "options": list(options.values()),
        "placeholder": plain(every),
        "initial_option": options[now or EVERYTHING],
    }
    return field(name, label, element)
