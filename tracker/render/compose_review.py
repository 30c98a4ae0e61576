"""The review of a phase or of the whole campaign as a page: three sentences first, then the tables behind them."""

from collections.abc import Sequence

from tracker.domain.campaign import Phase
from tracker.domain.progress import LATE, Standing
from tracker.i18n import _, day, ngettext, number
from tracker.render.compose_concerns import compose_waiting, count_followed, say_still_open
from tracker.render.compose_highlights import compose_commended, compose_notable
from tracker.render.compose_review_ranks import compose_ranks
from tracker.render.compose_review_results import compose_results, say_share
from tracker.render.compose_review_returns import compose_discipline
from tracker.render.compose_status import list_due, say_late, say_next
from tracker.render.compose_succession import compose_succession
from tracker.render.criterion_sentences import is_judged
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
from tracker.render.progress_words import say_pace, say_target
from tracker.render.provenance import say_cut, say_provenance
from tracker.render.unit_names import name_scope
from tracker.render.words import NOTHING, SHORT_HASH, say_long_span, say_units_view
from tracker.services.concerns import ConcernState
from tracker.services.review import Review
from tracker.services.series import Series


def compose_review(review: Review, most: int | None = None, series: Sequence[Series] = ()) -> Document:
    """Compose the page; `most` is how many rows a screen has room for in lists of units, None is any number.

    `series` are what pictures are drawn of: those of the phase or, in a final review, of each phase.
    """
    results = [*_title(review), *_sentences(review), *compose_results(review), *_over_time(review, series)]
    units = [*compose_discipline(review, most), *compose_ranks(review, most)]
    praised = [*compose_commended(review.commendations), *compose_notable(review.highlights, most)]
    rest = [
        *_concerns(review),
        *compose_succession(review.turns, most),
        *_ahead(review),
        *_late(review),
        *_footer(review),
    ]
    return (*results, *units, *praised, *rest)


def name_review(review: Review) -> str:
    """Name the review: Interim review of Đợt 1 · campaign."""
    campaign = review.view.campaign.name
    if review.phase is None:
        return _("Final review · {campaign}").format(campaign=campaign)
    return _("Interim review of {phase} · {campaign}").format(phase=review.phase.title, campaign=campaign)


def _title(review: Review) -> list[Block]:
    heading, span = name_review(review), review.span
    days = ngettext("{count} day", "{count} days", span.days)
    theme = review.phase.theme if review.phase else review.view.campaign.theme
    return [
        Title(" · ".join([heading, *([review.unit.name] if review.unit else [])])),
        Heading(heading),
        paragraph(Run(name_scope(review.unit), Role.STRONG), f" · {say_long_span(span)} ({days})"),
        *([paragraph(theme)] if theme else []),
        paragraph(Run(say_cut(review.view.as_of), Role.QUIET), Run(" · "), _state(review)),
        *([paragraph(Run(say_units_view(review.view), Role.QUIET))] if review.unit else []),
        Gap(),
    ]


def _state(review: Review) -> Run:
    """Say whether figures can still change."""
    if review.closing:
        text = _("closed on {day}: what was recorded since is not in it")
        return Run(text.format(day=day(review.closing.as_of)), Role.GOOD)
    if not review.is_over:
        span, today = review.span, review.view.as_of
        text = _("provisional: day {number} of {all}")
        return Run(text.format(number=number(span.elapsed(today)), all=number(span.days)), Role.NOW)
    if review.phase is None:
        return Run(_("the campaign is over"), Role.QUIET)
    command = f"tracker close {review.phase.id}"
    return Run(_("provisional until {command}").format(command=command), Role.NOW)


def _sentences(review: Review) -> list[Block]:
    said = (_done(review), _behind(review), _returned(review), _next(review))
    return [*(paragraph(text, part=Part.SUMMARY) for text in said if text), Gap()]


def _done(review: Review) -> str:
    own = review.own
    if not own.entries:
        return _("Nothing was logged in the phase.") if review.phase else _("Nothing was logged in the campaign.")
    entries = ngettext("{count} entry was logged", "{count} entries were logged", own.entries)
    text = (_("In the phase {entries}.") if review.phase else _("In the campaign {entries}.")).format(entries=entries)
    judged = [one for one in own.progress.values() if is_judged(one, is_over=review.is_over)]
    if not judged:
        return text
    kept = sum(one.standing not in LATE for one in judged)
    return f"{text} " + _("{kept} of {judged}").format(
        kept=number(kept), judged=_say_judged(len(judged), is_over=review.is_over)
    )


