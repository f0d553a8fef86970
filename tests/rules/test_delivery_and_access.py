"""The error table, row by row; and who may."""

from __future__ import annotations

import pytest

from rules.access import (
    Caller,
    may_change,
    may_configure,
    may_edit_touch,
    may_post_insight,
    may_see_figures,
    may_void_touch,
)
from rules.delivery.verdicts import Answer, Verdict, backoff, verdict

from ..builders import a_person

TABLE = {
    Verdict.WAIT: ["ratelimited"],
    Verdict.UNKNOWN: [
        "",
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        "never_heard_of_it",
    ],
    Verdict.DEAD: [
        "channel_not_found",
        "user_not_found",
        "is_archived",
        "not_in_channel",
        "restricted_action",
        "restricted_action_thread_locked",
    ],
    Verdict.OUR_TOKEN: [
        "account_inactive",
        "token_revoked",
        "token_expired",
        "invalid_auth",
        "missing_scope",
    ],
    Verdict.CONFIGURATION: ["messages_tab_disabled"],
    Verdict.OUR_BUG: ["invalid_blocks", "msg_too_long", "metadata_too_large"],
}


@pytest.mark.parametrize(("code", "expected"), [(c, v) for v, codes in TABLE.items() for c in codes])
def test_the_error_table(code, expected):
    assert verdict(Answer(code)) is expected


def test_status_429_waits_whatever_the_body_says():
    assert verdict(Answer("", 429, 7.0)) is Verdict.WAIT
    assert verdict(Answer("", 500)) is Verdict.UNKNOWN


def test_backoff_grows_and_ends():
    assert [round(backoff(n)) for n in (0, 1, 9)] == [6, 34, 2025]


def test_changes_are_for_owner_team_and_managers():
    rep, boss, other = (Caller(a_person(id=n), frozenset(u)) for n, u in ((1, {1}), (2, {1, 2}), (3, {3})))
    assert may_change(rep, 1, ()) is None
    assert may_change(boss, 1, ()) is None
    assert may_change(other, 1, (3,)) is None
    assert may_change(other, 1, ()) is not None
    assert may_edit_touch(boss, 1) is not None
    assert may_void_touch(boss, 1) is None
    assert may_void_touch(other, 1) is not None
    lead = Caller(a_person(id=4, leads=True), frozenset({4}))
    assert may_see_figures(rep) is not None
    assert may_see_figures(lead) is None
    assert may_post_insight(lead) is None
    assert may_configure(lead) is not None
