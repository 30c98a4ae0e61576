"""The program: its commands by name, loaded when called, and what becomes of every error."""

import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

import click

from tracker import __version__
from tracker.cli.command import SETTINGS, Help, NoSuchOption, global_options
from tracker.error_table import N_
from tracker.i18n import _, choose_language, speak


class Line(NamedTuple):
    """A line of the command table: the heading it stands under and what it does."""

    heading: str
    summary: str


_LOOK, _RECORD, _SET_UP = N_("Look"), N_("Record"), N_("Set up")

COMMANDS: dict[str, Line] = {
    "status": Line(_LOOK, N_("Show the phase, the progress and the deadlines.")),
    "units": Line(_LOOK, N_("List the units, or those whose return is missing.")),
    "achievements": Line(_LOOK, N_("List what was logged (alias: ls).")),
    "show": Line(_LOOK, N_("Show one entry.")),
    "deadlines": Line(_LOOK, N_("List the deadlines.")),
    "report": Line(_LOOK, N_("Write the weekly report.")),
    "log-achievement": Line(_RECORD, N_("Log an achievement of a unit (alias: log).")),
    "import": Line(_RECORD, N_("Import achievements from a CSV file.")),
    "submit": Line(_RECORD, N_("File a unit's weekly return.")),
    "demo": Line(_SET_UP, N_("Make a sandbox with a real campaign and sample figures.")),
    "validate": Line(_SET_UP, N_("Check campaigns.yaml and every file it names.")),
    "where": Line(_SET_UP, N_("Show which files are used, and why.")),
}
ALIASES = {"log": "log-achievement", "ls": "achievements"}


class Program(Help, click.Group):
    """The group of all commands; none is imported before it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command by its name or alias."""
        name = ALIASES.get(cmd_name, cmd_name)
        if name not in COMMANDS:
            return None
        module = importlib.import_module(f"tracker.cli.commands.{name.replace('-', '_').replace('import', 'import_')}")
        found: click.Command = module.COMMAND
        return found

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is called; the nearest names are offered for one that does not exist."""
        if args and self.get_command(ctx, args[0]) is None:
            from tracker.domain.text import nearest  # noqa: PLC0415 only after a slip
            from tracker.errors import TrackerError  # noqa: PLC0415

            if args[0].startswith("-"):
                raise NoSuchOption(args[0], ctx=ctx)
            raise TrackerError.of(
                "command-unknown", command=args[0], nearest=nearest(args[0], [*COMMANDS, *ALIASES], 1)
            )
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands under their headings."""
        for heading in dict.fromkeys(line.heading for line in COMMANDS.values()):
            rows = [(name, _(line.summary)) for name, line in COMMANDS.items() if line.heading == heading]
            with formatter.section(_(heading)):
                formatter.write_dl(rows, col_max=20)


def _overview(ctx: click.Context) -> None:
    if ctx.invoked_subcommand is None:
        from tracker.cli.commands.overview import show_overview  # noqa: PLC0415 only the bare call

        show_overview(ctx)


def build_program() -> Program:
    """Make the program's group."""
    program = Program(
        "tracker",
        callback=click.pass_context(_overview),
        params=[
            *global_options(),
            click.Option(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_version,
                help=N_("Show the version."),
            ),
        ],
        help=N_(
            "The command-line office of an emulation campaign: units, achievements, progress, returns, weekly report."
        ),
        invoke_without_command=True,
        context_settings=SETTINGS,
        add_help_option=False,
    )
    program.examples = ("tracker demo", "tracker status")
    return program


def _version(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    if value:
        click.echo(f"tracker {__version__}")
        ctx.exit()


def start(arguments: Sequence[str]) -> int:
    """Run a command line in the language it asks for and return its exit code."""
    speak(choose_language(_asked_language(arguments), dict(os.environ)))
    _make_writable()
    return run(list(arguments))


def run(arguments: list[str]) -> int:
    """Run a command line and return its exit code; no traceback is shown unless --debug asks for it."""
    try:
        code = _call(arguments)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        # Whoever read the output has gone; Python would complain once more when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 the last line: everything is explained here
        if "--debug" in arguments and not isinstance(error, click.exceptions.Exit):
            import traceback  # noqa: PLC0415

            traceback.print_exc()
        from tracker.cli.errors import explain  # noqa: PLC0415 only after an error

        return explain(error)


def _call(arguments: list[str]) -> int:
    try:
        code = build_program().main(arguments, prog_name="tracker", standalone_mode=False)
    except SystemExit as error:
        code = error.code
    return code if isinstance(code, int) else 0


def _asked_language(arguments: Sequence[str]) -> str | None:
    """Find --lang before anything else is understood: the help and the errors are to speak it too."""
    for at, argument in enumerate(arguments):
        if argument == "--lang":
            return next(iter(arguments[at + 1 :]), None)
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
    return None


def _make_writable() -> None:
    """Let a stream that cannot show a letter show the nearest plain one, and one that was closed swallow all of it."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 open to the end
    for stream in (sys.stdout, sys.stderr):
        if (stream.encoding or "").lower().replace("-", "") not in ("utf8", "utf16le") and hasattr(
            stream, "reconfigure"
        ):
            from tracker.cli.fallback import register  # noqa: PLC0415 only old consoles

            stream.reconfigure(errors=register())
