"""What an import answers: what was written, what was passed over, and before that how the file was understood."""

from collections.abc import Iterator, Sequence

from tracker.i18n import _, day, ngettext, number, weekday
from tracker.render.compose_receipts import say_first, say_logged, say_undo
from tracker.render.document import Block, Column, Document, Role, Run, Table, paragraph
from tracker.render.words import say_span
from tracker.services.deliveries import Delivered
from tracker.services.intake_outcome import Intake, LeftOut, Understood
from tracker.services.view import View


def compose_intake(
    file: str, intake: Intake, left_out: LeftOut, views: Sequence[View], *, dry_run: bool, undo: str = ""
) -> Document:
    """Compose what an import did; a rehearsal shows the first entries as understood; `undo` takes it back."""
    rejected = len({one.row for one in intake.rejected})
    counts = [
        ngettext("{count} row", "{count} rows", intake.rows),
        (_("{count} to be written") if dry_run else _("{count} written")).format(count=number(intake.written)),
        _("{count} already there").format(count=number(intake.already_there)) if intake.already_there else "",
        _("{count} unchanged").format(count=number(intake.unchanged)) if intake.unchanged else "",
        _("{count} recorded late").format(count=number(intake.recorded_late)) if intake.recorded_late else "",
        ngettext("{count} row rejected", "{count} rows rejected", rejected) if rejected else "",
    ]
    line = paragraph(Run("✔ ", Role.GOOD), Run(file, Role.STRONG), ": " + " · ".join(part for part in counts if part))
    passed_over = _say_left_out(left_out)
    returns = intake.returns or ()
    return (
        *say_first(dry_run),
        *(_compose_first(intake, views) if dry_run else ()),
        line,
        *((paragraph(Run(passed_over, Role.QUIET), indent=2),) if passed_over else ()),
        *(paragraph(*_say_returns(one, dry_run=dry_run), indent=2) for one in returns),
        *say_undo("" if dry_run or intake.batch is None else undo),
    )


def _say_returns(one: Delivered, *, dry_run: bool) -> Iterator[Run]:
    """Say what became of the returns of a campaign."""
    filed = (
        ngettext("{count} return to be filed", "{count} returns to be filed", one.filed)
        if dry_run
        else ngettext("{count} return filed", "{count} returns filed", one.filed)
    )
    nil = ngettext("{count} nil", "{count} nil", one.nil)
    parts = [
        f"{filed} ({nil})" if one.nil else filed,
        _("{count} already there").format(count=number(one.already_there)) if one.already_there else "",
    ]
    yield Run(f"{one.title} {say_span(one.week)}: " + " · ".join(part for part in parts if part))
    if one.filed:
        yield Run(" · ")
        yield Run(_("on time"), Role.GOOD) if one.is_on_time else Run(_("late"), Role.BAD)


def _say_left_out(left_out: LeftOut) -> str:
    rows = ", ".join(f"{row} ({label})" for row, label in left_out.rows)
    parts = [
        _("columns: {names}").format(names=", ".join(left_out.columns)) if left_out.columns else "",
        _("rows: {names}").format(names=rows) if rows else "",
        ngettext("{count} zero", "{count} zeros", left_out.zeros) if left_out.zeros else "",
    ]
    said = "; ".join(part for part in parts if part)
    return _("Left out: {parts}").format(parts=said) if said else ""


def _compose_first(intake: Intake, views: Sequence[View]) -> tuple[Block, ...]:
    if not intake.first:
        return ()
    titles = (_("Row"), _("Date"), _("Unit"), _("Criterion"), _("Figure"))
    columns = tuple(Column(title, right=at in (0, 4), shrinks=at in (2, 3)) for at, title in enumerate(titles))
    rest = intake.written - len(intake.first)
    more = ngettext("and {count} more entry", "and {count} more entries", rest) if rest > 0 else ""
    return (Table(columns, tuple(_row(one, views) for one in intake.first), more),)


def _row(one: Understood, views: Sequence[View]) -> tuple[Run, ...]:
    posting = one.posting
    view = next(view for view in views if view.campaign.id == posting.campaign)
    criterion = next(found for found in view.campaign.criteria if found.id == posting.criterion)
    return (
        Run(str(one.row), Role.QUIET),
        Run(f"{weekday(posting.day)} {day(posting.day)}"),
        Run(view.roster.last_version(posting.unit, posting.day).name),
        Run(view.campaign.title_of(criterion.id, posting.work)),
        Run(say_logged(posting, criterion), Role.STRONG),
    )
