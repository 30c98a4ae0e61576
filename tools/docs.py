"""Write docs/cli.md, errors.md, json.md, status.svg, the JSON Schemas, the man pages and the sample reports from the program.

`--check` exits 1 where one differs.

The picture shows the sandbox of `tracker demo`; it is drawn in Vietnamese.
"""

import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.manpages import write_pages
from tools.reports import check_reports, write_reports
from tools.schemas import write_list, write_schemas
from tracker.cli.main import COMMANDS, build_program
from tracker.error_table import EXIT_CODES, TABLE
from tracker.i18n import speak

ROOT = Path(__file__).resolve().parents[1]
WIDTH = 92


def write_commands() -> str:
    """Return the reference of every command, from its own help."""
    speak("en")
    program = build_program()
    parts = ["# Commands\n\nMade from the program's own help by `tools/docs.py`.\n", _help(program, "tracker")]
    for name in COMMANDS:
        context = click.Context(program, info_name="tracker")
        command = program.get_command(context, name)
        assert command is not None
        parts.append(_help(command, f"tracker {name}"))
        if isinstance(command, click.Group):
            parts += [_help(command.commands[one], f"tracker {name} {one}") for one in sorted(command.commands)]
    return "\n".join(parts)


def _help(command: click.Command, path: str) -> str:
    context = click.Context(command, info_name=path, terminal_width=WIDTH, max_content_width=WIDTH)
    return f"## {path}\n\n```text\n{command.get_help(context).rstrip()}\n```\n"


def write_errors() -> str:
    """Return the list of every error and warning."""
    lines = [
        "# Errors and warnings",
        "",
        "Made from the program's tables by `tools/docs.py`. Words in braces are filled in; the exit code of a warning is 0.",
        "",
        "| exit | what it means |",
        "|---|---|",
        *(f"| {code} | {_escape(meaning)} |" for code, meaning in EXIT_CODES.items()),
        "",
        "| code | exit | what it says | hint |",
        "|---|---|---|---|",
    ]
    for code, entry in sorted(TABLE.items()):
        cells = (f"`{code}`", str(entry.exit_code), *(_escape(text) for text in (entry.sentence, entry.hint)))
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _escape(text: str) -> str:
    return re.sub(r"([|<>*_`])", r"\\\1", text)


def draw_status() -> str:
    """Return the status screen of the sandbox as SVG, without the web fonts that rich links to."""
    from rich.ansi import AnsiDecoder  # noqa: PLC0415 the picture alone
    from rich.console import Console  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "TRACKER_LANG": "vi", "COLUMNS": "110", "PYTHONUTF8": "1"}
        tracker = [sys.executable, "-m", "tracker"]
        subprocess.run(
            [*tracker, "demo", "--dir", "demo"], cwd=folder, env=environment, check=True, capture_output=True
        )
        command = [*tracker, "status", "--today", "2025-03-01", "--color", "always"]
        drawn = subprocess.run(command, cwd=Path(folder) / "demo", env=environment, check=True, capture_output=True)
    console = Console(record=True, width=110, file=io.StringIO(), force_terminal=True)
    for line in AnsiDecoder().decode(drawn.stdout.decode()):
        console.print(line)
    svg = console.export_svg(title="tracker status", unique_id="tracker")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return svg.replace("Fira Code", "DejaVu Sans Mono, Menlo, Consolas")


def main() -> int:
    """Write the files, or check them."""
    wrong = 0
    made = {"docs/cli.md": write_commands(), "docs/errors.md": write_errors(), "docs/status.svg": draw_status()}
    made |= {"docs/json.md": write_list(), **write_schemas(), **write_pages()}
    for name, text in made.items():
        path = ROOT / name
        if "--check" not in sys.argv:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            print(f"{name} is not up to date: python tools/docs.py")
            wrong += 1
    if "--check" in sys.argv:
        wrong += check_reports()
    else:
        write_reports()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
