"""What kinds of rows there are, from top to bottom: one stands below those that it refers to."""

from __future__ import annotations

from .accounts import ACCOUNTS
from .changes import CHANGES
from .concerns import CONCERNS
from .contacts import CONTACTS
from .milestones import MILESTONES
from .needs import GOALS, NEEDS
from .next_steps import NEXT_STEPS
from .noun import Noun
from .offers import OFFERS
from .people import PEOPLE
from .promises import PROMISES
from .requests import REQUESTS
from .revenue import REVENUE
from .team import TEAM
from .touches import TOUCHES
from .upsells import UPSELLS

NOUNS: tuple[Noun, ...] = (
    PEOPLE,
    ACCOUNTS,
    TEAM,
    CONTACTS,
    TOUCHES,
    REVENUE,
    NEXT_STEPS,
    PROMISES,
    REQUESTS,
    CONCERNS,
    MILESTONES,
    CHANGES,
    NEEDS,
    GOALS,
    OFFERS,
    UPSELLS,
)


def noun(kind: str) -> Noun | None:
    """The noun of a kind, None when there is none of it."""
    return next((n for n in NOUNS if n.kind == kind), None)


def of(kind: str) -> Noun:
    """The noun of a kind that is there."""
    return next(n for n in NOUNS if n.kind == kind)
