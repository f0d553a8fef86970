"""The demo's sample book: invented people and companies, generated from a seed relative to a date, written
as CSV files."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from .sample_needs import EARNS, goals, needs
from .sample_segments import complained, margins, took
from .sample_stories import lately
from .sample_upsell import offers, upsells
from .sample_words import (
    CHAMPION,
    CHAMPION_EMAIL,
    CITY_TAILS,
    FIRST,
    INDUSTRIES,
    LAST,
    NAMED,
    NOTES,
    PEOPLE,
    SERVICES,
    STEMS,
    TITLES,
)

Row = dict[str, Any]
CADENCE = {"A": 14, "B": 30, "C": 90}
# how an account was cared for: (share, gap between touches as a share of its cadence, silent lately as a
# share of it, value share)
CARE = (
    ("kept", 0.5, 0.8, 0.4, 0.7),
    ("thin", 0.2, 1.1, 0.9, 0.3),
    ("drifting", 0.15, 0.9, 1.5, 0.5),
    ("neglected", 0.1, 1.4, 3.0, 0.2),
    ("ignored", 0.05, 3.0, 5.0, 0.1),
)
FIRST_REP_DUE_IN = (-16, -40, -12, -9, -7, -5, -4, -3, -1, 1, 2, 3, 40)
"""Days until the accounts of the first rep (Acme, then in the order of the book) are due: on whatever day
the book begins, there is somebody to call on each morning of its first week."""


INTRODUCTION = (
    "Finance asks for every invoice twice. Never open with price: the last renewal was a fight.",
    1,
)
"""One account on its way to another rep: what its owner warns of, and which of the first rep's it is (the one
with a promise that falls due this week)."""


OVERRIDDEN = ("watch", "Their buyer asked for quiet until the audit is over, and said so twice.", 1)
"""What the first rep says of how an account does, why, and which of theirs it is."""


def overridden() -> tuple[str, str, str, str]:
    """Which account, by whom (address), what they say of its health, and why."""
    reps = [str(p["email"]) for p in PEOPLE if p["role"] == "rep"]
    band, reason, which = OVERRIDDEN
    return NAMED[which * len(reps)], reps[0], band, reason


def on_its_way() -> tuple[str, str, str, str]:
    """Which account, from whom, to whom (addresses), and the warning."""
    reps = [str(p["email"]) for p in PEOPLE if p["role"] == "rep"]
    warning, which = INTRODUCTION
    return NAMED[which * len(reps)], reps[0], reps[1], warning


CHAMPION_GONE = 5  # whose champion left: an A of the first rep
BORN_AT = 12  # where somebody has a birthday on the next weekday: one of theirs that is not due for long


def met_again() -> tuple[str, Row]:
    """The second rep's account where the champion who left is now, and who it is."""
    return NAMED[1], {
        "name": CHAMPION,
        "email": CHAMPION_EMAIL,
        "title": "Head of Operations",
        "role": "sponsor",
    }


def _stories(contacts: Sequence[Row], mine: Sequence[Row], today: date) -> None:
    """Of the first rep: a champion who left last week, and a birthday on the next weekday."""
    gone, born = mine[CHAMPION_GONE]["name"], mine[BORN_AT]["name"]
    champion = next(c for c in contacts if c["account"] == gone and c["role"] == "champion")
    champion |= {"left_on": today - timedelta(days=6), "name": CHAMPION, "email": CHAMPION_EMAIL}
    ahead = 1 if today.weekday() < 4 else 7 - today.weekday()
    next(c for c in contacts if c["account"] == born)["birthday"] = f"{today + timedelta(days=ahead):%m-%d}"


