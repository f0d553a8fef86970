"""Files that an admin sent: what is asked of them, and what is in them before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rules import imports as rules
from rules.imports import Run

from .blocks import Block, Message, actions, button, clip, context, escape, header, message, option, section
from .blocks import select as menu
from .carried import Value

IMPORT_GO = "import.go"
IMPORT_GOOD = "import.good"
IMPORT_DROP = "import.drop"
IMPORT_ANSWER = "import.answer"
IMPORT_OTHERWISE = "import.otherwise"

SHOWN_PROBLEMS, SHOWN_CHANGES, SHOWN_ALIKE = 10, 5, 5
WHY = {
    "elsewhere": "its address is not Slack's, so it was not fetched.",
    "gone": "it is no longer in Slack: send it again.",
    "large": f"it is larger than {rules.MOST_BYTES // 1_000_000} MB: send it in parts.",
    "refused": "Slack does not let Tend read it: the app needs the scope files:read (see `bot.py check`).",
    "away": "Slack could not be reached for it: send it again in a minute.",
    "many": f"{rules.MOST_FILES} files at once are read: send it in another message.",
    "kind": "it is no CSV file. Export or save it as “CSV UTF-8” and send that.",
}
"""Why a file could not be had."""
ASKED = {
    "kind": "What does *{file}* hold? Its headings are {example}.",
    "dates": "In *{file}* the date {example} can be read two ways. Which comes first?",
    "numbers": "In *{file}* the number {example} can be read two ways. What parts whole from fraction?",
}
ANSWERS = {
    "day": "The day (31/12/2026)",
    "month": "The month (12/31/2026)",
    "point": "The point (1,200.50)",
    "comma": "The comma (1.200,50)",
    "accounts": "Accounts: customer companies",
    "contacts": "Contacts: people at customers",
    "people": "People of ours: reps, managers",
    "touches": "Touches: calls, meetings",
    "revenue": "Revenue: orders, contracts",
}


READ_AS = {
    "kind": "it holds {}",
    "dates": "of a date {} comes first",
    "numbers": "{} parts whole from fraction",
}
"""How a file is read because somebody said so."""


@dataclass(frozen=True, slots=True)
class ImportRef(Value):
    """Files brought at once; `listed`: pressed in the list of imports."""

    run: int
    listed: bool | None = None


@dataclass(frozen=True, slots=True)
class AnswerRef(Value):
    """An answer about the files with some headings."""

    run: int
    mark: str
    what: str
    answer: str


def one(text: str) -> Message:
    return message(text, [section(text)])


def names(run: Run) -> str:
    return escape(", ".join(run.names) or "the files")


def progress(run: Run, doing: str) -> str:
    at = run.report.get("doing") or "rows"
    far = f": {run.done:,} of {run.of:,} ({escape(str(at))})" if run.of else ""
    return f"{doing} {names(run)}{far} …"


def asks(run: Run) -> Message:
    blocks = [section(f"Before I look at {names(run)} I need to know:")]
    for question in run.report.get("questions", ()):
        file, example = escape(question["file"]), f"“{escape(question['example'])}”"
        options = [
            option(
                ANSWERS.get(answer, answer),
                AnswerRef(run.id, question["mark"], question["what"], answer).pack(),
            )
            for answer in question["answers"]
        ]
        blocks.append(
            section(
                ASKED[question["what"]].format(file=file, example=example),
                menu("Choose", IMPORT_ANSWER, options),
            )
        )
    blocks.append(context("The answer is kept: files with the same headings are not asked about again."))
    blocks.append(actions([_drop(run)]))
    return message(f"A question about {names(run)}", blocks)


def preview(run: Run) -> Message:
    report = run.report
    files, bad = report.get("files", ()), int(report.get("bad", 0))
    blocks = [header("Nothing is written yet")]
    blocks += [section("\n".join(_file(f))) for f in files]
    blocks += _as_answered(run)
    if admins := report.get("admins"):
        whom = "1 person becomes an admin" if len(admins) == 1 else f"{len(admins)} people become admins"
        blocks.append(section(f"⚠️ *{whom}*: {escape(', '.join(admins))}"))
    if changes := report.get("changes"):
        lines = [f"• {escape(line)}" for line in changes[:SHOWN_CHANGES]]
        blocks.append(section("\n".join(["*What changes*, first of all:", *lines])))
    blocks += _alike(report)
    blocks += _problems(report)
    blocks += _whys(report)
    moves = sum(f["new"] + f["changed"] for f in files)
    row = []
    if moves and not bad:
        row.append(button("Import", IMPORT_GO, ImportRef(run.id).pack(), style="primary"))
    elif moves:
        row.append(button("Import the good rows", IMPORT_GOOD, ImportRef(run.id).pack(), style="primary"))
    if not moves:
        blocks.append(section(_nothing(report)))
    blocks.append(actions([*row, _drop(run)]))
    return message(f"Nothing is written yet: {names(run)}", blocks)


def _alike(report: Mapping[str, Any]) -> list[Block]:
    """New accounts that may be on file under another name."""
    pairs = report.get("alike", ())
    if not pairs:
        return []
    lines = [f"• *{escape(new)}* may be *{escape(there)}*: same {by}" for new, there, by in pairs]
    if (more := int(report.get("alike_in_all", 0)) - len(lines)) > 0:
        lines.append(f"… and {more:,} more")
    what_to_do = (
        "Imported, each is an account of its own; `/account duplicates` makes them one. Or call it in the "
        "file as it is called here, and it is that one."
    )
    said = "\n".join(["⚠️ *New, or there already?*", *lines])
    return [section(clip(said, 2900)), context(what_to_do)]


def _nothing(report: Mapping[str, Any]) -> str:
    """Why there is no button to import it."""
    files = report.get("files", ())
    if not report.get("bad"):
        has_rows = any(f["rows"] for f in files)
        said = "All of it is on file already" if has_rows else "There are headings, and no row below them"
        return f"{said}: there is nothing to import."
    if any(f["same"] for f in files):
        return "What is good of it is on file already: there is nothing to import."
    return "No row of it is good: there is nothing to import. Put it right and send it again."


def _as_answered(run: Run) -> list[Block]:
    """What was said of these headings, and the way to say it anew: a wrong answer is told by what it
    makes of the file."""
    lines = []
    for answered in run.report.get("answered", ()):
        said = [
            READ_AS[what].format(escape(a[0].lower() + a[1:]))
            for what, answer in answered["answers"].items()
            if (a := ANSWERS.get(answer, answer))
        ]
        lines.append(f"*{escape(answered['file'])}* is read as was answered: {', '.join(said)}.")
    if not lines:
        return []
    again = button("Read otherwise", IMPORT_OTHERWISE, ImportRef(run.id).pack())
    return [section("\n".join(lines), again)]


def _drop(run: Run) -> Block:
    return button("Not now", IMPORT_DROP, ImportRef(run.id).pack())


def _file(f: Mapping[str, Any]) -> list[str]:
    """A file: its counts, what was guessed, what was left out."""
    kind = f" → {f['kind']}" if f["kind"] else ""
    if f.get("unread"):
        return [f"*{escape(f['file'])}*{kind}: *nothing of it can be read*"]
    lines = [f"*{escape(f['file'])}*{kind}: {_counts(f)}"]
    if f.get("guessed"):
        guessed = ", ".join(f"{escape(h)} → {c}" for h, c in f["guessed"])
        lines.append(f"Guessed: {guessed}")
    if f.get("letters"):
        lines.append(f"Read as {f['letters']}")
    if f.get("unknown"):
        lines.append(f"Left out: {escape(', '.join(f['unknown']))}")
    return lines


def _counts(f: Mapping[str, Any]) -> str:
    parts = [f"{f['new']:,} new", f"{f['changed']:,} changed", f"{f['same']:,} as before"]
    if f.get("cells"):
        cells = ", ".join(f"{c} {n:,}" for c, n in sorted(f["cells"].items()))
        parts[1] += f" ({cells})"
    parts += [f"*{f['bad']:,} bad*"] if f.get("bad") else []
    parts += [f"{f['erased']:,} erased before and left out"] if f.get("erased") else []
    return ", ".join(parts)


def _problems(report: Mapping[str, Any]) -> list[Block]:
    problems = report.get("problems", ())
    if not problems:
        return []
    lines = [f"• {escape(p)}" for p in problems[:SHOWN_PROBLEMS]]
    more = int(report.get("bad", 0)) - len(lines)
    if more > 0:
        lines.append(f"… and {more:,} more")
    return [section(clip("\n".join(["*What is wrong*", *lines]), 2900))]


def _whys(report: Mapping[str, Any]) -> list[Block]:
    lines = [f"*{escape(name)}*: {WHY.get(why, WHY['away'])}" for name, why in report.get("whys", ())]
    return [section("\n".join(lines))] if lines else []


def refused(run: Run) -> Message:
    """Nothing of it can be imported."""
    report = run.report
    blocks = [section(f"Nothing of {names(run)} can be imported.")]
    if report.get("failed"):
        blocks = [
            section(
                f"Something went wrong on our side with {names(run)}. Send the files again: what was "
                "written already is not written twice."
            )
        ]
    return message(f"Not imported: {names(run)}", [*blocks, *_problems(report), *_whys(report)])
