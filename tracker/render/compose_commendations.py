"""The commendation register: the list with its totals, receipts, what can be awarded, and its part of reports."""

from collections.abc import Sequence

from tracker.domain.commendations import Award, AwardKind
from tracker.domain.honours import CommendationDecided
from tracker.domain.recipients import Recipient
from tracker.i18n import _, day, ngettext, number, weekday
from tracker.render.commendation_words import (
    KINDS,
    LEVELS,
    STATES,
    say_award,
    say_awards,
    say_level,
    say_people,
    say_whole,
)
from tracker.render.compose_receipts import say_first, say_undo
from tracker.render.document import (
    Block,
    Cell,
    Column,
    Document,
    Gap,
    Heading,
    Role,
    Run,
    Table,
    Title,
    paragraph,
)
from tracker.services.commendations import (
    CommendationState,
    CommendationStatus,
    Count,
    Counts,
    awards_named,
    count,
    find_commendations,
)
from tracker.services.commending import NotedCommendation, TakenIn
from tracker.services.view import View

WIDE = 100
WIDER = 120


def compose_commendations(view: View, commendations: Sequence[CommendationStatus]) -> Document:
    """Compose a list of commendations in the order of their days, and its totals."""
    title = Title(_("Commendations · {campaign}").format(campaign=view.campaign.name))
    if not commendations:
        return (title, paragraph(_say_nothing(view)))
    counts = count(view.campaign, commendations)
    listed = ngettext("{count} commendation", "{count} commendations", len(commendations))
    return (
        title,
        _table(view, commendations),
        paragraph(Run(f"{listed}: {say_whole(counts)}", Role.QUIET)),
        *compose_counts(counts),
    )


def _say_nothing(view: View) -> str:
    """Say why nothing is listed: nothing fits, or nothing was noted, and how that is done."""
    if find_commendations(view):
        return _("No commendation fits.")
    return _("No commendation is noted yet: tracker commend add AWARD --collectives 3 notes one.")


def compose_counts(counts: Counts, level: int = 2) -> list[Block]:
    """Compose what was given by award and level; nothing where nobody was commended."""
    if not counts.decided:
        return []
    return [Gap(), Heading(_("Commended, by title or form and level"), level), count_table(counts.decided)]


def count_table(counts: Sequence[Count]) -> Table:
    """Make a table of counts by award and level, with their sum where there are several."""
    columns = (
        Column(_("Title or form"), wraps=True),
        Column(_("Level")),
        Column(_("Collectives"), right=True),
        Column(_("Individuals"), right=True),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            Run(say_awards(one.awards)),
            Run(say_level(one.level)),
            _amount(one.collectives),
            _amount(one.individuals),
        )
        for one in counts
    ]
    if len(counts) > 1:
        sums = (sum(one.collectives for one in counts), sum(one.individuals for one in counts))
        rows.append((Run(_("In all"), Role.STRONG), Run(""), *(_amount(one, Role.STRONG) for one in sums)))
    return Table(columns, tuple(rows))


def _amount(value: int, role: Role = Role.PLAIN) -> Run:
    from decimal import Decimal  # noqa: PLC0415 a sheet's number

    return Run(number(value), role, Decimal(value))


def _table(view: View, commendations: Sequence[CommendationStatus]) -> Table:
    has_units = any(one.record.event.unit for one in commendations)
    columns = (
        Column(_("Id")),
        Column(_("Day")),
        Column(_("State")),
        Column(_("Title or form"), wraps=True),
        Column(_("Level"), from_width=WIDE),
        Column(_("Collectives"), right=True),
        Column(_("Individuals"), right=True),
        Column(_("Decision"), shrinks=True, from_width=WIDE),
        Column(_("Phase"), from_width=WIDER),
        *((Column(_("Unit"), shrinks=True, from_width=WIDE),) if has_units else ()),
        Column(_("Note"), wraps=True, from_width=WIDER),
    )
    return Table(columns, tuple(_row(view, one, has_units=has_units) for one in commendations))


def _row(view: View, one: CommendationStatus, *, has_units: bool) -> tuple[Cell, ...]:
    phases = {phase.id: phase.title for phase in view.campaign.phases}
    unit = one.record.event.unit
    return (
        Run(one.record.id, Role.CODE),
        Run(day(one.day)),
        Run(_(STATES[one.state]), Role.NOW if one.state is CommendationState.PROPOSED else Role.PLAIN),
        Run(say_awards(awards_named(view.campaign, one.content.awards))),
        Run(say_level(one.level)),
        _amount(one.collectives),
        _amount(one.individuals),
        Run(one.number),
        Run(phases.get(one.content.phase, one.content.phase)),
        *((Run(view.roster.name_on(unit, one.day) if unit else ""),) if has_units else ()),
        Run((one.decided.refused if one.decided else "") or one.content.note),
    )


