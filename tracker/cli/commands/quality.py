"""tracker quality."""

from tracker.cli.command import command, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, Output, answer, output_options
from tracker.i18n import N_
from tracker.render.compose_quality import compose_quality
from tracker.render.shapes.quality import quality_columns, shape_quality, shape_quality_rows
from tracker.services.phases import choose_phase
from tracker.services.quality import review_quality

FORMATS = (TABLE, "json", "csv", "md", "html")


@command(
    "quality",
    summary=N_("Show figures that are worth a second look."),
    examples=("tracker quality", "tracker quality --phase dot-1 -u th-381"),
    more=N_(
        "Looks at the figures of a phase as the units reported them: rules of checks: in campaigns.yaml that are not kept, units "
        "far from their peers (modified z-score), and entries outside plausible: of their criterion. Nothing is refused "
        "or changed, and the exit code is 0: what is wrong is amended, what is right is left."
    ),
)
@option("--phase", metavar="ID", help=N_("The phase; the one that runs, or ended last, unless said."))
@option("--unit", "-u", metavar="UNIT", help=N_("This unit and all under it."))
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@output_options(*FORMATS)
def COMMAND(  # noqa: N802
    ctx: Context,
    phase: str | None,
    unit: str | None,
    campaign: str | None,
    chosen: Output,
) -> None:
    """Look at figures again."""
    view = ctx.choose(campaign, unit)
    found = ctx.find_unit(view, unit)
    quality = review_quality(view, choose_phase(view, phase), found.id if found else None)
    said = Answer(
        document=lambda: compose_quality(quality),
        shape=lambda: shape_quality(quality),
        rows=lambda: shape_quality_rows(quality),
        columns=quality_columns,
    )
    answer(chosen, said)
