"""A real book of 85 accounts: what is imported, planned and said equals an independent computation from
the CSV files."""

from __future__ import annotations

import csv
import math
from collections import Counter, defaultdict
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import groupby
from pathlib import Path

import holidays
import pytest
from sqlalchemy import select

from compose import Tend
from handlers.account import my_book
from handlers.asked import Asked
from handlers.digest import running
from handlers.words import AFTER, ALONE
from messages import book as books
from messages.digest_details import DETAILS, detail
from rules.context import Context
from rules.facts.orders import usual_order_late, usual_order_near
from rules.health import assess_with_trend
from rules.phrase import say
from rules.revenue import Missing
from rules.worth import by_band, measure
from sandbox.limits import wrong_blocks
from scheduler.metronome import tick
from settings import Settings
from storage import digests, people, records, segments, standings, tables, workspaces, worth
from storage.exchange import importing

from . import published
from .plain_kept import assert_as_told_plainly
from .storage import test_glances
from .world import START, FakeTime

CRM = Path(__file__).parents[2] / "shared" / "data" / "crm"
NOW = datetime(2018, 1, 22, 17, 0, tzinfo=UTC)
SUNDAY = date(2018, 1, 21)
ORDERS = (usual_order_near, usual_order_late)
CADENCE = {"A": 14, "B": 30, "C": 90}
pytestmark = pytest.mark.skipif(not CRM.exists(), reason="the real book is not beside this checkout")


