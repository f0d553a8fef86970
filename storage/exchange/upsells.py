"""Upsell plans: none has a day of an act to come, one that has a day on which it was closed is closed, and an
account has one open plan at a time. The need that one is about is named by the id that needs.csv gives it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from sqlalchemy import select, update
from sqlmodel import Session

from rules.facts.upsell import CLOSED, LOST, STEPS, TARGET

from .. import tables, workspaces
from ..needs import N
from ..records import A
from ..upsells import OF, U
from .cells import DATE, EMAIL, ID, NAME, NOTE, one_of, shown
from .days import before, still_open, still_to_come
from .ids import id_given, rows_meant
from .known import Change, Known
from .match import BY_ID, key_in
from .memory import became, told_before
from .needs import NEEDS
from .noun import Column, Kept, Noun
from .rows import Problem, Rows
from .writing import write_rows

if TYPE_CHECKING:
    from .checks import Checked

P = tables.table(tables.Person)
ACTS = ("targeted_on", "explored_on", "offered_on", "accepted_on", "sent_on", "closed_on")


def _days(known: Known, f: Rows) -> Iterator[tuple[int, Problem]]:
    yield from still_to_come(known, f, ACTS)
    yield from before(f, "targeted_on", ACTS[1:], "is before it was begun.")
    yield from still_open(f, "step", CLOSED, "says that it is closed: its step is won or lost then.")
    for number, row in enumerate(f.rows):
        if row[f.of.place["step"]] == LOST and {"why", "step"} <= f.has and not row[f.of.place["why"]]:
            what = "is empty: what was lost needs its reason."
            yield number, Problem(f.file, f.lines[number], "why", value="", what=what)


def _fits(session: Session, known: Known, c: Checked) -> None:
    """One open plan an account; a need of the same account."""
    place = UPSELLS.place
    keys = _keys(known, c)
    ids = _ids(session, known, keys)
    told = told_before(session, known.ws, UPSELLS, sorted(set(keys.values())))
    told |= {key: [] for n, key in keys.items() if n in ids and key not in told}
    open_ones = _open(session, known)
    mine = {row_id for row_id in ids.values()}
    taken = {account for row_id, account in open_ones.items() if row_id not in mine}
    needs = _needs(session, known, {r[place["need"]] for r in c.f.rows if r[place["need"]]})
    for n, row in enumerate(c.f.rows):
        if n in c.bad:
            continue
        account, step = known.find("accounts", row[place["account"]]), row[place["step"]]
        stays = ids.get(n) in open_ones if _is_as_it_was(c, n, told.get(keys[n])) else step not in CLOSED
        who = account if account is not None else known.key(row[place["account"]])
        if stays and who in taken:
            c.say(n, "account", row[place["account"]], "has an open upsell plan already: one at a time.")
        elif stays:
            taken.add(who)  # type: ignore[arg-type]
        need = row[place["need"]]
        if need in needs and needs[need][1] != account:
            c.say(n, "need", need, "is the id of another account's need.")


def _held_since(session: Session, known: Known) -> Kept:
    """Where an account has another open plan by now, one that an import closed stays closed."""
    there = _open(session, known)
    taken = set(there.values())

    def kept(row_id: int, before: Mapping[str, str]) -> Collection[str]:
        account = known.find("accounts", before["account"])
        if before["step"] in CLOSED or account is None or row_id in there:
            return ()
        if account in taken:
            return ("step", "closed_on", "why")
        taken.add(account)
        return ()

    return kept


def _is_as_it_was(c: Checked, number: int, told: Sequence[str] | None) -> bool:
    """Whether a row leaves the step of its plan: it is on file (`told`: what the row said last, nothing where
    it came from here), and its file says no other step than before."""
    if told is None:
        return False
    place = UPSELLS.place["step"]
    return not told or "step" not in c.f.has or c.f.rows[number][place] == told[place]


def _keys(known: Known, c: Checked) -> dict[int, str]:
    key_of = key_in(known, UPSELLS)
    return {n: key_of(raw) for n, raw in enumerate(c.f.raw) if n not in c.bad}


def _ids(session: Session, known: Known, keys: Mapping[int, str]) -> dict[int, int]:
    """Rows on file that rows brought are, by their numbers."""
    there = became(session, known.ws, UPSELLS, sorted(set(keys.values())))
    external = [k.removeprefix(BY_ID) for k in keys.values() if k.startswith(BY_ID)]
    meant = rows_meant(session, known.ws, known.secret, UPSELLS, external)
    there |= {f"{BY_ID}{name}": row_id for name, row_id in meant.items()}
    return {n: there[key] for n, key in keys.items() if key in there}


def _open(session: Session, known: Known) -> dict[int, int]:
    mine = (U.c.workspace_id == known.ws, U.c.step.not_in(CLOSED), U.c.voided_at.is_(None))
    return {i: account for i, account in session.execute(select(U.c.id, U.c.account_id).where(*mine))}


def _needs(session: Session, known: Known, called: Collection[str]) -> dict[str, tuple[int, int]]:
    """Needs by what a file calls them, each with its account."""
    names = sorted(called)
    meant = rows_meant(session, known.ws, known.secret, NEEDS, names)
    meant |= {k.removeprefix(BY_ID): i for k, i in _remembered(session, known, names).items()}
    where = N.c.workspace_id == known.ws
    for start in range(0, len(names), 400):
        query = select(N.c.external_id, N.c.id).where(where, N.c.external_id.in_(names[start : start + 400]))
        meant |= {name: row_id for name, row_id in session.execute(query)}
    of = dict[int, int]()
    wanted = sorted(set(meant.values()))
    for start in range(0, len(wanted), 400):
        query = select(N.c.id, N.c.account_id).where(where, N.c.id.in_(wanted[start : start + 400]))
        of |= {row_id: account for row_id, account in session.execute(query)}
    return {name: (row_id, of[row_id]) for name, row_id in meant.items() if row_id in of}


def _remembered(session: Session, known: Known, names: Sequence[str]) -> Mapping[str, int]:
    return became(session, known.ws, NEEDS, [f"{BY_ID}{name}" for name in names])


def _write(session: Session, known: Known, changes: Sequence[Change]) -> list[int]:
    """One that is open again is closed no more, whatever the file has; a need is linked by its id."""
    for change in changes:
        if change.row_id is not None and "step" in change.changed and change.cells["step"] not in CLOSED:
            change.cells["closed_on"] = ""
            change.changed |= {"closed_on"}
    ids = write_rows(session, known, UPSELLS, changes=changes)
    told = {
        row_id: c.cells["need"]
        for c, row_id in zip(changes, ids, strict=True)
        if c.stands is None and (c.cells["need"] if c.row_id is None else "need" in c.changed)
    }
    needs = _needs(session, known, {name for name in told.values() if name})
    for row_id, name in told.items():
        need, account = needs.get(name, (None, None))
        here = select(U.c.account_id).where(U.c.id == row_id)
        need = need if session.execute(here).scalar_one() == account else None
        session.execute(update(U).where(U.c.id == row_id).values(need_id=need))
    return ids


def _rows(session: Session, ws: int, ids: Sequence[int] | None) -> Iterator[tuple[int, list[str]]]:
    by, sender = P.alias("by_whom"), P.alias("sender")
    query = (
        select(
            U,
            A.c.name.label("account"),
            by.c.email.label("by_email"),
            OF.c.name.label("offer"),
            sender.c.email.label("sender_email"),
            N.c.external_id.label("need_is"),
        )
        .join(A, A.c.id == U.c.account_id)
        .outerjoin(by, by.c.id == U.c.by_id)
        .outerjoin(OF, OF.c.id == U.c.offer_id)
        .outerjoin(sender, sender.c.id == U.c.sender_id)
        .outerjoin(N, N.c.id == U.c.need_id)
        .where(U.c.workspace_id == ws, U.c.voided_at.is_(None), A.c.merged_into_id.is_(None))
    )
    if ids is not None:
        query = query.where(U.c.id.in_(ids))
    secret = workspaces.get(session, ws).secret
    for r in session.execute(query.order_by(U.c.id)):
        need = "" if r.need_id is None else r.need_is or id_given(secret, NEEDS, r.need_id)
        cells = {**r._mapping, "need": need}
        cells |= {c.name: shown(cells[c.name]) for c in UPSELLS.columns if c.cell is DATE}
        yield r.id, [str(cells[name] or "") for name in UPSELLS.names]


UPSELLS = Noun(
    "upsells",
    U,
    (
        Column("account", to="account_id", required=True, refers="accounts"),
        Column("by_email", EMAIL, to="by_id", refers="people"),
        Column("step", one_of(STEPS, empty=TARGET)),
        Column("text", NOTE),
        Column("competitors"),
        Column("need", ID, to=None),
        Column("offer", NAME, to="offer_id", refers="offers"),
        Column("gain", NOTE),
        Column("sends", NOTE),
        Column("sender_email", EMAIL, to="sender_id", refers="people"),
        Column("targeted_on", DATE),
        Column("explore_by", DATE),
        Column("explored_on", DATE),
        Column("offer_by", DATE),
        Column("offered_on", DATE),
        Column("send_by", DATE),
        Column("accepted_on", DATE),
        Column("sent_on", DATE),
        Column("answer_by", DATE),
        Column("closed_on", DATE),
        Column("why", NOTE),
        Column("external_id", ID),
    ),
    one="upsell plan",
    by="by_id",
    read_as="upsells_planned",
    undone="voided_at",
    id_word="upsell",
    has_own_ids=True,
    fresh=lambda known, values: {"created_at": known.now},
    look=_days,
    agree=_fits,
    held_since=_held_since,
    write=_write,
    rows=_rows,
)
