"""The log form: what was typed on top, what is doubtful first, five fields; the rest behind More."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rules.facts.entries import Entry

from . import captured
from .blocks import Block, actions, button, context, escape, modal, plain, section
from .carried import Origin
from .log_fields import FIELDS, Form
from .log_touch import in_short
from .words import PURPOSE, SENTIMENT, Viewer, count, listed

LOG_FORM = "log.form"
LOG_MORE = "log.more"

MOST_FIELDS = 5
FEW = ("account", "channel", "on", "outcome", "note")


def form(form: Form, origin: Origin, viewer: Viewer) -> Block:
    """The modal: account, channel, outcome and day are required; what is known is filled in, what is not
    stays open."""
    entry = form.entry or Entry((), viewer.today)
    hidden = {name for name, _ in form.doubts} - {*FIELDS, ""}  # a day to come, say
    form = replace(form, whole=form.whole or form.editing or bool(hidden))
    names = _all(form) if form.whole else _few(form, form.base or entry)
    marked = {name for name, _ in form.doubts} | (set(_missing(entry)) if form.typed else set())
    blocks = _above(form, viewer)
    for name in names:
        blocks += [_marked(b) if name in marked else b for b in FIELDS[name](form, entry, viewer)]
    if form.whole:
        blocks += [block for line in captured.CAPTURED for block in line.fields(entry)]
    else:
        if behind := _behind(form, entry, names, viewer):
            blocks.append(context(f"*More:* {behind}"))
        blocks.append(actions([button("More", LOG_MORE, "more", says="Show all fields")]))
    view = modal(
        "Edit touch" if form.editing else "Log a touch",
        blocks,
        LOG_FORM,
        submit="Save",
        private_metadata=origin.pack(),
    )
    return {**view, "notify_on_close": True} if origin.line is not None else view


def _above(form: Form, viewer: Viewer) -> list[Block]:
    """The line as it was typed, what to check, what is wrong, and what else is logged."""
    blocks = [section("\n".join(f">{escape(t)}" for t in form.typed.split("\n")))] if form.typed else []
    doubts = [escape(why) for _, why in form.doubts]
    if len(doubts) == 1:
        blocks.append(section(f"❓ *Please check:* {doubts[0]}"))
    elif doubts:
        blocks.append(section("❓ *Please check:*\n" + "\n".join(f"• {why}" for why in doubts)))
    if form.said:
        blocks.append(section(f"⚠️ {escape(form.said)}"))
    if form.beside:
        others = "; ".join(
            f"{escape(listed(names, 5))} · {in_short(entry, (), viewer)}" for entry, names in form.beside
        )
        blocks.append(context(f"Also logged when you save: {others}"))
    if form.later:
        blocks.append(context(f"After this one, {count(form.later, 'more touch', 'more touches')} to check."))
    return blocks


def _few(form: Form, entry: Entry) -> list[str]:
    """What is doubtful or missing first, then what is asked of every touch, five at most."""
    missing = _missing(entry)
    doubtful = [name for name, _ in form.doubts if name in FIELDS]
    names = list(dict.fromkeys([*doubtful, *missing, *FEW]))[:MOST_FIELDS]
    if set(missing) <= set(names):
        return names
    return list(dict.fromkeys([*missing, *doubtful, *FEW]))[:MOST_FIELDS]


def _missing(entry: Entry) -> list[str]:
    """What nobody said and a touch needs."""
    there = {"account": entry.account_ids, "channel": entry.channel, "outcome": entry.outcome}
    return [name for name, value in there.items() if not value]


def _all(form: Form) -> list[str]:
    doubtful = [name for name, _ in form.doubts if name in FIELDS]
    return list(dict.fromkeys([*doubtful, *FIELDS]))


def _marked(block: Block) -> Block:
    if block["type"] != "input":
        return block
    return {**block, "label": plain(f"❓ {block['label']['text']}", 2000)}


def _behind(form: Form, entry: Entry, names: Sequence[str], viewer: Viewer) -> str:
    """What is filled in though its field is not shown."""
    met = [escape(c.name) for c in form.contacts if c.id in entry.contact_ids]
    values = {
        "contacts": f"with {listed(met)}" if met else "",
        "direction": "they came to us" if entry.direction == "inbound" else "",
        "purpose": PURPOSE[entry.purpose].lower() if entry.purpose else "",
        "sentiment": SENTIMENT[entry.sentiment] if entry.sentiment else "",
        "minutes": f"{entry.minutes} min" if entry.minutes is not None else "",
    }
    brought = [text for line in captured.CAPTURED if (text := line.logged(entry, viewer))]
    return ", ".join([v for name, v in values.items() if v and name not in names] + brought)
