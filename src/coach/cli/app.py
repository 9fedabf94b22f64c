"""The command ``coach``: every command, in the order a newcomer meets them."""

from __future__ import annotations

import sys

import typer

from coach.cli import activities, athletes, demo, doctor, exports, imports, plans, races, tokens, up, watching
from coach.cli.terminal import EXIT_USAGE

app = typer.Typer(
    name="coach",
    help="Your real history in, a plan that breaks no rule out. Data stay in COACH_HOME on this machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)

app.command("up")(up.up)
app.command("import")(imports.import_files)
app.command("activities")(activities.activities)
app.command("profile")(athletes.profile)
app.command("predict")(races.predict)
app.command("plan")(plans.plan)
app.command("export")(exports.export)
app.command("watch")(watching.watch)
app.command("demo")(demo.demo)
app.command("doctor")(doctor.doctor)
app.command("token")(tokens.token)


def run() -> None:
    """Run a command; wrong usage prints what to do and exits with 2."""
    try:
        app(prog_name="coach")
    except SystemExit as leaving:
        if leaving.code == EXIT_USAGE:
            typer.echo("Try `coach --help`, or `coach COMMAND --help` for an example.", err=True)
        sys.exit(leaving.code)
