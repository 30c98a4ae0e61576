"""tracker export."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from tracker.cli.bar import Bar, shown
from tracker.cli.command import Choice, command, option
from tracker.cli.commands.achievements import find_span
from tracker.cli.context import Context
from tracker.cli.output import Output, output_options, write_out
from tracker.cli.units_view import in_view, view_option
from tracker.cli.written_file import write_answer
from tracker.domain.quantity import as_decimal
from tracker.domain.units import Roster
from tracker.domain.value import Value
from tracker.errors import TrackerError
from tracker.files.roster_file import ROSTER_COLUMNS
from tracker.i18n import N_
from tracker.journal.export import ENTRY_COLUMNS, JOURNAL_COLUMNS, Row, read_entries, read_journal
from tracker.render.formats.streams import stream_csv, stream_json, stream_jsonl
from tracker.render.shapes.figures import viewed
from tracker.services.ports import Search
from tracker.services.unit_totals import unit_totals
from tracker.services.view import View

FORMATS = ("csv", "jsonl", "json")
JOURNAL = "journal"
TOTAL_COLUMNS = ("campaign", "phase", "criterion", "unit", "quantity", "denominator", "entries")
OFTEN = 1000


class Table(Value, frozen=True):
    """What is exported: the columns, the rows as they come and how many there may be."""

    columns: Sequence[str]
    rows: Iterable[Row]
    likely: int


@command(
    "export",
    summary=N_("Write entries, units, totals or the journal to a file for other programs."),
    examples=("tracker export -o thanh-tich.csv", "tracker export --what totals --phase dot-1 -f jsonl"),
    more=N_(
        "Writes the current entries, as tracker import reads them; the units, as a roster; what each unit achieved in each "
        "phase, criterion by criterion, without the units under it; or every row of the journal as it was recorded, returns "
        "and corrections too, with the hashes that chain them. Evidence that is a file lies in the evidence folder: an "
        "import elsewhere needs a copy of it beside its store."
    ),
)
@option(
    "--what",
    type=Choice(("achievements", "units", "totals", JOURNAL)),
    default="achievements",
    metavar="achievements|units|totals|journal",
    help=N_("What to write; achievements unless said."),
)
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@option("--unit", "-u", metavar="UNIT", help=N_("One unit and all under it."))
@view_option()
@option("--phase", metavar="ID", help=N_("A phase."))
@option("--since", metavar="DAY", help=N_("From this day, or week, on."))
@option("--until", metavar="DAY", help=N_("Up to this day."))
@output_options(*FORMATS)
def COMMAND(  # noqa: N802
    ctx: Context,
    what: str,
    campaign: str | None,
    chosen: Output,
    units_view: str | None,
    **limits: str | None,
) -> None:
    """Export."""
    if what in ("units", JOURNAL) and (given := [f"--{name}" for name, value in limits.items() if value]):
        raise TrackerError.of("export-limits", what=what, options=given)
    if units_view and what != "totals":
        raise TrackerError.of("option-needs", option="--view", others="--what totals")
    view = None if what == JOURNAL else ctx.choose(campaign, limits["unit"])
    view = view and in_view(view, units_view, ctx.find_unit(view, limits["unit"]))
    table = _TABLES[what](ctx, view, **limits) if view else _journal(ctx, campaign)
    with shown(quiet=ctx.options.quiet or chosen.file is None) as bar:
        rows = _watched(table, bar)
        match chosen.format:
            case "json":
                named = view.campaign.id if view else campaign
                parts = stream_json({**_head(ctx, view, what), "what": what, "campaign": named}, table.columns, rows)
            case "jsonl":
                parts = stream_jsonl(table.columns, rows)
            case _:
                parts = stream_csv(table.columns, rows)
        if chosen.file:
            write_answer(Path(chosen.file), parts)
        else:
            with suppress(BrokenPipeError):  # who reads has enough; click would make exit code 1 of it
                for part in parts:
                    write_out(part)


def _head(ctx: Context, view: View | None, what: str) -> dict[str, Any]:
    entries = view.journal.entries(view.campaign.id, view.as_of) if view else ctx.counted(ctx.definition)[1]
    known = {"known_at": ctx.known_at} if ctx.known_at else {}
    units: Any = viewed(view) if view and what == "totals" else {"view": None, "rolled_to": None}
    return {"schema": "tracker.export/1", "as_of": ctx.today, "entries": entries, **known, **units}


def _watched(table: Table, bar: Bar) -> Iterator[Row]:
    for number, row in enumerate(table.rows):
        if number % OFTEN == 0 and table.likely:
            bar.tell(number, table.likely)
        yield row


def _achievements(ctx: Context, view: View, unit: str | None, **limits: Any) -> Table:
    found = ctx.find_unit(view, unit)
    search = Search(
        campaign=view.campaign.id,
        units=view.roster.within(found.id) if found else None,
        span=find_span(ctx, view, **limits),
    )
    likely = view.journal.entries(view.campaign.id, view.as_of)
    return Table(ENTRY_COLUMNS, read_entries(ctx.reading, search), likely)


def _totals(ctx: Context, view: View, unit: str | None, **limits: Any) -> Table:
    found = ctx.find_unit(view, unit)
    totals = unit_totals(view, find_span(ctx, view, **limits), found.id if found else None)
    rows = (
        (
            view.campaign.id,
            one.phase or None,
            one.criterion,
            one.unit,
            as_decimal(one.quantity),
            None if one.denominator is None else as_decimal(one.denominator),
            one.entries,
            *([one.holder.held.value] if view.rolled else []),
        )
        for one in totals
    )
    return Table(TOTAL_COLUMNS + (("held",) if view.rolled else ()), rows, 0)


def _units(ctx: Context, view: View, **_: Any) -> Table:
    return Table([column.name for column in ROSTER_COLUMNS], _versions(view.roster), 0)


def _versions(roster: Roster) -> Iterator[Row]:
    for one in roster.versions:
        texts = (one.code, one.name, one.level, one.parent, one.cluster, "|".join(one.aliases))
        yield one.id, *(text or None for text in texts), one.valid_from, one.valid_to


def _journal(ctx: Context, campaign: str | None) -> Table:
    campaigns = [one.id for one in ctx.campaigns(campaign)] if campaign else None
    store = ctx.reading
    return Table(JOURNAL_COLUMNS, read_journal(store, campaigns), store.head()[0])


_TABLES: dict[str, Callable[..., Table]] = {"achievements": _achievements, "totals": _totals, "units": _units}
