"""How onboarding is said on the card, in the digest, on Home, and in its own list and forms."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from messages.blocks import MOST_BLOCKS, MOST_TEXT
from messages.milestones import Editing, Milestones, meanwhile, milestones
from messages.onboarding import due_this_week, line, of_team, value_line
from messages.showing import DIGEST_OPEN
from messages.step_form import start_form, step_form
from rules.card import compose as card
from rules.context import Context
from rules.digest import compose
from rules.facts.milestone import Milestone
from rules.facts.templates import STAGES
from sandbox.limits import wrong_blocks, wrong_view

from ..builders import POLICY, TODAY, a_person, a_step, an_account, days_ago, in_days
from .test_golden import HOSTILE, VIEWER

EDITING = Editing("t", 1, response_url="https://hooks.slack.com/x")


def a_card(*steps: Milestone, **given: Any) -> Any:
    return card(an_account(days_ago(2), milestones=steps, **given), TODAY, Context(POLICY))


def test_the_card_says_the_step_due_first_of_all_stages():
    steps = (
        a_step(in_days(9), id=1, started_on=days_ago(1)),
        a_step(in_days(3), id=2, started_on=days_ago(5), stage="new <service>", step="Train & go"),
        a_step(days_ago(3), id=3, started_on=days_ago(5), stage="new <service>", done_on=TODAY),
        a_step(days_ago(3), id=4, started_on=days_ago(30), stage="renewal", done_on=TODAY),
    )
    said = line(a_card(*steps), VIEWER)
    assert said == (
        "*Onboarding:* new &lt;service&gt;, 1 of 2 steps done; next: Train &amp; go, by Nov 21"
        " · and 1 stage more"
    )
    assert line(a_card(steps[3]), VIEWER) is None, "none runs"
    assert line(a_card(a_step(days_ago(1)), status="churned"), VIEWER) is None
    assert line(a_card(a_step(None, stage="")), VIEWER) == (
        "*Onboarding:* onboarding, 0 of 1 step done; next: Kick-off, no date yet"
    )


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (a_step(days_ago(3), started_on=days_ago(30), done_on=days_ago(2)), "after 28 days (first contract)"),
        (a_step(days_ago(3), started_on=days_ago(30)), "not yet, 30 days since the start (first contract)"),
        (a_step(in_days(9), started_on=in_days(2)), "starts Nov 20 (first contract)"),
        (a_step(in_days(9), stage="renewal", started_on=None), "unknown, its start is not on file (renewal)"),
    ],
)
def test_first_value_is_said_and_what_is_missing_for_it(step: Milestone, said: str):
    assert value_line(a_card(step), VIEWER) == f"*First value:* {said}"


def test_the_digest_says_late_ones_whatever_names_are_like():
    wordy = "<a long step> " * 40
    those = [
        an_account(
            days_ago(2),
            id=n,
            name=f"{n} " + "<" * 400,
            owner=a_person(name="&" * 400),
            milestones=(a_step(days_ago(n), id=n, step=wordy, owner_name="&" * 400),),
        )
        for n in range(1, 31)
    ]
    blocks = of_team(compose(those, [a_person()], TODAY, policy=POLICY), VIEWER, None)
    assert blocks
    head, late, running = (b["text"]["text"] for b in blocks if b["type"] == "section")
    assert max(len(late), len(running)) < MOST_TEXT, "nothing is cut"
    assert head == "*Onboarding*: 30 stages running, 30 steps late"
    assert late.startswith("*Late steps*\n• 30…: &lt;a long")
    assert running.startswith("*Stages running*\n• 30…")
    assert late.endswith("and 24 more")
    assert running.endswith("and 24 more")
    assert of_team(compose([an_account()], [a_person()], TODAY, policy=POLICY), VIEWER, None) is None


def test_the_digest_lists_the_stages_that_run_with_no_step_late():
    steps = (a_step(days_ago(9), id=1, done_on=days_ago(9)), a_step(in_days(5), id=2, step="Train the users"))
    d = compose([an_account(days_ago(2), milestones=steps)], [a_person()], TODAY, policy=POLICY)
    blocks = of_team(d, VIEWER, None)
    assert blocks
    head, running, *rest = blocks
    assert head["text"]["text"] == "*Onboarding*: 1 stage running, no step late"
    assert running["text"]["text"] == (
        "*Stages running*\n• Acme (Dana Reyes): first contract, 1 of 2 done; next: Train the users by Nov 23"
    )
    (menu,) = rest[-1]["elements"]
    assert (menu["action_id"], menu["options"][0]["text"]["text"]) == (DIGEST_OPEN, "Acme")


def test_home_tells_late_ones_from_those_due():
    def head(*steps: Milestone) -> str:
        blocks = due_this_week([("Acme", m) for m in steps], VIEWER)
        assert blocks is not None
        return str(blocks[0]["text"]["text"])

    late, today = a_step(days_ago(1)), a_step(TODAY)
    assert head(late) == "*Onboarding steps*: 1 late"
    assert head(late, today, today) == "*Onboarding steps*: 1 late, 2 due this week"
    assert head(today) == "*Onboarding steps*: 1 due this week"
    assert due_this_week([], VIEWER) is None


def test_a_long_list_keeps_each_step_with_its_buttons_and_what_is_late():
    ahead = [a_step(in_days(n), id=n, step=f"ahead {n} {HOSTILE}") for n in range(1, 37)]
    late = [a_step(days_ago(n), id=100 + n, step=f"late {n}") for n in range(1, 5)]
    closed = [a_step(days_ago(9), id=200 + n, done_on=days_ago(n), dropped=n % 2 == 0) for n in range(40)]
    shown = Milestones(1, HOSTILE, "Dana", None, [*late, *ahead, *closed], did="✅ done")
    blocks = milestones(shown, VIEWER)["blocks"]
    assert len(blocks) in {MOST_BLOCKS, MOST_BLOCKS - 1}
    assert wrong_blocks(blocks) is None
    said = [b["text"]["text"] if b["type"] == "section" else b["type"] for b in blocks]
    assert said[0].startswith("✅ done\n*Onboarding of &lt;!channel&gt;")
    for block, after in pairwise(said):
        if " · first contract · Dana" in block:
            assert after == "actions", block
    assert [f"*late {n}*" in "\n".join(said) for n in range(1, 5)] == [True] * 4
    assert "No room here for the rest of “open steps”" in blocks[-1]["elements"][0]["text"]


def test_forms_hold_to_slacks_limits_whatever_is_in_them():
    step = a_step(TODAY, step=HOSTILE * 40, owner_id=300)
    people = [("0", "Whoever owns the account (Dana)"), *((str(n), f"{n} {HOSTILE}") for n in range(1, 400))]
    for view in (
        step_form(HOSTILE, step, people, replace(EDITING, step=1), STAGES),
        step_form(HOSTILE, None, people, EDITING, STAGES),
        start_form(HOSTILE, [(stage, POLICY.steps(stage)) for stage in STAGES], EDITING, TODAY),
    ):
        assert wrong_view(view) is None, wrong_view(view)


def test_what_became_of_one_is_a_whole_message():
    said = (meanwhile(a_step(TODAY, done_on=days_ago(2), dropped=dropped)) for dropped in (False, True))
    assert [VIEWER.plain(phrase) for phrase in said] == [
        "“Kick-off” is answered already: done Nov 16.",
        "“Kick-off” is answered already: dropped Nov 16.",
    ]
