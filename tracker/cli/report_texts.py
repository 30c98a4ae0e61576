"""What people write for a report, and the letterhead around it: where the texts are, and --edit, which opens them."""

import os
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from tracker.cli.context import Context
from tracker.cli.output import Output, refuse_screen
from tracker.cli.places import near
from tracker.cli.prompts import can_ask
from tracker.cli.written_file import write_file
from tracker.domain.campaign import Campaign
from tracker.domain.letterhead import Letterhead
from tracker.domain.report_texts import ReportKind, ReportTexts
from tracker.domain.units import UnitVersion
from tracker.errors import Problem, TrackerError
from tracker.files.report_texts_file import path_of_texts, read_report_texts
from tracker.i18n import _, language
from tracker.render.report_skeleton import render_skeleton
from tracker.render.words import say_long_span

if TYPE_CHECKING:
    from tracker.services.review import Review
    from tracker.services.weekly import Weekly


_NEEDED = {"docx": ("docx", "python-docx"), "pdf": ("typst", "typst")}  # by the formats that the texts go into


class Subject(NamedTuple):
    """What a report is on: `name` is that of its week or the id of its phase, "" of the whole campaign."""

    kind: ReportKind
    campaign: Campaign
    name: str
    unit: UnitVersion | None
    title: str


def subject_of_week(weekly: "Weekly") -> Subject:
    """Return what a weekly report is on."""
    title = _("Weekly report {days}").format(days=say_long_span(weekly.week))
    return Subject(ReportKind.WEEKLY, weekly.view.campaign, weekly.name, weekly.unit, title)


def subject_of_review(review: "Review") -> Subject:
    """Return what the review of a phase or of the campaign is on."""
    campaign, phase = review.view.campaign, review.phase
    if phase is None:
        return Subject(ReportKind.FINAL, campaign, "", review.unit, _("Final review"))
    return Subject(
        ReportKind.PHASE, campaign, phase.id, review.unit, _("Interim review of {phase}").format(phase=phase.title)
    )


def letterhead_now(ctx: Context, subject: Subject) -> Letterhead:
    """Return the letterhead as it is defined today: a paper of a phase that was closed is signed by who signs now."""
    now = (one.letterhead for one in ctx.definition.campaigns if one.id == subject.campaign.id)
    return next(now, Letterhead())


def texts_of_report(ctx: Context, subject: Subject) -> ReportTexts:
    """Return what people wrote for a report, which may be nothing.

    Raises: TrackerError with every problem of the file.
    """
    return read_report_texts(_path(ctx, subject), subject.kind, language())


def edit_texts(ctx: Context, subject: Subject, output: Output) -> None:
    """Open a report's texts in the person's editor, making the file where there is none; where nobody is there, say where it is.

    What would keep the report from being written is told before anybody types.
    Raises: TrackerError with every problem of the file afterwards; file-unwritable, editor-failed; what `output` lacks.
    """
    _check_output(output)
    path = _path(ctx, subject)
    if not path.exists():
        _make(path, subject)
    if can_ask():
        _open(path)
    else:
        ctx.warn([Problem("texts-here", {"file": str(near(path))})])
    read_report_texts(path, subject.kind, language())
    if output.format not in _NEEDED:
        ctx.warn([Problem("texts-left-out", {})])


def _check_output(output: Output) -> None:
    """See that a paper can be written: what it is put into is there, and the libraries are.

    Raises: TrackerError binary-to-terminal, extra-missing, and what is wrong with the template.
    """
    refuse_screen(output)
    module, library = _NEEDED.get(output.format, ("", ""))
    if module and find_spec(module) is None:
        raise TrackerError.of("extra-missing", library=library, extra=output.format)
    if output.template:
        from tracker.render.formats.docx_template import open_template  # noqa: PLC0415 hardly any paper has a template

        open_template(Path(output.template))


def _path(ctx: Context, subject: Subject) -> Path:
    folder = Path(os.path.realpath(ctx.campaigns_file.name)).parent
    unit = subject.unit.id if subject.unit else ""
    return path_of_texts(folder, subject.campaign.id, subject.kind, subject.name, unit)


def _make(path: Path, subject: Subject) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TrackerError.of("file-unwritable", file=str(near(path)), reason=error.strerror or str(error)) from None
    named = (subject.title, subject.campaign.name, subject.unit.name if subject.unit else "")
    write_file(path, render_skeleton(subject.kind, " · ".join(part for part in named if part)))


def _open(path: Path) -> None:
    try:
        click.edit(filename=str(path))
    except (click.ClickException, ValueError):  # it ended with an error, is not there, or its quotes are not closed
        editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
        raise TrackerError.of("editor-failed", editor=editor, file=str(near(path))) from None
