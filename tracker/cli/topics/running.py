"""tracker help formats, environment and exit-codes: what scripts rely on."""

import click

from tracker.cli.topics.parts import Heading, Lines, Made, Prose, Terms, Topic
from tracker.error_table import EXIT_CODES
from tracker.i18n import N_, _

FORMAT_NAMES = Terms(
    (
        ("table, .txt", N_("for people; a screen that is narrow shortens names, never numbers, and a pipe nothing")),
        ("json, .json", N_("for programs: one document with its schema's name, ISO dates, exact numbers")),
        ("jsonl, .jsonl", N_("for programs: JSON lines, an object a row")),
        ("csv, .csv", N_("for spreadsheets: UTF-8, commas, the keys of JSON as columns")),
        ("md, .md", N_("Markdown")),
        ("html, .html", N_("a page of its own that needs no network, to read, print and send")),
        ("docx, .docx", N_("a paper to sign, for Word, in the layout of Decree 30/2020/NĐ-CP")),
        ("pdf, .pdf", N_("the same paper, to print and archive")),
        ("xlsx, .xlsx", N_("a workbook of figures")),
        ("ics, .ics", N_("phases and deadlines for a calendar program")),
    )
)


def _written_formats() -> list[tuple[str, str]]:
    """Return what each command writes, as its own options say."""
    from tracker.cli.main import COMMANDS, build_program  # noqa: PLC0415 it loads this when it is asked for help

    program = build_program()
    context = click.Context(program, info_name="tracker")
    rows = []
    for name in COMMANDS:
        command = program.get_command(context, name)
        parts = command.commands.items() if isinstance(command, click.Group) else [("", command)]
        rows += [(f"{name} {part}".strip(), _formats_of(one)) for part, one in parts if one]
    return [(name, formats) for name, formats in rows if formats]


def _formats_of(command: click.Command) -> str:
    options = {param.name: param for param in command.params}
    if "format" in options and isinstance(options["format"].type, click.Choice):
        return ", ".join(options["format"].type.choices)
    return "table, json" if "as_json" in options else ""


FORMATS = Topic(
    N_("tables, JSON, CSV, Markdown and HTML; files and pipes"),
    (
        Prose(
            N_(
                "What a command shows is a table unless -f names another format; --json is short for -f json. With -o it goes to a "
                "file, whole or not at all, in the format of its suffix:"
            )
        ),
        FORMAT_NAMES,
        Lines("tracker units --missing --json\ntracker report weekly -o week.html"),
        Heading(N_("What each command writes")),
        Made(_written_formats),
        Heading(N_("Pipes and terminals")),
        Prose(
            N_(
                "The answer alone is on stdout; warnings and errors are on stderr. - is stdin where a file is read. log and submit "
                "write the new id alone into a pipe. A terminal gets colours and, for what is longer than the screen, a pager; "
                "tracker help environment says how to choose. In PowerShell 5 write files with -o rather than >, which changes "
                "their letters."
            )
        ),
    ),
)

VARIABLES = Terms(
    (
        ("TRACKER_CAMPAIGNS", N_("the campaigns.yaml to use, or its folder; --campaigns comes before it")),
        ("TRACKER_DB", N_("the store to use; --db comes before it")),
        ("TRACKER_TODAY", N_("the day to take as today; --today comes before it")),
        ("TRACKER_LANG", N_("vi or en; --lang comes before it, and LC_ALL, LC_MESSAGES and LANG after it")),
        ("TRACKER_USER", N_("who records; --by comes before it, and USER, LOGNAME and USERNAME after it")),
        ("NO_COLOR", N_("no colours; --color comes before it")),
        ("FORCE_COLOR", N_("colours on a pipe too; NO_COLOR comes before it")),
        ("PAGER", N_("what shows what is longer than the screen, less unless said; cat or nothing: no pager")),
        ("COLUMNS", N_("the width of the screen, where it is not the terminal's")),
    )
)
ENVIRONMENT = Topic(
    N_("where files are found, and the variables that are read"),
    (
        Prose(
            N_(
                "campaigns.yaml is looked for in this folder and those above it; the store is tracker.db beside it. tracker where "
                "shows both, and why they were taken."
            )
        ),
        VARIABLES,
        Prose(
            N_(
                "A store that does not exist is empty: commands that read make none. Where the terminal is not UTF-8, or LC_ALL is "
                "C, letters lose their accents and bars become ASCII; what a program reads stays UTF-8. With TERM=dumb there is no "
                "pager."
            )
        ),
    ),
)


def _exit_codes() -> list[tuple[str, str]]:
    return [(str(code), _(meaning)) for code, meaning in EXIT_CODES.items()]


EXITS = Topic(
    N_("what a command tells a script"),
    (
        Made(_exit_codes),
        Prose(
            N_(
                "status exits with 0 however late things are; status --check exits with 1 when a return is overdue or a criterion "
                "is behind, and remind when there is anything to be reminded of. Warnings change no exit code. A pipe whose "
                "reader has gone ends the command silently."
            )
        ),
        Lines("tracker status --check --json"),
    ),
)
