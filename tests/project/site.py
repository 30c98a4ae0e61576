"""The documentation's site, built as nox does; without its builder the tests are skipped and say so."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


def build_site(folder: Path) -> Path:
    """Build the site into a folder, a warning being an error."""
    if importlib.util.find_spec("material") is None:
        if os.environ.get("TRACKER_TEST_DOCS"):
            pytest.fail("no mkdocs-material: python -m pip install -e '.[docs]'")
        pytest.skip("no mkdocs-material: python -m pip install -e '.[docs]'")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)]
    quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=quiet, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder
