"""Files that commands write: whole or not at all, and never over the store or what defines the campaigns."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import click

from tracker.errors import TrackerError


def write_file(path: Path, content: str | bytes) -> None:
    """Write a file whole or not at all: under another name first, then renamed.

    Raises: TrackerError file-unwritable.
    """
    write_parts(path, (content,))


def write_answer(path: Path, parts: Iterable[str | bytes]) -> None:
    """Write what a command answers into a file that people named.

    Raises: TrackerError file-unwritable, output-is-store, output-is-definition.
    """
    if path.is_file() and _is_defining(path):
        raise TrackerError.of("output-is-definition", file=path.name)
    write_parts(path, parts)


def write_parts(path: Path, parts: Iterable[str | bytes]) -> None:
    """Write parts, as they come, into a file, whole or not at all; text is UTF-8. A pipe or device takes them directly.

    Raises: TrackerError file-unwritable, output-is-store.
    """
    import tempfile  # noqa: PLC0415 commands that may write a file mostly write none

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


def _is_store(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


def _is_defining(path: Path) -> bool:
    """Whether a file is the campaigns.yaml that is used or, where nothing is wrong in that, one that it names."""
    ctx = click.get_current_context().obj
    with suppress(TrackerError):
        campaigns = Path(os.path.realpath(ctx.campaigns_file.name))
        return path.samefile(campaigns) or any(
            one.exists() and path.samefile(one) for one in map(campaigns.parent.joinpath, ctx.compiled.files)
        )
    return False


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
