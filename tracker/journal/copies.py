"""Store files as they are: opened without being changed, copied while others write, put in place whole or not at all."""

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from itertools import count
from pathlib import Path

from tracker.errors import TrackerError
from tracker.journal.refusals import BUSY_SECONDS
from tracker.journal.store import is_log_missing, uri_of

SIDES = ("-wal", "-shm", "-journal")
Progress = Callable[[int, int], None]
_PAGES_AT_ONCE = 2000


def beside(path: Path, side: str) -> Path:
    """Return the file that SQLite keeps beside a store: its -wal, -shm or -journal."""
    return path.with_name(f"{path.name}{side}")


def open_as_is(path: Path) -> sqlite3.Connection:
    """Open a store to look at it: nothing is migrated, and a write-ahead log beside it stays as it is.

    Texts that are not UTF-8 come as surrogates: whoever looks at a damaged store wants to see them.
    """
    # The last connection that may write puts the log into the store, whosoever log it is; one that may only read
    # leaves an empty log behind where there was none. Of a log that is gone, the index that tells so stays too.
    if beside(path, "-wal").exists():
        mode = "mode=ro"
    elif is_log_missing(str(path)):
        mode = "mode=ro&immutable=1"
    elif os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        mode = "mode=rw"
    else:
        mode = "mode=ro&immutable=1"
    address = f"{uri_of(str(path))}?{mode}"
    connection = sqlite3.connect(address, uri=True, isolation_level=None, timeout=BUSY_SECONDS)
    connection.text_factory = _as_text
    return connection


def copy_store(source: sqlite3.Connection, target: Path, progress: Progress | None = None) -> None:
    """Copy all that a store holds at this moment into a file of its own; others may write meanwhile."""

    def tell(_status: int, left: int, pages: int) -> None:
        if progress:
            progress(pages - left, pages)

    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        source.execute("BEGIN")  # without it every write of another program would begin the copy anew
        try:
            source.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            source.backup(copy, pages=_PAGES_AT_ONCE, progress=tell)
        finally:
            source.execute("ROLLBACK")


@contextmanager
def draft_beside(path: Path) -> Iterator[Path]:
    """Make an empty file beside a path, for its owner alone, and take it away again unless it was put in place.

    Raises: TrackerError file-unwritable.
    """
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        os.close(handle)
    except OSError as error:
        raise TrackerError.of("file-unwritable", file=str(path), reason=error.strerror or str(error)) from None
    draft = Path(name)
    try:
        yield draft
    finally:
        for one in (draft, *(beside(draft, side) for side in SIDES)):
            one.unlink(missing_ok=True)


def put_in_place(draft: Path, path: Path, *, replace: bool) -> None:
    """Give a finished file its name, so that a power cut leaves it whole.

    Raises: FileExistsError where `replace` is false and something has the name.
    """
    _sync(draft, os.O_RDWR)
    if replace:
        draft.replace(path)
    else:
        _name_anew(draft, path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """See that a power cut does not take back the names that were given in a folder."""
    with suppress(OSError):  # Windows opens no folders
        _sync(folder, os.O_RDONLY)


def stamped(path: Path, before: str, now: datetime, ending: str) -> Path:
    """Return a name that is free beside a file: what comes before, the local date and time, an ending."""
    time = now.astimezone().strftime("%Y%m%d-%H%M%S")
    names = (path.with_name(f"{before}{time}{f'-{n}' if n > 1 else ''}{ending}") for n in count(1))
    return next(name for name in names if not os.path.lexists(name))


def _name_anew(draft: Path, path: Path) -> None:
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        draft.rename(path)


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _as_text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")