def _say_judged(count: int, *, is_over: bool) -> str:
    if is_over:
        return ngettext("{count} criterion with a target met it.", "{count} criteria with a target met it.", count)
    return ngettext(
        "{count} criterion with a target is on the plan or ahead of it.",
        "{count} criteria with a target are on the plan or ahead of it.",
        count,
    )


def _behind(review: Review) -> str:
    own = review.own.progress
    late = [one for one in review.criteria if one.id in own and own[one.id].standing in LATE]
    if not late:
        is_judged = any(one.standing is not Standing.NO_TARGET for one in own.values()) and review.own.entries
        return _("No criterion is behind.") if is_judged else ""
    named = "; ".join(f"{one.title} ({say_pace(one, own[one.id])})" for one in late)
    return (_("Not met: {criteria}.") if review.is_over else _("Behind: {criteria}.")).format(criteria=named)


def _returned(review: Review) -> str:
    if review.returns is None:
        return ""
    total = review.returns.total
    text = _("Of {expected} returns that were due, {rate} were filed, {on_time} on time.")
    return text.format(
        expected=number(total.expected), rate=say_share(total.rate), on_time=say_share(total.on_time_rate)
    )


def _next(review: Review) -> str:
    return say_next(review.deadlines, review.view.as_of)


def _over_time(review: Review, series: Sequence[Series]) -> list[Block]:
    if not series:
        return []
    from tracker.render.charts import burn_up_charts, phase_charts  # noqa: PLC0415 a screen has none

    draw = phase_charts if review.is_final and review.phases else burn_up_charts
    return [Heading(_("Over time"), 2), *draw(series), Gap()]


def _concerns(review: Review) -> list[Block]:
    if not review.concerns:
        return []
    counts = {name: number(count) for name, count in count_followed(review.span, review.concerns).items()}
    text = _("{raised} raised, {answered} answered, {passed} passed up; {open}.")
    waiting = [one for one in review.concerns if one.state is not ConcernState.ANSWERED]
    return [
        Heading(_("Concerns and proposals"), 2),
        paragraph(text.format(open=say_still_open(review.concerns), **counts)),
        *([compose_waiting(review.view, waiting)] if waiting else []),
        Gap(),
    ]


def _ahead(review: Review) -> list[Block]:
    blocks: list[Block] = []
    if review.following and (phase := review.following.phase):
        blocks += _next_phase(review, phase)
    if review.deadlines:
        blocks += [Heading(_("Next"), 2), facts(list_due(review.deadlines, review.view.as_of)), Gap()]
    return blocks


def _next_phase(review: Review, phase: Phase) -> list[Block]:
    """Say which phase follows, and what its targets ask."""
    assert review.following is not None
    days = ngettext("{count} day", "{count} days", phase.span.days)
    targets = review.following.progress
    rows = tuple(
        (Run(one.title), Run(target), Run("" if one.measure == "%" else one.measure))
        for one in review.criteria
        if (target := say_target(one, targets[one.id])) != NOTHING
    )
    columns = (Column(_("Criterion"), shrinks=True), Column(_("Target"), right=True), Column(_("Measure")))
    return [
        Heading(f"{phase.title} · {say_long_span(phase.span)} ({days})", 2),
        *([paragraph(phase.theme)] if phase.theme else []),
        *([Table(columns, rows)] if rows else []),
        Gap(),
    ]


def _late(review: Review) -> list[Block]:
    if not review.late:
        return []
    return [paragraph(_("Recorded late {entries}").format(entries=say_late(review.late))), Gap()]


def _footer(review: Review) -> list[Block]:
    text = say_provenance(review.view, review.entries, review.voided, review.head)
    if review.closing:
        text += " · " + _("closing {hash}").format(hash=review.closing.closed.sha256[:SHORT_HASH])
    return [paragraph(Run(text, Role.QUIET), part=Part.FOOTER)]
