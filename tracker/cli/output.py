"""The answer of a command: which format, to the terminal or a file, whole or not at all."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.command import META, Callback, option
from tracker.domain.value import Value
from tracker.error_table import N_
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from tracker.render.document import Document

TABLE = "table"
SUFFIXES = {".json": "json", ".csv": "csv", ".md": "md", ".txt": TABLE}


class Answer(Value, frozen=True):
    """What a command can say: a document for people, a shape for JSON, rows for CSV; made only when asked for."""

    document: "Callable[[], Document]"
    shape: Callable[[], Mapping[str, Any]]
    rows: Callable[[], Sequence[Mapping[str, Any]]] | None = None


class Output(Value, frozen=True):
    """Where the answer goes and in which format."""

    format: str
    file: Path | None


def output_options(*formats: str) -> Callable[[Callback], Callback]:
    """Add -f/--format, --json and -o/--output to a command."""

    def add(callback: Callback) -> Callback:
        names = "|".join(formats)
        choice = click.Choice(formats)
        callback = option("--output", "-o", metavar="FILE", help=N_("Write to a file; its suffix names the format."))(
            callback
        )
        callback = option("--json", "as_json", is_flag=True, help=N_("The same as --format json."))(callback)
        return option("--format", "-f", metavar=names, type=choice, help=N_("Format of the output."))(callback)

    return add


def choose_output(format: str | None, as_json: bool, output: str | None, formats: Sequence[str]) -> Output:  # noqa: A002
    """Decide the format: the one named, the file's suffix, or a table.

    Raises: TrackerError format-unknown where a file's suffix names none that the command writes.
    """
    named = "json" if as_json else format
    file = Path(output) if output and output != "-" else None
    if named is None and file:
        named = SUFFIXES.get(file.suffix.lower())
        if named not in formats:
            raise TrackerError.of(
                "format-unknown", path=file.name, known=[one for one, name in SUFFIXES.items() if name in formats]
            )
    return Output(named or TABLE, file)


def answer(output: Output, said: Answer) -> None:
    """Write an answer."""
    text = _render(output, said)
    if text is None:
        _draw(said.document())
    elif output.file:
        write_file(output.file, text)
    else:
        _write(text)


def _write(text: str) -> None:
    """Write to stdout; what another program reads is UTF-8 and loses no letter, whatever the console can show."""
    if is_terminal():
        sys.stdout.write(text)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode())


def _render(output: Output, said: Answer) -> str | None:
    """Return the text of an answer; None for a table on the screen, which is drawn."""
    match output.format:
        case "json":
            from tracker.render.formats.json import render_json  # noqa: PLC0415 a format is loaded when it is written

            return render_json(said.shape())
        case "csv" if said.rows:
            from tracker.render.formats.csv import render_csv  # noqa: PLC0415

            return render_csv(said.rows())
        case "md":
            from tracker.render.formats.md import render_md  # noqa: PLC0415

            return render_md(said.document())
    if output.file is None:
        return None
    from tracker.render.formats.terminal import render_text  # noqa: PLC0415

    return render_text(said.document())


def _draw(document: "Document") -> None:
    from tracker.render.formats.terminal import render_terminal  # noqa: PLC0415

    render_terminal(document, console())


def console() -> Any:
    """Return a console on stdout. Colour: --color, NO_COLOR, FORCE_COLOR, the terminal, in this order."""
    from rich.console import Console  # noqa: PLC0415 JSON and receipts need no rich

    context = click.get_current_context(silent=True)
    wish = context.meta.get(f"{META}color", "auto") if context else "auto"
    plain = wish == "never" or (wish == "auto" and os.environ.get("NO_COLOR"))
    return Console(
        color_system=None if plain else "standard" if wish == "always" else "auto",
        no_color=False,
        force_terminal=True if wish == "always" else None,
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=False,
    )


def write_file(path: Path, text: str) -> None:
    """Write a file whole or not at all: under another name first, then renamed.

    Raises: TrackerError file-unwritable.
    """
    import tempfile  # noqa: PLC0415 most answers go to the screen

    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            Path(name).chmod(0o644 & ~_umask())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise TrackerError.of("file-unwritable", file=str(path), reason=error.strerror or str(error)) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def is_terminal() -> bool:
    """Whether the answer goes to a screen."""
    return sys.stdout.isatty()
