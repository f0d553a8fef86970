"""Block Kit's pieces as plain dicts, cut to Slack's limits. The only place that escapes and clips."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

Block = dict[str, Any]
Message = dict[str, Any]
T = TypeVar("T")

MOST_BLOCKS, MOST_TEXT = 50, 3000
_ENTITY = re.compile(r"&(?:amp|lt|gt);")


def escape(text: str) -> str:
    """Text of a person or a file, safe in mrkdwn: no mention, link or entity comes alive."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def clip(escaped: str, most: int) -> str:
    """Cut escaped text without cutting an entity in two."""
    if len(escaped) <= most:
        return escaped
    cut = most - 1
    for entity in _ENTITY.finditer(escaped, max(0, cut - 5), min(len(escaped), cut + 5)):
        if entity.start() < cut < entity.end():
            cut = entity.start()
    return escaped[:cut] + "…"


def plain(text: str, most: int = 75) -> Block:
    """A plain_text object; an empty text becomes a dash, which Slack accepts."""
    text = " ".join(text.split()) if most <= 150 else text
    return {
        "type": "plain_text",
        "text": (text if len(text) <= most else text[: most - 1] + "…") or "–",
        "emoji": True,
    }


def mrkdwn(text: str, most: int = MOST_TEXT) -> Block:
    """A mrkdwn object of text whose foreign parts are escaped already; verbatim, so that Slack makes no
    links or mentions of it."""
    return {"type": "mrkdwn", "text": clip(text, most) or "–", "verbatim": True}


def section(text: str, accessory: Block | None = None, block_id: str = "") -> Block:
    block: Block = {"type": "section", "text": mrkdwn(text)}
    if accessory:
        block["accessory"] = accessory
    if block_id:
        block["block_id"] = block_id
    return block


def in_texts(lines: Iterable[str]) -> list[str]:
    """Lines together, as many as a section takes, none of them parted."""
    texts = [""]
    for line in lines:
        if texts[-1] and len(texts[-1]) + len(line) + 1 > MOST_TEXT:
            texts.append("")
        texts[-1] = f"{texts[-1]}\n{line}" if texts[-1] else line
    return texts


def fields(texts: Sequence[str]) -> Block:
    return {"type": "section", "fields": [mrkdwn(t, 2000) for t in texts[:10]]}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, 150)}


def context(*texts: str) -> Block:
    return {"type": "context", "elements": [mrkdwn(t) for t in texts[:10]]}


def divider() -> Block:
    return {"type": "divider"}


def actions(elements: Sequence[Block], block_id: str = "") -> Block:
    block: Block = {"type": "actions", "elements": list(elements[:25])}
    if block_id:
        block["block_id"] = block_id
    return block


def sure(title: str, text: str, yes: str) -> Block:
    """What is asked before a button acts: for what takes away more than is in sight."""
    said = {"title": plain(title, 100), "text": plain(text, 300)}
    return {**said, "confirm": plain(yes, 30), "deny": plain("Not now", 30), "style": "danger"}


def button(
    label: str, action_id: str, value: str, style: str = "", says: str = "", asks: Block | None = None
) -> Block:
    """A button; `says` is read out in its place ("Log a touch with Acme"); `asks` first (`sure`)."""
    block: Block = {"type": "button", "text": plain(label), "action_id": action_id, "value": value}
    if style:
        block["style"] = style
    if says:
        block["accessibility_label"] = says[:75]
    if asks:
        block["confirm"] = asks
    return block


def option(label: str, value: str, description: str = "") -> Block:
    choice: Block = {"text": plain(label), "value": value}
    if description:
        choice["description"] = plain(description)
    return choice


def turns(before: Block | None, after: Block | None, beside: Sequence[Block] = ()) -> list[Block]:
    """The buttons that turn a page, and others in their row. Slack takes an action id once in a block: where
    both ways are open each has a row."""
    if before and after:
        return [actions([before]), actions([after, *beside])]
    row = [b for b in (before, after, *beside) if b]
    return [actions(row)] if row else []


def select(placeholder: str, action_id: str, options: Sequence[Block]) -> Block:
    return {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
        "options": list(options[:100]),
    }


