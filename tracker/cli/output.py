"""The answer of a command: which format, to the terminal or a file, whole or not at all."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

import click

from tracker.cli.command import META, Callback, Choice, option
from tracker.domain.value import Value
from tracker.errors import TrackerError
from tracker.i18n import N_

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.cli.context import Context
    from tracker.render.document import Document

TABLE = "table"
SUFFIXES = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".csv": "csv",
    ".md": "md",
    ".html": "html",
    ".ics": "ics",
    ".txt": TABLE,
}


class Answer(Value, frozen=True):
    """What a command can say: a document for people, a shape for JSON, rows and columns for CSV; made only when asked for."""

    document: "Callable[[], Document]"
    shape: Callable[[], Mapping[str, Any]]
    rows: Callable[[], Sequence[Mapping[str, Any]]] | None = None
    columns: Callable[[], Sequence[str]] = tuple


class Output(Value, frozen=True):
    """Where the answer goes and in which format."""

    format: str
    file: str | None


def output_options(*formats: str) -> Callable[[Callback], Callback]:
    """Add -f/--format, --json and -o/--output to a command, which gets what they come to as `chosen`."""

    def add(callback: Callback) -> Callback:
        @wraps(callback)
        def run(*args: Any, format: str | None, as_json: bool, output: str | None, **others: Any) -> None:  # noqa: A002
            callback(*args, chosen=choose_output(format, as_json, output, formats), **others)

        return cast("Callback", format_options(*formats)(run))

    return add


def format_options(*formats: str) -> Callable[[Callback], Callback]:
    """Add the same options to a command that puts them together with others of its own."""

    def add(callback: Callback) -> Callback:
        names = "|".join(formats)
        choice = Choice(formats)
        callback = option("--output", "-o", metavar="FILE", help=N_("Write to a file; its suffix names the format."))(
            callback
        )
        callback = option("--json", "as_json", is_flag=True, help=N_("The same as --format json."))(callback)
        return option("--format", "-f", metavar=names, type=choice, help=N_("Format of the output."))(callback)

    return add


def choose_output(format: str | None, as_json: bool, output: str | None, formats: Sequence[str]) -> Output:  # noqa: A002
    """Decide the format: the one named, the file's suffix, or a table.

    Raises: TrackerError format-unknown where a file's suffix names none that the command writes, formats-differ.
    """
    file = output if output and output != "-" else None
    suffix = SUFFIXES.get(os.path.splitext(file)[1].lower()) if file else None
    flags = [one for one in ("json" if as_json else None, format) if one]
    if file and not flags and suffix not in formats:
        raise TrackerError.of(
            "format-unknown",
            path=os.path.basename(file),
            known=[one for one, name in SUFFIXES.items() if name in formats],
        )
    asked = dict.fromkeys(flags if suffix in (None, TABLE) else [*flags, suffix])  # any text may stand in a .txt
    if len(asked) > 1:
        raise TrackerError.of("formats-differ", formats=list(asked))
    return Output(next(iter(asked), None) or TABLE, file)


def answer(output: Output, said: Answer, *, paged: bool = True) -> None:
    """Write an answer; a long one goes through a pager where there is a terminal."""
    said = _as_known(said)
    text = _render(output, said)
    if text is None:
        _draw(said.document(), paged=paged)
    elif output.file:
        from pathlib import Path  # noqa: PLC0415

        write_file(Path(output.file), text)
    else:
        write_out(text)


def _as_known(said: Answer) -> Answer:
    """Let an answer end with the moment that --known-at names."""
    context = click.get_current_context(silent=True)
    known_at = context.obj.known_at if context and context.obj else None
    if known_at is None:
        return said
    from tracker.render.words import compose_known_at  # noqa: PLC0415 most answers know all

    return said.but(
        document=lambda: (*said.document(), compose_known_at(known_at)),
        shape=lambda: {**said.shape(), "known_at": known_at},
    )


def write_out(text: str) -> None:
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

            return render_csv(said.columns(), said.rows())
        case "md":
            from tracker.render.formats.md import render_md  # noqa: PLC0415

            return render_md(said.document())
        case "html":
            from tracker.render.formats.html import render_html  # noqa: PLC0415

            return render_html(said.document())
    if output.file is None:
        return None
    from tracker.render.formats.terminal import render_text  # noqa: PLC0415

    return render_text(said.document())


def _draw(document: "Document", *, paged: bool) -> None:
    from tracker.cli.pager import can_page, show  # noqa: PLC0415 JSON and receipts need none
    from tracker.render.formats.terminal import render_parts, render_terminal  # noqa: PLC0415

    screen = console()
    if paged and can_page():
        show(render_parts(document, screen), screen.height)
    else:
        render_terminal(document, screen)


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


def write_file(path: "Path", content: str | bytes) -> None:
    """Write a file whole or not at all: under another name first, then renamed.

    Raises: TrackerError file-unwritable.
    """
    write_parts(path, (content,))


def write_parts(path: "Path", parts: Iterable[str | bytes]) -> None:
    """Write parts, as they come, into a file, whole or not at all; text is UTF-8. A pipe or device takes them directly.

    Raises: TrackerError file-unwritable, output-is-store.
    """
    import tempfile  # noqa: PLC0415 most answers go to the screen
    from pathlib import Path  # noqa: PLC0415

    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            with path.open("wb") as device:
                device.writelines(_as_bytes(parts))
            return
        if path.is_file() and _is_store(path):
            raise TrackerError.of("output-is-store", file=path.name)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(_as_bytes(parts))
            Path(name).chmod(0o644 & ~_umask())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise TrackerError.of("file-unwritable", file=str(path), reason=error.strerror or str(error)) from None


def _as_bytes(parts: Iterable[str | bytes]) -> Iterator[bytes]:
    return (part.encode() if isinstance(part, str) else part for part in parts)


def _is_store(path: "Path") -> bool:
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def is_terminal() -> bool:
    """Whether the answer goes to a screen."""
    return sys.stdout.isatty()


def suggest_undo(ctx: "Context") -> str:
    """Return the command that takes back what was just written, to show on a screen; "" elsewhere."""
    if not is_terminal():
        return ""
    given = {"--campaigns": ctx.options.campaigns, "--db": ctx.options.db}
    quoted = (f'{name} "{path}"' if " " in path else f"{name} {path}" for name, path in given.items() if path)
    return " ".join(("tracker undo", *quoted))
