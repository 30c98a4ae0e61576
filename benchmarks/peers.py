"""Fills the stores of two programs of the same trade: Taskwarrior's and Watson's, each in its own file format."""

import json
import os
import random
import shutil
import subprocess
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks.stores import make_note

UNITS, CRITERIA = 600, 9
FIRST, STEP = 1_724_000_000, 300  # seconds


class Peer(NamedTuple):
    """A program with a filled store, and the environment in which it finds it."""

    program: str
    environment: Mapping[str, str]
    version: str


def find_taskwarrior(folder: Path, size: int) -> Peer | None:
    """Return Taskwarrior with `size` tasks, as `task add` leaves them; None where it is not installed."""
    program = shutil.which("task")
    if program is None:
        return None
    if not (folder / "taskrc").exists():
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "pending.data").open("w", encoding="utf-8") as file:
            file.writelines(_tasks(size))
        settings = ("confirmation=off", "hooks=off", "verbose=nothing", "uda.quantity.type=numeric")
        text = "\n".join((f"data.location={folder}", *settings, ""))
        (folder / "taskrc").write_text(text, encoding="utf-8")
    return Peer(program, {"TASKRC": str(folder / "taskrc")}, f"Taskwarrior {_ask(program, '--version')}")


def _tasks(size: int) -> list[str]:
    chance = random.Random(size)
    lines = []
    for number in range(size):
        moment, criterion = FIRST + number * STEP, f"criterion{chance.randrange(CRITERIA)}"
        fields = {
            "description": make_note(number),
            "entry": moment,
            "modified": moment,
            "project": f"unit-{chance.randrange(UNITS)}",
            "quantity": f"{chance.randrange(1, 5)}.000000",
            "status": "pending",
            "tags": criterion,
            f"tags_{criterion}": "x",
            "uuid": uuid.UUID(int=chance.getrandbits(128), version=4),
        }
        lines.append(f"[{' '.join(f'{name}:{chr(34)}{value}{chr(34)}' for name, value in fields.items())}]\n")
    return lines


def find_watson(folder: Path, size: int, program: Path | None) -> Peer | None:
    """Return Watson with `size` frames; None where it is not installed."""
    found = shutil.which(program or "watson")
    if found is None:
        return None
    if not (folder / "frames").exists():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "frames").write_text(json.dumps(list(map(_frame, range(size)))), encoding="utf-8")
    return Peer(found, {"WATSON_DIR": str(folder)}, _ask(found, "--version").replace(", version", ""))


def _frame(number: int) -> list[object]:
    chance = random.Random(number)
    start = FIRST + number * STEP
    tags = [f"criterion{chance.randrange(CRITERIA)}"]
    name = uuid.UUID(int=chance.getrandbits(128), version=4).hex
    return [start, start + STEP - 1, f"unit-{chance.randrange(UNITS)}", name, tags, start]


def _ask(*command: str) -> str:
    environment = {**os.environ, "TASKRC": os.devnull}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()
