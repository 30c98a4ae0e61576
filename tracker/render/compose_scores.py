"""Points that people give: receipts and lists."""

from collections.abc import Sequence

from tracker.domain.campaign import Campaign, Phase
from tracker.domain.events import EventRecord
from tracker.domain.phase_events import ScoreGiven
from tracker.domain.quantity import as_decimal
from tracker.domain.scoring import limits
from tracker.domain.statements import Explanation
from tracker.i18n import _, day, ngettext, signed, weekday
from tracker.render.compose_receipts import say_first, say_undo
from tracker.render.document import Cell, Column, Document, Role, Run, Table, Title, paragraph
from tracker.render.event_words import SAYS
from tracker.render.words import NOTHING
from tracker.services.scores import Scored, find_counting, given_of
from tracker.services.view import View

WIDE = 100


def _say_points(thousandths: int) -> str:
    return signed(as_decimal(thousandths))


def _title_of(campaign: Campaign, criterion: str) -> str:
    """Return what a criterion is called; its id where it is defined no more."""
    known = campaign.criteria_by_id.get(criterion)
    return known.title if known else criterion


def _say_what(body: ScoreGiven | Explanation) -> str:
    return _(SAYS[body.authority if isinstance(body, ScoreGiven) else body.kind])


def compose_scored(done: Scored, *, dry_run: bool, undo: str = "") -> Document:
    """Compose the receipt of points or an explanation; `undo` takes them back."""
    event, view = done.event, done.view
    assert event.day is not None
    assert isinstance(event.body, ScoreGiven | Explanation)
    title, said = _title_of(view.campaign, done.leaf.name), _say_what(event.body)
    if isinstance(event.body, ScoreGiven):
        said += f" {_say_points(event.body.points)}/{_say_points(limits(done.leaf)[1])}"
    when = f"{weekday(event.day)} {day(event.day)}"
    phase = done.phase.title if view.campaign.has_phases else ""
    return (
        *say_first(dry_run, already_there=False),
        paragraph(
            Run("✔ ", Role.GOOD),
            f"{done.unit.name} · {title}: ",
            Run(said, Role.STRONG),
            Run("" if dry_run else f"  {done.id}", Role.CODE),
        ),
        *([paragraph(event.body.text, indent=2)] if event.body.text else []),
        paragraph(" · ".join(part for part in (when, phase) if part), indent=2),
        paragraph(_say_counting(done), indent=2),
        *say_undo("" if dry_run else undo),
    )


def _say_counting(done: Scored) -> str:
    """Say which points count now: review 9 (Lan, 03/03/2025); what somebody above gave before may still do."""
    if done.counts is None:
        return _("The computed points count.")
    given, on = given_of(done.counts), done.counts.event.day
    assert on is not None
    authority = _(SAYS[given.authority])
    said = f"{authority} {_say_points(given.points)} ({given.by}, {day(on)})"
    return _("Counts: {given}").format(given=said)


def compose_scores(view: View, phase: Phase, shown: Sequence[EventRecord], all_: Sequence[EventRecord]) -> Document:
    """Compose the list of what people gave in a phase, the oldest first; `all_` say what counts."""
    within = f" · {phase.title}" if view.campaign.has_phases else ""
    title = Title(_("Points given · {campaign}").format(campaign=view.campaign.name) + within)
    if not shown:
        nothing = _("Nobody gave points, and no unit explained any.")
        if within:
            nothing = _("Nobody gave points in {phase}, and no unit explained any.").format(phase=phase.title)
        return (title, paragraph(nothing))
    counting = {one.id for one in find_counting(all_).values()}
    columns = (
        Column(_("Id")),
        Column(_("Day")),
        Column(_("Unit"), shrinks=True),
        Column(_("Criterion"), shrinks=True),
        Column(_("What")),
        Column(_("Points"), right=True),
        Column(_("By"), from_width=WIDE),
        Column(_("Why"), wraps=True),
    )
    rows = tuple(_row(view, one, counts=one.id in counting) for one in shown)
    count = ngettext("{count} value", "{count} values", len(shown))
    mark = _("✔ counts: the latest of the highest authority")
    return (title, Table(columns, rows), paragraph(Run(f"{count} · {mark}", Role.QUIET)))


def _row(view: View, record: EventRecord, *, counts: bool) -> tuple[Cell, ...]:
    event = record.event
    assert event.day is not None
    assert isinstance(event.body, ScoreGiven | Explanation)
    points = _say_points(event.body.points) if isinstance(event.body, ScoreGiven) else NOTHING
    role = Role.GOOD if counts else Role.PLAIN if isinstance(event.body, ScoreGiven) else Role.QUIET
    return (
        Run(record.id, Role.CODE),
        Run(day(event.day)),
        Run(view.roster.name_on(event.unit, event.day)),
        Run(_title_of(view.campaign, event.body.criterion)),
        Run(_say_what(event.body)),
        Run(f"✔ {points}" if counts else points, role),
        Run(record.recorded_by),
        Run(event.body.text),
    )
