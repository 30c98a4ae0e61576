"""Command lines run while the clock says something else, wherever the machine thinks that it stands.

`inside` gives the program of this process another clock, at its one place that reads it: quick, and on every system.
`outside` runs the real program under libfaketime, which fakes the clock of the whole process.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import ROSTER
from tests.cli.harness import UNMEASURED, Result, process, tracker
from tracker.cli import context

DAY = timedelta(days=1)
VIETNAM, BERLIN = "Asia/Ho_Chi_Minh", "Europe/Berlin"
Clock = Callable[..., Result]
LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None) if os.name == "posix" else None

ZONED = """\
timezone: {zone}
campaigns:
  - id: nam
    title: Tám năm
    launched_on: 1/1/2020
    start: 1/1/2020
    end: 31/12/2027
    units: units.csv
    criteria:
      - {{id: mo-hinh, title: Mô hình, kind: count, measure: mô hình, target: 3100}}
    deadlines:
      - {{title: Báo cáo tuần, every: friday 16:00, return: weekly}}
"""


class _Stopped:
    """What `datetime` is to the program: its clock stands still, the rest is as ever."""

    combine = datetime.combine

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self, zone: tzinfo) -> datetime:
        return self._moment.astimezone(zone)


@contextmanager
def _standing_in(place: str) -> Iterator[None]:
    """Let the C library believe that the machine stands somewhere."""
    before = os.environ.get("TZ")
    try:
        os.environ["TZ"] = place
        _believe()
        yield
    finally:
        os.environ.pop("TZ")
        if before is not None:
            os.environ["TZ"] = before
        _believe()


def _believe() -> None:
    if hasattr(time, "tzset"):
        time.tzset()


def inside(moment: datetime, *arguments: str, cwd: Path, place: str = "UTC", **settings: Any) -> Result:
    """Run a command line in this process at a moment."""
    with pytest.MonkeyPatch.context() as patch, _standing_in(place):
        patch.setattr(context, "datetime", _Stopped(moment))
        return tracker(*arguments, cwd=cwd, **{"TZ": place, **settings})


def outside(moment: datetime, *arguments: str, cwd: Path, place: str = "UTC", **settings: Any) -> Result:
    """Run the real program at a moment, to the second."""
    second = str(int(moment.astimezone(UTC).timestamp()))
    fake = {"LD_PRELOAD": str(LIBRARY), "FAKETIME_FMT": "%s", "FAKETIME": second, "TZ": place}
    done = process(*arguments, cwd=cwd, **{**fake, **UNMEASURED, **settings})
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def done(clock: Clock, moment: datetime, folder: Path, *arguments: str, **settings: Any) -> str:
    """Run a command line that must succeed."""
    said = clock(moment, *arguments, cwd=folder, **settings)
    assert (said.code, said.err) == (0, ""), said
    return said.out.strip()


def years(folder: Path, zone: str) -> Path:
    """Make a folder with a campaign of eight years in a time zone, and no store."""
    folder.mkdir(parents=True)
    (folder / "campaigns.yaml").write_text(ZONED.format(zone=zone), encoding="utf-8")
    (folder / "units.csv").write_text(ROSTER.replace("31/3/2025", ""), encoding="utf-8")
    return folder
