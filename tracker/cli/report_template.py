"""tracker report template."""

from pathlib import Path

from tracker.cli.command import command, option
from tracker.cli.context import Context
from tracker.cli.output import write_out
from tracker.cli.screen import is_terminal
from tracker.cli.written_file import write_file
from tracker.errors import TrackerError
from tracker.i18n import N_


@command(
    "template",
    summary=N_("Write a Word template for papers, to make your own of."),
    examples=("tracker report template -o mau.docx", "tracker report template -o template.docx --lang en"),
    more=N_(
        "Writes a Word document in the layout of the law that has names, as {{ number }}, where the texts of a paper come. "
        "Change it in Word as you like, then give it to --template of a report. The user guide lists the names."
    ),
)
@option("--output", "-o", metavar="FILE", help=N_("The template's name; it must not be there yet."))
def template_command(ctx: Context, output: str | None) -> None:
    """Write a template."""
    from tracker.render.formats.docx_sample import render_sample  # noqa: PLC0415 slow to load

    if output in (None, "-"):
        if is_terminal():
            raise TrackerError.of("binary-to-terminal", format="docx")
        write_out(render_sample())
        return
    path = Path(str(output))
    if path.suffix.lower() != ".docx":
        raise TrackerError.of("format-unknown", path=path.name, known=[".docx"])
    if path.exists():
        raise TrackerError.of("template-exists", file=path.name)
    write_file(path, render_sample())
