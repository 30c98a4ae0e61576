"""The JSON of `tracker quality`."""

from typing import Literal, TypedDict

from tracker.render.schemas.figures import Counted, Number, SpanShape


class FindingShape(TypedDict):
    """A figure that is worth a second look."""

    kind: Literal["check", "outlier", "entry"]
    """check: a rule that is not kept; outlier: a unit far from its peers; entry: an entry of an unusual size."""
    unit: str
    name: str
    criteria: list[str]
    """The criteria that it is about; several of a rule."""
    check: str | None
    """The id of the rule."""
    entry: str | None
    """The id of the entry."""
    inputs: dict[str, Number | None]
    """The numbers of the formula by their names. Of a rule each term as it is written there; of an outlier x (its figure, of a
    rate its value), median, mad or mean_deviation, z and limit, to 6 places, and peers; of an entry quantity, least, most."""
    formula: str
    """What the numbers were put into: it does not hold of a rule and an entry, and gives z of an outlier."""
    command: str
    """What shows the entries."""


class FindingRow(TypedDict):
    """A finding as a row of a table."""

    kind: str
    unit: str
    name: str
    criteria: str
    """Their ids, with a space between."""
    finding: str
    """What is worth a look, in words."""
    why: str
    formula: str
    """With the numbers in it."""
    command: str


class QualityShape(Counted, SpanShape):
    """`tracker quality --json`: figures of a phase that are worth a second look."""

    schema: Literal["tracker.quality/1"]
    campaign: str
    phase: str
    units: int
    """How many units have figures."""
    findings: list[FindingShape]
