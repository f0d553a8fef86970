"""Insights: the forms to post and to change one, and how they stand on the Home tab of who posted them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.context import Insight, Posted
from rules.records import TIERS

from .blocks import Block, actions, button, context, escape, field, modal, option, plain, section
from .carried import Value
from .inputs import day_input
from .notices import reach
from .words import Viewer, count

INSIGHT_FORM = "insight.form"
INSIGHT_CHANGE = "insight.change"
INSIGHT_WITHDRAW = "insight.withdraw"
INSIGHT_CHANGED = "insight.changed"


@dataclass(frozen=True, slots=True)
class InsightRef(Value):
    """An insight that was posted."""

    insight: int


@dataclass(frozen=True, slots=True)
class Posting(Value):
    """What a form was opened for: `token` is unique to this opening, `insight` is changed; the list of
    notices that it was opened from stands at `response_url`, and `due` wants a deadline."""

    token: str
    insight: int = 0
    response_url: str = ""
    due: bool | None = None


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
        blocks += [section(entry(p, mine, viewer)), actions(changing(p))]
    if len(posted) > SHOWN:
        blocks.append(context(f"And {len(posted) - SHOWN} older ones."))
    return blocks


def entry(p: Posted, mine: int, viewer: Viewer, among: str = "") -> str:
    """What was posted, for whom, until when, and of a notice who heard of it; `among` as in `reach`."""
    i = p.insight
    by = "" if p.by_id == mine else f", by {escape(p.by)}"
    heard = f"\n{reach(p.reach, mine=mine, among=among)}" if p.reach else ""
    return f"“{escape(i.text[:300])}”\n{escape(audience(i))}, {_until(p, viewer)}{by}{heard}"


def changing(p: Posted) -> list[Block]:
    """The buttons of whoever may change it."""
    ref, what = InsightRef(p.insight.id).pack(), "notice" if p.insight.tell_by else "insight"
    return [
        button("Change", INSIGHT_CHANGE, ref, says=f"Change this {what}"),
        button("Withdraw", INSIGHT_WITHDRAW, ref, says=f"Withdraw this {what}"),
    ]


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
    late_for = p.late_for(viewer.today)
    late = f"*{count(late_for, 'day')} late*, " if late_for else ""
    return f"{by}{late}until {viewer.day(p.until_on)}"


WORTH = "Reps get it as the reason to call: a benchmark, a story, an offer that helps."
NEWS = "A new version, a rule, a price: a reason to call each of them until they were told."
CHOOSE = (("industry", "Industry"), ("country", "Country"), ("service", "Service"))


def post_form(there: Mapping[str, Sequence[str]], posting: Posting) -> Block:
    """What is worth telling, for which accounts, and whether each has to hear of it by a day."""
    tiers = [option(f"{t} accounts", t) for t in TIERS]
    blocks = [
        field(
            "text",
            "What is worth telling them?",
            {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": 500},
            optional=False,
            hint=NEWS if posting.due else WORTH,
        ),
        field("tier", "Only for", _open("tier", tiers, "Every tier")),
    ]
    for name, label in CHOOSE:
        if there.get(name):
            choices = [option(x, x) for x in there[name][:100]]
            blocks.append(field(name, label, _open(name, choices, f"Every {label.lower()}")))
    blocks.append(_tell_by(None, due=bool(posting.due)))
    title = "Post a notice" if posting.due else "Post an insight"
    return modal(title, blocks, INSIGHT_FORM, submit="Post", private_metadata=posting.pack())


def _open(name: str, options: Sequence[Block], every: str) -> Block:
    return {"type": "static_select", "action_id": name, "options": list(options), "placeholder": plain(every)}


def _tell_by(on: date | None, due: bool) -> Block:
    hint = "Makes it a notice (a new version, a rule, a price): a reason to call until each was told."
    label, hint = "Tell each of them by", "" if due else hint
    return field("tell_by", label, day_input("tell_by", on), optional=not due, hint=hint)


def change_form(p: Posted, there: Mapping[str, Sequence[str]], posting: Posting) -> Block:
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
    blocks.append(_tell_by(p.insight.tell_by, due=bool(posting.due)))
    title = "Change notice" if posting.due else "Change insight"
    return modal(title, blocks, INSIGHT_CHANGED, submit="Save", private_metadata=posting.pack())


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
