"""What is too much is refused in words, soon."""

import os
from pathlib import Path

import pytest

from tracker.errors import TrackerError
from tracker.files.campaign_file import read_definition
from tracker.files.roster_file import read_roster
from tracker.files.yaml_tree import MOST_NODES, MOST_PROBLEMS


def test_a_file_of_countless_values_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "campaigns.yaml"
    file.write_text("campaigns:\n" + "- a\n" * (MOST_NODES + 1), encoding="utf-8")
    assert [problem.code for problem in read_definition(file).problems] == ["yaml-too-many-values"]


def test_problems_end_after_a_thousand(tmp_path: Path) -> None:
    file = tmp_path / "campaigns.yaml"
    file.write_text("campaigns:\n" + "- a\n" * (MOST_PROBLEMS + 50), encoding="utf-8")
    codes = [problem.code for problem in read_definition(file).problems]
    assert codes == ["not-a-mapping"] * MOST_PROBLEMS + ["problems-too-many"]


def test_a_roster_is_never_a_device() -> None:
    device = Path("/dev/zero")
    if not device.exists():
        return  # no such device on this system
    with pytest.raises(TrackerError) as raised:
        read_roster(device, "zero")
    assert raised.value.code == "file-not-ordinary"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes on this system")
def test_a_pipe_that_nobody_writes_to_is_refused_at_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    file = tmp_path / "campaigns.yaml"
    campaign = "{id: a, title: A, start: 1/3/2025, end: 2/3/2025, units: pipe, criteria: []}"
    file.write_text(f"campaigns:\n  - {campaign}\n", encoding="utf-8")
    assert "file-not-ordinary" in [problem.code for problem in read_definition(file).problems]
    with pytest.raises(TrackerError, match=r"^file-not-ordinary$"):
        read_definition(pipe)
