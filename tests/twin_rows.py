"""The rows of the twin workspace (twin.py), a list a table.

What the suite calls something most often is called so here, too; what can't be the same says TWIN.
Much of it is due, so that whoever forgets to ask of which workspace takes it up.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

from rules.calendar import week_of
from rules.context import Reason
from rules.names import normalise
from rules.phrase import Phrase
from rules.spelling import pieces
from storage.accounts import name_rows
from storage.exchange import nouns
from storage.exchange.memory import SEPARATOR
from storage.privacy.forgetting import mark

TWIN, CANARY = 2, "TWIN"
NOW = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)  # when a world begins
EARLIER, LONG_AGO, SOON = NOW - timedelta(days=1), NOW - timedelta(days=290), NOW + timedelta(seconds=5)
PEOPLE = ADA, MEL, DANA, KIM = (-3, -2, -1, 0)
ACCOUNTS = ACME, GLOBEX, INITECH = (-2, -1, 0)
BATCH = f"c{hashlib.sha256(b'trigger.1').hexdigest()[:20]}"  # of the first line that a test logs
REASON = Reason("overdue", Phrase(f"{CANARY} reason")).to_json()

Row = dict[str, Any]


def _people() -> list[Row]:
    named = (("ada", "Ada Admin", "admin", None), ("mel", "Mel Manager", "manager", ADA))
    reps = (("dana", "Dana Reyes", "rep", MEL), ("kim", "Kim Cho", "rep", MEL))
    zone = {"zone": "America/New_York", "country": "US"}
    zone |= dict.fromkeys(("plan_at", "digest_at", "friday_at"), EARLIER)
    return [
        {
            "email": f"{who}@x.com",
            "name": name,
            "role": role,
            "manager_id": manager,
            "slack_id": f"U{who.upper()}",
            "dm_channel": f"D{who.upper()}",
            **zone,
        }
        for who, name, role, manager in (*named, *reps)
    ]


def _accounts() -> list[Row]:
    """In trouble, and due in every way."""
    words = {"industry": f"{CANARY} trade", "services": f"{CANARY} care", "status_reason": f"{CANARY} reason"}
    words |= {"team_goal": f"{CANARY} goal", "earns_by": f"{CANARY} ways"}
    figures = {"annual": 9_900_000_000, "annual_given": 9_900_000_000, "currency": "USD", "at_risk": True}
    days = {"added_on": date(2024, 1, 10), "exists_on": date(2024, 1, 10), "renews_on": date(2026, 12, 1)}
    due = {
        "due_on": date(2026, 11, 2),
        "look_at": EARLIER,
        "reassess_at": EARLIER,
        "fall_look_at": EARLIER,
        "escalate_at": EARLIER,
        "last_meaningful_at": LONG_AGO,
    }
    whose = (("Acme", DANA, "X1"), ("Globex", DANA, "X2"), ("Initech", KIM, "1"))
    return [
        {"name": name, "key": normalise(name), "owner_id": owner, "tier": "A", "external_id": external}
        | {
            **words,
            **figures,
            **days,
            **due,
            "failed_why": f"{CANARY} failed",
            "snoozed_until": date(2026, 11, 30),
        }
        for name, owner, external in whose
    ]


def _outbox() -> list[Row]:
    """Due, under way, of unknown fate, dead, sent."""
    sent = {"state": "sent", "ts": "1.000001", "channel": "DDANA", "sent_at": EARLIER}
    unknown = {"state": "sending", "unknown_since": EARLIER, "first_try_at": EARLIER, "claim": "theirs"}
    left = {"state": "sending", "lease_until": EARLIER, "claim": "theirs"}
    homes = [{"key": f"home:{n}", "say": "home", "kind": "home", "payload": {}, **sent} for n in (1, 2, 3, 4)]
    seen = {"things": [{"by": KIM, "account": ACME, "batch": BATCH}]}
    shared = {"by": MEL, "account": ACME, "note": CANARY}
    rows = [
        *homes,
        {"key": "update:1", "say": "asked", "kind": "update", "payload": {"of": ASKED}, **left},
        {"key": "share:1", "say": "shared", "payload": shared, "person_id": None, "channel": "C1"},
        {"key": "notice:1", "say": "notice", "payload": {"text": f"{CANARY} notice"}},
        {"key": "told:3:2026-11-18", "say": "told", "payload": seen},
        {"key": "nudge:3:2026-11-18", "say": "nudge", "payload": {"local_on": "2026-11-18"}, **unknown},
        {
            "key": "dead:1",
            "say": "asked",
            "payload": {},
            "state": "dead",
            "ended_at": EARLIER,
            "last_error": CANARY,
        },
        {
            "key": "digest:2:2026-W46",
            "say": "digest",
            "payload": {"ends_on": "2026-11-15"},
            **sent,
            "person_id": MEL,
        },
        {"key": "ask:1", "say": "asked", "payload": {"by": MEL, "account": ACME}, **sent},
        {"key": "nudge:3:2026-11-17", "say": "nudge", "payload": {"local_on": "2026-11-17"}, **sent},
    ]
    return [
        {"kind": "post", "person_id": DANA, "due_at": EARLIER, "created_at": EARLIER, **row} for row in rows
    ]


DIGEST, ASKED, NUDGE, UNKNOWN = (-2, -1, 0, -4)  # of the rows above


def _memory() -> list[Row]:
    """What files said: the very rows that the suite brings most often."""
    cells = {
        "people": ("dana@x.com", {"email": "dana@x.com", "name": CANARY}, DANA),
        "accounts": ("acme", {"name": "Acme", "owner_email": "dana@x.com", "services": CANARY}, ACME),
        "contacts": ("x:C1", {"account": "Acme", "name": "Cleo", "external_id": "C1", "title": CANARY}, 0),
        "touches": ("x:T1", {"account": "Acme", "at": "2026-11-01", "external_id": "T1", "note": CANARY}, 0),
        "revenue": ("x:R1", {"account": "Acme", "external_id": "R1", "service": CANARY}, 0),
        "changes": ("x:CH1", {"account": "Acme", "external_id": "CH1", "text": CANARY}, 0),
        "concerns": ("x:CO1", {"account": "Acme", "external_id": "CO1", "text": CANARY}, 0),
        "needs": ("x:NE1", {"account": "Acme", "external_id": "NE1", "text": CANARY}, 0),
        "goals": ("x:G1", {"account": "Acme", "external_id": "G1", "text": CANARY}, 0),
        "offers": ("x:OF1", {"name": "Planner", "external_id": "OF1", "gain": CANARY}, 0),
        "upsells": ("x:U1", {"account": "Acme", "external_id": "U1", "text": CANARY}, 0),
        "next_steps": ("x:N1", {"account": "Acme", "external_id": "N1", "text": CANARY}, 0),
        "promises": ("x:P1", {"account": "Acme", "external_id": "P1", "text": CANARY}, 0),
        "requests": ("x:Q1", {"account": "Acme", "external_id": "Q1", "text": CANARY}, 0),
        "team": ("acme/kim@x.com", {"account": "Acme", "person_email": "kim@x.com", "role": "support"}, 0),
        "milestones": ("x:M1", {"account": "Acme", "external_id": "M1", "step": CANARY}, 0),
    }
    return [
        {
            "kind": kind,
            "key": key,
            "row_id": row_id,
            "cells": SEPARATOR.join(said.get(name, "") for name in nouns.of(kind).names),
        }
        for kind, (key, said, row_id) in cells.items()
    ]


def _facts() -> dict[str, list[Row]]:
    """What happened with Acme, and what is to happen; each says whose it is."""
    acme, by, seen = {"account_id": ACME}, {"account_id": ACME, "by_id": DANA}, {"created_at": EARLIER}
    old = {
        "at": LONG_AGO,
        "purpose": "shared_insight",
        "note": f"{CANARY} note of dana@x.com",
        "noted": True,
        **seen,
    }
    place = {"rep_id": DANA, "reason": REASON, "local_on": date(2026, 11, 17), "place": 1}
    step = {"text": f"{CANARY} step", "on": date(2026, 11, 17), "batch": BATCH, "external_id": "N1"}
    return {
        "account_name": [
            {"account_id": n, "key": r["key"], "whole": r["whole"]}
            for n, name in zip(ACCOUNTS, ("Acme", "Globex", "Initech"), strict=True)
            for r in name_rows(TWIN, n, name, aliases=())
        ],
        "name_piece": [
            {"piece": piece, "word": word}
            for word in ("acme", "globex", "initech")
            for piece in sorted(pieces(word))
        ],
        "account_team": [{**acme, "person_id": KIM, "role": "support"}],
        "standing": [
            {"account_id": n, "from_on": on, "owner_id": DANA, "tier": "A", "reason": CANARY}
            for n in ACCOUNTS
            for on in (date(2024, 1, 10), date(2026, 11, 12))
        ],
        "contact": [
            {
                **acme,
                "name": "Cleo",
                "key": "cleo",
                "email": "cleo@newt.com",
                "title": CANARY,
                "external_id": "C1",
            }
        ],
        "touch": [
            {**by, **old, "external_id": "T1"},
            {**by, **old, "batch": BATCH, "at": EARLIER, "external_id": "tend-1"},
        ],
        "touch_contact": [{"touch_id": 0, "contact_id": 0}],
        "next_step": [{**by, **step}],
        "promise": [
            {**by, **seen, "text": f"{CANARY} promise", "due_on": date(2026, 11, 19), "external_id": "P1"}
            | {"promised_on": date(2026, 11, 1), "batch": BATCH}
        ],
        "request": [
            {**by, **seen, "text": f"{CANARY} request", "asked_on": date(2026, 11, 2), "external_id": "Q1"}
            | {"contact_id": 0, "batch": BATCH, "answer_batch": ""},
            {**by, **seen, "text": f"{CANARY} answered", "asked_on": date(2026, 11, 2), "batch": ""}
            | {"answered_on": date(2026, 11, 3), "answer_batch": BATCH},
        ],
        "milestone": [
            {**acme, **seen, "stage": f"{CANARY} stage", "step": f"{CANARY} step", "external_id": "M1"}
            | {"owner_id": DANA, "started_on": date(2026, 11, 1), "due_on": date(2026, 11, 8)}
        ],
        "change": [
            {**by, **seen, "kind": "acquired", "text": f"{CANARY} change", "on": date(2026, 11, 3)}
            | {"noted_on": date(2026, 11, 3), "behind": 0, "external_id": "CH1"}
        ],
        "concern": [
            {**by, **seen, "text": f"{CANARY} concern", "kind": "billing", "raised_on": date(2026, 11, 2)}
            | {"batch": BATCH, "external_id": "CO1"}
        ],
        "need": [
            {**by, **seen, "text": f"{CANARY} need", "offer": f"{CANARY} offer", "external_id": "NE1"}
            | {"heard_on": date(2026, 11, 2), "right_on": date(2026, 11, 9), "budget": 2_000_000}
        ],
        "goal": [
            {**by, **seen, "text": f"{CANARY} goal", "measure": f"{CANARY} measure", "external_id": "G1"}
            | {"said_on": date(2026, 11, 2), "due_on": date(2026, 12, 31)}
        ],
        "offer": [
            {"by_id": DANA, "name": "Planner", "key": "planner", "gain": f"{CANARY} gain", **seen}
            | {"sends": f"{CANARY} sends", "since_on": date(2025, 1, 1), "external_id": "OF1"}
        ],
        "upsell": [
            {**by, **seen, "step": "offer", "step_by_id": DANA, "text": f"{CANARY} want", "external_id": "U1"}
            | {"competitors": CANARY, "need_id": 0, "offer_id": 0, "gain": CANARY, "sends": f"{CANARY} sends"}
            | {"sender_id": KIM, "targeted_on": date(2026, 11, 2), "explored_on": date(2026, 11, 3)}
            | {"offered_on": date(2026, 11, 4), "send_by": date(2026, 11, 9), "why": f"{CANARY} why"}
        ],
        "feedback": [
            {**by, **seen, "kind": "feedback", "contact": f"{CANARY} who", "text": f"{CANARY} feedback"}
            | {"asked_on": date(2026, 11, 2), "answered_on": date(2026, 11, 3), "state": "given"}
            | {"theme": "price", "external_id": "FB1"}
        ],
        "referral": [
            {**by, **seen, "kind": "received", "who": f"{CANARY} who", "to": f"{CANARY} to"}
            | {"on": date(2026, 11, 2), "became_id": GLOBEX, "external_id": "RF1"}
        ],
        "thanks": [
            {**by, **seen, "kind": "event", "text": f"{CANARY} treat", "on": date(2026, 11, 2)}
            | {"cost": 20_000, "currency": "USD", "external_id": "TH1"}
        ],
        "revenue": [
            {**acme, "on": date(2026, 6, 1), "kind": "new", "amount": 5_000_000_000, "currency": "USD"}
            | {"service": CANARY, "external_id": "R1"}
        ],
        "nudge": [
            {**acme, **place, "outbox_id": NUDGE, "state": "sent", "sent_at": EARLIER, "batch": BATCH},
            {**place, "account_id": GLOBEX, "outbox_id": UNKNOWN, "state": "planned"},
        ],
        "cut": [
            {**acme, "rep_id": DANA, "outbox_id": NUDGE, "local_on": date(2026, 11, 17), "pair": 1}
            | {"shown": True, "rank": 3000},
            {"account_id": GLOBEX, "rep_id": DANA, "outbox_id": NUDGE, "local_on": date(2026, 11, 17)}
            | {"pair": 1, "shown": False, "rank": 2900},
        ],
        "snooze": [{**by, **seen, "reason": f"{CANARY} why", "until_on": date(2026, 11, 30)}],
        "question": [
            {
                **acme,
                "by_id": MEL,
                "to_id": DANA,
                "outbox_id": ASKED,
                "text": f"{CANARY}?",
                "asked_at": EARLIER,
            }
        ],
        "handoff": [
            {**by, **seen, "giver_id": DANA, "receiver_id": KIM, "since_on": date(2026, 11, 1)}
            | {"landmines": f"{CANARY} mines", "question": f"{CANARY} why", "answer": f"{CANARY} so"}
            | {"became": "accepted", "ended_on": date(2026, 11, 2), "greet_by": date(2026, 11, 9)},
            {**by, **seen, "giver_id": DANA, "receiver_id": KIM, "since_on": date(2026, 11, 10)}
            | {"landmines": f"{CANARY} mines"},
        ],
        "changeover": [
            {"person_id": DANA, "to_id": MEL, "why": "off", "stage": "going", "due_at": EARLIER}
            | {"moved_at": EARLIER, "created_at": LONG_AGO}
        ],
        "changeover_account": [{**acme, "changeover_id": 0, "receiver_id": KIM}],
        "loosening": [
            {**by, **seen, "owner_id": DANA, "before": '{"tier":"A"}', "after": '{"tier":"B"}'}
            | {"why": f"{CANARY} why", "asked_on": date(2026, 11, 3), "became": "held"}
        ],
        "escalation": [
            {
                **acme,
                "owner_id": DANA,
                "late_on": date(2026, 11, 2),
                "on": date(2026, 11, 16),
                "due_at": EARLIER,
            }
            | {"to_id": MEL, "created_at": EARLIER},
            {
                **acme,
                "owner_id": DANA,
                "late_on": date(2026, 8, 3),
                "on": date(2026, 8, 17),
                "due_at": LONG_AGO,
            }
            | {"to_id": MEL, "went_on": date(2026, 8, 17), "became": "left", "until_on": date(2026, 9, 1)}
            | {"why": f"{CANARY} why", "ended_by_id": MEL, "ended_on": date(2026, 8, 18)}
            | {"ended_at": LONG_AGO, "created_at": LONG_AGO},
            {**acme, "owner_id": DANA, "late_on": date(2026, 11, 2), "on": date(2026, 11, 16)}
            | {"due_at": EARLIER, "to_id": MEL, "created_at": EARLIER},
        ],
        "merge": [
            {"gone_id": INITECH, "stays_id": GLOBEX, "by_id": DANA, "became": "merged", "kept": CANARY}
            | {"asked_on": date(2026, 11, 3), "merged_on": date(2027, 1, 1), "created_at": LONG_AGO}
        ],
        "moved": [{"merge_id": 0, "noun": "touch", "column": "account_id", "row_id": 1, "was_id": ACME}],
        "override": [
            {**by, **seen, "band": "watch", "reason": f"{CANARY} reason", "from_on": date(2026, 11, 3)}
            | {"until_on": date(2026, 12, 3)}
        ],
        "absence": [
            {"person_id": DANA, "cover_id": KIM, "by_id": DANA, "created_at": LONG_AGO}
            | {"first_on": date(2026, 12, 21), "last_on": date(2026, 12, 31)}
        ],
        "waiting": [
            {"kind": "handoff", "for_id": KIM, "by_id": DANA, "subject_id": 0, "since_at": LONG_AGO}
            | {"remind_at": EARLIER, "until_at": EARLIER, "outbox_id": NUDGE}
        ],
        "turned_up": [{"person_id": DANA, "contact_id": 0, "before_id": 0, "on": date(2026, 11, 17)}],
        "alarm": [{**acme, "fell_at": EARLIER, "behind": "promises"}],
        "unlogged": [
            {"person_id": DANA, "token": token, "text": f"{CANARY} line", "opened_at": EARLIER}
            for token in (BATCH, "mDDANA2.1")
        ],
    }


def rows_by_table(secret: str) -> dict[str, list[Row]]:
    """Its rows. `secret` is ours, so that what a hash would show is the same."""
    week = date(2026, 11, 15)
    return {
        "workspace": [
            {
                "id": TWIN,
                "team_id": "T2",
                "name": CANARY,
                "bot_user_id": "UBOT",
                "secret": secret,
                "sending": True,
            }
            | {
                "policy": {"rates": {"EUR": 7.0}},
                "recompute_after": 0,
                "settle_after": -9,
                "created_at": EARLIER,
            }
        ],
        "person": _people(),
        "account": _accounts(),
        "outbox": _outbox(),
        **_facts(),
        "digest": [{"person_id": MEL, "week": week_of(week), "ends_on": week, "outbox_id": DIGEST}],
        "insight": [
            {"by_id": MEL, "text": f"{CANARY} insight", "until_on": date(2027, 1, 1), "created_at": EARLIER}
        ],
        "told": [{"insight_id": 0, "account_id": ACME, "by_id": DANA, "created_at": EARLIER}],
        "audit": [{"at": EARLIER, "did": CANARY, "noun": "account", "row_id": ACME, "change": {}}],
        "erased": [{"mark": mark(secret, who)} for who in ("dana@x.com", "name::acme")],
        "import_row": _memory(),
        "import_run": [
            {"by_id": ADA, "channel": "DADA", "state": state, "created_at": EARLIER}
            | {"key": f"mDADA1.{n}", "report": {"said": CANARY}, "went_at": EARLIER}
            for n, state in enumerate(("sent", "shown", "wanted", "done", "unwanted"))
        ],
        "import_file": [
            {"run_id": run, "place": 0, "name": f"{CANARY}.csv", "url": f"https://files.slack.com/{CANARY}"}
            | {"content": CANARY.encode()}
            for run in (-4, -3, -2)
        ],
        "import_change": [
            {
                "run_id": 0,
                "kind": "accounts",
                "row_id": ACME,
                "key": "acme",
                "before": CANARY,
                "after": CANARY,
            }
            | {"stood": {"said": CANARY}}
        ],
        "file_answer": [{"mark": "ours", "kind": "accounts", "dates": "day", "numbers": "comma"}],
        "pace": [{"lane": lane, "free_at": at} for lane, at in (("post", SOON), ("home", EARLIER))],
        "processed": [{"key": f"log:{BATCH}", "created_at": LONG_AGO}],
    }
