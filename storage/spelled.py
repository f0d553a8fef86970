"""Names that are meant by what was typed with a slip or in part: the pieces of their words
(rules/spelling.py) are kept in the same transaction as the names, and a look reads a bounded number of rows,
whatever the book's size.

On PostgreSQL a word that is there is held while a name of it is added, and one that no name has any more is
looked at again once nobody holds it: of two at once neither leaves a name without its pieces.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Delete, bindparam, delete, select, text, union_all
from sqlmodel import Session

from rules.names import CJK, normalise
from rules.spelling import MOST_TYPED, PART, Like, beginnings, like, pieces, slips, words_of

from . import tables
from .prepared import Prepared

T = TypeVar("T")
AN, NP = tables.table(tables.AccountName), tables.table(tables.NamePiece)
LAST, _BEHIND_SPACE = "\U0010ffff", "!"
MOST_KEPT = 3000
"""Words under one piece that are compared."""
MOST_BEGUN, MOST_HELD = 300, 60
MOST_NAMES = 1200
"""Names that are compared as a whole."""
ENOUGH = 10
"""Names beside which no others are looked for that have a common word alone."""
AT_ONCE = 64

_KEPT = Prepared(
    select(NP.c.word)
    .where(NP.c.piece == bindparam("piece"), NP.c.workspace_id == bindparam("ws"))
    .order_by(NP.c.word)
    .limit(bindparam("most"))
)
_FROM = Prepared(
    select(NP.c.word)
    .where(NP.c.piece >= bindparam("piece"), NP.c.piece < bindparam("last"))
    .where(NP.c.workspace_id == bindparam("ws"))
    .order_by(NP.c.piece)
    .limit(bindparam("most"))
)


def _begin(whole: bool) -> Any:
    """In the order of its index, or PostgreSQL would gather all of them before the first few."""
    range_ = (AN.c.key >= bindparam("key"), AN.c.key < bindparam("last"))
    mine = (AN.c.workspace_id == bindparam("ws"), AN.c.whole if whole else ~AN.c.whole)
    query = select(AN.c.account_id).where(*range_, *mine).order_by(AN.c.key).limit(bindparam("most"))
    return select(query.subquery("whole" if whole else "later").c.account_id)


_BEGIN = Prepared(union_all(_begin(True), _begin(False)))  # type: ignore[arg-type]
_OF_EACH = (
    "(SELECT account_id FROM account_name WHERE key >= k.key AND key < k.key || :last AND workspace_id = :ws "
    "AND {} ORDER BY key LIMIT k.most)"
)
_AT_ONCE = text(
    "SELECT k.n, one.account_id FROM unnest(CAST(:keys AS text[]), CAST(:mosts AS integer[])) "
    "WITH ORDINALITY AS k (key, most, n) CROSS JOIN LATERAL "
    f"({_OF_EACH.format('whole')} UNION ALL {_OF_EACH.format('NOT whole')}) AS one"
)
"""The same of many beginnings, for PostgreSQL."""
_WHOLE = Prepared(
    select(AN.c.account_id, AN.c.key)
    .where(AN.c.account_id.in_(bindparam("ids", expanding=True)), AN.c.whole)
    .where(AN.c.workspace_id + 0 == bindparam("ws"))
)
_THERE = Prepared(
    select(NP.c.word)
    .where(NP.c.piece.in_(bindparam("pieces", expanding=True)), NP.c.workspace_id == bindparam("ws"))
    .with_for_update(read=True, key_share=True)
)


def likely(session: Session, ws: int, typed: str) -> list[tuple[int, str]]:
    """Accounts that may be meant by what was typed, with their whole names, normalised: at most about
    `MOST_NAMES`, whatever the book's size."""
    words = normalise(typed).split(" ")[:MOST_TYPED]
    ids, common = dict[int, None](), dict[int, None]()
    looked_for = beginnings(words, [_like(session, ws, word) for word in words])
    for key, most, found in _all_beginning(session, ws, looked_for):
        # the first of very many that have a word tell nothing, where there are others
        of_many = len(found) >= most and " " not in key and len(words) > 1
        (common if of_many else ids).update(dict.fromkeys(found))
        if len(ids) >= MOST_NAMES:
            break
    there = ids if len(ids) >= ENOUGH else ids | common
    return [name for some in _batched(there, AT_ONCE) for name in _whole_names(session, ws, some)]


