"""Slack's limits on blocks and views, as strict as Slack: the reason of the first thing that is wrong, or
None.

Source: Block Kit's reference; figures checked 2026-11.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
BLOCKS = {
    "message": {
        "section",
        "header",
        "context",
        "actions",
        "divider",
        "image",
        "rich_text",
        "markdown",
        "table",
        "data_table",
        "data_visualization",
        "video",
        "file",
    },
    "modal": {"section", "header", "context", "actions", "divider", "image", "input", "rich_text", "alert"},
    "home": {
        "section",
        "header",
        "context",
        "actions",
        "divider",
        "image",
        "input",
        "rich_text",
        "data_table",
    },
}
ELEMENTS = {
    "button",
    "static_select",
    "external_select",
    "users_select",
    "conversations_select",
    "channels_select",
    "overflow",
    "datepicker",
    "timepicker",
    "radio_buttons",
    "checkboxes",
    "multi_static_select",
    "multi_external_select",
}
INPUTS = (ELEMENTS - {"button", "overflow"}) | {"plain_text_input", "number_input", "email_text_input"}


class Wrong(Exception):
    """Why the blocks are refused."""


def wrong_blocks(blocks: Any, surface: str = "message") -> str | None:
    """The reason a list of blocks is refused on a surface; None when Slack would take it."""
    try:
        _blocks(blocks, surface)
    except Wrong as wrong:
        return str(wrong)
    return None


def wrong_view(view: Any) -> str | None:
    """The reason a modal or Home view is refused; None when Slack would take it."""
    try:
        kind = view.get("type")
        _need(kind in {"modal", "home"}, f"view type {kind}")
        _need(len(json.dumps(view)) <= 250_000, "view over 250 KB")
        _need(len(view.get("private_metadata", "")) <= 3000, "private_metadata over 3000")
        _need(len(view.get("callback_id", "")) <= 255, "callback_id over 255")
        if kind == "modal":
            _text(view.get("title"), 24, "title", kinds={"plain_text"})
            for name in ("submit", "close"):
                if name in view:
                    _text(view[name], 24, name, kinds={"plain_text"})
            has_input = any(b.get("type") == "input" for b in view.get("blocks", []))
            _need(not has_input or "submit" in view, "a view with input blocks needs submit")
        _blocks(view.get("blocks"), kind)
    except Wrong as wrong:
        return str(wrong)
    return None


def _need(holds: Any, why: str) -> None:
    if not holds:
        raise Wrong(why)


def _blocks(blocks: Any, surface: str) -> None:
    _need(isinstance(blocks, list), "blocks is no list")
    most = MESSAGE_BLOCKS if surface == "message" else VIEW_BLOCKS
    _need(len(blocks) <= most, f"no more than {most} items allowed")
    ids = [b.get("block_id") for b in blocks if isinstance(b, dict) and b.get("block_id")]
    _need(len(ids) == len(set(ids)), "block_id must be unique")
    for n, block in enumerate(blocks):
        try:
            _need(isinstance(block, dict), "is no object")
            _need(block.get("type") in BLOCKS[surface], f"unsupported type: {block.get('type')}")
            _need(len(block.get("block_id") or "") <= 255, "block_id over 255")
            CHECKS[block["type"]](block)
        except Wrong as wrong:
            raise Wrong(f"{wrong} [json-pointer:/blocks/{n}]") from None
    charts = sum(b["type"] == "data_visualization" for b in blocks)
    _need(charts <= 2, "no more than 2 data_visualization blocks")
    _need(sum(b["type"] == "table" for b in blocks) <= 1, "no more than 1 table block")


def _keys(given: dict[str, Any], allowed: Iterable[str]) -> None:
    extra = set(given) - set(allowed)
    _need(not extra, f"invalid additional property: {', '.join(sorted(extra))}")


def _text(given: Any, most: int, name: str, kinds: set[str] = frozenset({"plain_text", "mrkdwn"})) -> None:  # type: ignore[assignment]
    _need(isinstance(given, dict), f"missing required field: {name}")
    _need(given.get("type") in kinds, f"{name}: type {given.get('type')} not allowed")
    _keys(given, {"type", "text", "emoji"} if given["type"] == "plain_text" else {"type", "text", "verbatim"})
    text = given.get("text")
    _need(isinstance(text, str) and text, f"{name}: must be more than 0 characters")
    _need(len(text) <= most, f"{name}: must be less than {most + 1} characters")


def _section(block: dict[str, Any]) -> None:
    _keys(block, {"type", "block_id", "text", "fields", "accessory", "expand"})
    _need("text" in block or "fields" in block, "section needs text or fields")
    if "text" in block:
        _text(block["text"], 3000, "text")
    if "fields" in block:
        _need(1 <= len(block["fields"]) <= 10, "no more than 10 fields")
        for f in block["fields"]:
            _text(f, 2000, "field")
    if "accessory" in block:
        _element(block["accessory"], ELEMENTS | {"image"})


def _header(block: dict[str, Any]) -> None:
    _keys(block, {"type", "block_id", "text", "level"})
    _text(block.get("text"), 150, "text", kinds={"plain_text"})


def _context(block: dict[str, Any]) -> None:
    _keys(block, {"type", "block_id", "elements"})
    _need(1 <= len(block.get("elements", [])) <= 10, "context takes 1 to 10 elements")
    for e in block["elements"]:
        if e.get("type") != "image":
            _text(e, 3000, "element")


def _actions(block: dict[str, Any]) -> None:
    _keys(block, {"type", "block_id", "elements"})
    _need(1 <= len(block.get("elements", [])) <= 25, "actions takes 1 to 25 elements")
    ids = [e.get("action_id") for e in block["elements"]]
    _need(len(ids) == len(set(ids)), "action_id must be unique within a block")
    for e in block["elements"]:
        _element(e, ELEMENTS)


def _input(block: dict[str, Any]) -> None:
    _keys(block, {"type", "block_id", "label", "element", "hint", "optional", "dispatch_action"})
    _text(block.get("label"), 2000, "label", kinds={"plain_text"})
    if "hint" in block:
        _text(block["hint"], 2000, "hint", kinds={"plain_text"})
    _element(block.get("element"), INPUTS)


def _element(e: Any, allowed: set[str]) -> None:
    _need(
        isinstance(e, dict) and e.get("type") in allowed,
        f"unsupported element: {e.get('type') if isinstance(e, dict) else e}",
    )
    if e["type"] == "image":
        return
    _need(len(e.get("action_id", "")) <= 255, "action_id over 255")
    if "placeholder" in e:
        _text(e["placeholder"], 150, "placeholder", kinds={"plain_text"})
    if e["type"] == "button":
        _keys(e, {"type", "action_id", "text", "value", "style", "url", "confirm", "accessibility_label"})
        _text(e.get("text"), 75, "button text", kinds={"plain_text"})
        _need(len(e.get("value", "")) <= 2000, "button value over 2000")
        _need(len(e.get("accessibility_label", "")) <= 75, "accessibility_label over 75")
        _need(e.get("style", "primary") in {"primary", "danger"}, "button style")
        if "confirm" in e:
            _confirm(e["confirm"])
    if "options" in e:
        most = {"overflow": 5, "radio_buttons": 10, "checkboxes": 10}.get(e["type"], 100)
        _need(1 <= len(e["options"]) <= most, f"options takes 1 to {most}")
        for o in e["options"]:
            _option(o)
    for name in ("initial_option", "initial_options"):
        chosen = e.get(name)
        for o in chosen if isinstance(chosen, list) else [chosen] if chosen else []:
            _option(o)
            _need("options" not in e or o in e["options"], f"{name} is not among options")
    _need(len(e.get("initial_value", "")) <= e.get("max_length", 3000), "initial_value over max_length")


def _confirm(asks: dict[str, Any]) -> None:
    _keys(asks, {"title", "text", "confirm", "deny", "style"})
    for name, most in {"title": 100, "text": 300, "confirm": 30, "deny": 30}.items():
        _text(asks.get(name), most, f"confirm {name}", kinds={"plain_text"})


def _option(o: dict[str, Any]) -> None:
    _keys(o, {"text", "value", "description", "url"})
    _text(o.get("text"), 75, "option text")
    _need(0 < len(o.get("value", "")) <= 150, "option value takes 1 to 150 characters")
    if "description" in o:
        _text(o["description"], 75, "option description")


def _chart(block: dict[str, Any]) -> None:
    _keys(block, {"type", "block_id", "title", "chart"})
    _need(0 < len(block.get("title", "")) <= 50, "chart title takes 1 to 50 characters")
    chart = block.get("chart") or {}
    _need(chart.get("type") in {"bar", "line", "area", "pie"}, "chart type")
    if chart["type"] == "pie":
        _need(1 <= len(chart.get("segments", [])) <= 12, "segments")
        _need(all(s["value"] > 0 for s in chart["segments"]), "segment value must be above 0")
        return
    axis = chart.get("axis_config") or {}
    categories = axis.get("categories") or []
    _need(1 <= len(categories) <= 20 and all(0 < len(c) <= 20 for c in categories), "categories")
    _need(len(categories) == len(set(categories)), "categories must be unique")
    _need(len(axis.get("x_label", "")) <= 50 and len(axis.get("y_label", "")) <= 50, "axis label over 50")
    _need(1 <= len(chart.get("series", [])) <= 6, "series takes 1 to 6")
    for s in chart["series"]:
        _need(0 < len(s.get("name", "")) <= 20, "series name takes 1 to 20 characters")
        _need([p["label"] for p in s["data"]] == categories, "one value for every category")
        _need(all(math.isfinite(p["value"]) for p in s["data"]), "values must be finite")


def _data_table(block: dict[str, Any]) -> None:
    _keys(block, {"type", "block_id", "caption", "rows", "page_size"})
    _need(block.get("caption"), "missing required field: caption")
    rows = block.get("rows") or []
    _need(1 <= len(rows) <= 101, "rows takes 1 to 101")
    _need(1 <= block.get("page_size", 10) <= 100, "page_size takes 1 to 100")
    _need(len({len(r) for r in rows}) == 1 and 1 <= len(rows[0]) <= 20, "rows of one width up to 20")
    _need(all(c["type"] == "raw_text" for c in rows[0]), "header cells are raw_text")
    for row in rows:
        for c in row:
            _need(
                c.get("type") in {"raw_text", "raw_number", "rich_text", "button"},
                f"cell type {c.get('type')}",
            )
            _need(c["type"] != "raw_text" or c.get("text"), "a raw_text cell must not be empty")
    _need(
        sum(len(str(c.get("text", c.get("value", "")))) for r in rows for c in r) <= 10_000,
        "table over 10,000 characters",
    )


def _any(block: dict[str, Any]) -> None:
    return None


CHECKS = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "input": _input,
    "divider": _any,
    "data_visualization": _chart,
    "data_table": _data_table,
    "table": _any,
    "image": _any,
    "rich_text": _any,
    "markdown": _any,
    "video": _any,
    "file": _any,
    "alert": _any,
}
