"""What is too much is refused in words, soon."""

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
    assert raised.value.code == "file-unreadable"
