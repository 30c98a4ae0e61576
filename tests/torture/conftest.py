"""How long the tortures last, and where what they showed is kept.

Run by plain pytest they are short. `nox -s torture` runs them long and puts their figures into docs/reliability.md.
"""

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tools.reliability import TORTURES, Figure

LONG = os.environ.get("TRACKER_TORTURE") == "long"
FIGURES = os.environ.get("TRACKER_TORTURE_FIGURES")  # a folder; a run that keeps no figures has none


@pytest.fixture(autouse=True)
def _unmeasured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the many processes of a torture run without being measured: what they reach, other tests reach too."""
    for name in ("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def rounds() -> Callable[[int, int], int]:
    """Choose how often, or how long, something is done: `rounds(short, long)`."""
    return lambda short, long: long if LONG else short


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> Callable[[str, str, str], None]:
    """Keep what a test did and what it showed: `figures("killed", "100 imports killed", "0 partial")`.

    The first word is one of tools/reliability.py; say it last, after every assert: what failed has no figure.
    """

    def keep(torture: str, done: str, showed: str) -> None:
        assert torture in TORTURES, f"{torture}: one of {', '.join(TORTURES)}"
        assert not {"|", "\n"} & set(done + showed), "each is a cell of a table"
        if LONG and FIGURES:
            figure = Figure(torture, done, showed, request.path.name)
            path = Path(FIGURES, f"{request.path.stem}-{time.monotonic_ns()}.json")  # in the order they were made
            path.write_text(json.dumps(figure._asdict(), ensure_ascii=False), encoding="utf-8")

    return keep
