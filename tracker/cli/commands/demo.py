"""tracker demo."""

import shutil
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from tracker.cli.command import command, option
from tracker.cli.context import Context
from tracker.cli.places import CAMPAIGNS_FILE, STORE_FILE
from tracker.cli.screen import console
from tracker.cli.written_file import write_file
from tracker.domain.entries import number_of
from tracker.errors import TrackerError
from tracker.files.campaign_file import extract_campaign
from tracker.files.shipped import shipped_folder
from tracker.files.starter import SCHEMA_FILE, read_schema
from tracker.i18n import N_, _
from tracker.render.compose_status import compose_status
from tracker.render.document import Block, Gap, Role, Run, paragraph
from tracker.render.formats.md import render_md
from tracker.render.formats.terminal import render_terminal
from tracker.services.discipline import returns_for_week
from tracker.services.log import opened
from tracker.services.sample import make_entries, make_returns
from tracker.services.sample_commendations import make_commendations
from tracker.services.sample_concerns import make_concerns
from tracker.services.sample_highlights import make_highlights
from tracker.services.status import build_status
from tracker.services.view import View
from tracker.services.weekly import build_weekly

FOLDER = "tracker-demo"
CAMPAIGN = "cand80"
AS_OF = "2025-03-01"
MARKER = "SANDBOX.txt"
REPORT = "bao-cao-tuan-2025-W09.md"


@command(
    "demo",
    summary=N_("Make a sandbox with a real campaign and sample figures."),
    examples=("tracker demo", "tracker demo --dir thu"),
    more=N_(
        "Makes a folder with the campaign of Thanh Hóa's police, its 719 units and a year of made-up achievements and returns, "
        "each marked [MẪU]; shows the status on 1/3/2025 and writes the weekly report. A sandbox that is there already is "
        "shown as it is."
    ),
)
@option("--dir", "folder", metavar="DIR", default=FOLDER, help=N_("The folder to make."))
def COMMAND(ctx: Context, folder: str) -> None:  # noqa: N802
    """Make the sandbox and show it."""
    path = Path(folder)
    if not (path / MARKER).is_file():
        _make(ctx, path)
    with closing(_open(ctx, path)) as inside:
        _show(inside, path)


def _make(ctx: Context, path: Path) -> None:
    """Make the sandbox under another name first, so that it is there whole or not at all."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise TrackerError.of("folder-in-use", folder=str(path))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    except OSError as error:
        raise TrackerError.of("file-unwritable", file=str(path), reason=error.strerror or str(error)) from None
    try:
        _copy_definition(draft)
        with closing(_open(ctx, draft)) as inside:
            _fill(inside)
        write_file(draft / MARKER, _("Made by tracker demo: every figure in this folder is made up.") + "\n")
        _place(draft, path)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


def _place(draft: Path, path: Path) -> None:
    """Put what was made in its place; into an empty folder, which may be the current one, the marker goes last."""
    if not path.exists():
        draft.chmod(0o755)
        draft.replace(path)
        return
    for made in sorted(draft.iterdir(), key=lambda made: made.name == MARKER):
        made.replace(path / made.name)
    draft.rmdir()


def _copy_definition(folder: Path) -> None:
    shipped = shipped_folder()
    text = (shipped / CAMPAIGNS_FILE).read_text(encoding="utf-8")
    (folder / "units").mkdir()
    for name in ("thanh-hoa.csv", "thanh-hoa-lineage.csv", "thanh-hoa-baselines.csv"):
        shutil.copyfile(shipped / "units" / name, folder / "units" / name)
    text = extract_campaign(text, CAMPAIGN).replace(f"$schema=docs/{SCHEMA_FILE}", f"$schema={SCHEMA_FILE}", 1)
    write_file(folder / CAMPAIGNS_FILE, text)
    write_file(folder / SCHEMA_FILE, read_schema())


def _open(ctx: Context, folder: Path) -> Context:
    campaigns, store = str(folder / CAMPAIGNS_FILE), str(folder / STORE_FILE)
    return Context(ctx.options.but(campaigns=campaigns, db=store, today=AS_OF), ctx.command, ctx.warn)


def _fill(ctx: Context) -> None:
    view = ctx.choose(CAMPAIGN)
    info = ctx.batch_info().but(recorded_by="tracker demo")
    journal = ctx.open_journal()
    view = view.but(journal=journal)
    with opened([view], info) as batch:
        postings = list(make_entries(view.campaign, view.roster))
        ids = batch.post(postings)
        for filed in make_returns(view):
            batch.file(view.campaign.id, filed)
        for noted, told in (*make_concerns(view), *make_commendations(view)):
            number = number_of(batch.note(noted))
            if told:
                batch.note(told.but(about=number))
        for mark in make_highlights(view, postings, ids):
            batch.note(mark)


def _show(ctx: Context, folder: Path) -> None:
    from tracker.cli.commands.report import compose_page  # noqa: PLC0415 the page as the report writes it

    view = ctx.choose(CAMPAIGN)
    weekly = build_weekly(view, view.campaign.week_of(ctx.today))
    write_file(folder / REPORT, render_md(compose_page(weekly)))
    blocks: list[Block] = [
        paragraph(Run(_("A sandbox with made-up figures: {folder}").format(folder=folder), Role.STRONG)),
        Gap(),
        *compose_status(build_status(view, weeks=True)),
        Gap(),
        paragraph(_("The weekly report: {file}").format(file=folder / REPORT)),
        paragraph(_("Go on with:")),
        *(paragraph(Run(line, Role.CODE), indent=2) for line in _commands(view, folder)),
    ]
    render_terminal(tuple(blocks), console())
    sys.stdout.flush()


def _commands(view: View, folder: Path) -> Sequence[str]:
    returns = returns_for_week(view, view.campaign.week_of(view.as_of))
    missing = next(unit.id for unit in returns.missing if unit.level == "commune") if returns else ""
    commands = (
        "status",
        'status -u "thị trấn Thọ Xuân"',
        "units --missing",
        "concern list",
        'log -u "thị trấn Thọ Xuân" -c mo-hinh -q 1',
        f"submit -u {missing}",
        "achievements --week 2025-W09",
        "report weekly --week 2025-W06",
        'rank --phase dot-1 --cluster "Cụm mẫu H1"',
        "explain th-395 --phase dot-1",
    )
    named = f'"{folder}"' if " " in str(folder) else folder
    return (f"cd {named}", *(f"tracker {one} --today {AS_OF}" for one in commands))
