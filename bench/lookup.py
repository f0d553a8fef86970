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
SHOWN = ("show the buyer the figures", "Renews ", "the price list")


def measure(
    folder: Path, median_of: Callable[[Callable[[], object], int], float]
) -> Iterator[tuple[str, float, float, float]]:
    """A card of touches alone, and one that has all there is to say."""
    for name, whole, mark in (("touches alone", False, 12), ("the whole card", True, 16)):
        path = folder / f"lookup{mark}.db"
        yield f"/account acme, {name}, 10,000 accounts", *_against_bare(path, whole, median_of), mark


def _against_bare(
    path: Path, whole: bool, median_of: Callable[[Callable[[], object], int], float]
) -> tuple[float, float]:
    """Seconds of an answer, and of a bare ack of the same card."""
    tend = a_tend(path)
    fill(tend, 10_000, touches_each=12, whole=whole)
    ours, verifier = tend.bolt(), SignatureVerifier("bench")
    headers = {**signed("bench", COMMAND.encode()), "content-type": "application/x-www-form-urlencoded"}
    kept: dict[str, str | Sequence[str]] = {k.lower(): [v] for k, v in headers.items()}

    def answer() -> str:
        """As the endpoint does: the signature, then Bolt."""
        assert verifier.is_valid(COMMAND, headers["X-Slack-Request-Timestamp"], headers["X-Slack-Signature"])
        return str(ours.dispatch(BoltRequest(body=COMMAND, headers=kept)).body)

    card = answer()
    assert "Acme Industrial" in card, card
    assert {text in card for text in SHOWN} == {whole}, card
    bare = _bare(json.loads(card))
    work = lambda: bare.dispatch(BoltRequest(body=COMMAND, headers=kept)).body  # noqa: E731
    for warm in (answer, work):
        median_of(warm, 100)
    # in turns: a busy machine slows both
    rounds = [(median_of(answer, 200), median_of(work, 200)) for _ in range(7)]
    tend.close()
    return min(r[0] for r in rounds), min(r[1] for r in rounds)


def _bare(card: dict[str, Any]) -> App:
    known = AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-bench", bot_user_id="UBOT")
    app = App(signing_secret="bench", authorize=lambda **_: known, process_before_response=True)

    @app.command("/account")
    def account(ack: Any) -> None:
        ack(**card)

    return app
