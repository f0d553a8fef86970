"""The Home tab, and the forms opened from it: insight, settings. Also the forms of card and digest: share, change, ask, reassign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date

from rules.delivery.verdicts import Lost
from rules.health import weights_of
from rules.policy import SEEDS, Policy
from rules.reasons import Posted
from rules.records import SEGMENTS, TIERS, Account, Person

from . import actions as do
from . import insights, undelivered
from .actions import Origin
from .blocks import Block, Message, actions, button, context, divider, escape, field, header, message, modal, option, plain, section
from .book import Line, state
from .words import Viewer, count

MOST_DUE = 10  # accounts that Home names


@dataclass(frozen=True, slots=True)
class Home:
    person: Person
    lines: Sequence[Line]
    sending: bool
    linked: int
    unlinked: int
    held_why: str = ""
    failed: Sequence[str] = ()
    """Names of accounts that could not be computed."""
    lost: Sequence[Lost] = ()
    posted: Sequence[Posted] = ()
    """Insights that the person may change."""


def home(h: Home, viewer: Viewer) -> Block:
    """What a person finds on their Home tab: today's most pressing accounts, and what their role may do."""
    due = [x for x in h.lines if x.due]
    blocks = [header(f"Good to see you, {h.person.first_name}")]
    if h.lines:
        blocks += _due(due, h.lines, viewer)
    else:
        blocks.append(section("You own no account yet. `/account NAME` opens anybody's."))
    row = [button("Log a touch", do.LOG_OPEN, "log", "primary"), button("My book", do.HOME_BOOK, "0")]
    if h.person.leads:
        row += [button("The week so far", do.HOME_DIGEST, "digest"), button("Post an insight", do.HOME_INSIGHT, "insight")]
    blocks.append(actions(row))
    blocks += insights.listed(h.posted, h.person.id, viewer)
    if h.person.is_admin:
        blocks += _admin(h)
    blocks.append(context("`/account NAME` looks up · `/log NAME what happened` logs · `/account help`"))
    return {"type": "home", "blocks": blocks}


def closed(why: str) -> Block:
    """The Home tab of whom Tend doesn't answer: the sentence they get everywhere else, and nothing more."""
    return {"type": "home", "blocks": [section(escape(why))]}


def _due(due: Sequence[Line], lines: Sequence[Line], viewer: Viewer) -> list[Block]:
    """The accounts that are due, as many as are counted; those beyond what fits are counted, too."""
    if not due:
        ahead = next((x for x in lines if x.due_on and x.due_on > viewer.today), None)
        coming = f" The next one: *{escape(ahead.name)}*, {state(ahead, viewer)}." if ahead else ""
        return [section(f"*None due* of {count(len(lines), 'account')} in your book.{coming}")]
    blocks = [section(f"*{count(len(due), 'account')} due* of {len(lines)} in your book")]
    for x in due[:MOST_DUE]:
        open_ = button("Open", do.CARD_NEW, do.AccountRef(x.id).pack(), says=f"Open {x.name}")
        blocks.append(section(f"*{escape(x.name)}* · {x.tier} · {state(x, viewer)}", open_))
    if len(due) > MOST_DUE:
        blocks.append(context(f"And {len(due) - MOST_DUE} more that are due: “My book” has them all."))
    return blocks


def _admin(h: Home) -> list[Block]:
    state = "on" if h.sending else "*off*: no nudge or digest reaches anybody until you switch it on"
    held = f"\n⚠️ Held: {escape(h.held_why)}" if h.held_why else ""
    people = f"{h.linked} people linked to Slack" + (f", {h.unlinked} not yet" if h.unlinked else "")
    switch = button(
        "Switch off" if h.sending else "Switch on", do.HOME_SENDING, "off" if h.sending else "on", "" if h.sending else "primary"
    )
    return [
        divider(),
        section(f"*Sending* is {state}.{held}{_failed(h.failed)}\n{people}.", switch),
        *([section(undelivered.line(h.lost))] if h.lost else []),
        actions([button("Settings", do.HOME_SETTINGS, "settings")]),
    ]


def _failed(names: Sequence[str]) -> str:
    if not names:
        return ""
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return f"\n⚠️ {count(len(names), 'account')} could not be computed: {', '.join(escape(n[:80]) for n in names[:5])}{more}"