def compose_noted(done: NotedCommendation, *, dry_run: bool, undo: str = "") -> Document:
    """Compose the receipt of a commendation, a proposal or a decision; `undo` takes it back."""
    one, event = done.status, done.event
    awards = say_awards(awards_named(done.view.campaign, one.content.awards))
    people = say_people(one.collectives, one.individuals)
    whole = _("The whole campaign")
    return (
        *say_first(dry_run, already_there=done.already_there),
        paragraph(
            Run("✔ ", Role.GOOD),
            Run(f"{_what(done)} · {awards}", Role.STRONG),
            Run("" if dry_run and not done.already_there else f"  {done.id}", Role.CODE),
        ),
        paragraph(" · ".join((people, *_around(done.view, one, event.unit))), indent=2),
        paragraph(f"{whole}: {say_whole(done.counts)}", indent=2),
        *say_undo("" if dry_run or done.already_there else undo),
    )


def _what(done: NotedCommendation) -> str:
    if isinstance(done.event.body, CommendationDecided):
        return _("Proposal refused") if done.event.body.refused else _("Proposal decided")
    return _("Proposal") if done.status.content.is_proposed else _("Commendation")


def _around(view: View, one: CommendationStatus, unit: str) -> list[str]:
    """Say by what paper, who, when, for which phase, of which unit."""
    phases = {phase.id: phase.title for phase in view.campaign.phases}
    parts = [
        one.number,
        one.decided_by,
        _(LEVELS[one.level]) if one.level else "",
        f"{weekday(one.day)} {day(one.day)}",
        phases.get(one.content.phase, one.content.phase),
        view.roster.name_on(unit, one.day) if unit else "",
        one.decided.refused if one.decided else "",
    ]
    return [part for part in parts if part]


def compose_taken_in(name: str, done: TakenIn, *, dry_run: bool, undo: str = "") -> Document:
    """Compose what importing a file did."""
    new = ngettext("{count} commendation noted", "{count} commendations noted", len(done.ids))
    known = _("{count} already there").format(count=number(done.already_there))
    whole = _("The whole campaign")
    return (
        *say_first(dry_run, already_there=False),
        paragraph(Run("✔ ", Role.GOOD), Run(f"{name}: {new}", Role.STRONG), f", {known}" if done.already_there else ""),
        paragraph(f"{whole}: {say_whole(done.counts)}", indent=2),
        *say_undo("" if dry_run or not done.ids else undo),
    )


def compose_named(status: CommendationStatus, file: str, recipients: Sequence[Recipient], *, dry_run: bool) -> Document:
    """Compose the receipt of a name: how many the file has of how many; no name."""
    collectives = sum(one.is_collective for one in recipients)
    counts = [
        (_("collectives"), collectives, status.collectives),
        (_("individuals"), len(recipients) - collectives, status.individuals),
    ]
    said = [f"{number(listed)}/{number(counted)} {word}" for word, listed, counted in counts if listed or counted]
    text = _("{file} names {counts} of {id}").format(file=file, counts=", ".join(said), id=status.record.id)
    return (*say_first(dry_run), paragraph(Run("✔ ", Role.GOOD), text))


def compose_awards(awards: Sequence[Award]) -> Document:
    """Compose the two lists of what can be awarded."""
    headings = {AwardKind.TITLE: _("Emulation titles"), AwardKind.FORM: _("Forms of commendation")}
    blocks: list[Block] = [Title(_("What can be awarded"))]
    for kind, heading in headings.items():
        columns = (
            Column(_("Id")),
            Column(_(KINDS[kind]).capitalize(), wraps=True),
            Column(_("For")),
            Column(_("Level")),
        )
        rows = tuple(
            (
                Run(one.id, Role.CODE),
                Run(say_award(one)),
                Run(_say_whom(one)),
                Run(_(LEVELS[one.level]) if one.level else ""),
            )
            for one in awards
            if one.kind is kind
        )
        blocks += [Gap(), Heading(heading, 2), Table(columns, rows)] if rows else []
    return tuple(blocks)


def _say_whom(award: Award) -> str:
    return {"any": _("both"), "collective": _("collectives"), "individual": _("individuals")}[award.whom]
