"""The error table, row by row."""

from __future__ import annotations

import pytest

from rules.delivery.verdicts import Answer, Verdict, backoff, verdict

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
