"""What SQLite refuses, as what a person can act on."""

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from tracker.errors import TrackerError

BUSY_SECONDS = 60
_NOT_CONFIRMED = (sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC)  # what was written may be there or not
_TOO_LARGE = ("integer overflow", "REAL value in INTEGER")


@contextmanager
def explained(path: str | None) -> Iterator[None]:
    """Turn SQLite's errors into a refusal with a code of the error table."""
    try:
        yield
    except OverflowError as error:  # Python's own: a number that SQLite cannot even be given
        raise TrackerError.of("total-too-large") from error
    except sqlite3.Error as error:
        raise _refusal(error, path or ":memory:") from error
    except UnicodeDecodeError as error:  # of a text in the store, or in what SQLite says about its schema
        raise TrackerError.of("store-damaged", store=os.path.basename(path or ""), reason=str(error)) from error


def _refusal(error: sqlite3.Error, path: str) -> TrackerError:
    store, reason = os.path.basename(path), str(error)
    code = getattr(error, "sqlite_errorcode", 0)
    if code in _NOT_CONFIRMED:
        return TrackerError.of("store-unsure", store=store)
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return TrackerError.of("store-busy", store=store, seconds=BUSY_SECONDS)
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:  # a full disk shows as either
            return TrackerError.of("store-full", store=store)
        case sqlite3.SQLITE_CANTOPEN if os.path.exists(path) and not os.access(path, os.R_OK):
            return TrackerError.of("store-unreadable", store=store, reason=os.strerror(errno.EACCES))
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN:
            return TrackerError.of("store-read-only", store=store, reason=reason)
    if any(sign in reason for sign in _TOO_LARGE):
        return TrackerError.of("total-too-large")
    return TrackerError.of("store-damaged", store=store, reason=reason)
