"""tracker template."""

import sys
from collections.abc import Collection, Sequence
from pathlib import Path

from tracker.cli.command import command, option
from tracker.cli.context import Context
from tracker.cli.written_file import write_file
from tracker.domain.calendar import Span, week_name
from tracker.domain.campaign import Campaign
from tracker.domain.criteria import Criterion, Kind
from tracker.domain.units import UnitVersion
from tracker.errors import TrackerError
from tracker.files.entries_file import COLUMNS, NOT_READ
from tracker.files.header import FIGURE, Header
from tracker.files.wide import denominator_of, figure_columns
from tracker.i18n import N_, _
from tracker.render.formats.entry_workbook import EntryForm, FigureColumn, render_entry_workbook
from tracker.render.words import say_span
from tracker.services.view import View

SUFFIX = ".xlsx"


@command(
    "template",
    summary=N_("Make a workbook to fill in a week's figures."),
    examples=("tracker template -u th --children", "tracker template -u th-14755 --week last -o tuan.xlsx"),
    more=N_(
        "Writes a workbook with a row a unit and a column a criterion, whose cells take only what an import takes. Filled "
        "in, it is imported as it is: tracker import FILE. Each row has a day of the week, which can be chosen."
    ),
)
@option("--unit", "-u", metavar="UNIT", required=True, help=N_("The unit that fills it in."))
@option("--children", is_flag=True, help=N_("A row for each unit directly under it too."))
@option("--week", metavar="WEEK", help=N_("The week; this one unless said."))
@option("--campaign", "-C", metavar="ID", help=N_("The campaign."))
@option("--output", "-o", metavar="FILE", help=N_("The workbook's name; it must not be there yet."))
@option("--dry-run", "-n", is_flag=True, help=N_("Show what would happen; write nothing."))
def COMMAND(  # noqa: N802
    ctx: Context,
    unit: str,
    week: str | None,
    campaign: str | None,
    output: str | None,
    *,
    children: bool,
    dry_run: bool,
) -> None:
    """Make an entry workbook."""
    ctx.refuse_known_at()
    view = ctx.choose(campaign, unit)
    whole = view.campaign.parse_week(week, ctx.today)
    days = _days_within(view.campaign, whole)
    day = min(days.end, max(days.start, ctx.today))
    found = _find_unit(ctx, view.but(as_of=day), unit)
    units = [found, *(view.roster.children(found.id, day) if children else ())]
    name = week_name(whole)
    path = _path(output, f"{view.campaign.id}-{found.id}-{name}{SUFFIX}")
    form = EntryForm(
        heading=f"{view.campaign.name} · {found.name} · {say_span(days)}",
        campaign=view.campaign.id,
        week=name,
        days=days,
        day=day,
        units=[(one.id, one.name) for one in units],
        figures=_figures(view.campaign, ctx.campaigns(), {one.id for one in units}),
    )
    content = render_entry_workbook(form)
    if not dry_run:
        write_file(path, content)
    sys.stdout.write(f"{path}\n")


def _days_within(campaign: Campaign, week: Span) -> Span:
    days = week.clip(campaign.span)
    if days is None:
        of = {"campaign": campaign.name, "first": campaign.span.start, "last": campaign.span.end}
        raise TrackerError.of("week-outside", start=week.start, end=week.end, **of)
    return days


def _find_unit(ctx: Context, view: View, text: str) -> UnitVersion:
    """Return a unit as it is on the day of its figures.

    Raises: TrackerError unit-not-alive, unit-not-found, unit-ambiguous.
    """
    found, roster = ctx.find_unit(view, text), view.roster
    assert found is not None
    if not found.is_alive(view.as_of):
        raise roster.not_alive(found, view.as_of)
    return found


def _path(output: str | None, usual: str) -> Path:
    """Return where the workbook goes; one that is there may have been filled in.

    Raises: TrackerError format-unknown, workbook-exists.
    """
    path = Path(output or usual)
    if path.suffix.lower() != SUFFIX:
        raise TrackerError.of("format-unknown", path=path.name, known=[SUFFIX])
    if path.exists():
        raise TrackerError.of("workbook-exists", file=str(path))
    return path


def _figures(campaign: Campaign, campaigns: Sequence[Campaign], units: Collection[str]) -> list[FigureColumn]:
    """Return a column for each criterion, two for a rate, with titles that an import knows.

    A milestone has none whose works each of the units enters by name.
    """
    header = Header([*COLUMNS, *NOT_READ, *figure_columns(campaigns)])
    columns = []
    named = {(one.criterion, one.unit) for one in campaign.books.works} if campaign.has_books else set()
    for one in campaign.criteria:
        if all((one.id, unit) in named for unit in units):
            continue
        title = _title(header, one, campaign)
        columns.append(FigureColumn(title, one.decimals, is_state=one.is_state))
        if one.kind is Kind.RATE:
            of = _("{title} (denominator)").format(title=title)
            known = header.name_of(of) == denominator_of(str(header.name_of(title)))
            columns.append(FigureColumn(of if known else f"{title} /", one.decimals, is_state=one.is_state))
    return columns


def _title(header: Header, criterion: Criterion, campaign: Campaign) -> str:
    """Return the first name of a criterion under which an import finds it and no other: its title, or else its id."""
    is_alone = sum(one.title == criterion.title for one in campaign.criteria) == 1
    names = [criterion.title, f"{criterion.title} ({criterion.measure})"] if is_alone else []
    means = (FIGURE + criterion.id, FIGURE + criterion.title)
    return next((name for name in names if header.name_of(name) in means), criterion.id)
