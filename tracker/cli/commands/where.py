"""tracker where."""

from tracker import __version__
from tracker.cli.command import command
from tracker.cli.context import Context, Found
from tracker.cli.output import TABLE, Answer, answer, choose_output, output_options
from tracker.error_table import N_
from tracker.i18n import _, language
from tracker.render.document import Column, Document, Role, Run, Table

FORMATS = (TABLE, "json")
_REASONS = {
    "here": N_("found in this folder"),
    "above": N_("found in a folder above"),
    "beside": N_("beside campaigns.yaml"),
}


@command("where", summary=N_("Show which files are used, and why."), examples=("tracker where", "tracker where --json"))
@output_options(*FORMATS)
def COMMAND(ctx: Context, format: str | None, as_json: bool, output: str | None) -> None:  # noqa: A002, N802
    """Show the files in use."""
    files = {"campaigns": ctx.campaigns_file, "store": ctx.store_file}
    said = Answer(document=lambda: _document(ctx, files), shape=lambda: _shape(ctx, files))
    answer(choose_output(format, as_json, output, FORMATS), said)


def _shape(ctx: Context, files: dict[str, Found]) -> dict[str, object]:
    found = {
        name: {"path": str(one.path.absolute()), "source": one.source, "exists": one.path.exists()}
        for name, one in files.items()
    }
    return {"schema": "tracker.where/1", "version": __version__, **found, "today": ctx.today, "language": language()}


def _document(ctx: Context, files: dict[str, Found]) -> Document:
    rows = []
    for name, one in files.items():
        reason = _(_REASONS.get(one.source, one.source))
        state = "" if one.path.exists() else _("not there yet")
        rows.append((name, str(one.path.absolute()), " · ".join(part for part in (reason, state) if part)))
    rows += [("today", str(ctx.today), ""), ("language", language(), ""), ("version", __version__, "")]
    columns = (Column(""), Column(""), Column("", shrinks=True))
    return (
        Table(columns, tuple((Run(name, Role.QUIET), Run(text), Run(why, Role.QUIET)) for name, text, why in rows)),
    )
