"""The weekly report as a page: a busy reader stops after three sentences, everybody else finds the tables below."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from tracker.domain.entries import Total
from tracker.domain.progress import LATE, Standing
from tracker.domain.units import UnitVersion
from tracker.i18n import _, moment, ngettext, number
from tracker.render.compose_status import list_due, say_late, say_next
from tracker.render.compose_weekly_results import compose_phase_results, compose_results
from tracker.render.document import (
    Block,
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
from tracker.render.highlight_sentences import say_leading
from tracker.render.progress_words import say_need, say_pace
from tracker.render.provenance import say_cut, say_provenance
from tracker.render.unit_names import name_scope, name_units
from tracker.render.words import say_change, say_long_span, say_units_view
from tracker.services.standings import UnitStanding
from tracker.services.weekly import Correction, Weekly

if TYPE_CHECKING:
    from tracker.services.series import ReturnsByWeek, Series

MOST_MISSING = 12


class WeeklyPage(NamedTuple):
    """The report and what only the page shows: how units stand, and the last weeks.

    `most_texts` is how many units a screen has room for under each heading of their texts; None is any number. `series` and
    `returns` are drawn; `has_annex` asks for the table of all units.
    """

    weekly: Weekly
    standings: Sequence[UnitStanding]
    recent: Mapping[str, Sequence[Total]]
    most_texts: int | None = None
    series: "Sequence[Series]" = ()
    returns: "ReturnsByWeek | None" = None
    has_annex: bool = False


def compose_weekly(page: WeeklyPage) -> Document:
    """Compose the page."""
    weekly = page.weekly
    results = [*compose_results(weekly, page.recent), *compose_phase_results(weekly)]
    after = (*_said(page), *_corrections(weekly), *_ahead(weekly), *_later(weekly), *_footer(page))
    units = (*_units(page), *_annex(page), *_notable(page))
    return (*_title(weekly), *_sentences(weekly), *results, *_over_time(page), *units, *after)


def _title(weekly: Weekly) -> list[Block]:
    campaign, week = weekly.view.campaign, weekly.week
    numbers = [campaign.week_number(one) for one in (week.start, campaign.span.end)]
    when = _("week {span} (week {number} of {all}, {name})").format(
        span=say_long_span(week), number=max(1, numbers[0]), all=numbers[1], name=weekly.name
    )
    heading = _("Weekly report · {campaign}").format(campaign=campaign.name)
    return [
        Title(" · ".join([heading, *([weekly.unit.name] if weekly.unit else []), say_long_span(week)])),
        Heading(heading),
        paragraph(Run(name_scope(weekly.unit), Role.STRONG), f" · {when}"),
        paragraph(Run(say_cut(weekly.view.as_of), Role.QUIET)),
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
    judged = [one.campaign for one in weekly.criteria if one.campaign.standing is not Standing.NO_TARGET]
    kept = sum(one.standing not in LATE for one in judged)
    text = _("In the week {entries} {units}.").format(entries=logged, units=units)
    if judged:
        on_plan = ngettext(
            "{count} criterion with a target is on the plan of the campaign or ahead of it.",
            "{count} criteria with a target are on the plan of the campaign or ahead of it.",
            len(judged),
        )
        text += " " + _("{kept} of {judged}").format(kept=number(kept), judged=on_plan)
    return text


def _late(weekly: Weekly) -> str:
    late = [one for one in weekly.criteria if one.campaign.standing in LATE]
    parts = []
    if late:
        named = [f"{one.criterion.title} ({say_pace(one.criterion, one.campaign)})" for one in late]
        parts.append(_("Behind: {criteria}.").format(criteria="; ".join(named)))
    returns = weekly.returns
    if returns and returns.missing:
        counts = {"missing": number(len(returns.missing)), "expected": number(len(returns.expected))}
        text = _("{missing} of {expected} units have not filed the week's return.")
        one = _("The week's return has not been filed.")
        parts.append(one if len(returns.expected) == 1 else text.format(**counts))
    return " ".join(parts) or _("Nothing is behind.")


def _next(weekly: Weekly) -> str:
    return say_next(weekly.deadlines, weekly.view.as_of)


def _over_time(page: WeeklyPage) -> list[Block]:
    if not page.series:
        return []
    from tracker.render.charts import burn_up_charts  # noqa: PLC0415 where nothing is asked for, nothing is drawn

    return [Heading(_("Over time"), 2), *burn_up_charts(page.series), Gap()]


def _annex(page: WeeklyPage) -> list[Block]:
    """Compose the table of all units, which a page folds away."""
    if not page.has_annex or len(page.weekly.units) < 2:
        return []
    from tracker.render.compose_annexes import compose_units_table  # noqa: PLC0415 most outputs leave it out

    count = ngettext("All {count} unit in the week", "All {count} units in the week", len(page.weekly.units))
    return [
        Heading(_("Unit by unit"), 2),
        compose_units_table(page.weekly, page.weekly.units)._replace(folded=count),
        Gap(),
    ]


def _units(page: WeeklyPage) -> list[Block]:
    weekly = page.weekly
    rows: list[tuple[str, str]] = []
    if page.standings:
        leading = [one.unit for one in page.standings if one.is_leading]
        behind = sum(one.kept < one.targets for one in page.standings)
        if leading:
            text = say_leading(len(leading), in_phase=weekly.view.campaign.has_phases)
            rows.append((_("Leading"), f"{text}: {_some(weekly, leading)}"))
        if behind:
            text = ngettext(
                "{count} unit is behind on a target of its own",
                "{count} units are behind on a target of their own",
                behind,
            )
            rows.append((_("Behind"), text))
        if leading or behind:
            rows.append((_("View"), say_units_view(weekly.view)))
    if weekly.returns and weekly.returns.expected:
        rows += _returns(weekly)
    if weekly.silent:
        rows.append((_("Silent"), _("for more than 14 days: {units}").format(units=_some(weekly, weekly.silent))))
    return [Heading(_("Units"), 2), facts(rows), *_returns_over_time(page), Gap()] if rows else []


def _returns_over_time(page: WeeklyPage) -> list[Block]:
    if page.returns is None:
        return []
    from tracker.render.returns_chart import returns_charts  # noqa: PLC0415 many a campaign asks for no returns

    return [*returns_charts(page.returns)]


def _returns(weekly: Weekly) -> list[tuple[str, str]]:
    returns = weekly.returns
    assert returns is not None
    filed = _("{actual} of {expected}, {on_time} on time").format(
        actual=number(returns.actual), expected=number(len(returns.expected)), on_time=number(returns.on_time)
    )
    rows = [(_("Returns"), filed)]
    if returns.missing:
        rows.append((_("Not filed"), _some(weekly, returns.missing)))
    return rows


def _some(weekly: Weekly, units: Sequence[UnitVersion]) -> str:
    shown = name_units(units, weekly.view.roster, weekly.view.as_of)[:MOST_MISSING]
    rest = len(units) - len(shown)
    more = [_("and {count} more units").format(count=number(rest))] if rest else []
    return "; ".join(shown + more)


def _notable(page: WeeklyPage) -> list[Block]:
    """Compose what is worth telling of, and who was commended."""
    weekly = page.weekly
    if not weekly.highlights and weekly.commendations is None:
        return []
    from tracker.render.compose_highlights import compose_commended, compose_notable  # noqa: PLC0415 as many have none

    return [*compose_notable(weekly.highlights, page.most_texts), *compose_commended(weekly.commendations)]


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
    blocks = _changes(_("Additions and corrections to earlier periods"), weekly.corrections)
    if weekly.late:
        said = _("Recorded late {entries}").format(entries=say_late(weekly.late))
        blocks += [paragraph(said), Gap()]
    return blocks


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
    rows = list_due(weekly.deadlines, weekly.view.as_of)
    needs = [
        f"{one.criterion.title}: {need}"
        for one in weekly.criteria
        if (need := say_need(one.criterion, one.campaign.need_per_day))
    ]
    if needs:
        rows.append((_("Needed a day"), "; ".join(needs)))
    return [Heading(_("Next"), 2), facts(rows), Gap()] if rows else []


def _footer(page: WeeklyPage) -> list[Block]:
    weekly = page.weekly
    text = say_provenance(weekly.view, weekly.entries, weekly.voided, weekly.head)
    return [paragraph(Run(text, Role.QUIET), part=Part.FOOTER)]
