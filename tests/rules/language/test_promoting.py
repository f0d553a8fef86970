"""Lines that tell that a customer liked, shared or mentioned us: a touch that resets nothing; and those that
only seem to."""

from __future__ import annotations

from datetime import date

import pytest

from rules.language.named import Account, Person
from rules.language.read import read
from rules.language.who import Known

TODAY = date(2026, 11, 30)  # a Monday
KNOWN = Known(
    [
        Account(1, "Acme Industrial"),
        Account(2, "Globex Marine"),
        Account(3, "한빛소재"),
        Account(4, "東海精機株式会社"),
    ],
    [Person(1, 2, "Tessa Blum", "buyer")],
)


@pytest.mark.parametrize(
    ("line", "account", "on"),
    [
        ("acme shared our post", 1, "2026-11-30"),
        ("Acme Industrial shared our LinkedIn post yesterday.", 1, "2026-11-29"),
        ("yesterday acme liked our post", 1, "2026-11-29"),
        ("acme reposted our case study on LinkedIn on friday", 1, "2026-11-27"),
        ("Tessa at globex mentioned us on LinkedIn", 2, "2026-11-30"),
        ("tessa liked our article", 2, "2026-11-30"),
        ("Jane from acme recommended us in their newsletter", 1, "2026-11-30"),
        ("globex tagged us on insta", 2, "2026-11-30"),
        ("log: acme gave us a shout-out on LinkedIn", 1, "2026-11-30"),
        ("한빛소재가 우리 게시물을 공유했어요", 3, "2026-11-30"),
        ("한빛소재에서 링크드인에서 저희를 언급했습니다", 3, "2026-11-30"),
        ("한빛소재가 우리 글에 좋아요를 눌렀어요", 3, "2026-11-30"),
        ("東海精機さんが弊社の投稿をシェアしてくれました", 4, "2026-11-30"),
        ("昨日、東海精機がLinkedInで弊社を紹介してくれました", 4, "2026-11-29"),
        ("東海精機が当社の記事にいいねしてくれた", 4, "2026-11-30"),
        ("東海精機さんが弊社の投稿をシェアしていただきました", 4, "2026-11-30"),
        ("한빛소재가 우리 게시물을 공유해 주셨습니다", 3, "2026-11-30"),
        ("the ceo of acme liked our post", 1, "2026-11-30"),
    ],
)
def test_it_is_stored_at_once_as_an_event_of_theirs_that_reached_nobody(line: str, account: int, on: str):
    reading = read(line, TODAY, KNOWN)
    assert reading.certain
    (event,) = reading.events
    entry = event.entry
    assert (entry.account_ids, entry.on.isoformat()) == ((account,), on)
    assert (entry.channel, entry.direction, entry.outcome) == ("event", "inbound", "sent")
    assert (entry.note, entry.minutes_each(), entry.meaningful) == (line, [0], False)
    assert entry.contact_ids == ((1,) if "tessa" in line.lower() else ())


@pytest.mark.parametrize(
    "line",
    [
        "acme liked our demo",
        "we shared our post with acme",
        "acme shared our concerns about price",
        "acme shared our post tomorrow",
        "acme will share our post",
        "acme never shared our post",
        "acme liked our post?",
        "acme and globex shared our post",
        "acme mentioned us to umbra",
        "acme mentioned a budget of 20k",
        "called acme 10m, they shared our post",
        "shared our post",
        "한빛소재를 김부장에게 소개했습니다",
        "東海精機を紹介してもらいました",
        "nobody at acme liked our post",
        "maybe jane at acme shared our post",
        "a rival of acme mentioned us on LinkedIn",
        "if acme liked our post",
        "hope acme shared our post",
        "not acme shared our post",
        "東海精機さんが弊社の投稿をシェアしなかった",
        "東海精機さんが弊社の投稿をシェアしてほしい",
        "東海精機さんが弊社の投稿をシェアしてください",
        "東海精機さんが弊社の投稿をシェアしていません",
        "東海精機が当社の記事にいいねしてくれなかった",
        "한빛소재가 우리 게시물을 공유해주세요",
        "한빛소재가 우리 게시물을 공유했나요",
        "한빛소재가 우리 게시물을 공유했으면",
        "한빛소재가 우리 글에 좋아요를 누르지 않았어요",
    ],
)
def test_what_only_seems_so_is_read_as_before(line: str):
    events = read(line, TODAY, KNOWN).events
    assert not any(e.entry.promotes for e in events)
