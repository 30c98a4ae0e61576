"""tracker show."""

import re

import click

from tracker.cli.command import command
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, answer, choose_output, output_options
from tracker.error_table import N_
from tracker.errors import TrackerError
from tracker.render.compose_lists import compose_entry
from tracker.render.shapes.entries import shape_entry
from tracker.services.ports import Search

FORMATS = (TABLE, "json")


@command("show", summary=N_("Show one entry."), examples=("tracker show 1-42", "tracker show 1-42 --json"))
@click.argument("entry", metavar="ID")
@output_options(*FORMATS)
def COMMAND(ctx: Context, entry: str, format: str | None, as_json: bool, output: str | None) -> None:  # noqa: A002, N802
    """Show an entry."""
    parts = re.fullmatch(r"(\d{1,9})-(\d{1,18})", entry, re.ASCII)
    if not parts:
        raise TrackerError.of("bad-entry-id", text=entry)
    found = [one for one in ctx.reading.achievements(Search(id=int(parts[2]))) if one.id == entry]
    if not found:
        raise TrackerError.of("entry-not-found", id=entry)
    campaigns = {one.id: one for one in ctx.definition.campaigns}
    rosters = {one.id: ctx.roster(one) for one in ctx.definition.campaigns}
    entries = ctx.reading.entries(found[0].posting.campaign, ctx.today)
    said = Answer(
        document=lambda: compose_entry(found[0], campaigns, rosters, ctx.zone),
        shape=lambda: shape_entry(found[0], ctx.today, entries),
    )
    answer(choose_output(format, as_json, output, FORMATS), said)
