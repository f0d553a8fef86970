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
    ("the settle wait", "rules/delivery.py", "SETTLE_FOR = 120.0", "SETTLE_FOR = 0.0", "tests/scheduler/test_deliver.py"),
    ("the reconcile step", "scheduler/unsent.py", "ts = find_post(self.client, channel, fingerprint(ws.secret, row.key)) if channel else None", "ts = None", "tests/scheduler/test_deliver.py"),
    ("the claim's compare", "storage/outbox.py", "unchanged = and_(O.c.id == row.id, O.c.state == row.state, O.c.version == row.version, O.c.claim == row.claim)", "unchanged = O.c.id == row.id", "tests/storage/test_database.py"),
    ("the version's compare", "storage/outbox.py", "mine = and_(O.c.id == message.id, O.c.claim == message.claim, O.c.version == message.version, O.c.state == \"sending\")", "mine = O.c.id == message.id", "tests/scheduler/test_deliver.py"),
    ("the gate", "handlers/gate.py", "        if refused:\n", "        if False:\n", "tests/handlers/test_other_journeys.py"),
    ("who may change an account", "rules/access.py", "if owner_id in caller.under or caller.id in team or caller.person.is_admin:", "if True:", "tests/rules tests/handlers/test_nudge_actions.py"),
    ("who may undo a touch", "rules/access.py", "if caller.id == by_id or by_id in caller.under:", "if True:", "tests/handlers/test_log_touch.py"),
    ("escaping", "messages/blocks.py", "return text.replace(\"&\", \"&amp;\").replace(\"<\", \"&lt;\").replace(\">\", \"&gt;\")", "return text", "tests/handlers/test_account.py"),
    ("the signature", "handlers/endpoint.py", "not verifier.is_valid(body, stamp, signature)", "False", "tests/test_doors.py"),
    ("the request's size limit", "handlers/endpoint.py", "if len(raw) > MOST_BYTES:", "if False:", "tests/test_doors.py"),
    ("refusing what is announced as too large", "handlers/endpoint.py", " or int(announced) > MOST_BYTES", "", "tests/test_doors.py"),
    ("the stamp's age, before anything is read", "handlers/endpoint.py", " and abs(now - int(stamp)) <= OLDEST", "", "tests/test_doors.py"),
    ("\"not stored\" of what never began", "handlers/answers.py", "began = not work.cancel()", "began = False", "tests/test_doors.py"),
    ("sending switched off", "storage/outbox.py", "return free if sending else", "return free if True else", "tests/handlers/test_other_journeys.py"),
    ("store before ack", "storage/database.py", "                yield session\n                session.commit()", "                yield session", "tests/handlers/test_log_touch.py"),
    ("the lease before each call", "scheduler/deliver.py", "if row.held_until is None or self.services.steady.instant() + timedelta(seconds=ANSWER_WITHIN) > row.held_until:", "if False:", "tests/scheduler/test_deliver.py"),
    ("looking up after a restore", "scheduler/deliver.py", "if _from_before_a_restore(ws, row):", "if False:", "tests/storage/test_database.py"),
    ("rates kept together", "storage/pacing.py", "return {lane: free_at for lane, free_at in session.execute(taken)}", "return {}", "tests/scheduler/test_deliver.py"),
    ("looking up a commit that may have run", "handlers/log_touch.py", "if not may_have_run(error):", "if True:", "tests/handlers/test_log_touch.py"),
    ("taking erased people out of files", "storage/import_changes.py", "if known.erased and f.kind in COLUMNS:", "if False:", "tests/storage/test_personal.py"),
    ("finishing an import that was cut off", "storage/import_finish.py", "if known.resumes:", "if False:", "tests/storage/test_importing.py"),
    ("whose address an answer goes to", "handlers/surface.py", "if not is_slack(url, services.settings.slack_api_url):", "if False:", "tests/handlers/test_other_journeys.py"),
    ("channels others will soon read", "handlers/share.py", " or told.get(\"is_pending_ext_shared\")", "", "tests/handlers/test_other_journeys.py"),
    ("channels of other workspaces", "handlers/share.py", " or told.get(\"is_org_shared\")", "", "tests/handlers/test_other_journeys.py"),
    ("not needed, once a press", "handlers/nudge_actions.py", "if stop is None and processed.first_time(session, ws.id, key_of(body), now):\n                _mark_unneeded", "if stop is None:\n                _mark_unneeded", "tests/handlers/test_nudge_actions.py"),
    ("the author of an edit", "handlers/log_form.py", "    if not wrong and stop:\n", "    if False:\n", "tests/handlers/test_log_touch.py"),
    ("asking once more before sending", "scheduler/prepare.py", "        nudges.unwanted(session, ws.id, row.id)\n", "", "tests/scheduler/test_deliver.py"),
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
    with ThreadPoolExecutor(2) as pool:
        verdicts = list(pool.map(lives, MUTANTS))
    for mutant, verdict in zip(MUTANTS, verdicts, strict=True):
        said = {True: "LIVES: no test noticed", False: "killed", None: "GONE: its text is not there"}[verdict]
        sys.stdout.write(f"{mutant[0]:<36} {said}\n")
    killed = sum(v is False for v in verdicts)
    sys.stdout.write(f"{killed} passed, {len(MUTANTS) - killed} failed\n")
    sys.exit(0 if killed == len(MUTANTS) else 1)


if __name__ == "__main__":
    main()
