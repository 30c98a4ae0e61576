"""Write docs/cli.md, docs/errors.md, docs/status.svg and docs/campaigns.schema.json from the program; `--check` exits 1 where one differs.

The picture shows the sandbox of `tracker demo`; it is drawn in Vietnamese.
"""

import io
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import click
import msgspec

from tracker.cli.main import COMMANDS, build_program
from tracker.error_table import TABLE
from tracker.files.campaign_shape import FileShape
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
        "Made from the program's table by `tools/docs.py`. Words in braces are filled in. Exit codes: 0 a warning,",
        "1 refused, 2 usage, 3 not found, 4 the store, 130 interrupted.",
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


def write_schema() -> str:
    """Return the JSON Schema of campaigns.yaml, from the types that its reader follows."""
    schema = msgspec.json.schema(FileShape)
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "campaigns.yaml", **schema}
    return json.dumps(_as_written(schema), ensure_ascii=False, indent=2) + "\n"


def _as_written(part: Any) -> Any:
    """Leave out null, which the types use for what is missing: in the file a key is there or it is not."""
    if isinstance(part, list):
        return [_as_written(one) for one in part]
    if not isinstance(part, dict):
        return part
    choices = [one for one in part.get("anyOf", ()) if one != {"type": "null"}]
    if len(choices) == 1:
        rest = {key: value for key, value in part.items() if key not in ("anyOf", "default")}
        return _as_written({**rest, **choices[0]})
    if "examples" in part:
        return {**part, "type": ["number", "string"]}  # an amount: YAML makes a number of it unless it is quoted
    if part.get("format") == "date":
        return {key: value for key, value in part.items() if key != "format"}  # 19/8/2024 is a day here too
    made = {key: _as_written(value) for key, value in part.items() if not (key == "default" and value in (None, ""))}
    return made | {"additionalProperties": False} if "properties" in made else made


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
    made["docs/campaigns.schema.json"] = write_schema()
    for name, text in made.items():
        path = ROOT / name
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            print(f"{name} is not up to date: python tools/docs.py")
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
