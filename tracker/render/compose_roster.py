"""Edits of a roster: what they move, shown before they are made, and what was written."""

from collections.abc import Iterator, Sequence
from datetime import date, tzinfo
from decimal import Decimal

from tracker.domain.calendar import DAY
from tracker.domain.reorganisation import Operation, Reorganisation, Turn
from tracker.domain.units import Edge, Roster, UnitVersion
from tracker.i18n import N_, _, day, moment, ngettext, number
from tracker.render.compose_receipts import say_first, say_undo
from tracker.render.document import (
    Block,
    Column,
    Document,
    Gap,
    Heading,
    Paragraph,
    Role,
    Run,
    Table,
    Title,
    paragraph,
)
from tracker.render.event_words import OPERATIONS
from tracker.render.words import NOTHING, say_thousandths
from tracker.services.reorganise import Effects, Stray, TargetChange
from tracker.services.undo import Undoing
from tracker.services.view import View

MOST_ROWS = 30
MOST_ENTRIES = 10

FIELDS = {"name": N_("name"), "code": N_("code"), "level": N_("level"), "cluster": N_("cluster")}


def compose_edit(edit: Reorganisation, roster: Roster, views: Sequence[View], effects: Effects) -> Document:
    """Compose what an edit of a roster moves."""
    title = _(OPERATIONS[edit.operation].title).format(day=day(edit.on))
    campaigns = _("applies to: {campaigns}").format(campaigns=", ".join(one.campaign.id for one in views))
    after = edit.apply_to(roster)
    return (
        Title(title),
        Heading(title),
        paragraph(Run(" · ".join(part for part in (edit.basis, campaigns) if part), Role.QUIET)),
        Gap(),
        _turns(edit, roster, after),
        *_edges(edit, roster, after),
        *_strays(effects.strays, edit.on),
        *_targets(effects.targets),
    )


def compose_edited(
    edit: Reorganisation, files: Sequence[str], kept: Sequence[str], *, dry_run: bool, undo: str = ""
) -> Document:
    """Compose what was written, and where the old files are; `undo` takes it back."""
    begun = sum(one.before is None for one in edit.turns)
    changed = len(edit.turns) - begun - len(edit.ended)
    counts = (
        ngettext("{count} unit ends", "{count} units end", len(edit.ended)) if edit.ended else "",
        ngettext("{count} unit begins", "{count} units begin", begun) if begun else "",
        ngettext("{count} unit changes", "{count} units change", changed) if changed else "",
        ngettext("{count} row of lineage", "{count} rows of lineage", len(edit.edges)) if edit.edges else "",
    )
    title = _(OPERATIONS[edit.operation].title).format(day=day(edit.on))
    said = ", ".join(part for part in counts if part) or _("nothing to change")
    lines: list[Block] = [
        *say_first(dry_run),
        paragraph(Run("✔ ", Role.GOOD), Run(title, Role.STRONG), f": {said}"),
    ]
    if edit.operation is Operation.IMPORT and edit.ended:
        lines.append(paragraph(_("What became of those that end: tracker roster merge, split or dissolve."), indent=2))
    if kept:
        lines.append(paragraph(_("written: {files}").format(files=", ".join(files)), indent=2))
        lines.append(paragraph(_("the old ones: {kept}").format(kept=", ".join(kept)), indent=2))
    return (*lines, *say_undo("" if dry_run else undo))


def compose_put_back(
    done: Undoing, zone: tzinfo, files: Sequence[str], kept: Sequence[str], *, dry_run: bool, undo: str = ""
) -> Document:
    """Compose the undo of an edit: which files hold again what they held; `undo` takes that back again."""
    words, next_label = (_("Redone:"), _("Undo:")) if done.brings_back else (_("Undone:"), _("Redo:"))
    when = moment(done.root.recorded_at.astimezone(zone))
    who = (_("invocation {number}").format(number=done.root.id), done.root.recorded_by, when)
    lines: list[Block] = [
        *say_first(dry_run),
        paragraph(Run("✔ ", Role.GOOD), f"{words} ", Run(done.root.command, Role.STRONG)),
        paragraph(" · ".join(who), indent=2),
        paragraph(_("these files are as they were: {files}").format(files=", ".join(files)), indent=2),
    ]
    if kept:
        lines.append(paragraph(_("what they held is kept: {kept}").format(kept=", ".join(kept)), indent=2))
    return (*lines, *say_undo("" if dry_run else undo, next_label))


def _turns(edit: Reorganisation, roster: Roster, after: Roster) -> Table:
    columns = (Column(_("Unit"), wraps=True), Column(_("What becomes of it"), wraps=True))
    shown = edit.turns[:MOST_ROWS]
    rows = tuple((Run(_called(one.unit)), Run(_say_turn(one, edit.on, roster, after))) for one in shown)
    more = len(edit.turns) - len(shown)
    return Table(columns, rows, ngettext("and {count} more unit", "and {count} more units", more) if more else "")


def _called(unit: UnitVersion) -> str:
    return f"{unit.name} [{unit.id}]"


