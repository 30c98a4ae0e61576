"""Targets and baselines: what an import changes, shown before it is written, and the targets that are set."""

from collections.abc import Sequence
from fractions import Fraction

from tracker.domain.book_changes import BookChanges, BookRow, find_held, is_in_force, targets_of
from tracker.domain.books import BaselineRow
from tracker.domain.criteria import PER_CENT, Aim, Criterion, Kind, TargetRow
from tracker.domain.quantity import THOUSAND, rounded
from tracker.i18n import _, day, ngettext, number, percent
from tracker.render.compose_receipts import say_first, say_undo
from tracker.render.compose_works import compose_works
from tracker.render.document import Block, Column, Document, Gap, Heading, Role, Run, Table, Title, paragraph
from tracker.render.event_words import BOOKS
from tracker.render.words import NOTHING, say_long_span, say_thousandths
from tracker.services.view import View
from tracker.services.works import WorkStatus

MOST_ROWS = 30


def compose_book_changes(changes: BookChanges, view: View) -> Document:
    """Compose what an import makes new or different."""
    title = _("{book} from {file}").format(book=_(BOOKS[changes.book]).capitalize(), file=changes.source)
    criteria = view.campaign.criteria_by_id
    when = _("Same period") if changes.book == "baselines" else _("Phase")
    columns = (
        Column(_("Unit"), wraps=True), Column(_("Criterion"), wraps=True), Column(when), Column(_("Before"), right=True),
        Column(_("Now"), right=True), Column(_("From")),
    )  # fmt: skip
    shown = changes.rows[:MOST_ROWS]
    rows = tuple(
        (
            Run(_say_whose(after, view)),
            Run(criteria[after.criterion].title),
            Run(_say_when(after, view)),
            Run(_say_before(before, after, view, criteria[after.criterion]), Role.QUIET),
            Run(_say_row(after, criteria[after.criterion]), Role.STRONG),
            Run(day(after.start) if isinstance(after, TargetRow) and after.start else ""),
        )
        for before, after in shown
    )
    more = len(changes.rows) - len(shown)
    facts = (view.campaign.name, changes.reason)
    return (
        Title(title),
        Heading(title),
        paragraph(Run(" · ".join(one for one in facts if one), Role.QUIET)),
        Gap(),
        Table(columns, rows, ngettext("and {count} more row", "and {count} more rows", more) if more else ""),
    )


def compose_book_edited(changes: BookChanges, file: str, kept: str, *, dry_run: bool, undo: str) -> Document:
    """Compose what was written into which file, and where the old one is; `undo` takes it back."""
    counts = (
        ngettext("{count} new row", "{count} new rows", changes.added) if changes.added else "",
        ngettext("{count} row changed", "{count} rows changed", changes.changed) if changes.changed else "",
        ngettext("{count} row as it was", "{count} rows as they were", changes.same) if changes.same else "",
    )
    said = ", ".join(one for one in counts if one) or _("nothing to change")
    title = _(BOOKS[changes.book]).capitalize()
    lines: list[Block] = [*say_first(dry_run), paragraph(Run("✔ ", Role.GOOD), Run(title, Role.STRONG), f": {said}")]
    if any(before and isinstance(after, TargetRow) and not after.start for before, after in changes.rows):
        hint = _("they hold from the beginning; with --from DAY --reason TEXT what was before stays what it was")
        lines.append(paragraph(Run(hint, Role.QUIET), indent=2))
    if changes.passed_over:
        labels = ", ".join(f"{label} ({row})" for row, label in changes.passed_over[:MOST_ROWS])
        lines.append(paragraph(_("passed over, as no unit's: {rows}").format(rows=labels), indent=2))
    if file:
        lines.append(paragraph(_("written: {files}").format(files=file), indent=2))
    if kept:
        lines.append(paragraph(_("the old ones: {kept}").format(kept=kept), indent=2))
    return (*lines, *say_undo("" if dry_run else undo))


def compose_targets(view: View, targets: Sequence[TargetRow], works: Sequence[WorkStatus]) -> Document:
    """Compose the targets that are set, with their changes and named works; those that do not hold today are quiet."""
    title = _("Targets of {campaign}").format(campaign=view.campaign.name)
    if not targets:
        return (Title(title), paragraph(_("No target is set.")))
    criteria = view.campaign.criteria_by_id
    everything = targets_of(view.campaign)
    columns = (
        Column(_("Criterion"), wraps=True), Column(_("Unit"), wraps=True), Column(_("Phase")), Column(_("Target"), right=True),
        Column(_("From")), Column(_("Reason"), wraps=True),
    )  # fmt: skip
    rows = []
    for one in targets:
        role = Role.PLAIN if is_in_force(everything, one, view.as_of) else Role.QUIET
        criterion = criteria[one.criterion]
        texts = (criterion.title, _say_whose(one, view), _say_when(one, view), say_target_amount(criterion, one.amount))
        since = day(one.start) if one.start else ""
        rows.append(tuple(Run(text, role) for text in (*texts, since, one.reason)))
    named = (Gap(), Heading(_("Works"), 2), compose_works(view, works)) if works else ()
    return (Title(title), Heading(title), Table(columns, tuple(rows)), *named)


def say_target_amount(criterion: Criterion, amount: int | None) -> str:
    """Write a target as it was set: 12, 75%, 5% less, at most 20, not assigned."""
    if amount is None:
        return _("not assigned")
    if criterion.aim is Aim.REDUCE:
        return _("{share} less").format(share=percent(rounded(Fraction(amount, PER_CENT), 5)))
    if criterion.is_percent:
        said = percent(rounded(Fraction(amount, PER_CENT), 5))
    elif criterion.kind is Kind.RATE:
        said = number(rounded(Fraction(amount, THOUSAND), 3))
    else:
        said = say_thousandths(criterion, amount)
    return _("at most {amount}").format(amount=said) if criterion.aim is Aim.STAY_UNDER else said


def _say_row(row: BookRow, criterion: Criterion) -> str:
    if isinstance(row, TargetRow):
        return say_target_amount(criterion, row.amount)
    said = say_thousandths(criterion, row.quantity)
    return f"{said}/{say_thousandths(criterion, row.denominator)}" if criterion.kind is Kind.RATE else said


def _say_before(before: BookRow | None, after: BookRow, view: View, criterion: Criterion) -> str:
    """Say what a row stands in the place of, or what held for its unit until then."""
    if before is None and isinstance(after, TargetRow):
        phase = next((one.span for one in view.campaign.phases if one.id == after.phase), view.campaign.span)
        before = find_held(targets_of(view.campaign), after, criterion, view.roster, after.start or phase.start)
    return _say_row(before, criterion) if before else NOTHING


def _say_whose(row: BookRow, view: View) -> str:
    if row.unit:
        return f"{view.roster.name_on(row.unit, view.campaign.span.start)} [{row.unit}]"
    level = row.level if isinstance(row, TargetRow) else ""
    return _("each {level}").format(level=level) if level else _("the whole campaign")


def _say_when(row: BookRow, view: View) -> str:
    if isinstance(row, BaselineRow):
        return say_long_span(row.span)
    return next((one.title for one in view.campaign.phases if one.id == row.phase), row.phase)
