"""tracker roster merge, split, rename, reparent, dissolve and import."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tracker.cli.command import SETTINGS, Callback, Group, argument, command, global_options, option
from tracker.cli.context import Context
from tracker.cli.roster_words import parse_new, parse_pairs, parse_shares, refuse_rows
from tracker.cli.rostering import Ground, Manner, carry_out, find_ground
from tracker.domain.calendar import DAY, parse_day
from tracker.domain.reorganisation import Reorganisation
from tracker.domain.roster_import import Comparison
from tracker.domain.roster_operations import dissolve_units, rename_unit
from tracker.domain.text import clean, visible
from tracker.errors import TrackerError
from tracker.files.roster_file import open_file, open_listed, read_listed
from tracker.files.rows import Wish
from tracker.i18n import N_
from tracker.services.reorganise import Asked, find_alive, find_units, plan_merge, plan_move, plan_split

COMMAND = Group(
    "roster",
    params=global_options(),
    help=N_(
        "Edits the list of units and its lineage from a day on: shows what moves, asks, and writes the files with the old "
        "ones kept. Rows that it is not about stay as they are."
    ),
    context_settings=SETTINGS,
    add_help_option=False,
)
COMMAND.examples = (
    'tracker roster merge th25-14758 --into th25-14797 --on 1/8/2025 --basis "NQ 15"',
    'tracker roster rename th25-14869 --name "Công an phường Hồi Xuân" --on 1/8/2025 --basis "NQ 15"',
)
_EXAMPLE = '--on 1/8/2025 --basis "NQ 15"'
_CHILDREN = option("--children-to", metavar="UNIT", help=N_("Where the units under one that ends go."))
_CODE = option("--code", metavar="CODE", help=N_("Its code."))
_LEVEL = option("--level", metavar="LEVEL", help=N_("Its level."))
_PARENT = option("--parent", metavar="UNIT", help=N_("The unit that it stands under."))
_CLUSTER = option("--cluster", metavar="NAME", help=N_("Its emulation cluster."))


def _editing(callback: Callback) -> Callback:
    """Add what every edit takes."""
    for add in reversed(
        (
            option("--on", metavar="DAY", required=True, help=N_("The first day on which it holds.")),
            option("--basis", metavar="TEXT", required=True, help=N_("The decision that it rests on.")),
            option("--campaign", "-C", metavar="ID", help=N_("The campaign.")),
            option("--yes", "-y", is_flag=True, help=N_("Do not ask.")),
            option("--dry-run", "-n", is_flag=True, help=N_("Show what would happen; write nothing.")),
            option("--json", "as_json", is_flag=True, help=N_("Answer in JSON.")),
        )
    ):
        callback = add(callback)
    return callback


@COMMAND.add_command
@command(
    "merge",
    summary=N_("Let units become one, which may be new or one of them."),
    examples=(
        f"tracker roster merge th25-14758 --into th25-14797 {_EXAMPLE}",
        f'tracker roster merge th25-14872 th25-14869 --into xuan-thanh --name "Công an xã Xuân Thành" {_EXAMPLE}',
    ),
    more=N_(
        "Lets units end the day before and their figures go to another one. With --name that one is new, and --into is its "
        "id: its level, parent and cluster are those of the units that it takes over, unless said."
    ),
)
@argument("units", metavar="UNIT...", nargs=-1, required=True)
@option("--into", metavar="UNIT", required=True, help=N_("The unit that takes them over; the id of a new one."))
@option("--name", metavar="NAME", help=N_("The name of a new unit."))
@_CODE
@_LEVEL
@_PARENT
@_CLUSTER
@_CHILDREN
@_editing
def merge(ctx: Context, units: tuple[str, ...], into: str, name: str | None, **asked: Any) -> None:
    """Merge units."""
    about = {field: asked.pop(field) for field in ("code", "level", "parent", "cluster")}
    if name is None and any(value is not None for value in about.values()):
        raise TrackerError.of("new-unit-nameless")
    new = parse_new(into, name, about) if name is not None else None
    _edit(ctx, units[0], asked, lambda ground, told: plan_merge(ground.roster, told, units, into, new))


@COMMAND.add_command
@command(
    "split",
    summary=N_("Let a unit go over to several, by shares."),
    examples=(
        f"tracker roster split th25-14758 --into th25-14797=0.6 --into th25-14812=0.4 {_EXAMPLE}",
        f'tracker roster split th25-14872 --into th25-14872=0.7 --into moi=0.3 --name moi="Công an xã Mới" {_EXAMPLE}',
    ),
    more=N_(
        "Lets a unit go over to two or more; where it is one of them, it lives on. Shares make 1. Without any, what was "
        "achieved before stands as unallocated in figures as of a later day. An heir with a --name is new; its level, "
        "parent and cluster are those of the unit that is split, unless said."
    ),
)
@argument("unit", metavar="UNIT")
@option(
    "--into",
    metavar="UNIT[=SHARE]",
    multiple=True,
    required=True,
    help=N_("A unit that takes a part; the id of a new one."),
)
@option("--name", metavar="ID=NAME", multiple=True, help=N_("The name of a new unit."))
@option("--code", metavar="ID=CODE", multiple=True, help=N_("The code of a new unit."))
@option("--level", metavar="LEVEL", help=N_("The level of the new units."))
@option("--parent", metavar="UNIT", help=N_("The unit that the new ones stand under."))
@option("--cluster", metavar="NAME", help=N_("The emulation cluster of the new units."))
@_CHILDREN
@_editing
def split(ctx: Context, unit: str, into: Sequence[str], name: Sequence[str], code: Sequence[str], **asked: Any) -> None:
    """Split a unit."""
    about = {field: asked.pop(field) for field in ("level", "parent", "cluster")}
    names, codes = parse_pairs(name, "NAME"), parse_pairs(code, "CODE")
    if strangers := [one for one in codes if one not in names]:
        raise TrackerError.of("name-of-nobody", option="code", id=strangers[0])
    new = {id_: parse_new(id_, text, {**about, "code": codes.get(id_)}) for id_, text in names.items()}
    shares = parse_shares(into)
    _edit(ctx, unit, asked, lambda ground, told: plan_split(ground.roster, told, unit, shares, new))


@COMMAND.add_command
@command(
    "rename",
    summary=N_("Give a unit another name or code."),
    examples=(
        f'tracker roster rename th25-14869 --name "Công an phường Hồi Xuân" {_EXAMPLE}',
        f"tracker roster rename th25-14869 --code 14870 {_EXAMPLE}",
    ),
    more=N_(
        "Gives a unit another name or code from a day on. Its figures stay with it, and it is still found by its old name, "
        "unless another unit bears that."
    ),
)
@argument("unit", metavar="UNIT")
@option("--name", metavar="NAME", help=N_("The new name."))
@option("--code", metavar="CODE", help=N_("The new code."))
@_editing
def rename(ctx: Context, unit: str, name: str | None, code: str | None, **asked: Any) -> None:
    """Rename a unit."""
    name = None if name is None else clean(name)
    if name == "":
        raise TrackerError.of("field-missing", field="name")

    def plan(ground: Ground, told: Asked) -> Reorganisation:
        found = find_alive(ground.roster, unit, told.on)
        return rename_unit(ground.roster, told.on, told.basis, found, name, None if code is None else clean(code))

    _edit(ctx, unit, asked, plan)


@COMMAND.add_command
@command(
    "reparent",
    summary=N_("Put units under another one, into another cluster or on another level."),
    examples=(
        f"tracker roster reparent th25-14869 th25-14872 --parent th25-14758 {_EXAMPLE}",
        f'tracker roster reparent th25-14869 --cluster "Cụm 3" {_EXAMPLE}',
    ),
    more=N_('Puts units elsewhere from a day on; an empty text ("") is none. Their figures stay with them.'),
)
@argument("units", metavar="UNIT...", nargs=-1, required=True)
@_PARENT
@_CLUSTER
@_LEVEL
@_editing
def reparent(ctx: Context, units: tuple[str, ...], **asked: Any) -> None:
    """Move units."""
    given = {field: asked.pop(field) for field in ("parent", "cluster", "level")}
    fields = {field: clean(value) for field, value in given.items() if value is not None}
    _edit(ctx, units[0], asked, lambda ground, told: plan_move(ground.roster, told, units, fields))


@COMMAND.add_command
@command(
    "dissolve",
    summary=N_("Let units end that nobody takes over."),
    examples=(
        f"tracker roster dissolve th25-14869 {_EXAMPLE}",
        f"tracker roster dissolve th25-14869 th25-14872 {_EXAMPLE} --children-to th -n",
    ),
    more=N_(
        "Lets units end the day before, without an heir: what they achieved stays in the record under their names."
    ),
)
@argument("units", metavar="UNIT...", nargs=-1, required=True)
@_CHILDREN
@_editing
def dissolve(ctx: Context, units: tuple[str, ...], **asked: Any) -> None:
    """Dissolve units."""

    def plan(ground: Ground, told: Asked) -> Reorganisation:
        found = find_units(ground.roster, units, told.on - DAY)
        parent = find_alive(ground.roster, told.children_to, told.on).id if told.children_to else None
        return dissolve_units(ground.roster, told.on, told.basis, found, parent)

    _edit(ctx, units[0], asked, plan)


@COMMAND.add_command
@command(
    "import",
    summary=N_("Take in a new list of units: who is new, who ended, what changed."),
    examples=(
        f"tracker roster import danh-sach-moi.csv {_EXAMPLE} -n",
        f"tracker roster import danh-sach-moi.csv {_EXAMPLE}",
    ),
    more=N_(
        "Compares a list (CSV or a workbook) with the units of the day and makes the roster as the list has it from then "
        "on. A row is a unit that exists where its id says so, or its name and code together, or its name where there is no "
        "code; what may be several or is only like one is refused with its row. Units that are not in the list end the day "
        "before; merge, split or dissolve then tells what became of them."
    ),
)
@argument("file", metavar="FILE")
@option("--sheet", metavar="NAME|NUMBER", help=N_("The sheet of a workbook."))
@_editing
def import_(ctx: Context, file: str, sheet: str | None, **asked: Any) -> None:
    """Import a list of units."""
    path = Path(file)
    name = clean(path.name) or visible(file, kept="")

    def plan(ground: Ground, told: Asked) -> Reorganisation:
        with open_file(path, name) as stream, open_listed(stream, name, Wish(sheet=sheet, fonts=True)) as table:
            comparison = Comparison(ground.roster, told.on, read_listed(table, told.on))
            refuse_rows(table.problems)
            edit = comparison.run(told.basis)
            refuse_rows([one.problem.at(table.place(one.row, one.column)) for one in comparison.unclear])
        ctx.warn(table.problems)
        assert edit is not None
        return edit

    _edit(ctx, None, asked, plan)


def _edit(
    ctx: Context, unit: str | None, asked: dict[str, Any], plan: Callable[[Ground, Asked], Reorganisation]
) -> None:
    """Plan an edit on the roster that has a unit, and carry it out."""
    told = Asked(parse_day(asked["on"], ctx.today), clean(asked["basis"]), asked.get("children_to"))
    if not told.basis:
        raise TrackerError.of("field-missing", field="basis")
    ground = find_ground(ctx, asked["campaign"], unit)
    carry_out(ctx, ground, plan(ground, told), Manner(*(asked[name] for name in Manner.__struct_fields__)))
