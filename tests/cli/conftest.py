"""The sandbox of `tracker demo`, made once, and small campaigns made for one test."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.harness import Result, tracker

ROSTER = """\
id,code,name,level,parent,aliases,valid_from,valid_to
t,1,Công an tỉnh,province,,,,
d,20,Công an huyện Đông,district,t,,,
a,11,Công an xã An Bình,commune,d,CAX An Bình,,
b,12,Công an xã Hòa Bình,commune,d,,,
c,13,Công an xã Cẩm Lý,commune,d,,,31/3/2025
"""
CAMPAIGN = """\
  - id: {id}
    title: "Phong trào {id}: thi đua"
    launched_on: 1/3/2025
    start: 1/3/2025
    end: 30/4/2025
    units: units.csv
    phases:
      - {{id: dot-1, title: Đợt 1, start: 1/3/2025, end: 31/3/2025}}
      - {{id: dot-2, title: Đợt 2, start: 1/4/2025, end: 30/4/2025}}
    criteria:
      - {{id: mo-hinh, title: Mô hình, kind: count, measure: mô hình, target: 31, per: phase}}
      - {{id: kham-pha, title: Khám phá án, kind: rate, measure: "%", target: 75%}}
      - {{id: nuoc-sach, title: Nước sạch, kind: count, measure: m³, decimals: 2, target: 610}}
    deadlines:
      - {{title: Báo cáo tuần, every: friday 16:00, return: weekly}}
      - {{title: Sơ kết Đợt 1, due: 7/4/2025}}
"""


def define(folder: Path, *ids: str) -> Path:
    """Make a folder with a campaigns.yaml of small campaigns and their roster."""
    folder.mkdir(parents=True, exist_ok=True)
    text = "timezone: Asia/Ho_Chi_Minh\ncampaigns:\n" + "".join(CAMPAIGN.format(id=one) for one in ids or ("xuan",))
    (folder / "campaigns.yaml").write_text(text, encoding="utf-8")
    (folder / "units.csv").write_text(ROSTER, encoding="utf-8")
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A folder with one small campaign and no store."""
    return define(tmp_path / "small")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """The sandbox, and what `tracker demo` said; look at it, write elsewhere."""
    folder = tmp_path_factory.mktemp("demo")
    return folder / "tracker-demo", tracker("demo", cwd=folder)


@pytest.fixture(scope="session")
def demo(made: tuple[Path, Result]) -> Path:
    """The sandbox, to read only."""
    return made[0]


@pytest.fixture
def sandbox(demo: Path, tmp_path: Path) -> Path:
    """A sandbox to write in."""
    return Path(shutil.copytree(demo, tmp_path / "sandbox"))


@pytest.fixture(scope="session")
def ask_demo(demo: Path) -> Callable[..., Result]:
    """Ask the sandbox something, as of 1/3/2025 unless said."""

    def ask(*arguments: str, **settings: Any) -> Result:
        return tracker(*arguments, cwd=demo, **{"TRACKER_TODAY": "2025-03-01", **settings})

    return ask