def insight_form(industries: Sequence[str], token: str) -> Block:
    tiers = [option(f"{t} accounts", t) for t in TIERS]
    blocks = [
        field("text", "What is worth telling them?", {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": 500},
              optional=False, hint="Reps get it as the reason to call: a benchmark, a story, an offer that helps."),
        field("tier", "Only for", {"type": "static_select", "action_id": "tier", "options": tiers, "placeholder": plain("Every tier")}),
    ]  # fmt: skip
    if industries:
        choices = [option(i, i) for i in industries[:100]]
        element: Block = {
            "type": "static_select",
            "action_id": "industry",
            "options": choices,
            "placeholder": plain("Every industry"),
        }
        blocks.append(field("industry", "Industry", element))
    return modal("Post an insight", blocks, do.INSIGHT_FORM, "Post", Origin(token).pack())


LABELS = {
    "cadence_a_days": "A: days between touches", "cadence_b_days": "B: days between touches", "cadence_c_days": "C: days between touches",
    "cadence_fastest_days": "A in trouble: days", "grace_working_days": "Grace, working days", "nudge_at": "Nudge at",
    "nudge_until": "Nudge until", "nudge_cap": "Accounts in a nudge", "dated_cap": "Of them for dated reasons",
    "digest_at": "Digest on Monday at", "currency": "Reporting currency",
    "notes_kept_days": "Notes are kept for days (0: for good)",
}  # fmt: skip


def settings_form(policy: Policy, token: str) -> Block:
    """Every setting that is one value; the rates as lines `EUR 1.08`, health's points as lines `silence 25`."""
    values = {f.name: getattr(policy, f.name) for f in fields(policy)}
    blocks = [
        field(
            name, LABELS[name], {"type": "plain_text_input", "action_id": name, "initial_value": str(values[name])}, optional=False
        )
        for name in SEEDS
    ]
    rates = "\n".join(f"{code} {rate:.12g}" for code, rate in sorted(policy.rates.items()))
    element: Block = {"type": "plain_text_input", "action_id": "rates", "multiline": True}
    if rates:
        element["initial_value"] = rates
    blocks.append(field("rates", "Rates", element, hint=f"One a line: EUR 1.08 means 1 EUR is 1.08 {policy.currency}."))
    points = "\n".join(f"{name} {weight}" for name, weight in weights_of(policy).items())
    told: Block = {"type": "plain_text_input", "action_id": "weights", "multiline": True, "initial_value": points}
    blocks.append(field("weights", "Health points", told, hint="One factor a line, with the points it can bring."))
    return modal("Settings", blocks, do.SETTINGS_FORM, "Save", Origin(token).pack())


def share_form(name: str, origin: Origin) -> Block:
    element: Block = {"type": "conversations_select", "action_id": "channel", "placeholder": plain("A channel"),
                      "filter": {"include": ["public", "private"], "exclude_external_shared_channels": True}}  # fmt: skip
    note: Block = {"type": "plain_text_input", "action_id": "note", "max_length": 500}
    blocks = [section(f"A short card of *{escape(name)}*, without notes of your talks."), field("channel", "Channel", element, optional=False),
              field("note", "Say something with it", note)]  # fmt: skip
    return modal("Share", blocks, do.SHARE_FORM, "Share", origin.pack())


def change_form(account: Account, origin: Origin, today: date) -> Block:
    """Tier, segment, cadence, pause: for those who may change the account. A pause that is over is not offered again."""
    over = account.status == "paused" and account.paused_until is not None and account.paused_until <= today
    status = "active" if over else account.status
    tiers = [option(t, t) for t in TIERS]
    segments = [option(s, s) for s in SEGMENTS]
    states = [option(s, s) for s in ("active", "paused", "churned")]

    def choice(action_id: str, options: list[Block], chosen: str) -> Block:
        element: Block = {"type": "static_select", "action_id": action_id, "options": options, "placeholder": plain("Choose")}
        if found := [o for o in options if o["value"] == chosen]:
            element["initial_option"] = found[0]
        return element

    cadence: Block = {
        "type": "number_input",
        "action_id": "cadence",
        "is_decimal_allowed": False,
        "min_value": "1",
        "max_value": "730",
    }
    if account.cadence_days:
        cadence["initial_value"] = str(account.cadence_days)
    until: Block = {"type": "datepicker", "action_id": "until"}
    if account.paused_until and not over:
        until["initial_date"] = account.paused_until.isoformat()
    reason: Block = {"type": "plain_text_input", "action_id": "reason", "max_length": 200}
    if account.status_reason and not over:
        reason["initial_value"] = account.status_reason
    blocks = [
        section(f"*{escape(account.name)}*"), field("tier", "Tier", choice("tier", tiers, account.tier), optional=False),
        field("status", "Status", choice("status", states, status), optional=False),
        field("until", "Paused until", until), field("reason", "Why", reason),
        field("cadence", "Cadence in days", cadence, hint="Empty: its tier's."),
        field("segment", "Segment", choice("segment", segments, account.segment)),
    ]  # fmt: skip
    return modal("Change account", blocks, do.CHANGE_FORM, "Save", origin.pack())


def reassign_form(account: str, people: Sequence[Person], origin: Origin) -> Block:
    options = [option(p.name, str(p.id)) for p in people[:100]]
    element: Block = {"type": "static_select", "action_id": "owner", "options": options, "placeholder": plain("Who")}
    return modal("Reassign", [section(f"*{escape(account)}* goes to"), field("owner", "New owner", element, optional=False)],
                 do.REASSIGN_FORM, "Reassign", origin.pack())  # fmt: skip


def handed_over(by: str, name: str, account_id: int, to: str, mine: bool) -> Message:
    text = f"{escape(by)} gave you *{escape(name)}*." if mine else f"{escape(by)} gave *{escape(name)}* to {escape(to)}."
    return message(text.replace("*", ""), [section(text, button("Open", do.CARD_OPEN, do.AccountRef(account_id).pack()))])
