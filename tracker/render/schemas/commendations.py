"""The commendation register."""

from datetime import date, datetime
from typing import Literal, TypedDict

from tracker.domain.commendations import AwardKind, AwardLevel, Whom
from tracker.render.schemas.figures import Counted, Number
from tracker.services.commendations import CommendationState


class CommendationFields(TypedDict):
    """A commendation or a proposal and what became of it by the as-of day; nobody's name stands in it."""

    id: str
    date: date
    """The day of the decision or, as long as there is none, of the proposal."""
    state: CommendationState
    awards: list[str]
    """The titles and forms, by their ids, that are counted together."""
    award_names: list[str]
    """Their Vietnamese names."""
    level: AwardLevel | None
    """The level of who commends; null where nobody said it."""
    collectives: int
    """How many were commended or, of what is not decided or was refused, are proposed."""
    individuals: int
    number: str | None
    """The number of the decision or, as long as there is none, of the proposal."""
    decided_by: str | None
    basis: str | None
    phase: str | None
    """The phase that it is for; null for the campaign as a whole."""
    unit: str | None
    unit_name: str | None
    note: str | None
    ref: str | None
    proposed_on: date | None
    """When it was proposed; null of what was noted with its decision."""
    proposed_collectives: int | None
    proposed_individuals: int | None
    decision_id: str | None
    """The id of the decision about a proposal."""
    refused: str | None
    """Why a proposal was refused."""
    recorded_at: datetime
    recorded_by: str


class CommendationCountShape(TypedDict):
    """What was given of some awards by one level."""

    awards: list[str]
    award_names: list[str]
    level: AwardLevel | None
    collectives: int
    individuals: int
    commendations: int
    """How many lines of the register these are."""


class CommendationCountsShape(TypedDict):
    """Commendations by award, in the order of the law, and level."""

    collectives: int
    """How many collectives were commended, each as often as it was."""
    individuals: int
    decided: list[CommendationCountShape]
    proposed: list[CommendationCountShape]
    """What waits for a decision."""


class CommendationsShape(Counted):
    """`tracker commend list --json`: the commendations asked for in the order of their days; `entries` are the campaign's."""

    schema: Literal["tracker.commendations/1"]
    campaign: str
    totals: CommendationCountsShape
    """Of the commendations that are listed."""
    commendations: list[CommendationFields]


class NotedCommendationShape(Counted):
    """`tracker commend add` and `decide --json`: what was noted, and the campaign's totals since."""

    schema: Literal["tracker.noted-commendation/1"]
    id: str | None
    """The commendation's or the decision's; null in a rehearsal."""
    proposal: str | None
    """The proposal that was decided; null where a commendation or a proposal was added."""
    state: CommendationState
    awards: list[str]
    level: AwardLevel | None
    collectives: int
    individuals: int
    number: str | None
    date: date
    phase: str | None
    unit: str | None
    totals: CommendationCountsShape
    already_there: bool
    dry_run: bool


class RejectedCommendationShape(TypedDict):
    """A row that cannot be taken in, and why."""

    row: int
    column: str
    code: str
    message: str


class TakenInShape(Counted):
    """`tracker commend import --json`: what a file brought, all of it or nothing."""

    schema: Literal["tracker.commend-import/1"]
    campaign: str
    file: str
    rows: int
    """How many rows were read or, where some are rejected, how many those are."""
    written: int
    already_there: int
    ids: list[str]
    """The new commendations; none in a rehearsal."""
    rejected: list[RejectedCommendationShape]
    """Where there is one, nothing was written."""
    dry_run: bool


class AwardFields(TypedDict):
    """A title or a form of commendation."""

    id: str
    kind: AwardKind
    title: str
    english: str
    whom: Whom
    level: AwardLevel | None
    """The level that it is always given at; null where any may."""


class AwardsShape(Counted):
    """`tracker commend awards --json`: the lists of the law, then what campaigns.yaml adds; `entries` are the campaign's."""

    schema: Literal["tracker.awards/1"]
    campaign: str
    awards: list[AwardFields]


class SuggestedFields(TypedDict):
    """A unit that leads its group."""

    unit: str
    name: str
    group: str
    """What its group is called."""
    rank: int
    ranked: int
    """How many units of the group have a rank."""
    total: Number
    maximum: Number
    percentage: Number | None
    band: str | None
    merit: str
    """What its place rests on, as a list of recipients has it, in the reader's language."""


class RecipientsShape(Counted):
    """`tracker commend recipients --json`: who may be proposed, by the ranking of a phase."""

    schema: Literal["tracker.recipients/1"]
    campaign: str
    phase: str
    ranked_on: date
    closed: bool
    """Whether the phase was closed; until then all of this is provisional."""
    recipients: list[SuggestedFields]


class NamedShape(Counted):
    """`tracker commend name --json`: how many a file names since for a commendation or proposal; no names."""

    schema: Literal["tracker.named/1"]
    campaign: str
    commendation: str
    file: str
    collectives: int
    """How many collectives the file names."""
    individuals: int
    of_collectives: int
    """How many the register counts."""
    of_individuals: int
    dry_run: bool


class RecipientFields(TypedDict):
    """Who is named for a commendation or proposal."""

    commendation: str
    kind: Literal["collective", "individual"]
    name: str
    post: str | None
    unit: str | None
    award: str | None
    merit: str | None


class PaperShape(Counted):
    """`tracker commend proposal` and `annex --json`: what the paper says; the names are those of the file of names."""

    schema: Literal["tracker.commend-paper/1"]
    campaign: str
    kind: Literal["proposal", "list"]
    number: str
    abstract: str
    head: str
    """The hash that the journal ends with."""
    commendations: list[CommendationFields]
    totals: CommendationCountsShape
    recipients: list[RecipientFields]
