"""The program: its commands by name, loaded when called, and what becomes of every error."""

import importlib
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

import click

from tracker import __version__
from tracker.cli.command import SETTINGS, Group, global_options
from tracker.i18n import N_, _, choose_language, speak

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class Line(NamedTuple):
    """A line of the command table: the heading it stands under and what it does."""

    heading: str
    summary: str


_LOOK, _RECORD, _KEEP, _SET_UP, _LEARN = N_("Look"), N_("Record"), N_("Keep"), N_("Set up"), N_("Learn")

COMMANDS: dict[str, Line] = {
    "status": Line(_LOOK, N_("Show the phase, the progress and the deadlines.")),
    "units": Line(_LOOK, N_("List the units, or those whose return is missing.")),
    "returns": Line(_LOOK, N_("Show how units keep to their returns.")),
    "rank": Line(_LOOK, N_("Rank the units of a phase, group by group.")),
    "explain": Line(_LOOK, N_("Explain a unit's points and rank, number by number.")),
    "quality": Line(_LOOK, N_("Show figures that are worth a second look.")),
    "achievements": Line(_LOOK, N_("List what was logged (alias: ls).")),
    "show": Line(_LOOK, N_("Show one entry, return or event.")),
    "history": Line(_LOOK, N_("Show who corrected what, when and why.")),
    "deadlines": Line(_LOOK, N_("List the deadlines.")),
    "remind": Line(_LOOK, N_("Say what is missing or due soon, for a scheduler to send.")),
    "report": Line(_LOOK, N_("Write the weekly report.")),
    "export": Line(_LOOK, N_("Write entries, units, totals or the journal to a file for other programs.")),
    "log-achievement": Line(_RECORD, N_("Log an achievement of a unit (alias: log).")),
    "import": Line(_RECORD, N_("Import achievements from a spreadsheet, CSV or JSON lines.")),
    "template": Line(_RECORD, N_("Make a workbook to fill in a week's figures.")),
    "submit": Line(_RECORD, N_("File a unit's weekly return.")),
    "concern": Line(_RECORD, N_("Note what units raise, and what was answered.")),
    "commend": Line(_RECORD, N_("Note commendations and proposals, and write their papers.")),
    "score": Line(_RECORD, N_("Note points that people give, and what units explain.")),
    "highlight": Line(_RECORD, N_("Mark an entry as an exemplary case or a model practice.")),
    "amend": Line(_RECORD, N_("Correct an entry; what it said before stays in the record.")),
    "void": Line(_RECORD, N_("Take an entry or a return out of the figures; it stays in the record.")),
    "undo": Line(_RECORD, N_("Take back what the last command wrote, a whole import too.")),
    "close": Line(_RECORD, N_("Close a phase: its figures, scores and ranks stay as they are.")),
    "reopen": Line(_RECORD, N_("Open a closed phase again.")),
    "fsck": Line(_KEEP, N_("Check that the store holds what was written to it.")),
    "backup": Line(_KEEP, N_("Copy the store into a file, while others write.")),
    "restore": Line(_KEEP, N_("Put a backup in the store's place.")),
    "init": Line(_SET_UP, N_("Begin a campaign of your own: campaigns.yaml and a list of units.")),
    "demo": Line(_SET_UP, N_("Make a sandbox with a real campaign and sample figures.")),
    "targets": Line(_SET_UP, N_("Take in targets from a spreadsheet, and list those that are set.")),
    "baseline": Line(_SET_UP, N_("Take in what there was a year before from a spreadsheet.")),
    "roster": Line(_SET_UP, N_("Merge, split, rename, move or dissolve units from a day on.")),
    "validate": Line(_SET_UP, N_("Check campaigns.yaml and every file it names.")),
    "where": Line(_SET_UP, N_("Show which files are used, and why.")),
    "help": Line(_LEARN, N_("Explain a topic or a command.")),
    "completion": Line(_LEARN, N_("Print the script that completes names in a shell.")),
}
ALIASES = {"log": "log-achievement", "ls": "achievements"}


class Program(Group):
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

    def names(self, ctx: click.Context) -> list[str]:
        """Return every name that a command is called by."""
        return [*COMMANDS, *ALIASES]

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Return the commands or options that can be typed; no command is loaded for it."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        from click.shell_completion import CompletionItem  # noqa: PLC0415 only a shell asks

        summaries = {name: COMMANDS[ALIASES.get(name, name)].summary for name in sorted(self.names(ctx))}
        return [CompletionItem(name, help=_(text)) for name, text in summaries.items() if name.startswith(incomplete)]

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
    program.examples = ("tracker help start", "tracker status")
    return program


def _version(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    if value and not ctx.resilient_parsing:
        click.echo(f"tracker {__version__}")
        ctx.exit()


def start(arguments: Sequence[str]) -> int:
    """Run a command line in the language it asks for and return its exit code."""
    speak(choose_language(_asked_language(arguments), dict(os.environ)))
    _make_writable()
    if asked := os.environ.get("_TRACKER_COMPLETE"):
        from tracker.cli.shells import complete  # noqa: PLC0415 only a shell asks

        return complete(build_program(), asked)
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
            import traceback  # noqa: PLC0415 only for who debugs

            traceback.print_exc()
        from tracker.cli.errors import explain  # noqa: PLC0415 only after an error

        return explain(error)


def _call(arguments: list[str]) -> int:
    out = sys.stdout
    try:
        code = build_program().main(arguments, prog_name="tracker", standalone_mode=False)
    except SystemExit as error:
        # Where nobody reads on click puts another stream in its place and ends with 1; what was asked did not fail.
        code = error.code if sys.stdout is out else 0
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
        encoding = "ascii" if _is_plain(stream) else stream.encoding or ""
        if encoding.lower().replace("-", "") not in ("utf8", "utf16le") and hasattr(stream, "reconfigure"):
            from tracker.cli.fallback import register  # noqa: PLC0415 only old consoles

            stream.reconfigure(encoding=encoding or None, errors=register())


def _is_plain(stream: TextIO) -> bool:
    """Whether a terminal is said to know ASCII only: where the locale is C, Python itself writes UTF-8 all the same."""
    is_c = os.environ.get("LC_ALL") in ("C", "POSIX") and not {"PYTHONIOENCODING", "PYTHONUTF8"} & os.environ.keys()
    return is_c and stream.isatty()
