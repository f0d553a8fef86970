"""What a digest says of odd weeks: refunds, unknown revenue, a currency without a rate, all paused, all
gone."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from messages import digest
from messages.blocks import Message
from messages.carried import WorryRef
from messages.digest_details import DETAILS, detail
from messages.headline import headline
from messages.showing import DIGEST_DETAIL, DetailRef
from rules.digest import compose
from rules.facts.introduced import Handoff
from rules.facts.movement import Movement
from rules.records import Contact, Record, Standing
from rules.week import Done, Logged

from ..builders import POLICY, TODAY, a_goal, a_need, a_person, a_touch, an_account, days_ago, in_days
from .test_golden import GOLDEN, VIEWER


def composed(*records: Record, **given: Any) -> Any:
    return compose(records, [a_person()], TODAY, policy=POLICY, **given)


def effort(*records: Record, **given: Any) -> Message:
    """What the second question's button tells."""
    return detail("effort", composed(*records, **given), VIEWER, None)


def told(*records: Record, **given: Any) -> Message:
    return digest.digest(composed(*records, **given), VIEWER)


def texts(message: Message) -> str:
    seen = []
    for block in message["blocks"]:
        seen += [block["text"]["text"]] if block["type"] in {"section", "header"} else []
        seen += [e["text"] for e in block["elements"]] if block["type"] == "context" else []
    return "\n".join(seen)


def chart(message: Message, title: str) -> dict[str, list[float]]:
    block = next(b for b in message["blocks"] if b.get("title") == title)
    return {s["name"]: [p["value"] for p in s["data"]] for s in block["chart"]["series"]}


def paused(**given: Any) -> Record:
    stood = (
        Standing(days_ago(400), 1, "A"),
        Standing(days_ago(40), 1, "A", status="paused", until=in_days(10)),
    )
    return an_account(days_ago(60), status="paused", paused_until=in_days(10), standings=stood, **given)


def gone(owner_id: int = 1, **given: Any) -> Record:
    stood = (
        Standing(days_ago(400), owner_id, "A"),
        Standing(days_ago(5), owner_id, "A", status="churned", reason="closed"),
    )
    return an_account(
        days_ago(60), status="churned", status_reason="closed", standings=stood, owner_id=owner_id, **given
    )


def test_the_headline_names_a_tier_that_has_neglected_accounts_though_refunds_exceed_what_they_bought():
    said = headline(composed(an_account(days_ago(100), tier="B", annual=-50_000)), VIEWER)
    assert said.endswith("but 1 B without contact for over 8 weeks: Acme.")


def test_shares_of_revenue_stay_within_a_hundred_in_spite_of_refunds():
    records = (
        an_account(days_ago(3), id=1, annual=30_000),
        an_account(days_ago(100), id=2, annual=-20_000),
        an_account(days_ago(3), id=3, tier="B", annual=-90_000),
    )
    done = Done(
        quarter=[
            Logged(1, 1, 1, value_adding=1, minutes=20, estimated_minutes=0),
            Logged(3, 1, 1, value_adding=1, minutes=20, estimated_minutes=0),
        ]
    )
    message = told(*records, done=done)
    assert "*A*  1 of 2 (50 %, last week 0 %) · 100 % of its $100" in texts(message)
    assert "*B*  1 of 1 (100 %, last week 0 %) · -$900" in texts(message)
    assert chart(effort(*records, done=done), "Time and revenue by tier, %") == {
        "Minutes (13 weeks)": [50, 50],
        "Revenue": [100, 0],
    }


@pytest.mark.parametrize(
    ("cadence", "over"),
    [(1, "2 days"), (3, "6 days"), (4, "1 week"), (7, "2 weeks"), (14, "4 weeks"), (30, "8 weeks")],
)
def test_neglect_is_said_in_days_under_a_week(cadence, over):
    assert f"without contact for over {over}: Acme." in headline(
        composed(an_account(days_ago(90), cadence_days=cadence)), VIEWER
    )


