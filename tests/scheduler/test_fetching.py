"""A file fetched with our token: from Slack's own host alone, bounded in size and time."""

from __future__ import annotations

import http.client
import io
import urllib.error
from email.message import Message
from typing import Any

import pytest

from rules.imports import MOST_BYTES
from scheduler.fetching import WITHIN, Fetch, NotHad, _Stays, is_slacks_file

SLACK, OURS = "https://slack.com/api/", "http://127.0.0.1:8000/api/"
URL = "https://files.slack.com/files-pri/T1-F1/download/a.csv"


class Answer(io.BytesIO):
    def __init__(self, content: bytes, kind: str = "text/csv") -> None:
        super().__init__(content)
        self.headers = Message()
        self.headers["Content-Type"] = kind


def fetching(answer: Any, now: Any = lambda: 0.0) -> tuple[Fetch, list[Any]]:
    asked = list[Any]()

    def opened(request: Any, timeout: float) -> Any:
        asked.append(request)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return Fetch("xoxb-1", SLACK, now, opened), asked


@pytest.mark.parametrize(
    ("url", "api", "may"),
    [
        (URL, SLACK, True),
        ("https://acme.slack.com/files/a.csv", SLACK, True),
        ("http://files.slack.com/a.csv", SLACK, False),
        ("https://files.slack.com:8443/a.csv", SLACK, False),
        ("https://slack.com.evil.example/a.csv", SLACK, False),
        ("https://evilslack.com/a.csv", SLACK, False),
        ("https://files.slack.com@evil.example/a.csv", SLACK, False),
        ("https://evil.example/https://files.slack.com/a.csv", SLACK, False),
        ("http://169.254.169.254/latest", SLACK, False),
        ("file:///etc/passwd", SLACK, False),
        ("", SLACK, False),
        ("https://[", SLACK, False),
        ("http://127.0.0.1:8000/files-pri/a", OURS, True),
        ("http://127.0.0.1:8001/files-pri/a", OURS, False),
        (URL, OURS, False),
        ("https://evil.example\\.slack.com/a.csv", SLACK, False),
        ("https://evil.example;.slack.com/a.csv", SLACK, False),
    ],
)
def test_the_token_goes_to_slacks_own_host_alone(url: str, api: str, may: bool):
    assert is_slacks_file(url, api) is may


def test_what_is_not_slacks_is_not_even_asked():
    fetch, asked = fetching(Answer(b"x"))
    with pytest.raises(NotHad, match="elsewhere"):
        fetch("https://evil.example/a.csv")
    assert not asked


def test_it_is_asked_with_the_token():
    fetch, asked = fetching(Answer(b"name\n"))
    assert fetch(URL) == b"name\n"
    assert asked[0].get_header("Authorization") == "Bearer xoxb-1"


def test_a_redirect_is_not_followed():
    assert _Stays().redirect_request(None, None, 302, "", {}, "https://evil.example") is None


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(b"<!DOCTYPE html>", "text/html; charset=utf-8"), "refused"),
        (urllib.error.HTTPError(URL, 404, "", Message(), None), "gone"),
        (urllib.error.HTTPError(URL, 403, "", Message(), None), "refused"),
        (urllib.error.HTTPError(URL, 302, "", Message(), None), "refused"),
        (urllib.error.HTTPError(URL, 503, "", Message(), None), "away"),
        (TimeoutError(), "away"),
        (ConnectionResetError(), "away"),
        (Answer(b"x" * (MOST_BYTES + 1)), "large"),
    ],
)
def test_what_can_t_be_had_has_its_reason(answer: Any, why: str):
    fetch, _ = fetching(answer)
    with pytest.raises(NotHad, match=why):
        fetch(URL)


def test_as_much_as_may_be_is_read():
    assert len(fetching(Answer(b"x" * MOST_BYTES))[0](URL)) == MOST_BYTES


def test_a_slow_answer_ends():
    passed = iter([0.0, WITHIN, WITHIN + 1])
    fetch, _ = fetching(Answer(b"x" * 200_000), lambda: next(passed))
    with pytest.raises(NotHad, match="away"):
        fetch(URL)


class Drip(Answer):
    """An answer of which some bytes come at a time."""

    def read1(self, size: int | None = -1, /) -> bytes:
        return super().read(1)


def test_an_answer_that_drips_ends():
    passed = iter(range(100))
    fetch, _ = fetching(Drip(b"x" * 1000), lambda: float(next(passed)))
    with pytest.raises(NotHad, match="away"):
        fetch(URL)


def as_sent(text: bytes) -> http.client.HTTPResponse:
    """An answer as the library reads it."""

    class Sock:
        def makefile(self, *_: Any) -> io.BufferedReader:
            return io.BufferedReader(io.BytesIO(text))  # type: ignore[arg-type]

    answer = http.client.HTTPResponse(Sock())  # type: ignore[arg-type]
    answer.begin()
    return answer


PLAIN, CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    "text", [PLAIN % 1000 + b"name\nAcme\nGl", b"HTTP/1.1 200 OK\r\n" + CHUNKED + b"20\r\nname\nAcme\nGl"]
)
def test_one_that_breaks_off_is_not_a_whole_file(text: bytes):
    fetch, _ = fetching(as_sent(text))
    with pytest.raises(NotHad, match="away"):
        fetch(URL)


def test_one_that_is_there_is_read_whole():
    assert fetching(as_sent(PLAIN % 9 + b"name\nAcme"))[0](URL, 9) == b"name\nAcme"


def test_less_than_slack_said_is_not_a_whole_file():
    fetch, _ = fetching(Answer(b"name\nAcme"))
    assert fetch(URL, 9)
    fetch, _ = fetching(Answer(b"name\nAcme"))
    with pytest.raises(NotHad, match="away"):
        fetch(URL, 10)
