"""A surface as a table of sections: each paints its own, a new one is a line, and too much is cut by rank
and said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from .blocks import MOST_BLOCKS, MOST_TEXT, Block, context, escape, section

MOST_OF_VIEW = 100  # blocks that Slack takes in a view
Painted = Sequence[Block] | str | None


class Section(NamedTuple):
    """`name` as it is said when there is no room for it. `paint` is given what the surface shows and its
    viewer; it returns blocks, or a line of text, which stands in one block with the lines beside it, or
    None when there is nothing to say. `rank`: 0 is what must be there; the higher, the sooner it gives
    way. A table holds sections in the order in which they are read."""

    name: str
    paint: Callable[..., Painted]
    rank: int = 1


def lay_out(sections: Sequence[Section], *shown: object, most: int = MOST_BLOCKS) -> list[Block]:
    """The blocks of a surface, at most `most`: shared out by rank, in a rank in the order of the table.
    What of a section has no room is cut from its end; a last line says what was left out."""
    painted = _joined([(s, said) for s in sections if (said := s.paint(*shown))])
    if sum(len(blocks) for _, blocks in painted) <= most:
        return [block for _, blocks in painted for block in blocks]
    free, places = most - 1, [0] * len(painted)  # one for the line that says so
    for n in sorted(range(len(painted)), key=lambda n: painted[n][0].rank):
        places[n] = _whole(painted[n][1], free)
        free -= places[n]
    kept = [block for (_, blocks), count in zip(painted, places, strict=True) for block in blocks[:count]]
    left = [
        _left(s, count) for (s, blocks), count in zip(painted, places, strict=True) if count < len(blocks)
    ]
    return [*kept, context(f"No room here for {', '.join(left)}.")]


def _whole(blocks: Sequence[Block], free: int) -> int:
    """How many of them may stand: at the end no line that parts two, and nothing that is cut from the
    buttons below it."""
    count = min(len(blocks), free)
    while 0 < count < len(blocks) and (
        blocks[count - 1]["type"] == "divider" or blocks[count]["type"] == "actions"
    ):
        count -= 1
    return count


def _left(s: Section, count: int) -> str:
    return f"the rest of “{escape(s.name)}”" if count else f"“{escape(s.name)}”"


def _joined(
    painted: Sequence[tuple[Section, Sequence[Block] | str]],
) -> list[tuple[Section, Sequence[Block]]]:
    """Lines that stand beside each other in one block, as far as its text goes: it stands by the first of
    their ranks."""
    joined: list[tuple[Section, Sequence[Block]]] = []
    lines: list[tuple[Section, str]] = []
    size = 0

    def close() -> None:
        nonlocal size
        size = 0
        if lines:
            joined.append(
                (
                    min((s for s, _ in lines), key=lambda s: s.rank),
                    [section("\n".join(line for _, line in lines))],
                )
            )
            lines.clear()

    for s, said in painted:
        if not isinstance(said, str):
            close()
            joined.append((s, said))
            continue
        if size + len(said) > MOST_TEXT:
            close()
        lines.append((s, said))
        size += len(said) + 1
    close()
    return joined