def test_a_tier_whose_revenue_nobody_gave_says_so():
    records = (
        an_account(days_ago(100), id=1, annual=None),
        an_account(days_ago(100), id=2, tier="B", annual=0),
    )
    done = Done(quarter=[Logged(1, 1, 1, value_adding=1, minutes=20, estimated_minutes=0)])
    message = told(*records, done=done)
    assert (
        "*A*  0 of 1 (0 %, last week 0 %) · revenue unknown\n*B*  0 of 1 (0 %, last week 0 %) · $0"
        in texts(message)
    )
    assert "*A*  100 % of time (1 touch), revenue unknown · no touch\n" in texts(message)
    assert "brings $0 a year" in texts(message), "known to bring nothing"
    assert "*C*" not in texts(message), "nobody is there"
    assert list(chart(effort(*records, done=done), "Time by tier, %")) == ["Minutes (13 weeks)"]
    assert "With something of value: 0 % of accounts.\n" in texts(message)


def test_a_worry_says_what_is_known_of_its_revenue():
    shown = texts(
        told(
            an_account(days_ago(100), id=1, annual=None),
            an_account(days_ago(100), id=2, annual=0, name="Nought"),
        )
    )
    assert "· revenue unknown" in shown
    assert "· $0" in shown


def test_revenue_without_a_rate_is_said_in_its_own_currency():
    euros = (
        Movement(days_ago(500), "new", 100_000, currency="EUR"),
        Movement(days_ago(9), "contraction", 40_000, currency="EUR"),
    )
    shown = texts(told(an_account(days_ago(100), annual=None, movements=euros)))
    assert "In EUR, which has no rate: NRR 60 % · GRR 60 %" in shown
    assert "*A*  0 of 1 (0 %, last week 0 %) · €600" in shown
    assert "brings €600 a year" in shown


def test_nothing_on_file_names_no_currency():
    assert "\nNRR and GRR: no revenue by date is on file." in texts(told(an_account(days_ago(3))))


def test_a_worry_of_today_was_touched_today():
    fell = (
        Movement(days_ago(500), "new", 900, currency="USD"),
        Movement(days_ago(2), "contraction", 400, currency="USD"),
    )
    worried = an_account(touches=[a_touch(TODAY, sentiment="worried", note="")], movements=fell)
    assert "touched today · Dana · $84,000" in texts(told(worried, running=True))
    monday = compose([worried], [a_person()], TODAY, policy=POLICY)
    assert "touched Nov 18 · Dana · $84,000" in texts(
        digest.digest(monday, replace(VIEWER, today=in_days(1)))
    )


def test_one_day_without_contact():
    late = an_account(days_ago(9), cadence_days=1)
    message = compose([late], [a_person()], days_ago(8), policy=POLICY)
    assert "1 days" not in str(digest.digest(message, VIEWER))


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "The only account is paused."), (2, "Both accounts are paused."), (3, "All 3 accounts are paused.")],
)
def test_a_book_with_everybody_paused(count, said):
    message = told(*(paused(id=n) for n in range(1, count + 1)))
    assert texts(message).splitlines()[1] == f"*{said}*"
    assert "in rhythm" not in str(message)
    assert len(message["blocks"]) == 2


def test_a_book_with_everybody_new():
    new = an_account(id=1, added_on=TODAY, exists_on=TODAY, started_on=TODAY)
    assert headline(composed(new), VIEWER) == "1 account is new and not due yet."
    assert headline(composed(new, paused(id=2)), VIEWER) == "1 account is new and not due yet, 1 paused."


def test_a_book_of_accounts_that_all_left():
    was = (Movement(days_ago(500), "new", 80_000, currency="USD"),)
    message = told(gone(id=1, movements=was), gone(id=2))
    assert (
        "*Both accounts of your team have left.*\nNRR 0 % · GRR 0 % · logo churn 100 % (1 of 1 account)"
        in texts(message)
    )
    assert "no account yet" not in str(message)
    one = digest.digest(composed(gone()), VIEWER, a_person(name="Kim <Cho>"))
    assert one["text"].startswith("The only account of Kim &lt;Cho&gt; has left.")


def test_a_book_that_never_held_anybody():
    assert "Your team owns no account yet. Import accounts" in texts(told())
    assert "Your team owns no account yet." in texts(told(gone(owner_id=2))), "another team's"


