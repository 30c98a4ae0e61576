"""The pages of the documentation as programs: their fenced blocks, and a shell that does what a reader does with them.

A block of `sh` is typed line by line; the `text` or `json` block after it is what the reader then sees, where a line of
`…` stands for any lines and `…` in a line for any words. A block with a title is a file that the reader saves under that
name. A comment above a block says what else may be so:

    <!-- run: exit 1 -->                  the block's last command ends with 1
    <!-- run: after the line "TEXT" -->   the reader adds the block to the file, under that line
    <!-- run: typed into the workbook --> the reader types the table's cells into the rows and columns that are called so
    <!-- run: the last command -->        what stands before it in the line installs the program
    <!-- not run: REASON -->              nobody runs it here

A folder and an environment go from page to page through a guide, as they do for its reader.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.cli.harness import Result, environment, tracker
from tests.files.make_workbooks import type_into

OUTPUTS = ("text", "json")
WIDTH = 80

_FENCE = re.compile(
    r"(?:^<!-- (?P<note>[^\n]*?) -->\n)?^```(?P<kind>\w+)(?: title=\"(?P<title>[^\"\n]+)\")?\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
_in_process: Callable[..., Result] = tracker
_SHELL = re.compile(r"[|<>;&$`*]")


class Block(NamedTuple):
    """A fenced block: what it is, the comment above it and where its text stands in the page."""

    kind: str
    title: str
    note: str
    text: str
    line: int
    start: int
    end: int

    @property
    def commands(self) -> list[str]:
        """The lines that a reader types, without remarks."""
        lines = [text for line in self.text.splitlines() if (text := _without_remark(line))]
        if self.note.startswith("run: the last command"):
            return [re.sub(r"^\S*/", "", lines[-1].rpartition("&& ")[2])]
        return lines

    @property
    def exit(self) -> int:
        """How the last command ends."""
        found = re.fullmatch(r"run: exit (\d+)", self.note)
        return int(found[1]) if found else 0


def read_blocks(text: str) -> list[Block]:
    """Return the fenced blocks of a page."""
    return [
        Block(
            found["kind"],
            found["title"] or "",
            found["note"] or "",
            found["text"],
            text.count("\n", 0, found.start("kind")) + 1,
            found.start("text"),
            found.end("text"),
        )
        for found in _FENCE.finditer(text)
    ]


def _without_remark(line: str) -> str:
    return re.sub(r"(^|\s+)#\s.*", "", line).strip()


class Page:
    """A page that is followed block by block; `problems` gathers where it does not say what happens."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        self.blocks = read_blocks(self.text)
        self.problems: list[str] = []
        self._seen: list[tuple[Block, str]] = []

    def follow(self, shell: "Shell") -> None:
        """Do what the page says."""
        shown: str | None = None
        for block in self.blocks:
            if block.note.startswith("not run: "):
                continue
            if block.title:
                _save(block, shell.folder / block.title)
                shown = None
            elif block.kind == "sh":
                shown = self._type(block, shell)
            elif block.kind in OUTPUTS and shown is not None:
                self._compare(block, shown)
            else:
                self.problems.append(f"{self._place(block)}: the block is neither run nor exempted")

    def _type(self, block: Block, shell: "Shell") -> str:
        shown = ""
        for command in block.commands:
            code, seen = shell.run(command)
            shown += seen
            expected = block.exit if command == block.commands[-1] else 0
            if code != expected:
                self.problems.append(f"{self._place(block)}: {command}\nexit {code}\n{seen}")
        return shown

    def _compare(self, block: Block, shown: str) -> None:
        if not _pattern(block.text).fullmatch(shown):
            self._seen.append((block, shown))
            self.problems.append(f"{self._place(block)}: the page shows\n{block.text}\nand one sees\n{shown}")

    def _place(self, block: Block) -> str:
        return f"{self.path.name}:{block.line}"

    def write_anew(self) -> None:
        """Write what was seen into the page, if all its commands did what it says.

        A line that the page leaves open with … stays as it was.
        """
        if len(self.problems) > len(self._seen):
            return
        for block, shown in reversed(self._seen):
            kept = [line for line in block.text.splitlines() if "…" in line and line != "…"]
            lines = (
                next((old for old in kept if re.fullmatch(_line_pattern(old), new)), new) for new in shown.splitlines()
            )
            self.text = self.text[: block.start] + "".join(f"{line}\n" for line in lines) + self.text[block.end :]
        self.path.write_text(self.text, encoding="utf-8", newline="\n")


def _save(block: Block, path: Path) -> None:
    if block.note == "run: typed into the workbook":
        type_into(path, [line.split(";") for line in block.text.splitlines()])
        return
    after = re.fullmatch(r'run: after the line "(.+)"', block.note)
    if not after:
        path.write_text(block.text, encoding="utf-8")
        return
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines, 1) if line.strip() == after[1])
    path.write_text("".join([*lines[:at], block.text, *lines[at:]]), encoding="utf-8")


def _pattern(shown: str) -> re.Pattern[str]:
    lines = [r"(?:.*\n)*?" if line == "…" else _line_pattern(line) + "\n" for line in shown.splitlines()]
    return re.compile("".join(lines))


def _line_pattern(line: str) -> str:
    return ".*".join(re.escape(part) for part in line.split("…"))


class Shell:
    """A reader's shell: it stands in a folder and keeps its environment; the terminal is 80 columns wide."""

    def __init__(self, folder: Path, language: str) -> None:
        self.folder = folder
        self.variables = {"TRACKER_LANG": language, "HOME": str(folder)}
        self._programs = folder / ".programs"

    def run(self, command: str) -> tuple[int, str]:
        """Run a command; return its exit code and what the terminal then shows."""
        if _SHELL.search(command):
            return self._ask_bash(command)
        words = shlex.split(command)
        match words[0]:
            case "cd":
                self.folder = (self.folder / words[1].replace("~", self.variables["HOME"])).resolve(strict=True)
            case "export":
                self.variables |= {name: text for name, _, text in (word.partition("=") for word in words[1:])}
            case "tracker":
                done = _in_process(*words[1:], cwd=self.folder, screen=WIDTH, **self.variables)
                return done.code, _as_seen(done.err + done.out)
            case _:
                return self._ask_bash(command)
        return 0, ""

    def _ask_bash(self, command: str) -> tuple[int, str]:
        bash = shutil.which("bash")
        assert bash, "the guides' pipes and scripts need bash"
        path = os.pathsep.join([str(self._program().parent), str(Path(sys.executable).parent), os.environ["PATH"]])
        done = subprocess.run(
            [bash, "-euo", "pipefail", "-c", command],
            cwd=self.folder,
            env=environment({**self.variables, "PATH": path, "COLUMNS": str(WIDTH)}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        return done.returncode, _as_seen(done.stdout)

    def _program(self) -> Path:
        program = self._programs / "tracker"
        if not program.exists():
            self._programs.mkdir()
            program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tracker "$@"\n', encoding="utf-8")
            program.chmod(0o755)
        return program


def _as_seen(text: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines())


def headings(text: str) -> Iterator[int]:
    """Return the levels of a page's headings, in order."""
    return (len(found[1]) for found in re.finditer(r"^(#+) ", re.sub(_FENCE, "", text), re.MULTILINE))