@cache
def rows(name: str) -> list[dict[str, str]]:
    with (CRM / f"{name}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def tend(tmp_path_factory: pytest.TempPathFactory, postgres):
    path = tmp_path_factory.mktemp("real") / "tend.db"
    with postgres.database("real") if postgres else nullcontext():
        yield from _filled(postgres.url("real") if postgres else f"sqlite:///{path}")


def _filled(url: str):
    tend = Tend(Settings(database_url=url), lambda: NOW, FakeTime(START).steady())
    tend.prepare()
    first = importing.run(tend.database, sorted(CRM.glob("*.csv")), NOW)
    second = importing.run(tend.database, sorted(CRM.glob("*.csv")), NOW)
    tend.reports = first, second
    yield tend
    tend.close()


def silent_on(day: date) -> dict[str, int]:
    """Days since the last touch of each account, straight from the file."""
    last: dict[str, str] = {}
    for t in rows("touches"):
        if t["at"] <= str(day):
            last[t["account"]] = max(last.get(t["account"], ""), t["at"])
    return {a: (day - date.fromisoformat(at)).days for a, at in last.items()}


def covered_on(day: date) -> dict[str, bool]:
    off, silent_of = holidays.country_holidays("US", years=(2017, 2018)), silent_on(day)
    seen = {}
    for account in rows("accounts"):
        silent = silent_of[account["name"]]
        due = day - timedelta(days=silent - CADENCE[account["tier"]])
        grace, left = due, 3
        while left:
            grace += timedelta(days=1)
            left -= grace.weekday() < 5 and grace not in off
        seen[account["name"]] = silent <= CADENCE[account["tier"]] or day <= grace
    return seen


def test_the_numbers_reported_and_a_second_time_nothing_changes(tend: Tend):
    first, second = tend.reports
    assert [(f.file, f.rows, f.new) for f in first.files] == [
        ("people.csv", 41, 41),
        ("accounts.csv", 85, 85),
        ("touches.csv", 13923, 13923),
        ("revenue.csv", 4238, 4238),
    ]
    assert [(f.new, f.changed, f.same) for f in second.files] == [
        (0, 0, 41),
        (0, 0, 85),
        (0, 0, 13923),
        (0, 0, 4238),
    ]
    with tend.database.reading() as session:
        from sqlmodel import func, select

        assert session.exec(select(func.count()).select_from(tables.Touch)).one() == 13923


def test_a_tick_plans_what_is_due_inside_the_window_and_a_second_one_nothing(tend: Tend):
    silent = silent_on(date(2018, 1, 22))
    by_cadence = Counter(
        a["owner_email"] for a in rows("accounts") if silent[a["name"]] >= CADENCE[a["tier"]]
    )
    assert (
        sum(by_cadence.values()),
        len(by_cadence),
        by_cadence.most_common(2)[0][1],
        by_cadence.most_common(2)[1][1],
    ) == (34, 13, 9, 6)
    planned, _ = tick(tend.services)
    assert tick(tend.services)[0] == 0
    with tend.database.reading() as session:
        from sqlmodel import select

        outbox = [r for r in session.exec(select(tables.Outbox)) if r.say == "nudge"]
        places = session.exec(select(tables.Nudge)).all()
        emails = {p.id: (p.email, p.zone) for p in session.exec(select(tables.Person))}
    assert planned == len(outbox)
    shown = {emails[r.person_id][0]: sum(p.outbox_id == r.id for p in places) for r in outbox}
    waiting = {emails[r.person_id][0]: r.payload["waiting"] for r in outbox}
    assert set(by_cadence) <= set(shown)
    for email, count in by_cadence.items():
        assert shown[email] + waiting[email] >= count
    assert max(shown.values()) == 5
    assert max(waiting.values()) >= 4, "the cap and the rest's count show"
    for r in outbox:
        from zoneinfo import ZoneInfo

        assert (8, 45) <= (NOW.astimezone(ZoneInfo(emails[r.person_id][1])).hour, NOW.minute + 60) < (16, 61)
    assert sum(shown.values()) + sum(waiting.values()) >= 34


def test_the_digest_equals_an_independent_computation(tend: Tend):
    accounts = rows("accounts")
    for manager in sorted({p["manager_email"] for p in rows("people") if p["manager_email"]}):
        team = {p["email"] for p in rows("people") if p["manager_email"] == manager} | {manager}
        ours = [a for a in accounts if a["owner_email"] in team]
        with tend.database.reading() as session:
            ws = workspaces.current(session)
            person = next(p for p in people.everyone(session, ws.id) if p.email == manager)
            by_name = replace(ws, policy=replace(ws.policy, figures_by_name="others: by name"))
            seen = digests.figures(session, by_name, person, ends_on=SUNDAY, now=NOW)
        covered, silent = covered_on(SUNDAY), silent_on(SUNDAY)
        for tier in "ABC":
            mine = [a for a in ours if a["tier"] == tier]
            share = seen.tiers[tier]
            assert (share.part, share.whole) == (sum(covered[a["name"]] for a in mine), len(mine))
            assert share.revenue_whole == sum(int(a["annual_revenue"]) * 100 for a in mine)
            assert share.revenue_part == sum(
                int(a["annual_revenue"]) * 100 for a in mine if covered[a["name"]]
            )
        missed = [(a["tier"], -silent[a["name"]], a["name"]) for a in ours if not covered[a["name"]]]
        assert sorted((a.tier, -a.silent, a.name) for a in seen.untouched) == sorted(missed)
        books = [(book, list(of)) for book, of in groupby(seen.untouched, lambda a: (a.tier, a.owner_id))]
        assert len(dict(books)) == len(books), "a rep's accounts of a tier stand together"
        assert all(of == sorted(of, key=lambda a: (-a.silent, a.name)) for _, of in books)
        firsts = [(tier, -of[0].silent) for (tier, _), of in books]
        assert firsts == sorted(firsts), "by tier, the rep with the longest first"
        assert seen.retention[0].nrr == Missing(say("no purchases in the 12 months before"))
        tiers = {a["name"]: a["tier"] for a in ours}
        made: dict[str, int] = defaultdict(int)
        for t in rows("touches"):
            if (
                t["by_email"] in team
                and t["account"] in tiers
                and str(SUNDAY - timedelta(days=90)) <= t["at"] <= str(SUNDAY)
            ):
                made[tiers[t["account"]]] += 1
        assert {e.of: e.quarter_touches for e in seen.effort} == {t: made[t] for t in "ABC"}
        assert sum(e.touches for e in seen.effort) == 0, "the record ends in December"


def test_a_digest_of_a_week_in_the_record(tend: Tend):
    """As of an earlier Sunday, with touches after it in the database."""
    sunday = date(2017, 9, 10)
    covered = covered_on(sunday)
    with tend.database.reading() as session:
        ws = workspaces.current(session)
        person = next(p for p in people.everyone(session, ws.id) if p.email == "summer.sewald@example.com")
        seen = digests.figures(session, ws, person, ends_on=sunday, now=NOW)
    team = {p["email"] for p in rows("people") if p["manager_email"] == person.email}
    ours = [a for a in rows("accounts") if a["owner_email"] in team]
    assert (seen.all.part, seen.all.whole) == (sum(covered[a["name"]] for a in ours), len(ours))
    week = [
        t
        for t in rows("touches")
        if t["by_email"] in team
        and t["account"] in {a["name"] for a in ours}
        and "2017-09-04" <= t["at"] <= "2017-09-10"
    ]
    assert sum(e.touches for e in seen.effort) == len(week) > 0


def first_seen() -> dict[str, date]:
    """Since when each account exists: start, first touch, first purchase."""
    seen: dict[str, str] = {a["name"]: a["started_on"] for a in rows("accounts")}
    for name, on in [(t["account"], t["at"]) for t in rows("touches")] + [
        (r["account"], r["on"]) for r in rows("revenue")
    ]:
        seen[name] = min(seen[name] or on, on)
    return {name: date.fromisoformat(on) for name, on in seen.items()}


def scores_on(day: date) -> dict[str, int]:
    """Silence, steadiness and value of touches by DOMAIN's table, under its ceilings; nothing else is in
    these files."""
    covered, silent_of, since = covered_on(day), silent_on(day), first_seen()
    touched: dict[str, set[str]] = defaultdict(set)
    gave: dict[str, list[bool]] = defaultdict(list)
    for t in rows("touches"):
        if str(day - timedelta(days=180)) <= t["at"] <= str(day) and t["outcome"] == "reached":
            touched[t["account"]].add(t["at"])
            gave[t["account"]].append(t["purpose"] not in ("", "check_in") and bool(t["note"]))
    seen = {}
    for a in rows("accounts"):
        name, age = a["name"], (day - since[a["name"]]).days
        silence = max(0.0, 1 - math.log(max(silent_of[name], 7) / 7) / math.log(270 / 7))
        steady = min(1.0, math.log(1 + len(touched[name]) * max(1, 180 / age)) / math.log(13))
        value = min(1.0, 2 * sum(gave[name]) / len(gave[name])) if gave[name] else 0.0
        score = round(100 * (25 * silence + 20 * steady + 10 * value) / 55)
        cap = 49 if silent_of[name] > 2 * CADENCE[a["tier"]] else 74 if not covered[name] else 100
        seen[name] = min(score, cap)
    return seen


@pytest.mark.parametrize(
    ("sunday", "at_risk"), [(date(2017, 11, 26), 0), (SUNDAY, 3), (date(2018, 3, 4), 59)]
)
def test_health_at_risk_equals_an_independent_computation(tend: Tend, sunday: date, at_risk: int):
    scores, silent, everywhere = scores_on(sunday), silent_on(sunday), 0
    with tend.database.reading() as session:
        ws = workspaces.current(session)
        for person in [p for p in people.everyone(session, ws.id) if p.role == "manager"]:
            team = {p["email"] for p in rows("people") if p["manager_email"] == person.email} | {person.email}
            seen = digests.figures(session, ws, person, ends_on=sunday, now=NOW)
            ours = [a for a in rows("accounts") if a["owner_email"] in team]
            bad = {
                a["name"]: scores[a["name"]]
                for a in ours
                if scores[a["name"]] < 50 and silent[a["name"]] > CADENCE[a["tier"]]
            }
            assert {r.seen.name: r.health.score for r in seen.risks} == bad
            everywhere += len(bad)
    assert everywhere == at_risk


def test_what_is_kept_equals_an_independent_computation_a_churned_account_included(tend: Tend):
    """Purchases of the 12 months to 3 June 2018 over those of the 12 before; one account that bought is
    gone since March."""
    sunday, mid, first = date(2018, 6, 3), date(2017, 6, 3), date(2016, 6, 3)
    email = "summer.sewald@example.com"
    team = {p["email"] for p in rows("people") if p["manager_email"] == email} | {email}
    ours = {a["name"] for a in rows("accounts") if a["owner_email"] in team}

    def bought(name: str, after: date, upto: date) -> int:
        return sum(
            int(r["amount"])
            for r in rows("revenue")
            if r["account"] == name and str(after) < r["on"] <= str(upto)
        )

    before = {name: bought(name, first, mid) for name in ours}
    cohort = [name for name, amount in before.items() if amount > 0]
    after = {name: bought(name, mid, sunday) for name in cohort}
    gone = max(cohort, key=lambda name: before[name])
    with tend.database.transaction() as session:
        ws = workspaces.current(session)
        person = next(p for p in people.everyone(session, ws.id) if p.email == email)
        account = session.execute(select(tables.Account.id).where(tables.Account.name == gone)).scalar_one()
        standings.churn(session, ws.id, account, from_on=date(2018, 3, 1), reason="moved", by_id=person.id)
        later = datetime(2018, 6, 4, 17, 0, tzinfo=UTC)
        seen = digests.figures(session, ws, person, ends_on=sunday, now=later)
        earlier = digests.figures(session, ws, person, ends_on=date(2018, 2, 25), now=later)
        session.rollback()
    (kept,) = seen.retention
    start = sum(before[name] for name in cohort)
    assert kept.nrr == pytest.approx(sum(after.values()) / start)
    assert kept.grr == pytest.approx(sum(min(before[n], after[n]) for n in cohort) / start)
    assert (kept.cohort, kept.lost) == (len(cohort), sum(name == gone or after[name] <= 0 for name in cohort))
    assert gone not in {a.name for a in seen.accounts}, "no coverage is asked of it any more"
    assert gone in {a.name for a in earlier.accounts}, "it counted until it left"


@pytest.mark.parametrize("day", [date(2017, 5, 15), date(2017, 12, 31), date(2018, 3, 31)])
def test_usual_orders_near_and_late_equal_an_independent_computation(tend: Tend, day: date):
    bought = defaultdict[str, set[date]](set)
    for r in rows("revenue"):
        if r["kind"] == "purchase" and float(r["amount"]) > 0 and r["on"] <= str(day):
            bought[r["account"]].add(date.fromisoformat(r["on"]))
    expected = {}
    for account, days_of in bought.items():
        ordered = sorted(days_of)
        gaps = sorted((b - a).days for a, b in zip(ordered, ordered[1:], strict=False))
        if len(gaps) < 2:
            continue
        usual = math.floor((gaps[(len(gaps) - 1) // 2] + gaps[len(gaps) // 2]) / 2)
        over, slack = (day - ordered[-1]).days - usual, max(3, usual // 4)
        if usual >= 7 and over >= slack:
            expected[account] = "usual order late"
        elif usual >= 28 and -min(slack, 14) <= over < slack:
            expected[account] = "usual order near"
    with tend.database.reading() as session:
        ws = workspaces.current(session)
        ids = session.execute(select(tables.Account.id)).scalars().all()
        there = records.read(session, ws.id, ids, NOW)
    reasons = [(r.account.name, how(r, day, Context(ws.policy))) for r in there for how in ORDERS]
    assert {name: reason.kind for name, reason in reasons if reason} == expected
    assert expected, "some are late on each of these days"


@pytest.mark.parametrize("day", [date(2017, 9, 30), date(2018, 1, 21)])
def test_trends_by_steps_are_those_of_every_day(tend: Tend, day: date):
    with tend.database.reading() as session:
        ws = workspaces.current(session)
        ids = session.execute(select(tables.Account.id)).scalars().all()
        there = records.read(session, ws.id, ids, NOW, back=timedelta(days=120))
    for record in there:
        assert_as_told_plainly(record, day, ws.policy)
    assert len({assess_with_trend(record, day, ws.policy)[1] for record in there}) > 5


def test_a_look_back_equals_an_independent_computation(tend: Tend):
    """Six months of a book in which everybody is called all the time: it says nothing of what health is
    worth (docs/numbers.md)."""
    with tend.database.reading() as session:
        ws = workspaces.current(session)
        plan = worth.plan(session, ws, NOW)
    looks = worth.look_back(tend.database.reading, ws, plan, NOW, rest=lambda: None)
    assert list(plan.dates) == [date(2017, m, 1) for m in range(5, 11)]
    touched, bought = (
        {a: sorted(r[day] for r in of) for a, of in _by_account(name).items()}
        for name, day in (("touches", "at"), ("revenue", "on"))
    )

    def followed(days: dict[str, list[str]], name: str, on: date) -> bool:
        return any(str(on) < d <= str(on + timedelta(days=90)) for d in days[name])

    heard = [followed(touched, a, on) for on in plan.dates for a in touched]
    buys = [followed(bought, a, on) for on in plan.dates for a in bought if bought[a][0] <= str(on)]
    for name, of in (("unheard", heard), ("unbought", buys)):
        measured = measure(looks, name)
        assert (measured.whole.looks, measured.whole.events) == (len(of), of.count(False))
        assert measured.ranked == ()
    assert [(b.band, b.looks) for b in by_band(looks, "unheard") if b.looks] == [("healthy", 510)]


def _by_account(name: str) -> dict[str, list[dict[str, str]]]:
    by: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows(name):
        by[row["account"]].append(row)
    return by


def test_every_word_book_and_digest_answers_in_valid_blocks(tend: Tend):
    """As an account's owner and their manager see them, two months on: late, with nothing recorded since."""
    services = replace(tend.services, clock=lambda: datetime(2018, 3, 20, 17, 0, tzinfo=UTC))
    with tend.database.reading() as session:
        ws = workspaces.current(session)
        everyone = people.everyone(session, ws.id)
        owners = {
            row.id: row.owner_id
            for row in session.execute(select(tables.Account.id, tables.Account.owner_id))
        }
        asked_by = {person.id: Asked.of(services, ws, person) for person in everyone}
        answers = [
            word.answer(session, asked_by[person], account)
            for account, owner in owners.items()
            for person in {owner, asked_by[owner].person.manager_id} - {None}
            for word in AFTER
        ]
        answers += [word.answer(session, asked) for asked in asked_by.values() for word in ALONE]
        answers += [books.book(my_book(session, asked), 0, asked.viewer) for asked in asked_by.values()]
    assert len(answers) > 85 * len(AFTER)
    managers = [asked for asked in asked_by.values() if asked.person.role == "manager"]
    for asked in managers:
        answers.append(running(asked, asked.person))
        with tend.database.reading() as session:
            week = digests.figures(session, ws, asked.person, ends_on=asked.today, now=asked.now)
        answers += [detail(of.part, week, asked.viewer, None) for of in DETAILS]
    for message in answers:
        assert message["text"]
        assert wrong_blocks(message["blocks"]) is None
        published.check(message["blocks"], "block-kit")


# segments --------------------------------------------------------------------------------------------------
MINUTES = {"call": 15, "video": 30, "meeting": 45, "visit": 90, "email": 5, "message": 5}


@pytest.mark.parametrize("on", [date(2017, 5, 31), date(2017, 10, 31), date(2018, 1, 22)])
def test_segment_shares_are_those_of_the_files(tend: Tend, on: date):
    """Of the accounts that were there, with what the file says that they bring."""
    first = defaultdict[str, list[str]](list)
    for kind, day in (("touches", "at"), ("revenue", "on")):
        for row in rows(kind):
            first[row["account"]].append(row[day])
    there = {a["name"]: a for a in rows("accounts") if min([a["started_on"], *first[a["name"]]]) <= str(on)}
    ranked = sorted(there, key=lambda name: (-int(there[name]["annual_revenue"]), name))
    expected, spent = defaultdict[str, list[str]](list), Counter[str]()
    for place, name in enumerate(ranked):
        services = [s for s in there[name]["services"].split(";") if s]
        top = place * 100 < len(ranked) * 20 and (len(services) >= 3 or not services)
        segment = "contributor" if place * 100 < len(ranked) * 60 else "filler"
        expected["money maker" if top else segment].append(name)
    for t in rows("touches"):
        if str(on - timedelta(days=365)) < t["at"] <= str(on):
            spent[t["account"]] += MINUTES[t["channel"]]
    with tend.database.reading() as session:
        ws = workspaces.current(session)
        ws = replace(ws, policy=replace(ws.policy, costs="hour 60; margin 40 %".replace("; ", "\n")))
        r = segments.report_of(session, ws, None, on=on, today=NOW.date(), now=NOW, zone="America/New_York")
    assert {p.segment: [a.name for a in r.of(p.segment)] for p in r.parts} == dict(expected)
    for part in r.parts:
        revenue = sum(int(there[name]["annual_revenue"]) for name in expected[part.segment])
        minutes = sum(spent[name] for name in expected[part.segment])
        assert (part.accounts, part.revenue) == (len(expected[part.segment]), revenue * 100)
        assert (part.spent.minutes, part.spent.estimated) == (minutes, minutes)
        assert part.profit == revenue * 40 - minutes * 100


def test_each_digest_equals_that_of_accounts_that_are_all_read_whole(
    tend: Tend, monkeypatch: pytest.MonkeyPatch
):
    """Of every manager of the real book, on days from its beginning to long after its end."""
    days = (SUNDAY, date(2017, 9, 10), date(2017, 3, 5), date(2017, 12, 31))
    with tend.database.reading() as session:
        ws = workspaces.current(session)
        leads = [p for p in people.everyone(session, ws.id) if p.leads]
        for on in days:
            for person in leads:
                test_glances.compare(monkeypatch, session, ws, person, on, NOW, running=on == SUNDAY)
    assert len(leads) > 5
