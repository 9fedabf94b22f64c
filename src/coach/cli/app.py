"""The command ``coach``: every command, in the order a newcomer meets them."""

from __future__ import annotations

import sys

import typer
from typer.core import TyperGroup

from coach.cli import (
    activities,
    athletes,
    demo,
    doctor,
    exports,
    imports,
    plans,
    races,
    tokens,
    training,
    up,
    watching,
    wellness,
)
from coach.cli.terminal import EXIT_INTERRUPTED, EXIT_USAGE, print_json, word
from coach.cli.usage import usage_sentence
from coach.domain.language import mark

UsageError = typer.BadParameter.__mro__[1]
"""What every kind of wrong usage is; Typer carries it inside and names only this child of it."""


class InOrder(TyperGroup):
    """Lists ``plan``, which has commands of its own, where a newcomer meets it: Typer would put it last."""

    def list_commands(self, ctx: typer.Context) -> list[str]:
        """Names of the commands, in the order of the help."""
        names = [name for name in super().list_commands(ctx) if name != "plan"]
        names.insert(names.index("export"), "plan")
        return names


app = typer.Typer(
    name="coach",
    cls=InOrder,
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
app.command("wellness")(wellness.wellness)
app.command("profile")(athletes.profile)
app.command("load")(training.load)
app.command("predict")(races.predict)
app.add_typer(plans.app, name="plan")
app.command("export")(exports.export)
app.command("watch")(watching.watch)
app.command("demo")(demo.demo)
app.command("remeasure")(imports.remeasure)
app.command("doctor")(doctor.doctor)
app.command("token")(tokens.token)


def run() -> None:
    """Run a command; wrong usage says what is wrong and what to do, and exits with 2."""
    try:
        code = app(prog_name="coach", standalone_mode=False)
    except UsageError as error:
        sys.exit(_wrong_usage(error))
    except typer.Exit as leaving:
        sys.exit(leaving.exit_code)
    except typer.Abort:
        sys.exit(EXIT_INTERRUPTED)
    sys.exit(code or 0)


def _wrong_usage(error: typer.BadParameter) -> int:
    if error.ctx is not None and not sys.argv[1:]:
        typer.echo(error.ctx.get_help())
        return 0
    sentence = usage_sentence(error.format_message())
    command = error.ctx.command_path if error.ctx is not None else "coach"
    if "--json" in sys.argv:
        print_json({"error": {"code": "usage", "message": sentence}})
    typer.echo(sentence, err=True)
    typer.echo(word(mark("`{command} --help` shows how, with an example."), command=command), err=True)
    return EXIT_USAGE
