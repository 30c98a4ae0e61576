"""What a short command loads: speed is guarded by names, because names are exact where clocks are noisy."""

import shutil
from pathlib import Path

import pytest

from tests.cli.harness import UNMEASURED, python, tracker

RUN = (
    "import sys; from tracker.cli.main import start; code = start(sys.argv[1:]); sys.stdout.flush();"
    "print(*sys.modules, file=sys.stderr); sys.exit(code)"
)
NEVER = {
    *("yaml", "sqlite_utils", "dateutil", "jinja2", "pandas", "numpy", "zoneinfo", "tzdata", "difflib", "tempfile"),
    *("traceback", "logging", "asyncio", "subprocess", "urllib.request", "http", "ssl", "email", "importlib.metadata"),
    *("rich.progress", "rich.markdown", "rich.syntax", "rich.traceback", "rich.live", "pygments"),
    *("tracker.files.campaign_file", "tracker.files.table", "tracker.journal.migrations", "tracker.render.schemas"),
}
PICTURES = {"rich", "tracker.render.formats.terminal"}
DATA = {"msgspec", "sqlite3", "decimal", "hashlib", "json", "tracker.cli.context", "tracker.domain", "tracker.journal"}
RANKING = {
    *("tracker.domain.scheme", "tracker.domain.scoring", "tracker.domain.formulas", "tracker.services.late"),
    *("tracker.services.closing", "tracker.services.rank"),
}
PROGRESS = {
    *("fractions", "bisect", "tracker.domain.progress", "tracker.domain.plans", "tracker.domain.attainment"),
    *("tracker.domain.books", "tracker.domain.lineage", "tracker.services.states"),
}
COMMANDS: dict[str, set[str]] = {
    "--help": PICTURES | DATA,
    "--version": PICTURES | DATA,
    "status --help": PICTURES,
    "status --json": PICTURES | RANKING,
    "status --json -u th-395": PICTURES,
    "report weekly --json": PICTURES,
    "units --missing --json": PICTURES,
    "log -u th-15499 -c mo-hinh -q 1": PICTURES | RANKING | PROGRESS,
    "log -u th-15499 -c mo-hinh -q 1 --json": PICTURES | RANKING,
    "submit -u th-14791": PICTURES,
    "status": RANKING,
    "report weekly": set(),
}


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sandbox whose compiled definition is in its store."""
    folder = tmp_path_factory.mktemp("warm")
    assert tracker("demo", "--dir", "warm", cwd=folder).code == 0
    return folder / "warm"


@pytest.mark.parametrize("command", COMMANDS)
def test_what_a_command_does_not_load(warm: Path, tmp_path: Path, command: str) -> None:
    folder = Path(shutil.copytree(warm, tmp_path / "copy"))
    tracker("status", cwd=folder, TRACKER_TODAY="2025-03-01")
    done = python("-c", RUN, *command.split(), cwd=folder, **UNMEASURED, TRACKER_TODAY="2025-03-01", TRACKER_LANG="vi")
    assert done.returncode == 0, done.stderr
    assert done.stdout
    loaded = set(done.stderr.decode().split())
    assert "tracker.cli.main" in loaded
    assert sorted(loaded & (NEVER | COMMANDS[command])) == []


def test_help_loads_no_command(tmp_path: Path) -> None:
    loaded = python("-c", RUN, "--help", cwd=tmp_path, **UNMEASURED).stderr.decode().split()
    assert [name for name in loaded if name.startswith("tracker.cli.commands.")] == []
