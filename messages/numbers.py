"""`/account numbers`: what is kept, what a customer is worth and costs, who came and left, on one screen;
each figure's formula and inputs are one tap away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from rules.numbers.figure import Figure
from rules.numbers.page import Month, Numbers, is_month_end
from rules.revenue import Missing

from .blocks import (
    Block,
    Message,
    actions,
    button,
    context,
    escape,
    line_chart,
    message,
    option,
    section,
    select,
)
from .carried import Value
from .figures import bold, part_of, value
from .words import Viewer, count, points

NUMBERS_SHOW = "numbers.show"
NUMBERS_MONTH = "numbers.month"
NUMBERS_HOW = "numbers.how"
NUMBERS_LEFT = "numbers.left"
NUMBERS_CSV = "numbers.csv"
NUMBERS_IF = "numbers.if"

CURRENCIES = 4
"""That stand on the page: the workspace's, and such as have no rate."""
USUAL = "3-7 % a month is usual for small-business software"


@dataclass(frozen=True, slots=True)
class NumbersRef(Value):
    """The figures as of a day (ISO); empty: today."""

    on: str = ""

    @property
    def day(self) -> date | None:
        """Raises ValueError for what is no date."""
        return date.fromisoformat(self.on) if self.on else None


def page(n: Numbers, whole: bool, viewer: Viewer) -> Message:
    """The screen. `whole`: of the whole workspace, else of the reader's people."""
    n, others = _few_currencies(n)
    whose = "the whole workspace" if whole else "your people"
    head = f"Numbers of {whose}, the 12 months to {viewer.day(n.on)}"
    lines = [f"*{head}*: {count(n.customers, 'active customer')}", *_kept(n, viewer)]
    return message(
        head,
        [
            section("\n".join(lines)),
            section("\n".join(_worth(n, viewer))),
            section("\n".join(_moved(n, viewer))),
            *([context(f"Without a rate, too, and told behind How: {', '.join(others)}.")] if others else []),
            *_chart(n.year, viewer),
            *_ways(n, viewer),
        ],
    )


def _few_currencies(n: Numbers) -> tuple[Numbers, list[str]]:
    """The figures of the first currencies, as many as a screen holds; and the others' codes."""
    own = n.of("acquire")[0].currency
    named = list(dict.fromkeys((own, *(f.currency for f in n.figures if f.currency))))
    others = frozenset(named[CURRENCIES:])
    return replace(n, figures=tuple(f for f in n.figures if f.currency not in others)), sorted(others)


def _kept(n: Numbers, viewer: Viewer) -> list[str]:
    """A line or two for each part of the revenue; what it means stands with the first of which all is
    known."""
    first = next((f for f in n.of("nrr") if f.known is not None), None)
    return [line for nrr in n.of("nrr") for line in _part(n, nrr, nrr is first, viewer)]


def _part(n: Numbers, nrr: Figure, explains: bool, viewer: Viewer) -> list[str]:
    of = part_of(nrr, n.of("nrr"), viewer)
    before = f"{of}: " if of else ""
    if isinstance(nrr.value, Missing):
        return [f"{before}NRR, GRR and customers lost: _{escape(viewer.plain(nrr.value.why))}_"]
    same = {f.key: f for f in n.figures if (f.basis, f.currency) == (nrr.basis, nrr.currency)}
    churn, without = same["churn"], same.get("nrr_without")
    less = f" ({value(without, viewer)} without {escape(without.name)}'s expansion)" if without else ""
    purchases = " (of purchases)" if nrr.basis == "purchases" and not of else ""
    lost = f"{churn.part} of {churn.whole} customers lost, {bold(same['churn_month'], viewer)} a month"
    if explains:
        lost = f"Of 100 earned a year ago {points(nrr.known)} come now. {lost} ({USUAL})"
    return [f"{before}NRR {bold(nrr, viewer)}{less} · GRR {bold(same['grr'], viewer)}{purchases}", lost]


def _worth(n: Numbers, viewer: Viewer) -> list[str]:
    lines = []
    better = n.of("clv_better")
    for clv, more in zip(n.of("clv"), better, strict=True):
        of = part_of(clv, n.of("clv"), viewer)
        text = f"A customer is worth {bold(clv, viewer)}{_within(of)}"
        if not isinstance(clv.value, Missing):
            text += f" in 10 years; {_if_more(clv, more, viewer)}"
        else:
            text = f"What a customer is worth{_within(of)}: {bold(clv, viewer)}"
        lines.append(text)
    entry, yearly = n.of("clv_entry")[0], n.of("clv_yearly")[0]
    if not isinstance(entry.value, Missing):
        lines.append(f"Entry price first: {value(entry, viewer)} instead of {value(yearly, viewer)}")
    acquire, keep, upsell, cac = (n.of(key)[0] for key in ("acquire", "keep", "upsell", "cac"))
    lines.append(
        f"To win one costs {bold(acquire, viewer)} · to keep one a year {bold(keep, viewer)} · "
        f"to sell more, once {bold(upsell, viewer)}"
    )
    told = "" if isinstance(cac.value, Missing) else ": sales and marketing for 1 of new revenue a year"
    lines.append(f"CAC ratio {bold(cac, viewer)}{told}")
    return lines


