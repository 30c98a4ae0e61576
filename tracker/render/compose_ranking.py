"""The table of ranks, group by group. It is made from the document of `rank --json`, which a closed phase keeps."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from tracker.domain.scheme import POINT_PLACES
from tracker.i18n import _, day, ngettext, number, signed
from tracker.render.document import Block, Cell, Column, Document, Gap, Heading, Role, Run, Table, Title, paragraph
from tracker.render.provenance import say_cut
from tracker.render.words import NOTHING, say_head

if TYPE_CHECKING:
    from tracker.render.schemas.explanation import ExplainShape
    from tracker.render.schemas.figures import Number
    from tracker.render.schemas.ranking import NoticeShape, RankedUnitShape, RankGroupShape, RankShape

WIDE = 100
INDENT = 2
PROVISIONAL, GIVEN = "*", "+"


def compose_ranking(document: "RankShape", *, is_tried: bool = False) -> Document:
    """Compose the ranking of a phase; `is_tried` where it would be closed with it, and is not yet."""
    heading = _("Ranking · {phase}").format(phase=say_phase(document))
    top: list[Block] = [Title(heading), Heading(heading), *compose_basis(document, is_tried=is_tried)]
    groups = document["clusters"]
    if not groups:
        return (*top, Gap(), *_nothing())
    parents = Counter(group["parent"]["id"] for group in groups if group["parent"])
    for group in groups:
        alone = not group["parent"] or parents[group["parent"]["id"]] == 1
        top += [Gap(), Heading(_say_group(group, alone=alone), 2), _table(group), *_bases(group)]
    return (*top, *_legend(document), *compose_notices(document, compose_undecided(document)))


def _nothing() -> list[Block]:
    text = _("Nothing is scored: no criterion has maximum points.")
    hint = _("Give criteria max_points: in campaigns.yaml, or write a scoring: of its own, and look again.")
    return [paragraph(text), paragraph(Run(hint, Role.QUIET))]


def say_phase(document: "RankShape | ExplainShape") -> str:
    """Name the campaign and, where it has several, the phase."""
    campaign, phase = document["campaign"], document["phase"]
    return campaign["title"] if phase["id"] == campaign["id"] else f"{phase['title']} · {campaign['title']}"


def compose_basis(document: "RankShape | ExplainShape", *, is_tried: bool = False) -> list[Block]:
    """Compose what a ranking rests on: days, entries, the journal, whether it is final, or would be."""
    on, as_of = document["ranked_on"], document["as_of"]
    entries = ngettext("{count} entry", "{count} entries", document["entries"])
    asked = [] if on == as_of else [_("as of {day}").format(day=day(as_of))]
    basis = " · ".join([say_cut(on), *asked, entries])
    said = _("Not closed yet: these ranks would be final") if is_tried else _say_state(document)
    state = Run(said, Role.GOOD if document["closed"] and not is_tried else Role.NOW)
    return [paragraph(Run(basis, Role.QUIET)), paragraph(state, Run(f" · {say_head(document['head'])}", Role.QUIET))]


def _say_state(document: "RankShape | ExplainShape") -> str:
    if document["closed"]:
        return _("Closed: these ranks are final")
    if document["as_of"] <= document["phase"]["end"]:
        return _("Provisional: the phase is running")
    command = f"tracker close {document['phase']['id']}"
    return _("Provisional until {command}").format(command=command)


def _say_group(group: "RankGroupShape", *, alone: bool) -> str:
    parent = group["parent"]["name"] if group["parent"] else ""
    name = group["cluster"] or (parent if alone else " · ".join((parent, group["level"] or ""))) or _("All units")
    sheet = f" · {group['sheet']}" if group["sheet"] else ""
    shown = len(group["units"])
    units = ngettext("{count} unit", "{count} units", group["all"])
    if shown < group["all"]:
        units = _("{shown} of {units}").format(shown=number(shown), units=units)
    return f"{name}{sheet} ({units})"


def _table(group: "RankGroupShape") -> Table:
    units = group["units"]
    has_bonus = any(one["bonus"] for one in units)
    is_rebased = any(one["maximum"] != one["sheet_maximum"] for one in units)
    columns = [Column(_("Rank"), right=True), Column(_("Unit"), shrinks=True), Column(_("Score"), right=True)]
    columns += [Column(_("Rebased"), right=True, from_width=WIDE)] if is_rebased else []
    columns += [Column(_("Bonus"), right=True)] if has_bonus else []
    columns += [Column(_("Total"), right=True)] if has_bonus or is_rebased else []
    columns += [Column("%", right=True), Column(_("Classification"), shrinks=True)]
    return Table(tuple(columns), tuple(_row(one, has_bonus=has_bonus, is_rebased=is_rebased) for one in units))


def _row(one: "RankedUnitShape", *, has_bonus: bool, is_rebased: bool) -> tuple[Cell, ...]:
    role = Role.PLAIN if one["rank"] else Role.QUIET
    marks = (PROVISIONAL if one["provisional"] else "") + (GIVEN if one["given"] else "")
    texts = [number(one["rank"]) if one["rank"] else NOTHING, one["label"]]
    texts += [f"{say_points(one['score'])}/{say_points(one['maximum'])}"]
    texts += [number(one["rebased"], POINT_PLACES)] if is_rebased else []
    texts += [say_sum(one["bonus"])] if has_bonus else []
    texts += [say_sum(one["total"])] if has_bonus or is_rebased else []
    texts += [NOTHING if one["percentage"] is None else say_sum(one["percentage"])]
    first_number = 2
    texts[first_number] += marks
    return (*(Run(text, role) for text in texts), Run(_say_briefly(one), _role(one)))


def say_sum(value: "Number") -> str:
    """Write a sum of points, or a share of them, to two places, so that those of a table stand under each other."""
    return signed(value, POINT_PLACES)


def _say_briefly(one: "RankedUnitShape") -> str:
    """Say the band, or in a word or two why there is no rank; the table has no room for more."""
    match one["state"]:
        case "not-considered":
            return _("not considered")
        case "not-enough-data":
            return _("not enough data {filed}").format(filed=_say_filed(one))
    return one["band"] or ""


def _say_filed(one: "RankedUnitShape") -> str:
    """Say how many returns were filed of those due, where that is why a unit is not ranked."""
    returns = one["returns"]
    return f"{number(returns['actual'])}/{number(returns['expected'])}" if one["maximum"] else ""


def _bases(group: "RankGroupShape") -> list[Block]:
    """Say on which basis units of a group are not considered."""
    return [
        paragraph(Run(f"{one['label']}: {say_classification(one)}", Role.QUIET), indent=INDENT)
        for one in group["units"]
        if one["flags"]
    ]


def say_points(value: "Number") -> str:
    """Write points, to two places at most."""
    return signed(value if isinstance(value, int) else Decimal(value).normalize() + 0)


def say_classification(one: "RankedUnitShape") -> str:
    """Say the band of a unit, or why it has no rank."""
    match one["state"]:
        case "not-considered":
            return _("not considered: {basis}").format(basis="; ".join(flag["basis"] for flag in one["flags"]))
        case "not-enough-data":
            if not one["maximum"]:
                return _("not enough data: nothing can be judged")
            return _("not enough data: {filed} returns").format(filed=_say_filed(one))
    return one["band"] or ""


def _role(one: "RankedUnitShape") -> Role:
    return Role.PLAIN if one["state"] == "ranked" else Role.BAD


def _legend(document: "RankShape") -> list[Block]:
    units = [one for group in document["clusters"] for one in group["units"]]
    lines = []
    if any(one["provisional"] for one in units):
        lines.append(_("{mark} some points change once the phase is closed").format(mark=PROVISIONAL))
    if any(one["state"] == "not-enough-data" for one in units):
        lines.append(_("not enough data: returns filed of those due so far"))
    if any(one["given"] for one in units):
        lines.append(_("{mark} people gave some of the points").format(mark=GIVEN))
    from_day = [one for one in units if one["counted_from"]]
    lines += [
        _("{unit} was not considered before {day}: its figures count from that day").format(
            unit=one["label"], day=day(one["counted_from"])
        )
        for one in from_day
        if one["counted_from"]
    ]
    return [Gap(), *(paragraph(Run(line, Role.QUIET)) for line in lines)] if lines else []


def compose_notices(document: "RankShape | ExplainShape", first: Sequence[Block] = ()) -> list[Block]:
    """Say what somebody has to decide: `first`, then what heirs have not of the units that they come from."""
    together: dict[tuple[str, str, str], list[NoticeShape]] = {}
    for one in document["notices"]:
        heirs = ", ".join(heir["name"] for heir in one["heirs"])
        together.setdefault((one["kind"], one["name"], heirs), []).append(one)
    blocks = [*first, *(paragraph(Run(_say_notice(*key, some), Role.BAD)) for key, some in together.items())]
    return [Gap(), Heading(_("To decide"), 2), *blocks] if blocks else []


def _say_notice(kind: str, unit: str, heirs: str, some: "Sequence[NoticeShape]") -> str:
    amounts = ", ".join(_say_amount(one) for one in some)
    match kind:
        case "unallocated":
            text = _("{unit} was split without shares: {amounts} unallocated between {heirs}, and so is its target.")
        case "points":
            text = _("{unit} was given {amounts} and went to {heirs}, who do not inherit that.")
        case _:
            text = _("{unit} had {amounts} and went to {heirs}, who do not inherit that.")
    return text.format(unit=unit, amounts=amounts, heirs=heirs)


def _say_amount(one: "NoticeShape") -> str:
    """Say how much of a criterion it is."""
    if one["kind"] == "points":
        return _("{points} points ({title})").format(points=say_points(one["quantity"]), title=one["title"])
    amount = say_points(one["quantity"])
    amount += "" if one["denominator"] is None else f"/{say_points(one['denominator'])}"
    measure = "" if one["measure"] == "%" else f" {one['measure']}"
    return f"{amount}{measure} ({one['title']})"


def compose_undecided(document: "RankShape") -> Sequence[Block]:
    """Say which flags nobody has decided about since their units went to others."""
    blocks: list[Block] = []
    for one in document["undecided"]:
        heirs = ", ".join(heir["name"] for heir in one["heirs"])
        text = _("{unit} was not considered from {day} ({basis}) and went to {heirs}, who do not inherit that.")
        said = text.format(unit=one["name"], day=day(one["start"]), basis=one["basis"], heirs=heirs)
        blocks.append(paragraph(Run(said, Role.BAD)))
    return blocks
