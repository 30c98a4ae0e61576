"""tracker explain."""

from typing import TYPE_CHECKING

import msgspec

from tracker.cli.command import argument, command, option
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, Output, answer, output_options
from tracker.domain.campaign import Phase
from tracker.errors import TrackerError
from tracker.i18n import N_
from tracker.services.closing import defined_at_closing, find_closing, frozen, view_at_closing
from tracker.services.phases import choose_phase, find_phase
from tracker.services.rank import build_ranking
from tracker.services.scores import find_leaf
from tracker.services.standings import ranked_on
from tracker.services.view import View

if TYPE_CHECKING:
    from tracker.domain.units import UnitVersion
    from tracker.render.document import Document
    from tracker.render.schemas.explanation import EntryShape, ExplainShape

FORMATS = (TABLE, "json", "md", "html")


@command(
    "explain",
    summary=N_("Explain a unit's points and rank, number by number."),
    examples=("tracker explain th-14755", "tracker explain th-14755 -c mo-hinh --phase dot-1"),
    more=N_(
        "Shows where a unit's points and rank come from: each line with its figures, the formula with the numbers in it, the "
        "entries behind it, what people gave and why; then why this rank and not the next one. With --criterion the entries "
        "themselves. The JSON document is enough to work all of it out again without this program."
    ),
)
@argument("unit", metavar="UNIT")
@option("--criterion", "-c", metavar="CRITERION", help=N_("This line alone, with its entries."))
@option("--phase", metavar="ID", help=N_("The phase; the one that runs, or ended last, unless said."))
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@output_options(*FORMATS)
def COMMAND(  # noqa: N802
    ctx: Context,
    unit: str,
    criterion: str | None,
    phase: str | None,
    campaign: str | None,
    chosen: Output,
) -> None:
    """Explain a unit's place."""
    view = ctx.choose(campaign, unit)
    in_phase = choose_phase(view, phase)
    found = defined_at_closing(view, in_phase).roster.find(unit, ranked_on(in_phase, view.as_of), fragments=True)
    leaf = None if criterion is None else _find_line(view, found, criterion)
    document = _read(ctx, view, in_phase, found, leaf)
    said = Answer(lambda: _compose(document, alone=leaf is not None), lambda: document)
    answer(chosen, said)


def _find_line(view: View, unit: "UnitVersion", criterion: str) -> str:
    from tracker.domain.criterion_names import find_criterion  # noqa: PLC0415 all lines need none

    found = find_criterion(view.campaign, criterion, fragments=True)
    return find_leaf(view, unit, found, with_penalties=True).name


def _compose(document: "ExplainShape", *, alone: bool) -> "Document":
    from tracker.render.compose_explanation import compose_explanation  # noqa: PLC0415 JSON needs none

    return compose_explanation(document, alone=alone)


def _read(ctx: Context, view: View, phase: Phase, unit: "UnitVersion", criterion: str | None) -> "ExplainShape":
    """Return the explanation of a unit, of a closed phase as it was closed; with the entries of a line that is asked for."""
    from tracker.render.shapes.explanation import shape_explanation  # noqa: PLC0415 the help needs none

    kept = frozen(view, phase)
    if kept is None:
        return shape_explanation(build_ranking(view, phase), unit.id, criterion)
    if unit.id not in kept["explain"]:
        raise TrackerError.of("unit-not-ranked", unit=unit.name, day=ranked_on(phase, view.as_of))
    from tracker.render.schemas.explanation import ExplainShape  # noqa: PLC0415 an open phase needs none

    document = msgspec.convert(kept["explain"][unit.id], ExplainShape)
    if criterion is None:
        return document
    (line,) = (one for one in document["lines"] if one["criterion"] == criterion)
    return {**document, "lines": [{**line, "entries": _entries_at_closing(ctx, view, phase, unit, criterion)}]}


def _entries_at_closing(
    ctx: Context, view: View, phase: Phase, unit: "UnitVersion", criterion: str
) -> "list[EntryShape] | None":
    """Return the entries that a closed line rests on, as they stood when the phase was closed."""
    from tracker.journal.known import limit_to_row  # noqa: PLC0415 few ask for entries
    from tracker.render.shapes.explanation import shape_explanation  # noqa: PLC0415 the help needs none

    closing = find_closing(view, phase.id)
    assert closing is not None
    then = view_at_closing(view, closing)
    limit_to_row(ctx.reading, closing.closed.last)
    ranking = build_ranking(then, find_phase(then.campaign, phase.id), is_closed=True)
    (line,) = shape_explanation(ranking, unit.id, criterion)["lines"]
    return line["entries"]
