"""tracker init."""

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import click

from tracker.cli.command import command, option
from tracker.cli.context import USUAL_ZONE, Context
from tracker.cli.places import CAMPAIGNS_FILE
from tracker.cli.prompts import ask, can_ask, tell
from tracker.cli.screen import console
from tracker.cli.written_file import write_file
from tracker.domain.calendar import DAY, Span, parse_day, week_of
from tracker.domain.campaign import Definition, Phase, State
from tracker.domain.criteria import Kind
from tracker.domain.returns import weekly_return
from tracker.domain.text import clean, fold
from tracker.domain.units import Roster
from tracker.errors import Problem, TrackerError
from tracker.files.campaign_build import LONGEST_DAYS
from tracker.files.campaign_file import read_definition
from tracker.files.starter import SCHEMA_FILE, UNITS_FILES, Starter, build_starter, split_span
from tracker.i18n import N_, _, day, language, ngettext
from tracker.render.compose_receipts import say_first
from tracker.render.document import Block, Gap, Role, Run, facts, paragraph
from tracker.render.formats.terminal import render_terminal
from tracker.render.words import say_long_span

MOST_PHASES = 12
REVIEW_AFTER, FINAL_AFTER = timedelta(days=7), timedelta(days=15)

T = TypeVar("T")
Parse = Callable[[str], T]


@command(
    "init",
    summary=N_("Begin a campaign of your own: campaigns.yaml and a list of units."),
    examples=(
        "tracker init",
        "tracker init --start 1/1/2026 --end 31/12/2026 --phases 4 --yes",
    ),
    more=N_(
        "Writes campaigns.yaml, in which every key is explained, a list of example units, and the schema that editors "
        "complete keys from. On a terminal it asks for what no option says; nothing that is there is overwritten."
    ),
)
@option("--start", metavar="DAY", help=N_("The first day of the campaign."))
@option("--end", metavar="DAY", help=N_("The last day of the campaign."))
@option("--title", metavar="TEXT", help=N_("The title of the campaign."))
@option("--organisation", metavar="NAME", help=N_("Your organisation; the units stand under it."))
@option("--phases", metavar="N", help=N_("How many phases the campaign has, 1 to 12."))
@option("--dir", "folder", metavar="DIR", default=".", help=N_("The folder to write into; this one unless said."))
@option("--yes", "-y", is_flag=True, help=N_("Take every answer that is offered."))
@option("--no-input", is_flag=True, help=N_("Ask nothing."))
@option("--dry-run", "-n", is_flag=True, help=N_("Show what would be written; write nothing."))
def COMMAND(  # noqa: N802
    ctx: Context, folder: str, *, yes: bool, no_input: bool, dry_run: bool, **given: str | None
) -> None:
    """Begin a campaign."""
    path, today = Path(folder), ctx.today_in(USUAL_ZONE)
    _refuse_to_overwrite(path)
    is_asking = can_ask() and not (yes or no_input)
    texts = build_starter(_Interview(given, today, is_asking=is_asking).hold())
    definition = _write(path, texts, dry_run=dry_run)
    _show(definition, list(texts), dry_run=dry_run)
    if dry_run:
        _show_texts(texts)
    else:
        _suggest(ctx, path, _commands(definition, today))


def _refuse_to_overwrite(folder: Path) -> None:
    names = (CAMPAIGNS_FILE, UNITS_FILES[language()], SCHEMA_FILE)
    there = [folder / name for name in names if os.path.lexists(folder / name)]
    if there and there[0].name == CAMPAIGNS_FILE:
        raise TrackerError.of("campaigns-file-exists", file=str(there[0]))
    if there:
        raise TrackerError(Problem("file-exists", {"file": str(one)}) for one in there)


class _Interview:
    """Takes each answer from its option, else from the person at the terminal, else as it is offered."""

    def __init__(self, given: Mapping[str, str | None], today: date, *, is_asking: bool) -> None:
        self.given, self.today, self.is_asking = given, today, is_asking

    def hold(self) -> Starter:
        """Return what the campaign is made from.

        Raises: TrackerError with every option that cannot be read, before anything is asked.
        """
        self._check_options()
        if self.is_asking and None in self.given.values():
            tell(_("Enter takes what stands in brackets; all of it can be changed in the file later."))
        start = self._take("start", _("First day"), day(self.today.replace(day=1)), self._parse_day)
        end = self._take("end", _("Last day"), day(_a_year_from(start)), lambda text: self._parse_end(text, start))
        span = Span(start, end)
        title = self._take("title", _("Title"), _offered_title(span), _parse_title)
        offered = _("Sample organisation")
        organisation = self._take("organisation", _("Your organisation"), offered, _parse_organisation)
        few = "2" if span.days > 1 else "1"
        count = self._take("phases", _("Number of phases"), few, lambda text: _parse_count(text, span))
        phases = _phases(span, count)
        launched_on = max(start, week_of(self.today).start) if self.today in span else start
        return Starter(language(), title, organisation, span, launched_on, phases, _deadlines(phases))

    def _check_options(self) -> None:
        checks = {
            "start": self._parse_day,
            "end": self._parse_day,
            "title": _parse_title,
            "organisation": _parse_organisation,
        }
        problems: list[Problem] = []
        for name, check in checks.items():
            try:
                check("today" if self.given[name] is None else str(self.given[name]))
            except TrackerError as error:
                problems += error.problems
        if problems:
            raise TrackerError(problems)

    def _take(self, name: str, question: str, offered: str, parse: Parse[T]) -> T:
        text = self.given[name]
        if text is None and self.is_asking:
            return ask(question, offered, parse)
        return parse(offered if text is None else text)

    def _parse_day(self, text: str) -> date:
        return parse_day(text, self.today)

    def _parse_end(self, text: str, start: date) -> date:
        end = self._parse_day(text)
        if end < start:
            raise TrackerError.of("span-reversed", start=start, end=end)
        if Span(start, end).days > LONGEST_DAYS:
            raise TrackerError.of("campaign-too-long", days=Span(start, end).days, most=LONGEST_DAYS)
        return end


