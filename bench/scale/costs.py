"""What one answer, one line, one planned rep and one delivered message cost, what each writes, and what a
year of them adds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from compose import Tend
from scheduler.plan_nudges import plan_nudges
from storage import workspaces
from storage.assess import recompute

from ..book import NOW
from . import acts, book
from .acts import Cost
from .figures import ACCOUNTS, REPS, Figure, size, span
from .heard import listening
from .server import Rig

# what is assumed of people: looks and lines of a rep a working day, and working days a year
LOOKS, LINES, DAYS = 20, 5, 250


class Costs(NamedTuple):
    look: Cost
    line: Cost
    account: Cost  # computed anew
    rep: Cost  # a morning planned
    message: Cost  # delivered


class Growth(NamedTuple):
    """Bytes that one line and one rep's morning leave behind, from rows added and bytes a row."""

    line: float
    morning: float


def measure(rig: Rig, name: str, tend: Tend, clock: book.Clock) -> tuple[Costs, list[Figure]]:
    """On a book of one workspace whose clock stands before its mornings; they are planned and sent."""
    look_work, line_work = acts.card(tend), acts.line(tend)
    look = acts.cost(rig, name, look_work, 200)._replace(statements=acts.statements(tend, look_work))
    before = acts.rows(rig, name)
    line = acts.cost(rig, name, lambda n: line_work(n + 10), 60)
    lines = _more(before, acts.rows(rig, name), 61)
    line = line._replace(statements=acts.statements(tend, lambda n: line_work(n + 80)))
    account = _recomputed(rig, name, tend)
    before = acts.rows(rig, name)
    rep, message, reps, posted = _morning(rig, name, tend, clock)
    mornings = _more(before, acts.rows(rig, name), 2 * reps)
    costs = Costs(look, line, account, rep, message)
    figures = [
        _figure("an account looked up", look, LOOKS * REPS),
        _figure("a line logged", line, LINES * REPS),
        _figure("an account computed anew", account, ACCOUNTS),
        _figure(f"a morning planned (of {reps} reps)", rep, REPS),
        _figure(f"a message delivered (of {posted})", message, REPS),
        *_growth(rig, name, lines, mornings),
    ]
    return costs, figures


def _figure(what: str, cost: Cost, a_day: int) -> Figure:
    asked = f", {cost.statements:.0f} statements" if cost.statements else ""
    logged = f", {size(cost.log)} of log" if cost.log > 500 else ""
    hours = (cost.here * a_day / 3600, cost.database * a_day / 3600)
    return Figure(
        what,
        f"{span(cost.here)} here, {span(cost.database)} in the database{asked}{logged}",
        f"{a_day / 1e6:,.2f} M a day: {hours[0]:,.1f} + {hours[1]:,.1f} core hours"
        + (f", {size(cost.log * a_day)} of log" if logged else ""),
    )


def _recomputed(rig: Rig, name: str, tend: Tend) -> Cost:
    with tend.database.reading() as session:
        policy = workspaces.current(session).policy

    def some(n: int) -> None:
        ids = list(range(n * 100 + 1, n * 100 + 101))
        with tend.database.transaction() as session:
            recompute(session, 1, policy, ids=ids, now=NOW)

    return acts.cost(rig, name, some, 4, each=100)


def _morning(rig: Rig, name: str, tend: Tend, clock: book.Clock) -> tuple[Cost, Cost, int, int]:
    """A rep's morning planned, its message delivered; how many reps, and messages. A day before is planned
    and sent uncounted: what is compiled at first is no cost of one of them."""
    reps, sender = rig.one(name, "SELECT count(*) FROM person WHERE workspace_id = 1"), acts.deliverer(tend)
    clock.now = book.BEGINS
    plan_nudges(tend.services, 1)
    sender.run_light()
    clock.now = book.BEGINS + timedelta(days=1)
    planned: list[int] = []
    work = lambda n: planned.append(plan_nudges(tend.services, 1)) if n else None  # noqa: E731
    with listening(tend) as asked:
        rep = acts.cost(rig, name, work, 1, each=reps)._replace(statements=len(asked) / reps)
        assert sum(planned) > reps / 2, f"{planned} of {reps} mornings"
        asked.clear()
        message = acts.cost(rig, name, lambda n: sender.one() if n else None, sum(planned))
    return rep, message._replace(statements=len(asked) / sum(planned)), reps, sum(planned)


def _more(before: dict[str, int], after: dict[str, int], acts_done: int) -> dict[str, float]:
    """Rows that one act adds, by table."""
    return {t: (after[t] - before[t]) / acts_done for t in after if after[t] > before[t]}


def _growth(rig: Rig, name: str, lines: dict[str, float], mornings: dict[str, float]) -> Iterator[Figure]:
    """By bytes a row where a table holds enough of them to tell, as it stands."""
    rig.ask(name, "VACUUM ANALYZE")
    a_row = {t: _bytes_a_row(rig, name, t) for t in {*lines, *mornings}}
    for what, added, a_year in (
        ("a line", lines, LINES * DAYS * REPS),
        ("a rep's morning", mornings, DAYS * REPS),
    ):
        count = sum(a_row[t] * n for t, n in added.items())
        named = ", ".join(f"{t} {n:.2g}" for t, n in sorted(added.items(), key=lambda x: -x[1]))
        yield Figure(
            f"rows that {what} adds", f"{named}: {size(count)}", f"{size(count * a_year)} in {DAYS} days"
        )


def _bytes_a_row(rig: Rig, name: str, table: str) -> float:
    """With indexes; of a small table its rows alone and 40 bytes for each index entry."""
    total, rows, indexes, row = rig.ask(
        name,
        f'SELECT pg_total_relation_size(\'"{table}"\'), (SELECT count(*) FROM "{table}"), '
        f"(SELECT count(*) FROM pg_index WHERE indrelid = '\"{table}\"'::regclass), "
        f'(SELECT avg(pg_column_size(t.*)) FROM "{table}" t)',
    )[0]
    return float(total / rows) if rows >= 1_000 else float(row) + 28 + 40 * float(indexes)
