"""The forms that start a stage of onboarding, and add or change a step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rules.facts.milestone import Milestone
from rules.facts.milestones import FIELD
from rules.facts.templates import Step

from .blocks import Block, context, escape, field, modal, option, plain, section
from .inputs import day_input, text_input
from .milestones import ACCOUNT_OWNER, Editing
from .onboarding import stage_name

MILESTONE_STARTED = "milestone.started"
MILESTONE_FORM = "milestone.form"


def start_form(name: str, templates: Sequence[tuple[str, Sequence[Step]]], e: Editing, today: date) -> Block:
    """Which stage, and from which day; what each begins with stands below."""
    options = [option(stage.capitalize(), stage) for stage, _ in templates]
    element: Block = {
        "type": "static_select",
        "action_id": "stage",
        "options": options,
        "placeholder": plain("Which"),
    }
    lines = [
        f"*{stage_name(stage).capitalize()}*: "
        + ", ".join(f"{escape(step.name)} +{step.after_days}" for step in steps)
        for stage, steps in templates
    ]
    blocks = [
        section(f"*{escape(name)}*"),
        field("stage", "Stage", element, optional=False),
        field("on", "Starts on", day_input("on", today), optional=False),
        *(context(line) for line in lines),
    ]
    return modal("Start a stage", blocks, MILESTONE_STARTED, submit="Start", private_metadata=e.pack())


def step_form(
    name: str,
    step: Milestone | None,
    choices: Sequence[tuple[str, str]],
    e: Editing,
    stages_of: Sequence[str],
) -> Block:
    """A step, to be added (None) or changed: what, by when, who sees to it (`choices`: id and name), done
    when."""
    owners = [option(label, value) for value, label in choices[:100]]
    chosen = str(step.owner_id or ACCOUNT_OWNER) if step else ACCOUNT_OWNER
    owner: Block = {
        "type": "static_select",
        "action_id": "owner",
        "options": owners,
        "initial_option": next((o for o in owners if o["value"] == chosen), owners[0]),
        "placeholder": plain("Who"),
    }
    blocks = [
        section(f"*{escape(name)}*"),
        field(
            "step", "Step", text_input("step", step.step if step else "", False, most=FIELD), optional=False
        ),
        field("due_on", "By when", day_input("due_on", step.due_on if step else None), optional=False),
        field("owner", "Who sees to it", owner, optional=False),
        field("done_on", "Done on", day_input("done_on", step.done_on if step else None)),
    ]
    if step is None:
        options = [option(stage.capitalize(), stage) for stage in stages_of]
        which: Block = {
            "type": "static_select",
            "action_id": "stage",
            "options": options,
            "initial_option": options[0],
            "placeholder": plain("Which"),
        }
        blocks.insert(1, field("stage", "Stage", which, optional=False))
    title = "Change step" if step else "Add a step"
    return modal(title, blocks, MILESTONE_FORM, submit="Save", private_metadata=e.pack())
