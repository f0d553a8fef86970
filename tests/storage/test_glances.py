"""A digest by glances equals the one that reads every account whole, in every figure; and reads few of
them."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

import rules.digest
from rules import worries as worst
from rules.growing import growth_of, ranked
from rules.looked import Looked
from rules.policy import Policy
from rules.week import RISKS, Digest, Firsts, Grow, Risk
from storage import digests, people, workspaces

from ..random_book import BOSS, TODAY, Book
from ..world import World

NOW = datetime(2026, 11, 18, 15, tzinfo=UTC)
SUNDAY = date(2026, 11, 15)


def plain_risks(looked: Sequence[Looked], whole: Any = None) -> Firsts[Risk]:
    there = [worst._risk(x) for x in looked if x.is_risk]
    there.sort(key=lambda r: (not r.trend.alarm, -r.seen.revenue, r.seen.name))
    return Firsts(tuple(there[:RISKS]), len(there))


def plain_worries(looked: Iterable[Looked], named: Collection[int], whole: Any = None) -> list[Risk]:
    bad = (x for x in looked if x.now is not None and x.health is not None and x.now.id not in named)
    there = [worst._risk(x) for x in bad if x.is_risk or (x.now and x.now.counted and x.now.neglected)]
    return sorted(there, key=lambda r: (-worst._weight(r), r.seen.name))[:5]


def plain_to_grow(
    looked: Iterable[Looked],
    segments: Mapping[int, str],
    on: date,
    policy: Policy,
    named: Collection[int],
    whole: Any = None,
) -> list[Grow]:
    seen, those = {}, []
    for x in looked:
        if x.now is None or x.health is None or x.now.id in named or x.is_risk:
            continue
        day = max(on, x.health.on)
        if growth := growth_of(x.record, x.health, segments.get(x.now.id, ""), day, policy):
            seen[x.now.id] = x.now
            those.append(growth)
    return [Grow(seen[g.account_id], g) for g in ranked(those, policy.currency)[:5]]


def plain(patch: pytest.MonkeyPatch, *asked: Any, **named: Any) -> Digest:
    """The digest of accounts that were all read whole, with all their touches."""
    with patch.context() as only:
        only.setattr(digests, "_looked", lambda s, ws, tree, ids, on, now, running, whole: list(whole(ids)))
        only.setattr(rules.digest, "risks", plain_risks)
        only.setattr(rules.digest, "worries", plain_worries)
        only.setattr(rules.digest, "to_grow", plain_to_grow)
        return digests.figures(*asked, **named)


def same(one: Digest, other: Digest) -> None:
    for f in fields(Digest):
        assert getattr(one, f.name) == getattr(other, f.name), f.name


def compare(
    patch: pytest.MonkeyPatch, session: Any, ws: Any, who: Any, on: date, now: datetime, running: bool
) -> Digest:
    asked = {"ends_on": on, "now": now, "running": running}
    expected = plain(patch, session, ws, who, **asked)
    same(digests.figures(session, ws, who, **asked), expected)
    return expected


@pytest.mark.parametrize("seed", range(4))
def test_glances_tell_what_the_records_tell(world: World, monkeypatch: pytest.MonkeyPatch, seed: int):
    """Of a book made by chance, on several days, for the whole team and for one of it."""
    chance = random.Random(seed)
    with world.tend.database.transaction() as session:
        Book(session, chance, 60).fill()
    rates = chance.choice([{}, {"EUR": 1.1337}, {"EUR": 1.1337, "JPY": 0.0067}])
    told = list[Digest]()
    with world.tend.database.reading() as session:
        ws = workspaces.current(session)
        ws = replace(ws, policy=replace(ws.policy, rates=rates, figures_by_name="others: by name"))
        for on, running in (
            (SUNDAY, False),
            (TODAY, True),
            (SUNDAY - timedelta(days=56), False),
            (date(2026, 3, 1), False),
        ):
            for who in (BOSS, 103):
                person = people.get(session, 1, who)
                told.append(compare(monkeypatch, session, ws, person, on, NOW, running))
    assert len(told[0].accounts) > 20
    assert told[0].risks
    assert any(d.worries for d in told)