def _within(of: str) -> str:
    """The part of the revenue, within a sentence."""
    return f" ({of[:1].lower()}{of[1:]})" if of else ""


def _if_more(clv: Figure, better: Figure, viewer: Viewer) -> str:
    if not clv.value:
        return "the same with 5 more of 100 staying"
    if clv.value == better.value:
        return "nobody left, so no more can stay"
    return f"with 5 more of 100 staying {value(better, viewer)}"


def _moved(n: Numbers, viewer: Viewer) -> list[str]:
    gained, lost, tenure = (n.of(key)[0] for key in ("gained", "lost", "tenure"))
    brought = _brought(n.of("lost_cost"), viewer) if lost.known else ""
    ror, touched, alone = (n.of(key)[0] for key in ("ror", "ror_touched", "ror_untouched"))
    return [
        f"{bold(gained, viewer)} gained, {bold(lost, viewer)} lost{brought} · customers for "
        f"{bold(tenure, viewer)} on average",
        _ror(ror, touched, alone, viewer),
        *(_concentration(f, n.of("concentration"), viewer) for f in n.of("concentration")),
        f"{bold(n.of('loyal')[0], viewer)} loyal: bought 5 times or more, or 3 years with us",
    ]


def _brought(cost: Sequence[Figure], viewer: Viewer) -> str:
    """What those who left brought, and of how many of them nobody knows."""
    if isinstance(cost[0].value, Missing):
        return " (what they brought is not on file)"
    money = " and ".join(value(f, viewer) for f in cost)
    unknown = cost[0].whole - cost[0].part
    also = f" (revenue of {unknown} unknown)" if unknown else ""
    return f", which brought {escape(money)} a year{also}"


def _ror(ror: Figure, touched: Figure, alone: Figure, viewer: Viewer) -> str:
    if isinstance(ror.value, Missing):
        return f"Return on relationships: {bold(ror, viewer)}"
    return (
        f"Return on relationships {bold(ror, viewer)}: {ror.part} of {ror.whole} helped bought again or came "
        f"by referral ({touched.part} of {touched.whole} reached by somebody, {alone.part} of {alone.whole} "
        "by nobody)"
    )


def _concentration(figure: Figure, those: Sequence[Figure], viewer: Viewer) -> str:
    of = part_of(figure, those, viewer)
    if isinstance(figure.value, Missing):
        return f"What 80 % of the revenue rests on: {bold(figure, viewer)}"
    return (
        f"{bold(figure, viewer)} of customers ({figure.part} of {figure.whole}) make 80 % of the revenue"
        f"{_within(of)}"
    )


def _chart(year: Sequence[Month], viewer: Viewer) -> list[Block]:
    """What is kept, month end by month end, and the same as text: where at least two are known."""
    at = next((f for m in reversed(year) for f in m.figures if f.key == "nrr" and f.known is not None), None)
    if at is None:
        return []
    rows = [(m.on, _line(m, at)) for m in year]
    known = [(on, values) for on, values in rows if values is not None]
    if len(known) < 2:
        return []
    labels = [viewer.month(on) if is_month_end(on) else viewer.day(on)[:20] for on, _ in known]
    series = {name: [values[n] for _, values in known] for n, (_, name) in enumerate(SERIES)}
    said = "; ".join(f"{name} {', '.join(f'{v:g}' for v in values)}" for name, values in series.items())
    chart = line_chart("Kept of the year before, %", labels, series, x="Month end", y="Per cent")
    return [
        chart,
        context(
            escape(f"By month end, {viewer.day(known[0][0])} to {viewer.day(known[-1][0])}, in %: {said}")
        ),
    ]


SERIES = (("nrr", "NRR"), ("grr", "GRR"), ("churn", "Customers kept"))


def _line(month: Month, at: Figure) -> list[float] | None:
    """The values of a month in per cent; None where one is missing."""
    mine = {f.key: f.known for f in month.figures if (f.basis, f.currency) == (at.basis, at.currency)}
    nrr, grr, churn = (mine.get(key) for key, _ in SERIES)
    if nrr is None or grr is None or churn is None:
        return None
    return [round(100 * share, 1) for share in (nrr, grr, 1 - churn)]


def _ways(n: Numbers, viewer: Viewer) -> list[Block]:
    ref = NumbersRef(n.on.isoformat()).pack()
    today = viewer.today
    days = [
        option("Today" if d == today else viewer.day(d), NumbersRef(d.isoformat()).pack()) for d in n.days
    ]
    first = [
        button("How", NUMBERS_HOW, ref, says="How each figure is computed, from what"),
        button("Why they left", NUMBERS_LEFT, ref),
        button("What if", NUMBERS_IF, ref, says="What if more stay, or the first year costs less"),
        button("CSV", NUMBERS_CSV, ref, says="The year's figures as a table"),
    ]
    return [actions([select("As of…", NUMBERS_MONTH, days), *first])]


def large(accounts: int, on: date) -> Message:
    """Of so many accounts that it takes a moment: the way to them."""
    said = f"These are the figures of {count(accounts, 'account')}: they take a moment."
    return message(
        said, [section(said, button("Show them", NUMBERS_SHOW, NumbersRef(on.isoformat()).pack()))]
    )


def none() -> Message:
    said = "None of your people owns an account, so there are no figures yet."
    return message(said, [section(said)])
