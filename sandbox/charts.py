"""Charts of data_visualization blocks as numbers for an SVG: where each bar stands, and how high. The
template draws."""

from __future__ import annotations

from math import ceil
from typing import Any

from .store import Doc

WIDTH, HEIGHT, LEFT, BOTTOM = 560, 200, 40, 34
LABEL = 38  # that a name takes below the axis


def bars(block: Doc) -> dict[str, Any]:
    """Bars, labels and grid lines of a bar, line or area chart."""
    chart = block["chart"]
    categories = chart["axis_config"]["categories"]
    top = _nice(max([p["value"] for s in chart["series"] for p in s["data"]] + [1]))
    slot = (WIDTH - LEFT) / len(categories)
    wide = min(slot * 0.7 / len(chart["series"]), 44)
    drawn = []
    for n, s in enumerate(chart["series"]):
        for c, point in enumerate(s["data"]):
            height = max(point["value"], 0) / top * (HEIGHT - BOTTOM - 14)
            x = LEFT + slot * c + (slot - wide * len(chart["series"])) / 2 + wide * n
            drawn.append(
                {
                    "x": round(x, 1),
                    "y": round(HEIGHT - BOTTOM - height, 1),
                    "w": round(wide - 2, 1),
                    "h": round(height, 1),
                    "value": point["value"],
                    "series": n,
                }
            )
    every = ceil(LABEL / slot)  # the last one is named, and as many before it as have room
    labels = [
        {"x": round(LEFT + slot * (c + 0.5), 1), "text": name}
        for c, name in enumerate(categories)
        if (len(categories) - 1 - c) % every == 0
    ]
    grid = [
        {"y": round(HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - 14), 1), "text": f"{top * share:g}"}
        for share in (0, 0.5, 1)
    ]
    return {
        "bars": drawn,
        "labels": labels,
        "grid": grid,
        "names": [s["name"] for s in chart["series"]],
        "width": WIDTH,
        "height": HEIGHT,
    }


def slices(block: Doc) -> list[dict[str, Any]]:
    """A pie's segments with their share in percent."""
    segments = block["chart"]["segments"]
    total = sum(s["value"] for s in segments)
    return [{"label": s["label"], "share": round(100 * s["value"] / total)} for s in segments]


def _nice(value: float) -> float:
    for step in (1, 2, 4, 5, 10, 20, 40, 50, 100, 200, 400, 500, 1000):
        if value <= step:
            return step
    return value
