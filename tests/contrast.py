"""How legible a page is: the contrast of each text with what stands behind it. Source: WCAG 2.2, relative
luminance and 1.4.3."""

from __future__ import annotations

from typing import Any

AA = 4.5
_MEASURE = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const over = (layers) => { // colours painted one over the other, the lowest first, on what the page's scheme gives
    canvas.clearRect(0, 0, 1, 1);
    for (const c of layers) { canvas.fillStyle = c; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (rgb) => { const [r, g, b] = rgb.map((v) => ((v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode.data.trim(), e = walker.currentNode.parentElement;
    if (!text || !e.checkVisibility() || e.closest("script, svg, option, .hidden")) continue;
    const layers = [];
    for (let at = e; at; at = at.parentElement) layers.unshift(getComputedStyle(at).backgroundColor);
    const behind = light(over(layers)), front = light(over([...layers, getComputedStyle(e).color]));
    const ratio = (Math.max(front, behind) + 0.05) / (Math.min(front, behind) + 0.05);
    found.push([text.slice(0, 40), e.className || e.tagName, Math.round(ratio * 100) / 100]);
  }
  return found;
}"""


def illegible(page: Any) -> list[tuple[str, str, float]]:
    """(text, where, contrast) of what is shown with less than 4.5 to 1; opacity is not counted."""
    seen = [(text, where, ratio) for text, where, ratio in page.evaluate(_MEASURE)]
    assert len(seen) > 10, "there is something to read"
    return [one for one in seen if one[2] < AA]
