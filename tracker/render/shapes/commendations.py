"""`tracker.commendations/1`, `tracker.noted-commendation/1`, `tracker.commend-import/1`, `tracker.awards/1`, and counts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from tracker.domain.commendations import Award
from tracker.domain.honours import CommendationDecided
from tracker.domain.recipients import Recipient
from tracker.render.compose_recipients import Suggested, say_group, say_merit
from tracker.render.shapes.figures import head
from tracker.services.commendations import CommendationStatus, Count, Counts, awards_named, count
from tracker.services.commending import NotedCommendation, TakenIn
from tracker.services.view import View

if TYPE_CHECKING:
    from tracker.render.official import Official
    from tracker.render.schemas.commendations import (
        AwardFields,
        AwardsShape,
        CommendationCountShape,
        CommendationCountsShape,
        CommendationFields,
        CommendationsShape,
        NamedShape,
        NotedCommendationShape,
        PaperShape,
        RecipientFields,
        RecipientsShape,
        RejectedCommendationShape,
        SuggestedFields,
        TakenInShape,
    )
    from tracker.render.schemas.ranking import RankShape

TABLE_COLUMNS = (
    *("id", "date", "state", "award", "level", "collectives", "individuals", "number", "decided_by", "basis", "phase"),
    *("unit", "note", "ref", "recorded_at", "recorded_by"),
)


def shape_commendations(view: View, commendations: Sequence[CommendationStatus]) -> "CommendationsShape":
    """Return `tracker.commendations/1`."""
    return {
        "schema": "tracker.commendations/1",
        **head(view),
        "campaign": view.campaign.id,
        "totals": shape_counts(count(view.campaign, commendations)),
        "commendations": [shape_commendation(view, one) for one in commendations],
    }


def shape_commendation(view: View, one: CommendationStatus) -> "CommendationFields":
    """Return a commendation and what became of it."""
    content, event = one.content, one.record.event
    is_proposal = content.is_proposed
    return {
        "id": one.record.id,
        "date": one.day,
        "state": one.state,
        "awards": list(content.awards),
        "award_names": [each.title for each in awards_named(view.campaign, content.awards)],
        "level": one.level,
        "collectives": one.collectives,
        "individuals": one.individuals,
        "number": one.number or None,
        "decided_by": one.decided_by or None,
        "basis": content.basis or None,
        "phase": content.phase or None,
        "unit": event.unit or None,
        "unit_name": view.roster.name_on(event.unit, one.day) if event.unit else None,
        "note": content.note or None,
        "ref": content.ref or None,
        "proposed_on": event.day if is_proposal else None,
        "proposed_collectives": content.collectives if is_proposal else None,
        "proposed_individuals": content.individuals if is_proposal else None,
        "decision_id": one.decision.id if one.decision else None,
        "refused": (one.decided.refused or None) if one.decided else None,
        "recorded_at": one.record.recorded_at,
        "recorded_by": one.record.recorded_by,
    }


def shape_rows(view: View, commendations: Iterable[CommendationStatus]) -> list[Mapping[str, Any]]:
    """Return commendations as a table that `commend import` takes again; awards counted together are joined by +."""
    shapes: list[dict[str, Any]] = [dict(shape_commendation(view, one)) for one in commendations]
    return [{name: (one | {"award": "+".join(one["awards"])})[name] for name in TABLE_COLUMNS} for one in shapes]


def shape_counts(counts: Counts) -> "CommendationCountsShape":
    """Return counts by award and level."""
    return {
        "collectives": counts.collectives,
        "individuals": counts.individuals,
        "decided": [_shape_count(one) for one in counts.decided],
        "proposed": [_shape_count(one) for one in counts.proposed],
    }


def _shape_count(one: Count) -> "CommendationCountShape":
    return {
        "awards": [each.id for each in one.awards],
        "award_names": [each.title for each in one.awards],
        "level": one.level,
        "collectives": one.collectives,
        "individuals": one.individuals,
        "commendations": one.commendations,
    }


def shape_noted(done: NotedCommendation, proposal: str | None, *, dry_run: bool) -> "NotedCommendationShape":
    """Return `tracker.noted-commendation/1`; `proposal` is what was decided."""
    one, event = done.status, done.event
    assert event.day is not None
    number = event.body.number if isinstance(event.body, CommendationDecided) else one.content.number
    return {
        "schema": "tracker.noted-commendation/1",
        **head(done.view),
        "id": None if dry_run and not done.already_there else done.id,
        "proposal": proposal,
        "state": one.state,
        "awards": list(one.content.awards),
        "level": one.level,
        "collectives": one.collectives,
        "individuals": one.individuals,
        "number": number or None,
        "date": event.day,
        "phase": one.content.phase or None,
        "unit": event.unit or None,
        "totals": shape_counts(done.counts),
        "already_there": done.already_there,
        "dry_run": dry_run,
    }


def shape_taken_in(
    view: View,
    file: str,
    done: TakenIn | None,
    rejected: "list[RejectedCommendationShape]",
    *,
    rows: int,
    dry_run: bool,
) -> "TakenInShape":
    """Return `tracker.commend-import/1`; `rows` are those of the file, `done` is None where some were rejected."""
    return {
        "schema": "tracker.commend-import/1",
        **head(view),
        "campaign": view.campaign.id,
        "file": file,
        "rows": rows,
        "written": len(done.ids) if done else 0,
        "already_there": done.already_there if done else 0,
        "ids": list(done.ids) if done and not dry_run else [],
        "rejected": rejected,
        "dry_run": dry_run,
    }


def shape_recipients(view: View, document: "RankShape", suggested: Iterable[Suggested]) -> "RecipientsShape":
    """Return `tracker.recipients/1`."""
    return {
        "schema": "tracker.recipients/1",
        **head(view, document["entries"]),
        "campaign": document["campaign"]["id"],
        "phase": document["phase"]["id"],
        "ranked_on": document["ranked_on"],
        "closed": document["closed"],
        "recipients": [_shape_suggested(one) for one in suggested],
    }


def _shape_suggested(one: Suggested) -> "SuggestedFields":
    return {
        "unit": one.unit["id"],
        "name": one.unit["label"],
        "group": say_group(one.group),
        "rank": one.unit["rank"] or 0,
        "ranked": one.group["ranked"],
        "total": one.unit["total"],
        "maximum": one.unit["sheet_maximum"],
        "percentage": one.unit["percentage"],
        "band": one.unit["band"],
        "merit": say_merit(one),
    }


def shape_named(
    view: View, status: CommendationStatus, file: str, recipients: Sequence[Recipient], *, dry_run: bool
) -> "NamedShape":
    """Return `tracker.named/1`; `recipients` are those that the file names for it."""
    collectives = sum(one.is_collective for one in recipients)
    return {
        "schema": "tracker.named/1",
        **head(view),
        "campaign": view.campaign.id,
        "commendation": status.record.id,
        "file": file,
        "collectives": collectives,
        "individuals": len(recipients) - collectives,
        "of_collectives": status.collectives,
        "of_individuals": status.individuals,
        "dry_run": dry_run,
    }


def shape_paper(
    view: View,
    kind: Literal["proposal", "list"],
    official: "Official",
    statuses: Sequence[CommendationStatus],
    recipients: Iterable[Recipient],
) -> "PaperShape":
    """Return `tracker.commend-paper/1`."""
    return {
        "schema": "tracker.commend-paper/1",
        **head(view),
        "campaign": view.campaign.id,
        "kind": kind,
        "number": official.number,
        "abstract": official.abstract,
        "head": official.keywords,
        "commendations": [shape_commendation(view, one) for one in statuses],
        "totals": shape_counts(count(view.campaign, statuses)),
        "recipients": [_shape_recipient(one) for one in recipients],
    }


def _shape_recipient(one: Recipient) -> "RecipientFields":
    return {
        "commendation": one.commendation,
        "kind": "collective" if one.is_collective else "individual",
        "name": one.name,
        "post": one.post or None,
        "unit": one.unit or None,
        "award": one.award or None,
        "merit": one.merit or None,
    }


def shape_awards(view: View, awards: Iterable[Award]) -> "AwardsShape":
    """Return `tracker.awards/1`."""
    return {
        "schema": "tracker.awards/1",
        **head(view),
        "campaign": view.campaign.id,
        "awards": [_shape_award(one) for one in awards],
    }


def award_columns() -> list[str]:
    """Return the columns of a table of awards."""
    from tracker.render.schemas.commendations import AwardFields  # noqa: PLC0415 for a table alone

    return list(AwardFields.__annotations__)


def _shape_award(one: Award) -> "AwardFields":
    return {
        "id": one.id,
        "kind": one.kind,
        "title": one.title,
        "english": one.english,
        "whom": one.whom,
        "level": one.level,
    }