def write(folder: Path, today: date, seed: int = 7) -> list[Row]:
    """Write people, accounts, teams, contacts, touches, revenue, next steps, promises, requests, concerns,
    onboarding, changes, needs, goals, offers and upsell plans; returns the people."""
    chance = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    reps = [p for p in PEOPLE if p["role"] == "rep"]
    accounts = _accounts(chance, reps, today)
    contacts = [c for a in accounts for c in _contacts(chance, a, today)]
    _stories(contacts, [a for a in accounts if a["owner_email"] == reps[0]["email"]], today)
    by_account: dict[str, list[Row]] = {}
    for c in contacts:
        by_account.setdefault(str(c["account"]), []).append(c)
    touches = [t for a in accounts for t in _touches(chance, a, by_account[str(a["name"])], today=today)]
    touches += lately([a for a in accounts if a["owner_email"] == reps[0]["email"]], by_account, today)
    revenue = [r for a in accounts for r in _revenue(chance, a, today)]
    team = {r["email"] for r in reps[1:] if r["manager_email"] == reps[0]["manager_email"]}
    others = [a for a in accounts if a["owner_email"] in team]
    touches += took(others, by_account, today)
    _save(folder / "people.csv", PEOPLE)
    leave = margins(accounts, others, today)
    held = [{k: v for k, v in a.items() if not k.startswith("_")} for a in accounts]
    for n, row in enumerate(held):
        row["margin"] = leave.get(str(row["name"]), "")
        if n in UNTIERED:
            row["tier"] = ""
    _save(folder / "accounts.csv", held)
    _save(folder / "contacts.csv", contacts)
    _save(folder / "touches.csv", touches)
    _save(folder / "revenue.csv", revenue)
    _save(
        folder / "next_steps.csv",
        _next_steps([a for a in accounts if a["owner_email"] == reps[0]["email"]], today),
    )
    _save(
        folder / "promises.csv",
        _promises([a for a in accounts if a["owner_email"] == reps[0]["email"]], today),
    )
    _save(folder / "team.csv", _team([str(a["name"]) for a in accounts], [str(r["email"]) for r in reps]))
    _save(
        folder / "requests.csv",
        _requests([a for a in accounts if a["owner_email"] == reps[0]["email"]], by_account, today),
    )
    _save(
        folder / "milestones.csv",
        _steps([a for a in accounts if a["owner_email"] == reps[0]["email"]], str(reps[1]["email"]), today),
    )
    _save(
        folder / "changes.csv", _changes([a for a in accounts if a["owner_email"] == reps[0]["email"]], today)
    )
    _save(
        folder / "concerns.csv",
        [
            *_concerns([a for a in accounts if a["owner_email"] == reps[0]["email"]], today),
            *complained(others, today),
        ],
    )
    mine = [a for a in accounts if a["owner_email"] == reps[0]["email"]]
    _save(folder / "needs.csv", needs(mine, others, today))
    _save(folder / "goals.csv", goals(mine, today))
    _save(folder / "offers.csv", offers(today, str(reps[0]["manager_email"])))
    _save(folder / "upsells.csv", upsells(mine, others, str(reps[1]["email"]), today))
    return list(PEOPLE)


def _requests(mine: Sequence[Row], contacts: dict[str, list[Row]], today: date) -> list[Row]:
    """To the first rep, beside those with promises: one that waits since last week, one of yesterday, two
    that were answered. Days ago, answered days ago."""
    asked = (
        ("whether the audit report covers their second site", 6, None),
        ("a price for 40 more seats", 1, None),
        ("who answers at night", 20, 19),
        ("the data sheet in German", 33, 30),
    )
    return [
        {
            "account": account["name"],
            "contact": contacts[str(account["name"])][0]["email"],
            "text": text,
            "asked_on": today - timedelta(days=ago),
            "answered_on": "" if answered is None else today - timedelta(days=answered),
        }
        for account, (text, ago, answered) in zip(mine[2:], asked, strict=False)
    ]


GOALS = {"Acme Industrial": "Second line running on our system by March, with their own people trained"}


