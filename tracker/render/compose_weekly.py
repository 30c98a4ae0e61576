"""The weekly report as a page: a busy reader stops after three sentences, everybody else finds the tables below."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tracker.domain.criteria import Criterion
from tracker.domain.entries import Total
from tracker.domain.progress import Progress, Standing
from tracker.domain.text import sort_key
from tracker.i18n import _, day, moment, ngettext, number, weekday
from tracker.render.compose_status import compose_meter, compose_weeks, say_deadline
from tracker.render.document import (
    Block,
    Cell,
    Column,
    Document,
    Gap,
    Heading,
    Part,
    Role,
    Run,
    Table,
    Title,
    facts,
    paragraph,
)
from tracker.render.words import (
    NOTHING,
    pace_role,
    say_amount,
    say_attainment,
    say_change,
    say_due,
    say_head,
    say_long_span,
    say_need,
    say_pace,
    say_target,
    say_total,
    say_units_view,
)
from tracker.services.standings import UnitStanding
from tracker.services.weekly import Correction, CriterionWeek, PhaseDays, Weekly

WIDE = 100
WIDEST = 160
MOST_MISSING = 12
_LATE = (Standing.BEHIND, Standing.MISSED)


class WeeklyPage(NamedTuple):
    """The report and what only the page shows: how units stand, and the last weeks.

    `most_texts` is how many units a screen has room for under each heading of their texts; None is any number.
    """

    weekly: Weekly
    standings: Sequence[UnitStanding]
    recent: Mapping[str, Sequence[Total]]
    most_texts: int | None = None


def compose_weekly(page: WeeklyPage) -> Document:
    """Compose the page."""
    weekly = page.weekly
    blocks: list[Block] = [*_title(weekly), *_sentences(weekly), *_criteria(page)]
    if len(weekly.spans) > 1 or weekly.view.campaign.has_phases:
        for at, part in enumerate(weekly.spans):
            blocks += _phase(weekly, part, at)
    after = (*_said(page), *_corrections(weekly), *_ahead(weekly), *_later(weekly), *_footer(page))
    return (*blocks, *_units(page), *after)


def _title(weekly: Weekly) -> list[Block]:
    campaign, week = weekly.view.campaign, weekly.week
    numbers = [campaign.week_number(one) for one in (week.start, campaign.span.end)]
    who = weekly.unit.name if weekly.unit else _("The whole campaign")
    when = _("week {span} (week {number} of {all}, {name})").format(
        span=say_long_span(week), number=max(1, numbers[0]), all=numbers[1], name=weekly.name
    )
    cut = _("figures up to {weekday} {day}").format(weekday=weekday(weekly.view.as_of), day=day(weekly.view.as_of))
    heading = _("Weekly report · {campaign}").format(campaign=campaign.name)
    return [
        Title(" · ".join([heading, *([weekly.unit.name] if weekly.unit else []), say_long_span(week)])),
        Heading(heading),
        paragraph(Run(who, Role.STRONG), f" · {when}"),
        paragraph(Run(cut, Role.QUIET)),
        *([paragraph(Run(say_units_view(weekly.view), Role.QUIET))] if weekly.unit else []),
        Gap(),
    ]


def _sentences(weekly: Weekly) -> list[Block]:
    return [
        *(paragraph(text, part=Part.SUMMARY) for text in (_done(weekly), _late(weekly), _next(weekly)) if text),
        Gap(),
    ]


def _done(weekly: Weekly) -> str:
    active = sum(1 for one in weekly.units if one.week_entries)
    entries = sum(one.week_entries for one in weekly.units)
    if not entries:
        return _("Nothing was logged in the week.")
    logged = ngettext("{count} entry was logged", "{count} entries were logged", entries)
    units = ngettext("by {count} unit", "by {count} units", active)
    judged = [one.campaign for one in weekly.criteria if one.campaign.target]
    kept = sum(one.standing not in _LATE for one in judged)
    text = _("In the week {entries} {units}.").format(entries=logged, units=units)
    if judged:
        text += " " + _(
            "{kept} of {all} criteria with a target are on the plan of the campaign or ahead of it."
        ).format(kept=number(kept), all=number(len(judged)))
    return text


def _late(weekly: Weekly) -> str:
    late = [one for one in weekly.criteria if one.campaign.standing in _LATE]
    parts = []
    if late:
        named = [f"{one.criterion.title} ({say_pace(one.criterion, one.campaign)})" for one in late]
        parts.append(_("Behind: {criteria}.").format(criteria="; ".join(named)))
    returns = weekly.returns
    if returns and returns.missing:
        counts = {"missing": number(len(returns.missing)), "expected": number(len(returns.expected))}
        parts.append(_("{missing} of {expected} units have not filed the week's return.").format(**counts))
    return " ".join(parts) or _("Nothing is behind.")


def _next(weekly: Weekly) -> str:
    if not weekly.deadlines:
        return ""
    named = [f"{say_due(one.occurrence.due_on, weekly.view.as_of)} {say_deadline(one)}" for one in weekly.deadlines[:2]]
    return _("Due next: {deadlines}.").format(deadlines="; ".join(named))


def _criteria(page: WeeklyPage) -> list[Block]:
    columns = (
        Column(_("Criterion"), shrinks=True),
        Column(_("This week"), right=True),
        Column(_("Last week"), right=True, from_width=WIDE, spare=1),
        Column(_("Campaign to date"), right=True),
        Column(_("Plan to date"), right=True, from_width=WIDE, spare=2),
        Column(_("Target"), right=True),
        Column("", from_width=WIDEST, spare=4),
        Column("%", right=True),
        Column(_("Pace"), wraps=True),
        *([Column(_("8 weeks"), from_width=WIDE + 20, spare=3)] if page.recent else []),
    )
    rows = [_criterion(one, page.recent) for one in page.weekly.criteria]
    return [Heading(_("Results by criterion"), 2), Table(columns, tuple(rows)), Gap()] if rows else []


def _criterion(one: CriterionWeek, recent: Mapping[str, Sequence[Total]]) -> tuple[Cell, ...]:
    criterion, progress = one.criterion, one.campaign
    return (
        Run(criterion.title),
        Run(say_total(criterion, one.week)),
        Run(say_total(criterion, one.previous_week)),
        *_figures(criterion, progress),
        *([compose_weeks(criterion, recent.get(criterion.id, ()))] if recent else []),
    )


def _figures(criterion: Criterion, progress: Progress) -> tuple[Cell, ...]:
    is_sum = progress.need_per_day is not None or progress.days_ahead is not None
    plan = say_amount(criterion, progress.expected) if is_sum and progress.expected is not None else NOTHING
    return (
        Run(say_total(criterion, progress.actual)),
        Run(plan),
        Run(say_target(criterion, progress)),
        compose_meter(progress),
        Run(say_attainment(progress)),
        Run(say_pace(criterion, progress), pace_role(progress)),
    )


def _phase(weekly: Weekly, part: PhaseDays, at: int) -> list[Block]:
    """Compose a phase's own figures: the days of the week that lie in it, and the phase up to them."""
    columns = (
        Column(_("Criterion"), shrinks=True),
        Column(_("These days"), right=True),
        Column(_("Phase to date"), right=True),
        Column(_("Plan to date"), right=True, from_width=WIDE, spare=1),
        Column(_("Target"), right=True),
        Column("", from_width=WIDEST, spare=3),
        Column("%", right=True),
        Column(_("Pace"), wraps=True),
    )
    rows = []
    for one in weekly.criteria:
        figures = one.by_span[at]
        rows.append(
            (
                Run(one.criterion.title),
                Run(say_total(one.criterion, figures.week)),
                *_figures(one.criterion, figures.progress),
            )
        )
    span = part.span
    days = day(span.start) if span.start == span.end else say_long_span(span)
    length = ngettext("{count} day", "{count} days", span.days)
    heading = f"{part.phase.title} · {days} ({length})"
    return [Heading(heading, 2), Table(columns, tuple(rows)), Gap()] if rows else []


