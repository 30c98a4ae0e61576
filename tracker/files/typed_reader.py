"""Reads a tree of nodes into Structs, gathering every problem instead of stopping at the first."""

import re
from collections.abc import Sequence
from datetime import date
from enum import Enum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, TypeAlias, TypeVar, Union, get_args, get_origin

import msgspec

from tracker.domain.calendar import parse_full_day
from tracker.domain.text import clean, nearest
from tracker.errors import TrackerError
from tracker.files.campaign_shape import CampaignShape, CriterionShape, PhaseShape
from tracker.files.yaml_tree import Node, Source

Shape = TypeVar("Shape", bound=msgspec.Struct)
HasId: TypeAlias = CampaignShape | PhaseShape | CriterionShape
_FLAGS = {"true": True, "false": False}


class _Field(NamedTuple):
    name: str
    type: Any
    required: bool


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
        known = _fields(shape)
        values: dict[str, Any] = {field.name: None for field in known.values() if field.required}
        for key, value in node.entries.items():
            field = known.get(key)
            if field is None:
                self._unknown_key(node, key, value, list(known))
            elif (found := self._value(value, field.type)) is not None:
                values[field.name] = found
        for key, field in known.items():
            if field.required and key not in node.entries:
                self.source.report("key-missing", node, key=key)
        result = shape(**values)
        self._nodes[id(result)] = node
        return result

    def node(self, struct: msgspec.Struct, field: str | None = None) -> Node:
        """Return the node of a Struct read before, or of one of its fields where it was written."""
        node = self._nodes[id(struct)]
        return (node.entries or {}).get(field, node) if field else node

    def check_unique(self, structs: Sequence[HasId]) -> None:
        """Report every id that stands a second time."""
        seen: set[str] = set()
        for struct in structs:
            if struct.id in seen:
                self.source.report("id-repeated", self.node(struct, "id"), id=struct.id)
            if struct.id:
                seen.add(struct.id)

    def _value(self, node: Node, type_: Any) -> Any:
        if isinstance(type_, type) and issubclass(type_, msgspec.Struct):
            return self.read(node, type_)
        origin = get_origin(type_)
        if origin is list:
            return self._list(node, get_args(type_)[0])
        if origin is dict:
            return self._dict(node, get_args(type_)[1])
        if node.text is None:
            self.source.report("not-a-scalar", node)
        elif node.is_null or not clean(node.text):
            self.source.report("value-missing", node)
        else:
            return self._scalar(node, node.text, type_)
        return None

    def _list(self, node: Node, item_type: Any) -> list[Any] | None:
        if node.items is None:
            self.source.report("not-a-list", node)
            return None
        return [found for item in node.items if (found := self._value(item, item_type)) is not None]

    def _dict(self, node: Node, item_type: Any) -> dict[str, Any] | None:
        if node.entries is None:
            self.source.report("not-a-mapping", node)
            return None
        read = {key: self._value(value, item_type) for key, value in node.entries.items()}
        return {key: value for key, value in read.items() if value is not None}

    def _scalar(self, node: Node, text: str, type_: Any) -> Any:
        if get_origin(type_) is Annotated:
            type_, meta = get_args(type_)
            if meta.pattern and not re.fullmatch(meta.pattern, text):
                self.source.report("bad-id", node, text=text)
                return None
        if type_ is str:
            return clean(text)
        if type_ is date:
            return self._day(node, text)
        if type_ is bool and text in _FLAGS:
            return _FLAGS[text]
        if type_ is int and re.fullmatch(r"[0-9]{1,9}", text):
            return int(text)
        if issubclass(type_, Enum):
            return self._choice(node, text, type_)
        self.source.report("not-a-flag" if type_ is bool else "not-a-whole-number", node, text=text)
        return None

    def _day(self, node: Node, text: str) -> date | None:
        try:
            return parse_full_day(text)
        except TrackerError as error:
            self.source.report(error.code if error.code == "no-such-day" else "bad-file-day", node, text=text)
            return None

    def _choice(self, node: Node, text: str, choices: type[Enum]) -> Enum | None:
        names = [choice.value for choice in choices]
        if text in names:
            return choices(text)
        self.source.report("bad-choice", node, text=text, known=names, nearest=nearest(text, names, 1))
        return None

    def _unknown_key(self, parent: Node, key: str, value: Node, known: list[str]) -> None:
        if parent.is_flow and value.is_null and value.text == "":
            self.source.report("key-from-sentence", parent.keys[key], key=key)
        else:
            self.source.report("key-unknown", parent.keys[key], key=key, nearest=nearest(key, known, 1), known=known)


@lru_cache
def _fields(shape: type[msgspec.Struct]) -> dict[str, _Field]:
    return {
        field.encode_name: _Field(field.name, _without_none(field.type), field.required)
        for field in msgspec.structs.fields(shape)
    }


def _without_none(type_: Any) -> Any:
    if get_origin(type_) in (Union, UnionType):
        return next(part for part in get_args(type_) if part is not NoneType)
    return type_
