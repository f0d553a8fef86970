"""`/account acme` and `/log acme …` from signed request to answer, 10,000 accounts on SQLite, against a bare
Bolt ack of the same message."""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlencode

from slack_bolt import App, BoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier

from sandbox.outlet import signed

from .book import a_tend, fill, names_of


def command(name: str, text: str, trigger: str = "1.1") -> str:
    """The body of a slash command."""
    return urlencode(
        {
            "command": name,
            "text": text,
            "team_id": "T1",
            "user_id": "U2",
            "channel_id": "C1",
            "trigger_id": trigger,
            "response_url": "https://hooks.slack.com/commands/x",
            "token": "x",
            "is_enterprise_install": "false",
        }
    )


LINE = "{} called 20 min, showed the buyer the ROI numbers, happy. will send the quote fri"
SHOWN = ("show the buyer the figures", "Renews ", "the price list")


Seconds = tuple[float, float]
MedianOf = Callable[[Callable[[], object], int], float]


def measure(folder: Path, median_of: MedianOf) -> Iterator[tuple[str, float, float, float]]:
    """A card of touches alone, one that has all there is to say, and a typed line."""
    for name, whole, mark in (("touches alone", False, 10), ("the whole card", True, 14)):
        tend = a_tend(folder / f"lookup{mark}.db")
        fill(tend, 10_000, touches_each=12, whole=whole)
        card = tend.bolt().dispatch(_signed(command("/account", "acme")).request()).body
        assert {text in card for text in SHOWN} == {whole}, card
        ours = against_bare(tend.bolt(), lambda n: command("/account", "acme"), median_of)
        yield f"/account acme, {name}, 10,000 accounts", *ours, mark
        if whole:
            first = against_bare(tend.bolt(), each_of(10_000), median_of)
            yield "/account NAME, the whole card, another each time", *first, 18
            seconds = against_bare(tend.bolt(), line_of(names_of(2, 10_000)), median_of, 40)
            yield "/log, stored, 10,000 accounts", *seconds, 115
        tend.close()


def each_of(count: int) -> Callable[[int], str]:
    """The body of a look at the next account of anybody's: none was looked at lately. Acme comes first."""
    names = [*names_of(2, count), *(n for rep in range(3, 40) for n in names_of(rep, count))]
    return lambda n: command("/account", names[n % len(names)].lower())


def line_of(names: Sequence[str]) -> Callable[[int], str]:
    """The body of the next line, about each account of a book in turn: none grows by hundreds of touches."""
    return lambda n: command("/log", LINE.format(names[n % len(names)].lower()), f"1.{n}")


class _Signed(NamedTuple):
    body: str
    headers: dict[str, str | Sequence[str]]

    def request(self) -> BoltRequest:
        return BoltRequest(body=self.body, headers=self.headers)


def _signed(body: str) -> _Signed:
    headers = {**signed("bench", body.encode()), "content-type": "application/x-www-form-urlencoded"}
    return _Signed(body, {k.lower(): [v] for k, v in headers.items()})


def against_bare(ours: App, body_of: Callable[[int], str], median_of: MedianOf, times: int = 200) -> Seconds:
    """Seconds of an answer to the next body, and of a bare ack of the same message."""
    verifier, numbers, ready = SignatureVerifier("bench"), count(), list[_Signed]()

    def answer() -> str:
        """As the endpoint does: the signature, then Bolt."""
        asked = ready.pop()
        stamp, signature = (str(asked.headers[f"x-slack-{k}"][0]) for k in ("request-timestamp", "signature"))
        assert verifier.is_valid(asked.body, stamp, signature)
        return str(ours.dispatch(asked.request()).body)

    def answers(most: int) -> float:
        ready.extend(_signed(body_of(next(numbers))) for _ in range(most))
        return median_of(answer, most)

    first = _signed(body_of(next(numbers)))
    message = json.loads(str(ours.dispatch(first.request()).body))
    assert "Acme" in json.dumps(message), message
    bare = _bare(message, parse_qs(first.body)["command"][0])
    gc.freeze()  # as the bot does before it listens
    work = lambda: bare.dispatch(first.request()).body  # noqa: E731
    answers(times // 2)
    median_of(work, 100)
    # in turns: a busy machine slows both
    rounds = [(answers(times), median_of(work, 200)) for _ in range(7)]
    return min(r[0] for r in rounds), min(r[1] for r in rounds)


def _bare(message: dict[str, Any], name: str) -> App:
    known = AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-bench", bot_user_id="UBOT")
    app = App(signing_secret="bench", authorize=lambda **_: known, process_before_response=True)

    @app.command(name)
    def command_named(ack: Any) -> None:
        ack(**message)

    return app
