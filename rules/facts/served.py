"""Accounts that are served through another: nobody calls them, and what they bring counts as that one's.
Source: DOMAIN, Words, account."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..phrase import Money


class Served(NamedTuple):
    """One that is no lost customer. `annual`: what it brings a year, with those served through it, in minor
    units of the workspace's currency; None when unknown or without a rate (`brings`: in its own, where
    somebody gave it)."""

    id: int
    name: str
    annual: int | None = None
    brings: Money | None = None


def with_served(own: int | None, served: Iterable[Served]) -> int | None:
    """What an account brings a year with those that are served through it; None where it is known of none of
    them. What nobody knows of some is not in it: a card names them."""
    known = [s.annual for s in served if s.annual is not None]
    return own if not known else (own or 0) + sum(known)
