"""JSON lines: an object a line, its keys the columns; what one object leaves out is empty."""

from collections.abc import Generator, Iterator
from itertools import chain, islice

import msgspec

from tracker.errors import Place, Problem, TrackerError
from tracker.files.cells import Cell, Fault, SourceRow

_HEAD = 30

Object = dict[str, object]


def read_json_lines(lines: Iterator[str], name: str) -> Generator[SourceRow, None, None]:
    """Yield the objects as rows, each under the number of its line; the names of the columns come first, as row 0.

    A key that is met later widens the table: the names are then told again.

    Raises: TrackerError json-syntax.
    """
    objects = _read_objects(lines, name)
    begun = list(islice(objects, _HEAD))
    keys = list(dict.fromkeys(key for _, found in begun for key in found))
    yield 0, keys
    known = set(keys)
    for number, found in chain(begun, objects):
        if not found.keys() <= known:
            keys = [*keys, *(key for key in found if key not in known)]
            known = set(keys)
            yield 0, keys
        yield number, [_cell(found.get(key)) for key in keys]


def _read_objects(lines: Iterator[str], name: str) -> Iterator[tuple[int, Object]]:
    decoder = msgspec.json.Decoder(Object)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found = decoder.decode(line)
        except (msgspec.DecodeError, RecursionError) as error:
            raise TrackerError([Problem("json-syntax", {"problem": str(error)}, Place(name, number, 1))]) from None
        yield number, found


def _cell(value: object) -> Cell:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case str() | int() | float():
            return value
    return Fault("cell-nested")
