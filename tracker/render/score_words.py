"""How points and what they come from are said: figures, rules, and formulas with their numbers in them."""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from tracker.domain.quantity import rounded
from tracker.i18n import N_, _, language, number, percent, signed
from tracker.render.compose_ranking import say_points
from tracker.render.progress_words import say_reduction
from tracker.render.words import NOTHING

if TYPE_CHECKING:
    from tracker.render.schemas.explanation import FigureShape, LineShape, NeighbourShape
    from tracker.render.schemas.figures import Number

RULES: Mapping[str, str] = {
    "linear": N_("the maximum times the attainment, from 0 up to the cap"),
    "leader": N_("against the leader: the leader has the maximum"),
    "above-target": N_("against the leader: half at the target, the rest by the excess against the leader's"),
    "provisional": N_("against the leader: above the target half, until the phase is closed"),
    "on-target": N_("against the leader: half at the target"),
    "under-target": N_("against the leader: half of the attainment under the target"),
    "no-target-group": N_("without a target: against the most of the group"),
    "per-event": N_("so many points for each, up to the maximum"),
    "pass-fail": N_("the maximum where the target is reached, else nothing"),
    "steps": N_("the points of the highest step that is reached"),
    "bonus-penalty": N_("points for each less penalties for each, within limits; in a column of its own"),
}
STATES: Mapping[str, str] = {
    "not-assigned": N_("not assigned to this unit: it leaves the maximum"),
    "no-target": N_("no target: it leaves the maximum"),
    "no-baseline": N_("nothing to compare with: it leaves the maximum"),
    "not-reported": N_("no figures yet: it leaves the maximum"),
    "nothing-occurred": N_("nothing occurred: it leaves the maximum"),
}
TIES: Mapping[str, str] = {
    "points": N_("points"),
    "fewer-penalties": N_("fewer penalties"),
    "higher-bonus": N_("the higher bonus"),
    "earlier-return": N_("returns complete earlier"),
}
_ALMOST = Decimal("0.999")  # what is written as 99.9%
_SIGNS = {"*": "×", " - ": " − ", "<=": "≤", ">=": "≥"}
_NAME = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")


def say_figures(line: "LineShape") -> str:
    """Say the result, what it is measured against and how far it has come."""
    said = [_("result {figure}").format(figure=_say_figure(line, line["actual"]))]
    if line["target"] is not None:
        said.append(_("target {target}").format(target=_say_target(line)))
    if line["baseline"]:
        said.append(_("same period before {figure}").format(figure=_say_figure(line, line["baseline"])))
    if (less := _reduction(line)) is not None:
        said.append(say_reduction(less))
    elif _is_flagged(line):
        said.append(_("none in the same period: no share can be told, and it counts as not less"))
    elif line["attainment"] is not None and line["target"] is not None:
        said.append(_("attained {share}").format(share=_say_share(Decimal(line["attainment"]))))
    if line["leader"]:
        said.append(_("leading unit: {unit}").format(unit=line["leader"]["name"]) + _say_leading_figure(line))
    if line["penalties"] is not None and line["against"]:
        said.append(_("penalties for {count}").format(count=say_points(line["penalties"])))
    return " · ".join(said)


def _reduction(line: "LineShape") -> Decimal | None:
    """Return by which share there is less than in the same period before, None where nothing is compared."""
    before, now = line["baseline"], line["actual"]["value"]
    if not before or not before["value"] or now is None:
        return None
    before_then = Decimal(before["value"])
    return (before_then - Decimal(now)) / before_then


def _is_flagged(line: "LineShape") -> bool:
    """Whether there is something where there was nothing in the same period before."""
    return bool(line["baseline"] and not line["baseline"]["value"] and line["actual"]["value"])


def _say_share(attainment: Decimal) -> str:
    """Write an attainment; one below 1 is never written as 100%."""
    return percent(attainment if attainment >= 1 else min(attainment, _ALMOST))


def _say_leading_figure(line: "LineShape") -> str:
    """Write what the leading unit has, an amount out of its target: (20/10)."""
    inputs = line["inputs"]
    names = ("AL", "TL") if "AL" in inputs else ("NL", "DL")
    parts = [say_exact(inputs[one]) for one in names if one in inputs]
    return f" ({'/'.join(parts)})" if parts else ""


def _say_figure(line: "LineShape", figure: "FigureShape") -> str:
    if figure["denominator"] is None or figure["numerator"] is None:
        return _with_measure(line, say_points(figure["value"] or 0))
    if figure["value"] is None:
        return NOTHING
    share = percent(Decimal(figure["value"])) if line["measure"] == "%" else say_points(figure["value"])
    return f"{say_points(figure['numerator'])}/{say_points(figure['denominator'])} ({share})"


def _say_target(line: "LineShape") -> str:
    target = Decimal(line["target"] or 0)
    aim = line["aim"]
    if aim == "reduce":
        return say_reduction(target) if target else _("less")
    is_share = line["measure"] == "%" and line["actual"]["denominator"] is not None
    text = percent(target) if is_share else _with_measure(line, say_points(line["target"] or 0))
    return _("at most {amount}").format(amount=text) if aim == "stay-under" else text


def _with_measure(line: "LineShape", text: str) -> str:
    return f"{text} {line['measure']}" if line["measure"] and line["measure"] != "%" else text


def say_formula(line: "LineShape") -> str:
    """Write a formula with its numbers in it, as the reader writes numbers: 10 × min(124 / 547; 1) = 2,27."""
    inputs = line["inputs"]

    def fill(found: re.Match[str]) -> str:
        return say_exact(inputs[found[0]]) if found[0] in inputs else found[0]

    text = _NAME.sub(fill, (line["formula"] or "").replace(",", ";" if language() == "vi" else ","))
    for sign, written in _SIGNS.items():
        text = text.replace(sign, written)
    return f"{text} = {say_points(line['computed'] or 0)}"


def say_exact(value: "Number") -> str:
    """Write a number with all its places, and a minus sign as points have it."""
    return signed(value if isinstance(value, int) else rounded(Fraction(value), 12))


def say_rule(line: "LineShape") -> str:
    """Say by which rule a line was scored, or why it was not."""
    rule, state = line["rule"] or "", line["state"]
    return _(STATES[state] if state in STATES else RULES.get(rule, rule))


def say_neighbour(one: "NeighbourShape", by_points: str, by_tie: str, shared: str) -> str:
    """Say what separates a unit from one next to it, in one of three sentences."""
    decided = one["decided_by"] or ""
    sentence = by_points if one["gap"] else shared if decided == "shared" else by_tie
    tie = _(TIES[decided]) if decided in TIES else decided
    return sentence.format(rank=number(one["rank"]), unit=one["name"], points=say_points(one["gap"]), tie=tie)


def say_bonus(points: "Number") -> str:
    """Write points of the column of bonus and penalty, with their sign."""
    return f"+{say_points(points)}" if points > 0 else say_points(points)
