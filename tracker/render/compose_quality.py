"""Figures that are worth a second look: what, why, with the numbers in the formula, and how to see the entries."""

from collections.abc import Iterator
from fractions import Fraction

from tracker.domain.criteria import Criterion, Kind
from tracker.domain.quality import BY_MEAN, BY_MEDIAN, FARTHEST, FEWEST, Broken, Outlier
from tracker.domain.quantity import THOUSAND, as_decimal, rounded
from tracker.i18n import _, day, ngettext, number, signed
from tracker.render.document import Block, Document, Gap, Heading, Part, Role, Run, paragraph
from tracker.render.words import say_long_span, say_thousandths, say_value
from tracker.services.quality import Finding, OddEntry, Quality

EXACT = 4  # places in a formula, so that it can be worked out again


def compose_quality(quality: Quality) -> Document:
    """Compose the findings of a phase."""
    campaign = quality.view.campaign
    names = [campaign.name, *([quality.phase.title] if campaign.has_phases else []), say_long_span(quality.span)]
    count = ngettext("{count} figure to look at", "{count} figures to look at", len(quality.findings))
    units = ngettext("{count} unit with figures", "{count} units with figures", quality.units)
    blocks: list[Block] = [
        Heading(_("A second look at the figures")),
        paragraph(" · ".join(names)),
        paragraph(
            Run(count.format(count=number(len(quality.findings))), Role.STRONG),
            f" · {units.format(count=number(quality.units))}",
            part=Part.SUMMARY,
        ),
        *([paragraph(_say_kinds(quality), part=Part.SUMMARY)] if quality.findings else []),
    ]
    for one in quality.findings:
        blocks += [Gap(), *_compose(quality, one)]
    if quality.findings:
        blocks += [Gap(), paragraph(_("Amend an entry that is wrong with tracker amend; leave one that is right."))]
    return (*blocks, *(paragraph(Run(text, Role.QUIET), part=Part.FOOTER) for text in _say_method(quality)))


def _say_kinds(quality: Quality) -> str:
    kinds = [type(one.what) for one in quality.findings]
    return _("rules not kept: {checks} · far from their peers: {outliers} · unusual entries: {entries}").format(
        checks=number(kinds.count(Broken)), outliers=number(kinds.count(Outlier)), entries=number(kinds.count(OddEntry))
    )


def _compose(quality: Quality, found: Finding) -> Iterator[Block]:
    what, why, formula = say_finding(quality, found)
    yield paragraph(Run(f"{found.unit.name} [{found.unit.id}]", Role.STRONG), f" · {what}")
    yield paragraph(why, indent=2)
    yield paragraph(formula, indent=2)
    yield paragraph(Run(say_command(quality, found), Role.CODE), indent=2)


def say_finding(quality: Quality, found: Finding) -> tuple[str, str, str]:
    """Say what is worth a look, why, and the formula with the numbers in it."""
    match found.what:
        case Broken() as broken:
            return _say_broken(broken)
        case Outlier() as outlier:
            return _say_outlier(quality, found, outlier)
        case OddEntry() as odd:
            return _say_odd(found.criteria[0], odd)


def say_command(quality: Quality, found: Finding) -> str:
    """Say which command shows the entries."""
    if isinstance(found.what, OddEntry):
        return f"tracker show {found.what.entry.id}"
    of = f" -c {found.criteria[0].id}" if len(found.criteria) == 1 else ""
    phase = f" --phase {quality.phase.id}" if quality.view.campaign.has_phases else ""
    return f"tracker ls -u {found.unit.id}{of}{phase}"


def say_rule(broken: Broken) -> str:
    """Write a rule as it stands in campaigns.yaml."""
    sides = (
        " + ".join(f"{name}.of" if of else name for name, of in side)
        for side in (broken.check.left, broken.check.right)
    )
    return f" {broken.check.operator} ".join(sides)


def _say_broken(broken: Broken) -> tuple[str, str, str]:
    sides = (" + ".join(number(as_decimal(one)) for one in side) for side in (broken.left, broken.right))
    numbers = f" {broken.check.operator} ".join(sides)
    why = _("the rule {id} is not kept: {rule}").format(id=broken.check.id, rule=say_rule(broken))
    return broken.check.title, why, _("{comparison} does not hold").format(comparison=numbers)


def _say_outlier(quality: Quality, found: Finding, outlier: Outlier) -> tuple[str, str, str]:
    (criterion,), spread = found.criteria, outlier.spread
    figure, middle = _say_figure(criterion, outlier.figure), _say_figure(criterion, spread.median)
    sentence = (
        _("far above the middle of the {peers} units of {group} that have a figure, {middle}")
        if outlier.score > 0
        else _("far below the middle of the {peers} units of {group} that have a figure, {middle}")
    )
    why = sentence.format(peers=number(spread.peers), group=_say_group(quality, found), middle=middle)
    x, m, d = (_exact(criterion, one) for one in (outlier.figure, spread.median, spread.deviation))
    z = signed(rounded(outlier.score, 2))
    if spread.is_mean:
        formula = f"z = ({x} − {m}) / ({_decimal(BY_MEAN)} × {d}) = {z}"
    else:
        formula = f"z = {_decimal(BY_MEDIAN)} × ({x} − {m}) / {d} = {z}"
    return f"{criterion.title}: {figure}", why, f"{formula}; |z| > {_decimal(FARTHEST)}"


def _say_odd(criterion: Criterion, odd: OddEntry) -> tuple[str, str, str]:
    posting, bounds = odd.entry.posting, odd.bounds
    quantity = say_thousandths(criterion, posting.quantity)
    what = f"{criterion.title}: {quantity} {criterion.measure}".rstrip() + f" · {day(posting.day)}"
    if bounds.least is not None and posting.quantity < bounds.least:
        why = _("one entry is smaller than usual")
        return what, why, f"{quantity} < {say_thousandths(criterion, bounds.least)}"
    assert bounds.most is not None
    why = _("one entry is larger than usual")
    return what, why, f"{quantity} > {say_thousandths(criterion, bounds.most)}"


def _say_figure(criterion: Criterion, figure: Fraction) -> str:
    if criterion.kind is Kind.RATE:
        return say_value(criterion, figure)
    return f"{number(rounded(figure / THOUSAND, 2))} {criterion.measure}".rstrip()


def _exact(criterion: Criterion, figure: Fraction) -> str:
    """Write a figure for a formula: an amount in its measure, a percentage as such."""
    if criterion.kind is Kind.RATE:
        return number(rounded(figure * 100 if criterion.is_percent else figure, EXACT))
    return number(rounded(figure / THOUSAND, EXACT))


def _decimal(constant: Fraction) -> str:
    return number(rounded(constant, 6))


def _say_group(quality: Quality, found: Finding) -> str:
    unit = found.unit
    if unit.cluster or not unit.parent:
        return unit.cluster or unit.level
    return quality.view.roster.name_on(unit.parent, quality.span.end)


def _say_method(quality: Quality) -> Iterator[str]:
    rules = quality.view.campaign.rules
    yield _("Looked at: rules (checks:): {checks} · ranges (plausible:): {ranges} · each unit beside its peers").format(
        checks=number(len(rules.checks)), ranges=number(len(rules.plausible))
    )
    yield _(
        "Peers are the units of a cluster, or of a level under one parent, at least {fewest} with a figure. z is the modified "
        "z-score of Iglewicz and Hoaglin; where the median distance is 0, the mean distance stands in for it."
    ).format(fewest=number(FEWEST))
