"""What every test may use: the project's own folder to import from, golden files, and properties that repeat themselves."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests" / "golden"

if os.environ.get("TRACKER_TEST_INSTALLED"):  # the wheel is tested, not the folder it was built from
    sys.path[:] = [path for path in sys.path if Path(path or ".").resolve() != ROOT]
if str(ROOT) not in sys.path:
    sys.path.append(str(ROOT))  # last: `tests` is found here, `tracker` where it is installed

# Properties run the same examples every time and leave no files behind.
settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.register_profile(  # for CI and mutation runs: a busy machine is no failure, nobody reads the smallest example
    "brief",
    settings.get_profile("repeatable"),
    max_examples=20,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile(os.environ.get("TRACKER_TEST_PROFILE", "repeatable"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the golden files anew; read them before they stay")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a file of `tests/golden`, or write it with --golden."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--golden"):
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8"), f"{name} differs; pytest --golden writes it anew"

    return compare
