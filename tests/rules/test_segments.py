"""How accounts earn, by their revenue: against another way to count it, and at each edge."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from rules.segments import Earning, segments


def a_book(count: int, **of: object) -> list[Earning]:
    """So many accounts, the first brings most; each uses three services."""
    return [Earning(n, f"Co {n:03}", 1000 - n, **{"services": 3, **of}) for n in range(count)]  # type: ignore[arg-type]


def counted(those: list[Earning]) -> dict[int, str]:
    """The same, account by account: how many stand before it."""
    ranking = [e for e in those if e.active and e.annual is not None and e.annual > 0]
    revenue = sorted(e.annual or 0 for e in ranking)
    half = len(revenue) // 2
    middle = Fraction(0) if not revenue else Fraction(revenue[half] + revenue[~half], 2)
    by_hand = {}
    for e in those:
        if e.given:
            by_hand[e.id] = e.given
            continue
        if not e.active or e.annual is None:
            continue
        if e.annual <= 0:
            by_hand[e.id] = "filler"
            continue
        before = sum((-(o.annual or 0), o.name, o.id) < (-e.annual, e.name, e.id) for o in ranking)
        share = Fraction(before, len(ranking))
        mid_size = e.recurring and 2 * e.annual >= middle
        if share < Fraction(1, 5) and e.services not in {1, 2}:
            by_hand[e.id] = "money maker"
        else:
            by_hand[e.id] = "contributor" if share < Fraction(3, 5) or mid_size else "filler"
    return by_hand


EARNING = st.builds(
    Earning,
    st.just(0),
    st.sampled_from(["Acme", "Globex", "Initech"]),
    st.one_of(st.none(), st.integers(-5, 60)),
    services=st.integers(0, 4),
    recurring=st.booleans(),
    given=st.sampled_from(["", "", "", "filler", "money maker"]),
    active=st.booleans(),
)


@given(st.lists(EARNING, max_size=40))
def test_as_counted_by_hand(drawn: list[Earning]):
    those = [replace(e, id=n) for n, e in enumerate(drawn)]
    assert segments(those) == counted(those)


def test_the_edges_of_ten():
    assert list(segments(a_book(10)).values()) == ["money maker"] * 2 + ["contributor"] * 4 + ["filler"] * 4


def test_few_services_make_no_money_maker_unknown_ones_do():
    assert segments(a_book(10, services=2))[0] == "contributor"
    assert segments(a_book(10, services=0))[0] == "money maker"


def test_recurring_revenue_of_half_the_median_makes_a_contributor():
    those = [*a_book(9), Earning(9, "Small", 498, recurring=True)]
    assert segments(those)[9] == "contributor", "half of 995.5, and a little more"
    assert segments([*those[:9], replace(those[9], annual=497)])[9] == "filler"
    assert segments([*those[:9], replace(those[9], recurring=False)])[9] == "filler"


def test_what_a_person_chose_stands_whatever_it_brings():
    those = [replace(e, given="filler") if e.id == 0 else e for e in a_book(10)]
    assert segments(those)[0] == "filler"
    assert segments([Earning(1, "Acme", None, given="contributor", active=False)]) == {1: "contributor"}


def test_unknown_revenue_has_no_segment_and_ranks_nowhere():
    those = a_book(10) + [Earning(n, f"Unknown {n}", None) for n in range(20, 30)]
    assert segments(those) == segments(a_book(10))


def test_a_paused_one_ranks_nowhere():
    those = [replace(e, active=False) if e.id == 0 else e for e in a_book(11)]
    assert 0 not in segments(those)
    assert segments(those)[1] == "money maker"


def test_of_two_that_bring_the_same_the_name_is_first():
    those = [Earning(1, "Zeta", 100), *(Earning(n, "Mid", 50) for n in range(3, 6)), Earning(2, "Alpha", 100)]
    assert segments(those)[2] == "money maker"
    assert segments(those)[1] == "contributor"