def _units(page: WeeklyPage) -> list[Block]:
    weekly = page.weekly
    rows: list[tuple[str, str]] = []
    if page.standings:
        whole = [one.unit.name for one in page.standings if one.met == one.targets]
        behind = sum(one.kept < one.targets for one in page.standings)
        if whole:
            count = ngettext("{count} unit has", "{count} units have", len(whole))
            text = _("{units} met every target of their own in this phase").format(units=count)
            rows.append((_("Leading"), f"{text}: {_some(whole)}"))
        if behind:
            count = ngettext("{count} unit is", "{count} units are", behind)
            rows.append((_("Behind"), _("{units} behind on a target of their own").format(units=count)))
        if whole or behind:
            rows.append((_("View"), say_units_view(weekly.view)))
    if weekly.returns:
        rows += _returns(weekly)
    if weekly.silent:
        names = [one.name for one in weekly.silent]
        rows.append((_("Silent"), _("for more than 14 days: {units}").format(units=_some(names))))
    return [Heading(_("Units"), 2), facts(rows), Gap()] if rows else []


def _returns(weekly: Weekly) -> list[tuple[str, str]]:
    returns = weekly.returns
    assert returns is not None
    filed = _("{actual} of {expected}, {on_time} on time").format(
        actual=number(returns.actual), expected=number(len(returns.expected)), on_time=number(returns.on_time)
    )
    rows = [(_("Returns"), filed)]
    if returns.missing:
        rows.append((_("Not filed"), _some([unit.name for unit in returns.missing])))
    return rows