def _team(names: Sequence[str], reps: Sequence[str]) -> list[Row]:
    """Two who help the first rep with their first account, and one of another's with which they help."""
    on = ((names[0], reps[1], "onboarding"), (names[0], reps[2], "support"), (names[1], reps[0], "success"))
    return [{"account": account, "person_email": who, "role": role} for account, who, role in on]


def _steps(mine: Sequence[Row], helper: str, today: date) -> list[Row]:
    """Of the first rep: a new service whose training is late and another's, a renewal on its way, a first
    contract that reached first value 38 days after its start. Account, then stage, step, days until due,
    until done."""
    young = next((a for a in mine[2:] if 60 < (today - a["_started"]).days < 320), mine[2])
    begun = (young["_started"] - today).days
    story = (
        (mine[0], "new service", "Set up", -20, -18, ""),
        (mine[0], "new service", "Users trained", -6, None, helper),
        (mine[0], "new service", "First result shown", 10, None, ""),
        (mine[1], "renewal", "Results of the year shown", -3, -3, ""),
        (mine[1], "renewal", "Terms agreed", 12, None, ""),
        (young, "first contract", "Kick-off", begun + 7, begun + 6, ""),
        (young, "first contract", "First result shown", begun + 45, begun + 38, ""),
    )
    return [
        {
            "account": account["name"],
            "stage": stage,
            "step": step,
            "owner_email": owner,
            "due_on": today + timedelta(days=due),
            "done_on": "" if done is None else today + timedelta(days=done),
        }
        for account, stage, step, due, done, owner in story
    ]


def _next_steps(mine: Sequence[Row], today: date) -> list[Row]:
    """Of the first rep: one that is done, and one that lies ahead with an account that is not due for long.
    Which account, days until, until done."""
    ahead = 10 if today.weekday() in {4, 5} else 8  # on no weekend
    steps = (
        (0, "walk their second line with the plant manager", -20, -20),
        (BORN_AT, "show the planner to their new shift lead", ahead, None),
    )
    return [
        {
            "account": mine[n]["name"],
            "by_email": mine[n]["owner_email"],
            "text": text,
            "on": today + timedelta(days=on),
            "done_on": "" if done is None else today + timedelta(days=done),
        }
        for n, text, on, done in steps
    ]


def _promises(mine: Sequence[Row], today: date) -> list[Row]:
    """Of the first rep: one overdue, one that falls due this week, one that was kept late. Days ago, by
    when, when done."""
    promised = (
        ("ROI figures from a plant like theirs", 14, -5, None),
        ("the revised quote", 6, 2, None),
        ("the training plan", 40, -24, -21),
    )
    return [
        {
            "account": account["name"],
            "by_email": account["owner_email"],
            "text": text,
            "promised_on": today - timedelta(days=ago),
            "due_on": today + timedelta(days=due),
            "state": "open" if done is None else "kept",
            "done_on": "" if done is None else today + timedelta(days=done),
        }
        for account, (text, ago, due, done) in zip(mine, promised, strict=False)
    ]


def _changes(mine: Sequence[Row], today: date) -> list[Row]:
    """Of the first rep: one was acquired, a competitor was seen at two, new rules come. Days ago."""
    changed = (
        ("acquired", "by a group with plants in four countries", 9),
        ("competitor seen", "Lumio: offered a year for nothing", 4),
        ("new rules", "each pallet needs a carbon label", -30),
        ("competitor seen", "Lumio: showed their planner to the buyer", 12),
    )
    return [
        {"account": account["name"], "kind": kind, "text": text, "on": today - timedelta(days=ago)}
        for account, (kind, text, ago) in zip(mine[1:], changed, strict=False)
    ]


