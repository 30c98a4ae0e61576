"""Many processes that write into one store at once, through the same services as the program, each write durable."""

import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

# Says that it is ready, waits for its stdin to end, writes so often or so long, and tells what came of it.
WRITER = """
import json, sys, time
from tracker.cli.context import Context, Options
from tracker.domain.entries import Claim
from tracker.errors import TrackerError
from tracker.services.log import log_achievement

folder, today, unit, most, seconds, name = sys.argv[1:]
options = Options(campaigns=f"{folder}/campaigns.yaml", db=f"{folder}/tracker.db", today=today, by=name)
context = Context(options, "log-achievement", lambda problems: None)
views, info = [context.view(one) for one in context.campaigns()], context.batch_info()
print("ready", flush=True)
sys.stdin.read()
end, ids, waits, refused = time.monotonic() + float(seconds), [], [], []
while len(waits) < int(most) and time.monotonic() < end:
    claim = Claim(unit=unit, criterion="mo-hinh", quantity="1", date="today", ref=f"{name}-{len(waits)}")
    start = time.monotonic()
    try:
        ids.append(log_achievement(views, claim, context.open_journal, info, dry_run=False).id)
    except TrackerError as error:
        refused.append(error.code)
    waits.append(time.monotonic() - start)
context.close()
print(json.dumps([ids, waits, refused]))
"""


class Crowd(NamedTuple):
    """What many writers came to: the ids they were told, how long each write took in seconds, the codes of refusals."""

    ids: list[str]
    waits: list[float]
    refused: list[str]

    def slowest(self, share: float) -> float:
        """Return the seconds that all but a share of the writes took at most."""
        return sorted(self.waits)[int(len(self.waits) * (1 - share))]


def write_at_once(
    folder: Path, today: str, units: Sequence[str], writers: int, most: int, seconds: float = 86400
) -> Crowd:
    """Let processes write into the store of a folder, all from the same moment: so many times each, or so long."""
    found = Crowd([], [], [])
    with ExitStack() as stack:
        started = [
            stack.enter_context(_start(folder, today, units[number % len(units)], most, seconds, f"writer {number}"))
            for number in range(writers)
        ]
        for one in started:
            assert one.stdout
            assert one.stdout.readline() == "ready\n"
        for one in started:
            assert one.stdin
            one.stdin.close()
        for one in started:
            assert one.stdout
            ids, waits, refused = json.loads(one.stdout.read())
            found = Crowd(found.ids + ids, found.waits + waits, found.refused + refused)
    return found


def _start(folder: Path, today: str, unit: str, most: int, seconds: float, name: str) -> subprocess.Popen[str]:
    told = (str(folder), today, unit, str(most), str(seconds), name)
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, *told], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
