"""Where a unit's points and rank come from, as a tree. It is made from the document of `explain --json`, which a closed
phase keeps.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from tracker.i18n import _, day, ngettext, number, percent
from tracker.render.compose_ranking import compose_basis, compose_notices, say_classification, say_phase, say_points
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
    facts,
    paragraph,
)
from tracker.render.event_words import SAYS
from tracker.render.score_words import say_bonus, say_exact, say_figures, say_formula, say_neighbour, say_rule
from tracker.render.words import NOTHING

if TYPE_CHECKING:
    from tracker.render.schemas.explanation import ExplainShape, LineShape, NeighbourShape, SheetPartShape
    from tracker.render.schemas.scores import GivenShape


def compose_explanation(document: "ExplainShape", *, alone: bool = False) -> Document:
    """Compose where a unit's points and rank come from; `alone` where one line alone was asked for."""
    heading = f"{document['label']} · {say_phase(document)}"
    top: list[Block] = [Title(heading), Heading(heading), *compose_basis(document), Gap(), *_place(document)]
    tree = _tree(document)
    if alone:
        return (*top, *tree)
    rest = (*_neighbours(document), *compose_notices(document), Gap(), *_rules(document))
    return (*top, *tree, Gap(), *_sums(document), *rest)


def _place(document: "ExplainShape") -> list[Block]:
    group = document["group"]
    name = group["cluster"] or (group["parent"]["name"] if group["parent"] else _("All units"))
    if document["rank"]:
        text = _("Rank {rank} of {ranked} in {group}")
        head = text.format(rank=number(document["rank"]), ranked=number(group["ranked"]), group=name)
    else:
        head = _("Without a rank in {group}").format(group=name)
    said = say_classification(document)
    total = _("{points} points").format(points=say_points(document["total"]))
    blocks: list[Block] = [
        paragraph(Run(" · ".join(part for part in (head, total, said) if part), Role.STRONG)),
    ]
    if document["counted_from"]:
        text = _("It was not considered before {day}: figures count from that day.")
        blocks.append(paragraph(Run(text.format(day=day(document["counted_from"])), Role.QUIET)))
    returns = document["returns"]
    if returns["expected"]:
        text = _("Returns filed: {actual} of {expected} due so far; {share} are needed for a rank")
        filed = {"actual": number(returns["actual"]), "expected": number(returns["expected"])}
        share = percent(Decimal(document["rules"]["enough_returns"]))
        blocks.append(paragraph(Run(text.format(**filed, share=share), Role.QUIET)))
    return blocks


def _tree(document: "ExplainShape") -> list[Block]:
    blocks: list[Block] = []
    parts = {tuple(one["path"]): one for one in document["parts"]}
    shown: set[tuple[str, ...]] = set()
    for line in document["lines"]:
        path = tuple(line["path"])
        for depth in range(1, len(path) + 1):
            if path[:depth] not in shown:
                shown.add(path[:depth])
                blocks += [Gap(), _part(parts[path[:depth]])] if depth == 1 else [_part(parts[path[:depth]])]
        blocks += _line(line, len(path))
    return blocks


def _part(part: "SheetPartShape") -> Block:
    depth, title = len(part["path"]) - 1, part["path"][-1]
    texts = [f"{say_points(part['points'])}/{say_points(part['maximum'])}"] if part["sheet_maximum"] else []
    texts += [say_bonus(part["bonus"])] if part["bonus"] or not texts else []
    return paragraph(Run(f"{title}  ", Role.STRONG), Run(" · ".join(texts), Role.STRONG), indent=2 * depth)


def _line(line: "LineShape", depth: int) -> list[Block]:
    indent, inner = 2 * depth, 2 * depth + 4
    title = [Run(f"{line['title']}  "), Run(_say_score(line), _score_role(line))]
    blocks: list[Block] = [paragraph(*title, indent=indent), paragraph(say_figures(line), indent=inner)]
    if line["formula"]:
        blocks.append(paragraph(Run(say_formula(line), Role.CODE), indent=inner))
    blocks.append(paragraph(Run(say_rule(line), Role.QUIET), indent=inner))
    blocks += [paragraph(*_say_given(one), indent=inner) for one in line["given"]]
    if line["entries"] is None:
        blocks += [paragraph(Run(_say_source(line), Role.QUIET), indent=inner)] if line["source"]["entries"] else []
    else:
        blocks += [Gap(), _entries(line)] if line["entries"] else []
    return blocks


def _say_score(line: "LineShape") -> str:
    if line["column"] == "bonus":
        return say_bonus(line["score"] or 0)
    if line["score"] is None:
        return f"{NOTHING}/{say_points(line['maximum'])}"
    return f"{say_points(line['score'])}/{say_points(line['maximum'])}" + ("*" if line["provisional"] else "")