def _concerns(mine: Sequence[Row], today: date) -> list[Row]:
    """Of the first rep: one settled in 4 days, one that nobody closed for 9 days, one since yesterday, one
    settled this week. Which account, days ago, when it was closed, what was done."""
    raised = (
        (0, "late delivery of the spare parts", "delivery", 44, -40, "a second supplier for the parts"),
        (3, "three invoices with the wrong purchase order", "billing", 9, None, ""),
        (4, "waits two days for an answer from support", "service", 1, None, ""),
        (5, "the new version is slower than the old one", "product", 6, -2, "an index was missing"),
    )
    return [
        {
            "account": mine[n]["name"],
            "by_email": mine[n]["owner_email"],
            "text": text,
            "kind": kind,
            "raised_on": today - timedelta(days=ago),
            "closed_on": "" if closed is None else today + timedelta(days=closed),
            "done": done,
            "closed_by_email": "" if closed is None else mine[n]["owner_email"],
        }
        for n, text, kind, ago, closed, done in raised
    ]


UNTIERED = (14, 27, 77)
"""Places of accounts whose tier the file leaves empty: their managers are asked."""


def _save(path: Path, rows: Sequence[Row]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _accounts(chance: random.Random, reps: Sequence[Row], today: date) -> list[Row]:
    names = list(NAMED)
    while len(names) < 150:
        name = f"{chance.choice(STEMS)} {chance.choice(CITY_TAILS)}"
        if name not in names:
            names.append(name)
    rows = []
    for n, name in enumerate(names):
        rep = reps[n % len(reps)]
        tier = "A" if n % 50 < 12 else "B" if n % 50 < 28 else "C"
        care = chance.choices(CARE, [c[1] for c in CARE])[0]
        if n == 0:
            tier, care = "A", CARE[2]
        size = {"A": (60, 240), "B": (20, 80), "C": (3, 25)}[tier]
        arr = chance.randint(*size) * 1000
        started = today - timedelta(
            days=chance.randint(150, 410) if n % 5 in (1, 3) else chance.randint(450, 1400)
        )
        if n % 37 == 36:
            started = today - timedelta(days=chance.randint(5, 25))
        renews = today + timedelta(days=chance.randint(10, 360))
        services = chance.sample(SERVICES, chance.randint(1, 4 if tier == "A" else 3))
        rows.append(
            {
                "name": name,
                "owner_email": rep["email"],
                "tier": tier,
                "currency": rep.get("_currency", "USD"),
                "started_on": started,
                "renews_on": renews if tier != "C" or n % 3 == 0 else "",
                "services": ";".join(services),
                "aliases": {
                    "Acme Industrial": "Acme;ACME Ind.",
                    "東海精機株式会社": "Tokai Seiki",
                    "한빛소재": "Hanbit Materials",
                }.get(name, ""),
                "industry": INDUSTRIES[n % len(INDUSTRIES)],
                "country": rep["country"],
                "parent": "Acme Industrial" if name == "Acme Logistics" else "",
                "status": "paused" if n % 61 == 60 else "active",
                "external_id": f"A-{n + 1:04d}",
                "team_goal": GOALS.get(name, ""),
                "earns_by": EARNS.get(name, ""),
                "_arr": arr,
                "_care": care,
                "_started": started,
                "_due_in": FIRST_REP_DUE_IN[n // len(reps)] if n % len(reps) == 0 else None,
            }
        )
    return rows


def _contacts(chance: random.Random, account: Row, today: date) -> list[Row]:
    roles = (
        ["champion", "buyer", "user"]
        if account["tier"] == "A"
        else ["champion", "buyer"]
        if account["tier"] == "B"
        else ["buyer"]
    )
    rows = []
    for role in roles:
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        left = (
            today - timedelta(days=chance.randint(10, 60))
            if role == "champion" and chance.random() < 0.06
            else ""
        )
        rows.append(
            {
                "account": account["name"],
                "name": name,
                "email": f"{name.lower().replace(' ', '.')}@{account['external_id']}.example".lower(),
                "title": TITLES[role][chance.randrange(len(TITLES[role]))],
                "role": role,
                "prefers": chance.choice(["call", "email", "video", ""]),
                "birthday": f"{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
                "left_on": left,
            }
        )
    return rows


def _touches(chance: random.Random, account: Row, contacts: Sequence[Row], today: date) -> list[Row]:
    _, _, gap, silent, value = account["_care"]
    cadence = CADENCE[str(account["tier"])]
    started = account["_started"]
    silent_for = int(cadence * silent * chance.uniform(0.5, 1.1))
    if account["_due_in"] is not None:
        silent_for = cadence - account["_due_in"]
    on = today - timedelta(days=silent_for)
    rows: list[Row] = []
    first = max(started, today - timedelta(days=730))
    while on > first:
        if account["_due_in"] is not None and not rows:
            on -= timedelta(days=max(0, on.weekday() - 4))
        if on.weekday() < 5:
            rows.append(_touch(chance, account, contacts, on=on, value=value, newest=not rows))
            if chance.random() < 0.15:
                rows.append(
                    {
                        **_touch(
                            chance, account, contacts, on=on - timedelta(days=1), value=0.0, newest=False
                        ),
                        "outcome": "left_message",
                        "channel": "call",
                        "purpose": "",
                        "note": "left a voicemail",
                        "sentiment": "",
                    }
                )
        on -= timedelta(days=max(3, int(cadence * gap * chance.uniform(0.6, 1.3))))
    return rows


def _touch(
    chance: random.Random, account: Row, contacts: Sequence[Row], on: date, value: float, newest: bool
) -> Row:
    purpose, note = ("check_in", "just checking in") if chance.random() > value else chance.choice(NOTES)
    channel = chance.choices(["call", "video", "meeting", "visit", "email"], [5, 3, 2, 1, 2])[0]
    mood = chance.choices(["happy", "neutral", "worried", ""], [4, 3, 1, 4])[0]
    if account["name"] == "Acme Industrial" and newest:
        purpose, note, channel, mood = (
            "shared_insight",
            "buyer doubts ROI, wants figures from a plant like theirs",
            "call",
            "worried",
        )
    minutes = {"call": 20, "video": 30, "meeting": 50, "visit": 90, "email": 5}[channel]
    met = chance.sample(list(contacts), chance.randint(1, min(2, len(contacts))))
    return {
        "account": account["name"],
        "by_email": account["owner_email"],
        "at": on,
        "channel": channel,
        "direction": "outbound",
        "outcome": "reached",
        "purpose": purpose,
        "minutes": minutes if chance.random() < 0.7 else "",
        "contact": ";".join(str(c["email"]) for c in met),
        "sentiment": mood,
        "note": note,
    }


def _revenue(chance: random.Random, account: Row, today: date) -> list[Row]:
    started, arr = account["_started"], int(str(account["_arr"]))
    service = str(account["services"]).split(";")[0]
    shared = {"account": account["name"], "currency": account["currency"], "service": service}
    if account["tier"] == "C" and chance.random() < 0.5:  # a buyer of single orders, with a rhythm
        rhythm, on, rows = chance.choice([45, 60, 90, 120]), started, list[Row]()
        while on < today - timedelta(days=chance.randint(0, rhythm)):
            rows.append(
                {
                    **shared,
                    "on": on,
                    "kind": "purchase",
                    "amount": round(arr * rhythm / 365 * chance.uniform(0.8, 1.2)),
                }
            )
            on += timedelta(days=int(rhythm * chance.uniform(0.85, 1.15)))
        return rows
    rows = [{**shared, "on": started, "kind": "new", "amount": round(arr * 0.85)}]
    for back in sorted((chance.randrange(20, 380), chance.randrange(380, 700)), reverse=True):
        on, luck = (
            today - timedelta(days=back),
            chance.random() * (0.5 if account["name"] == "Acme Industrial" else 1),
        )
        if on > started and luck < 0.75:
            kind = "expansion" if luck < 0.5 else "contraction"
            rows.append({**shared, "on": on, "kind": kind, "amount": round(arr * chance.uniform(0.05, 0.2))})
    return rows