def overflow(action_id: str, options: Sequence[Block]) -> Block:
    return {"type": "overflow", "action_id": action_id, "options": list(options[:5])}


def field(
    block_id: str, label: str, element: Block, optional: bool = True, hint: str = "", dispatch: bool = False
) -> Block:
    """An input of a modal."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, 2000),
        "element": element,
        "optional": optional,
    }
    if hint:
        block["hint"] = plain(hint, 2000)
    if dispatch:
        block["dispatch_action"] = True
    return block


def modal(
    title: str, blocks: Sequence[Block], callback_id: str, submit: str = "", private_metadata: str = ""
) -> Block:
    view: Block = {
        "type": "modal",
        "title": plain(title, 24),
        "callback_id": callback_id,
        "blocks": list(blocks[:100]),
        "close": plain("Cancel" if submit else "Close", 24),
        "private_metadata": private_metadata,
    }
    if submit:
        view["submit"] = plain(submit, 24)
    return view


def line_chart(
    title: str, categories: Sequence[str], series: Mapping[str, Sequence[float]], x: str, y: str
) -> Block:
    """A line for each series; each has one finite value for each category."""
    return _chart("line", title, categories, series, x=x, y=y)


def bar_chart(
    title: str, categories: Sequence[str], series: Mapping[str, Sequence[float]], x: str, y: str
) -> Block:
    """A bar chart; every series has one finite value for each category."""
    return _chart("bar", title, categories, series, x=x, y=y)


def _chart(
    kind: str, title: str, categories: Sequence[str], series: Mapping[str, Sequence[float]], x: str, y: str
) -> Block:
    names = [c[:20] for c in categories[:20]]
    return {
        "type": "data_visualization",
        "title": title[:50],
        "chart": {
            "type": kind,
            "series": [
                {
                    "name": name[:20],
                    "data": [{"label": c, "value": v} for c, v in zip(names, values, strict=False)],
                }
                for name, values in list(series.items())[:6]
            ],
            "axis_config": {"categories": names, "x_label": x[:50], "y_label": y[:50]},
        },
    }


def data_table(
    caption: str, head: Sequence[str], rows: Iterable[Sequence[str | int | float]], page: int = 10
) -> Block:
    """A data table: at most 100 rows and 10,000 characters; what is left out the text beside it must say."""
    table, size = [[{"type": "raw_text", "text": h} for h in head]], sum(map(len, head))
    for row in list(rows)[:100]:
        cells = [_cell(c) for c in row]
        size += sum(len(str(c.get("text", c.get("value")))) for c in cells)
        if size > 9000:
            break
        table.append(cells)
    return {"type": "data_table", "caption": caption, "rows": table, "page_size": page}


def _cell(value: str | int | float) -> Block:
    if isinstance(value, str):
        return {"type": "raw_text", "text": value or "–"}
    return {"type": "raw_number", "value": value, "text": f"{value:,}"}


def headed(title: str, blocks: Sequence[Block]) -> list[Block]:
    """Under a title (escaped), which takes no block of its own where the first is a text."""
    if not blocks or blocks[0]["type"] != "section":
        return [section(title), *blocks]
    first = blocks[0]
    return [{**first, "text": {**first["text"], "text": f"{title}\n{first['text']['text']}"}}, *blocks[1:]]


def first_few(those: Sequence[T], most: int, painted: Callable[[T], Block]) -> list[Block]:
    """The first of them, each as it is painted, and how many more there are."""
    blocks = [painted(one) for one in those[:most]]
    more = len(those) - most
    return [*blocks, context(f"And {more} more.")] if more > 0 else blocks


def message(text: str, blocks: Sequence[Block]) -> Message:
    """A message: `text` is what notifications and screen readers say."""
    return {"text": clip(text, 3900), "blocks": list(blocks[:MOST_BLOCKS])}


def without(
    blocks: Sequence[Block], kinds: frozenset[str] = frozenset({"data_visualization", "data_table"})
) -> list[Block]:
    """The blocks for a client that refuses the newer kinds."""
    return [b for b in blocks if b["type"] not in kinds]
