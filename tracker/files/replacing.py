"""Several files replaced at once, all of them or none; what they held is kept beside them."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple

from tracker.errors import TrackerError


class NewContent(NamedTuple):
    """What a file is to hold, and what it held when that was made of it; `name` is what people call it."""

    path: Path
    name: str
    before: bytes
    after: bytes


class Replaced(NamedTuple):
    """A file that was replaced, and the one beside it that keeps what it held."""

    content: NewContent
    kept: Path


@contextmanager
def replaced(contents: Sequence[NewContent], now: datetime) -> Iterator[list[Replaced]]:
    """Replace files, for good once the block has ended without an error; after one all is as it was.

    Raises: TrackerError file-changed, file-unwritable, file-half-written.
    """
    drafts: list[Path] = []
    kept: list[Path] = []
    done: list[Replaced] = []
    name = ""
    try:
        try:
            for content in contents:
                name = content.name
                if content.path.read_bytes() != content.before:
                    raise TrackerError.of("file-changed", file=name)
                drafts.append(_write_draft(content))
                kept.append(_keep(content, now))
            for content, draft, old in zip(contents, drafts, kept, strict=True):
                name = content.name
                draft.replace(content.path)
                done.append(Replaced(content, old))
        except OSError as error:
            raise TrackerError.of("file-unwritable", file=name, reason=error.strerror or str(error)) from None
        _sync_folders({content.path.parent for content in contents})  # before the block: after it nothing may fail
        yield done
    except BaseException:
        _put_back(done)
        for path in kept[len(done) :]:
            path.unlink(missing_ok=True)
        raise
    finally:
        for draft in drafts:
            draft.unlink(missing_ok=True)


def _write_draft(content: NewContent) -> Path:
    handle, name = tempfile.mkstemp(dir=content.path.parent, prefix=f".{content.path.name}.")
    with os.fdopen(handle, "wb") as file:
        _write(file.fileno(), content.after)
    shutil.copymode(content.path, name)
    return Path(name)


def _keep(content: NewContent, now: datetime) -> Path:
    """Write what a file held beside it, under a name that no file has yet."""
    stem = f"{content.path.name}.{now:%Y%m%d-%H%M%S}"
    for number in count(1):
        path = content.path.with_name(f"{stem}{f'-{number}' if number > 1 else ''}.old")
        with suppress(FileExistsError), path.open("xb") as file:
            _write(file.fileno(), content.before)
            return path
    raise AssertionError


def _write(file: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]
    os.fsync(file)


def _put_back(done: Sequence[Replaced]) -> None:
    """Give files their old content again, the last one first.

    Raises: TrackerError file-half-written where that fails too.
    """
    for one in reversed(done):
        try:
            one.kept.replace(one.content.path)
        except OSError:
            raise TrackerError.of("file-half-written", file=one.content.name, kept=one.kept.name) from None


def _sync_folders(folders: set[Path]) -> None:
    for folder in folders:
        with suppress(OSError):  # Windows knows no such thing
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
