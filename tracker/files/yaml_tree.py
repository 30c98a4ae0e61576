"""YAML as a tree of plain nodes that know their place; hostile documents are refused before they can do harm.

The tree is built in one pass from the parser's events, so no alias is ever expanded, no tag obeyed, no scalar retyped and
no recursion entered. Every scalar stays the text it was written as, in NFC.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from tracker.errors import Place, Problem, TrackerError
from tracker.files.sources import refuse_pipe

Event = Any  # the parser's events are not typed

LARGEST = 5 * 1024 * 1024
DEEPEST = 20
MOST_NODES = 150_000  # three times those of 20,000 lines
MOST_PROBLEMS = 1000
_NULLS = ("", "~", "null", "Null", "NULL")
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # as the parser counts them
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


class Node(msgspec.Struct, gc=False):  # made by the ten thousand, and no node leads back to itself
    """A scalar (`text`), a sequence (`items`) or a mapping (`entries`) of a YAML document, with its place.

    What stands in a mapping knows the node of its `key`.
    """

    line: int
    column: int
    text: str | None = None
    is_plain: bool = False
    is_flow: bool = False
    items: "list[Node] | None" = None
    entries: "dict[str, Node] | None" = None
    key: "Node | None" = None

    @property
    def width(self) -> int:
        """How many characters of its line a scalar takes, about: escapes count as what they stand for."""
        return 1 if self.text is None else len(self.text) + (0 if self.is_plain else 2)

    @property
    def is_null(self) -> bool:
        """Whether this is an empty value or an unquoted null."""
        return self.text is not None and self.is_plain and self.text in _NULLS


class Source:
    """A text file and the problems found in it."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text
        self.problems: list[Problem] = []
        self.root: Node | None = None

    def report(self, code: str, node: Node | None, **params: object) -> None:
        """Add a problem at a node; after the first thousand only that there are more."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(code, params, self.place_of(node)))
        elif len(self.problems) == MOST_PROBLEMS:
            self.problems.append(Problem("problems-too-many", {"most": MOST_PROBLEMS}, self.place_of(node)))

    def place_of(self, node: Node | None) -> Place:
        """Return the place of a node with its source line; without one, the start of the file."""
        line, column, width = (node.line, node.column, node.width) if node else (0, 0, 1)
        if line == len(self.lines):  # the parser may mark one line past the end
            line, column = line - 1, len(self.lines[-1])
        text = self.lines[line]
        column = min(column, len(text))
        path = self._paths.get(id(node), "") if self.root else ""
        return Place(self.name, line + 1, column + 1, text, max(1, min(width, len(text) - column)), path)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text; split when the first problem shows one."""
        return _LINE_END.split(self.text)

    @cached_property
    def _paths(self) -> dict[int, str]:
        """The path of every node, as campaigns[0].phases[1].start; made when the first problem asks for one."""
        found: dict[int, str] = {}
        pending = [(self.root, "")] if self.root else []
        while pending:
            node, path = pending.pop()
            found[id(node)] = path
            for key, value in (node.entries or {}).items():
                below = f"{path}.{key}" if path else key
                found[id(value.key)] = below
                pending.append((value, below))
            pending += [(item, f"{path}[{number}]") for number, item in enumerate(node.items or ())]
        return found


