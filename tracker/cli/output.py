"""The answer of a command: which format, to the terminal or a file, whole or not at all."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

import click

from tracker.cli.command import Callback, Choice, option
from tracker.cli.screen import console, is_drawn, is_terminal, screen_width
from tracker.domain.value import Value
from tracker.errors import Problem, TrackerError
from tracker.i18n import N_

if TYPE_CHECKING:
    from tracker.cli.context import Context
    from tracker.render.document import Document
    from tracker.render.official import Official
    from tracker.render.workbook import Workbook

TABLE = "table"
SUFFIXES = {
    ".json": "json",
    ".jsonl": "jsonl",
    ".csv": "csv",
    ".md": "md",
    ".html": "html",
    ".ics": "ics",
    ".docx": "docx",
    ".pdf": "pdf",
    ".xlsx": "xlsx",
    ".txt": TABLE,
}
BINARY = ("docx", "pdf", "xlsx")


class Answer(Value, frozen=True):
    """What a command can say, made only when asked for.

    A document for people, a shape for JSON, rows and columns for CSV, a paper to sign for Word and PDF, a workbook.
    """

    document: "Callable[[], Document]"
    shape: Callable[[], Mapping[str, Any]]
    rows: Callable[[], Sequence[Mapping[str, Any]]] | None = None
    columns: Callable[[], Sequence[str]] = tuple
    official: "Callable[[], Official] | None" = None
    workbook: "Callable[[], Workbook] | None" = None


class Output(Value, frozen=True):
    """Where the answer goes and in which format; `template` is the Word file that a paper is put into."""

    format: str
    file: str | None
    template: str | None = None


def output_options(*formats: str) -> Callable[[Callback], Callback]:
    """Add -f/--format, --json and -o/--output to a command, which gets what they come to as `chosen`."""

    def add(callback: Callback) -> Callback:
        @wraps(callback)
        def run(
            *args: Any,
            format: str | None,  # noqa: A002
            as_json: bool,
            output: str | None,
            paper_template: str | None = None,
            **others: Any,
        ) -> None:
            chosen = choose_output(format, as_json, output, formats)
            callback(*args, chosen=_with_template(chosen, paper_template), **others)

        return cast("Callback", format_options(*formats)(run))

    return add


def format_options(*formats: str) -> Callable[[Callback], Callback]:
    """Add the same options to a command that puts them together with others of its own."""

    def add(callback: Callback) -> Callback:
        names = "|".join(formats)
        choice = Choice(formats)
        if "docx" in formats:
            template = option(
                "--template",
                "paper_template",
                metavar="FILE",
                help=N_("Put the paper into a Word template of your own."),
            )
            callback = template(callback)
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


def _with_template(chosen: Output, template: str | None) -> Output:
    """Return the output with a template; to name one is to ask for Word.

    Raises: TrackerError template-for-word where another format is asked for, output-is-template.
    """
    if template is None:
        return chosen
    if chosen.format not in ("docx", TABLE) or (chosen.file and chosen.format == TABLE):
        raise TrackerError.of("template-for-word")
    if chosen.file and _is_same_file(chosen.file, template):
        raise TrackerError.of("output-is-template", file=os.path.basename(chosen.file))
    return Output("docx", chosen.file, template)


def _is_same_file(one: str, other: str) -> bool:
    """Whether two names, links followed, are of one file; what is not there is none."""
    with suppress(OSError, ValueError):
        return os.path.samefile(one, other)
    return False


def answer(output: Output, said: Answer, *, paged: bool = True) -> None:
    """Write an answer; a long one goes through a pager where there is a terminal.

    Raises: TrackerError binary-to-terminal, file-unwritable, output-is-store, output-is-definition.
    """
    refuse_screen(output)
    said = _as_known(said)
    content = _render(output, said)
    if content is None:
        _draw(said.document(), paged=paged)
    elif output.file:
        from pathlib import Path  # noqa: PLC0415 most answers go to the screen

        from tracker.cli.written_file import write_answer  # noqa: PLC0415 likewise

        write_answer(Path(output.file), (content,))
    else:
        write_out(content)


def refuse_screen(output: Output) -> None:
    """Refuse to write to a screen what nobody can read there.

    Raises: TrackerError binary-to-terminal.
    """
    if output.format in BINARY and not output.file and is_terminal():
        raise TrackerError.of("binary-to-terminal", format=output.format)


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


def write_out(content: str | bytes) -> None:
    """Write to stdout; what another program reads is UTF-8 and loses no letter, whatever the console can show."""
    if isinstance(content, str) and is_terminal():
        sys.stdout.write(content)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content.encode() if isinstance(content, str) else content)


def _render(output: Output, said: Answer) -> str | bytes | None:
    """Return the content of an answer; None for a table on the screen, which is drawn."""
    match output.format:
        case "json":
            from tracker.render.formats.json import render_json  # noqa: PLC0415 a format is loaded when it is written

            return render_json(said.shape())
        case "csv" if said.rows:
            from tracker.render.formats.csv import render_csv  # noqa: PLC0415 likewise

            return render_csv(said.columns(), said.rows())
        case "md":
            from tracker.render.formats.md import render_md  # noqa: PLC0415 likewise

            return render_md(said.document())
        case "html":
            from tracker.render.formats.html import render_html  # noqa: PLC0415 likewise

            document = said.document()
            _warn_of_pictures(document)
            return render_html(document)
        case "docx" | "pdf" if said.official:
            return _render_paper(output, said.official())
        case "xlsx" if said.workbook:
            from tracker.render.formats.xlsx import render_xlsx  # noqa: PLC0415 likewise

            return render_xlsx(said.workbook())
    if output.file is None:
        return None
    from tracker.render.formats.plain import render_plain  # noqa: PLC0415 likewise

    return render_plain(said.document())


def _render_paper(output: Output, paper: "Official") -> bytes:
    """Write a paper; what its pictures lack is said once it is there: where it is refused, that is all there is to say."""
    if output.template:
        from pathlib import Path  # noqa: PLC0415 hardly any paper has a template

        from tracker.render.formats.docx_template import render_template  # noqa: PLC0415 likewise

        return render_template(Path(output.template), paper)
    if output.format == "docx":
        from tracker.render.formats.docx import render_docx as render  # noqa: PLC0415 a format is loaded when it is written
    else:
        from tracker.render.formats.pdf import render_pdf as render  # noqa: PLC0415 likewise
    content = render(paper)
    _warn_of_pictures((*paper.body, *(block for annex in paper.annexes for block in annex.body)))
    return content


def _warn_of_pictures(document: "Document") -> None:
    """Say what to install where a document has pictures that cannot be drawn; it says what they show in words."""
    from tracker.render.document import Chart  # noqa: PLC0415 loaded by then
    from tracker.render.drawing import can_draw  # noqa: PLC0415 likewise

    if any(isinstance(block, Chart) for block in document) and not can_draw():
        from tracker.cli.errors import warn  # noqa: PLC0415 hardly ever

        warn([Problem("pictures-left-out", {"library": "vl-convert-python", "extra": "charts"})])


def _draw(document: "Document", *, paged: bool) -> None:
    if not is_drawn():
        from tracker.render.formats.plain import render_plain  # noqa: PLC0415 JSON and receipts need none

        sys.stdout.write(render_plain(document, screen_width()))
        return
    from tracker.cli.pager import can_page, show  # noqa: PLC0415 JSON and receipts need none
    from tracker.render.formats.terminal import render_parts, render_terminal  # noqa: PLC0415 likewise

    screen = console()
    if paged and can_page():
        show(render_parts(document, screen), screen.height)
    else:
        render_terminal(document, screen)


def suggest_undo(ctx: "Context") -> str:
    """Return the command that takes back what was just written, to show on a screen; "" elsewhere."""
    if not is_terminal():
        return ""
    given = {"--campaigns": ctx.options.campaigns, "--db": ctx.options.db}
    quoted = (f'{name} "{path}"' if " " in path else f"{name} {path}" for name, path in given.items() if path)
    return " ".join(("tracker undo", *quoted))
