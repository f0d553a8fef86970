"""`make mutants`: each safeguard is taken away, alone, in a copy of the project; the tests must notice. Exit 1 when one lives."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
MUTANTS = (  # what is taken away, file, its text, what stands there instead, tests that guard it
    ("the outbox's unique key", "storage/migrations/versions/0001_first_schema.py", "sa.UniqueConstraint('workspace_id', 'key', name=op.f('uq_outbox_workspace_id_key'))", "sa.CheckConstraint('1=1')", "tests/storage/test_database.py"),
    ("the key of a request", "storage/migrations/versions/0001_first_schema.py", "sa.UniqueConstraint('workspace_id', 'key', name=op.f('uq_processed_workspace_id_key'))", "sa.CheckConstraint('1=1')", "tests/storage/test_database.py"),
    ("the settle wait", "rules/delivery/verdicts.py", "SETTLE_FOR = 120.0", "SETTLE_FOR = 0.0", "tests/scheduler/test_deliver.py"),
    ("the reconcile step", "scheduler/slack_calls.py", "            if sought.is_it(message):\n", "            if False:\n", "tests/scheduler/test_deliver.py"),
    ("the claim's compare", "storage/claims.py", "unchanged = and_(O.c.id == row.id, O.c.state == row.state, O.c.version == row.version, O.c.claim == row.claim)", "unchanged = O.c.id == row.id", "tests/storage/test_database.py"),
    ("the version's compare", "storage/outbox.py", "mine = and_(held, O.c.version == message.version)", "mine = held", "tests/scheduler/test_deliver.py"),
    ("an exact name before a word", "handlers/words.py", " or _is_exact(session, asked, typed)", "", "tests/handlers/test_words.py"),
    ("who may use a word", "handlers/words.py", "    refused = after.may(session, asked, meant.id)\n", "    refused = None\n", "tests/handlers/test_words.py"),
    ("the gate", "handlers/gate.py", "        if refused or person is None:\n", "        if person is None:\n", "tests/handlers/test_other_journeys.py"),
    ("who may change an account", "rules/access.py", "if owner_id in caller.under or caller.id in team or caller.person.is_admin:", "if True:", "tests/rules tests/handlers/test_nudge_actions.py"),
    ("who may undo a touch", "rules/access.py", "if caller.id == by_id or by_id in caller.under:", "if True:", "tests/handlers/test_log_touch.py"),
    ("escaping", "messages/blocks.py", "return text.replace(\"&\", \"&amp;\").replace(\"<\", \"&lt;\").replace(\">\", \"&gt;\")", "return text", "tests/handlers/test_account.py"),
    ("the signature", "handlers/endpoint.py", "not verifier.is_valid(body, stamp, signature)", "False", "tests/test_doors.py"),
    ("the request's size limit", "handlers/endpoint.py", "if len(raw) > MOST_BYTES:", "if False:", "tests/test_doors.py"),
    ("refusing what is announced as too large", "handlers/endpoint.py", " or int(announced) > MOST_BYTES", "", "tests/test_doors.py"),
    ("the stamp's age, before anything is read", "handlers/endpoint.py", " and abs(now - int(stamp)) <= OLDEST", "", "tests/test_doors.py"),
    ("\"not stored\" of what never began", "handlers/answers.py", "began = not work.cancel()", "began = False", "tests/test_doors.py"),
    ("sending switched off", "storage/claims.py", "return reachable if sending else", "return reachable if True else", "tests/handlers/test_other_journeys.py"),
    ("store before ack", "storage/database.py", "                yield session\n                session.commit()", "                yield session", "tests/handlers/test_log_touch.py"),
    ("the lease before each call", "scheduler/send.py", "if not lease.holds(self.services.steady):", "if False:", "tests/scheduler/test_deliver.py"),
    ("looking up after a restore", "scheduler/deliver.py", "if _from_before_a_restore(ws, row):", "if False:", "tests/storage/test_database.py"),
    ("rates kept together", "storage/pacing.py", "return {lane: free_at for lane, free_at in session.execute(taken)}", "return {}", "tests/scheduler/test_deliver.py"),
    ("looking up a commit that may have run", "handlers/log_touch.py", "if not may_have_run(error):", "if True:", "tests/handlers/test_log_touch.py"),
    ("taking erased people out of files", "storage/exchange/changes.py", "if known.erased and f.noun:", "if False:", "tests/storage/privacy/test_personal.py"),
    ("finishing an import that was cut off", "storage/exchange/finish.py", "if known.resumes:", "if False:", "tests/storage/exchange/test_importing.py"),
    ("whose address an answer goes to", "handlers/surface.py", "if not is_slack(url, services.settings.slack_api_url):", "if False:", "tests/handlers/test_other_journeys.py"),
    ("channels others will soon read", "handlers/share.py", " or told.get(\"is_pending_ext_shared\")", "", "tests/handlers/test_other_journeys.py"),
    ("channels of other workspaces", "handlers/share.py", " or told.get(\"is_org_shared\")", "", "tests/handlers/test_other_journeys.py"),
    ("not needed, once a press", "handlers/nudge_actions.py", "if stop is None and processed.first_time(session, asked.ws.id, key_of(body), asked.now):\n                _mark_unneeded", "if stop is None:\n                _mark_unneeded", "tests/handlers/test_nudge_actions.py"),
    ("the author of an edit", "handlers/log_form.py", "    if not wrong and stop:\n", "    if False:\n", "tests/handlers/test_log_touch.py"),
    ("dropping an older digest", "scheduler/prepare.py", "if row.kind == \"post\" and row.say == \"digest\" and outbox.has_newer(session, row):", "if False:", "tests/scheduler/test_ahead.py"),
    ("dropping an older digest when planning", "scheduler/plan_digests.py", "    outbox.drop_waiting(session, ws.id, person.id, \"digest\", \"a newer week came\")\n", "", "tests/scheduler/test_ahead.py"),
    ("paging of the history", "scheduler/slack_calls.py", "        before_next_page()\n", "        return None\n", "tests/scheduler/test_ends.py"),
    ("the row's rest after a refused history", "scheduler/unsent.py", "outbox.keep_unknown(session, row, since, until, why, tries=", "outbox.keep_unknown(session, row, since, instant, why, tries=", "tests/scheduler/test_ends.py"),
    ("a refused history holds no other", "scheduler/unsent.py", "        tries = self._tries(row)\n        with self.services.transaction() as session:\n            if why ==", "        tries = self._tries(row)\n        with self.services.transaction() as session:\n            workspaces.hold(session, ws.id, until, why)\n            if why ==", "tests/scheduler/test_ends.py"),
    ("a settle time that no clock ends", "scheduler/deliver.py", "if at - since >= SETTLE_FOR]", "if True]", "tests/scheduler/test_clocks.py"),
    ("waits too long to be believed", "storage/claims.py", "return or_(until.is_(None), until <= instant, until > instant + longest)", "return or_(until.is_(None), until <= instant)", "tests/scheduler/test_clocks.py"),
    ("painting again after a late call", "storage/outbox.py", "    if message.kind != \"post\" and message.unknown_since is not None:\n", "    if False:\n", "tests/scheduler/test_versions.py"),
    ("never linking a guest", "rules/linking.py", "return any(user.get(k) for k in OUTSIDE)", "return False", "tests/scheduler/test_linking.py"),
    ("the days on which a factor turns", "rules/factors.py", "touches.value_of_touches, touches.value_turns", "touches.value_of_touches, lambda *_: ()", "tests/rules/test_turns.py"),
    ("the room of what matters most", "messages/sections.py", "    if sum(len(blocks) for _, blocks in painted) <= most:\n", "    if True:\n", "tests/messages/test_sections.py"),
    ("the order of dated reasons", "rules/nudging.py", "key=lambda c: dated.rank(c.brings))", "key=lambda c: 0)", "tests/rules/test_dated.py"),
    ("the rest that doubles", "rules/appearances.py", "DOUBLES = 3 ", "DOUBLES = 0 ", "tests/rules/test_nudging.py"),
    ("who may answer a promise", "rules/facts/promises.py", "if promise.by_id == caller.id or may_change(caller, owner_id, team) is None:", "if True:", "tests/rules/test_promises.py"),
    ("a stale button of a promise", "handlers/promises.py", "elif promise.state != \"open\":", "elif False:", "tests/handlers/test_promises.py"),
    ("the undo of a promise with its touch", "storage/touches.py", "    promises.undone(session, ws, batch.batch, now)\n", "", "tests/handlers/test_promises.py"),
    ("whose a kept promise is", "rules/facts/kept.py", "owner = _owner(record, p.first_on)", "owner = _owner(record, on)", "tests/rules/test_kept.py"),
    ("the first date of a promise", "storage/promises.py", "\"first_due_on\": promise.first_on", "\"first_due_on\": due_on", "tests/handlers/test_promises.py"),
    ("the place of whoever waited longest", "rules/nudging.py", "    taken = [*kept, *[c", "    taken = [*[c", "tests/rules/test_nudging.py"),
    ("asking once more before sending", "scheduler/prepare.py", "        nudges.unwanted(session, ws.id, row.id)\n", "", "tests/scheduler/test_deliver.py"),
    ("the demo's door", "sandbox/server.py", "middleware=[door]", "middleware=[]", "tests/sandbox/test_door.py"),
    ("the host the demo answers to", "sandbox/door.py", "if host not in places | names:", "if False:", "tests/sandbox/test_door.py"),
    ("other pages' requests to the demo", "sandbox/door.py", "if origin is not None and ", "if False and ", "tests/sandbox/test_door.py"),
    ("the page's ticket", "sandbox/door.py", "if not self.is_page(request.headers.get(TICKET_HEADER, \"\")):", "if False:", "tests/sandbox/test_door.py"),
    ("the page's content type", "sandbox/door.py", "if kind != \"application/json\":", "if False:", "tests/sandbox/test_door.py"),
    ("a socket's ticket", "sandbox/server.py", "if not self.tickets.take(socket.query_params.get(\"ticket\", \"\")):", "if False:", "tests/sandbox/test_door.py"),
    ("each commit written through", "storage/database.py", "\"synchronous=FULL\"", "\"synchronous=OFF\"", "tests/storage/test_turns.py"),
    ("dropping what waits for an erased person", "storage/privacy/erasing.py", "O.c.state == \"due\").values(state=\"dropped\")", "O.c.state == \"due\").values(state=\"due\")", "tests/storage/privacy/test_personal.py"),
    ("taking the erased out of every text", "storage/privacy/erasing.py", "    for text in texts_of(session, ws.id, words):\n", "    for text in ():\n", "tests/storage/privacy"),
    ("texts of tables that nobody lists", "storage/privacy/declared.py", "    for table in METADATA.sorted_tables:\n        if found :=", "    for table in [t for t in METADATA.sorted_tables if t.name not in {\"wish\", \"own_gift\"}]:\n        if found :=", "tests/storage/privacy"),
    ("notes that are past their time in files, too", "storage/privacy/retention.py", "    _forget_in_files(session, ws, table, columns, ids)\n", "", "tests/storage/privacy"),
    ("a customer's own name", "storage/privacy/forgetting.py", "or c.into in companies for c", "for c", "tests/storage/privacy"),
    ("contacts only of their account", "storage/touches.py", "        if contact_id in known:\n", "        if True:\n", "tests/storage/privacy/test_personal.py"),
    ("keeping what a file has no column for", "storage/exchange/changes.py", "    if not whole:\n", "    if False:\n", "tests/storage/exchange/test_partial_files.py"),
    ("only cells that changed, of any noun", "storage/exchange/writing.py", "names = noun.place if change.row_id is None else with_amounts(noun, change.changed)", "names = noun.place", "tests/storage/exchange/test_a_noun_of_its_own.py"),
    ("passing over an account", "storage/assess.py", "        why = trace_of(error)\n", "        raise\n", "tests/scheduler/test_one_bad_account.py"),
    ("the fair queue of writers", "storage/turns.py", "self._waiting.append((me, turn))", "self._waiting.appendleft((me, turn))", "tests/storage/test_turns.py"),
    ("the gap for other processes", "storage/turns.py", "            time.sleep(GAP)\n", "            pass\n", "tests/storage/test_turns.py"),
    ("files for their owner alone", "storage/private.py", "OWN_FILE, OWN_FOLDER = 0o600, 0o700", "OWN_FILE, OWN_FOLDER = 0o644, 0o755", "tests/storage/test_private.py"),
)  # fmt: skip


def lives(mutant: tuple[str, str, str, str, str]) -> bool | None:
    """Whether the tests pass without the safeguard; None when its text is no longer there."""
    _, file, text, instead, tests = mutant
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "tend"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".venv", ".git", ".demo", "__pycache__", "docs"))
        (copy / "docs").mkdir()
        source = (copy / file).read_text(encoding="utf-8")
        if text not in source:
            return None
        (copy / file).write_text(source.replace(text, instead), encoding="utf-8")
        run = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:randomly", "-p", "no:xdist", "--deselect",
               "tests/storage/test_database.py::test_models_and_migrations_agree", *tests.split()]  # fmt: skip
        return subprocess.run(run, cwd=copy, capture_output=True, check=False).returncode == 0


def main() -> None:
    """All of them; with a number and of how many, such as `2 3`, that part of them."""
    part, parts = (int(n) for n in sys.argv[1:3] or ("0", "1"))
    tried = MUTANTS[part % parts :: parts]
    with ThreadPoolExecutor(2) as pool:
        verdicts = list(pool.map(lives, tried))
    for mutant, verdict in zip(tried, verdicts, strict=True):
        said = {True: "LIVES: no test noticed", False: "killed", None: "GONE: its text is not there"}[verdict]
        sys.stdout.write(f"{mutant[0]:<36} {said}\n")
    killed = sum(v is False for v in verdicts)
    sys.stdout.write(f"{killed} passed, {len(tried) - killed} failed\n")
    sys.exit(0 if killed == len(tried) else 1)


if __name__ == "__main__":
    main()
