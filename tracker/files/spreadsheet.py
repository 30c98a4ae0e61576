"""XLSX, ODS and XLS, read by a process of its own: what a hostile or damaged workbook does, it does there.

The child has little memory and time and sends rows as it reads them; see `workbooks.child`.
"""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import date
from typing import IO, Any

import msgspec

from tracker.errors import TrackerError
from tracker.files.cells import Cell, Covered, Fault, Percentage, Reads, Source, SourceRow, as_text
from tracker.files.header import Match

MOST_MEGABYTES = 100  # of the file as it lies on the disk
_EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_CHILD = (sys.executable, "-P", "-m", "tracker.files.workbooks.child")  # -P: nothing is imported from this folder

Message = Any
_decode = msgspec.json.Decoder().decode


def open_spreadsheet(
    stream: IO[bytes], name: str, match: Callable[[Sequence[str]], Match], sheet: str | None
) -> Source:
    """Open a workbook at a sheet: the one asked for, the only one with rows, or the only one with a known header.

    Raises: TrackerError sheet-unknown, sheet-ambiguous, workbook-*, not-a-table, file-too-large.
    """
    with ExitStack() as stack:
        file = _as_file(stream, name, stack)
        messages = stack.enter_context(closing(_run(file, name, sheet)))
        first = next(messages)
        if "heads" in first:
            messages.close()
            fitting = [one for one, head in first["heads"].items() if any(_fits(row, match) for row in head)]
            if len(fitting) != 1:
                raise TrackerError.of("sheet-ambiguous", file=name, candidates=fitting or list(first["heads"]))
            messages = stack.enter_context(closing(_run(file, name, fitting[0])))
            first = next(messages)
        rows, sheet = _read_rows(messages, stack.pop_all()), first["sheet"] or ""
        return Source(name, rows, sheet, _EPOCHS[first["is_1904"]], last_row=first["last_row"], form=first["form"])


def _fits(row: Message, match: Callable[[Sequence[str]], Match]) -> bool:
    texts = (as_text(_cell(value), Reads.TEXT, None) for value in row[1])
    return match([text if isinstance(text, str) else "" for text in texts]).is_whole


def _read_rows(messages: Iterator[Message], opened: ExitStack) -> Generator[SourceRow, None, None]:
    with opened:
        for message in messages:
            if isinstance(message, dict):
                return
            for row, values in message:
                yield row, [_cell(value) for value in values]


def _cell(value: Any) -> Cell:
    if not isinstance(value, dict):
        return value  # type: ignore[no-any-return]
    ((kind, content),) = value.items()
    match kind:
        case "day":
            return date.fromisoformat(content)
        case "covered":
            covered = _cell(content)
            assert not isinstance(covered, Covered)
            return Covered(covered)
        case "percent":
            return Percentage(content)
        case "error":
            return Fault("cell-error", content)
    return Fault("cell-uncomputed")


def _run(file: IO[bytes], name: str, sheet: str | None) -> Generator[Message, None, None]:
    """Yield what the child says.

    Raises: TrackerError of what it refuses, workbook-beyond where it ends before it is done.
    """
    message: Message = None
    with _started(file, sheet) as lines:
        for line in lines:
            message = _decode(line)
            if isinstance(message, dict) and "code" in message:
                raise TrackerError.of(message["code"], **{"file": name, **message["params"]})
            yield message
    if not isinstance(message, dict) or not message.keys() & {"end", "heads"}:
        raise TrackerError.of("workbook-beyond", file=name)


@contextmanager
def _started(file: IO[bytes], sheet: str | None) -> Iterator[IO[bytes]]:
    command = [*_CHILD, *([sheet] if sheet else [])]
    with subprocess.Popen(  # noqa: S603 this program itself
        command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as child:
        assert child.stdout is not None
        try:
            yield child.stdout
        finally:
            child.kill()


def _as_file(stream: IO[bytes], name: str, stack: ExitStack) -> IO[bytes]:
    """Return a stream as a file that another process can move about in; what is none is kept in one.

    Raises: TrackerError file-too-large.
    """
    file = stream
    if not _is_file(stream):
        file = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 the stack closes it
        while (chunk := stream.read(1 << 20)) and file.tell() <= MOST_MEGABYTES << 20:
            file.write(chunk)
        file.flush()
    if file.seek(0, 2) > MOST_MEGABYTES << 20:
        raise TrackerError.of("file-too-large", file=name, most=MOST_MEGABYTES)
    file.seek(0)
    return file


def _is_file(stream: IO[bytes]) -> bool:
    try:
        stream.fileno()
    except OSError:
        return False
    return stream.seekable()
