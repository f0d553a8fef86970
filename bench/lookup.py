"""`/account acme` from signed request to answer, 10,000 accounts on SQLite, against a bare Bolt ack of the
same card."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier

from sandbox.outlet import signed

from .book import a_tend, fill

COMMAND = urlencode(
    {
        "command": "/account",
        "text": "acme",
        "team_id": "T1",
        "user_id": "U2",
        "channel_id": "C1",
        "trigger_id": "1.1",
        "response_url": "https://hooks.slack.com/commands/x",
        "token": "x",
        "is_enterprise_install": "false",
    }
)


def measure(
    folder: Path, median_of: Callable[[Callable[[], object], int], float]
) -> Iterator[tuple[str, float, float, float]]:
    tend = a_tend(folder / "lookup.db")
    fill(tend, 10_000, touches_each=12)
    ours, verifier = tend.bolt(), SignatureVerifier("bench")
    headers = {**signed("bench", COMMAND.encode()), "content-type": "application/x-www-form-urlencoded"}
    kept: dict[str, str | Sequence[str]] = {k.lower(): [v] for k, v in headers.items()}

    def answer() -> str:
        """As the endpoint does: the signature, then Bolt."""
        assert verifier.is_valid(COMMAND, headers["X-Slack-Request-Timestamp"], headers["X-Slack-Signature"])
        return str(ours.dispatch(BoltRequest(body=COMMAND, headers=kept)).body)

    card = json.loads(answer())
    assert "Acme Industrial" in card["text"], card
    bare = _bare(card)
    work = lambda: bare.dispatch(BoltRequest(body=COMMAND, headers=kept)).body  # noqa: E731
    for warm in (answer, work):
        median_of(warm, 100)
    # in turns: a busy machine slows both
    rounds = [(median_of(answer, 200), median_of(work, 200)) for _ in range(7)]
    ours_for, bare_for = (min(r[n] for r in rounds) for n in (0, 1))
    yield "/account acme, 10,000 accounts", ours_for, bare_for, 12
    tend.close()


def _bare(card: dict[str, Any]) -> App:
    known = AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-bench", bot_user_id="UBOT")
    app = App(signing_secret="bench", authorize=lambda **_: known, process_before_response=True)

    @app.command("/account")
    def account(ack: Any) -> None:
        ack(**card)

    return app