def test_longest_is_the_longest_of_all():
    """The table goes by tier and rep, the longest first in each; the sentence names who waits longest."""
    silent = ((1, "A", 1, 33), (2, "A", 2, 47), (3, "A", 1, 60), (4, "C", 2, 346), (5, "A", 2, 90))
    records = [
        an_account(days_ago(n), id=id_, name=f"Co {id_}", tier=tier, owner_id=rep, owner=a_person(id=rep))
        for id_, tier, rep, n in silent
    ]
    d = compose(records, [a_person(), a_person(id=2, name="Kim Cho")], TODAY, policy=POLICY)
    assert [a.id for a in d.untouched] == [5, 2, 3, 1, 4]
    whole = texts(detail("rhythm", d, VIEWER, None))
    assert "Longest: Co 4 (C, Kim, 346 days); Co 5 (A, Kim, 90 days); Co 3 (A" in whole


def test_a_running_week_says_what_it_compares_with():
    often = [a_touch(days_ago(2)), a_touch(days_ago(16))]
    records = [an_account(days_ago(20), id=1), an_account(touches=often, id=2, name="Globex")]
    week, running = (composed(*records, running=r) for r in (False, True))
    assert "(50 %, −50 points; 0 touched in the week)" in headline(week, VIEWER)
    assert "last week" in texts(digest.digest(week, VIEWER))
    assert "(50 %, −50 points in 7 days; 0 touched so far this week)" in headline(running, VIEWER)
    assert "7 days ago" in texts(digest.digest(running, VIEWER))
    assert "last week" not in texts(digest.digest(running, VIEWER))


def test_of_one_person_the_name_says_whose_week_it_is():
    alone = composed(an_account(days_ago(2)), running=True)
    assert digest.digest(alone, VIEWER, a_person())["blocks"][0]["text"]["text"] == (
        "Dana Reyes · Week to Wed, Nov 18"
    )
    assert digest.digest(alone, VIEWER)["blocks"][0]["text"]["text"].endswith(": 1 person")


def test_a_change_of_owner_says_who():
    stood = (Standing(days_ago(400), 1, "A"), Standing(days_ago(1), 2, "A"))
    kim = a_person(id=2, name="Kim Cho")
    record = an_account(days_ago(30), owner_id=2, owner=kim, standings=stood)
    team = compose([record], [a_person(), kim], TODAY, policy=POLICY)
    assert "• Acme passed to Kim Cho" in texts(detail("changes", team, VIEWER, None))
    left = (Standing(days_ago(400), 1, "A"), Standing(days_ago(2), 2, "A"), Standing(TODAY, 3, "A"))
    record = an_account(days_ago(30), owner_id=3, owner=a_person(id=3, name="Lee Oh"), standings=left)
    d = composed(record, an_account(days_ago(30), id=2, name="B"))
    assert "*Changed in tier, cadence, pause or owner*: 1" in texts(digest.digest(d, VIEWER))
    assert "• Acme passed to another team" in texts(detail("changes", d, VIEWER, None))


def an_introduction(account: int) -> Handoff:
    since = days_ago(20)
    return Handoff(account, account, 1, 1, 3, since, giver="Dana Reyes", receiver="Kim Cho")


def test_what_needs_its_manager_comes_first_and_an_account_stands_there_once():
    """Globex is at risk and on its way: it is named under the worse of it, with what only a manager settles
    beside, and not to worry about."""
    stands = {"owner_id": 1, "tier": "A"}
    acme = an_account(days_ago(60), id=1, name="Acme", **stands)
    globex = an_account(days_ago(60), id=2, name="Globex", handoffs=(an_introduction(2),), **stands)
    d = compose([acme, globex], [a_person()], TODAY, policy=POLICY)
    assert [r.seen.name for r in d.worries] == ["Acme"]
    said = texts(digest.digest(d, VIEWER))
    needs, worry, first = (
        said.index(x) for x in ("*This week needs you*", "*To worry about*", "*1 · Are we successful?*")
    )
    assert needs < worry < first
    assert (
        "🔴 *Globex* (A) 47: no contact for 60 days\n"
        "Introduction waits for Kim Cho since Oct 29, from Dana Reyes, out of rhythm\n"
        "Dana Reyes · $84,000"
    ) in said[needs:worry]
    assert "Globex" not in said[worry:]