def _say_turn(turn: Turn, on: date, roster: Roster, after: Roster) -> str:
    if turn.after is None:
        return _("ends on {day}").format(day=day(on - DAY))
    if turn.before is None:
        return _("begins: {facts}").format(facts=", ".join(_say_new(turn.after, after, on)))
    return "; ".join(_say_changes(turn.before, turn.after, roster, after, on))


def _say_new(unit: UnitVersion, after: Roster, on: date) -> Iterator[str]:
    if unit.code:
        yield _("code {text}").format(text=unit.code)
    yield _("level {text}").format(text=unit.level)
    if unit.parent:
        yield _("under {unit}").format(unit=_name(after, unit.parent, on))
    if unit.cluster:
        yield _("in {cluster}").format(cluster=unit.cluster)


def _say_changes(before: UnitVersion, now: UnitVersion, roster: Roster, after: Roster, on: date) -> Iterator[str]:
    for field, title in FIELDS.items():
        old, new = getattr(before, field), getattr(now, field)
        if old != new:
            said = _("{field}: {before} → {after}").format(field=_(title), before=old or NOTHING, after=new or NOTHING)
            yield said + _say_until(field, now, after, on)
    if before.parent != now.parent:
        names = _name(roster, before.parent, on - DAY), _name(after, now.parent, on)
        said = _("{field}: {before} → {after}").format(field=_("parent"), before=names[0], after=names[1])
        yield said + _say_until("parent", now, after, on)
    if added := [one for one in now.aliases if one not in before.aliases]:
        yield _("still found as {names}").format(names=", ".join(added))


def _say_until(field: str, now: UnitVersion, after: Roster, on: date) -> str:
    """Say until when a change holds where a later row of the unit says otherwise."""
    later = [one for one in after.by_id[now.id] if one.span.start > on and getattr(one, field) != getattr(now, field)]
    if not later:
        return ""
    last = min(one.span.start for one in later) - DAY
    return " " + _("(until {day}, when another row of the unit ends it)").format(day=day(last))


def _name(roster: Roster, unit: str, on: date) -> str:
    return roster.last_version(unit, on).name if unit in roster.by_id else unit or NOTHING


def _edges(edit: Reorganisation, roster: Roster, after: Roster) -> Iterator[Block]:
    if not edit.edges:
        return
    columns = (
        Column(_("Former unit"), shrinks=True),
        Column(_("Goes to"), shrinks=True),
        Column(_("Share"), right=True),
    )
    shown = edit.edges[:MOST_ROWS]
    rows = tuple(
        (Run(_name(roster, one.source, edit.on - DAY)), Run(_say_heir(one, after)), Run(_say_share(one)))
        for one in shown
    )
    more = len(edit.edges) - len(shown)
    yield Gap()
    yield Table(columns, rows, ngettext("and {count} more row", "and {count} more rows", more) if more else "")
    if edit.operation is Operation.SPLIT and not any(one.share for one in edit.edges):
        yield paragraph(
            _("No shares are given: as of {day} and later, what was achieved before stands as unallocated.").format(
                day=day(edit.on)
            ),
            indent=2,
        )


def _say_heir(edge: Edge, after: Roster) -> str:
    return _name(after, edge.heir, edge.on) if edge.heir else _("nobody; its figures keep its name")


def _say_share(edge: Edge) -> str:
    if not edge.heir:
        return ""
    if edge.kind == Operation.MERGE:
        return _("all of it")
    return number(Decimal(edge.share)) if edge.share else _("unallocated")


def _strays(strays: Sequence[Stray], on: date) -> Iterator[Paragraph]:
    """Say what was recorded about units after their end, and what to do about it."""
    for one in strays:
        counts = (
            ngettext("{count} entry", "{count} entries", len(one.entries)) if one.entries else "",
            ngettext("{count} return", "{count} returns", one.returns) if one.returns else "",
        )
        said = _("{unit} has {what} from {day} on, when it is no more.").format(
            unit=_called(one.unit), what=", ".join(part for part in counts if part), day=day(on)
        )
        yield paragraph(Run(said, Role.BAD))
        if one.entries:
            ids = ", ".join(entry.id for entry in one.entries[:MOST_ENTRIES])
            more = len(one.entries) - MOST_ENTRIES
            rest = " (" + _("and {count} more").format(count=number(more)) + ")" if more > 0 else ""
            yield paragraph(_("Give each to the unit that goes on: {ids}{rest}").format(ids=ids, rest=rest), indent=2)
            yield paragraph(Run(f"tracker amend {one.entries[0].id} -u UNIT --reason ...", Role.CODE), indent=2)


def _targets(changes: Sequence[TargetChange]) -> Iterator[Paragraph]:
    for one in changes:
        parts = (one.view.campaign.name, one.criterion.title, one.phase.title if one.phase else "")
        amounts = (say_thousandths(one.criterion, amount) for amount in (one.before, one.after))
        whole = ", ".join(part for part in parts if part)
        yield paragraph(_("Target of {whole}: {change}").format(whole=whole, change=" → ".join(amounts)))
