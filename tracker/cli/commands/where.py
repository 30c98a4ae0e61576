"""tracker where."""

from datetime import date
from typing import TYPE_CHECKING

from tracker import __version__
from tracker.cli.command import command
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, Output, answer, output_options
from tracker.cli.places import Found
from tracker.domain.text import visible
from tracker.errors import TrackerError
from tracker.i18n import N_, _, language
from tracker.journal.evidence import folder_beside
from tracker.render.document import Column, Document, Role, Run, Table

if TYPE_CHECKING:
    from tracker.render.schemas.files import FileShape, WhereShape

FORMATS = (TABLE, "json")
_REASONS = {
    "here": N_("found in this folder"),
    "above": N_("found in a folder above"),
    "beside": N_("beside campaigns.yaml"),
    "beside the store": N_("beside the store"),
}


@command("where", summary=N_("Show which files are used, and why."), examples=("tracker where", "tracker where --json"))
@output_options(*FORMATS)
def COMMAND(ctx: Context, chosen: Output) -> None:  # noqa: N802
    """Show the files in use."""
    files = {
        "campaigns": ctx.campaigns_file,
        "store": ctx.store_file,
        "evidence": Found(str(folder_beside(ctx.store_file.name)), "beside the store"),
    }
    try:
        definition = ctx.definition
    except TrackerError:  # which files are used is asked most of all when one of them is wrong
        definition = None
    today, entries = ctx.counted(definition)
    said = Answer(document=lambda: _document(files, today), shape=lambda: _shape(files, today, entries))
    answer(chosen, said)


def _shape(files: dict[str, Found], today: date, entries: int | None) -> "WhereShape":
    return {
        "schema": "tracker.where/1",
        "as_of": today,
        "entries": entries,
        "version": __version__,
        "campaigns": _shape_file(files["campaigns"]),
        "store": _shape_file(files["store"]),
        "evidence": _shape_file(files["evidence"]),
        "today": today,
        "language": language(),
    }


def _shape_file(one: Found) -> "FileShape":
    return {"path": _say_path(one), "source": one.source, "exists": one.path.exists()}


def _say_path(one: Found) -> str:
    return visible(str(one.path.absolute()), kept="")


def _document(files: dict[str, Found], today: date) -> Document:
    rows = []
    for name, one in files.items():
        if name == "evidence" and not one.path.exists():
            continue  # it is made for the first file
        reason = _(_REASONS.get(one.source, one.source))
        state = "" if one.path.exists() else _("not there yet")
        rows.append((name, _say_path(one), " · ".join(part for part in (reason, state) if part)))
    rows += [("today", str(today), ""), ("language", language(), ""), ("version", __version__, "")]
    columns = (Column(""), Column(""), Column("", shrinks=True))
    return (
        Table(columns, tuple((Run(name, Role.QUIET), Run(text), Run(why, Role.QUIET)) for name, text, why in rows)),
    )
