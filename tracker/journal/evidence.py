"""The evidence folder beside a store: the files that entries name, each under the hash of its content."""

import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from os import PathLike
from pathlib import Path
from typing import IO

from tracker.domain.evidence import KeptFile, is_address, parse_kept
from tracker.domain.text import clean, visible
from tracker.errors import TrackerError
from tracker.journal.chain import sha256

FOLDER = "evidence"
MOST_MB = 20
_MEGABYTE = 1 << 20
# No link is followed, and no pipe waited for; Windows has neither flag, and `lstat` alone tells.
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def folder_beside(store: str | PathLike[str]) -> Path:
    """Return the evidence folder of a store."""
    return Path(os.path.abspath(store)).parent / FOLDER  # noqa: PTH100 links on the way stay as they are


class EvidenceFolder:
    """Finds what people name as evidence and, before the entries that name it are committed, keeps a copy.

    Names are paths from `base`; where they come from somebody's table (`confined`), nothing outside it is read.
    """

    def __init__(self, folder: Path, base: Path, *, confined: bool) -> None:
        self.folder, self.base, self.confined = folder, base, confined
        self._found: dict[str, str | TrackerError] = {}
        self._sources: dict[str, Path] = {}

    def find(self, text: str) -> str:
        """Return what the journal says of a piece of evidence; a file is read, and not yet kept.

        Raises: TrackerError evidence-missing, evidence-unkept, evidence-outside, evidence-link, evidence-not-ordinary,
        evidence-too-large, evidence-unreadable.
        """
        said = clean(text)
        if not said or is_address(said):
            return said
        if text not in self._found:
            try:
                self._found[text] = self._find_kept(said) or self._read(text)
            except TrackerError as error:  # many rows may name one file
                self._found[text] = error
        found = self._found[text]
        if isinstance(found, TrackerError):
            raise found
        return found

    def keep(self, texts: Iterable[str]) -> None:
        """Keep the files that were found for what the journal is about to say.

        Raises: TrackerError evidence-changed, evidence-folder-link, evidence-unreadable, file-unwritable.
        """
        for text in dict.fromkeys(texts):
            kept = parse_kept(text)
            if kept and text in self._sources:
                self._keep(self._sources[text], kept)

    def _find_kept(self, said: str) -> str:
        kept = parse_kept(said)
        if kept and not (self.folder / kept.path).is_file():
            raise TrackerError.of("evidence-unkept", file=kept.name, folder=str(self.folder))
        return said if kept else ""

    def _read(self, text: str) -> str:
        path = self._locate(text)
        kept = KeptFile(_digest_of(path), clean(path.name) or visible(path.name, kept=""))
        self._sources[kept.text] = path
        return kept.text

    def _locate(self, text: str) -> Path:
        """Find a file by its name as typed, cleaned, or with its accents apart, as some systems write them."""
        typed = clean(text)
        for spelling in dict.fromkeys((text, typed, unicodedata.normalize("NFD", typed))):
            path = self.base / spelling
            # By the words first: on Windows to look for a name may call another computer.
            if self.confined and not _is_within(os.path.abspath(path), os.path.abspath(self.base)):  # noqa: PTH100
                raise TrackerError.of("evidence-outside", file=typed)
            if not os.path.lexists(path):
                continue
            if self.confined and not _is_within(path.parent.resolve(), self.base.resolve()):
                raise TrackerError.of("evidence-outside", file=typed)
            return path
        raise TrackerError.of("evidence-missing", file=typed)

    def _keep(self, source: Path, kept: KeptFile) -> None:
        keep_copy(self.folder, source, kept)


def keep_copy(folder: Path, source: Path, kept: KeptFile) -> bool:
    """Keep a file in an evidence folder under its hash; return whether it was not there yet.

    Raises: TrackerError evidence-changed where it is not what the hash stands for; evidence-folder-link,
    evidence-unreadable, evidence-link, evidence-not-ordinary, file-unwritable.
    """
    from tracker.journal.copies import draft_beside, put_in_place, sync_folder  # noqa: PLC0415 a rehearsal keeps nothing

    target = folder / kept.path
    try:
        for one in (folder, target.parent):
            with suppress(FileExistsError):
                one.mkdir(mode=0o700)
                sync_folder(one.parent)
            if one.is_symlink():
                raise TrackerError.of("evidence-folder-link", folder=str(one))
        if holds(target, kept.digest):
            return False
        with draft_beside(target) as draft:
            with draft.open("wb") as file:
                digest = _digest_of(source, file)
            if digest != kept.digest:
                raise TrackerError.of("evidence-changed", file=str(source))
            put_in_place(draft, target, replace=True)
    except OSError as error:
        raise TrackerError.of("file-unwritable", file=str(target), reason=error.strerror or str(error)) from None
    return True


def holds(path: Path, digest: str) -> bool:
    """Whether an ordinary file is there and has the content that a hash stands for."""
    try:
        return _digest_of(path) == digest
    except TrackerError:
        return False


def _is_within(path: str | Path, folder: str | Path) -> bool:
    return Path(path).is_relative_to(folder)


def _digest_of(path: Path, copy: IO[bytes] | None = None) -> str:
    """Return the hash of a file's content, which is written to a copy on the way."""
    digest = sha256(b"")
    for chunk in _chunks(path):
        digest.update(chunk)
        if copy:
            copy.write(chunk)
    found: str = digest.hexdigest()
    return found


def _chunks(path: Path) -> Iterator[bytes]:
    size = 0
    try:
        with os.fdopen(_open(path), "rb") as file:
            while chunk := file.read(_MEGABYTE):
                size += len(chunk)
                if size > MOST_MB * _MEGABYTE:
                    raise TrackerError.of("evidence-too-large", file=str(path), most=MOST_MB)
                yield chunk
    except OSError as error:
        raise TrackerError.of("evidence-unreadable", file=str(path), reason=error.strerror or str(error)) from None


def _open(path: Path) -> int:
    """Open an ordinary file; it is looked at before, as opening a device may do something, and after."""
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        raise TrackerError.of("evidence-link", file=str(path), target=os.readlink(path))  # noqa: PTH115 as it is written
    if not stat.S_ISREG(mode):
        raise TrackerError.of("evidence-not-ordinary", file=str(path))
    handle = os.open(path, _FLAGS)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise TrackerError.of("evidence-not-ordinary", file=str(path))
    return handle