LEFT = Contact(1, "Leo Park", "champion", left_on=days_ago(33))


def test_who_is_to_be_decided_on_and_on_its_way_stands_once_with_both():
    both = an_account(days_ago(2), contacts=(LEFT,), handoffs=(an_introduction(1),))
    waits = an_account(days_ago(2), id=2, name="Globex", annual=9_900_000, handoffs=(an_introduction(2),))
    said = texts(digest.digest(composed(waits, both), VIEWER))
    assert said.count("*Acme* (A)") == 1
    assert (
        "*Acme* (A): revive, introduce the next expert, or let go? the champion left on Oct 16\n"
        "Introduction waits for Kim Cho since Oct 29, from Dana Reyes\nDana Reyes · $84,000\n"
        "*Globex* (A): introduction waits for Kim Cho since Oct 29, from Dana Reyes\n"
    ) in said


def nine() -> Any:
    """Nine that want a decision and are at risk, what they bring falling with their number."""
    return composed(
        *(
            an_account(days_ago(90), id=n, name=f"Co {n}", annual=100_000 - n, contacts=(LEFT,))
            for n in range(1, 10)
        )
    )


def test_only_who_is_named_above_leaves_those_to_worry_about():
    said = texts(digest.digest(nine(), VIEWER))
    needs, worry = said.split("*To worry about*")
    assert [n for n in range(1, 10) if f"*Co {n}*" in needs] == [1, 2, 3, 4, 5]
    assert [n for n in range(1, 10) if f"*Co {n}*" in worry] == [6, 7, 8, 9]


def test_what_has_no_room_above_is_decided_on_behind_a_button():
    said = digest.digest(nine(), VIEWER)
    (more,) = [b for b in said["blocks"] if "And 4 more to decide on." in str(b)]
    assert more["accessory"]["action_id"] == DIGEST_DETAIL
    ref = DetailRef.unpack(more["accessory"]["value"])
    listed = detail(ref.part, nine(), VIEWER, None)["blocks"][1:]
    assert len(listed) == 9
    assert all("Revive, introduce the next expert, or let go?" in b["text"]["text"] for b in listed)
    assert "And 4 more" not in texts(digest.digest(composed(), VIEWER))
    for n, block in enumerate(listed, 1):
        does = [WorryRef.unpack(o["value"]) for o in block["accessory"]["options"]]
        assert does == [WorryRef(n, do, part="needs", on="2026-11-18") for do in ("open", "ask", "reassign")]


def test_each_at_risk_opens():
    listed = detail("risk", nine(), VIEWER, None)["blocks"][1:]
    opened = [WorryRef.unpack(b["accessory"]["options"][0]["value"]) for b in listed]
    assert [(ref.account, ref.do) for ref in opened] == [(n, "open") for n in range(1, 10)]


def test_who_keeps_their_book_in_rhythm_needs_no_help_however_many_touches_it_takes():
    kept = [an_account(days_ago(1), id=n, name=f"Co {n}") for n in range(60)]
    d = composed(*kept)
    assert d.capacity[0].made < d.capacity[0].needed
    assert "needs help" not in texts(digest.digest(d, VIEWER))


def test_a_large_digest_is_one_screen():
    """A hundred accounts of every trouble: few blocks, five names to worry about, no list of any kind."""
    records = [an_account(days_ago(200 + n), id=n, name=f"Co {n}") for n in range(100)]
    said = digest.digest(compose(records, [a_person()], TODAY, policy=POLICY), VIEWER)
    assert len(said["blocks"]) <= 30
    above, below = texts(said).split("*Five to worry about*")
    help_ = "Dana Reyes needs help: 0 of 100 in rhythm, 100 A accounts without contact in time; needs "
    assert f"{help_}10.0 touches a day, made 0.0. Move 50?" in above
    assert below.count("(A)") == 5
    assert "*Out of rhythm*: 100 (100 A)" in below


