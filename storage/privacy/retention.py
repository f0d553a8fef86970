"""Notes are kept as long as the workspace says: older ones are deleted, here and in what is remembered of files."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from .. import workspaces
from ..database import Transaction
from ..exchange.memory import IMPORTED, SEPARATOR, remembered
from ..exchange.touches import TOUCHES
from ..outbox import O
from ..questions import Q
from ..records import N, T

AT_A_TIME = 500


def forget_notes(transaction: Transaction, now: datetime) -> int:
    """Delete some notes that are past their time: of touches, of next steps done, of messages sent, of
    questions; how many. Call it until 0."""
    with transaction() as session:
        ws = workspaces.current(session)
        if not ws.policy.notes_kept_days:
            return 0
        before = now - timedelta(days=ws.policy.notes_kept_days)
        old = select(T.c.id).where(T.c.workspace_id == ws.id, T.c.at < before, T.c.note != "").limit(AT_A_TIME)
        ids = list(session.execute(old).scalars())
        session.execute(update(T).where(T.c.id.in_(ids)).values(note=""))
        note = TOUCHES.place["note"]
        named = (IMPORTED.c.workspace_id == ws.id, IMPORTED.c.kind == "touches", IMPORTED.c.row_id.in_(ids))
        for row in session.execute(select(IMPORTED.c.id, IMPORTED.c.cells).where(*named)).all():
            cells = remembered(TOUCHES, row.cells)
            cells[note] = ""
            session.execute(update(IMPORTED).where(IMPORTED.c.id == row.id).values(cells=SEPARATOR.join(cells)))
        done = select(N.c.id).where(N.c.workspace_id == ws.id, N.c.done_at < before, N.c.text != "").limit(AT_A_TIME)
        steps = list(session.execute(done).scalars())
        session.execute(update(N).where(N.c.id.in_(steps)).values(text=""))
        held = or_(*(O.c.payload[name].as_string() != "" for name in ("text", "note")))
        said = select(O.c.id, O.c.payload).where(
            O.c.workspace_id == ws.id, O.c.created_at < before, O.c.say.in_(("asked", "shared")), held
        )
        sent = session.execute(said.limit(AT_A_TIME)).all()
        for row in sent:
            session.execute(update(O).where(O.c.id == row.id).values(payload={**row.payload, "text": "", "note": ""}))
        held = or_(Q.c.text != "", Q.c.answer != "")
        put = select(Q.c.id).where(Q.c.workspace_id == ws.id, Q.c.asked_at < before, held).limit(AT_A_TIME)
        asked = list(session.execute(put).scalars())
        session.execute(update(Q).where(Q.c.id.in_(asked)).values(text="", answer=""))
    return len(ids) + len(steps) + len(sent) + len(asked)
