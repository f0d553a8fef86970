"""What became of nudges, what sinks, whether a place helps, and a team that is short, as managers read it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from messages import capacity, digest, nudged, settings
from messages.digest_details import detail
from messages.home import HOME_SETTINGS
from rules.became import ACTED, IGNORED, NOT_NEEDED, OPEN, SNOOZED, NudgesActed, Shown, history
from rules.digest import compose
from rules.helped import Helped
from rules.learned import Learned, Sunk
from rules.policy import Policy
from rules.reasons import REASONS
from rules.team_only import discreet
from rules.week import Done, Logged
from sandbox.limits import wrong_blocks

from ..builders import POLICY, TODAY, a_person, an_account, days_ago
from .test_golden import VIEWER

DANA, KIM = a_person(id=1, name="Dana Reyes"), a_person(id=2, name="Kim <Cho>", email="kim@x.com")
SINKS = Learned(TODAY, {"same package": Sunk("same package", 61, 2, high=0.08, others=0.236)})
BETTER = Learned(TODAY, helped=Helped(300, 93, 36, 0.12, 0.263, days_ago(200), days_ago(9)))


def place(n: int, became: str, kind: str = "same package", rep: int = 1, **given: Any) -> Shown:
    return replace(Shown(rep, n, TODAY, kind, n % 5 + 1, 8, became), **given)


def places() -> list[Shown]:
    """40 of one reason, 12 of another, 3 of a third, over two reps."""
    return [
        *(place(n, ACTED if n < 2 else IGNORED) for n in range(40)),
        *(place(n, ACTED if n < 6 else SNOOZED, "said last", rep=2, hour=9) for n in range(12)),
        place(1, NOT_NEEDED, "need"),
        place(2, IGNORED, "need"),
        place(3, OPEN, "need"),
    ]


def a_digest(*shown: Shown, on: date = TODAY, learned: Learned | None = None, **given: Any) -> Any:
    past = history(shown, on - timedelta(days=179), on)
    done = Done(nudges=NudgesActed(9, 4, 2, not_needed=1), history=past, learned=learned)
    records = [an_account(days_ago(60), id=1), an_account(days_ago(70), id=2, owner_id=2)]
    return replace(compose(records, [DANA, KIM], on, policy=POLICY, done=done), **given)


def whole(d: Any) -> dict[str, Any]:
    return detail("nudges", d, VIEWER, None)


def texts(message: dict[str, Any]) -> str:
    seen = []
    for block in message["blocks"]:
        seen += [block["text"]["text"]] if block["type"] in {"section", "header"} else []
        seen += [e["text"] for e in block["elements"]] if block["type"] == "context" else []
    return "\n".join(seen)


def test_whole_by_reason_place_hour_and_rep():
    said = texts(whole(a_digest(*places(), learned=SINKS)))
    assert (
        "55 shown, 8 acted on within 3 days (15 %), 6 snoozed, 1 no contact needed, 39 ignored, 1 still open"
    ) in said
    assert "• same package: 2 of 40 acted on (5 %), 38 ignored" in said
    assert "• what was said last: 6 of 12 acted on (50 %), 6 snoozed" in said
    assert "• an unmet need: 0 of 2 acted on, 1 no contact needed, 1 ignored" in said, (
        "too few for a per cent"
    )
    assert "• place 1: 3 of 11 acted on (27 %)" in said
    assert "• 09:00 to 09:59: 6 of 12 acted on (50 %), 6 snoozed" in said
    assert said.index("• Kim &lt;Cho&gt;: 6 of 12") < said.index("• Dana Reyes: 2 of 42")
    assert "Last in line now, because hardly anybody acts on them: same package (2 of 61 acted on" in said


@pytest.mark.parametrize("number", [1, 40, 400])
def test_slack_takes_it_however_much_there_is(number: int):
    """Of many people, reasons and hours."""
    people = {n: a_person(id=n, name=f"Somebody {n} " + "x" * 60) for n in range(1, number + 1)}
    many = [place(n, ACTED, "k" * 60 + str(n), rep=n, hour=n % 24) for n in people]
    d = replace(a_digest(*many, learned=BETTER), people=people)
    assert wrong_blocks(whole(d)["blocks"]) is None
    assert wrong_blocks(capacity.short(short(36), ADMIN, None) or []) is None


def test_the_chart_says_what_the_lines_do():
    blocks = whole(a_digest(*places()))["blocks"]
    (chart,) = (b for b in blocks if b["type"] == "data_visualization")
    (series,) = chart["chart"]["series"]
    assert [p["value"] for p in series["data"]] == [27, 17, 9, 10, 10]
    few = whole(a_digest(*places()[:9]))["blocks"]
    assert not [b for b in few if b["type"] == "data_visualization"]


def test_figures_of_a_person_stand_there_only_where_they_may():
    d = a_digest(*places())
    assert "By rep" in texts(whole(discreet(d, "others: by name", 9)))
    for text, reader in (("", 9), ("", 1)):
        said = texts(whole(discreet(d, text, reader)))
        assert "By rep" not in said, "with the one of two, the other would be told, too"
        assert "Kim" not in said


def test_of_three_one_reads_their_own():
    people = [DANA, KIM, a_person(id=3, name="Lee Moe", email="lee@x.com")]
    shown = [*places(), *(place(n, IGNORED, rep=3) for n in range(4))]
    d = replace(a_digest(*shown), people={p.id: p for p in people})
    said = texts(whole(discreet(d, "", 1)))
    assert "Dana Reyes: 2 of 42" in said
    assert "Kim" not in said
    assert "Lee" not in said


def test_of_one_alone_there_are_no_reps():
    d = replace(a_digest(*places()), people={1: DANA})
    assert "By rep" not in texts(whole(d))


def test_nothing_was_shown():
    assert "Nothing of that" in texts(whole(a_digest()))


def test_all_are_still_open():
    assert "3 shown, all of them still open" in texts(whole(a_digest(*(place(n, OPEN) for n in range(3)))))


def test_a_quiet_week_stays_short():
    quiet = compose(
        [an_account(days_ago(2))], [DANA], TODAY, policy=POLICY, done=Done(nudges=NudgesActed(9, 4))
    )
    assert quiet.quiet
    assert "Nudges" not in texts(digest.digest(quiet, VIEWER))
    assert "*Nudges*: 9 shown, 4 acted on within 3 days, 2 snoozed" in texts(
        digest.digest(a_digest(), VIEWER)
    )


def test_each_kind_of_reason_has_a_name_in_its_list():
    """A name that no reason has would stand for nothing."""
    there = {"overdue", "next step passed", "renewal passed"}
    for reason in REASONS:
        module = __import__(reason.__module__, fromlist=["x"])
        there |= {v for k, v in vars(module).items() if k.isupper() and isinstance(v, str)}
    assert nudged.NAMES.keys() - {"said last", "renewal", "insight"} <= there


# what sinks, in the settings --------------------------------------------------------------------------------
def hint(learned: Learned | None, policy: Policy = POLICY) -> tuple[str, str]:
    form = settings.form(policy, "t", learned=learned)
    (block,) = (b for b in form["blocks"] if b["block_id"] == "learning")
    return block["hint"]["text"], block["element"]["initial_option"]["value"]


def test_the_settings_say_what_sinks_and_the_floor():
    said, stands = hint(SINKS)
    assert "From 30 places in 180 days on" in said
    assert "about every fifth time anew" in said
    assert "Now: same package (2 of 61 acted on, the others 24 %)." in said
    assert stands == "on"
    assert "Now: none." in hint(Learned(TODAY))[0]
    assert "Nothing looked at yet." in hint(None)[0]
    assert hint(SINKS, replace(POLICY, learning=False))[1] == "off"


# whether a place helps --------------------------------------------------------------------------------------
SAID = (
    "A place in the morning message helps: of 300 places 31 % were followed by contact, of as many accounts "
    "like them that could wait 12 %, over the same days (12 to 26 points more in 95 of 100 cases; May 2 to "
    "Nov 9)."
)


def test_whether_a_place_helps_in_one_sentence():
    assert nudged.helps(BETTER, VIEWER) == SAID
    worse = Learned(TODAY, helped=Helped(300, 36, 93, -0.263, -0.004, days_ago(200), days_ago(9)))
    said = nudged.helps(worse, VIEWER) or ""
    assert said.startswith("A place in the morning message does not help: of 300 places 12 %")
    assert "1 to 26 points less" in said


@pytest.mark.parametrize(("low", "high"), [(-0.01, 0.2), (-0.2, 0.0), (0.0, 0.1)])
def test_nothing_is_said_while_it_may_be_nothing(low: float, high: float):
    assert nudged.helps(Learned(TODAY, helped=Helped(300, 93, 36, low, high, TODAY, TODAY)), VIEWER) is None
    assert nudged.helps(Learned(TODAY), VIEWER) is None


@pytest.mark.parametrize(
    ("ends_on", "running", "learned_on", "is_said"),
    [
        (date(2026, 12, 6), False, date(2026, 12, 7), True),  # the Monday is 7 December
        (date(2026, 11, 30), False, date(2026, 11, 30), True),  # the 1st
        (date(2026, 11, 29), False, date(2026, 11, 30), False),  # 30 November
        (date(2026, 12, 7), False, date(2026, 12, 7), False),  # the 8th
        (date(2026, 12, 6), True, date(2026, 12, 6), False),  # asked for in between
        (date(2026, 12, 6), False, date(2026, 11, 28), False),  # nobody looked for over a week
        (date(2026, 12, 6), False, date(2026, 12, 14), False),  # a digest of then, painted since
    ],
)
def test_once_a_month_and_as_of_its_week(ends_on: date, running: bool, learned_on: date, is_said: bool):
    d = a_digest(on=ends_on, learned=replace(BETTER, on=learned_on), running=running)
    assert (nudged.monthly(d, VIEWER, None) is not None) is is_said


# a team that is short ---------------------------------------------------------------------------------------
def short(made: int = 20, quarter: int = 60, reps: int = 2, tiers: str = "ABC") -> Any:
    """60 accounts, as many of each of the `tiers`, in two books."""
    records = [
        an_account(days_ago(n % 40), id=n, name=f"n{n}", tier=tiers[n % len(tiers)], owner_id=n % reps + 1)
        for n in range(1, 61)
    ]
    done = Done(quarter=[Logged(1, quarter, quarter, 0, 60, 0)], month={1: made, 2: 0})
    return compose(records, [DANA, KIM][:reps], TODAY, policy=POLICY, done=done)


ADMIN = replace(VIEWER, is_admin=True)


def test_a_team_that_is_short_reads_the_cadences_that_would_fit():
    (block,) = capacity.short(short(36), ADMIN, None) or []
    assert block["text"]["text"] == (
        "*Capacity*: 3.2 touches a day needed, 1.9 made by the whole team in 4 weeks. Moving accounts "
        "between people doesn't mend that.\nCadences that would fit, in days: A 28, B 63, C 182."
    )
    assert block["accessory"]["action_id"] == HOME_SETTINGS
    (block,) = capacity.short(short(36), VIEWER, None) or []
    assert "accessory" not in block
    assert block["text"]["text"].endswith("A 28, B 63, C 182. An admin sets them.")


def test_which_cadence_stays_is_said():
    (block,) = capacity.short(short(34, tiers="ABBCCC"), ADMIN, None) or []
    assert "A 14 as now, B 56, C 182" in block["text"]["text"]


def test_where_nothing_fits_that_is_said():
    (block,) = capacity.short(short(20), ADMIN, None) or []
    assert "Even cadences twice as long would not fit" in block["text"]["text"]
    assert "accessory" not in block


@pytest.mark.parametrize(
    "given",
    [
        {"made": 60},  # busy, not short
        {"made": 36, "quarter": 36},  # nothing was logged before the 4 weeks: it has just begun
        {"made": 36, "reps": 1},  # somebody else could take some
    ],
)
def test_who_is_not_short(given: dict[str, Any]):
    assert short(**given).fits is None


def test_the_digest_says_it_once_and_proposes_no_move():
    said = texts(digest.digest(short(36), VIEWER))
    assert said.count("*Capacity*") == 1
    assert "needs help" in said
    assert "Move" not in said.replace("Moving", "")
    alone = texts(digest.digest(short(36, reps=1), VIEWER))
    assert "*Capacity*" not in alone
    assert " Move " in alone


def test_it_is_no_figure_of_one_person():
    both = discreet(short(36), "", 9)
    assert both.fits is not None
    said = texts(digest.digest(both, VIEWER))
    assert said.count("touches a day") == 1, "the team's pace is that"
    assert discreet(short(36), "", 1).fits is None, "with one's own, the other's would be told"
