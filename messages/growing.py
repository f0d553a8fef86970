"""Whom to grow: open plans with what is late on top, then who is worth one, ranked, with why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.facts.upsell import Upsell
from rules.growing import Growth

from .blocks import Block, Message, button, context, divider, escape, first_few, message, section
from .sections import Section, lay_out
from .upsold import UpsellAt, in_short, plan_button
from .words import Viewer, count

UPSELL_BEGIN = "upsell.begin"

OPEN, SHOWN = 12, 12  # plans, and accounts to grow, in one message


@dataclass(frozen=True, slots=True)
class Growing:
    """`open`: plans with their accounts, the latest first; `those` to grow, in their rank; `owners` names
    whose they are, where they are not the reader's own. `looked`, `of`: so many accounts were looked at of so
    many; `did`: what was just done."""

    open: Sequence[tuple[str, Upsell]]
    those: Sequence[Growth]
    owners: Mapping[int, str]
    leads: bool = False
    looked: int = 0
    of: int = 0
    did: str = ""


def growing(g: Growing, viewer: Viewer) -> Message:
    """The answer to `/account upsell`."""
    head = f"Upsell: {count(len(g.open), 'open plan')}, {count(len(g.those), 'account')} to grow."
    return message(f"{g.did} {head}".strip(), lay_out(LISTED, g, viewer))


def _head(g: Growing, viewer: Viewer) -> list[Block]:
    did = f"{g.did}\n" if g.did else ""
    whose = "your people's accounts" if g.leads else "your accounts"
    return [section(f"{did}*Upsell* · {whose}")]


def _open(g: Growing, viewer: Viewer) -> list[Block] | None:
    """What is late first; each opens its plan."""
    if not g.open:
        return None
    late = sum(plan.late_on(viewer.today) > 0 for _, plan in g.open)

    def painted(one: tuple[str, Upsell]) -> Block:
        name, plan = one
        text = f"*{escape(name)}*{_whose(g, plan.account_id)}\n{in_short(plan, viewer)}"
        return section(text, plan_button(plan.account_id, name))

    head = f"*{count(len(g.open), 'open plan')}*" + (f", {late} late" if late else "")
    return [section(head), *first_few(g.open, OPEN, painted)]


def _those(g: Growing, viewer: Viewer) -> list[Block]:
    """Ranked: a need with a budget, a need, growth, an old package."""
    if not g.those:
        return [
            section(
                "*Nobody else to grow now.* Who is well and no money maker stands here once a need, a "
                "budget, growth or an old package is on file. Ask what they would do more of."
            )
        ]

    def painted(x: Growth) -> Block:
        target = button("Target", UPSELL_BEGIN, UpsellAt(x.account_id).pack(), says=f"Target: {x.name}")
        head = f"*{escape(x.name)}*{_whose(g, x.account_id)} · {_brings(x, viewer)}"
        return section(f"{head}\n{why(x, viewer)}", target)

    head = [divider(), section(f"*{count(len(g.those), 'account')} to grow*, what says most first")]
    return [*head, *first_few(g.those, SHOWN, painted)]


def _brings(x: Growth, viewer: Viewer) -> str:
    return f"{viewer.money(x.annual)} a year" if x.annual is not None else viewer.money(None)


def _whose(g: Growing, account_id: int) -> str:
    owner = g.owners.get(account_id)
    return f" · {escape(owner)}" if owner else ""


def why(x: Growth, viewer: Viewer) -> str:
    """All that speaks for it, what says most first. Escaped."""
    return escape("; ".join(viewer.plain(w) for w in x.why))


def _left(g: Growing, viewer: Viewer) -> list[Block] | None:
    if g.looked >= g.of:
        return None
    return [
        context(f"Looked at {g.looked:,} of {g.of:,} accounts: those with a need, then what brings most.")
    ]


LISTED = (
    Section("upsell", _head, rank=0),
    Section("open plans", _open),
    Section("whom to grow", _those),
    Section("what was looked at", _left, rank=0),
)