def _parse_title(text: str) -> str:
    return _parse_text(text, _("title"))


def _parse_organisation(text: str) -> str:
    return _parse_text(text, _("name of the organisation"))


def _parse_text(text: str, field: str) -> str:
    if not clean(text):
        raise TrackerError.of("field-missing", field=field)
    return clean(text)


def _parse_count(text: str, span: Span) -> int:
    most = min(MOST_PHASES, span.days)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= most):
        raise TrackerError.of("bad-phase-count", text=text, most=most)
    return int(text)


def _a_year_from(start: date) -> date:
    """Return the last day of the twelve months that begin on a day."""
    leap_day = (start.month, start.day) == (2, 29)
    return start.replace(year=start.year + 1, day=28 if leap_day else start.day) - (0 if leap_day else 1) * DAY


def _offered_title(span: Span) -> str:
    first, last = span.start.year, span.end.year
    return _("Emulation campaign {years}").format(years=first if first == last else f"{first}-{last}")


def _phases(span: Span, count: int) -> tuple[Phase, ...]:
    titles = [_("Phase {number}").format(number=number) for number in range(1, count + 1)]
    parts = zip(titles, split_span(span, count), strict=True)
    return tuple(Phase(fold(title).replace(" ", "-"), title, "", part) for title, part in parts)


def _deadlines(phases: Sequence[Phase]) -> tuple[tuple[str, date], ...]:
    reviews = [(_("Interim review of {phase}").format(phase=one.title), one.span.end + REVIEW_AFTER) for one in phases]
    return (*reviews[:-1], (_("Final review"), phases[-1].span.end + FINAL_AFTER))


def _write(folder: Path, texts: Mapping[str, str], *, dry_run: bool) -> Definition:
    """Write the files under another folder's name, read them as any command would, and only then put them in place."""
    try:
        if not dry_run:
            folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".tracker-init.", dir=None if dry_run else folder) as draft:
            for name, text in texts.items():
                write_file(Path(draft) / name, text)
            reading = read_definition(Path(draft) / CAMPAIGNS_FILE)
            if reading.definition is None:
                raise TrackerError(reading.problems)
            if not dry_run:
                _place(Path(draft), folder, list(texts))
            return reading.definition
    except OSError as error:
        raise TrackerError.of("file-unwritable", file=str(folder), reason=error.strerror or str(error)) from None


def _place(draft: Path, folder: Path, names: Sequence[str]) -> None:
    """Move files to where they belong, all of them or none; a name taken meanwhile is not overwritten."""
    placed: list[Path] = []
    try:
        for name in names:
            (folder / name).open("xb").close()
            placed.append(folder / name)
            (draft / name).replace(folder / name)
    except BaseException:
        for path in placed:
            path.unlink(missing_ok=True)
        raise


def _show(definition: Definition, names: Sequence[str], *, dry_run: bool) -> None:
    (campaign,) = definition.campaigns
    schema, units, campaigns = names
    phases = ngettext("{count} phase", "{count} phases", len(campaign.phases))
    blocks: list[Block] = [
        *say_first(dry_run),
        paragraph(
            Run("✔ ", Role.GOOD), Run(campaign.title, Role.STRONG), f" · {say_long_span(campaign.span)} · {phases}"
        ),
        facts(
            (
                (f"  {campaigns}", _("what the campaign is; each key is explained there")),
                (f"  {units}", _("example units, to be replaced by your own")),
                (f"  {schema}", _("for editors: completes keys and shows mistakes")),
            )
        ),
    ]
    render_terminal(tuple(blocks), console())


def _show_texts(texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        if name != SCHEMA_FILE:
            click.echo(f"\n--- {name}\n{text.lstrip(chr(0xFEFF))}", nl=False)


def _suggest(ctx: Context, folder: Path, commands: Sequence[str]) -> None:
    today = f" --today {ctx.options.today}" if ctx.options.today else ""
    elsewhere = f" --campaigns {CAMPAIGNS_FILE}" if os.environ.get("TRACKER_CAMPAIGNS") else ""
    lines = [f"tracker {one}{elsewhere}{today}" for one in commands]
    if folder.resolve() != Path.cwd():
        lines.insert(0, f'cd "{folder}"' if " " in str(folder) else f"cd {folder}")
    document = [
        paragraph(_("Put in what is yours, then go on with:")),
        *(paragraph(Run(one, Role.CODE), indent=2) for one in lines),
    ]
    render_terminal((Gap(), *document), console())


def _commands(definition: Definition, today: date) -> Sequence[str]:
    """Return commands that work at once, on this day."""
    (campaign,) = definition.campaigns
    if campaign.state_on(today) is not State.RUNNING:
        return ("validate", "status", "deadlines")
    data = definition.rosters[campaign.roster]
    unit = Roster(data.versions, data.edges).reporting(today)[0].id
    criterion = next(one.id for one in campaign.criteria if one.kind is Kind.COUNT)
    owed = weekly_return(campaign.deadlines, campaign.week_of(today))
    returns = (f"submit -u {unit}", "units --missing") if owed else ()
    return ("validate", "status", f"log -u {unit} -c {criterion} -q 1", *returns, "report weekly")