def _some(names: Sequence[str]) -> str:
    shown = sorted(names, key=sort_key)[:MOST_MISSING]
    rest = len(names) - len(shown)
    more = [_("and {count} more units").format(count=number(rest))] if rest else []
    return "; ".join(shown + more)


def _said(page: WeeklyPage) -> list[Block]:
    """Compose what units raised, and the texts of their returns."""
    weekly, blocks = page.weekly, list[Block]()
    if weekly.concerns:
        from tracker.render.compose_concerns import compose_weekly_concerns  # noqa: PLC0415 many a campaign has none

        blocks += compose_weekly_concerns(weekly.view, weekly.week, weekly.concerns)
    if weekly.texts:
        from tracker.render.compose_texts import compose_texts  # noqa: PLC0415 many a campaign has none

        blocks += compose_texts(weekly.texts, page.most_texts)
    return blocks


def _corrections(weekly: Weekly) -> list[Block]:
    return _changes(_("Additions and corrections to earlier periods"), weekly.corrections)


def _later(weekly: Weekly) -> list[Block]:
    if weekly.view.known_at is None:
        return []
    heading = _("Additions and corrections recorded after {moment}").format(moment=moment(weekly.view.known_at))
    return _changes(heading, weekly.later)


def _changes(heading: str, corrections: Sequence[Correction]) -> list[Block]:
    columns = (Column(_("Criterion"), shrinks=True), Column(_("Change"), right=True), Column(_("Entries"), right=True))
    rows = tuple(
        (Run(one.criterion.title), Run(say_change(one.criterion, one.change)), Run(number(one.change.entries)))
        for one in corrections
    )
    return [Heading(heading, 2), Table(columns, rows), Gap()] if rows else []


def _ahead(weekly: Weekly) -> list[Block]:
    rows = [(say_due(one.occurrence.due_on, weekly.view.as_of), say_deadline(one)) for one in weekly.deadlines]
    needs = [
        f"{one.criterion.title}: {need}" for one in weekly.criteria if (need := say_need(one.criterion, one.campaign))
    ]
    if needs:
        rows.append((_("Needed a day"), "; ".join(needs)))
    return [Heading(_("Next"), 2), facts(rows), Gap()] if rows else []


def _footer(page: WeeklyPage) -> list[Block]:
    weekly = page.weekly
    text = _("As of {day} · {entries} counted · {journal}").format(
        day=day(weekly.view.as_of),
        entries=ngettext("{count} entry", "{count} entries", weekly.entries),
        journal=say_head(weekly.head),
    )
    return [paragraph(Run(text, Role.QUIET), part=Part.FOOTER)]
