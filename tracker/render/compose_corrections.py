"""What correcting commands answer: what they did, and what that changed."""

from collections.abc import Sequence
from datetime import tzinfo

from tracker.domain.entries import Achievement
from tracker.i18n import _, moment, ngettext, number
from tracker.render.compose_receipts import say_effect, say_first, say_undo
from tracker.render.document import Document, Paragraph, Role, Run, paragraph
from tracker.render.record_words import say_about, say_change, say_counts, say_entry, say_record
from tracker.render.words import say_span
from tracker.services.amend import Amendment
from tracker.services.correcting import FigureChange
from tracker.services.discipline import Returns
from tracker.services.undo import Undoing
from tracker.services.view import View
from tracker.services.void import Voiding

MOST_FIGURES = 6


def compose_amendment(done: Amendment, views: Sequence[View], *, dry_run: bool, undo: str = "") -> Document:
    """Compose what an amendment did; `undo` takes it back."""
    ids = done.entry.id if dry_run else f"{done.entry.id} → {done.id}"
    changes = tuple(paragraph(say_change(one, done.posting, views), indent=2) for one in done.changes)
    return (
        *say_first(dry_run),
        _head(say_about(done.posting, views), _("amended"), ids),
        *changes,
        *_figures(done.figures, ()),
        *say_undo("" if dry_run else undo),
    )


def compose_voiding(done: Voiding, views: Sequence[View], *, dry_run: bool, undo: str = "") -> Document:
    """Compose what voiding did; `undo` takes it back."""
    record = done.record
    entry = record if isinstance(record, Achievement) else None
    about = say_about(entry.posting, views) if entry else say_record(record, views)
    return (
        *say_first(dry_run),
        _head(about, _("voided"), record.id),
        *((paragraph(say_entry(entry.posting, views), indent=2),) if entry else ()),  # names are long
        *_figures(done.figures, done.returns),
        *say_undo("" if dry_run else undo),
    )


def compose_undoing(done: Undoing, zone: tzinfo, *, dry_run: bool, undo: str = "") -> Document:
    """Compose what an undo did; `undo` takes that back again."""
    words, next_label = (_("Redone:"), _("Undo:")) if done.brings_back else (_("Undone:"), _("Redo:"))
    counts = say_counts(done.root.entries, done.root.returns, done.root.events)
    who = (
        _("invocation {number}").format(number=done.root.id),
        done.root.recorded_by,
        moment(done.root.recorded_at.astimezone(zone)),
    )
    return (
        *say_first(dry_run),
        paragraph(Run("✔ ", Role.GOOD), f"{words} ", Run(done.root.command, Role.STRONG), f", {counts}"),
        paragraph(" · ".join(who), indent=2),
        *_figures(done.figures, done.returns),
        *say_undo("" if dry_run else undo, next_label),
    )


def _head(about: str, what: str, ids: str) -> Paragraph:
    return paragraph(Run("✔ ", Role.GOOD), f"{about} · ", Run(what, Role.STRONG), Run(f"  {ids}", Role.CODE))


def _figures(figures: Sequence[FigureChange], returns: Sequence[tuple[View, Returns]]) -> tuple[Paragraph, ...]:
    """Say what happened to the figures and returns of the whole."""
    several = len({one.view.campaign.id for one in figures}) > 1
    lines = [say_effect(_whole(one, several=several), one.criterion, one.effect) for one in figures[:MOST_FIGURES]]
    if (more := len(figures) - MOST_FIGURES) > 0:
        lines.append(ngettext("and {count} more figure", "and {count} more figures", more))
    lines += [_say_returns(one) for _view, one in returns[:MOST_FIGURES]]
    if (more := len(returns) - MOST_FIGURES) > 0:
        lines.append(ngettext("and {count} more week", "and {count} more weeks", more))
    return tuple(paragraph(line, indent=2) for line in lines or [_("No figure changes.")])


def _whole(one: FigureChange, *, several: bool) -> str:
    campaign = one.view.campaign
    parts = (
        campaign.name if several else "",
        one.criterion.title,
        one.within.title if one.within and campaign.has_phases else "",
    )
    return ", ".join(part for part in parts if part)


def _say_returns(returns: Returns) -> str:
    assert returns.occurrence.covers is not None
    filed = _("{actual} of {expected} units have filed").format(
        actual=number(returns.actual), expected=number(len(returns.expected))
    )
    return f"{returns.deadline.title} {say_span(returns.occurrence.covers)}: {filed}"
