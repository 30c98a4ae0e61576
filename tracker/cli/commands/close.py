"""tracker close."""

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tracker.cli.bar import Bar, shown
from tracker.cli.closed import choose_by_phase
from tracker.cli.command import argument, command, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, answer, choose_output, suggest_undo
from tracker.cli.prompts import can_ask, confirm
from tracker.cli.screen import console
from tracker.domain.campaign import Phase
from tracker.domain.phase_events import Authority
from tracker.domain.quality import Broken
from tracker.domain.ranking import RankState
from tracker.errors import Problem, TrackerError
from tracker.i18n import N_, _
from tracker.render.compose_closing import compose_closed
from tracker.render.formats.terminal import render_terminal
from tracker.render.shapes.closings import shape_closing
from tracker.services.closing import close_phase, find_closing, prepare_closing
from tracker.services.phases import find_phase
from tracker.services.quality import review_quality
from tracker.services.rank import Ranking, build_ranking
from tracker.services.scores import find_counting, given_of
from tracker.services.view import View

if TYPE_CHECKING:
    from tracker.render.document import Document


@command(
    "close",
    summary=N_("Close a phase: its figures, scores and ranks stay as they are."),
    examples=("tracker close dot-1 -n", "tracker close dot-1 --yes"),
    more=N_(
        "Freezes a phase that is over: its targets, units, entries, scores and ranks are kept under a hash, and rank, "
        "explain and the weekly reports of the phase say the same from then on. Entries dated in it are refused, or kept "
        "apart with --late. tracker reopen opens it again; tracker history shows both."
    ),
)
@argument("phase", metavar="PHASE")
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@option("--yes", "-y", is_flag=True, help=N_("Do not ask."))
@option("--dry-run", "-n", is_flag=True, help=N_("Show what would happen; write nothing."))
@option("--json", "as_json", is_flag=True, help=N_("Answer in JSON."))
def COMMAND(ctx: Context, phase: str, campaign: str | None, *, yes: bool, dry_run: bool, as_json: bool) -> None:  # noqa: N802
    """Close a phase."""
    info = ctx.batch_info(phase)
    view = choose_by_phase(ctx, campaign, phase)
    chosen = find_phase(view.campaign, phase)
    freezing = _Freezing(chosen)
    with shown(quiet=ctx.options.quiet) as freezing.bar:
        prepared = prepare_closing(view, chosen, freezing.freeze)
    ctx.warn([*_doubts(view, chosen, freezing.ranking)])
    is_asked = can_ask() and not (yes or dry_run)
    if is_asked:
        screen = console()
        screen.file = sys.stderr
        render_terminal(_table(prepared.document, is_tried=True), screen)
        if not confirm(_("Close {phase} with these ranks?").format(phase=chosen.title)):
            raise TrackerError.of("not-confirmed")
    open_journal = ctx.rehearse if dry_run else ctx.open_journal
    done = close_phase(view, chosen, prepared, freezing.freeze, open_journal, info, dry_run=dry_run)
    known = done.but(view=done.view.but(journal=ctx.reading))
    said = Answer(
        lambda: compose_closed(
            done,
            () if is_asked else _table(done.prepared.document, is_tried=dry_run),
            dry_run=dry_run,
            undo=suggest_undo(ctx),
        ),
        lambda: shape_closing(known, dry_run=dry_run),
    )
    answer(choose_output(None, as_json, None, (TABLE, "json")), said)


class _Freezing:
    """Makes the document of a phase, and keeps the ranking that it was made from."""

    def __init__(self, phase: Phase) -> None:
        self.phase = phase
        self.ranking: Ranking
        self.bar = Bar(quiet=True)

    def freeze(self, view: View) -> dict[str, Any]:
        from tracker.render.shapes.explanation import shape_explanation  # noqa: PLC0415 the help needs none
        from tracker.render.shapes.ranking import shape_ranking  # noqa: PLC0415 likewise

        ranking = self.ranking = build_ranking(view, self.phase, is_closed=True)
        units = [one.unit.id for group in ranking.groups for one in group.units]
        explained = {}
        for number, unit in enumerate(units):
            explained[unit] = shape_explanation(ranking, unit)
            self.bar.tell(number, len(units))
        return {"rank": shape_ranking(ranking), "explain": explained}


def _table(document: Any, *, is_tried: bool) -> "Document":
    from tracker.render.compose_ranking import compose_ranking  # noqa: PLC0415 JSON needs none

    return compose_ranking(document["rank"], is_tried=is_tried)


def _doubts(view: View, phase: Phase, ranking: Ranking) -> Iterator[Problem]:
    """Yield what is unfinished in a phase that is to be closed."""
    for one in view.campaign.phases:
        if one.span.end < phase.span.start and find_closing(view, one.id) is None:
            yield Problem("earlier-open", {"title": one.title, "phase": one.id})
    units = [one for group in ranking.groups for one in group.units]
    counts = {
        "closing-missing": sum(one.filed.expected - one.filed.actual for one in units),
        "closing-unranked": sum(one.place.state is RankState.NOT_ENOUGH_DATA for one in units),
        "closing-unscored": sum(
            given_of(one).authority is Authority.SELF for one in find_counting(ranking.given).values()
        ),
        "closing-unchecked": sum(isinstance(one.what, Broken) for one in review_quality(view, phase).findings),
    }
    yield from (Problem(code, {"count": count}) for code, count in counts.items() if count)
