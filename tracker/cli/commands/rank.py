"""tracker rank."""

from typing import TYPE_CHECKING

import msgspec

from tracker.cli.command import command, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, Output, answer, output_options
from tracker.domain.campaign import Phase
from tracker.i18n import N_
from tracker.services.closing import defined_at_closing, frozen
from tracker.services.phases import choose_phase
from tracker.services.rank import build_ranking
from tracker.services.standings import ranked_on
from tracker.services.view import View

if TYPE_CHECKING:
    from tracker.render.document import Document
    from tracker.render.schemas.ranking import RankShape

FORMATS = (TABLE, "json", "csv", "md", "html")


@command(
    "rank",
    summary=N_("Rank the units of a phase, group by group."),
    examples=("tracker rank", 'tracker rank --phase dot-1 --cluster "Cụm mẫu H1" -o xep-hang.html'),
    more=N_(
        "Ranks the units of a phase by their points: within a cluster or, where units have none, those of a level under the "
        "same unit. How a campaign scores stands in campaigns.yaml: max_points of its criteria, or a scoring: of its own. Where "
        "a unit's points and rank come from: tracker explain."
    ),
)
@option("--cluster", metavar="NAME", help=N_("This cluster alone, or those under this unit."))
@option("--unit", "-u", metavar="UNIT", help=N_("This unit and all under it; ranks stay those of the whole group."))
@option("--phase", metavar="ID", help=N_("The phase; the one that runs, or ended last, unless said."))
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@output_options(*FORMATS)
def COMMAND(  # noqa: N802
    ctx: Context,
    cluster: str | None,
    unit: str | None,
    phase: str | None,
    campaign: str | None,
    chosen: Output,
) -> None:
    """Rank units."""
    from tracker.render.shapes.ranking import rank_columns, rank_rows, select_groups  # noqa: PLC0415 the help needs none

    view = ctx.choose(campaign, unit)
    in_phase = choose_phase(view, phase)
    named = defined_at_closing(view, in_phase) if unit else view
    found = ctx.find_unit(named, unit)
    below = {one.id for one in named.roster.subtree(found.id, ranked_on(in_phase, view.as_of))} if found else None
    document = select_groups(read_ranking(view, in_phase), cluster, below)
    said = Answer(
        lambda: _compose(document),
        lambda: document,
        lambda: rank_rows(document),
        rank_columns,
    )
    answer(chosen, said)


def _compose(document: "RankShape") -> "Document":
    from tracker.render.compose_ranking import compose_ranking  # noqa: PLC0415 JSON needs none

    return compose_ranking(document)


def read_ranking(view: View, phase: Phase) -> "RankShape":
    """Return the ranking of a phase; of a closed one as it was closed."""
    from tracker.render.shapes.ranking import shape_ranking  # noqa: PLC0415 likewise

    if kept := frozen(view, phase):
        from tracker.render.schemas.ranking import RankShape  # noqa: PLC0415 an open phase needs none

        return msgspec.convert(kept["rank"], RankShape)
    return shape_ranking(build_ranking(view, phase))