def _like(session: Session, ws: int, word: str) -> Like:
    kept = (_KEPT(session, ws=ws, piece=piece, most=MOST_KEPT) for piece in slips(word))
    words = dict.fromkeys(r.word for rows in kept for r in rows if r.word != word)
    inside = len(word) >= PART and not CJK.search(word)
    begun = _kept_from(session, ws, f"={word}", MOST_BEGUN) if len(word) > 1 else []
    held = _kept_from(session, ws, word, MOST_HELD) if inside else []
    return like(word, list(words), [w for w in begun if w != word], [w for w in held if w != word])


def _kept_from(session: Session, ws: int, piece: str, most: int) -> list[str]:
    """Words of which a piece begins so."""
    rows = _FROM(session, ws=ws, piece=piece, last=piece + LAST, most=most)
    return list(dict.fromkeys(r.word for r in rows))


def _all_beginning(
    session: Session, ws: int, looked_for: Iterable[tuple[str, int]]
) -> Iterator[tuple[str, int, list[int]]]:
    """Each beginning, how many it was looked for, and the accounts. PostgreSQL is asked of many at once: each
    question is a way to its server and back."""
    if session.get_bind().dialect.name == "sqlite":
        for key, most in looked_for:
            yield key, most, _beginning(session, ws, key, key + LAST, most)
        return
    for some in _batched(looked_for, AT_ONCE):
        there = defaultdict[int, list[int]](list)
        keys, mosts = [key for key, _ in some], [most for _, most in some]
        for n, account in session.execute(_AT_ONCE, {"ws": ws, "keys": keys, "mosts": mosts, "last": LAST}):
            there[n - 1].append(account)
        yield from ((key, most, there[n]) for n, (key, most) in enumerate(some))


def _beginning(session: Session, ws: int, key: str, last: str, most: int) -> list[int]:
    return [r.account_id for r in _BEGIN(session, ws=ws, key=key, last=last, most=most)]


def _whole_names(session: Session, ws: int, ids: Sequence[int]) -> Iterator[tuple[int, str]]:
    return ((r.account_id, r.key) for r in _WHOLE(session, ws=ws, ids=_padded(ids)))


def _padded(values: Sequence[T]) -> list[T]:
    """With the last of them again, to a length for which a statement is compiled already."""
    size = next(n for n in (1, 4, 16, AT_ONCE) if len(values) <= n)
    return [*values, *[values[-1]] * (size - len(values))]


def add(session: Session, ws: int, names: Iterable[str]) -> None:
    """Keep the pieces of the words of whole names, normalised, that are not kept yet."""
    words = sorted({word for name in names for word in words_of(name)})
    new = [w for some in _batched(words, AT_ONCE) for w in _not_kept(session, ws, some)]
    rows = sorted((piece, ws, word) for word in new for piece in pieces(word))
    if not rows:
        return
    # by the driver: an import names thousands at once, and building their parameters takes longer than
    # storing them
    place = "?" if session.get_bind().dialect.name == "sqlite" else "%s"
    into = f"INSERT INTO {NP.name} (piece, workspace_id, word) VALUES ({place}, {place}, {place})"
    session.connection().exec_driver_sql(f"{into} ON CONFLICT DO NOTHING", rows)


def _not_kept(session: Session, ws: int, words: Sequence[str]) -> list[str]:
    there = {r.word for r in _THERE(session, ws=ws, pieces=_padded([f"={w}" for w in words]))}
    return [w for w in words if w not in there]


def drop(session: Session, ws: int, names: Collection[str]) -> None:
    """Forget the words of whole names, normalised, that just went, where no name has them any more."""
    words = sorted({word for name in names for word in words_of(name)})
    held = select(NP.c.word).where(NP.c.piece.in_([f"={w}" for w in words]), NP.c.workspace_id == ws)
    if words:
        session.execute(held.order_by(NP.c.piece).with_for_update()).all()
    for word in words:
        if not _is_used(session, ws, word):
            session.execute(_forget(ws, word))


def _is_used(session: Session, ws: int, word: str) -> bool:
    """Whether a name has the word: then it begins a key, and behind it there is a space, or nothing. In
    Korean and Japanese a key begins at any sign, so the names themselves are looked at."""
    most = AT_ONCE if CJK.search(word) else 1
    ids = list(dict.fromkeys(_beginning(session, ws, word, word + _BEHIND_SPACE, most)))[:AT_ONCE]
    if most == 1 or len(ids) == most or not ids:
        return bool(ids)
    return any(word in words_of(key) for _, key in _whole_names(session, ws, ids))


def _forget(ws: int, word: str) -> Delete:
    return delete(NP).where(NP.c.piece.in_(pieces(word)), NP.c.workspace_id == ws, NP.c.word == word)


def _batched(all_of: Iterable[T], most: int) -> Iterator[list[T]]:
    left = iter(all_of)
    while some := list(islice(left, most)):
        yield some
