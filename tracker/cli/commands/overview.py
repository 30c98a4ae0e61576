"""Bare `tracker`: a short overview of the running campaigns."""

import click

from tracker.cli.command import given_options
from tracker.cli.context import Context, Options
from tracker.cli.errors import warn
from tracker.cli.screen import console
from tracker.errors import TrackerError
from tracker.i18n import _
from tracker.render.compose_status import compose_overview
from tracker.render.document import Document, Gap, Role, Run, paragraph
from tracker.render.formats.terminal import render_terminal
from tracker.render.words import compose_known_at
from tracker.services.status import build_status


def show_overview(click_context: click.Context) -> None:
    """Show a line for each running campaign, or how to begin where there is none."""
    ctx = Context(Options(**given_options(click_context)), "", warn)
    try:
        statuses = [build_status(ctx.view(one)) for one in ctx.likely(None)]
    except TrackerError as error:
        if error.code != "no-campaigns-file":
            raise
        render_terminal(_first_run(), console())
        return
    commands = paragraph(
        Run("tracker status · tracker log · tracker units --missing · tracker report weekly", Role.CODE)
    )
    known_at = [compose_known_at(ctx.known_at)] if ctx.known_at else []
    render_terminal((*compose_overview(statuses), *known_at, Gap(), commands), console())


def _first_run() -> Document:
    return (
        paragraph(Run("tracker demo", Role.CODE), "        ", _("a sandbox with a real campaign, to look around in")),
        paragraph(Run("tracker init", Role.CODE), "        ", _("a campaign of your own, in this folder")),
        paragraph(Run("tracker help start", Role.CODE), "  ", _("from nothing to the first weekly report")),
    )
