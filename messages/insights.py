"""Insights: the forms to post and to change one, and how they stand on the Home tab of who posted them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.context import Insight, Posted
from rules.records import TIERS

from .blocks import Block, actions, button, context, escape, field, modal, option, plain, section
from .carried import Origin, Value
from .inputs import day_input
from .notices import reach
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
        fits = audience(i)
        by = "" if p.by_id == mine else f", by {p.by}"
        blocks.append(
            section(f"“{escape(i.text[:300])}”\n{escape(fits)}, {_until(p, viewer)}{escape(by)}{_reach(p)}")
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


def audience(i: Insight) -> str:
    """Which accounts it is for."""
    parts = (
        f"{i.tier} accounts" if i.tier else "every tier",
        f"in {i.industry}" if i.industry else "",
        f"in {i.country}" if i.country else "",
        f"with {i.service}" if i.service else "",
    )
    return " ".join(x for x in parts if x)


def _until(p: Posted, viewer: Viewer) -> str:
    by = f"to be told by {viewer.day(p.insight.tell_by)}, " if p.insight.tell_by else ""
    return f"{by}until {viewer.day(p.until_on)}"


def _reach(p: Posted) -> str:
    return f"\n{reach(p.reach)}" if p.reach else ""


CHOOSE = (("industry", "Industry"), ("country", "Country"), ("service", "Service"))


def post_form(there: Mapping[str, Sequence[str]], token: str) -> Block:
    """What is worth telling, for which accounts, and whether each has to hear of it by a day."""
    tiers = [option(f"{t} accounts", t) for t in TIERS]
    blocks = [
        field(
            "text",
            "What is worth telling them?",
            {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": 500},
            optional=False,
            hint="Reps get it as the reason to call: a benchmark, a story, an offer that helps.",
        ),
        field("tier", "Only for", _open("tier", tiers, "Every tier")),
    ]
    for name, label in CHOOSE:
        if there.get(name):
            choices = [option(x, x) for x in there[name][:100]]
            blocks.append(field(name, label, _open(name, choices, f"Every {label.lower()}")))
    blocks.append(_tell_by(None))
    return modal(
        "Post an insight", blocks, INSIGHT_FORM, submit="Post", private_metadata=Origin(token).pack()
    )


def _open(name: str, options: Sequence[Block], every: str) -> Block:
    return {"type": "static_select", "action_id": name, "options": list(options), "placeholder": plain(every)}


def _tell_by(on: date | None) -> Block:
    hint = "Makes it a notice (a new version, a rule, a price): a reason to call until each was told."
    return field("tell_by", "Tell each of them by", day_input("tell_by", on), hint=hint)


def change_form(p: Posted, there: Mapping[str, Sequence[str]], origin: Origin) -> Block:
    text: Block = {
        "type": "plain_text_input",
        "action_id": "text",
        "multiline": True,
        "max_length": 500,
        "initial_value": p.insight.text,
    }
    tiers = [(t, f"{t} accounts") for t in TIERS]
    blocks = [
        field("text", "What is worth telling them?", text, optional=False),
        _one_of("tier", "Only for", "Every tier", choices=tiers, now=p.insight.tier),
    ]
    for name, label in CHOOSE:
        now = str(getattr(p.insight, name))
        known = [x for x in dict.fromkeys([now, *there.get(name, ())]) if x][:99]
        if known or name == "industry":
            every = f"Every {label.lower()}"
            blocks.append(_one_of(name, label, every, choices=[(x, x) for x in known], now=now))
    blocks.append(_tell_by(p.insight.tell_by))
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