def _score_role(line: "LineShape") -> Role:
    if line["score"] is None:
        return Role.QUIET
    if line["column"] == "bonus":
        return Role.BAD if line["score"] < 0 else Role.GOOD if line["score"] else Role.PLAIN
    return Role.GOOD if line["score"] >= line["maximum"] else Role.STRONG


def _say_given(one: "GivenShape") -> list[Run]:
    """Say what somebody gave or explained, and whether it counts."""
    says = one["says"]
    what = _(SAYS[says])
    points = "" if one["points"] is None else f" {say_points(one['points'])}"
    said = f"{what}{points} ({one['recorded_by']}, {day(one['date'])})"
    said += f": {one['text']}" if one["text"] else ""
    return [Run("✔ ", Role.GOOD) if one["counts"] else Run("  "), Run(said), Run(f"  {one['id']}", Role.CODE)]


def _say_source(line: "LineShape") -> str:
    source = line["source"]
    count = ngettext("{count} entry", "{count} entries", source["entries"])
    first, last = source["first"], source["last"]
    days = (
        "" if first is None or last is None else f", {day(first)}" if first == last else f", {day(first)}-{day(last)}"
    )
    return f"{count}{days} · {source['command']}"


def _entries(line: "LineShape") -> Table:
    entries = line["entries"] or []
    columns = (
        Column(_("Id")),
        Column(_("Day")),
        Column(_("Unit"), shrinks=True),
        *([Column(_("Criterion"), shrinks=True)] if line["against"] else []),
        Column(_("Result"), right=True),
        Column(_("Note"), wraps=True),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in entries:
        of = "" if one["denominator"] is None else f"/{say_exact(one['denominator'])}"
        share = f" × {one['share']}" if one["share"] else ""
        amount = f"{say_exact(one['quantity'])}{of}{share}"
        of_which = [one["criterion_title"]] if line["against"] else []
        note = ": ".join(text for text in (one["work_title"] or one["work"], one["note"]) if text)
        texts = (day(one["date"]), one["unit_name"], *of_which, amount, note)
        rows.append((Run(one["id"], Role.CODE), *map(Run, texts)))
    return Table(columns, tuple(rows))


def _sums(document: "ExplainShape") -> list[Block]:
    score, maximum, sheet = document["score"], document["maximum"], document["sheet_maximum"]
    rows = [(_("Score"), f"{say_points(score)}/{say_points(maximum)}")]
    if maximum != sheet and maximum:
        worked = (
            f"{say_points(score)} × {say_points(sheet)} / {say_points(maximum)} = {say_points(document['rebased'])}"
        )
        rows.append((_("Rebased"), worked))
    if any(line["column"] == "bonus" for line in document["lines"]):
        rows.append((_("Bonus"), say_bonus(document["bonus"])))
    total = say_points(document["total"])
    if document["percentage"] is not None:
        total += f" · {say_points(document['percentage'])}%"
    rows.append((_("Total"), total))
    return [facts(rows)]


def _neighbours(document: "ExplainShape") -> list[Block]:
    """Say why the unit has this rank and not the next one, and what it would take."""
    if not document["rank"]:
        return []
    above, below = document["above"], document["below"]
    said = [_say_above(above)] if above else [_("Nobody is ranked above.")]
    for way in above["overtake"] if above else []:
        text = _("To draw level: {more} more of “{title}” give {points} points")
        more = f"{say_points(way['more'])} {way['measure']}".rstrip()
        said.append(text.format(more=more, title=way["title"], points=say_points(way["points"])))
    if below:
        said.append(_say_below(below))
    return [Gap(), Heading(_("Why this rank"), 2), *(paragraph(text) for text in said)]


def _say_above(above: "NeighbourShape") -> str:
    return say_neighbour(
        above,
        _("Above, rank {rank}: {unit}, by {points} points more"),
        _("Above, rank {rank}: {unit}, equal in points; decided by {tie}"),
        _("Same rank {rank}: {unit}, equal in everything that decides"),
    )


def _say_below(below: "NeighbourShape") -> str:
    return say_neighbour(
        below,
        _("Below, rank {rank}: {unit}, by {points} points less"),
        _("Below, rank {rank}: {unit}, equal in points; decided by {tie}"),
        _("Same rank {rank}: {unit}, equal in everything that decides"),
    )


def _rules(document: "ExplainShape") -> Sequence[Block]:
    declared = _("How it is scored stands in campaigns.yaml, under {key}.").format(key=document["lines"][0]["declared"])
    text = _(
        "Each line, the rebased score and the percentage are rounded half up to two places; all else is a sum of those."
    )
    return [paragraph(Run(one, Role.QUIET)) for one in (declared, text)]
