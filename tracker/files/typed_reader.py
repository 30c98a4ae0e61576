"""Reads a tree of nodes into Structs, gathering every problem instead of stopping at the first."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from enum import Enum
from functools import lru_cache, partial
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, TypeAlias, TypeVar, Union, get_args, get_origin

import msgspec

from tracker.domain.calendar import parse_full_day
from tracker.domain.text import clean, fold, nearest
from tracker.errors import TrackerError
from tracker.files.campaign_shape import VIETNAMESE_WEEKDAYS, CampaignShape, CriterionShape, PhaseShape
from tracker.files.scoring_shape import AwardShape, CheckShape
from tracker.files.yaml_tree import Node, Source

Shape = TypeVar("Shape", bound=msgspec.Struct)
Parsed = TypeVar("Parsed")
HasId: TypeAlias = CampaignShape | PhaseShape | CriterionShape | CheckShape | AwardShape
_FLAGS = {"true": True, "false": False}


class _Field(NamedTuple):
    name: str
    read: "Read"


class TypedReader:
    """Reads nodes as the types say and remembers the node of each Struct, so that later checks can point at a field."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._nodes: dict[int, Node] = {}

    def read(self, node: Node, shape: type[Shape]) -> Shape | None:
        """Read a node as a Struct; None when it is not a mapping."""
        if node.entries is None:
            self.source.report("not-a-mapping", node)
            return None
        known, required = _fields(shape)
        values = dict.fromkeys(required.values())
        for key, value in node.entries.items():
            field = known.get(key)
            if field is None:
                self._unknown_key(node, key, value, list(known))
            elif (found := field.read(self, value)) is not None:
                values[field.name] = found
        for key in required:
            if key not in node.entries:
                self.source.report("key-missing", node, key=key)
        result = shape(**values)
        self._nodes[id(result)] = node
        return result

    def node(self, struct: msgspec.Struct, field: str | None = None) -> Node:
        """Return the node of a Struct read before, or of one of its fields where it was written."""
        node = self._nodes[id(struct)]
        return (node.entries or {}).get(field, node) if field else node

    def parse(self, node: Node, text: str, parse: Callable[[str], Parsed]) -> Parsed | None:
        """Parse what a node says; None, and a problem at it, where that is wrong."""
        try:
            return parse(text)
        except TrackerError as error:
            self.source.report(error.code, node, **error.problem.params)
            return None

    def check_unique(self, structs: Sequence[HasId]) -> None:
        """Report every id that stands a second time."""
        seen: set[str] = set()
        for struct in structs:
            if struct.id in seen:
                self.source.report("id-repeated", self.node(struct, "id"), id=struct.id)
            if struct.id:
                seen.add(struct.id)

    def _unknown_key(self, parent: Node, key: str, value: Node, known: list[str]) -> None:
        if parent.is_flow and value.is_null and value.text == "":
            self.source.report("key-from-sentence", value.key, key=key)
        else:
            self.source.report("key-unknown", value.key, key=key, nearest=nearest(key, known, 1), known=known)


Read: TypeAlias = Callable[[TypedReader, Node], Any]


@lru_cache
def _fields(shape: type[msgspec.Struct]) -> tuple[dict[str, _Field], dict[str, str]]:
    """Return the fields of a shape by their keys, and the names of those that are required."""
    fields = msgspec.structs.fields(shape)
    known = {field.encode_name: _Field(field.name, _reader_of(_without_none(field.type))) for field in fields}
    return known, {field.encode_name: field.name for field in fields if field.required}


def _without_none(type_: Any) -> Any:
    if get_origin(type_) in (Union, UnionType):
        return next(part for part in get_args(type_) if part is not NoneType)
    return type_


def _reader_of(type_: Any) -> Read:
    """Return what reads a value of a type: found out once for a field, not for each of its values."""
    match get_origin(type_), get_args(type_):
        case origin, (item,) if origin is list:
            return _list_reader(_reader_of(item))
        case origin, (_, item) if origin is dict:
            return _dict_reader(_reader_of(item))
    if isinstance(type_, type) and issubclass(type_, msgspec.Struct):
        return lambda reader, node: reader.read(node, type_)
    return _scalar_reader(_parser_of(type_))


def _list_reader(read_item: Read) -> Read:
    def read(reader: TypedReader, node: Node) -> list[Any] | None:
        if node.items is None:
            reader.source.report("not-a-list", node)
            return None
        return [found for item in node.items if (found := read_item(reader, item)) is not None]

    return read


def _dict_reader(read_item: Read) -> Read:
    def read(reader: TypedReader, node: Node) -> dict[str, Any] | None:
        if node.entries is None:
            reader.source.report("not-a-mapping", node)
            return None
        return {key: found for key, value in node.entries.items() if (found := read_item(reader, value)) is not None}

    return read


def _scalar_reader(parse: Callable[[str], Any]) -> Read:
    def read(reader: TypedReader, node: Node) -> Any:
        text = node.text
        if text is None:
            reader.source.report("not-a-scalar", node)
        elif not text.strip() or node.is_null:
            reader.source.report("value-missing", node)
        else:
            return reader.parse(node, text, parse)
        return None

    return read


def _parser_of(type_: Any) -> Callable[[str], Any]:
    """Return what turns the text of a scalar into a value of a type, or raises a TrackerError."""
    if get_origin(type_) is Annotated:
        type_, meta = get_args(type_)
        if meta.pattern:
            return partial(_parse_id, pattern=re.compile(meta.pattern))
    if issubclass(type_, Enum):
        return partial(_parse_choice, choices={choice.value: choice for choice in type_})
    return {str: _parse_text, date: _parse_day, bool: _parse_flag, int: _parse_whole}[type_]


def _parse_text(text: str) -> str:
    cleaned = clean(text)
    if not cleaned:
        raise TrackerError.of("value-missing")
    return cleaned


def _parse_id(text: str, pattern: re.Pattern[str]) -> str:
    if not pattern.fullmatch(text):
        raise TrackerError.of("bad-id", text=text)
    return text


def _parse_day(text: str) -> date:
    try:
        return parse_full_day(text)
    except TrackerError as error:
        raise TrackerError.of(error.code if error.code == "no-such-day" else "bad-file-day", text=text) from None


def _parse_flag(text: str) -> bool:
    if text not in _FLAGS:
        raise TrackerError.of("not-a-flag", text=text)
    return _FLAGS[text]


def _parse_whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise TrackerError.of("not-a-whole-number", text=text)
    return int(text)


def _parse_choice(text: str, choices: dict[str, Enum]) -> Enum:
    if text not in choices:
        meant = VIETNAMESE_WEEKDAYS.get(fold(text), "")
        near = [meant] if meant in choices else nearest(text, choices, 1)
        raise TrackerError.of("bad-choice", text=text, known=list(choices), nearest=near)
    return choices[text]