@pytest.mark.parametrize("part", [d.part for d in DETAILS])
def test_a_detail_without_anything_to_say_has_no_line_and_says_so(part: str):
    quiet = compose([an_account(days_ago(1))], [a_person()], TODAY, policy=POLICY)
    nothing = "Nothing of that in this week."
    if part in {"promises", "onboarding", "people"}:
        quiet = replace(quiet, promises=(), thin=(), champions=())
    line = next(d for d in DETAILS if d.part == part).line
    assert line is None or line(quiet, VIEWER) is None
    assert nothing in texts(detail(part, quiet, VIEWER, None))


def test_what_waits_stands_in_lines_the_rest_small_below_and_one_button_lists_each_with_its_own():
    need = (a_need(days_ago(2)),)
    d = composed(an_account(days_ago(100), needs=need), an_account(days_ago(2), id=2, name="Globex"))
    blocks = digest.digest(d, VIEWER)["blocks"]
    (at,) = [n for n, b in enumerate(blocks) if b.get("block_id") == "detail.each"]
    assert blocks[at]["text"]["text"].split("\n")[1:] == [
        "*Out of rhythm*: 1 (1 A)",
        "*At risk or falling*: 1",
    ]
    assert blocks[at + 1]["elements"][0]["text"].startswith("*Needs*: 1 open")
    ref = DetailRef.unpack(blocks[at]["accessory"]["value"])
    rows = detail(ref.part, d, VIEWER, None)["blocks"]
    assert [DetailRef.unpack(b["accessory"]["value"]).part for b in rows] == ["rhythm", "risk", "lacking"]


