"""Which tracker the tests test: the folder's own, or with TRACKER_TEST_INSTALLED the installed wheel."""

import os
from pathlib import Path

import tracker
from tests.conftest import ROOT


def test_what_is_tested() -> None:
    is_folder = Path(tracker.__file__).resolve().parent == ROOT / "tracker"
    assert is_folder == (not os.environ.get("TRACKER_TEST_INSTALLED"))
