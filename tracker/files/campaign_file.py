"""campaigns.yaml, its rosters and lineage: read, checked as a whole, compiled to a `Definition`."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeVar
from zoneinfo import ZoneInfo

from tracker.domain.campaign import Definition, RosterData
from tracker.domain.units import UnitVersion
from tracker.errors import Problem, TrackerError
from tracker.files.book_files import BookFiles, book_names
from tracker.files.campaign_build import CampaignBuilder, roster_key
from tracker.files.campaign_shape import CampaignShape, FileShape
from tracker.files.roster_file import read_lineage, read_roster
from tracker.files.sources import read_sources
from tracker.files.typed_reader import TypedReader
from tracker.files.yaml_tree import Node, Source, parse_tree, read_text

Row = TypeVar("Row")


class Reading(NamedTuple):
    """What came of reading campaigns.yaml: a definition unless a problem forbids it, and all problems and warnings.

    `files` are the files it was made from, `sources` their bytes, `rosters` the roster and the lineage that each campaign
    names, "" where it names none; `books` the file of each of its books, whether there is one or not.
    """

    definition: Definition | None
    problems: tuple[Problem, ...]
    files: tuple[str, ...]
    sources: bytes
    rosters: Mapping[str, tuple[str, str]] = MappingProxyType({})
    books: Mapping[str, Mapping[str, str]] = MappingProxyType({})


def read_definition(path: Path, instead: Mapping[str, Path] = MappingProxyType({})) -> Reading:
    """Read a campaigns.yaml and every file it names; `instead` are files to read in the place of some of those.

    Raises: TrackerError where there is no such file, or it is no text.
    """
    source = Source(path.name, read_text(path, path.name))
    files: tuple[str, ...] = (path.name,)
    tree = parse_tree(source)
    if tree is None:
        if not source.problems:
            source.report("file-empty", None)
        return Reading(None, tuple(source.problems), files, read_sources(path.parent, files))
    reader = TypedReader(source)
    shape = reader.read(tree, FileShape)
    campaigns = (shape.campaigns if shape else None) or []
    named = ((each.units, each.lineage, *book_names(each).values()) for each in campaigns)
    files += tuple(sorted({name for names in named for name in names if name}))
    seen = read_sources(path.parent, files)  # before the files are read: a change meanwhile is noticed next time
    rosters, books = _Rosters(reader, path.parent, instead), BookFiles(reader, path.parent, instead)
    definition = _compile(reader, shape, rosters, books) if shape else None
    wrong = any(not problem.is_warning for problem in source.problems)
    return Reading(
        None if wrong else definition,
        tuple(source.problems),
        files,
        seen,
        {str(each.id): (each.units or "", each.lineage or "") for each in campaigns},
        {str(each.id): book_names(each) for each in campaigns},
    )


def extract_campaign(text: str, campaign: str) -> str:
    """Return campaigns.yaml with one of its campaigns alone, its comments kept."""
    source = Source("campaigns.yaml", text)
    root = parse_tree(source)
    items = ((root.entries or {})["campaigns"].items or []) if root else []
    starts = [_first_line(source, item) for item in items]
    ends = [*starts[1:], len(source.lines)]
    at = next(n for n, item in enumerate(items) if (item.entries or {})["id"].text == campaign)
    return "\n".join(source.lines[: starts[0]] + source.lines[starts[at] : ends[at]]).rstrip() + "\n"


def _first_line(source: Source, item: Node) -> int:
    line = item.line
    while line and source.lines[line - 1].lstrip().startswith("#"):
        line -= 1
    return line


def _compile(reader: TypedReader, shape: FileShape, rosters: "_Rosters", books: BookFiles) -> Definition:
    _check_timezone(reader, shape)
    _check_ids(reader, shape)
    built = [
        CampaignBuilder(reader, each, rosters.find(each), shape.timezone, books).build()
        for each in shape.campaigns or []
    ]
    campaigns = tuple(one for one in built if one)
    return Definition(shape.timezone, _offset(shape.timezone), campaigns, rosters.found)


def _offset(zone: str) -> int | None:
    """Return the one offset of a time zone since 2000, in seconds, None where it had several."""
    moments = (datetime(year, month, 1, tzinfo=ZoneInfo(zone)) for year in range(2000, 2038) for month in (1, 4, 7, 10))
    offsets = {moment.utcoffset() for moment in moments}
    offset = offsets.pop() if len(offsets) == 1 else None
    return int(offset.total_seconds()) if offset is not None else None


def _check_timezone(reader: TypedReader, shape: FileShape) -> None:
    try:
        ZoneInfo(shape.timezone)
    except (KeyError, ValueError, OSError):
        reader.source.report("timezone-unknown", reader.node(shape, "timezone"), timezone=shape.timezone)
        shape.timezone = "UTC"


def _check_ids(reader: TypedReader, shape: FileShape) -> None:
    if shape.campaigns == []:
        reader.source.report("list-empty", reader.node(shape, "campaigns"), key="campaigns")
    reader.check_unique(shape.campaigns or [])


class _Rosters:
    """Reads each roster and lineage once, however many campaigns name them; problems go to the reader's source."""

    def __init__(self, reader: TypedReader, folder: Path, instead: Mapping[str, Path]) -> None:
        self.reader, self.folder, self.instead = reader, folder, instead
        self.found: dict[str, RosterData] = {}
        self._versions: dict[str, list[UnitVersion] | None] = {}

    def find(self, shape: CampaignShape) -> RosterData | None:
        """Return the roster and lineage of a campaign, None where its roster cannot be read."""
        if not shape.units:
            return None
        if shape.units not in self._versions:
            self._versions[shape.units] = self._read(read_roster, shape, "units")
        versions, key = self._versions[shape.units], roster_key(shape)
        if versions is not None and key not in self.found:
            lineage = partial(read_lineage, versions=versions)
            edges = self._read(lineage, shape, "lineage") if shape.lineage else None
            self.found[key] = RosterData(tuple(versions), tuple(edges or ()))
        return self.found.get(key)

    def _read(
        self, read: Callable[[Path, str], tuple[list[Row], list[Problem]]], shape: CampaignShape, field: str
    ) -> list[Row] | None:
        """Read a file; that it cannot be read is a problem of the line that names it."""
        name, source = getattr(shape, field), self.reader.source
        try:
            rows, problems = read(self.instead.get(name, self.folder / name), name)
        except TrackerError as error:
            place = source.place_of(self.reader.node(shape, field))
            missing = [Problem("named-file-missing", {"file": name})] if error.code == "file-missing" else None
            source.problems += [one if one.place else one.at(place) for one in missing or error.problems]
            return None
        source.problems += problems
        return rows
