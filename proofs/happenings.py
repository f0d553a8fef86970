"""What may happen at a company on a day: HAPPENINGS, with how often; each does it as people do, in Slack.

Left out is what changes a past week's figures, and rightly: a touch that is voided, moved or of an earlier
day, a churn of an earlier day, an undo of what was changed in a week before ("as if it had not been").
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from . import by_managers, by_reps
from .company import Company


class Happening(NamedTuple):
    """What may happen on a day, with how many of it a day there are on the average, in a whole company."""

    name: str
    a_day: float
    do: Callable[[Company], bool]
    """Whether it came about."""


HAPPENINGS: tuple[Happening, ...] = (
    Happening("touched", 22, by_reps.touches),
    Happening("snoozed", 2, by_reps.snoozes),
    Happening("not needed", 2, by_reps.needs_nothing),
    Happening("paused", 0.4, by_reps.pauses),
    Happening("demoted", 0.4, by_reps.demotes),
    Happening("promoted", 0.3, by_reps.promotes),
    Happening("served", 0.3, by_reps.has_it_served),
    Happening("churned", 0.15, by_reps.churns),
    Happening("decided", 0.6, by_managers.decides),
    Happening("away", 0.3, by_reps.goes_away),
    Happening("joined", 0.05, by_managers.joins),
    Happening("left", 0.04, by_managers.leaves),
    Happening("deactivated", 0.03, by_reps.is_deactivated),
    Happening("given on", 0.5, by_managers.is_given_on),
    Happening("accepted", 0.4, by_reps.accepts),
    Happening("added", 0.3, by_reps.is_added),
    Happening("merged", 0.2, by_reps.is_merged),
    Happening("merge decided", 0.3, by_reps.decides_on_a_merge),
    Happening("to whom", 0.5, by_managers.says_to_whom),
    Happening("took all", 0.6, by_reps.takes_all),
    Happening("left as it is", 0.3, by_managers.leaves_it),
    Happening("undone", 0.4, by_reps.takes_it_back),
    Happening("loosening taken back", 0.3, by_managers.takes_a_loosening_back),
    Happening("paused in bulk", 0.1, by_managers.pauses_in_bulk),
    Happening("reassigned", 0.02, by_managers.is_reassigned),
)