@pytest.mark.parametrize("name", ["digest", "digest_large", "digest_mixed", "digest_quiet"])
def test_a_digest_is_one_screen_of_reading(name: str):
    """Lines as a page shows them, 95 characters wide, its chart below them."""
    message = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    lines = texts(message).split("\n")
    assert sum(-(-len(line) // 95) or 1 for line in lines) <= 50
    charts = [n for n, b in enumerate(message["blocks"]) if b["type"] == "data_visualization"]
    assert charts in ([], [len(message["blocks"]) - 1])


def test_a_part_of_an_older_version_is_answered():
    assert "Nothing of that" in texts(detail("gone", composed(), VIEWER, None))


# whether enough is spent ----------------------------------------------------------------------------------
def spent(**given: Any) -> str:
    """Two accounts that bring 30 and 10, touched 1 and 3 hours in 13 weeks, the second this week."""
    logged = [
        Logged(1, 2, 2, value_adding=1, minutes=60, estimated_minutes=0),
        Logged(2, 3, 2, value_adding=1, minutes=180, estimated_minutes=45),
    ]
    records = (
        an_account(days_ago(3), id=1, annual=3_000_00),
        an_account(days_ago(3), id=2, tier="C", annual=1_000_00, name="Globex"),
        an_account(days_ago(100), id=3, tier="C", annual=None, name="Initech"),
    )
    done = Done(week=logged[1:], quarter=logged)
    return f"{texts(told(*records, done=done, **given))}\n\n{texts(effort(*records, done=done, **given))}"


def test_time_by_tier_and_segment_stands_against_what_each_brings():
    short, shown = spent(segments={1: "money maker", 2: "filler"}).split("\n\n")
    assert (
        "*Money makers* 25 % of time for 75 % of revenue · *Fillers* 75 % of time for 25 % of revenue"
        in short
    )
    assert "*A*  25 % of time (2 touches), 75 % of revenue ($3,000) · no touch\n" in short
    assert "*A*  25 % of time (2 touches), 75 % of revenue ($3,000) · no touch\n" in shown
    week = "3 touches, 180 min, 50 % of value"
    assert f"*C*  75 % of time (3 touches), 25 % of revenue ($1,000) · {week}\n" in shown
    assert "*Money makers*  25 % of time (2 touches), 75 % of revenue ($3,000) · no touch\n" in shown
    assert f"*Fillers*  75 % of time (3 touches), 25 % of revenue ($1,000) · {week}\n" in shown
    assert "*In no segment*  none of the time, revenue unknown · no touch" in shown
    assert "*Contributors*" not in shown, "nobody is there"
    assert "this week (25 % of the minutes estimated by channel)\n" in shown


def test_time_for_what_is_served_through_another_is_time_for_that_one():
    """Its revenue counts there, too."""
    acme = an_account(days_ago(3), id=1, annual=3_000_00)
    through = {"served_through_parent": True, "annual": 500_00}
    parts = [
        an_account(days_ago(3), id=id, parent_id=above, name=f"Part {id}", **through)
        for id, above in ((2, 1), (3, 2))
    ]
    logged = [Logged(id, 1, 1, value_adding=0, minutes=60, estimated_minutes=0) for id in (1, 2, 3)]
    late = an_account(days_ago(100), id=4, annual=1_000_00, name="Late")
    of = {1: "money maker", 4: "filler"}
    said = texts(effort(acme, *parts, late, done=Done(quarter=logged), segments=of))
    assert "*Money makers*  100 % of time (3 touches), 75 % of revenue ($3,000)" in said
    assert "In no segment" not in said


def test_without_a_segment_for_anybody_tiers_alone_are_said():
    assert "segment" not in spent()


# whom to grow ---------------------------------------------------------------------------------------------
def well(**given: Any) -> Record:
    touches = [a_touch(days_ago(n), sentiment="happy") for n in range(1, 120, 9)]
    return an_account(touches=touches, **given)


def lacks(**given: Any) -> Any:
    return (a_need(days_ago(20), **given),)


def test_five_to_grow_say_why_what_it_may_bring_and_offer_what_the_worries_do():
    rated = lacks(budget=2_000_000, currency="USD")
    both = (*rated, a_need(days_ago(9), id=5, budget=100_000, currency="USD", text="labels"))
    message = told(
        well(id=1, needs=both, name="Acme"),
        well(id=2, needs=rated, name="Globex"),
        well(id=3, needs=lacks(), name="Initech"),
        an_account(days_ago(100), id=4, needs=rated, name="Umbra"),
    )
    said = texts(message)
    assert (
        "*To grow*\n🌱 *Acme* (A): need “cold storage”, budget $20,000 · Dana · $84,000 · may bring $21,000\n"
        in said
    )
    assert "🌱 *Globex* (A): need “cold storage”, budget $20,000 · Dana · $84,000\n" in said
    assert "🌱 *Initech* (A): need “cold storage” · Dana · $84,000 · no budget named" in said
    assert "🌱 *Umbra*" not in said, "nobody sells to whom nobody called"
    (menu,) = [b["accessory"] for b in message["blocks"] if b.get("block_id") == "grow.1"]
    assert [o["text"]["text"] for o in menu["options"]] == ["Open card", "Ask the owner", "Reassign"]
    assert WorryRef.unpack(menu["options"][1]["value"]) == WorryRef(1, "ask")


def test_whom_a_manager_is_to_decide_on_is_named_there_alone():
    waits = (Handoff(1, 1, 1, 1, 2, giver="Dana Reyes", receiver="Kim Cho", since_on=days_ago(2)),)
    said = texts(told(well(needs=lacks(), handoffs=waits), an_account(days_ago(100), id=2, name="Globex")))
    assert "*Acme* (A): introduction waits for Kim Cho" in said
    assert "🌱" not in said


def test_a_money_maker_is_not_named_among_them():
    said = texts(told(well(needs=lacks()), an_account(days_ago(100), id=2), segments={1: "money maker"}))
    assert "grow" not in said


def test_a_quiet_week_names_whom_to_grow():
    assert "A quiet week to grow somebody:\n🌱 *Acme* (A): need “cold storage”" in texts(
        told(well(needs=lacks()))
    )
    assert "A quiet week: spend it on growing somebody." in texts(told(well()))


def test_at_most_fifty_blocks_however_much_there_is():
    many = [
        an_account(
            days_ago(100),
            id=n,
            name=f"N{n}",
            contacts=(LEFT,),
            goals=(a_goal(days_ago(9), due_on=days_ago(1)),),
        )
        for n in range(1, 40)
    ]
    message = told(*many, *(well(id=50 + n, needs=lacks(), name=f"G{n}") for n in range(9)))
    assert len(message["blocks"]) <= 50
    assert sum(str(b.get("block_id")).startswith("grow.") for b in message["blocks"]) == 5


# what the headline and part 1 name ------------------------------------------------------------------------
def test_neglect_is_named_once_in_the_headline_or_below():
    said = texts(
        told(
            an_account(days_ago(90), id=1, name="Acme", annual=100),
            an_account(days_ago(300), id=2, tier="C", name="Globex", annual=50),
        )
    )
    head, below = said.split("*1 · Are we successful?*")
    assert "but 1 A worth $1 without contact for over 4 weeks: Acme." in head
    assert "Neglected too, beyond twice the cadence: Globex (C, 300 days)." in below
    assert "Acme (A, 90 days)" not in below


def test_movement_is_said_by_count_and_by_revenue():
    lost = an_account(days_ago(20), id=1, annual=3_000_00)
    kept = an_account(
        days_ago(3), id=2, annual=1_000_00, touches=[a_touch(days_ago(3)), a_touch(days_ago(12))]
    )
    assert "*A*  1 of 2 (50 %, last week 100 %) · 25 % of its $4,000, last week 100 %" in texts(
        told(lost, kept)
    )


# what they need -------------------------------------------------------------------------------------------
def test_what_a_team_lacks_what_moved_and_why_it_was_lost():
    won = a_need(days_ago(40), id=3, text="training", status="won", closed_on=days_ago(2), budget=400_000)
    lost = a_need(
        days_ago(40),
        id=4,
        account_id=2,
        text="scanner",
        status="lost",
        closed_on=days_ago(1),
        why="price too high",
    )
    before = a_need(
        days_ago(90),
        id=5,
        account_id=3,
        text="forks",
        status="lost",
        closed_on=days_ago(60),
        why="the price, too high",
    )
    older = a_need(
        days_ago(900), id=6, account_id=3, text="hall", status="lost", closed_on=days_ago(400), why="no space"
    )
    goal = a_goal(days_ago(60), due_on=days_ago(9))
    d = composed(
        an_account(days_ago(3), id=1, needs=(a_need(days_ago(3)), won)),
        an_account(
            days_ago(3), id=2, name="Globex", needs=(a_need(days_ago(30), account_id=2), lost), goals=(goal,)
        ),
        an_account(days_ago(3), id=3, name="Initech", needs=(before, older), annual=None),
        an_account(days_ago(3), id=4, name="Left", owner_id=9, needs=(a_need(days_ago(3)),)),
    )
    line = "*Needs*: 2 open · this week 1 heard, 1 won, 1 lost · 1 goal overdue"
    assert line in texts(digest.digest(d, VIEWER))
    said = texts(detail("lacking", d, VIEWER, None))
    for part in (
        line,
        "• 2 accounts, $168,000 a year, lack cold storage: Acme, Globex",
        "*Won this week 👏*\n• Acme, training, budget $4,000",
        "*Lost this week*\n• Globex, scanner: “price too high”",
        "*Why needs were lost, in a year*\n• “price too high”: 2 accounts (Globex, Initech)",
        "*Goals overdue: were they reached?*\n• Globex, second plant live: due 9 days ago",
    ):
        assert part in said, part
    assert "no space" not in said
    assert "Needs" not in texts(told(an_account(days_ago(3)))), "nothing to say"


def test_what_was_open_on_the_day_of_the_digest_counts_though_it_is_closed_by_now():
    won = a_need(days_ago(40), status="won", closed_on=TODAY)
    goal = a_goal(days_ago(60), due_on=days_ago(9), state="reached", closed_on=TODAY)
    before = compose(
        [an_account(days_ago(9), needs=(won,), goals=(goal,))], [a_person()], days_ago(3), POLICY
    )
    assert (before.unmet.open, len(before.unmet.won), len(before.unmet.goals)) == (1, 0, 1)
