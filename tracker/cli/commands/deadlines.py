"""tracker deadlines."""

from pathlib import Path

from tracker.cli.command import command, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, Output, answer, choose_output, format_options, write_out
from tracker.cli.written_file import write_answer
from tracker.errors import TrackerError
from tracker.i18n import N_
from tracker.render.compose_lists import compose_deadlines
from tracker.render.shapes.status import deadline_columns, shape_deadline_rows, shape_deadlines
from tracker.services.discipline import all_deadlines, open_deadlines

CALENDAR = "ics"
FORMATS = (TABLE, "json", "csv", "md", "html", CALENDAR)


@command(
    "deadlines",
    summary=N_("List the deadlines."),
    examples=("tracker deadlines", "tracker deadlines --ics han.ics"),
    more=N_(
        "Lists the returns that are overdue, all of them that are still taken (tracker status has the latest of each), and the "
        "next date of each deadline; --all every date, with those that are done. "
        "A date that falls on a public holiday is moved to a working day, and the day it was moved from is named. --ics "
        "writes the phases and every deadline for a calendar program, with alarms; written again later, the file changes what "
        "it wrote before."
    ),
)
@option("--all", "show_all", is_flag=True, help=N_("Every date, also those that are done."))
@option("--ics", "calendar", metavar="FILE", help=N_("Write a calendar file, the same as -f ics -o FILE."))
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@format_options(*FORMATS)
def COMMAND(  # noqa: N802
    ctx: Context,
    calendar: str | None,
    campaign: str | None,
    format: str | None,  # noqa: A002
    output: str | None,
    *,
    show_all: bool,
    as_json: bool,
) -> None:
    """List deadlines."""
    chosen = _choose(format, output, calendar, as_json=as_json)
    view = ctx.choose(campaign)
    if chosen.format == CALENDAR:
        from tracker.render.formats.ics import render_ics  # noqa: PLC0415 a format is loaded when it is written

        _write(chosen, render_ics(view.campaign, view.as_of))
        return
    deadlines = all_deadlines(view) if show_all else open_deadlines(view)
    said = Answer(
        document=lambda: compose_deadlines(deadlines, with_state=show_all),
        shape=lambda: shape_deadlines(view, deadlines),
        rows=lambda: shape_deadline_rows(view, deadlines),
        columns=deadline_columns,
    )
    answer(chosen, said)


def _choose(format: str | None, output: str | None, calendar: str | None, *, as_json: bool) -> Output:  # noqa: A002
    """Return where the answer goes and in which format; --ics names both.

    Raises: TrackerError formats-differ, format-unknown.
    """
    others = [one for one in ("json" if as_json else None, format, output) if one not in (None, CALENDAR)]
    if calendar is not None and others:
        raise TrackerError.of("formats-differ", formats=[CALENDAR, *others])
    return choose_output(format if calendar is None else CALENDAR, as_json, calendar or output, FORMATS)


def _write(output: Output, text: str) -> None:
    if output.file:
        write_answer(Path(output.file), (text,))
    else:
        write_out(text)
