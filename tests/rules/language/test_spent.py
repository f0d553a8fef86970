"""How long a contact took, as people write it."""

from __future__ import annotations

import pytest

from rules.language.fold import fold
from rules.language.spent import lengths_in


@pytest.mark.parametrize(
    ("line", "minutes"),
    [
        ("call 20m", [20]),
        ("call/20m/renewal", [20]),
        ("zoom 45 mins w/ them", [45]),
        ("kickoff done, 1h15, all there", [75]),
        ("1h 10 with them", [70]),
        ("met for 1.5h", [90]),
        ("dinner, 2,5 Std", [150]),
        ("half an hour on the phone", [30]),
        ("an hour and a half", [90]),
        ("a quarter of an hour", [15]),
        ("mtg 10-10:45", [45]),
        ("zoom 3pm-4:15pm", [75]),
        ("call 11:30am - 1pm", [90]),
        ("call at 4 for 30", [30]),
        ("통화 20분", [20]),
        ("미팅 1시간 반", [90]),
        ("電話20分", [20]),
        ("会食２時間半", [150]),
        ("rdv 1h30, RAS", [90]),
        ("visita 2 horas", [120]),
        ("20 m, later 5 min", [20, 5]),
        ("net 30 terms, 15k deal, 10% off", []),
        ("30 min late", []),
        ("waited 20 min", []),
        ("2-3 people", []),
        ("the 9-5 plan", []),
        ("$20m deal", []),
        ("1000 minutes of talk, 99999m", []),
        ("12/1 at 3pm", []),
    ],
)
def test_lengths(line: str, minutes: list[int]):
    assert [s.minutes for s in lengths_in(fold(line))] == minutes


def test_each_is_of_every_account():
    (spent,) = lengths_in("called both, 15m each")
    assert (spent.minutes, spent.each) == (15, True)


def test_a_fold_is_as_long_as_its_line():
    for line in ("Müller Präzision", "２時間半、田中様", "ﬁne – “ok” İstanbul ß", "한빛소재 통화"):
        assert len(fold(line)) == len(line)
    assert fold("Präzision ２Ｈ") == "prazision 2h"
