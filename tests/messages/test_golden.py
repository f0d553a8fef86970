"""Every message as golden JSON: held to Slack's limits, and to the published schemas where they are beside
the checkout.

`UPDATE_GOLDEN=1 pytest tests/messages` writes them anew; read the difference before it is committed.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from messages import (
    account_change,
    acts,
    adding,
    approvals,
    bell,
    book,
    bulk,
    card,
    changes,
    concerns,
    digest,
    escalations,
    friday,
    goals,
    growing,
    handoff_form,
    handoffs,
    history,
    home,
    insights,
    introduced,
    lacking,
    log_form,
    log_touch,
    milestones,
    mine,
    need_list,
    noticed,
    nudge,
    offers,
    ours,
    overrides,
    places,
    put_off,
    put_right,
    questions,
    renewals,
    replies,
    sends,
    settings,
    share,
    silence,
    snooze,
    stated,
    step_form,
    tiers,
    unlogged,
    upsells,
    voiding,
    waiting,
    welcome,
)
from messages import preview as previews
from messages.blocks import clip, escape, plain, without
from messages.carried import Origin
from messages.log_fields import Form
from messages.words import Viewer
from rules.acts import Act
from rules.alarms import Fell
from rules.bell import ANSWERED, BACK, CLOSED, KEPT, Win
from rules.bulk import Doing, Found, preview
from rules.cadence import due
from rules.card import Card
from rules.card import compose as compose_card
from rules.chances import Chance, Chances, rests_on
from rules.consequences import consequences
from rules.context import Context, Insight, Posted, Reach, Reason, Untold
from rules.course import Point
from rules.coverage import Share
from rules.digest import compose
from rules.editing import FIELDS, edit, stored_cells
from rules.facts.corrections import Correction
from rules.facts.entries import Entry
from rules.facts.escalated import Escalation
from rules.facts.handoffs import ASKS, WAITS
from rules.facts.introduced import Shown as Introduction
from rules.facts.lacking import Lack, rolled_up
from rules.facts.loosened import Loosening, Stands
from rules.facts.loosened import Shown as Loosened
from rules.facts.movement import Movement
from rules.facts.offer import Offer
from rules.facts.receivers import Proposed
from rules.facts.renewals import says as renewal_says
from rules.facts.sends import Sends
from rules.facts.templates import STAGES
from rules.facts.unlogged import Unlogged
from rules.friday import ASKED, BOOKED, NUDGED, Loose, Summary
from rules.friday import Done as DoneInAWeek
from rules.growing import Growth
from rules.health import assess
from rules.heard import Heard, Statement
from rules.installation import Installation
from rules.language.customer import Change as Told
from rules.mine import Disowned, Unclaimed
from rules.phrase import say
from rules.policy import Policy
from rules.reasons import best_reason
from rules.records import Contact, NextStep, Record, Standing
from rules.revenue import unrated
from rules.silence import Silent
from rules.tiers import Held
from rules.tiers import Proposed as TierProposal
from rules.waiting import Waiting
from rules.week import Done, Logged, NudgesActed
from sandbox.limits import wrong_blocks, wrong_view

from .. import published
from ..builders import (
    POLICY,
    TODAY,
    a_change,
    a_concern,
    a_goal,
    a_handoff,
    a_need,
    a_person,
    a_plan,
    a_promise,
    a_step,
    a_touch,
    an_account,
    an_override,
    days_ago,
    in_days,
    trend,
)

GOLDEN = Path(__file__).parents[1] / "golden"
VIEWER = Viewer("en-US", "America/New_York", TODAY, "USD")
HOSTILE = "<!channel> & “Sons” *bold* =cmd()"


def a_card(**given: Any) -> Card:
    record = an_account(
        touches=[
            a_touch(days_ago(30), note="buyer doubts ROI", sentiment="worried", contact_ids=(1,)),
            *(a_touch(days_ago(n)) for n in (44, 58, 72)),
        ],
        contacts=(
            Contact(1, "Umar Ortiz", "buyer", title="Procurement Lead", prefers="call"),
            Contact(2, "Cleo Stone", "champion", left_on=days_ago(40)),
        ),
        movements=(
            Movement(days_ago(700), "new", 7_000_000, currency="USD", service="Core"),
            Movement(days_ago(100), "expansion", 1_400_000, currency="USD", service="Core"),
        ),
        renews_on=given.pop("renews_on", in_days(57)),
        services=("Core", "Analytics"),
        industry="manufacturing",
        started_on=days_ago(700),
        **given,
    )
    health = assess(record, TODAY, POLICY)
    return Card(
        record,
        health,
        trend(record, TODAY, POLICY),
        due=due(record, TODAY, POLICY, trouble=health.at_risk),
        reason=best_reason(record, TODAY, Context(POLICY)),
        on=TODAY,
    )


def a_card_with_a_chance() -> Card:
    """Where enough accounts were like it to say what followed."""
    chance = Chance(1412, 153, 762, low=0.463, high=0.618, first=days_ago(400), last=days_ago(110))
    kept = Chances(TODAY, rests_on(POLICY), {"at risk": chance})
    return compose_card(a_card().record, TODAY, Context(POLICY, looked_back=kept.to_json()))


def an_overridden_card() -> Card:
    said = replace(a_card().record, overrides=(an_override(reason=HOSTILE),))
    return compose_card(said, TODAY, Context(POLICY))


def a_prepared_card(**given: Any) -> Card:
    """With every section of the page before a call."""
    record = a_card().record
    results = [
        a_touch(days_ago(n), purpose=purpose, note=f"{note} {HOSTILE}", minutes=n, estimated=n > 40)
        for n, purpose, note in (
            (12, "delivered_result", "the rollout saved them 9 days"),
            (60, "solved_problem", "found the wrong tariff"),
            (80, "check_in", "just catching up"),
        )
    ]
    more = {
        "touches": tuple(sorted((*record.touches, *results), key=lambda t: t.on, reverse=True)),
        "promises": (
            a_promise(days_ago(40), state="kept", done_on=days_ago(41), text=f"a workshop {HOSTILE}"),
            a_promise(in_days(3), text=f"a quote {HOSTILE}"),
        ),
        "next_step": NextStep(1, f"demo {HOSTILE}", in_days(1)),
        "milestones": (a_step(in_days(5)),),
    }
    insight = Insight(1, f"new rules for {HOSTILE}", industry="manufacturing")
    return compose_card(replace(record, **(more | given)), TODAY, Context(POLICY, (insight,)))


def an_account_to_pass() -> Record:
    return replace(a_card().record, promises=(a_promise(in_days(3), text=HOSTILE), a_promise(days_ago(2))))


def a_shown(**given: Any) -> Introduction:
    return Introduction(a_handoff(days_ago(1), landmines=HOSTILE, **given), HOSTILE, "Dana Reyes")


def escalated(n: int, name: str, **given: Any) -> escalations.Shown:
    """At Mel since yesterday, or tomorrow where it goes there yet."""
    of = {k: given.pop(k) for k in ("became", "until_on", "why") if k in given}
    goes = {
        "late_on": days_ago(28),
        "on": in_days(1),
        "due_at": datetime(2026, 11, 20, tzinfo=UTC),
        "to_id": 2,
        "to": "Mel",
    }
    e = Escalation(**{"id": n, "account_id": n, "owner_id": 1, **goes, **of})
    return escalations.Shown(e, name, "Dana Reyes", **{"silent": 42, **given})


def a_loosening(**given: Any) -> Loosening:
    stands = {"before": Stands("A"), "after": Stands("C", "paused", 60, in_days(90))}
    return Loosening(
        **{"id": 1, "account_id": 1, "owner_id": 1, "by_id": 1, "asked_on": TODAY, "why": HOSTILE}
        | {"by": "Dana Reyes", "waits_for": "Mel", **stands, **given}
    )


def a_churned_card() -> Card:
    gone = (
        Standing(days_ago(400), 1, "A"),
        Standing(days_ago(12), 1, "A", status="churned", reason="moved to <Globex>"),
    )
    record = an_account(
        days_ago(30),
        status="churned",
        status_reason="moved to <Globex>",
        standings=gone,
        annual=None,
        annual_given=8_400_000,
        currency="EUR",
        renews_on=in_days(20),
    )
    health = assess(record, TODAY, POLICY)
    why = best_reason(record, TODAY, Context(POLICY))
    return Card(
        record,
        health,
        trend(record, TODAY, POLICY),
        due=due(record, TODAY, POLICY),
        reason=why,
        on=TODAY,
        brings=unrated(record, TODAY, POLICY),
    )


def a_mixed_digest() -> Any:
    """Both kinds of revenue, one part without a rate, somebody churned, somebody back in rhythm."""
    euros = (
        Movement(days_ago(500), "new", 100_000, currency="EUR"),
        Movement(days_ago(9), "contraction", 40_000, currency="EUR"),
    )
    records = [
        an_account(
            touches=[a_touch(days_ago(5)), a_touch(days_ago(60))],
            id=1,
            name="Back & Co",
            movements=(
                Movement(days_ago(400), "purchase", 50_000, currency="USD"),
                Movement(days_ago(40), "purchase", 20_000, currency="USD"),
            ),
        ),
        an_account(days_ago(6), id=2, name="Euro", annual=None, movements=euros),
        an_account(
            days_ago(60),
            id=3,
            name="Gone",
            status="churned",
            movements=(Movement(days_ago(500), "new", 80_000, currency="USD"),),
            standings=(
                Standing(days_ago(400), 1, "A"),
                Standing(days_ago(5), 1, "A", status="churned", reason="closed"),
            ),
        ),
        an_account(
            days_ago(9),
            id=4,
            name="Kept",
            movements=(Movement(days_ago(500), "new", 90_000, currency="USD"),),
        ),
    ]
    return compose(
        records,
        [a_person()],
        TODAY - timedelta(days=3),
        policy=Policy(),
        done=Done(
            week=[Logged(1, 1, 1, value_adding=1, minutes=20, estimated_minutes=0)],
            nudges=NudgesActed(9, 4, 2, not_needed=1, open=1),
        ),
    )


def a_digest(count: int = 6) -> Any:
    team = [a_person(id=1, name="Dana Reyes"), a_person(id=2, name="Kim Cho", email="kim@x.com")]
    records = []
    for n in range(1, count + 1):
        tier = "ABC"[n % 3]
        records.append(
            an_account(
                days_ago(n * 13),
                id=n,
                name=f"Company {n:02d}",
                tier=tier,
                owner_id=n % 2 + 1,
                annual=n * 1_000_000,
                movements=(
                    Movement(days_ago(500), "new", n * 900_000, currency="USD"),
                    Movement(days_ago(60), "expansion", n * 100_000, currency="USD"),
                ),
                standings=(Standing(days_ago(400), n % 2 + 1, "B"), Standing(days_ago(3), n % 2 + 1, tier)),
            )
        )
    week = [Logged(1, 3, 2, value_adding=1, minutes=60, estimated_minutes=20)]
    return compose(
        records,
        team,
        TODAY - timedelta(days=3),
        policy=Policy(),
        done=Done(week, week, {1: 5}, nudges=NudgesActed(9, 4, 2, not_needed=1)),
    )


def a_notice(
    number: int, text: str, by: Any, *, by_id: int, told: int = 0, left: tuple[Untold, ...] = ()
) -> Posted:
    reach = Reach(told, left)
    return Posted(
        Insight(number, text, "A", country="DE", tell_by=by), by_id, HOSTILE, in_days(30), reach=reach
    )


def renews(ahead):
    return renewal_says(an_account(renews_on=in_days(ahead)), TODAY)


ALSO = [nudge.Named(7, "Sons & Co", renews(90)), nudge.Named(8, "Umbra", renews(88), "Sam <b>")]
FALLEN = [
    Fell(7, "Sons <x> & Co", 18.4, 52, (say("concern about billing open 3 days"), say("worried on Nov 15"))),
    Fell(8, "Umbra", 11.0, None, (say("“ROI <b> numbers” 3 days late"),)),
]


def shown(n: int, outcome: str = "", stuck: bool = False) -> places.Shown:
    return places.Shown(
        n,
        n,
        f"Company {n}",
        tier="A",
        reason=Reason("renewal", say("renews {on}.", on=in_days(30)), say("What must be true?")),
        silent=20 + n,
        stuck=stuck,
        outcome=outcome,
        until=in_days(3),
    )


ENTRY = Entry(
    (1,),
    TODAY,
    "call",
    "outbound",
    "reached",
    "shared_insight",
    20,
    "happy",
    "showed the buyer the ROI numbers",
    (1,),
    "demo",
    in_days(9),
)
LOGGED = log_touch.Logged("b1", ENTRY, ["Acme"], ["Umar Ortiz"], in_days(14))
ANSWERING = replies.Answering(1, f"Mel {HOSTILE}", "Acme", f"what is next? {HOSTILE}", passed=False)
LINE = Unlogged(1, 1, "c1", f"acme {HOSTILE}", datetime.combine(days_ago(1), time(12), UTC))
ORIGIN = Origin("token", "https://hooks.slack.com/x")
NOT_RENEWED = renewals.Left(say("It counts as lost from that day."), HOSTILE)
LATELY = datetime(2026, 11, 17, 15, tzinfo=UTC)
IN_BULK = Act(9, LATELY, HOSTILE, 2, did="tier", noun="bulk", row_id=2, change={"acts": [3, 4]})
PROPOSED = [
    TierProposal(Held(1, HOSTILE, 1, HOSTILE, "C", "A", 900_000), "A", say("number {n} of 40", n=1)),
    TierProposal(Held(2, "Globex", 1, "Dana", "A", "", 900), "C", say("does not fit")),
]
UNCLAIMED = [Unclaimed(1, HOSTILE, "A", 8_400_000), Unclaimed(2, "Globex", "C")]


def a_preview(painted: Any) -> previews.Foreseen:
    at = datetime(2026, 11, 19, 13, 45, tzinfo=UTC)
    return previews.Foreseen(a_person(name=HOSTILE, leads=True), previews.MORNING, at, painted, sending=False)


STANDS = Installation(
    tick_age=7.0,
    due_age=1000.0,
    linked=4,
    unlinked=2,
    imported_at=datetime(2026, 11, 17, 9, tzinfo=UTC),
    no_rate=("CHF", "JPY"),
    untiered=3,
)
LINES = [
    book.Line(n, f"Company {n}", "A", "Dana", days_ago(n), days_ago(20 + n), n == 1, due=True)
    for n in range(1, 13)
]

NEEDS = [
    a_need(days_ago(9), id=1, budget=2_000_000, right_on=in_days(30), offer=HOSTILE, discount="yes"),
    a_need(
        days_ago(40), id=2, text=HOSTILE, status="explored", explored_on=days_ago(4), currency="EUR", budget=5
    ),
    a_need(days_ago(30), id=3, status="offered", offered_on=days_ago(1)),
    a_need(days_ago(90), id=4, status="lost", closed_on=days_ago(2), why=HOSTILE),
]
LACKS = [
    Lack(NEEDS[0], "Acme <b>", "A", owner=f"Dana {HOSTILE}", owner_id=1, annual=8_400_000),
    Lack(replace(NEEDS[2], account_id=2), "Globex", "B", owner="Kim", owner_id=2),
    Lack(replace(NEEDS[1], account_id=3, text="labels <b> & co"), "Initech", "C", owner="Kim", owner_id=2),
]
GOALS = [
    a_goal(days_ago(9), id=1, due_on=days_ago(1), measure=HOSTILE),
    a_goal(days_ago(9), id=2, text=HOSTILE),
    a_goal(days_ago(9), id=3, state="reached", closed_on=TODAY),
]
SOLD = [
    Offer(1, f"Planner {HOSTILE}", gain=HOSTILE, sends=f"a case {HOSTILE}", since_on=days_ago(500)),
    Offer(2, "Labels", since_on=days_ago(90)),
    Offer(3, "Fax <b> & co", since_on=days_ago(900), retired_on=days_ago(9)),
]
OFFERED: dict[str, Any] = {
    "step": "offer",
    "explored_on": days_ago(30),
    "offered_on": days_ago(9),
    "text": HOSTILE,
    "competitors": HOSTILE,
    "offer_id": 1,
    "offer": SOLD[0].name,
    "gain": HOSTILE,
    "step_by_id": 1,
}
SENT = {"sends": f"a case {HOSTILE}", "sender_id": 2, "sender": f"Kim {HOSTILE}", "send_by": days_ago(2)}
PLANS = [
    a_plan(days_ago(40), id=1, **OFFERED, **SENT),
    a_plan(days_ago(40), id=2, step="explore", explored_on=days_ago(9), text=HOSTILE, offer_by=in_days(3)),
    a_plan(days_ago(90), id=3, **{**OFFERED, "step": "lost"}, closed_on=days_ago(2), why=HOSTILE),
    a_plan(days_ago(3), id=4, step_by_id=1),
]
TO_GROW = [
    Growth(2, "Acme <b>", "budget", (say("need “{need}”", need=HOSTILE), say("same package")), "healthy")
]
SELLERS = [a_person(), a_person(id=2, name=f"Kim {HOSTILE}")]
CHANGES = [
    a_change(days_ago(3), id=1, kind="competitor seen", text=f"Hooli: {HOSTILE}", noted_on=days_ago(2)),
    a_change(days_ago(40), id=2, text=HOSTILE),
]
STEPS = (
    a_step(days_ago(6), id=1, step=f"Users trained {HOSTILE}", owner_id=2, owner_name=f"Kim {HOSTILE}"),
    a_step(in_days(9), id=2, first_value=True, moved=((days_ago(3), in_days(2)),)),
    a_step(None, id=3, stage=HOSTILE, started_on=None),
    a_step(days_ago(5), id=4, done_on=days_ago(2)),
    a_step(days_ago(5), id=5, done_on=days_ago(2), dropped=True),
)
EDITING = milestones.Editing("token", 1, response_url="https://hooks.slack.com/x")

RAISED = (
    a_concern(days_ago(9), text="invoices <wrong> & late", id=1),
    a_concern(days_ago(0), kind="", text="noise", id=2),
    a_concern(days_ago(20), id=3, closed_on=days_ago(16), done="a new price list"),
    a_concern(days_ago(300), id=4, kind="other", closed_on=days_ago(290)),
)
CONCERNS = concerns.Concerns(1, "Acme <b>", RAISED, by={1: "Dana"}, did="✅ Done.")
RAISING = concerns.Raising("token", concern=1)
STORED: dict[str, Any] = {
    **dict.fromkeys([f.column for f in FIELDS]),
    "name": "Acme",
    "tier": "A",
    "status": "active",
    "aliases": "AI;Äcme",
    "annual_given": 8_400_000,
    "currency": "USD",
    "renews_given": "2027-01-14",
    "served_through_parent": False,
}
STORED_CELLS = stored_cells(STORED, TODAY, "USD")
VOIDS = frozenset({days_ago(2).toordinal()})
AN_ACT = [
    acts.Shown(
        Act(
            1,
            datetime(2026, 11, 17, 15, tzinfo=UTC),
            HOSTILE,
            1,
            did="changed",
            noun="account",
            row_id=1,
            account_id=1,
            change={
                "before": {"tier": "A", "parent_id": None, "annual_given": 100, "currency": ""},
                "after": {"tier": "C", "parent_id": 7, "annual_given": 8_400_000, "currency": "EUR"},
                "why": HOSTILE,
            },
            names={"account:7": HOSTILE},
        ),
        undo=True,
    )
]


def a_bulk_form(doing: Doing) -> dict[str, Any]:
    those = [Found(1, HOSTILE * 3, "A", 1, HOSTILE * 2, 40), Found(2, "Globex", "B", 2, "Kim Cho")]
    return bulk.form(bulk.Bulk("t"), those, 130, [1, 2], doing, preview(those, doing), VIEWER)


def a_change_form(part: str, **filled: str) -> dict[str, Any]:
    cells = {**STORED_CELLS, **filled}
    record = replace(a_card().record, today=TODAY)
    will = edit(STORED, cells, TODAY, "USD")
    shown = account_change.Form(
        "Acme",
        "A",
        "active",
        cells,
        will,
        consequences(record, will, TODAY, POLICY),
        parent=HOSTILE if cells["parent"] else "",
        due=due(record, TODAY, POLICY),
    )
    return account_change.form(shown, account_change.Changing("t", 1, part=part, draft=filled), VIEWER)


WINS = (
    Win(BACK, 1, "Dana Reyes", HOSTILE, "A", 43),
    Win(KEPT, 2, HOSTILE, "Globex", "B", text=HOSTILE),
    Win(CLOSED, 1, "Dana Reyes", "Initech", "A"),
    Win(ANSWERED, 2, "Kim Cho", "Umbra", "C"),
    Win(BACK, 3, "Ines Carvalho", "Hooli", "C", None),
)
WEEK_OVER = Summary(
    TODAY,
    bell=WINS,
    share=Share(35, 49),
    before=Share(33, 49),
    reached=6,
    done=DoneInAWeek(12, 340, meaningful=9, value_adding=5),
    promised=((HOSTILE, a_promise(in_days(4), text=HOSTILE)), ("Globex", a_promise(days_ago(2)))),
    loose=(
        Loose(1, "Acme", "A", NUDGED, days_ago(3)),
        Loose(2, "AT&T <b>", "B", ASKED, days_ago(2)),
        Loose(3, "Initech", "B", BOOKED, days_ago(1)),
        Loose(4, "Umbra", "C", NUDGED, days_ago(1), became="sent"),
    ),
    more=3,
)
MESSAGES = {
    "friday": lambda: friday.friday(WEEK_OVER, VIEWER),
    "friday_quiet": lambda: friday.friday(
        Summary(TODAY, share=Share(3, 3), before=Share(3, 3), done=DoneInAWeek(1, 15, 1)), VIEWER
    ),
    "bell_in_a_channel": lambda: bell.shared(WINS, str(TODAY), a_person(name=HOSTILE), HOSTILE, VIEWER),
    "bell_whole": lambda: bell.whole(WINS, str(TODAY), VIEWER),
    "bell_of_a_week_that_is_over": lambda: bell.whole(WINS, "2026-11-06", VIEWER),
    "concerns": lambda: concerns.concerns(CONCERNS, VIEWER),
    "concerns_none": lambda: concerns.concerns(concerns.Concerns(1, "Acme", (), by={}), VIEWER),
    "card": lambda: card.short(a_card(), VIEWER),
    "card_long": lambda: card.long(a_card(), VIEWER),
    "card_long_with_chance": lambda: card.long(a_card_with_a_chance(), VIEWER),
    "card_renewal_passed": lambda: card.short(a_card(renews_on=days_ago(4)), VIEWER),
    "card_hostile": lambda: card.long(a_card(name=HOSTILE), VIEWER),
    "card_overridden": lambda: card.long(an_overridden_card(), VIEWER),
    "card_prep": lambda: history.prep(a_card(), VIEWER),
    "card_prep_whole": lambda: history.prep(a_prepared_card(), VIEWER),
    "card_prep_churned": lambda: history.prep(a_churned_card(), VIEWER),
    "card_shared": lambda: card.shared(a_card(), VIEWER, a_person(), "look at this"),
    "card_churned": lambda: card.long(a_churned_card(), VIEWER),
    "changes_listed": lambda: acts.listed("Acme", 1, AN_ACT, 30, 1, VIEWER),
    "add_near": lambda: adding.near(HOSTILE, LINES[:2], False),
    "add_exact": lambda: adding.near("Acme", LINES[:1], True),
    "added_to_book": lambda: adding.told([adding.Added(HOSTILE, 1, "Globex", "A")], VIEWER),
    "ours": lambda: ours.ours(
        ours.Ours(
            [
                ours.Row(a_person(slack_id="U1"), "Mel", 4, True),
                ours.Row(a_person(id=2, name=HOSTILE, role="manager"), "", 0, False),
                ours.Row(a_person(id=3, name="Kim Cho", active=False), "", 1, True),
            ],
            stranger="U9",
            left=[(7, "Leo Park")],
            did="✅ Done.",
            act=8,
        ),
        VIEWER,
    ),
    "voided": lambda: voiding.told(
        [voiding.Voided(HOSTILE, "call", days_ago(2), HOSTILE, 1, "Globex")], VIEWER
    ),
    "bulk": lambda: bulk.way_in([IN_BULK], VIEWER),
    "welcome": lambda: welcome.welcome(a_person(name=HOSTILE, leads=True), Policy()),
    "preview_whose": lambda: previews.ask([a_person(id=1), a_person(id=2, name=HOSTILE)], 1, VIEWER, more=3),
    "preview_which": lambda: previews.which_of(a_person(name=HOSTILE, leads=True), VIEWER),
    "preview_none": lambda: previews.preview(a_preview(None), VIEWER),
    "preview": lambda: previews.preview(a_preview(put_off.snoozed_often(HOSTILE, 1, 3)), VIEWER),
    "tiers": lambda: tiers.listed(tiers.Listed(PROPOSED, did=tiers.took(PROPOSED[0]), act=7), VIEWER),
    "tiers_middle": lambda: tiers.listed(tiers.Listed(PROPOSED * 20, 1), VIEWER),
    "tiers_none": lambda: tiers.listed(tiers.Listed([], week=[IN_BULK]), VIEWER),
    "mine": lambda: mine.listed(UNCLAIMED, 0, VIEWER, mine.is_not_mine(HOSTILE, HOSTILE), back=3),
    "mine_middle": lambda: mine.listed(UNCLAIMED * 20, 1, VIEWER),
    "mine_none": lambda: mine.listed([], 0, VIEWER, mine.all_mine(3)),
    "mine_asked": lambda: mine.ask(Disowned(1, HOSTILE, "A", HOSTILE, HOSTILE, True), in_days(9), VIEWER),
    "mine_settled": lambda: mine.ask(Disowned(1, HOSTILE, "A", HOSTILE, "Kim", False), None, VIEWER),
    "mine_stays": lambda: mine.became(HOSTILE, 1, "stays", HOSTILE, True),
    "mine_expired": lambda: mine.became(HOSTILE, 1, "expired", HOSTILE, False),
    "brought": lambda: mine.brought(UNCLAIMED, 4, VIEWER),
    "bulk_done": lambda: bulk.done(Doing("pause", in_days(20), "x"), 3, 1, 7, VIEWER),
    "ours_middle": lambda: ours.ours(
        ours.Ours([ours.Row(a_person(id=n), f"M {n}", n, True) for n in range(60)], page=1), VIEWER
    ),
    "ours_taken": lambda: ours.told([ours.Taken(HOSTILE, HOSTILE, [HOSTILE, "Globex"], 3)], VIEWER),
    "history_changed": lambda: history.history(
        history.Past(
            "Acme",
            1,
            [a_touch(days_ago(2))],
            0,
            0,
            10,
            acts=AN_ACT,
            changes=9,
            voids=frozenset({days_ago(2).toordinal()}),
        ),
        VIEWER,
    ),
    "history": lambda: history.history(
        history.Past(
            "Acme",
            1,
            a_card().record.touches,
            4,
            0,
            10,
            [(days_ago(30).replace(day=1), 1), (TODAY.replace(day=1), 3)],
            course=[Point(days_ago(20), 61), Point(days_ago(10), 38), Point(TODAY, 49)],
            overrides=[an_override(ended_on=days_ago(3), reason=HOSTILE), an_override("watch", id=2)],
        ),
        VIEWER,
    ),
    "book": lambda: book.book(LINES, 0, VIEWER),
    "book_middle": lambda: book.book([replace(LINES[0], id=n, name=f"Co {n}") for n in range(25)], 1, VIEWER),
    "book_empty": lambda: book.book([], 0, VIEWER),
    "pick": lambda: book.pick("acme <b>", LINES[:3]),
    "nearest": lambda: book.nearest("acne", LINES[:2]),
    "help": lambda: book.help_text([("/account NAME prep", "a minute before the call")]),
    "receipt": lambda: log_touch.receipt([LOGGED], VIEWER),
    "receipt_several": lambda: log_touch.receipt(
        [
            LOGGED,
            log_touch.Logged("b1.2", replace(ENTRY, channel="email", outcome="sent"), ["Globex", HOSTILE]),
            log_touch.Logged("b1.3", ENTRY, ["Initech"], voided=True),
        ],
        VIEWER,
    ),
    "receipt_guessed": lambda: log_touch.receipt(
        [
            replace(
                LOGGED,
                fix=Correction("outcome", ("left_message",)),
                strangers=[put_right.Unknown(1, "Acme", "Jane <x>"), put_right.Unknown(1, "Acme", "Tom")],
            )
        ],
        VIEWER,
    ),
    "unclear": lambda: unlogged.unclear(
        LINE, [say("Which account was it?"), say("How was it?")], [(ENTRY, ["Acme"])], VIEWER
    ),
    "ahead": lambda: unlogged.ahead(LINE, ENTRY, ["Acme"], VIEWER),
    "stated": lambda: stated.offered(
        LINE,
        Statement(1, ENTRY, "billing", None, "is unhappy <!here> about billing"),
        "Sons <x> & Co",
        VIEWER,
    ),
    "stated_change": lambda: stated.offered(
        LINE, Statement(1, ENTRY, "", Told("acquired", "by Hooli", "Hooli"), "was acquired"), "Acme", VIEWER
    ),
    "stated_kept": lambda: stated.kept(
        LINE,
        Statement(1, ENTRY, "billing", None, "is unhappy <!here> about billing"),
        "Sons <x> & Co",
        VIEWER,
    ),
    "stated_undone": lambda: stated.undone(
        LINE, Statement(1, ENTRY, "billing", None, "is unhappy"), "Sons <x> & Co", VIEWER
    ),
    "receipt_heard": lambda: log_touch.receipt(
        [
            log_touch.Logged(
                "b1",
                replace(ENTRY, direction="inbound"),
                ["Acme"],
                heard=Heard("billing", "the new <!here> price list", Told("acquired", "by Hooli", "Hooli")),
            )
        ],
        VIEWER,
    ),
    "planned": lambda: unlogged.planned(ENTRY, ["Acme"], "p1", VIEWER),
    "given_back": lambda: unlogged.given_back([LINE, replace(LINE, became="logged")], VIEWER),
    "undone": lambda: log_touch.undone([log_touch.Logged("b1", ENTRY, ["Acme"])], VIEWER),
    "lost_text": lambda: log_touch.lost_text("acme called <!here>"),
    "too_long": lambda: log_touch.too_long("What happened?", "x" * 9000),
    "told_owner": lambda: log_touch.told_owner([log_touch.ByAnother("Kim Cho", "Acme", 1, ENTRY)], VIEWER),
    "told_owner_several": lambda: log_touch.told_owner(
        [
            log_touch.ByAnother("Kim Cho", "Sons <x> & Co", 1, ENTRY),
            log_touch.ByAnother("Mel Ong", "Globex", 2, replace(ENTRY, on=days_ago(1), note="")),
        ]
        * 12,
        VIEWER,
    ),
    "nudge": lambda: nudge.nudge(
        [shown(1), shown(2, stuck=True), shown(3)],
        nudge.Beside(
            2,
            also=[nudge.Named(7, "Sons & Co", renews(90)), nudge.Named(8, "Umbra", renews(88), "Sam <b>")],
            lines=[LINE],
        ),
        VIEWER,
    ),
    "nudge_after": lambda: nudge.nudge(
        [shown(1, "logged"), shown(2, "snoozed"), shown(3, "not_needed")],
        nudge.Beside(12, in_days(5)),
        VIEWER,
    ),
    "nudge_overflows": lambda: nudge.nudge([shown(1)], nudge.Beside(30, overflows=True), VIEWER),
    "nudge_fell": lambda: nudge.nudge([], nudge.Beside(fallen=FALLEN, lines=[LINE]), VIEWER),
    "nudge_fell_many": lambda: nudge.nudge(
        [shown(1)], nudge.Beside(fallen=FALLEN * 4, also=[nudge.Named(7, "Sons & Co", renews(90))]), VIEWER
    ),
    "nudge_going": lambda: nudge.nudge(
        [],
        nudge.Beside(going=[escalated(n, name) for n, name in enumerate(("Sons <x> & Co", *"BCDEFG"))]),
        VIEWER,
    ),
    "escalated": lambda: escalations.told(
        [
            escalated(1, "Sons <x> & Co", annual=8_400_000, last=a_touch(days_ago(42), note=HOSTILE)),
            escalated(2, "Globex", silent=None, away_until=in_days(9)),
            escalated(3, "Initech", became="left", until_on=in_days(14), why=HOSTILE),
            escalated(4, "Umbra"),
        ],
        VIEWER,
    ),
    "silent": lambda: silence.asks(Silent(1, a_person(name=HOSTILE), days_ago(16)), VIEWER),
    "snoozed_often": lambda: put_off.snoozed_often("Acme", 1, 3),
    "unneeded_twice": lambda: put_off.unneeded_twice("Dana", "Acme", 1, "They asked for quiet"),
    "stuck": lambda: put_off.stuck("Dana", "Acme", 1, "No time for it"),
    "digest": lambda: digest.digest(a_digest(), VIEWER),
    "digest_large": lambda: digest.digest(a_digest(240), VIEWER),
    "digest_quiet": lambda: digest.digest(
        compose(
            [
                an_account(
                    days_ago(4), touches=[a_touch(days_ago(n), sentiment="happy") for n in range(4, 90, 9)]
                )
            ],
            [a_person()],
            days_ago(3),
            POLICY,
        ),
        VIEWER,
    ),
    "digest_mixed": lambda: digest.digest(a_mixed_digest(), VIEWER),
    "digest_empty": lambda: digest.digest(compose([], [a_person()], days_ago(3), POLICY), VIEWER),
    "asked": lambda: questions.asked("Mel", "Acme", 1, "what is next?", 7),
    "asked_answered": lambda: questions.asked(
        "Mel", "Acme", 1, "what is next?", 7, "a demo\nand <b> the offer"
    ),
    "answered": lambda: questions.answered("Dana", "Acme", 1, "what is next?", "a demo\nand <b> the offer"),
    "passed_on": lambda: questions.passed_on("Mel", "Acme", "what is next?", "a demo"),
    "touch_or_answer": lambda: replies.touch_or_answer(
        LINE, [say("How was it?")], [(ENTRY, ["Acme"])], ANSWERING, VIEWER
    ),
    "touch_or_answer_passed": lambda: replies.touch_or_answer(
        LINE, [say("How was it?")], [(ENTRY, ["Acme"])], replace(ANSWERING, passed=True), VIEWER
    ),
    "logged_beside_answer": lambda: replies.beside(MESSAGES["planned"](), ANSWERING),
    "needs": lambda: need_list.needs(
        need_list.Needs(1, "Acme <b>", NEEDS, by={1: HOSTILE}, did="✅ Done.", won=9, like=2), VIEWER
    ),
    "needs_none": lambda: need_list.needs(need_list.Needs(1, "Acme", (), by={}), VIEWER),
    "goals": lambda: goals.goals(goals.Goals(1, "Acme <b>", GOALS, by={1: HOSTILE}, did="✅ Done."), VIEWER),
    "goals_none": lambda: goals.goals(goals.Goals(1, "Acme", (), by={}), VIEWER),
    "upsell": lambda: upsells.plans(
        upsells.Plans(1, "Acme <b>", (PLANS[0], PLANS[2]), by={1: HOSTILE}, me=1, did="✅ Done."), VIEWER
    ),
    "upsell_none": lambda: upsells.plans(
        upsells.Plans(1, "Acme", (PLANS[2],), by={}, me=1, growth=TO_GROW[0]), VIEWER
    ),
    "upsell_not_mine": lambda: upsells.plans(
        upsells.Plans(1, "Acme", (PLANS[1],), by={}, me=9, may=False), VIEWER
    ),
    "upsell_ranked": lambda: growing.growing(
        growing.Growing(
            [("Acme <b>", PLANS[0]), ("Globex", PLANS[3])],
            [*TO_GROW, replace(TO_GROW[0], account_id=3, name="Initech <b>", annual=8_400_000)],
            {3: HOSTILE},
            leads=True,
            looked=600,
            of=812,
        ),
        VIEWER,
    ),
    "upsell_ranked_none": lambda: growing.growing(growing.Growing((), (), {}), VIEWER),
    "offers": lambda: offers.offers(
        offers.Offers(
            [offers.Shown(SOLD[0], days_ago(400), 2), *map(offers.Shown, SOLD[1:])], may=True, did="✅ Done."
        ),
        VIEWER,
    ),
    "offers_none": lambda: offers.offers(offers.Offers(()), VIEWER),
    "sends": lambda: sends.told(
        [
            Sends(PLANS[0], "Acme <b>", f"Dana {HOSTILE}"),
            Sends(replace(PLANS[0], accepted_on=days_ago(5), send_by=in_days(2)), HOSTILE, "Dana"),
            Sends(replace(PLANS[0], sent_on=days_ago(1)), "Globex", "Dana"),
        ],
        VIEWER,
        room=2,
    ),
    "sends_late": lambda: sends.became(Sends(PLANS[0], "Acme <b>", "Dana"), "late", True, VIEWER),
    "sends_late_rep": lambda: sends.became(Sends(PLANS[0], "Acme <b>", "Dana"), "late", False, VIEWER),
    "lacking": lambda: lacking.rolled(rolled_up(LACKS), True, VIEWER),
    "lacking_none": lambda: lacking.rolled((), False, VIEWER),
    "lacking_tell": lambda: lacking.to_tell(NEEDS[0], HOSTILE, LACKS, VIEWER, did="✅ Done."),
    "changes": lambda: changes.changes(
        changes.Changes(1, "Acme", CHANGES, {2: days_ago(3)}, by={1: HOSTILE}), VIEWER
    ),
    "handed_over": lambda: introduced.handed_over("Mel", "Acme", 1, "Kim", True),
    "handoff": lambda: handoffs.introduction(a_shown(), an_account_to_pass(), in_days(7), VIEWER),
    "handoff_answered": lambda: handoffs.introduction(
        a_shown(question="who signs?", answer="the sponsor"), an_account_to_pass(), in_days(7), VIEWER
    ),
    "handoff_accepted": lambda: handoffs.introduction(
        a_shown(became="accepted", ended_on=TODAY, greet_by=in_days(7)), an_account_to_pass(), None, VIEWER
    ),
    "handoff_expired": lambda: handoffs.introduction(
        a_shown(became="expired", ended_on=TODAY), None, None, VIEWER
    ),
    "handoff_asked": lambda: handoffs.asked(a_shown(question=HOSTILE), in_days(7), VIEWER),
    "handoff_became": lambda: introduced.became(
        introduced.Became("introduced", "Mel", HOSTILE, a_handoff(TODAY)), 1
    ),
    "handoffs_listed": lambda: handoffs.listed(
        HOSTILE,
        1,
        [
            a_handoff(days_ago(90), became="expired", ended_on=days_ago(83)),
            a_handoff(days_ago(2), id=2, question="who?"),
        ],
        may_change=True,
        viewer=VIEWER,
    ),
    "approval": lambda: approvals.ask(Loosened(a_loosening(), HOSTILE, "Kim Cho"), in_days(15), VIEWER),
    "approval_refused": lambda: approvals.ask(
        Loosened(a_loosening(became="refused", ended_by="Mel"), "Acme", "Dana Reyes"), None, VIEWER
    ),
    "approval_became": lambda: approvals.became(
        Loosened(a_loosening(), "Acme", "Dana Reyes"), "approved", "Mel", 1, VIEWER
    ),
    "approval_expired": lambda: approvals.became(
        Loosened(a_loosening(), "Acme", "Dana Reyes"), "expired", "Mel", 2, VIEWER
    ),
    "approvals_listed": lambda: approvals.listed([], [("Acme", a_loosening(waits_for=HOSTILE))], VIEWER),
    "waits_for_approval": lambda: waiting.told(
        [Waiting("approval", Loosened(a_loosening(), HOSTILE, "Kim Cho"), in_days(15))], VIEWER
    ),
    "milestones": lambda: milestones.milestones(
        milestones.Milestones(1, HOSTILE, "Dana", None, STEPS, did="✅ “Kick-off”: done Nov 16."), VIEWER
    ),
    "milestones_none": lambda: milestones.milestones(
        milestones.Milestones(1, "Acme", "Dana", None, ()), VIEWER
    ),
    "notices": lambda: noticed.notices(
        noticed.Notices(
            [
                a_notice(2, HOSTILE, days_ago(4), by_id=1, left=(Untold(7, HOSTILE, 1, "Dana"),)),
                a_notice(1, "prices rise", in_days(9), by_id=2, left=(Untold(8, "Globex", 3, HOSTILE),)),
            ],
            mine=1,
            changes=[2],
            posts=True,
            leads=True,
            did="✅ Changed.",
        ),
        VIEWER,
    ),
    "notices_of_a_book": lambda: noticed.notices(
        noticed.Notices([a_notice(1, "prices rise", in_days(9), by_id=2, told=3)], mine=1), VIEWER
    ),
    "notices_none": lambda: noticed.notices(noticed.Notices([], mine=1, posts=True), VIEWER),
}
VIEWS = {
    "bell_form": lambda: bell.form(WINS, bell.Sharing("token", str(TODAY)), VIEWER),
    "override_form": lambda: overrides.form(
        overrides.Overriding("t", 1, "https://hooks.slack.com/x"), an_overridden_card(), VIEWER
    ),
    "change_noted": lambda: changes.form(changes.Noting("token", 1), HOSTILE, None, VIEWER),
    "need_form": lambda: need_list.form(
        need_list.Needing("token", 1), "Acme & Co", None, VIEWER, since=TODAY
    ),
    "need_change": lambda: need_list.form(
        need_list.Needing("token", 1, 1), "Acme", NEEDS[1], VIEWER, since=days_ago(4)
    ),
    "need_lost": lambda: need_list.form(
        need_list.Needing("token", 1, 1), "Acme", NEEDS[0], VIEWER, status="lost", since=TODAY
    ),
    "goal_form": lambda: goals.form(goals.Aiming("token", 1), "Acme & Co", None),
    "goal_change": lambda: goals.form(goals.Aiming("token", 1, 1), "Acme", GOALS[0]),
    "need_form_sold": lambda: need_list.form(
        need_list.Needing("token", 1), "Acme", None, VIEWER, since=TODAY, sold=["Labels", HOSTILE]
    ),
    "upsell_explore": lambda: upsells.form(
        upsells.Planning("token", 4, "explore"), HOSTILE, PLANS[3], in_days(30), upsells.Choices(NEEDS)
    ),
    "upsell_offer": lambda: upsells.form(
        upsells.Planning("token", 2, "offer"),
        "Acme <b>",
        PLANS[1],
        in_days(30),
        upsells.Choices((), SOLD[:2], SELLERS, SELLERS[1]),
    ),
    "upsell_lost": lambda: upsells.form(
        upsells.Planning("token", 2, "lost"), "Acme", PLANS[1], None, upsells.Choices()
    ),
    "offer_form": lambda: offers.form(offers.Offering("token"), None, TODAY),
    "offer_change": lambda: offers.form(offers.Offering("token", 1), SOLD[0], TODAY),
    "lacking_met": lambda: lacking.form(lacking.Telling("token", 1), HOSTILE, "Hall 4"),
    "change_put_right": lambda: changes.form(changes.Noting("token", 1, 1), "Acme", CHANGES[0], VIEWER),
    "form_empty": lambda: log_form.form(Form(), ORIGIN, VIEWER),
    "form_filled": lambda: log_form.form(
        Form(
            ((1, "Acme"),),
            replace(ENTRY, channel="", note=HOSTILE),
            (Contact(1, "Umar Ortiz", "buyer"),),
            typed=f"acme {HOSTILE}\nsecond line",
            doubts=(("channel", "How was it?"), ("minutes", "20 minutes?")),
            beside=((replace(ENTRY, minutes=10), ("Globex", HOSTILE)),),
            later=1,
        ),
        replace(ORIGIN, line=1),
        VIEWER,
    ),
    "form_choices": lambda: log_form.form(
        Form(
            entry=replace(ENTRY, account_ids=()),
            typed="called farid",
            doubts=(("account", "Who was it?"),),
            choices=((1, "Acme", "Farid Khan"), (2, HOSTILE, "")),
        ),
        replace(ORIGIN, line=1),
        VIEWER,
    ),
    "form_whole": lambda: log_form.form(
        Form(((1, "Acme"),), ENTRY, (Contact(1, "Umar Ortiz", "buyer"),), whole=True), ORIGIN, VIEWER
    ),
    "form_several": lambda: log_form.form(
        Form(((1, "Acme"), (2, HOSTILE)), replace(ENTRY, account_ids=(1, 2)), editing=True), ORIGIN, VIEWER
    ),
    "snooze_form": lambda: snooze.snooze_form("Acme", ORIGIN, in_days(1)),
    "snooze_form_asking": lambda: snooze.snooze_form("Acme", ORIGIN, in_days(1), "Mel Manager"),
    "home_insights": lambda: home.home(
        home.Home(
            a_person(leads=True),
            [],
            True,
            4,
            0,
            posted=[
                Posted(Insight(2, HOSTILE, "A", "retail"), 1, "Dana", in_days(9)),
                Posted(Insight(1, "the fair is in May"), 2, HOSTILE, in_days(1)),
            ],
        ),
        VIEWER,
    ),
    "insight_change": lambda: insights.change_form(
        Posted(Insight(2, "news", "A", "retail"), 1, "Dana", in_days(9)),
        {"industry": ["food"]},
        insights.Posting("t", 2),
    ),
    "home_none_due": lambda: home.home(
        home.Home(a_person(), [replace(x, due=False, due_on=in_days(4)) for x in LINES], True), VIEWER
    ),
    "home_rep": lambda: home.home(home.Home(a_person(), LINES, True), VIEWER),
    "home_admin": lambda: home.home(
        home.Home(a_person(is_admin=True, leads=True), [], False, "Slack refuses our token", STANDS), VIEWER
    ),
    "settings_form": lambda: settings.form(Policy(rates={"EUR": 1.08}), "token"),
    "insight_form": lambda: insights.post_form(
        {"industry": ["retail"], "service": ["Core"]}, insights.Posting("token")
    ),
    "notice_form": lambda: insights.post_form(
        {"country": ["DE"]}, insights.Posting("token", response_url="https://hooks.slack.com/x", due=True)
    ),
    "escalation_left": lambda: escalations.leave_form(
        escalations.Leaving("token", 1), escalated(1, HOSTILE), VIEWER
    ),
    "share_form": lambda: share.form("Acme", ORIGIN),
    "change_form": lambda: a_change_form("stands", tier="C", why=HOSTILE),
    "change_form_paused": lambda: a_change_form(
        "stands", status="paused", until="2026-12-24", reason=HOSTILE
    ),
    "change_form_churned": lambda: a_change_form("stands", status="churned", churn_why="price"),
    "change_form_is": lambda: a_change_form("is", name=HOSTILE, parent="7", through="yes"),
    "change_form_earns": lambda: a_change_form("earns", revenue="84000", services=HOSTILE),
    "bulk_filter": lambda: bulk.filter_form(bulk.Bulk("t")),
    "bulk_form": lambda: a_bulk_form(Doing("pause", in_days(20), HOSTILE)),
    "bulk_form_tier": lambda: a_bulk_form(Doing("tier", tier="B")),
    "bulk_form_give": lambda: a_bulk_form(Doing("give")),
    "void_form": lambda: voiding.form(
        voiding.Voiding("t", 1, 1), HOSTILE, "call", days_ago(2), [HOSTILE, "Globex"], VIEWER
    ),
    "ours_add_form": lambda: ours.place_form(
        ours.Placing("t", slack="U9"), "<@U9>", "rep", (1, HOSTILE), ("rep", "manager")
    ),
    "ours_leave_form": lambda: ours.leave_form(
        ours.Placing("t", 1), a_person(name=HOSTILE), [("A", 2), ("C", 9)], (2, "Mel"), ["Kim"], "Ada"
    ),
    "add_form": lambda: adding.form(
        adding.Adding("Acme", "t"), STORED_CELLS, (1, HOSTILE), True, likes=[HOSTILE]
    ),
    "ask_form": lambda: questions.ask_form("Acme", "Dana", ORIGIN),
    "ask_form_again": lambda: questions.ask_form("Acme", "Dana", ORIGIN, again=True),
    "renewed_form": lambda: renewals.renewed_form("Acme", days_ago(4), in_days(361), ORIGIN, VIEWER),
    "not_renewed_form": lambda: renewals.not_renewed_form(
        "Acme", days_ago(4), in_days(30), NOT_RENEWED, origin=ORIGIN, viewer=VIEWER
    ),
    "answer_form": lambda: questions.answer_form("Mel", "Acme", "what is next?", ORIGIN),
    "handoff_form": lambda: handoff_form.form(
        an_account_to_pass(),
        [a_person(id=2, name="Kim Cho"), a_person(id=3, name=HOSTILE)],
        [Proposed(a_person(id=2, name=HOSTILE), (say("{count} in {industry}", count=4, industry=HOSTILE),))],
        ORIGIN,
        may_move=True,
        viewer=VIEWER,
    ),
    "handoff_ask_form": lambda: handoff_form.ask_form(a_shown(), handoff_form.Asking(1, "t")),
    "handoff_answer_form": lambda: handoff_form.answer_form(
        a_shown(question=HOSTILE), handoff_form.Asking(1, "t")
    ),
    "home_waiting": lambda: home.home(
        home.Home(
            a_person(),
            [],
            True,
            4,
            0,
            waiting=[
                Waiting(WAITS, a_shown(), in_days(5)),
                Waiting(ASKS, a_shown(question="who?"), in_days(3)),
            ],
        ),
        VIEWER,
    ),
    "milestone_start": lambda: step_form.start_form(
        HOSTILE, [(stage, POLICY.steps(stage)) for stage in STAGES], EDITING, TODAY
    ),
    "milestone_change": lambda: step_form.step_form("Acme", STEPS[0], [("0", HOSTILE)], EDITING, STAGES),
    "milestone_add": lambda: step_form.step_form("Acme", None, [("0", "Dana")], EDITING, STAGES),
    "concern_new": lambda: concerns.new_form(RAISING, "Acme & Co", TODAY),
    "concern_change": lambda: concerns.change_form(RAISED[0], RAISING),
    "concern_close": lambda: concerns.close_form(RAISED[0], RAISING, VIEWER),
}


def golden(name: str, given: Any) -> None:
    path = GOLDEN / f"{name}.json"
    text = json.dumps(given, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", MESSAGES)
def test_message(name: str):
    answer = MESSAGES[name]()
    assert wrong_blocks(answer["blocks"]) is None
    assert 0 < len(answer["text"]) <= 4000
    assert "<!" not in re.sub(
        r"<!date\^[^>]*>",
        "",
        json.dumps([b for b in answer["blocks"] if b["type"] in {"section", "context"}]).replace(
            '"text": "Open <!channel>', ""
        ),
    )
    golden(name, answer)
    _published("Message", {"blocks": without(answer["blocks"], frozenset({"data_visualization"}))})


@pytest.mark.parametrize("name", VIEWS)
def test_view(name: str):
    answer = VIEWS[name]()
    assert wrong_view(answer) is None
    golden(name, answer)
    _published("THome" if answer["type"] == "home" else "TModal", answer)


def _published(kind: str, given: dict[str, Any]) -> None:
    """Structure and nesting, then the limits of each block."""
    published.check(given, "blocks-types", kind)
    published.check(given["blocks"], "block-kit")


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [("a&b", 10, "a&amp;b"), ("&&&&", 8, "&amp;…"), ("<x>", 6, "&lt;x…"), ("abcdef", 4, "abc…")],
)
def test_clip_never_cuts_an_entity(text: str, most: int, expected: str):
    assert clip(escape(text), most) == expected


def test_plain_text_is_never_empty():
    assert plain("")["text"] == "–"


@pytest.mark.parametrize(
    ("locale", "day", "money"),
    [
        ("en-US", "Nov 17", "$84,000"),
        ("en-GB", "17 Nov", "US$84,000"),
        ("ja-JP", "11月17日", "$84,000"),
        ("de-DE", "17. Nov.", "84.000 $"),
        ("xx", "Nov 17", "$84,000"),
    ],
)
def test_dates_and_money_in_the_readers_way(locale: str, day: str, money: str):
    viewer = Viewer(locale, "UTC", TODAY, currency="USD")
    assert viewer.day(days_ago(1)) == day
    assert viewer.money(8_400_000).replace("\u00a0", " ") == money
    assert "84" in viewer.money(84_000, "JPY")
    assert viewer.money(84_000, "JPY") != viewer.money(840, "JPY"), "yen have no cents"
    assert viewer.money(None) == "revenue unknown"