def read_text(path: Path, name: str, largest: int = LARGEST) -> str:
    """Read a UTF-8 file, with or without a byte order mark, in NFC.

    Raises: TrackerError file-missing, file-not-ordinary, file-unreadable, file-too-large, not-utf-8.
    """
    refuse_pipe(path, name)
    try:
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except FileNotFoundError:
        raise TrackerError.of("file-missing", file=name) from None
    except OSError as error:
        raise TrackerError.of("file-unreadable", file=name, reason=error.strerror or str(error)) from None
    if len(data) > largest:
        raise TrackerError.of("file-too-large", file=name, most=largest // 2**20)
    return decode(data, name)


def decode(data: bytes, name: str) -> str:
    """Turn bytes into text; the place of a wrong byte is found here, by line."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        data, at = error.object, error.start  # without the byte order mark
        line, column = _end_of(data[:at].decode())
        place = Place(name, line + 1, column + 1)
        raise TrackerError([Problem("not-utf-8", {"byte": f"0x{data[at]:02x}"}, place)]) from None
    return unicodedata.normalize("NFC", text)


def _end_of(text: str) -> tuple[int, int]:
    """Return the line and column, from 0, at which a text ends."""
    lines = _LINE_END.split(text)
    return len(lines) - 1, len(lines[-1])


def parse_tree(source: Source) -> Node | None:
    """Build the tree of a document; problems go to `source`, None where no tree can be had."""
    import yaml  # noqa: PLC0415 commands that find the compiled definition never load it

    if bad := _UNPRINTABLE.search(source.text):
        place = Node(*_end_of(source.text[: bad.start()]))
        source.report("control-character", place, character=f"U+{ord(bad[0]):04X}")
        return None
    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(source.text)
        source.root = _Builder(source, iter(loader.get_event, None)).build()
        return source.root
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        node = Node(mark.line, mark.column) if mark else None
        source.report("yaml-syntax", node, problem=" ".join(filter(None, (error.context, error.problem))))
    except _RefusedError:
        pass
    return None


class _RefusedError(Exception):
    """The document holds what is never read on; the problem has been reported."""


class _Builder:
    """Nests events into nodes; the recursion goes no deeper than a document may be."""

    def __init__(self, source: Source, events: Iterator[Event]) -> None:
        import yaml  # noqa: PLC0415 commands that find the compiled definition never load it

        self.source, self.events = source, events
        self.left, self.depth = MOST_NODES, 0
        self.scalar, self.mapping = yaml.ScalarEvent, yaml.MappingStartEvent
        self.mapping_end, self.sequence_end = yaml.MappingEndEvent, yaml.SequenceEndEvent

    def build(self) -> Node | None:
        """Take every event and return the root, None for an empty document."""
        root = None
        for event in self.events:
            match type(event).__name__:
                case "ScalarEvent" | "MappingStartEvent" | "SequenceStartEvent" | "AliasEvent":
                    root = self._value(event)
                case "DocumentStartEvent" if root:
                    self._refuse("yaml-several-documents", event)
        return root

    def _value(self, event: Event) -> Node:
        # Called for every key and value: what is refused is told apart elsewhere.
        self.left -= 1
        if self.left < 0 or event.anchor is not None or event.tag is not None:
            self._refuse_value(event)
        mark = event.start_mark
        if type(event) is self.scalar:
            return Node(mark.line, mark.column, event.value, event.implicit[0])
        return self._collection(Node(mark.line, mark.column, is_flow=bool(event.flow_style)), event)

    def _collection(self, node: Node, event: Event) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            self._refuse("yaml-too-deep", event, most=DEEPEST)
        if type(event) is self.mapping:
            node.entries = self._entries()
        else:
            node.items = self._items()
        self.depth -= 1
        return node

    def _items(self) -> list[Node]:
        items = []
        for event in self.events:
            if type(event) is self.sequence_end:
                break
            items.append(self._value(event))
        return items

    def _entries(self) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        events, end, value_of = self.events, self.mapping_end, self._value
        for event in events:
            if type(event) is end:
                break
            key = value_of(event)
            text = key.text
            if text is None or text in entries or text == "<<":
                self._report_key(key, event, entries)
                value_of(next(events)).key = key
            else:
                entries[text] = value = value_of(next(events))
                value.key = key
        return entries

    def _report_key(self, key: Node, event: Event, entries: dict[str, Node]) -> None:
        if key.text is None:
            self.source.report("yaml-key-not-text", key)
        elif key.text == "<<":
            self._refuse("yaml-merge-key", event)
        elif first := entries[key.text].key:
            self.source.report("key-repeated", key, key=key.text, line=first.line + 1)

    def _refuse_value(self, event: Event) -> None:
        if self.left < 0:
            self._refuse("yaml-too-many-values", event)
        is_alias = type(event).__name__ == "AliasEvent"
        self._refuse("yaml-alias" if is_alias else "yaml-tag" if event.anchor is None else "yaml-anchor", event)

    def _refuse(self, code: str, event: Event, **params: object) -> NoReturn:
        self.source.report(code, Node(event.start_mark.line, event.start_mark.column), **params)
        raise _RefusedError
