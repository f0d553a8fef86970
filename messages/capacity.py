"""A cadence that nobody could keep, told as what it is: more accounts than hands."""

from __future__ import annotations

from rules.records import TIERS, Person
from rules.week import Digest

from .blocks import Block, button, section
from .home import HOME_SETTINGS
from .words import Viewer

BLOCK = "capacity"


def short(d: Digest, viewer: Viewer, of: Person | None) -> list[Block] | None:
    """The whole team is short: what it needs, what it made, the cadences that would fit."""
    f = d.fits
    if f is None:
        return None
    text = (
        f"*Capacity*: {f.needed:.1f} touches a day needed, {f.made:.1f} made by the whole team in 4 weeks. "
        "Moving accounts between people doesn't mend that."
    )
    if f.cadences is None:
        return [section(f"{text} Even cadences twice as long would not fit: fewer accounts, or more people.")]
    each = ", ".join(f"{t} {f.cadences[t]}{'' if t in f.longer else ' as now'}" for t in TIERS)
    text += f"\nCadences that would fit, in days: {each}."
    if not viewer.is_admin:
        return [section(f"{text} An admin sets them.")]
    return [section(text, button("Settings", HOME_SETTINGS, "settings", says="Settings: cadences"), BLOCK)]
