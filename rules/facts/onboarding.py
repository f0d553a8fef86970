"""How onboarding goes: the stages of an account, the time to first value, and both of a team. Source: DOMAIN,
Words, milestone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_high

from ..records import Person, Record, days
from .milestone import Milestone
from .templates import STAGES

SPAN = days(365)  # a median counts what was reached in the year to its day


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage that an account goes through, or went: its steps that were not dropped, the first due first.
    `started_on` None: nobody knows."""

    name: str
    started_on: date | None
    steps: tuple[Milestone, ...]

    @property
    def brings(self) -> Milestone:
        """The step with which first value is reached: the first that is marked so, else the last."""
        return next((m for m in self.steps if m.first_value), self.steps[-1])

    def days_to_first_value(self, on: date) -> int | None:
        """Days from the stage's start to that step; None while it was open at the end of a day, or where
        nobody knows the start."""
        step = self.brings
        if self.started_on is None or step.done_on is None or step.open_on(on):
            return None
        return max((step.done_on - self.started_on).days, 0)

    def done(self, on: date) -> int:
        """How many of its steps were done by the end of a day."""
        return sum(not m.open_on(on) for m in self.steps)

    def runs(self, on: date) -> bool:
        """Whether it had started and a step of it was open at the end of a day."""
        return self.steps[0].begun_by(on) and any(m.open_on(on) for m in self.steps)

    def next_step(self, on: date) -> Milestone:
        """The open step that comes first, of one that runs."""
        return next(m for m in self.steps if m.open_on(on))


def in_order(steps: Iterable[Milestone], on: date | None = None) -> list[Milestone]:
    """The first due first, as of a day where one is given; those without a date behind the others."""

    return sorted(steps, key=lambda m: (_due(m, on), m.id))


def _due(m: Milestone, on: date | None) -> date:
    return (m.due_as_of(on) if on else m.due_on) or date.max


def stages(steps: Sequence[Milestone], account_since: date | None) -> tuple[Stage, ...]:
    """The stages of an account, the newest first. Steps that a file brought have no start: those of a first
    contract began with the account, where its start is known."""
    runs = defaultdict[tuple[str, date | None], list[Milestone]](list)
    for m in steps:
        if not m.dropped:
            runs[m.stage, m.started_on].append(m)
    first = STAGES[0]
    there = [
        Stage(name, start or (account_since if name == first else None), tuple(in_order(those)))
        for (name, start), those in runs.items()
    ]
    return tuple(sorted(there, key=lambda s: (s.started_on or date.min, s.steps[0].id), reverse=True))


def of_account(record: Record) -> tuple[Stage, ...]:
    return stages(record.milestones, record.account.started_on)


@dataclass(frozen=True, slots=True)
class LateStep:
    """A step of an account of the team that is late, by so many days, and who sees to it."""

    account: str
    owner: str
    step: Milestone
    days: int


@dataclass(frozen=True, slots=True)
class RunningStage:
    """A stage that an account of the team goes through on a day, and whose account it was."""

    account_id: int
    account: str
    owner: str
    stage: Stage


@dataclass(frozen=True, slots=True)
class Onboarding:
    """Of a team's accounts on a day: the stages that run, whose open step is due first before the others; the
    late steps, the latest first; and by stage the median days to first value of those that reached it in the
    year to the day, with how many did."""

    running: tuple[RunningStage, ...] = ()
    late: tuple[LateStep, ...] = ()
    first_value: tuple[tuple[str, int, int], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.running or self.late or self.first_value)


def of_team(records: Iterable[Record], ours: Mapping[int, Person], on: date) -> Onboarding:
    """Accounts count for whoever owned them on the day; churned ones not at all."""
    running, late = list[RunningStage](), list[LateStep]()
    reached = defaultdict[str, list[int]](list)
    for record in records:
        account = record.at(on).account if record.milestones else None
        if account is None or account.owner_id not in ours or account.status == "churned":
            continue
        owner = ours[account.owner_id].name
        late += [
            LateStep(account.name, m.owner_name or owner, m, n)
            for m in record.milestones
            if (n := m.late_on(on))
        ]
        for stage in of_account(record):
            if stage.runs(on):
                running.append(RunningStage(account.id, account.name, owner, stage))
            took, done_on = stage.days_to_first_value(on), stage.brings.done_on
            if took is not None and done_on and done_on > on - SPAN:
                reached[stage.name].append(took)
    return Onboarding(
        tuple(sorted(running, key=lambda r: (_due(r.stage.next_step(on), on), r.account, r.stage.name))),
        late=tuple(sorted(late, key=lambda x: (-x.days, x.account, x.step.id))),
        first_value=tuple((name, median_high(of), len(of)) for name, of in sorted(reached.items())),
    )
