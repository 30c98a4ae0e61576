"""Who is commended, by name, and the papers that say so: the suggested list, the file of names, the proposal, the list."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from tracker.cli.commands.rank import read_ranking
from tracker.cli.context import Context
from tracker.cli.output import TABLE, Answer, Output, answer, choose_output
from tracker.cli.prompts import can_ask, warn_first
from tracker.domain.calendar import parse_day
from tracker.domain.commendations import find_awards
from tracker.domain.recipients import Recipient, recipients_of
from tracker.domain.text import clean, fold
from tracker.errors import Problem, TrackerError
from tracker.files.recipients_file import COLUMNS, Names, cells_of, names_file, read_names, write_names
from tracker.files.report_texts_file import is_paper_number
from tracker.i18n import _
from tracker.render.compose_commend_papers import Named, Paper, compose_decided_list, compose_proposal
from tracker.render.compose_commendations import compose_named
from tracker.render.compose_recipients import as_recipients, compose_suggested, suggest
from tracker.render.official import Official
from tracker.render.paper_page import page_of
from tracker.render.shapes.commendations import shape_named, shape_paper, shape_recipients
from tracker.render.shapes.ranking import select_groups
from tracker.services.commendations import (
    CommendationQuery,
    CommendationState,
    CommendationStatus,
    awards_of,
    find_commendations,
)
from tracker.services.commending import find_commendation
from tracker.services.phases import choose_phase, find_phase
from tracker.services.view import View


def suggest_recipients(
    ctx: Context,
    chosen: Output,
    *,
    phase: str | None,
    ranks: int,
    band: str | None,
    cluster: str | None,
    commendation: str | None,
    campaign: str | None,
) -> None:
    """Suggest who may be proposed: the units that lead their groups, and those of a band.

    Raises: TrackerError phase-not-found, cluster-not-found, commendation-not-found ...
    """
    view = ctx.choose(campaign)
    record = find_commendation(view.journal, commendation)[0] if commendation else None
    document = select_groups(read_ranking(view, choose_phase(view, phase)), cluster, None)
    suggested = suggest(document, ranks, band)
    columns = [one.name for one in COLUMNS]
    named = [one.but(commendation=record.id if record else "") for one in as_recipients(suggested)]
    said = Answer(
        lambda: compose_suggested(document, suggested),
        lambda: shape_recipients(view, document, suggested),
        lambda: [dict(zip(columns, cells_of(one), strict=True)) for one in named],
        lambda: columns,
    )
    answer(chosen, said)


def add_name(
    ctx: Context, commendation: str, name: str, names: str | None, *, is_collective: bool, yes: bool, dry_run: bool,
    as_json: bool, **texts: str,
) -> None:  # fmt: skip
    """Add a line to the file of names, after a warning where a person is named.

    Raises: TrackerError names-own-columns, not-confirmed, field-missing, recipient-repeated, file-unwritable ...
    """
    ctx.refuse_known_at()
    view, status = _find(ctx, commendation)
    path, known = _read(ctx, view, names, must_exist=False)
    if not known.is_plain:
        raise TrackerError.of("names-own-columns", file=path.name)
    if not is_collective:
        warn_first(ctx, Problem("personal-data", {"file": path.name}), yes=yes)
    name = clean(name) or _ask_name()
    new = Recipient(status.record.id, is_collective, name).but(**{key: clean(text) for key, text in texts.items()})
    own = _of(view, status, _append(ctx, view, names, new, dry_run=dry_run))
    said = Answer(
        lambda: compose_named(status, path.name, own, dry_run=dry_run),
        lambda: shape_named(view, status, path.name, own, dry_run=dry_run),
    )
    answer(choose_output(None, as_json, None, (TABLE, "json")), said)


def _append(ctx: Context, view: View, names: str | None, new: Recipient, *, dry_run: bool) -> tuple[Recipient, ...]:
    """Return who the file names with one more, written there.

    The journal's lock is held, so that nobody else's line comes between reading and writing; no row is appended to it.

    Raises: TrackerError names-own-columns, recipient-repeated, file-unwritable ...
    """
    with ctx.open_journal().batch(ctx.batch_info()) as batch:
        batch.keep = False
        path, known = _read(ctx, view, names, must_exist=False)
        if not known.is_plain:
            raise TrackerError.of("names-own-columns", file=path.name)
        if new in known.recipients:
            raise TrackerError.of("recipient-repeated", file=path.name, id=new.commendation)
        now = (*known.recipients, new)
        if not dry_run:
            write_names(path, now)
        return now


def _ask_name() -> str:
    """Return a name that is typed at a terminal or comes in a pipe.

    Raises: TrackerError field-missing.
    """
    if can_ask():
        sys.stderr.write(_("Name:") + " ")
        sys.stderr.flush()
    name = clean(sys.stdin.readline())
    if not name:
        raise TrackerError.of("field-missing", field="name")
    return name


def write_proposal(
    ctx: Context,
    commendations: Sequence[str],
    chosen: Output,
    *,
    phase: str | None,
    names: str | None,
    number: str,
    signed_on: str | None,
    campaign: str | None,
) -> None:
    """Write the proposal for what waits for a decision, all of it or what is asked for.

    Raises: TrackerError not-waiting, nothing-proposed, bad-paper-number, file-missing ...
    """
    view = _find(ctx, commendations[0])[0] if commendations and not campaign else ctx.choose(campaign)
    query = CommendationQuery(
        phase=find_phase(view.campaign, phase).id if phase else None, states=(CommendationState.PROPOSED,)
    )
    waiting = find_commendations(view, query)
    for asked in commendations:
        find_commendation(view.journal, asked)
        if asked not in {one.record.id for one in waiting}:
            raise TrackerError.of("not-waiting", id=asked)
    chosen_ones = [one for one in waiting if not commendations or one.record.id in commendations]
    if not chosen_ones:
        raise TrackerError.of("nothing-proposed")
    path, known = _read(ctx, view, names, must_exist=names is not None)
    named = [Named(one, _of(view, one, known.recipients)) for one in chosen_ones]
    paper = _paper(ctx, view, number, signed_on)
    ctx.warn(_proposed_later(paper.signed_on, chosen_ones))
    _say(ctx, view, _Written("proposal", compose_proposal(view, named, paper), named, path), chosen)


def write_list(
    ctx: Context, commendation: str, chosen: Output, *, names: str | None, number: str, signed_on: str | None
) -> None:
    """Write the list that goes with a decision.

    Raises: TrackerError not-decided, recipients-missing, bad-paper-number, file-missing ...
    """
    view, status = _find(ctx, commendation)
    if status.state is not CommendationState.DECIDED:
        raise TrackerError.of("not-decided", id=commendation)
    path, known = _read(ctx, view, names, must_exist=names is not None)
    named = Named(status, _of(view, status, known.recipients))
    if not named.recipients:
        raise TrackerError.of("recipients-missing", file=path.name, id=commendation)
    paper = _paper(ctx, view, number, signed_on)
    _say(ctx, view, _Written("list", compose_decided_list(view, named, paper), [named], path), chosen)


class _Written(NamedTuple):
    """A paper, what it is, and what it was made from."""

    kind: Literal["proposal", "list"]
    official: Official
    named: Sequence[Named]
    path: Path


def _say(ctx: Context, view: View, written: _Written, chosen: Output) -> None:
    people = [one for each in written.named for one in each.recipients]
    persons = sum(not one.is_collective for one in people)
    ctx.warn([one for each in written.named for one in _differences(each, written.path)])
    if persons:
        ctx.warn([Problem("personal-data-written", {"count": persons})])
    statuses = [one.status for one in written.named]
    said = Answer(
        lambda: page_of(written.official),
        lambda: shape_paper(view, written.kind, written.official, statuses, people),
        official=lambda: written.official,
    )
    answer(chosen, said)


def _differences(named: Named, path: Path) -> list[Problem]:
    """Return where a file names more or fewer than the register counts; a paper that names nobody says so itself."""
    collectives = sum(one.is_collective for one in named.recipients)
    counts = {
        "collectives": (collectives, named.status.collectives),
        "individuals": (len(named.recipients) - collectives, named.status.individuals),
    }
    own = {"file": path.name, "id": named.status.record.id}
    return [
        Problem("recipients-differ", {**own, "field": field, "named": listed, "count": counted})
        for field, (listed, counted) in counts.items()
        if listed != counted and named.recipients
    ]


def _proposed_later(signed_on: date | None, waiting: Sequence[CommendationStatus]) -> list[Problem]:
    """Return which proposals are dated after the day that their paper bears."""
    return [
        Problem("signed-before-proposed", {"day": signed_on, "id": one.record.id, "proposed": one.day})
        for one in waiting
        if signed_on and signed_on < one.day
    ]


def _paper(ctx: Context, view: View, number: str, signed_on: str | None) -> Paper:
    number = clean(number)
    if number and not is_paper_number(number):
        raise TrackerError.of("bad-paper-number", text=number)
    day = parse_day(signed_on, ctx.today) if signed_on else None
    return Paper(view.campaign.letterhead, number, day, view.journal.head()[1].hex())


def _find(ctx: Context, id: str) -> tuple[View, CommendationStatus]:  # noqa: A002
    """Return a line of the register with its campaign.

    Raises: TrackerError commendation-not-found ..., campaign-undefined.
    """
    record, _content = find_commendation(ctx.reading, id)
    view = next((ctx.view(one) for one in ctx.campaigns() if one.id == record.event.campaign), None)
    if view is None:
        raise TrackerError.of("campaign-undefined", id=id, campaign=record.event.campaign)
    found = (one for one in find_commendations(view) if one.record.id == record.id)
    status = next(found, None)
    if status is None:  # it is noted for a day after the as-of day
        raise TrackerError.of("commendation-not-found", id=id)
    return view, status


def _read(ctx: Context, view: View, names: str | None, *, must_exist: bool) -> tuple[Path, Names]:
    path = Path(names) if names else names_file(ctx.campaigns_file.path.resolve(), view.campaign.id)
    if not path.exists() and not must_exist:
        return path, Names((), is_plain=True)
    return path, read_names(path)


def _of(view: View, status: CommendationStatus, known: Sequence[Recipient]) -> tuple[Recipient, ...]:
    """Return who is named for a line of the register: by its ref, its number or an id that it has had.

    A decision may be several lines: who is named under its number with the award of another line is of that one.
    """
    ids = [one.id for one in view.journal.event_history(status.record.number)]
    own = recipients_of(known, *ids, status.content.ref)
    others = _awards_beside(view, status)
    named = recipients_of(known, *ids, status.content.ref, status.number)
    return tuple(one for one in named if one in own or not others & _awards_called(view, one.award))


def _awards_beside(view: View, status: CommendationStatus) -> set[str]:
    """Return what other lines of the same number were for and this one was not."""
    same = [one for one in find_commendations(view) if status.number and fold(one.number) == fold(status.number)]
    return {award for one in same for award in one.content.awards} - set(status.content.awards)


def _awards_called(view: View, text: str) -> set[str]:
    try:
        return {one.id for one in find_awards(text, awards_of(view.campaign).values())}
    except TrackerError:  # none is said, or in words of somebody's own
        return set()
