"""The archive that an XLSX or ODS is, and the XML of its parts, followed element by element."""

import struct
from collections.abc import Callable, Mapping
from typing import IO, Protocol
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from tracker.files.workbooks.area import WorkbookError

MOST_MEGABYTES = 200
MOST_RATIO = 100
MOST_PARTS = 10_000
MOST_ELEMENTS = 2_500_000
_SMALL = 1 << 20  # of what unpacks to this little, the ratio says nothing

Attributes = dict[str, str]
Handlers = Mapping[str, Callable[[Attributes], None]]


class Scan(Protocol):
    """Follows the XML of a part by the starts of elements; names come without their prefix, attributes with it.

    What an element holds ends where the next one begins: to be told every end as well would take twice the time.
    """

    @property
    def handlers(self) -> Handlers:
        """Whom to tell of which elements."""
        ...

    def text(self, text: str) -> None:
        """Take a piece of text."""
        ...

    def finish(self) -> None:
        """Take the end of the part."""
        ...


def open_archive(file: IO[bytes]) -> ZipFile:
    """Open an archive that unpacks to something sensible.

    Raises: WorkbookError workbook-bomb, workbook-damaged.
    """
    packed = max(1, file.seek(0, 2))
    if _count_parts(file, packed) > MOST_PARTS:
        raise WorkbookError("workbook-beyond")
    try:
        archive = ZipFile(file)
    except (BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
        raise WorkbookError("workbook-damaged", reason=str(error)) from None
    unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > MOST_MEGABYTES << 20 or (unpacked > _SMALL and unpacked > MOST_RATIO * packed):
        raise WorkbookError("workbook-bomb", unpacked=unpacked >> 20, packed=packed >> 10)
    return archive


def _count_parts(file: IO[bytes], size: int) -> int:
    """Return how many parts the end of an archive says that it has."""
    file.seek(max(0, size - 65_557))  # the longest comment there can be
    _, mark, after = file.read().rpartition(b"PK\x05\x06")
    return struct.unpack_from("<H", after, 6)[0] if mark and len(after) > 8 else 0


def follow(archive: ZipFile, path: str, scan: Scan) -> None:
    """Follow a part from its start to its end.

    Raises: WorkbookError workbook-damaged, workbook-beyond.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    known: dict[str, Callable[[Attributes], None]] = {}
    elements = 0

    def start(name: str, attributes: Attributes) -> None:
        nonlocal elements
        elements += 1
        if elements > MOST_ELEMENTS:
            raise WorkbookError("workbook-beyond")
        if name not in known:
            known[name] = scan.handlers.get(name.rpartition(":")[2], _ignore)
        known[name](attributes)

    def refuse(*_: object) -> None:
        raise ValueError("DOCTYPE")  # no office program writes one; entities are how XML grows without end

    parser.StartElementHandler = start
    parser.CharacterDataHandler = scan.text
    parser.StartDoctypeDeclHandler = refuse
    try:
        with archive.open(path) as part:
            parser.ParseFile(part)
        scan.finish()
    except (WorkbookError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 whatever a damaged part leads to
        raise WorkbookError("workbook-damaged", reason=f"{path}: {error}") from None


def _ignore(_: Attributes) -> None:
    pass


class _Collected:
    """Keeps the attributes of some elements."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.found: list[Attributes] = []
        self.handlers = dict.fromkeys(names, self.found.append)

    def text(self, text: str) -> None:
        pass

    def finish(self) -> None:
        pass


def collect(archive: ZipFile, path: str, *names: str) -> list[Attributes]:
    """Return the attributes of the elements of some names."""
    collected = _Collected(names)
    follow(archive, path, collected)
    return collected.found
