"""Draw the workflows for the documentation."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases.lib.workflows import WORKFLOWS

PAGE = Path(settings.BASE_DIR) / "docs" / "workflows.md"
HEAD = """\
# Workflows

How each kind of record moves. This page is drawn from `cases/lib/workflows.py` by
`manage.py workflow_diagrams`, and a test keeps it in step. The forms, the admin and the replay of the ledger
are made from the same data.

An arrow is an event that somebody records. The status is what replaying the live events in the order of
recording gives; "stalled" and "contested" are computed and no states. These events can be recorded in every
state and leave it as it is:
{common}.

A record with more than one state may also be *found in a later state, earlier steps not known*, so that nobody
invents steps to get on.
"""


def common_steps():
    """The types of events that every workflow has."""
    return set.intersection(*(set(workflow.steps) for workflow in WORKFLOWS.values())) | {"earlier_not_known"}


def page():
    """The whole page, as it should stand in `docs/`."""
    common = [
        WORKFLOWS["parcel"].steps[name].label for name in sorted(common_steps() - {"earlier_not_known"})
    ]
    listed = ", ".join(f"*{label.lower()}*" for label in common)
    return "\n".join([HEAD.format(common=listed), *map(section, WORKFLOWS.values())])


def section(workflow):
    steps = [step for step in workflow.steps.values() if step.type not in common_steps()]
    moving = [step for step in steps if any(state != target for state, target in step.leads.items())]
    lines = [f"## {workflow.label}", ""]
    if moving:
        lines += ["```mermaid", "stateDiagram-v2", *diagram(workflow, moving), "```", ""]
    if staying := [f"- {step.label}: {where(workflow, step)}" for step in steps if stays(step)]:
        lines += ["Recorded without a change of state:", "", *staying, ""]
    return "\n".join(lines)


def diagram(workflow, steps):
    """The states by their names, and an arrow for each step from each state that it leaves."""
    yield from (f'    state "{label}" as {state}' for state, label in workflow.states.items())
    yield f"    [*] --> {workflow.initial}"
    for step in steps:
        for state, target in step.leads.items():
            if state != target:
                yield f"    {state} --> {target}: {step.label}"
    yield from (f"    {state} --> [*]" for state in workflow.states if state in workflow.closed)


def stays(step):
    return any(state == target for state, target in step.leads.items())


def where(workflow, step):
    """The states in which a step can be recorded without leaving them."""
    states = [workflow.states[state].lower() for state, target in step.leads.items() if state == target]
    return "always" if len(states) == len(workflow.states) else ", ".join(states)


class Command(BaseCommand):
    help = "Draw docs/workflows.md from the workflows; with --check only say whether it is in step."

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="write nothing, fail if the page is out of step"
        )

    def handle(self, *args, check, **options):
        if PAGE.exists() and PAGE.read_text() == page():
            self.stdout.write(f"{PAGE.name} is in step with {len(WORKFLOWS)} workflows.")
            return
        if check:
            raise CommandError(f"{PAGE.name} is out of step: run `manage.py workflow_diagrams`.")
        PAGE.write_text(page())
        self.stdout.write(f"{PAGE.name} drawn from {len(WORKFLOWS)} workflows.")
