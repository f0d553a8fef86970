"""How well labelled lines are read: today's figures are the least."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median
from time import process_time

import pytest

from bench.lines import ACCOUNTS, CONTACTS, NOW, Tally, World, judge, lines
from rules.language.named import Account, Person
from rules.language.read import read, warm_up
from rules.language.who import Known

LINES = sorted((Path(__file__).parents[2] / "lines").glob("*.jsonl"))
FEWER_STORED = {"nine": 0.88, "eleven": 0.8, "twelve": 0.87}
FEWER_FIELDS = {"fifteen": 0.86, "eleven": 0.88, "seven": 0.83, "nine": 0.75}
"""Where many a line that is asked names no day: the form begins with today."""
IDS = {name: n for n, (name, _) in enumerate(ACCOUNTS, 1)}
KNOWN = Known(
    [Account(IDS[name], name, (alias,) if alias else ()) for name, alias in ACCOUNTS],
    [Person(n, IDS[account], name, role) for n, (account, name, role) in enumerate(CONTACTS, 1)],
)
WORLD = World(
    lambda line: read(line, NOW.date(), KNOWN),
    {n: name for name, n in IDS.items()},
    {n: name for n, (_, name, _) in enumerate(CONTACTS, 1)},
)


@pytest.mark.parametrize("path", LINES, ids=lambda p: p.stem)
def test_lines_are_read_as_well_as_today(path: Path):
    tally = Tally()
    for label in lines([path]):
        judge(WORLD, label, tally)
    assert tally.invented == 0, "touches of plans or chatter"
    assert tally.wrong_of_stored <= 0.045, "\n".join(tally.wrong)
    assert tally.stored_of_expected >= FEWER_STORED.get(path.stem, 0.89)
    assert tally.right_of_filled >= FEWER_FIELDS.get(path.stem, 0.9)


@pytest.mark.parametrize("path", LINES, ids=lambda p: p.stem)
def test_every_label_speaks_of_the_world(path: Path):
    for line in path.read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        assert {a for t in label["touches"] for a in t["accounts"]} <= {name for name, _ in ACCOUNTS}
        assert {c for t in label["touches"] for c in t["contacts"]} <= {name for _, name, _ in CONTACTS}


def test_a_line_takes_no_time():
    """On processor time, against folding the same lines: no other work on the machine moves it much."""
    warm_up()
    took = []
    for label in lines(LINES):
        begun = process_time()
        read(label["line"], NOW.date(), KNOWN)
        took.append(process_time() - begun)
    assert median(took) < 0.005
