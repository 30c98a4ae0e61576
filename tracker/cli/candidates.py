"""What can be typed for a value: names from the campaigns, choices, files; a shell asks for it while a person types."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from typing import TYPE_CHECKING, NamedTuple

import click
from click.shell_completion import CompletionItem

from tracker.cli.command import given_options
from tracker.i18n import _

if TYPE_CHECKING:
    from datetime import date

    from tracker.cli.context import Context
    from tracker.domain.campaign import Campaign
    from tracker.domain.units import Roster, UnitVersion


class Name(NamedTuple):
    """What is typed, what it is called, what else it is found by, and where it stands."""

    value: str
    title: str
    others: tuple[str, ...] = ()
    above: str = ""


def complete_value(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    """Return what can be typed for an option or argument, as its metavar says."""
    match (param.metavar or "").strip("[]"), param.name:
        case (("FILE" | "FILE|-" | "PATH|URL"), _):
            return [CompletionItem(typed, type="file")]
        case "DIR", _:
            return [CompletionItem(typed, type="dir")]
        case (("UNIT" | "UNIT..."), _):
            return _complete_name(ctx, "unit", typed)
        case (
            ("CRITERION", _)
            | ("FIELD", _)
            | ("PHASE", _)
            | ("ID", ("campaign" | "phase" | "concern" | "commendation" | "commendations"))
        ):
            return _complete_name(ctx, str(param.name), typed)
        case "TOPIC|COMMAND", _:
            return _complete_help(ctx.find_root(), ctx.params.get("words") or (), typed)
    return param.type.shell_complete(ctx, param, typed)


def _complete_help(root: click.Context, words: Sequence[str], typed: str) -> list[CompletionItem]:
    from tracker.cli.topics import TOPICS  # noqa: PLC0415 only their names are needed, and only here

    if not words:
        topics = [CompletionItem(name, help=_(one.summary)) for name, one in TOPICS.items() if name.startswith(typed)]
        return [*topics, *root.command.shell_complete(root, typed)]
    group = root.command.get_command(root, words[0]) if isinstance(root.command, click.Group) else None
    is_group = isinstance(group, click.Group) and len(words) == 1
    return group.shell_complete(click.Context(group, parent=root), typed) if group and is_group else []


def _complete_name(ctx: click.Context, kind: str, typed: str) -> list[CompletionItem]:
    from tracker.cli.context import Context, Options  # noqa: PLC0415 names of commands and options need no campaign

    with closing(Context(Options(**given_options(ctx)), "", lambda problems: None)) as context:
        for names in _NAMES[kind](context, ctx):
            if found := _matching(names, typed):
                return _items(found, names)
    return []


def _matching(names: Sequence[Name], typed: str) -> list[Name]:
    """Return the names whose value begins with what is typed, or else those with words that do.

    Case, accents and spaces do not count for words, so that `thoxu` finds Thọ Xuân without a quotation mark.
    """
    from tracker.domain.text import fold  # noqa: PLC0415 only names are folded

    begun = [name for name in names if name.value.casefold().startswith(typed.casefold())]
    if begun:
        return begun
    key = fold(typed).replace(" ", "")
    return [name for name in names if any(_begins(fold(text), key) for text in (name.title, *name.others))]


def _begins(folded: str, key: str) -> bool:
    words = folded.split()
    return any("".join(words[at:]).startswith(key) for at in range(len(words)))


def _items(found: Iterable[Name], names: Iterable[Name]) -> list[CompletionItem]:
    """Return names as a shell takes them; `spelled` is a name without accents where no other name holds it."""
    from tracker.domain.text import fold  # noqa: PLC0415 only names are folded

    known = "\n".join(fold(text) for name in names for text in (name.title, *name.others))
    folded = {name: fold(name.title) for name in found}
    return [
        CompletionItem(
            name.value,
            help=", ".join(filter(None, (name.title, name.above))),
            spelled=text if known.count(text) == 1 else None,
        )
        for name, text in folded.items()
    ]


def _campaigns(context: "Context", ctx: click.Context) -> Iterable[list[Name]]:
    yield [Name(one.id, one.name) for one in context.definition.campaigns]


def _phases(context: "Context", ctx: click.Context) -> Iterable[list[Name]]:
    yield [Name(one.id, one.title) for campaign in _likely(context, ctx) for one in campaign.phases]


def _criteria(context: "Context", ctx: click.Context) -> Iterable[list[Name]]:
    yield list(
        dict.fromkeys(Name(one.id, one.title) for campaign in _likely(context, ctx) for one in campaign.criteria)
    )
    named = [one for campaign in _likely(context, ctx) if campaign.has_books for one in campaign.books.works]
    yield [Name(f"{one.criterion}/{one.id}", one.title) for one in named]


def _units(context: "Context", ctx: click.Context) -> Iterable[list[Name]]:
    """Return the units alive on the day that is meant, then all that ever were."""
    from tracker.domain.calendar import parse_day  # noqa: PLC0415 names of commands and options need no campaign
    from tracker.errors import TrackerError  # noqa: PLC0415 likewise

    day = context.today
    with suppress(TrackerError):
        day = parse_day(ctx.params.get("date") or ctx.params.get("on") or "today", day)
    rosters = list({id(one): one for one in map(context.roster, _likely(context, ctx))}.values())
    yield [name for roster in rosters for name in _named(roster, roster.alive(day), day)]
    yield [name for roster in rosters for name in _named(roster, reversed(roster.versions), day)]


def _fields(context: "Context", ctx: click.Context) -> Iterable[list[Name]]:
    from tracker.services.concerns import known_fields  # noqa: PLC0415 only concerns have fields

    likely = [one.id for one in _likely(context, ctx)]
    yield [Name(field, "", (field,)) for field in known_fields(context.reading, likely)]


def _concerns(context: "Context", ctx: click.Context) -> Iterable[list[Name]]:
    """Return the concerns that wait for an answer, the oldest first."""
    from tracker.services.concerns import ConcernState, find_concerns  # noqa: PLC0415 only concerns wait

    waiting = [
        one
        for campaign in _likely(context, ctx)
        for one in find_concerns(context.view(campaign))
        if one.state is not ConcernState.ANSWERED
    ]
    yield [Name(one.record.id, one.content.text, (one.content.field,)) for one in waiting]


def _commendations(context: "Context", ctx: click.Context) -> Iterable[list[Name]]:
    """Return the commendations; to decide or propose those that wait for a decision."""
    from tracker.services.commendations import CommendationState, awards_named, find_commendations  # noqa: PLC0415 likewise

    waits = ctx.info_name in ("decide", "proposal")
    yield [
        Name(one.record.id, ", ".join(each.title for each in awards_named(campaign, one.content.awards)))
        for campaign in _likely(context, ctx)
        for one in find_commendations(context.view(campaign))
        if not waits or one.state is CommendationState.PROPOSED
    ]


def _named(roster: "Roster", units: "Iterable[UnitVersion]", day: "date") -> Iterable[Name]:
    for unit in {unit.id: unit for unit in units}.values():
        parent = roster.version(unit.parent, day)
        yield Name(unit.id, unit.name, (*unit.aliases, unit.code), parent.name if parent else "")


def _likely(context: "Context", ctx: click.Context) -> "list[Campaign]":
    return context.likely(ctx.params.get("campaign"))


_NAMES: dict[str, Callable[["Context", click.Context], Iterable[list[Name]]]] = {
    "campaign": _campaigns,
    "phase": _phases,
    "criterion": _criteria,
    "unit": _units,
    "field": _fields,
    "concern": _concerns,
    "commendation": _commendations,
    "commendations": _commendations,
}
