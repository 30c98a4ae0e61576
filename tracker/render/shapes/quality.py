"""`tracker.quality/1`: figures that are worth a second look."""

from fractions import Fraction
from typing import TYPE_CHECKING

from tracker.domain.criteria import Criterion, Kind
from tracker.domain.quality import BY_MEAN, BY_MEDIAN, FARTHEST, Broken, Outlier
from tracker.domain.quantity import THOUSAND, as_decimal, rounded
from tracker.render.compose_quality import say_command, say_finding, say_rule
from tracker.render.formats.json import plain
from tracker.render.shapes.figures import head, shape_span
from tracker.services.quality import Finding, OddEntry, Quality

if TYPE_CHECKING:
    from tracker.render.schemas.figures import Number
    from tracker.render.schemas.quality import FindingRow, FindingShape, QualityShape

PLACES = 6


def shape_quality(quality: Quality) -> "QualityShape":
    """Return `tracker.quality/1`."""
    return {
        "schema": "tracker.quality/1",
        **head(quality.view),
        "campaign": quality.view.campaign.id,
        "phase": quality.phase.id,
        **shape_span(quality.span),
        "units": quality.units,
        "findings": [_shape_finding(quality, one) for one in quality.findings],
    }


def shape_quality_rows(quality: Quality) -> "list[FindingRow]":
    """Return the findings as rows of a table."""
    return [_shape_row(quality, one) for one in quality.findings]


def quality_columns() -> list[str]:
    """Return the columns of a table of findings."""
    from tracker.render.schemas.quality import FindingRow  # noqa: PLC0415 for a table alone

    return list(FindingRow.__annotations__)


def _shape_row(quality: Quality, found: Finding) -> "FindingRow":
    what, why, formula = say_finding(quality, found)
    return {
        "kind": _shape_finding(quality, found)["kind"],
        "unit": found.unit.id,
        "name": found.unit.name,
        "criteria": " ".join(one.id for one in found.criteria),
        "finding": what,
        "why": why,
        "formula": formula,
        "command": say_command(quality, found),
    }


def _shape_finding(quality: Quality, found: Finding) -> "FindingShape":
    shape: FindingShape = {
        "kind": "check",
        "unit": found.unit.id,
        "name": found.unit.name,
        "criteria": [one.id for one in found.criteria],
        "check": None,
        "entry": None,
        "inputs": {},
        "formula": "",
        "command": say_command(quality, found),
    }
    match found.what:
        case Broken() as broken:
            return shape | {"check": broken.check.id, "formula": say_rule(broken), "inputs": _terms(broken)}
        case Outlier() as outlier:
            inputs, formula = _measures(found.criteria[0], outlier), _formula(outlier)
            return shape | {"kind": "outlier", "formula": formula, "inputs": inputs}
        case OddEntry() as odd:
            formula, inputs = _range(odd)
            return shape | {"kind": "entry", "entry": odd.entry.id, "formula": formula, "inputs": inputs}


def _terms(broken: Broken) -> "dict[str, Number | None]":
    sides = ((broken.check.left, broken.left), (broken.check.right, broken.right))
    return {
        f"{name}.of" if of else name: plain(as_decimal(amount))
        for side, amounts in sides
        for (name, of), amount in zip(side, amounts, strict=True)
    }


def _measures(criterion: Criterion, outlier: Outlier) -> "dict[str, Number | None]":
    spread, unit = outlier.spread, 1 if criterion.kind is Kind.RATE else THOUSAND
    of = "mean_deviation" if spread.is_mean else "mad"
    exact = {"x": outlier.figure / unit, "median": spread.median / unit, of: spread.deviation / unit}
    exact |= {"z": outlier.score, "limit": FARTHEST}
    return {**{name: _number(value) for name, value in exact.items()}, "peers": spread.peers}


def _formula(outlier: Outlier) -> str:
    if outlier.spread.is_mean:
        return f"(x - median) / ({_number(BY_MEAN)} * mean_deviation)"
    return f"{_number(BY_MEDIAN)} * (x - median) / mad"


def _range(odd: OddEntry) -> "tuple[str, dict[str, Number | None]]":
    named = {"least": odd.bounds.least, "quantity": odd.entry.posting.quantity, "most": odd.bounds.most}
    given = {name: plain(as_decimal(amount)) for name, amount in named.items() if amount is not None}
    return " <= ".join(given), dict(given)


def _number(value: Fraction) -> "Number":
    return plain(rounded(value, PLACES))
